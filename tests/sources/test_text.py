"""Places in a text, and text as it is stored."""

from __future__ import annotations

import pytest

from interviewcoder.sources.text import Span, as_name, normalise


def test_a_span_counts_code_points() -> None:
    text = "I 😨 am"
    assert Span(2, 3).text_in(text) == "😨"
    assert Span(2, 6).length == 4


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        (Span(0, 5), Span(5, 9), False),
        (Span(0, 5), Span(4, 9), True),
        (Span(0, 9), Span(3, 4), True),
        (Span(3, 3), Span(0, 9), True),
        (Span(0, 2), Span(7, 9), False),
    ],
)
def test_spans_overlap_where_they_share_a_code_point(one: Span, other: Span, overlap: bool) -> None:
    assert one.overlaps(other) is other.overlaps(one) is overlap


def test_spans_sort_by_their_place() -> None:
    assert sorted([Span(4, 5), Span(1, 9), Span(1, 2)]) == [Span(1, 2), Span(1, 9), Span(4, 5)]


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        ("\ufeffone\r\ntwo\rthree\n", "one\ntwo\nthree\n"),
        ("no\u00a0break \u2028 stays", "no\u00a0break \u2028 stays"),
        ("a\0b\ud800c\udcff", "a\ufffdb\ufffdc\ufffd"),
        ("😨 שלום", "😨 שלום"),
        ("", ""),
    ],
)
def test_text_is_stored_with_one_kind_of_line_end_and_nothing_that_cannot_be_stored(given: str, stored: str) -> None:
    assert normalise(given) == stored
    assert normalise(stored) == stored


def test_a_name_stands_on_one_line_with_its_accents_in_one_piece() -> None:
    assert as_name(" Mu\u0308ller,\n  A.\t\0 ") == "Müller, A. \ufffd"
    assert as_name(" \ufeff ") == "\ufeff"
    assert as_name("\ufeff ") == ""
