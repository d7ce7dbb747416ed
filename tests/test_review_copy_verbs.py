"""A review copy by the command line: made, told of, opened, refused."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from interviewcoder import cli
from interviewcoder.project import cipher, file
from interviewcoder.project.file import Project
from interviewcoder.review import review_copy
from interviewcoder.settings import NEW_PASSPHRASE_VARIABLE, PASSPHRASE_VARIABLE
from interviewcoder.sources.importing import add_files

SECRET = "nine calm harbours"


@pytest.fixture(autouse=True)
def quick_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys of few rounds: what is shown here has nothing to do with how slowly a passphrase is tried."""
    monkeypatch.setattr(cipher, "KDF_ITERATIONS", 1000)


@pytest.fixture
def study(project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A closed project with two transcripts, and a passphrase for a copy."""
    monkeypatch.setenv(NEW_PASSPHRASE_VARIABLE, SECRET)
    for name in ("P01", "P02"):
        (tmp_path / f"{name}.txt").write_text(f"I: Well?\n{name}: All is well.\n", encoding="utf-8")
        add_files(project, [tmp_path / f"{name}.txt"])
    project.close()
    return project.path


def told(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, Any]:
    """Run a verb with --json; its exit code, and what it printed: the result, or what was wrong."""
    code = cli.main([*map(str, words), "--json"])
    printed = capsys.readouterr()
    return code, json.loads(printed.out) if code == 0 else printed.err


def test_a_copy_is_made_for_a_reader_and_the_ledger_tells_of_it(
    study: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    out = study.with_name("for lee.icproj")
    day = date.today().isoformat()
    code, entry = told(
        capsys, "review-copy", study, "--out", out, "--for", "R. Lee", "--sources", "P02", "--blind", "--expires", day
    )
    assert code == 0
    assert (entry["file"], entry["for"], entry["blind"], entry["expires_on"]) == (str(out), "R. Lee", True, day)
    assert len(entry["sources"]) == 1
    assert entry["strength"] == "weak"
    code, lines = told(capsys, "sharing", study)
    assert [(line["what"], line["recipient"], line["file"]) for line in lines] == [
        ("review copy", "R. Lee", "for lee.icproj")
    ]
    monkeypatch.setenv(PASSPHRASE_VARIABLE, SECRET)
    code, entries = told(capsys, "log", out)
    assert [(entry["label"], entry["coder"]) for entry in entries[1:]] == [("Open project", "R. Lee")]
    code, said = told(capsys, "undo", out)
    assert code == 1
    code, said = told(capsys, "transcript", out, "P01")
    assert (code, "P01" in said) == (1, True)


def test_what_cannot_be_is_said_and_nothing_is_written(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = study.with_name("copy.icproj")
    for words, expected in (
        (["--out", study, "--for", "R. Lee"], "project's own"),
        (["--out", out, "--for", "R. Lee", "--sources", "P09"], "P09"),
        (["--out", out, "--for", "R. Lee", "--expires", "soon"], "is no day"),
        (["--out", out, "--for", "R. Lee", "--override", "R. Roe"], "needs a name and a reason"),
        (["--out", out.with_suffix(".docx"), "--for", "R. Lee"], "Let it end in .icproj"),
    ):
        code, said = told(capsys, "review-copy", study, *words)
        assert (code, expected in said) == (1, True), said
    assert not out.exists()
    assert told(capsys, "sharing", study) == (0, [])


def test_a_copy_whose_last_day_is_over_does_not_open(
    study: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    out = study.with_name("copy.icproj")
    assert told(capsys, "review-copy", study, "--out", out, "--for", "R. Lee", "--expires", date.today())[0] == 0
    with file.open_project(out, passphrase=SECRET) as copy, copy.quiet_write() as session:
        session.connection().exec_driver_sql("UPDATE review_copy SET expires_on = '2020-01-01'")
    monkeypatch.setenv(PASSPHRASE_VARIABLE, SECRET)
    code, said = told(capsys, "codings", out)
    assert code == 1
    assert "could be opened until 2020-01-01" in said
    assert "merge it" in said
    with file.open_project(out, passphrase=SECRET, even_expired=True) as copy:
        assert review_copy.this_copy(copy) is not None
