"""Blocks are cut at pauses, overlap, and join on the words that both heard."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from interviewcoder.sources.recognised import RecognisedWord
from interviewcoder.transcription.blocks import Block, cut_blocks, in_order, joined
from interviewcoder.transcription.decode import SAMPLE_RATE
from interviewcoder.transcription.listening import samples_of
from interviewcoder.transcription.voice import FRAME

FRAMES_A_SECOND = SAMPLE_RATE / FRAME


def speech_with_pauses(
    seconds: float, pauses: list[tuple[float, float]]
) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    probabilities = np.full(int(seconds * FRAMES_A_SECOND), 0.95, np.float32)
    for start, end in pauses:
        probabilities[int(start * FRAMES_A_SECOND) : int(end * FRAMES_A_SECOND)] = 0.01
    return probabilities


def test_a_short_recording_stays_whole() -> None:
    assert len(cut_blocks(speech_with_pauses(35, [(20, 25)]), 35 * SAMPLE_RATE, workers=4)) == 1


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


def test_where_people_talk_across_the_cut_a_block_hears_ten_seconds_of_the_next() -> None:
    first, last = cut_blocks(speech_with_pauses(200, []), 200 * SAMPLE_RATE, workers=2)
    assert first.heard_to - first.end == 10 * SAMPLE_RATE
    assert last.heard_to == last.end == 200 * SAMPLE_RATE
    first, last = cut_blocks(speech_with_pauses(200, [(95, 100)]), 200 * SAMPLE_RATE, workers=2)
    assert first.heard_to == first.end == last.start


def test_blocks_hold_as_much_speech_each() -> None:
    quiet_end = [(float(at), at + 8.0) for at in range(200, 400, 10)]
    first, second = cut_blocks(speech_with_pauses(400, quiet_end), 400 * SAMPLE_RATE, workers=2)
    assert 140 < first.end / SAMPLE_RATE < 175
    assert second.end == 400 * SAMPLE_RATE


def said(text: str, start_s: float, pace_s: float = 0.5) -> list[RecognisedWord]:
    """Words spoken one after another from a moment on."""
    words = text.split()
    times = [round((start_s + index * pace_s) * 1000) for index in range(len(words) + 1)]
    return [RecognisedWord(word, *ends, 0.9) for word, ends in zip(words, pairwise(times), strict=True)]


def text_of(words: list[RecognisedWord]) -> str:
    return " ".join(word.text for word in words)


def test_blocks_join_in_the_middle_of_what_both_heard() -> None:
    before = said("we bought the car in spring and it has been fine since then", 95)
    after = said("spring and it has been fine since then until last week", 97.5)
    whole = joined(before, after, 98_000)
    assert text_of(whole) == "we bought the car in spring and it has been fine since then until last week"
    assert whole == in_order(whole)


def test_the_first_block_decides_how_the_words_at_the_cut_are_heard() -> None:
    before = said("it cost me thirty five dollars and I paid it at once", 98)
    after = said("costly thirty hive dollars and I paid it at once again", 98.2)
    assert text_of(joined(before, after, 98_500)) == "it cost me thirty five dollars and I paid it at once again"


def test_blocks_that_agree_on_nothing_are_cut_at_the_cut() -> None:
    before, after = said("one two three four five six", 98), said("alpha beta gamma delta epsilon", 98)
    whole = joined(before, after, 99_000)
    assert text_of(whole) == "one two gamma delta epsilon"


def test_blocks_without_common_time_are_put_one_behind_the_other() -> None:
    assert text_of(joined(said("good morning", 10), said("hello", 20), 15_000)) == "good morning hello"
    assert text_of(joined([], said("hello", 20), 15_000)) == "hello"


@given(st.lists(st.integers(1, 700), min_size=1, max_size=40), st.sets(st.integers(0, 3)))
def test_blocks_get_their_samples_however_they_come(sizes: list[int], skip: set[int]) -> None:
    whole = np.arange(sum(sizes), dtype=np.float32)
    length = len(whole)
    cuts = sorted({0, length // 4, length // 2, length * 3 // 4})
    blocks = [Block(a, b, min(length, b + length // 8)) for a, b in pairwise([*cuts, length])]
    pieces = np.split(whole, np.cumsum(sizes)[:-1])
    got = dict(samples_of(blocks, pieces, skip))
    assert sorted(got) == [n for n in range(len(blocks)) if n not in skip]
    for number, samples in got.items():
        assert np.array_equal(samples, whole[blocks[number].start : blocks[number].heard_to])


def test_a_recording_that_ends_too_soon_ends_in_silence() -> None:
    got = dict(samples_of([Block(0, 6, 8), Block(6, 12, 12)], [np.ones(9, np.float32)]))
    assert got[0].tolist() == [1] * 8
    assert got[1].tolist() == [1, 1, 1, 0, 0, 0]


def test_starts_never_go_back() -> None:
    ordered = in_order([RecognisedWord("a", 500, 900, 1), RecognisedWord("b", 300, 400, 1)])
    assert [(word.start_ms, word.end_ms) for word in ordered] == [(500, 900), (500, 500)]
