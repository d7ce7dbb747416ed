"""Quotes are chosen evenly over people and roles; what the researcher marked always stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as some

from interviewcoder.reports.exemplars import Chosen, choose_all, largest_share
from interviewcoder.reports.quotes import Quote
from interviewcoder.sources.text import Span


def said(by: int, size: int = 100, *, at: int = 0, role: str = "nurse", marked: bool = False) -> Quote:
    span = Span(at, at + size)
    words = "x" * size
    return Quote(at, by, f"P{by}", span, words, f"P{by}", role, f"P{by}", f"case {by}", marked)


def people(chosen: Mapping[int, Chosen]) -> Counter[str]:
    return Counter(quote.case for each in chosen.values() for quote in (*each.exemplars, *each.contrary))


def test_the_fullest_passage_gives_way_to_somebody_who_is_not_quoted_yet() -> None:
    talker = [said(1, 300, at=1000 * place) for place in range(4)]
    codes = {place: [talker[place], said(2 + place, 90, at=50)] for place in range(4)}
    assert people(choose_all(codes, most=1)) == {"P1": 1, "P3": 1, "P4": 1, "P5": 1}


def test_nobody_supplies_more_than_a_quarter_where_it_can_be_helped() -> None:
    codes = {place: [said(1, 300, at=1000 * place), said(2 + place % 5, 60, at=place)] for place in range(10)}
    counts = people(choose_all(codes, [f"case {number}" for number in range(1, 7)]))
    assert max(counts.values()) / counts.total() <= 0.25
    assert len(counts) == 6


def test_everybody_is_quoted_who_has_something_to_quote() -> None:
    quiet = said(9, 45, at=500)
    codes = {
        0: [said(1, 300), said(2, 200), quiet],
        1: [said(1, 300, at=1000), said(2, 200, at=1000)],
        2: [said(1, 300, at=2000), said(2, 200, at=2000)],
    }
    assert people(choose_all(codes))["P9"] == 1


def test_of_two_people_alike_the_one_whose_role_is_missing_is_quoted() -> None:
    codes = {
        0: [said(1, 100, role="nurse")],
        1: [said(2, 200, role="nurse", at=10), said(3, 90, role="physician", at=10)],
    }
    assert people(choose_all(codes, most=1)) == {"P1": 1, "P3": 1}


def test_marked_exemplars_stay_even_where_one_person_supplies_them_all() -> None:
    marked = [said(1, 50, at=100 * place, marked=True) for place in range(5)]
    codes = {place: [marked[place], said(2 + place, 300)] for place in range(5)}
    assert [each.exemplars for each in choose_all(codes).values()] == [(quote,) for quote in marked]


def test_a_few_words_are_offered_only_where_there_is_nothing_fuller() -> None:
    codes = {0: [said(1, 6), said(2, 80)], 1: [said(3, 6)]}
    assert [each.exemplars[0].case for each in choose_all(codes, most=1).values()] == ["P2", "P3"]


def test_a_negative_case_is_contrary_and_never_an_exemplar() -> None:
    against = replace(said(1, 300), negative=True)
    marked = replace(said(2, 50, at=400, marked=True), negative=True)
    both = choose_all({0: [against, said(3, 90)], 1: [marked, replace(against, span=Span(900, 1200))]})
    assert (both[0].exemplars, both[0].contrary) == ((said(3, 90),), (against,))
    assert (both[1].exemplars, both[1].contrary) == ((), (marked,))


def test_as_many_are_offered_as_were_asked_for() -> None:
    quotes = [said(number, 60 + number, at=100 * number) for number in range(1, 9)]
    assert [len(choose_all({0: quotes}, most=most)[0].exemplars) for most in (1, 4, 9)] == [1, 4, 8]


def test_where_few_were_interviewed_an_even_share_is_the_measure() -> None:
    assert [largest_share(number) for number in (0, 1, 2, 3, 6, 40)] == [1.0, 1.5, 0.75, 0.5, 0.25, 0.25]


QUOTES = some.builds(
    lambda by, size, at, marked, negative: replace(said(by, size, at=at, marked=marked), negative=negative),
    some.integers(1, 6),
    some.integers(1, 700),
    some.integers(0, 2000),
    some.booleans(),
    some.booleans(),
)


@given(some.dictionaries(some.integers(0, 8), some.lists(QUOTES, max_size=8), max_size=8))
def test_whatever_is_coded_the_choice_keeps_its_rules(codes: dict[int, list[Quote]]) -> None:
    chosen = choose_all(codes)
    assert chosen == choose_all(codes)
    for code_id, each in chosen.items():
        shown = [*each.exemplars, *each.contrary]
        assert set(shown) <= set(codes[code_id])
        assert {q.span for q in shown if q.marked} >= {q.span for q in codes[code_id] if q.marked}
        for quotes, negative in ((each.exemplars, False), (each.contrary, True)):
            assert all(quote.negative is negative for quote in quotes)
            # Whoever can be quoted is: no code is left without a quote to make others even.
            assert bool(quotes) == any(quote.negative is negative for quote in codes[code_id])
