"""Stripes side by side: which lane each coding runs in, and which are in sight.

Plain Python over half-open ranges; nothing here knows of Qt.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import heappop, heappush
from itertools import accumulate
from typing import Generic, Protocol, TypeVar


class Ranged(Protocol):
    """Anything with a half-open range and an id."""

    @property
    def id(self) -> int:
        """Tell it from the others."""

    @property
    def start(self) -> int:
        """Where it begins."""

    @property
    def end(self) -> int:
        """Where it ends, excluded."""


R = TypeVar("R", bound=Ranged)


def lay_out(items: Iterable[Ranged], kept: Mapping[int, int] | None = None) -> dict[int, int]:
    """Give each item a lane so that no two which overlap share one.

    `kept` are the lanes of an earlier layout: what is still there keeps its
    lane, so that a new coding never makes the others jump. Without it the
    lanes are as few as can be.
    """
    ordered = sorted(items, key=_by_start)
    if not kept:
        return _fewest_lanes(ordered)
    lanes: dict[int, int] = {}
    rows: list[list[tuple[int, int]]] = []
    newcomers: list[Ranged] = []
    for item in ordered:
        lane = kept.get(item.id)
        if lane is None or not _reserve(rows, lane, item):
            newcomers.append(item)
        else:
            lanes[item.id] = lane
    for item in newcomers:
        lane = 0
        while not _reserve(rows, lane, item):
            lane += 1
        lanes[item.id] = lane
    return lanes


def _by_start(item: Ranged) -> tuple[int, int, int]:
    # The longer one first: long stripes run outside, short ones nestle beside them.
    return item.start, -item.end, item.id


def _fewest_lanes(ordered: Sequence[Ranged]) -> dict[int, int]:
    lanes: dict[int, int] = {}
    busy: list[tuple[int, int]] = []
    free: list[int] = []
    opened = 0
    for item in ordered:
        while busy and busy[0][0] <= item.start:
            heappush(free, heappop(busy)[1])
        if free:
            lane = heappop(free)
        else:
            lane = opened
            opened += 1
        lanes[item.id] = lane
        heappush(busy, (item.end, lane))
    return lanes


def _reserve(rows: list[list[tuple[int, int]]], lane: int, item: Ranged) -> bool:
    """Take the item's range in a lane, unless something there overlaps it."""
    while len(rows) <= lane:
        rows.append([])
    row = rows[lane]
    at = bisect_left(row, (item.start, item.end))
    if at > 0 and row[at - 1][1] > item.start:
        return False
    if at < len(row) and row[at][0] < item.end:
        return False
    row.insert(at, (item.start, item.end))
    return True


class RangeIndex(Generic[R]):
    """Find the items that touch a range without looking at all of them."""

    def __init__(self, items: Iterable[R] = ()) -> None:
        self._items: list[R] = sorted(items, key=_by_start)
        self._starts = [item.start for item in self._items]
        # The farthest end so far never falls, so a bisect skips all that ended earlier.
        self._farthest = list(accumulate((item.end for item in self._items), max))

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[R]:
        return iter(self._items)

    def touching(self, start: int, end: int) -> list[R]:
        """Give the items that share at least one character with the range, by start."""
        first = bisect_right(self._farthest, start)
        beyond = bisect_left(self._starts, end)
        return [item for item in self._items[first:beyond] if item.end > start]
