"""`verify` and `log` on the command line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from sqlalchemy import update

from interviewcoder import cli
from interviewcoder.coding import codes
from interviewcoder.privacy import damage, log_check
from interviewcoder.project import file
from interviewcoder.project.schema import ActivityRow

PASSPHRASE = "seven quiet rivers"


@pytest.fixture(scope="session")
def closed_study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed, encrypted project with ten codes, made once."""
    path = tmp_path_factory.mktemp("verified") / "study.icproj"
    with file.create(path, title="Study", passphrase=PASSPHRASE) as project:
        for number in range(10):
            codes.add(project, f"Code {number}", definition="What is said about complaints to the college. " * 40)
    return path


@pytest.fixture
def study(tmp_path: Path, closed_study: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, with its passphrase at hand."""
    monkeypatch.setenv("INTERVIEWCODER_PASSPHRASE", PASSPHRASE)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return Path(shutil.copy(closed_study, tmp_path))


def test_verify_writes_every_kind_and_ends_with_0(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outs = [study.with_name(f"s{suffix}") for suffix in (".docx", ".html", ".json")]
    with file.open_project(study, passphrase=PASSPHRASE) as project:
        head = log_check.check(project).head
    arguments = [word for out in outs for word in ("--out", str(out))]
    assert cli.main(["verify", str(study), "--head", head, *arguments]) == 0
    assert "still in the log, entry 10" in capsys.readouterr().out
    assert all(out.stat().st_size > 1000 for out in outs)
    entries = json.loads(outs[2].read_text(encoding="utf-8"))
    assert [entry["n"] for entry in entries] == list(range(1, 27))
    with file.open_project(study, passphrase=PASSPHRASE) as project:
        assert [entry.label for entry in project.log()[-5:]] == [
            "Open project",
            *("Export", "Export", "Export"),
            "Make data handling statement",
        ]


def test_verify_ends_with_1_where_the_log_was_altered(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with file.open_project(study, passphrase=PASSPHRASE) as project, project.quiet_write() as session:
        session.execute(update(ActivityRow).where(ActivityRow.id == 7).values(label="Nothing"))
    assert cli.main(["verify", str(study), "--json"]) == 1
    said = capsys.readouterr()
    (line,) = (entry for entry in json.loads(said.out) if entry["n"] == 11)
    assert (line["status"], "Entry 7 " in line["evidence"]) == ("failed", True)
    assert "question 11" in said.err
    assert cli.main(["log", str(study), "--check"]) == 1
    assert "Entry 7 " in capsys.readouterr().out


def test_of_a_file_that_was_cut_short_as_much_is_said_as_can_be(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with study.open("r+b") as raw:
        raw.truncate(study.stat().st_size - 1000)
    out = study.with_name("s.json")
    assert cli.main(["verify", str(study), "--out", str(out)]) == 1
    assert "cut short" in capsys.readouterr().err
    status = {entry["n"]: entry["status"] for entry in json.loads(out.read_text(encoding="utf-8"))}
    assert [status[n] for n in (2, 3, 4)] == ["proved"] * 3
    assert (status[7], status[11]) == ("failed", "not verifiable")


def test_flipped_bytes_of_the_data_are_located(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each page in turn: it doesn't open and says so, or the statement names the page."""
    content = study.read_bytes()
    pages = len(content) // 4096
    for page in (1, pages):
        damaged = bytearray(content)
        damaged[(page - 1) * 4096 + 99] ^= 0x10
        study.write_bytes(damaged)
        assert cli.main(["verify", str(study), "--json"]) == 1
        said = capsys.readouterr()
        assert f"page {page}" in said.out or "damaged" in said.err or "doesn't open" in said.err, (page, said)
        assert "our fault" not in said.err


def test_what_keeps_a_project_from_opening_is_located(study: Path) -> None:
    content = study.read_bytes()
    damaged = bytearray(content)
    for page in range(2, 12):
        damaged[(page - 1) * 4096 + 99] ^= 0x10
    study.write_bytes(damaged)
    assert "10 differ from what was written: page 2, 3, 4, 5" in damage.where(study, PASSPHRASE)
    study.write_bytes(content[: 4096 * 12])
    assert "cut short: its first page tells of more than the 12 pages" in damage.where(study, PASSPHRASE)
    assert damage.where(study, "another one") == ""


def test_a_wrong_passphrase_is_an_error_and_no_statement(
    study: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("INTERVIEWCODER_PASSPHRASE", "seven quiet river")
    assert cli.main(["verify", str(study), "--out", str(study.with_name("s.json"))]) == 1
    assert "doesn't open" in capsys.readouterr().err
    assert not study.with_name("s.json").exists()


def test_the_log_is_written_as_an_audit_trail(study: Path) -> None:
    out = study.with_name("trail.csv")
    assert cli.main(["log", str(study), "--out", str(out)]) == 0
    lines = out.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "entry,at,coder,kind,what,touched,undone,hash"
    assert len(lines) == 12
