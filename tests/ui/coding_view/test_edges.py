"""Where an end goes that is pulled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewcoder.sources.text import Span
from interviewcoder.ui.coding_view.edges import pulled

TEXT = "I was 😨 afraid, we don't know.\nAnd שלום then?"


def pulled_to(words: str, to: str, *, at_start: bool, exact: bool = False) -> str:
    start = TEXT.index(words)
    # The bar stands where the mouse is.
    before, _, _ = to.partition("|")
    at = TEXT.index(to.replace("|", "")) + len(before)
    return pulled(TEXT, Span(start, start + len(words)), at, at_start=at_start, exact=exact).text_in(TEXT)


@pytest.mark.parametrize(
    ("words", "to", "at_start", "then"),
    [
        ("afraid", "w|e don't", False, "afraid, we"),
        ("afraid", "d|on't know", False, "afraid, we don't"),
        ("afraid, we don't", "afr|aid", False, "afraid"),
        ("afraid", "w|as", True, "was 😨 afraid"),
        ("was 😨 afraid", "afr|aid", True, "afraid"),
        ("know", "An|d", False, "know.\nAnd"),
        ("And שלום", "don|'t", True, "don't know.\nAnd שלום"),
        ("afraid", "I| was", False, "afraid"),
        ("was 😨 afraid", "th|en", True, "afraid"),
    ],
)
def test_an_end_goes_to_whole_words_and_never_past_the_other(words: str, to: str, at_start: bool, then: str) -> None:
    assert pulled_to(words, to, at_start=at_start) == then


def test_with_alt_an_end_goes_to_the_letter() -> None:
    assert pulled_to("afraid", "d|on't", at_start=False, exact=True) == "afraid, we d"
    assert pulled_to("afraid", "afr|aid", at_start=True, exact=True) == "aid"


def test_the_end_that_stays_isnt_widened_to_a_word() -> None:
    span = Span(TEXT.index("fraid"), TEXT.index("fraid") + 5)
    assert pulled(TEXT, span, TEXT.index("don't") + 1, at_start=False).text_in(TEXT) == "fraid, we don't"


@given(st.text("ab 😨ש'-\n", min_size=1, max_size=20), st.data())
def test_something_is_always_left_and_the_other_end_stays(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(text))))
    to, at_start = data.draw(st.integers(-3, len(text) + 3)), data.draw(st.booleans())
    moved = pulled(text, span, to, at_start=at_start, exact=data.draw(st.booleans()))
    assert 0 <= moved.start < moved.end <= len(text)
    assert (moved.end == span.end) if at_start else (moved.start == span.start)
