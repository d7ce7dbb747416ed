"""Words come out whole, in order, inside the recording and in the language they are spoken in."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from numpy.typing import NDArray

from interviewcoder.errors import TranscriptionFailed
from interviewcoder.sources.hearing import Hearing
from interviewcoder.sources.recognised import RecognisedWord
from interviewcoder.transcription import models
from interviewcoder.transcription.decode import SAMPLE_RATE, decode
from interviewcoder.transcription.heard import HeardBlock
from interviewcoder.transcription.recognise import Recogniser, words_of
from interviewcoder.transcription.voice import speech_probabilities
from interviewcoder.transcription.word_error import word_error_rate

ENGLISH = Hearing(language="en")


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


@pytest.fixture(scope="module")
def tiny() -> Recogniser:
    return Recogniser(models.find("tiny.en").path, workers=2)


def samples_of(path: Path) -> NDArray[np.float32]:
    with path.open("rb") as stream:
        return decode(stream, path.name)


def hear(recogniser: Recogniser, samples: NDArray[np.float32], hearing: Hearing = ENGLISH) -> HeardBlock:
    return recogniser.hear(samples, speech_probabilities(samples), hearing, 0, lambda *_: None)


def text_of(heard: HeardBlock) -> str:
    return " ".join(word.text for word in heard.words)


def test_real_speech_is_heard_with_times(tiny: Recogniser, speech: Path) -> None:
    samples = samples_of(speech / "jfk.flac")
    told: list[tuple[float, float, str]] = []
    ten_seconds = 10 * SAMPLE_RATE
    heard = tiny.hear(samples, speech_probabilities(samples), Hearing(), ten_seconds, lambda *t: told.append(t))
    assert [stretch.spoken for stretch in heard.languages] == ["en"]
    assert word_error_rate((speech / "jfk.txt").read_text(), text_of(heard)) == 0
    assert all(one.start_ms <= two.start_ms for one, two in pairwise(heard.words))
    assert heard.words[0].start_ms >= 10_000 and heard.words[-1].end_ms <= 21_000
    seconds, begins, text = told[-1]
    assert 9 < seconds <= 11 and 10 <= begins < 21 and text


@pytest.mark.parametrize("loudness", [0.0, 0.01])
def test_nothing_is_invented_where_nobody_speaks(tiny: Recogniser, loudness: float) -> None:
    samples = np.random.default_rng(0).normal(0, loudness, 20 * SAMPLE_RATE).astype(np.float32)
    assert hear(tiny, samples).words == ()


@pytest.mark.parametrize("name", ["laugh2.mp3", "empty.mp3", "empty.wav"])
def test_laughter_is_not_turned_into_words(tiny: Recogniser, shared_data: Path, name: str) -> None:
    assert hear(tiny, samples_of(shared_data / "av" / "whisper_timestamped" / name)).words == ()


def test_a_language_that_the_model_doesnt_know_is_refused(tiny: Recogniser) -> None:
    with pytest.raises(TranscriptionFailed, match="doesn't know the language “de”"):
        tiny.check(Hearing(language="de"))


def test_a_model_that_knows_one_language_cannot_translate(tiny: Recogniser) -> None:
    with pytest.raises(TranscriptionFailed, match="can't translate"):
        tiny.check(Hearing(translate=True))


@pytest.fixture(scope="module")
def base() -> Recogniser:
    return Recogniser(models.find("base").path, workers=1)


@pytest.fixture
def two_languages(shared_data: Path) -> NDArray[np.float32]:
    """English for 11 s, then French for 20 s."""
    french = samples_of(shared_data / "av" / "whisper_timestamped" / "smartphone.mp3")[: 20 * SAMPLE_RATE]
    english = samples_of(shared_data / "speech" / "jfk.flac")
    return np.concatenate([english, np.zeros(20 * SAMPLE_RATE, np.float32), french])


def test_a_recording_that_changes_its_language_is_written_in_both(
    base: Recogniser, two_languages: NDArray[np.float32]
) -> None:
    heard = hear(base, two_languages, Hearing())
    assert [stretch.spoken for stretch in heard.languages] == ["en", "fr"]
    assert "ask not what your country" in text_of(heard)
    assert heard.languages[1].start_ms > 11_000


def test_a_language_that_was_asked_for_stays_and_the_other_is_noticed(
    base: Recogniser, two_languages: NDArray[np.float32]
) -> None:
    heard = hear(base, two_languages, ENGLISH)
    assert {stretch.spoken for stretch in heard.languages} == {"en"}
    assert [stretch.heard for stretch in heard.languages] == ["en", "fr"]


def test_the_same_recording_gives_the_same_words_again(base: Recogniser, shared_data: Path) -> None:
    noisy = samples_of(shared_data / "av" / "whisper_timestamped" / "apollo11.mp3")[: 12 * SAMPLE_RATE]
    assert hear(base, noisy).words == hear(base, noisy).words
