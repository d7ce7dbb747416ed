"""Recordings in parts, as Opus and without their picture, and the models, on the command line."""

from __future__ import annotations

import json
import shutil
import wave
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from interviewcoder import cli
from interviewcoder.project import file
from interviewcoder.sources.adding_recordings import parts_of_source


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """A new project without a passphrase."""
    path = tmp_path / "study.icproj"
    file.create(path, title="Study", passphrase=None).close()
    return path


def said_in_json(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    capsys.readouterr()
    assert cli.main([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def hum(path: Path, seconds: int = 3) -> str:
    with wave.open(str(path), "wb") as sound:
        sound.setparams((1, 2, 16_000, 0, "NONE", ""))
        sound.writeframes((5000 * np.sin(np.arange(seconds * 16_000) * 0.1)).astype("<i2").tobytes())
    return str(path)


def test_the_parts_of_an_interview_are_added_as_one(
    study: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parts = [hum(tmp_path / "P03_1.wav"), hum(tmp_path / "P03_2.wav")]
    assert cli.main(["add", str(study), "--join", *parts, "--case", "P03"]) == 0
    said = capsys.readouterr()
    assert "taken over as it is" in said.err
    assert "name: P03" in said.out and "duration_ms: 6000" in said.out and "cases: P03" in said.out
    with file.open_project(study, passphrase=None) as project:
        assert [part.name for part in parts_of_source(project, 1)] == ["P03_1.wav", "P03_2.wav"]


def test_one_file_is_nothing_to_join(study: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["add", str(study), "--join", hum(tmp_path / "P03.wav")]) == 1
    assert "nothing to join" in capsys.readouterr().err


def test_opus_says_what_it_saves_and_what_is_lost(
    study: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["add", str(study), "--opus", hum(tmp_path / "P04.wav", 10)]) == 0
    said = capsys.readouterr().err
    assert "0.3 MB became 0." in said and "not every detail of the sound" in said


def test_models_are_listed_added_checked_and_removed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from interviewcoder.transcription import models

    tiny = models.find("tiny.en").path
    monkeypatch.setattr("sys._MEIPASS", str(tmp_path), raising=False)
    monkeypatch.setattr(models, "_package_folder", lambda package: None)
    assert said_in_json(capsys, "models") == []
    added = said_in_json(capsys, "models", "add", str(tiny))
    assert (added["name"], added["state"], added["languages"]) == ("tiny.en", "whole", "English only")
    assert said_in_json(capsys, "models", "list") == [added] == said_in_json(capsys, "models", "check")
    weights = Path(added["folder"]) / "model.bin"
    weights.chmod(0o644)
    with weights.open("r+b") as stream:
        stream.seek(30_000_000)
        stream.write(b"\0" * 64)
    assert cli.main(["models", "check"]) == 1
    assert "isn't the published Whisper model" in capsys.readouterr().err
    assert said_in_json(capsys, "models", "remove", "tiny.en") == {"removed": "tiny.en"}
    assert not Path(added["folder"]).exists()


def test_a_pickled_model_is_refused_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copyfile(__file__, tmp_path / "small.pt")
    assert cli.main(["models", "add", str(tmp_path / "small.pt")]) == 1
    assert "runs any program" in capsys.readouterr().err


def test_what_to_add_or_remove_has_to_be_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["models", "remove"]) == 1
    assert "Name a folder or file, or a model" in capsys.readouterr().err
