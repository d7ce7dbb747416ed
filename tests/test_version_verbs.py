"""Versions of the codebook on the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from interviewcoder import cli
from interviewcoder.coding import codes, versions
from interviewcoder.project import file


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """A project with one code."""
    path = tmp_path / "study.icproj"
    with file.create(path, title="Study", passphrase=None, coder="Ana") as project:
        codes.add(project, "Fear")
    return path


def _run(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert cli.main([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_version_is_saved_and_listed_with_its_hash(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(capsys, "versions", str(study)) == []
    saved = _run(capsys, "versions", str(study), "--save", "Pilot", "--note", "two interviews")
    assert (saved["name"], saved["note"], saved["coder"], saved["codes"]) == ("Pilot", "two interviews", "Ana", 1)
    assert _run(capsys, "versions", str(study)) == [saved]
    with file.open_project(study) as project:
        assert saved["sha256"] == versions.now_sha256(project)
        project.undo()
    assert _run(capsys, "versions", str(study)) == []


def test_a_name_that_is_taken_and_a_note_without_a_version_are_refused(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["versions", str(study), "--save", "Pilot"]) == 0
    assert cli.main(["versions", str(study), "--save", "pilot"]) == 1
    assert "already" in capsys.readouterr().err
    assert cli.main(["versions", str(study), "--note", "for nothing"]) == 1
    assert "--save" in capsys.readouterr().err
