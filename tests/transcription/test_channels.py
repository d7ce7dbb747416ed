"""Where each speaker has a channel, words go to the speaker whose microphone is nearer."""

from __future__ import annotations

import wave
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from interviewcoder.errors import InterviewCoderError
from interviewcoder.sources.hearing import Hearing
from interviewcoder.sources.recognised import Recognised, RecognisedTurn, RecognisedWord
from interviewcoder.transcription.channels import balances, channel_scores
from interviewcoder.transcription.decode import SAMPLE_RATE, decode
from interviewcoder.transcription.diarise import by_channel
from interviewcoder.transcription.runner import TranscriptionRequest

Floats = NDArray[np.float32]
RunJob = Callable[[TranscriptionRequest], tuple[Recognised | InterviewCoderError, object]]

# Who reads, in turn; the second turn of each reader is the rest of the first.
READERS = ("libri_03_spk121", "libri_07_spk1580")
CROSSTALK = 10 ** (-20 / 20)


def talk(speech: Path, gains_db: tuple[float, float], *, both: bool = True) -> tuple[Floats, list[RecognisedWord], str]:
    """Two readers in turn, each at a microphone that hears the other 20 dB less; the words as L and R."""
    random = np.random.default_rng(1)
    near: list[Floats] = []
    words: list[RecognisedWord] = []
    truth = ""
    at = SAMPLE_RATE // 2
    for turn in range(4):
        side = turn % 2 if both else 0
        with (speech / f"{READERS[side]}.flac").open("rb") as stream:
            whole = decode(stream, READERS[side])[SAMPLE_RATE // 4 :]
        half = len(whole) // 2
        piece = whole[:half] if turn < 2 else whole[half:]
        sound = np.zeros((half + SAMPLE_RATE // 2, 2), np.float32)
        sound[: len(piece), side] = piece[:half]
        near.append(sound)
        count = half // (SAMPLE_RATE * 3 // 10)
        words += [RecognisedWord("so", (at // 16) + 300 * k, (at // 16) + 300 * (k + 1), 0.9) for k in range(count)]
        words[-1] = replace(words[-1], text="so.")
        truth += "LR"[side] * count
        at += len(sound)
    voices = np.concatenate([np.zeros((SAMPLE_RATE // 2, 2), np.float32), *near])
    mixed = voices + CROSSTALK * voices[:, ::-1]
    mixed += 1e-4 * random.standard_normal(mixed.shape).astype(np.float32)
    return np.asarray(mixed * 10 ** (np.array(gains_db) / 20), np.float32), words, truth


def sides(turns: tuple[RecognisedTurn, ...]) -> str:
    return "".join({"S1": "L", "S2": "R"}[turn.speaker] for turn in turns for _ in turn.words)


def wrong(found: str, truth: str) -> int:
    return sum(one != two for one, two in zip(found, truth, strict=True))


@pytest.mark.parametrize("gains_db", [(0.0, 0.0), (0.0, -12.0), (12.0, -30.0), (-30.0, 0.0)])
def test_words_go_to_the_nearer_microphone_however_loud_it_is_set(speech: Path, gains_db: tuple[float, float]) -> None:
    samples, words, truth = talk(speech, gains_db)
    assert wrong(sides(by_channel(words, balances(words, samples, 0))), truth) <= 1


def test_a_turn_stays_whole_over_words_too_soft_to_tell(speech: Path) -> None:
    samples, words, _ = talk(speech, (0.0, -12.0))
    assert [turn.speaker for turn in by_channel(words, balances(words, samples, 0))] == ["S1", "S2", "S1", "S2"]


@pytest.mark.parametrize("noise", [0.0, 1e-4])
def test_a_silent_channel_has_no_words(speech: Path, noise: float) -> None:
    samples, words, truth = talk(speech, (0.0, 0.0), both=False)
    samples[:, 1] = noise * np.random.default_rng(2).standard_normal(len(samples))
    assert sides(by_channel(words, balances(words, samples, 0))) == truth == "L" * len(words)


def test_one_person_whom_both_microphones_hear_stays_one(speech: Path) -> None:
    samples, words, truth = talk(speech, (0.0, 6.0), both=False)
    assert sides(by_channel(words, balances(words, samples, 0))) == truth


def test_a_block_counts_from_where_it_begins(speech: Path) -> None:
    samples, words, _ = talk(speech, (0.0, 0.0))
    later = [replace(word, start_ms=word.start_ms + 60_000, end_ms=word.end_ms + 60_000) for word in words]
    assert balances(later, samples, 60 * SAMPLE_RATE) == balances(words, samples, 0)


def test_a_word_behind_the_end_of_the_sound_leans_to_no_side() -> None:
    (word,) = [RecognisedWord("so", 2000, 2300, 0.9)]
    assert balances([word], np.zeros((SAMPLE_RATE, 2), np.float32), 0) == (None,)
    assert balances([word], np.zeros((0, 2), np.float32), 0) == (None,)
    assert channel_scores([word], [None]).tolist() == [[0, 0]]


def test_an_interjection_is_its_own_turn_and_a_doubtful_word_isnt() -> None:
    words = [RecognisedWord("so", 300 * k, 300 * (k + 1), 0.9) for k in range(9)]
    clear: list[float | None] = [20, 21, 19, 20, -20, 20, 22, -19, -20]
    assert sides(by_channel(words, clear)) == "LLLLRLLRR"
    doubtful: list[float | None] = [20, 21, 19, 20, -3, None, 22, -19, -20]
    assert sides(by_channel(words, doubtful)) == "LLLLLLLRR"


def test_a_stereo_recording_is_transcribed_with_a_speaker_a_channel(
    run_job: RunJob, speech: Path, tmp_path: Path
) -> None:
    made = []
    for side, name in enumerate(("ps_0880", "ps_0930")):
        with (speech / f"{name}.flac").open("rb") as stream:
            piece = decode(stream, name)
        sound = np.zeros((len(piece) + SAMPLE_RATE // 2, 2), np.float32)
        sound[: len(piece), side], sound[: len(piece), 1 - side] = piece, CROSSTALK * piece
        made.append(sound)
    path = tmp_path / "interview.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((2, 2, SAMPLE_RATE, 0, "NONE", ""))
        file.writeframes((np.concatenate(made) * np.array([20_000, 4_000])).astype("<i2").tobytes())
    hearing = Hearing("tiny.en", "en", None, by_channel=True)
    recognised, _ = run_job(TranscriptionRequest(lambda: path.open("rb"), path.name, hearing))
    assert isinstance(recognised, Recognised)
    assert [turn.speaker for turn in recognised.turns] == ["S1", "S2"]
    cut_ms = len(made[0]) * 1000 // SAMPLE_RATE
    assert recognised.turns[0].end_ms - 300 <= cut_ms <= recognised.turns[1].start_ms + 600
