"""Faults that are planted into a recording are flagged by the whole way from sound to stored findings."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from benchmarks.trust import as_wave, samples_of, wrong_words
from interviewcoder import cli
from interviewcoder.errors import NotAllowed
from interviewcoder.project.file import Project
from interviewcoder.sources import findings, importing
from interviewcoder.sources.conventions import FULL_VERBATIM
from interviewcoder.sources.hearing import Hearing
from interviewcoder.sources.recognised import Recognised, RecognisedTurn, RecognisedWord
from interviewcoder.transcription.checking import check_again, needs_outline, outline_of
from interviewcoder.transcription.decode import SAMPLE_RATE
from interviewcoder.transcription.runner import TranscriptionRequest
from interviewcoder.transcription.storing import store_transcription

HEARING = Hearing("tiny.en", "en", speakers=1)


def seconds(count: int) -> NDArray[np.float32]:
    return np.zeros(count * SAMPLE_RATE, dtype=np.float32)


@pytest.fixture
def faulty(project: Project, speech: Path, tmp_path: Path, run_job: Callable[..., Any]) -> tuple[int, Recognised]:
    """Three read sentences with 30 s of silence after the first; heard by Whisper, not yet stored."""
    first, second, third = (
        samples_of(speech / f"{name}.flac") for name in ("jfk", "libri_02_spk1188", "libri_07_spk1580")
    )
    path = tmp_path / "faulty.wav"
    path.write_bytes(as_wave(np.concatenate([first, seconds(30), second, third])).read())
    recognised, _ = run_job(TranscriptionRequest(lambda: path.open("rb"), path.name, HEARING))
    (source,) = importing.add_files(project, [path])
    outline_of(project, source.id)
    return source.id, recognised


def store(project: Project, source_id: int, words: list[RecognisedWord]) -> list[findings.Finding]:
    recognised = Recognised((RecognisedTurn("S1", tuple(words)),), "en", 60_000, "tiny.en")
    store_transcription(project, source_id, recognised, HEARING, FULL_VERBATIM)
    return findings.listing(project, source_id)


def test_planted_faults_are_flagged_and_good_speech_hardly(project: Project, faulty: tuple[int, Recognised]) -> None:
    source_id, recognised = faulty
    words = [word for turn in recognised.turns for word in turn.words]
    clean = store(project, source_id, words)
    (muted,) = [each for each in clean if each.kind == "muted"]
    assert abs(muted.start_ms - 11_000) < 100 and abs(muted.end_ms - 41_000) < 100
    doubted = sum(each.span.length for each in clean)
    assert doubted < 0.1 * sum(len(word.text) + 1 for word in words)
    invented = [
        RecognisedWord(text, 20_000 + n * 300, 20_250 + n * 300, 0.9)
        for n, text in enumerate(("Thank", "you", "very", "much."))
    ]
    left_out = [word for word in words if word.start_ms < 47_500]
    looped = [replace(word, confidence=0.95) for word in words[3:7]] * 3
    planted = sorted([*left_out, *invented, *looped], key=lambda word: word.start_ms)
    loops_in_place = [*words[:3], *looped, *[w for w in planted if w.start_ms > words[6].start_ms]]
    kinds = {each.kind for each in store(project, source_id, loops_in_place)}
    assert {"muted", "silence", "no_text", "loop"} <= kinds


def test_storing_a_transcript_and_its_doubtful_places_is_one_step(project: Project, speech: Path) -> None:
    (source,) = importing.add_files(project, [speech / "jfk.flac"])
    assert store(project, source.id, [RecognisedWord("asked", 300, 700, 0.05)])
    project.undo()
    assert findings.listing(project, source.id) == []


def test_looking_again_finds_what_was_corrected_no_more_and_keeps_what_was_heard(
    project: Project, speech: Path
) -> None:
    (source,) = importing.add_files(project, [speech / "jfk.flac"])
    (unsure,) = store(project, source.id, [RecognisedWord("asked", 300, 700, 0.05)])
    findings.confirm(project, unsure.id)
    assert needs_outline(project, source.id)
    outline_of(project, source.id)
    # With the outline it is seen that somebody speaks on.
    assert check_again(project, source.id) >= 1
    found = findings.listing(project, source.id)
    assert {each.kind: each.state for each in found} == {"low_confidence": "confirmed", "no_text": "open"}
    label = project.undo_label
    check_again(project, source.id)
    assert (project.undo_label, findings.listing(project, source.id)) == (label, found)


def test_a_transcript_without_times_cant_be_checked(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "P07.txt"
    path.write_text("I: What came to mind?\nP07: Lawsuits.", encoding="utf-8")
    (source,) = importing.add_files(project, [path])
    with pytest.raises(NotAllowed):
        check_again(project, source.id)


def test_check_prints_coverage_and_places(project: Project, speech: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (source,) = importing.add_files(project, [speech / "jfk.flac"])
    store(project, source.id, [RecognisedWord("asked", 300, 700, 0.05)])
    path = project.path
    project.close()
    assert cli.main(["check", str(path), "jfk", "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert 0 < told["speech_with_words"] < 0.5 and told["verified_ms"] == 0
    assert told["findings"][0]["words"] == "asked" and told["open"] == len(told["findings"])
    assert cli.main(["check", str(path)]) == 0
    shown = capsys.readouterr().out
    assert "% of the speech has words" in shown and "low_confidence  asked" in shown
    assert "Words that aren't marked can be wrong as well." in shown


def test_what_is_wrong_is_told_by_the_fewest_edits() -> None:
    assert wrong_words("we sat down and talked", ["We", "sad", "down", "and", "and", "talked."]) == [
        False,
        True,
        False,
        True,
        False,
        False,
    ]
