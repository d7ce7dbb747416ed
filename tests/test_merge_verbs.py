"""Merging on the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from interviewcoder import cli
from interviewcoder.coding import codes
from interviewcoder.project import cipher, file
from tests.review.two_copies import code, codings, copy_of, source_id, start

Files = tuple[Path, Path]


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """A study, and a copy in which Ben coded a passage and worded a code anew, as our coder did."""
    ours = start(tmp_path)
    theirs = copy_of(ours)
    code(theirs, source_id(theirs), "wrote it all down", "Silence")
    for project, words in ((ours, "Being afraid"), (theirs, "Any fear")):
        codes.describe(project, codes.find_or_add(project, "Fear").id, brief=words)
        project.close()
    return ours.path, theirs.path


def _run(capsys: pytest.CaptureFixture[str], *arguments: object) -> Any:
    assert cli.main(["merge", *map(str, arguments), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_preview_lists_what_would_come_and_changes_nothing(files: Files, capsys: pytest.CaptureFixture[str]) -> None:
    before = files[1].read_bytes()
    told = _run(capsys, *files)
    assert (told["base"], told["conflicts"], told["unplaced"]) == ("log", 1, 0)
    assert [(item["kind"], item["quote"], item["choices"]) for item in told["items"]] == [
        ("code", "", ["ours", "theirs"]),
        ("coding", "wrote it all down", ["accept", "reject"]),
    ]
    assert cli.main(["merge", *map(str, files), "--preview"]) == 0
    words = capsys.readouterr().out
    assert "New: coding “Silence” (Ben, P07)" in words and "here “Being afraid”, there “Any fear”" in words
    assert files[1].read_bytes() == before
    with file.open_project(files[0]) as project:
        assert len(codings(project)) == 2


def test_everything_is_taken_as_decided_and_once(files: Files, capsys: pytest.CaptureFixture[str]) -> None:
    conflict = next(item["key"] for item in _run(capsys, *files)["items"] if item["conflict"])
    told = _run(capsys, *files, "--accept", "all", "--decide", f"{conflict}=theirs")
    assert (told["taken"], told["left"], told["by_kind"]) == (2, 0, {"code": 1, "coding": 1})
    assert (files[0].parent / "study-backups" / told["backup"]).exists()
    assert _run(capsys, *files, "--accept", "all")["items"] == []
    with file.open_project(files[0]) as project:
        assert codes.find_or_add(project, "Fear").brief == "Any fear"
        assert ("Ben", "wrote it all down", "Silence") in codings(project)


def test_a_decision_about_nothing_is_refused(files: Files, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["merge", *map(str, files), "--accept", "none", "--decide", "coding:1=accept"]) == 1
    assert "decides nothing" in capsys.readouterr().err
    assert cli.main(["merge", *map(str, files), "--decide", "coding:1=accept"]) == 1


def test_the_other_file_has_a_passphrase_of_its_own(
    files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cipher, "KDF_ITERATIONS", 1000)
    other = tmp_path / "other.icproj"
    file.create(other, title="Other", passphrase="two slow boats").close()
    assert cli.main(["merge", str(files[0]), str(other)]) == 1
    assert "needs a passphrase" in capsys.readouterr().err
    secret = tmp_path / "secret.txt"
    secret.write_text("two slow boats\n", encoding="utf-8")
    assert _run(capsys, files[0], other, "--other-passphrase-file", secret)["same_project"] is False
    monkeypatch.setenv("INTERVIEWCODER_OTHER_PASSPHRASE", "two slow boats")
    assert _run(capsys, files[0], other)["title"] == "Other"
