"""Joining coded passages gives what a naive reading of each character gives."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviewcoder.analysis.coded_places import Places, Stretch, distinct, evaluate
from interviewcoder.analysis.expressions import (
    Both,
    Distance,
    Either,
    Expression,
    FollowedBy,
    Near,
    OfAnyCode,
    OfCode,
    Unit,
    Within,
    Without,
)
from interviewcoder.sources.word_tokens import word_starts

Found = dict[tuple[int, int], set[int]]

LETTERS = st.text("ab \n", min_size=1, max_size=40)
LEAF = st.sampled_from([OfCode(1), OfCode(2), OfCode(3)])
DISTANCE = st.builds(Distance, st.integers(0, 3), st.sampled_from(["words", "turns", "paragraphs"]))


def _joined(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    return st.one_of(
        st.builds(Either, inner, inner),
        st.builds(Both, inner, inner, st.sampled_from(["first", "shared", "whole"])),
        st.builds(Without, inner, inner, st.none() | DISTANCE),
        st.builds(Near, inner, inner, DISTANCE, st.sampled_from(["first", "whole"])),
        st.builds(Within, inner, inner),
        st.builds(FollowedBy, inner, inner, st.integers(0, 2), st.sampled_from(["first", "whole"])),
    )


EXPRESSION = st.recursive(LEAF, _joined, max_leaves=4)


class Naive:
    """Reads a text character by character, pair by pair."""

    def __init__(self, text: str, of_codes: dict[int, list[Stretch]], turns: list[int]) -> None:
        self.text, self.of_codes, self.turns = text, of_codes, turns

    def find(self, expression: Expression) -> Found:
        if isinstance(expression, OfCode | OfAnyCode):
            assert isinstance(expression, OfCode)
            return {(s.start, s.end): set(s.found) for s in distinct(self.of_codes[expression.code_id])}
        left, right = self.find(expression.left), self.find(expression.right)
        found: Found = {}
        if isinstance(expression, Without):
            return {a: codings for a, codings in left.items() if not self._any_there(a, right, expression.distance)}
        if isinstance(expression, Either):
            for place, codings in [*left.items(), *right.items()]:
                found.setdefault(place, set()).update(codings)
            return found
        for (a, of_a), (b, of_b) in product(left.items(), right.items()):
            if of_b <= of_a or not self._answers(expression, a, of_a, b, right):
                continue
            give = "first" if isinstance(expression, Within) else expression.give
            shared = self._characters(a) & self._characters(b)
            place = {
                "first": a,
                "whole": (min(a[0], b[0]), max(a[1], b[1])),
                "shared": (min(shared, default=0), max(shared, default=0) + 1),
            }[give]
            found.setdefault(place, set()).update(of_a | of_b)
        return found

    def _any_there(self, a: tuple[int, int], right: Found, distance: Distance | None) -> bool:
        if distance is None:
            return any(self._characters(a) & self._characters(b) for b in right)
        return any(self.apart(a, b, distance.unit) <= distance.count for b in right)

    def _answers(
        self, expression: Expression, a: tuple[int, int], of_a: set[int], b: tuple[int, int], right: Found
    ) -> bool:
        match expression:
            case Both():
                return bool(self._characters(a) & self._characters(b))
            case Near(distance=distance):
                return self.apart(a, b, distance.unit) <= distance.count
            case Within():
                return self._characters(a) <= self._characters(b)
            case FollowedBy(turns=turns):
                behind = [c for c, of_c in right.items() if c[0] >= a[1] and not of_c <= of_a]
                return bool(behind) and b == min(behind) and self._turn(b[0]) - self._turn(a[1] - 1) <= turns
        raise AssertionError(expression)

    @staticmethod
    def _characters(place: tuple[int, int]) -> set[int]:
        return set(range(*place))

    def _turn(self, at: int) -> int:
        return sum(start <= at for start in self.turns)

    def apart(self, a: tuple[int, int], b: tuple[int, int], unit: Unit) -> int:
        if self._characters(a) & self._characters(b):
            return 0
        first, second = sorted((a, b))
        if unit == "words":
            begins = [
                at for at, sign in enumerate(self.text) if sign in "ab" and self.text[at - 1 : at] in ("", " ", "\n")
            ]
            return sum(first[1] <= at < second[0] for at in begins)
        if unit == "turns":
            return self._turn(second[0]) - self._turn(first[1] - 1)
        return self.text[first[1] - 1 : second[0]].count("\n")


def _starts(text: str, turns: list[int]) -> Callable[[Unit], list[int]]:
    lines = [0, *(at + 1 for at, sign in enumerate(text) if sign == "\n")]
    return lambda unit: {"words": word_starts(text), "turns": turns, "paragraphs": lines}[unit]


@settings(max_examples=400, deadline=None)
@given(LETTERS, st.data(), EXPRESSION)
def test_whatever_is_joined_is_what_reading_each_character_gives(
    text: str, data: st.DataObject, expression: Expression
) -> None:
    place = st.tuples(st.integers(0, len(text) - 1), st.integers(1, 12)).map(lambda p: (p[0], min(len(text), sum(p))))
    placed = data.draw(st.lists(st.tuples(place, st.integers(1, 3)), max_size=9))
    turns = sorted({0, *data.draw(st.lists(st.integers(0, len(text)), max_size=4))})
    of_codes: dict[int, list[Stretch]] = {1: [], 2: [], 3: []}
    for coding, (span, code) in enumerate(placed):
        of_codes[code].append(Stretch(*span, (coding,)))
    naive = Naive(text, of_codes, turns).find(expression)

    def leaf(code: OfCode | OfAnyCode) -> list[Stretch]:
        assert isinstance(code, OfCode)
        return distinct(of_codes[code.code_id])

    found = evaluate(expression, leaf, Places(_starts(text, turns)))
    assert {(s.start, s.end): set(s.found) for s in found} == naive
    assert found == sorted(found) and len(found) == len(naive)


TEXT = "I was afraid of lawsuits. We all were afraid.\nThen we talked.\nIt helped us all."


def _stretch(words: str, coding: int) -> Stretch:
    start = TEXT.index(words)
    return Stretch(start, start + len(words), (coding,))


FEAR = [_stretch("afraid of lawsuits", 1), _stretch("were afraid", 2)]
LAW = [_stretch("lawsuits. We", 3)]
TALK = [_stretch("we talked", 4), _stretch("It helped us all", 5)]


def _words(expression: Expression) -> list[str]:
    of_codes = {1: FEAR, 2: LAW, 3: TALK}
    turns = [0, TEXT.index("Then"), TEXT.index("It helped")]
    found = evaluate(expression, lambda leaf: of_codes[getattr(leaf, "code_id", 0)], Places(_starts(TEXT, turns)))
    return [TEXT[stretch.start : stretch.end] for stretch in found]


A, B, C = OfCode(1), OfCode(2), OfCode(3)


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        (Both(A, B), ["lawsuits"]),
        (Both(A, B, "whole"), ["afraid of lawsuits. We"]),
        (Both(A, B, "first"), ["afraid of lawsuits"]),
        (Either(B, A), ["afraid of lawsuits", "lawsuits. We", "were afraid"]),
        (Without(A, B), ["were afraid"]),
        (Near(A, C, Distance(0)), []),
        (Near(A, C, Distance(1)), ["were afraid"]),
        (Near(A, C, Distance(1), "whole"), ["were afraid.\nThen we talked"]),
        (Near(A, C, Distance(0, "turns")), []),
        (Near(A, C, Distance(1, "turns")), ["afraid of lawsuits", "were afraid"]),
        (FollowedBy(B, C), ["lawsuits. We all were afraid.\nThen we talked"]),
        (FollowedBy(C, C, 1, "first"), ["we talked"]),
        (Within(Both(A, B), A), []),  # it is part of that very passage
        (Without(Near(Either(A, B), C, Distance(1)), B), ["were afraid"]),
    ],
)
def test_an_example_of_each_way_to_join(expression: Expression, words: list[str]) -> None:
    assert _words(expression) == words


def test_a_coding_that_has_lost_its_words_overlaps_nothing() -> None:
    gone = {1: [Stretch(5, 5, (1,))], 2: [Stretch(0, 9, (2,))]}
    places = Places(_starts("some text", [0]))
    assert evaluate(Both(A, B), lambda leaf: gone[getattr(leaf, "code_id", 0)], places) == []
    assert evaluate(Without(A, B), lambda leaf: gone[getattr(leaf, "code_id", 0)], places) == gone[1]
