"""Many passages coded by one command."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from interviewcoder import cli

INTERVIEW = "I: What worries you?\nP07: I fear a complaint. Really, I fear it.\nI: Why?\nP07: It stays online."
Run = Callable[..., Any]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a verb on a study of one interview with --json, and return what it printed."""
    (tmp_path / "P07.txt").write_text(INTERVIEW, encoding="utf-8")
    study = tmp_path / "study.icproj"
    assert cli.main(["new", str(study), "--no-passphrase"]) == 0
    assert cli.main(["add", str(study), str(tmp_path / "P07.txt"), "--case", "Ada", "--attribute", "role=nurse"]) == 0

    def run_verb(verb: str, *arguments: str, ends: int = 0) -> Any:
        capsys.readouterr()
        assert cli.main([verb, str(study), *arguments, "--json"]) == ends
        said = capsys.readouterr()
        return said.err if ends else json.loads(said.out)

    return run_verb


def quotes(entries: list[dict[str, Any]]) -> list[str]:
    return [entry["quote"] for entry in entries]


def test_hits_are_coded_in_one_step_and_only_once(run: Run) -> None:
    wanted = ["autocode", "--words", "fear", "--around", "sentence", "--code", "Fear"]
    assert quotes(run(*wanted, "--dry-run")) == ["I fear a complaint. Really, I fear it."]
    assert run("codings") == []
    assert [entry["coded_before"] for entry in run(*wanted, "P07")] == [False]
    assert [entry["coded_before"] for entry in run(*wanted)] == [True]
    assert quotes(run("codings")) == ["I fear a complaint. Really, I fear it."]
    assert run("undo")["undone"] == "Autocode"
    assert run("codes") == []


def test_terms_speakers_questions_and_patterns_are_rules(run: Run, tmp_path: Path) -> None:
    terms = tmp_path / "terms.txt"
    terms.write_text("complain*, fear => Worry > Fear\nonline => Net\n", encoding="utf-8")
    found = run("autocode", "--terms", str(terms))
    assert [(entry["quote"], entry["code"]) for entry in found] == [
        ("fear", "Worry > Fear"),
        ("complaint", "Worry > Fear"),
        ("fear", "Worry > Fear"),
        ("online", "Net"),
    ]
    assert quotes(run("autocode", "--speaker", "role: nurse", "--code", "N"))[1] == "It stays online."
    assert quotes(run("autocode", "--speaker", "interviewers", "--code", "Q")) == ["What worries you?", "Why?"]
    assert quotes(run("autocode", "--question", "why", "--code", "R")) == ["It stays online."]
    assert quotes(run("autocode", "--pattern", r"stays \w+", "--code", "S")) == ["stays online"]


def test_what_can_t_be_done_is_said(run: Run, tmp_path: Path) -> None:
    assert "no code yet" in run("autocode", "--words", "fear", ends=1)
    assert "before or behind" in run("autocode", "--pattern", "fear(?!s)", "--code", "A", ends=1)
    assert "can't be read" in run("autocode", "--terms", str(tmp_path / "none.txt"), ends=1)
