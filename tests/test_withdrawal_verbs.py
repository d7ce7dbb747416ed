"""Consent, retention and withdrawal without a window."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from interviewcoder import cli
from interviewcoder.cases import cases
from interviewcoder.coding import codes
from interviewcoder.privacy import key_file
from interviewcoder.privacy.key_file import Person
from interviewcoder.project import backup, file
from interviewcoder.sources import importing

_KEY_PASSPHRASE = "two grey herons stand"


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """A project of one participant with an interview, a code that quotes it, a key and a backup."""
    path, talk = tmp_path / "study.icproj", tmp_path / "Morning talk.txt"
    talk.write_text("I: And then?\nP: Nobody came to see me for a week.\n", encoding="utf-8")
    with file.create(path, title="Study", passphrase=None, coder="Ana") as project:
        (source,) = importing.add_files(project, [talk])
        case = cases.add(project, "P7")
        cases.tie_source(project, case.id, source.id)
        alone = codes.add(project, "Alone")
        codes.describe(project, alone.id, typical="Nobody came to see me, said Rosalind")
        with key_file.create(project, tmp_path / "study.ickey", _KEY_PASSPHRASE) as key:
            key.put(Person(case.uuid, "P7", "Rosalind"))
        project.back_up()
    (tmp_path / "key.txt").write_text(_KEY_PASSPHRASE, encoding="utf-8")
    return path


def _run(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert cli.main([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_consent_is_recorded_and_listed(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answers = ("--record", "quotes=yes", "--record", "audio=no", "--on", "2026-03-01", "--withdraw-by", "2026-12-31")
    (entry,) = _run(capsys, "consent", str(study), "P7", *answers)
    assert entry["consent"] == {"quotes": "yes", "audio": "no"} and entry["withdraw_by"] == "2026-12-31"
    assert _run(capsys, "consent", str(study)) == [entry]
    assert cli.main(["consent", str(study), "P7", "--record", "quotes=maybe"]) == 1
    assert "is no answer" in capsys.readouterr().err


def test_retention_is_laid_down_and_done(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (rule,) = _run(capsys, "retention", str(study), "audio", "--until", "2020-01-31", "--then", "destroy")
    assert rule["until"] == "2020-01-31" and rule["due_in_days"] < -1000
    (rule,) = _run(capsys, "retention", str(study), "audio", "--done", "2020-02-01")
    assert rule["done_on"] == "2020-02-01" and rule["due_in_days"] is None
    assert len(_run(capsys, "retention", str(study))) == 6


def test_a_withdrawal_is_previewed_then_done_with_the_key_and_certified(
    study: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["withdraw", str(study), "P7", "--preview"]) == 0
    shown = capsys.readouterr().out
    assert "What would be removed of “P7”." in shown and "code “Alone”: Nobody came to see me" in shown
    assert cli.main(["withdraw", str(study), "P7", "--certificate", str(tmp_path / "certificate.txt"), "--yes"]) == 1
    assert cli.main(["withdraw", str(study), "P7", "--keep", "code:none:name", "--yes"]) == 1
    key = ("--key", str(tmp_path / "study.ickey"), "--key-passphrase-file", str(tmp_path / "key.txt"))
    certificate = tmp_path / "certificate.docx"
    done = _run(capsys, "withdraw", str(study), "P7", "--yes", *key, "--certificate", str(certificate))
    assert done["removed"]["sources"] == 1 and done["backups"] == dict.fromkeys(done["backups"], "cleaned")
    assert certificate.read_bytes().startswith(b"PK") and done["participant"] == "P7"
    with file.open_project(study) as project:
        assert codes.by_name(project, "Alone").typical == "[withdrawn], said [withdrawn]"
        with key_file.open_key(project, tmp_path / "study.ickey", _KEY_PASSPHRASE) as opened:
            assert opened.persons() == []


def test_nobody_is_withdrawn_before_somebody_said_so(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = study.read_bytes()
    assert cli.main(["withdraw", str(study), "P7"]) == 1
    assert "nobody confirmed it" in capsys.readouterr().err
    with file.open_project(study) as project:
        assert cases.by_name(project, "P7")
    assert len(study.read_bytes()) == len(before)


def test_who_opens_an_old_copy_is_told_that_it_lost_what_was_withdrawn(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (kept,) = backup.backups(study)
    old = study.with_name("old.icproj")
    shutil.copy(kept.path, old)
    _run(capsys, "withdraw", str(study), "P7", "--yes", "--named", "Rosalind")
    assert cli.main(["codes", str(old)]) == 0
    assert "It was removed again." in capsys.readouterr().err
    assert b"Nobody came" not in old.read_bytes()


def test_without_recordings_there_is_none_to_destroy(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["destroy-audio", str(study), "--yes"]) == 1
    assert "no recording to destroy" in capsys.readouterr().err
