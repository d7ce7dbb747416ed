"""Where two people speak at once is found, and a change of speaker ends a print."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from interviewcoder.sources.conventions import FULL_VERBATIM, INTELLIGENT_VERBATIM, Conventions, spoken_turns
from interviewcoder.sources.hearing import Hearing
from interviewcoder.sources.recognised import Doubt, RecognisedWord
from interviewcoder.sources.sound import Sound
from interviewcoder.transcription import models
from interviewcoder.transcription.assembling import assemble
from interviewcoder.transcription.blocks import Block
from interviewcoder.transcription.decode import SAMPLE_RATE, decode
from interviewcoder.transcription.heard import HeardBlock, LanguageStretch, Prints
from interviewcoder.transcription.overlap import ExchangeFinder, Exchanges, cut_at, mark_overlaps
from interviewcoder.transcription.plan import Plan
from interviewcoder.transcription.voice import Stretch

Floats = NDArray[np.float32]


@pytest.fixture(scope="module")
def finder() -> ExchangeFinder:
    return ExchangeFinder(models.exchange_model_path(), threads=1)


def reading(speech: Path, name: str) -> Floats:
    """Return somebody's reading without the silence around it, of even loudness."""
    with (speech / f"{name}.flac").open("rb") as stream:
        samples = decode(stream, name)
    spoken = np.flatnonzero(np.abs(samples) > 0.02)
    kept = samples[spoken[0] : spoken[-1]]
    return np.asarray(kept * (0.05 / np.sqrt(np.square(kept).mean())), np.float32)


def overlapping(speech: Path, seconds: float) -> tuple[Floats, Stretch]:
    """Two readers, of whom the second begins so many seconds before the first has ended; and where that is."""
    one, two = (reading(speech, name) for name in ("libri_03_spk121", "libri_07_spk1580"))
    start = len(one) - int(seconds * SAMPLE_RATE)
    samples = np.zeros(start + len(two), np.float32)
    samples[: len(one)] += one
    samples[start:] += two
    return samples, Stretch(start, len(one))


def shared(found: tuple[Stretch, ...], true: Stretch) -> int:
    return sum(max(0, min(s.end, true.end) - max(s.start, true.start)) for s in found)


def test_two_readers_at_once_are_found_and_nothing_else_is(finder: ExchangeFinder, speech: Path) -> None:
    samples, true = overlapping(speech, seconds=2.0)
    found = finder.find(samples).overlaps
    inside = shared(found, true)
    assert inside >= 0.75 * (true.end - true.start)
    assert inside >= 0.75 * sum(stretch.end - stretch.start for stretch in found)


def test_a_change_of_speaker_without_a_pause_is_found(finder: ExchangeFinder, speech: Path) -> None:
    samples, true = overlapping(speech, seconds=0)
    found = finder.find(samples)
    assert min(abs(at - true.start) for at in found.changes) < SAMPLE_RATE // 4
    assert found.overlaps == ()


def test_telephone_speech_hardly_ever_seems_to_overlap(finder: ExchangeFinder, speech: Path) -> None:
    with (speech / "phone_call.flac").open("rb") as stream:
        samples = decode(stream, "phone_call.flac")
    found = finder.find(samples).overlaps
    assert sum(stretch.end - stretch.start for stretch in found) < SAMPLE_RATE


@pytest.mark.parametrize("samples", [0, 1, 160, SAMPLE_RATE * 11])
def test_silence_of_any_length_has_neither(finder: ExchangeFinder, samples: int) -> None:
    assert finder.find(np.zeros(samples, np.float32)) == Exchanges()


def test_speech_is_cut_at_changes_but_not_into_crumbs() -> None:
    speech = [Stretch(0, 16_000), Stretch(20_000, 40_000)]
    assert cut_at(speech, [1000, 8000, 18_000, 39_000]) == [
        Stretch(0, 8000),
        Stretch(8000, 16_000),
        Stretch(20_000, 40_000),
    ]


def words(text: str) -> tuple[RecognisedWord, ...]:
    return tuple(RecognisedWord(word, 500 * k, 500 * k + 400, 0.9) for k, word in enumerate(text.split()))


def at_ms(start: int, end: int) -> Stretch:
    return Stretch(start * 16, end * 16)


def test_words_of_which_half_is_overlapped_are_marked_once() -> None:
    # The second stretch was found in two blocks.
    marked = mark_overlaps(words("no I never said so"), [at_ms(1150, 1900), at_ms(1400, 1900), at_ms(0, 150)])
    assert [word.text for word in marked if word.overlapped] == ["never", "said"]


def test_a_word_without_a_length_is_marked_where_it_stands() -> None:
    instant = RecognisedWord("oh", 1000, 1000, 0.9)
    assert [word.overlapped for word in mark_overlaps([instant], [at_ms(500, 1500)])] == [True]
    assert [word.overlapped for word in mark_overlaps([instant], [at_ms(1500, 1900)])] == [False]


@pytest.mark.parametrize(
    ("conventions", "text"),
    [(FULL_VERBATIM, "no I //never said// so"), (INTELLIGENT_VERBATIM, "no I never said so")],
)
def test_overlaps_reach_the_transcript_by_its_rules(conventions: Conventions, text: str) -> None:
    plan = Plan(3 * SAMPLE_RATE, (Block(0, 48_000, 48_000),), (), Sound(b"", b""))
    heard = HeardBlock(words("no I never said so"), overlaps=(at_ms(950, 1950),))
    recognised = assemble(plan, [heard], Hearing(speakers=2), "tiny.en")
    assert [turn.text for turn in spoken_turns(recognised, conventions)] == [text]


def test_a_heard_block_comes_back_as_it_was_kept() -> None:
    block = HeardBlock(
        words("so it was"),
        (LanguageStretch(0, 900, "en", "de", 0.75),),
        (Doubt(0, 300, "guess"),),
        (12.5, None, -40.0),
        Prints((Stretch(0, 24_000), Stretch(12_000, 36_000)), np.eye(192, dtype=np.float32)[:2]),
        (Stretch(3200, 9600),),
    )
    back = HeardBlock.from_bytes(block.to_bytes())
    assert (back.words, back.languages, back.doubts) == (block.words, block.languages, block.doubts)
    assert (back.balances, back.overlaps) == (block.balances, block.overlaps)
    assert back.prints.windows == block.prints.windows
    assert np.array_equal(back.prints.vectors, block.prints.vectors)
