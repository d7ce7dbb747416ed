"""Blocks are cut at pauses; words come out whole, in order and inside the recording."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from interviewcoder.errors import TranscriptionFailed
from interviewcoder.sources.recognised import RecognisedWord
from interviewcoder.transcription import models
from interviewcoder.transcription.decode import SAMPLE_RATE, decode
from interviewcoder.transcription.recognise import Recogniser, cut_blocks, in_order, words_of
from interviewcoder.transcription.voice import FRAME, speech_probabilities
from interviewcoder.transcription.word_error import word_error_rate

FRAMES_A_SECOND = SAMPLE_RATE / FRAME


def speech_with_pauses(
    seconds: float, pauses: list[tuple[float, float]]
) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    probabilities = np.full(int(seconds * FRAMES_A_SECOND), 0.95, np.float32)
    for start, end in pauses:
        probabilities[int(start * FRAMES_A_SECOND) : int(end * FRAMES_A_SECOND)] = 0.01
    return probabilities


def test_a_short_recording_stays_whole() -> None:
    assert len(cut_blocks(speech_with_pauses(50, [(20, 25)]), 50 * SAMPLE_RATE, workers=4)) == 1


def test_each_worker_gets_a_block_cut_at_a_pause() -> None:
    blocks = cut_blocks(speech_with_pauses(200, [(30, 34), (95, 100)]), 200 * SAMPLE_RATE, workers=2)
    assert [block.start for block in blocks] == [0, blocks[0].end]
    assert blocks[-1].end == 200 * SAMPLE_RATE
    assert 95 < blocks[1].start / SAMPLE_RATE < 100


def test_an_hour_is_cut_into_blocks_of_five_minutes_that_join_without_a_gap() -> None:
    blocks = cut_blocks(speech_with_pauses(3600, [(at, at + 3) for at in range(20, 3600, 20)]), 3600 * SAMPLE_RATE, 2)
    assert len(blocks) == 12
    assert all(one.end == two.start for one, two in pairwise(blocks))
    assert all(230 < (block.end - block.start) / SAMPLE_RATE < 370 for block in blocks)


def test_speech_without_a_pause_is_cut_all_the_same() -> None:
    assert len(cut_blocks(speech_with_pauses(130, []), 130 * SAMPLE_RATE, 2)) == 2


def piece(word: str, start: float, end: float, probability: float = 0.9) -> SimpleNamespace:
    return SimpleNamespace(word=word, start=start, end=end, probability=probability)


def test_pieces_of_a_spelled_word_are_one_word() -> None:
    heard = [piece(" is", 0, 0.2), piece(" V", 0.5, 0.7, 0.8), piece("-I", 0.7, 0.9, 0.6), piece("-O.", 0.9, 1.4)]
    words = list(words_of(heard, "en", 10.0, 60.0))
    assert words == [RecognisedWord("is", 10_000, 10_200, 0.9), RecognisedWord("V-I-O.", 10_500, 11_400, 0.6)]


def test_a_language_without_spaces_keeps_its_words_apart() -> None:
    words = list(words_of([piece("今日", 0, 0.4), piece("は", 0.4, 0.5)], "ja", 0, 60))
    assert [(word.text, word.space_before) for word in words] == [("今日", False), ("は", False)]


def test_no_word_ends_after_the_recording() -> None:
    (word,) = words_of([piece(" end", 9.5, 12.0)], "en", 0, 10.0)
    assert (word.start_ms, word.end_ms) == (9_500, 10_000)


def test_starts_never_go_back() -> None:
    ordered = in_order([RecognisedWord("a", 500, 900, 1), RecognisedWord("b", 300, 400, 1)])
    assert [(word.start_ms, word.end_ms) for word in ordered] == [(500, 900), (500, 500)]


@pytest.fixture(scope="module")
def tiny() -> Recogniser:
    return Recogniser(models.find("tiny.en").path, workers=2)


def test_real_speech_is_heard_with_times(tiny: Recogniser, speech: Path) -> None:
    with (speech / "jfk.flac").open("rb") as stream:
        samples = decode(stream, "jfk.flac")
    shares: list[float] = []
    heard = tiny.hear(samples, speech_probabilities(samples), "auto", lambda share, _: shares.append(share))
    assert heard.language == "en"
    assert word_error_rate((speech / "jfk.txt").read_text(), " ".join(word.text for word in heard.words)) == 0
    assert all(one.start_ms <= two.start_ms for one, two in pairwise(heard.words))
    assert heard.words[-1].end_ms <= 11_000
    assert shares[-1] == 1


@pytest.mark.parametrize("loudness", [0.0, 0.01])
def test_nothing_is_invented_where_nobody_speaks(tiny: Recogniser, loudness: float) -> None:
    samples = np.random.default_rng(0).normal(0, loudness, 20 * SAMPLE_RATE).astype(np.float32)
    assert tiny.hear(samples, speech_probabilities(samples), "en", lambda *_: None).words == ()


@pytest.mark.parametrize("name", ["laugh2.mp3", "empty.mp3", "empty.wav"])
def test_laughter_is_not_turned_into_words(tiny: Recogniser, shared_data: Path, name: str) -> None:
    with (shared_data / "av" / "whisper_timestamped" / name).open("rb") as stream:
        samples = decode(stream, name)
    assert tiny.hear(samples, speech_probabilities(samples), "en", lambda *_: None).words == ()


def test_a_language_that_the_model_doesnt_know_is_refused(tiny: Recogniser, speech: Path) -> None:
    with (speech / "ps_0880.flac").open("rb") as stream:
        samples = decode(stream, "ps_0880.flac")
    with pytest.raises(TranscriptionFailed, match="doesn't know the language “de”"):
        tiny.hear(samples, speech_probabilities(samples), "de", lambda *_: None)
