"""A text for others, with the way there and back."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewcoder.privacy.deidentified_text import DeidentifiedText, Replacement
from interviewcoder.sources.text import Span

# Letters before and behind their accents, signs beyond 16 bits, right-to-left text, signs that join.
HARD = "ab \n’[]é" + "e\u0301" + "😨👩\u200d👧🇨🇦" + "אבגש\u05c1" + "مرحبا\u200f" + "한ぷ"
SENTENCE = "Sue left Sunnybrook in May"


def made(text: str, *replaced: tuple[int, int, str]) -> DeidentifiedText:
    return DeidentifiedText(text, [Replacement(Span(start, end), words) for start, end, words in replaced])


@st.composite
def deidentified_texts(draw: st.DrawFn) -> DeidentifiedText:
    """Texts with any passages replaced: adjacent ones, the first and the last characters, all of it."""
    text = draw(st.text(alphabet=HARD, max_size=30))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=10)))
    spans = [Span(start, end) for start, end in pairwise(cuts) if draw(st.booleans())]
    words = st.one_of(st.sampled_from(["[A]", "[Hospital A]"]), st.text(alphabet=HARD, min_size=1, max_size=5))
    return DeidentifiedText(text, draw(st.permutations([Replacement(span, draw(words)) for span in spans])))


def spans_of(text: str) -> list[Span]:
    places = range(len(text) + 1)
    return [Span(start, end) for start in places for end in places if start <= end]


def naive_span(text: DeidentifiedText, span: Span) -> Span:
    """Walk through the text character by character, each with where it is in the de-identified one."""
    where: dict[int, Span] = {}
    new = at = 0
    for each in text.replacements:
        for place in range(at, each.span.start):
            where[place] = Span(new + place - at, new + place - at + 1)
        new += each.span.start - at
        where |= dict.fromkeys(range(each.span.start, each.span.end), Span(new, new + len(each.text)))
        new, at = new + len(each.text), each.span.end
    for place in range(at, len(text.source) + 1):
        where[place] = Span(new + place - at, new + place - at + 1)
    start = where[span.start].start
    return Span(start, where[span.end - 1].end if span.end > span.start else start)


def test_names_are_replaced_and_passages_found_in_both_texts() -> None:
    text = made(SENTENCE, (9, 19, "[Hospital A]"), (0, 3, "[Nurse A]"))
    assert text.text == "[Nurse A] left [Hospital A] in May"
    left = Span(4, 8)
    assert text.span(left).text_in(text.text) == "left"
    assert text.original(text.span(left)) == left
    assert text.span(Span(0, len(SENTENCE))) == Span(0, len(text.text))


@pytest.mark.parametrize("cut", [Span(9, 14), Span(14, 19), Span(12, 13), Span(9, 19)])
def test_a_passage_that_cuts_into_a_name_takes_in_the_whole_replacement(cut: Span) -> None:
    text = made(SENTENCE, (9, 19, "[Hospital A]"))
    assert text.span(cut).text_in(text.text) == "[Hospital A]"
    assert text.original(Span(11, 12)) == Span(9, 19)


def test_passages_beside_a_replacement_keep_out_of_it() -> None:
    text = made("AnnBob", (0, 3, "[Person A]"), (3, 6, "[Person B]"))
    assert text.text == "[Person A][Person B]"
    assert [text.span(span).text_in(text.text) for span in (Span(0, 3), Span(3, 6))] == ["[Person A]", "[Person B]"]
    assert text.span(Span(3, 3)) == Span(10, 10)


def test_a_text_without_replacements_is_as_it_was() -> None:
    text = made(SENTENCE)
    assert text.text == SENTENCE
    assert text.span(Span(4, 8)) == text.original(Span(4, 8)) == Span(4, 8)
    assert made("").text == ""


@pytest.mark.parametrize("replaced", [[(0, 3, "[A]"), (2, 5, "[B]")], [(3, 3, "[A]")], [(0, 99, "[A]")], [(0, 3, "")]])
def test_replacements_that_cannot_be_are_refused(replaced: list[tuple[int, int, str]]) -> None:
    with pytest.raises(ValueError, match="overlap"):
        made(SENTENCE, *replaced)


@given(deidentified_texts())
def test_switching_back_restores_every_character(text: DeidentifiedText) -> None:
    there = [Replacement(text.span(each.span), each.span.text_in(text.source)) for each in text.replacements]
    assert DeidentifiedText(text.text, there).text == text.source


@given(deidentified_texts())
def test_passages_are_where_walking_through_the_text_finds_them(text: DeidentifiedText) -> None:
    for span in spans_of(text.source):
        assert text.span(span) == naive_span(text, span)


@given(deidentified_texts())
def test_what_comes_later_stays_later(text: DeidentifiedText) -> None:
    points = [text.point(at) for at in range(len(text.source) + 1)]
    assert points == sorted(points)
    spans = spans_of(text.source)
    for a, b in pairwise(spans):
        if a.start <= b.start and a.end <= b.end and a.length and b.length:
            assert text.span(a).start <= text.span(b).start and text.span(a).end <= text.span(b).end


@given(deidentified_texts())
def test_a_passage_there_and_back_holds_what_it_held(text: DeidentifiedText) -> None:
    for span in spans_of(text.source):
        back = text.original(text.span(span))
        if span.length:
            assert back.start <= span.start and span.end <= back.end
            assert text.original(text.span(back)) == back
    for span in spans_of(text.text):
        if span.length and text.original(span).length:
            there = text.span(text.original(span))
            assert there.start <= span.start and span.end <= there.end


def test_thousands_of_replacements_are_mapped_at_once() -> None:
    text = made("name and words " * 5000, *((n * 15, n * 15 + 4, f"[Person {n}]") for n in range(5000)))
    began = time.perf_counter()
    for at in range(0, 75_000, 10):
        text.span(Span(at, min(at + 40, 75_000)))
    assert time.perf_counter() - began < 0.5
