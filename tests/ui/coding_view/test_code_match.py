"""Finding codes by what is typed."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from interviewcoder.ui.coding_view.code_match import Closeness, closeness, matching


@dataclass(frozen=True)
class Code:
    id: int
    name: str


CODES = [Code(1, "Fear of lawsuits"), Code(2, "Pride"), Code(3, "Learning from failures"), Code(4, "fear")]


@pytest.mark.parametrize(
    ("typed", "name", "expected"),
    [
        ("FEAR", "fear", Closeness.SAME),
        ("fea", "Fear of lawsuits", Closeness.BEGINS),
        ("law", "Fear of lawsuits", Closeness.WORD_BEGINS),
        ("law fear", "Fear of lawsuits", Closeness.WORD_BEGINS),
        ("suit", "Fear of lawsuits", Closeness.CONTAINS),
        ("flw", "Fear of lawsuits", Closeness.LETTERS_IN_ORDER),
        ("xyz", "Fear of lawsuits", None),
        ("straße", "STRASSE", Closeness.SAME),
    ],
)
def test_a_name_answers_more_or_less_closely(typed: str, name: str, expected: Closeness | None) -> None:
    assert closeness(typed, name) == expected


def test_the_closest_come_first() -> None:
    assert [match.code_id for match in matching("fear", CODES)] == [4, 1]


def test_with_nothing_typed_the_recent_codes_come_first_and_then_the_tree() -> None:
    assert [match.code_id for match in matching("", CODES, recent=[3, 2])] == [3, 2, 1, 4]


def test_among_equals_the_recently_used_comes_first() -> None:
    codes = [Code(1, "Fear A"), Code(2, "Fear B")]
    assert [match.code_id for match in matching("fear", codes, recent=[2])] == [2, 1]


def test_a_loose_likeness_counts_only_where_nothing_is_closer() -> None:
    assert [match.code_id for match in matching("flw", CODES)] == [1]
    assert [match.code_id for match in matching("fear", [*CODES, Code(5, "Far from care")])] == [4, 1]


def test_accents_may_be_left_out_though_the_name_is_another() -> None:
    assert closeness("creme", "Crème brûlée") == Closeness.BEGINS
    assert closeness("cafe", "Café") == Closeness.BEGINS


@pytest.mark.parametrize("typed", ["Fera", "lawsiuts", "faer of"])
def test_a_slip_of_the_finger_is_forgiven_where_nothing_else_answers(typed: str) -> None:
    assert [match.code_id for match in matching(typed, CODES)][:1] in ([1], [4])


def test_what_is_quite_another_word_answers_to_nothing() -> None:
    assert matching("team", CODES) == matching("hope", CODES) == []
