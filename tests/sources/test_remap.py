"""Where a passage is after the text around it, or its own, was corrected."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewcoder.errors import NotAllowed
from interviewcoder.sources.rewording import edits_between, in_whole_words
from interviewcoder.sources.text import Edit, Span, apply_edits, remap

SAID = "I was afraid of lawsuits, honestly. We all were.\nAnd 😨 שלום then?"
_pieces = st.sampled_from([*"ab ,\n", "😨", "e\u0301", "שלום ", "word ", " \u00a0", "好", "#00:01:02-3#"])
_texts = st.lists(_pieces, max_size=30).map("".join)


@st.composite
def texts_and_edits(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    """A text and edits that fit it, in its order, none touching another's words."""
    text = draw(_texts)
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6, unique=True)))
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    return text, [Edit(start, text[start:end], draw(_texts)) for start, end in pairs]


def span_of(words: str, text: str = SAID) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def after(passage: str, edits: list[Edit]) -> str | None:
    """The passage's words after edits of `SAID`."""
    there = remap(span_of(passage), edits)
    return there.text_in(apply_edits(SAID, edits)) if there else None


def test_what_is_typed_inside_a_passage_belongs_to_it() -> None:
    assert after("afraid of lawsuits", [Edit(span_of("of").start, "", "mostly ")]) == "afraid mostly of lawsuits"


def test_what_is_typed_at_an_edge_does_not() -> None:
    assert after("afraid", [Edit(span_of("afraid").start, "", "so "), Edit(span_of("afraid").end, "", " too")]) == (
        "afraid"
    )


def test_a_passage_typed_anew_is_on_the_new_words() -> None:
    assert after("afraid", [Edit(span_of("afraid").start, "afraid", "scared stiff")]) == "scared stiff"
    assert after("of lawsuits", [Edit(span_of("afraid").start, "afraid of lawsuits", "wary about suits")]) == (
        "about suits"
    )
    assert after("was", [Edit(2, "was afraid of", "am")]) == "am"


def test_a_passage_wholly_deleted_is_nowhere() -> None:
    assert after("afraid", [Edit(span_of("afraid").start, "afraid ", "")]) is None
    assert after("afraid", [Edit(span_of("afraid").start, "afraid", " ")]) is None


def test_half_of_a_passage_stays_where_the_other_half_is_deleted() -> None:
    assert after("afraid of", [Edit(span_of("of").start, "of lawsuits", "")]) == "afraid "
    assert after("of lawsuits", [Edit(span_of("afraid").start, "afraid of ", "")]) == "lawsuits"


def test_an_empty_passage_takes_in_what_is_typed_in_its_place_alone() -> None:
    at = span_of("of").start
    assert remap(Span(at, at), [Edit(at, "", "of it ")]) == Span(at, at + 5)
    assert remap(Span(at, at), [Edit(at, "of", "about")]) == Span(at, at)
    assert remap(Span(at, at), [Edit(2, "was", "am")]) == Span(at - 1, at - 1)


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        (Edit(12, "", "est"), [Edit(6, "afraid", "afraidest")]),
        (Edit(12, "", " too"), [Edit(12, "", " too")]),
        (Edit(12, "", ","), [Edit(12, "", ",")]),
        (Edit(5, " ", ""), [Edit(2, "was afraid", "wasafraid")]),
        (Edit(8, "raid of", "raid by"), [Edit(13, "of", "by")]),
        (Edit(0, SAID[:35], SAID[:35].replace("was", "is")), [Edit(2, "was", "is")]),
    ],
)
def test_a_letter_added_to_a_word_replaces_the_word(typed: Edit, whole: list[Edit]) -> None:
    assert list(in_whole_words(SAID, [typed])) == whole


def test_edits_that_dont_fit_are_refused() -> None:
    with pytest.raises(NotAllowed, match="doesn't fit"):
        apply_edits(SAID, [Edit(2, "is", "was")])
    with pytest.raises(NotAllowed):
        apply_edits(SAID, [Edit(2, "was", "is"), Edit(3, "", "x")])
    with pytest.raises(NotAllowed):
        in_whole_words(SAID, [Edit(len(SAID) + 1, "", "x")])


@given(_texts, _texts)
def test_edits_between_two_texts_turn_one_into_the_other(old: str, new: str) -> None:
    assert apply_edits(old, edits_between(old, new)) == new


@given(texts_and_edits())
def test_edits_of_whole_words_make_the_same_text(given: tuple[str, list[Edit]]) -> None:
    text, edits = given
    assert apply_edits(text, in_whole_words(text, edits)) == apply_edits(text, edits)


@given(texts_and_edits(), st.data())
def test_a_passage_stays_in_the_text_and_on_its_words(given: tuple[str, list[Edit]], data: st.DataObject) -> None:
    text, edits = given
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    new = apply_edits(text, edits)
    there = remap(span, edits)
    if there is not None:
        assert 0 <= there.start <= there.end <= len(new)
    if all(edit.end <= span.start or edit.at >= span.end for edit in edits) and span.length:
        assert there is not None
        assert there.text_in(new) == span.text_in(text)
