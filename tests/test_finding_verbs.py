"""Words are found from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from interviewcoder.cli import main
from interviewcoder.project.file import Project
from interviewcoder.sources import importing


@pytest.fixture
def study(project: Project, tmp_path: Path) -> Path:
    """A closed study of two interviews."""
    paths = [tmp_path / "P01.txt", tmp_path / "P02.txt"]
    paths[0].write_text("I: Fear?\nP01: I fear the Ärger, honestly.", encoding="utf-8")
    paths[1].write_text("I: And you?\nP02: No fears.", encoding="utf-8")
    importing.add_files(project, paths)
    project.close()
    return project.path


def test_words_are_listed_with_what_stands_around_them(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["find", str(study), "fear", "arger", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [(hit["source"], hit["speaker"], hit["turn"], hit["hit"]) for hit in found] == [
        ("P01", "P01", 2, "fear"),
        ("P01", "P01", 2, "Ärger"),
    ]
    assert (found[1]["before"], found[1]["after"]) == ("I fear the ", ", honestly.")


@pytest.mark.parametrize(
    ("options", "count"),
    [(["fear"], 2), (["fear", "--part"], 3), (["Fear", "--match-case"], 1), (["fear*", "--source", "P02"], 1)],
)
def test_how_and_where_to_look_can_be_said(
    study: Path, capsys: pytest.CaptureFixture[str], options: list[str], count: int
) -> None:
    assert main(["find", str(study), *options, "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == count


def test_a_bad_pattern_is_said(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["find", str(study), "(fear", "--pattern"]) == 1
    assert "no regular expression: missing ), unterminated subpattern (character 1)" in capsys.readouterr().err
