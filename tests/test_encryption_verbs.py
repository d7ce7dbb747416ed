"""Encryption by the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from interviewcoder import cli
from interviewcoder.errors import WrongPassphrase
from interviewcoder.project import cipher, file, recovery

_OLD, _NEW = "seven quiet rivers", "copper lantern meadow"


def _run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    code = cli.main([str(word) for word in words])
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.fixture(autouse=True)
def quick_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys of few rounds: what is shown here has nothing to do with how slowly a passphrase is tried."""
    monkeypatch.setattr(cipher, "KDF_ITERATIONS", 1000)


def test_a_project_is_encrypted_rekeyed_and_opened_by_its_code(
    empty_project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "study.icproj"
    path.write_bytes(empty_project.read_bytes())
    new = tmp_path / "new.txt"
    new.write_text(f"{_OLD}\n", encoding="utf-8")
    code, out, err = _run(capsys, "encrypt", path, "--new-passphrase-file", new, "--json")
    assert code == 0
    assert json.loads(out)["strength"] == "weak"
    assert "a stronger passphrase" in err
    monkeypatch.setenv("INTERVIEWCODER_PASSPHRASE", _OLD)
    monkeypatch.setenv("INTERVIEWCODER_NEW_PASSPHRASE", _NEW)
    assert _run(capsys, "passphrase", path)[0] == 0
    with pytest.raises(WrongPassphrase):
        file.open_project(path, passphrase=_OLD)
    monkeypatch.setenv("INTERVIEWCODER_PASSPHRASE", _NEW)
    sheet = json.loads(_run(capsys, "recovery-sheet", path, "--json")[1])
    assert recovery.is_code(sheet["code"])
    assert "Fingerprint" in _run(capsys, "recovery-sheet", path)[1]
    monkeypatch.setenv("INTERVIEWCODER_PASSPHRASE", sheet["code"])
    code, out, _ = _run(capsys, "log", path)
    assert code == 0
    assert "Make recovery sheet" in out
    assert _run(capsys, "decrypt", path, "--remove-backups")[0] == 0
    file.open_project(path).close()


def test_what_is_wrong_is_said_and_nothing_is_changed(
    empty_project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "study.icproj"
    path.write_bytes(empty_project.read_bytes())
    monkeypatch.setenv("INTERVIEWCODER_PASSPHRASE", _OLD)
    monkeypatch.setenv("INTERVIEWCODER_NEW_PASSPHRASE", _NEW)
    for words, said in (
        (("passphrase", path), "isn't encrypted"),
        (("decrypt", path), "isn't encrypted"),
        (("recovery-sheet", path), "isn't encrypted"),
        (("encrypt", tmp_path / "none.icproj"), "no file"),
    ):
        code, _, err = _run(capsys, *words)
        assert code == 1
        assert said in err
    assert path.read_bytes() == empty_project.read_bytes()
