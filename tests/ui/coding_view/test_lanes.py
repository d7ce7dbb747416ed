"""Stripes never share a lane where they overlap, and stay where they are."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from interviewcoder.ui.coding_view.lanes import RangeIndex, lay_out


@dataclass(frozen=True)
class Range:
    id: int
    start: int
    end: int


@st.composite
def ranges(draw: st.DrawFn) -> list[Range]:
    pairs = draw(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 25)), max_size=25))
    return [Range(number, start, start + length) for number, (start, length) in enumerate(pairs)]


def overlap(one: Range, other: Range) -> bool:
    return one.start < other.end and other.start < one.end


@given(ranges())
def test_no_two_that_overlap_share_a_lane(items: list[Range]) -> None:
    lanes = lay_out(items)
    assert not any(lanes[a.id] == lanes[b.id] for a, b in combinations(items, 2) if overlap(a, b))


@given(ranges())
def test_there_are_no_more_lanes_than_the_most_that_overlap(items: list[Range]) -> None:
    deepest = max((sum(item.start <= at < item.end for item in items) for at in range(90)), default=0)
    assert max(lay_out(items).values(), default=-1) + 1 == deepest


@given(ranges(), st.data())
def test_adding_and_removing_leaves_the_others_in_their_lanes(items: list[Range], data: st.DataObject) -> None:
    before = data.draw(st.lists(st.sampled_from(items), unique=True)) if items else []
    earlier = lay_out(before)
    later = lay_out(items, earlier)
    assert {item.id: later[item.id] for item in before} == earlier
    assert not any(later[a.id] == later[b.id] for a, b in combinations(items, 2) if overlap(a, b))


def test_a_coding_that_grew_into_another_moves_out_of_its_lane() -> None:
    earlier = lay_out([Range(1, 0, 5), Range(2, 5, 9)])
    assert earlier == {1: 0, 2: 0}
    assert lay_out([Range(1, 0, 7), Range(2, 5, 9)], earlier) == {1: 0, 2: 1}


@given(ranges(), st.integers(0, 90), st.integers(1, 30))
def test_the_index_finds_just_what_touches_a_range(items: list[Range], start: int, length: int) -> None:
    found = RangeIndex(items).touching(start, start + length)
    assert {item.id for item in found} == {item.id for item in items if overlap(item, Range(-1, start, start + length))}
    assert [item.start for item in found] == sorted(item.start for item in found)
