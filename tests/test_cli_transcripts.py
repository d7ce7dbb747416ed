"""Transcripts made elsewhere, added from the command line."""

from __future__ import annotations

import json
import wave
from pathlib import Path

import pytest

from interviewcoder import cli

SAMPLES = Path(__file__).parent / "sources" / "transcripts"


@pytest.fixture
def study(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A project without a passphrase."""
    path = tmp_path / "study.icproj"
    assert cli.main(["new", str(path), "--title", "Stories", "--no-passphrase"]) == 0
    capsys.readouterr()
    return path


def test_what_was_understood_of_each_transcript_is_said_in_a_line(
    study: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recording = tmp_path / "zoom.wav"
    with wave.open(str(recording), "wb") as out:
        out.setparams((1, 2, 8000, 0, "NONE", ""))
        out.writeframes(b"\1\0" * 8000)
    assert cli.main(["add", str(study), str(SAMPLES / "zoom.vtt"), str(recording), str(SAMPLES / "otter.txt")]) == 0
    said = [line for line in capsys.readouterr().err.splitlines() if "“" in line]
    assert said == [
        "interviewcoder: “zoom.vtt”: Zoom (VTT); 4 turns; Ines Weber, Nurse (Ward 7); times to 0:00:22; "
        "1 cue without text left out; with its recording zoom.wav.",
        "interviewcoder: “otter.txt”: Otter (TXT); 3 turns; Ines Weber, Unknown Speaker; times to 1:02:03; "
        "footer left out.",
    ]


def test_a_transcript_and_its_recording_are_one_source_for_programs_too(
    study: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["add", str(study), str(SAMPLES / "f4.rtf"), "--json"]) == 0
    printed = capsys.readouterr()
    assert [(entry["name"], entry["recording"]) for entry in json.loads(printed.out)] == [("f4", False)]
    assert "f4 (RTF)" not in printed.err
    assert cli.main(["transcript", str(study), "f4", "--json"]) == 0
    transcript = json.loads(capsys.readouterr().out)
    assert [turn["start_ms"] for turn in transcript["turns"]] == [0, 5_200, 12_800, 14_000]


def test_files_may_be_named_behind_an_option_and_one_file_twice_is_nothing_to_join(
    study: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    samples = [str(SAMPLES / "f4.rtf"), str(SAMPLES / "otter.txt")]
    assert cli.main(["add", str(study), samples[0], "--case", "P07", samples[1], "--json"]) == 0
    assert [entry["name"] for entry in json.loads(capsys.readouterr().out)] == ["f4", "otter"]
    assert cli.main(["add", str(study), "--join", samples[0], samples[0]]) == 1
    assert "nothing to join" in capsys.readouterr().err
