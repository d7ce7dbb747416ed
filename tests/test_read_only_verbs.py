"""The command line names who has a project open, and reads what was last saved of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from interviewcoder.cli import main
from interviewcoder.project import lock
from interviewcoder.project.file import Project
from interviewcoder.sources import importing
from tests.project.others import write_note


@pytest.fixture
def held(project: Project, tmp_path: Path) -> Path:
    """A study that another machine’s note says it has open."""
    typed = tmp_path / "P01.txt"
    typed.write_text("I: Fear?\nP01: I fear lawsuits.", encoding="utf-8")
    importing.add_files(project, [typed])
    project.close()
    write_note(project.path, host="elsewhere")
    return project.path


def test_a_verb_names_the_holder_and_what_can_be_done(held: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["find", str(held), "fear"]) == 1
    told = capsys.readouterr().err
    assert "ada on elsewhere, since 2026-01-01 10:00" in told
    assert "--read-only" in told
    assert main(["code", str(held), "P01", "--quote", "fear", "--code", "Fear"]) == 1
    assert "--read-only" not in capsys.readouterr().err


def test_what_was_saved_is_read_while_somebody_has_the_project(held: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = held.read_bytes()
    for verb in (["find", str(held), "lawsuits"], ["transcript", str(held), "P01"], ["log", str(held), "--check"]):
        assert main([*verb, "--read-only", "--json"]) == 0
        assert json.loads(capsys.readouterr().out)
    assert held.read_bytes() == before
    holder = lock.holder_of(held)
    assert holder is not None
    assert holder.host == "elsewhere"


def test_nothing_is_changed_or_let_out_of_what_is_only_read(
    held: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["versions", str(held), "--save", "v1", "--read-only"]) == 1
    assert "read-only view" in capsys.readouterr().err
    out = tmp_path / "log.csv"
    assert main(["log", str(held), "--out", str(out), "--read-only"]) == 1
    assert "read-only view" in capsys.readouterr().err
    assert not out.exists()


def test_the_statement_is_made_of_what_was_saved(held: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["verify", str(held), "--read-only", "--json"])
    assert len(json.loads(capsys.readouterr().out)) == 26
