"""Words with their times, packed."""

from __future__ import annotations

import struct
import zlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interviewcoder.sources.text import Span
from interviewcoder.sources.words import Word, Words

_ci = settings(derandomize=True, database=None, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def _spoken(draw: st.DrawFn) -> list[Word]:
    """Words in the order of a text, at any times."""
    words, place = [], 0
    for gap, length, start_ms, lasts_ms, confidence in draw(
        st.lists(
            st.tuples(
                st.integers(0, 3),
                st.integers(1, 12),
                st.integers(0, 10**7),
                st.integers(0, 3000),
                st.integers(0, 10_000),
            ),
            max_size=30,
        )
    ):
        span = Span(place + gap, place + gap + length)
        words.append(Word(span, start_ms, start_ms + lasts_ms, confidence / 10_000))
        place = span.end
    return words


@_ci
@given(_spoken())
def test_words_are_unpacked_as_they_were_packed(spoken: list[Word]) -> None:
    words = Words(spoken)
    again = Words.unpack(words.pack())
    assert list(again) == list(words) == spoken
    assert again == words
    assert [again.at_time(word.start_ms) for word in spoken] == [words.at_time(word.start_ms) for word in spoken]


@_ci
@given(_spoken(), st.integers(0, 400))
def test_a_place_belongs_to_the_word_at_or_before_it(spoken: list[Word], place: int) -> None:
    before = [word for word in spoken if word.span.start <= place]
    expected = before[-1] if before else (spoken[0] if spoken else None)
    assert Words(spoken).at_offset(place) == expected


@_ci
@given(_spoken(), st.integers(0, 10**7))
def test_a_time_belongs_to_the_last_word_that_has_begun(spoken: list[Word], time_ms: int) -> None:
    begun = [word for word in spoken if word.start_ms <= time_ms]
    found = Words(spoken).at_time(time_ms)
    assert (found is None) == (not begun)
    assert found is None or found.start_ms == max(word.start_ms for word in begun)


@_ci
@given(_spoken(), st.integers(0, 200), st.integers(0, 200))
def test_the_words_within_a_passage_begin_in_it(spoken: list[Word], start: int, length: int) -> None:
    span = Span(start, start + length)
    assert Words(spoken).within(span) == [word for word in spoken if span.start <= word.span.start < span.end]


def test_words_are_a_sequence() -> None:
    spoken = [Word(Span(0, 3), 0, 100, 0.5), Word(Span(4, 6), 120, 200, 1.0), Word(Span(7, 9), 220, 300, 0.0)]
    words = Words(spoken)
    assert (len(words), words[-1], words[::2]) == (3, spoken[2], [spoken[0], spoken[2]])
    assert Words() == Words.unpack(Words().pack())
    assert Words().at_offset(3) is Words().at_time(3) is None
    with pytest.raises(IndexError):
        words[3]


def test_words_that_were_packed_earlier_are_read() -> None:
    columns = struct.pack("<II", 1, 2) + struct.pack("<10i", 0, 4, 3, 9, 100, 900, 400, 1500, 10_000, 2_500)
    assert list(Words.unpack(zlib.compress(columns))) == [
        Word(Span(0, 3), 100, 400, 1.0),
        Word(Span(4, 9), 900, 1500, 0.25),
    ]


def test_a_correction_changes_what_is_packed_in_one_place() -> None:
    spoken = [Word(Span(6 * n, 6 * n + 5), 380 * n, 380 * n + 300, 0.9) for n in range(1000)]
    moved = [
        *spoken[:500],
        Word(Span(3000, 3009), 190_000, 190_300, 1.0),
        *(Word(Span(w.span.start + 4, w.span.end + 4), w.start_ms, w.end_ms, w.confidence) for w in spoken[501:]),
    ]
    before, after = Words(spoken).pack(), Words(moved).pack()
    differ = [place for place, (one, other) in enumerate(zip(before, after, strict=True)) if one != other]
    assert differ[-1] - differ[0] < 20


def test_ninety_minutes_take_little_room() -> None:
    spoken = [Word(Span(6 * n, 6 * n + 5), 380 * n + n % 7, 380 * n + 300, 0.9 + n % 100 / 1000) for n in range(14_000)]
    assert len(Words(spoken).pack()) < 300_000


def test_a_layout_of_a_later_version_is_not_guessed_at() -> None:
    with pytest.raises(ValueError, match="layout 9"):
        Words.unpack(zlib.compress(b"\x09\0\0\0\0\0\0\0"))
