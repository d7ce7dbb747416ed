"""Comments and approvals on the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from interviewcoder import cli
from interviewcoder.coding import codes, segments, versions
from interviewcoder.project import file
from interviewcoder.review import comments
from interviewcoder.review.comments import About
from interviewcoder.sources import importing
from interviewcoder.sources.text import Span


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """A coded interview with a comment on a coding, one on the project that is settled, and a codebook version."""
    (tmp_path / "P01.txt").write_text("P: I was afraid of the lawsuits.\n", encoding="utf-8")
    path = tmp_path / "study.icproj"
    with file.create(path, title="Study", passphrase=None, coder="Ana") as project:
        (source,) = importing.add_files(project, [tmp_path / "P01.txt"])
        coding = segments.code_with_name(project, source.id, Span(6, 12), "Fear")
        asked = comments.add(project, About.coding(coding.id), text="Not worry?", due="2026-03-31")
        project.work_as("Dr. Lee")
        comments.reply(project, asked.id, "No.")
        comments.resolve(project, comments.add(project, text="Well done").id)
        versions.save(project, "Pilot")
    return path


def _run(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert cli.main([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_comments_are_listed_with_their_answers(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert {each["open"] for each in _run(capsys, "comments", str(study))} == {True, False}
    (task,) = _run(capsys, "comments", str(study), "--open", "--source", "P01", "--code", "Fear")
    assert [(each["coder"], each["text"]) for each in task.pop("comments")] == [
        ("Ana", "Not worry?"),
        ("Dr. Lee", "No."),
    ]
    assert len(task.pop("id")) == 36
    assert task == {
        "about": "coding",
        "name": "Fear",
        "source": "P01",
        "start": 6,
        "end": 12,
        "quote": "afraid",
        "was_about": "",
        "open": True,
        "assigned_to": "",
        "due": "2026-03-31",
    }


def test_a_version_is_approved_until_the_codebook_changes(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = _run(capsys, "approve", str(study), "--version", "pilot", "--coder", "Dr. Lee", "--note", "Good")
    assert (said["coder"], said["approved"], said["codebook"]) == ("Dr. Lee", True, "approved")
    with file.open_project(study) as project:
        assert versions.now_sha256(project) == said["sha256"]
        codes.add(project, "Hope")
    asked = _run(capsys, "approve", str(study), "--version", "Pilot", "--note", "And hope?", "--ask-for-changes")
    assert (asked["coder"], asked["approved"], asked["codebook"]) == ("Ana", False, "void")
    assert cli.main(["approve", str(study), "--version", "Pilot", "--ask-for-changes"]) == 1
    assert "Write it down" in capsys.readouterr().err
