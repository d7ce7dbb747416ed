"""Two sequences of words that say nearly the same, matched as a whole: which word is which."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int32]
Pairs = list[tuple[int, int]]

_MATCH, _OTHER, _GAP = 2, -1, -1
# So many words in a row that occur once in either are the same passage.
_ANCHOR_WORDS = 4
# Larger tables are cut in two first (Hirschberg 1975), which costs time and saves memory: a table has a byte a cell.
_MOST_CELLS = 4_000_000
_DIAGONAL, _UP, _LEFT = 0, 1, 2


def matched(first: Sequence[str], second: Sequence[str]) -> Pairs:
    """Pair the places of two sequences so that as many words as possible agree; each rising, none twice.

    Also words that differ are paired where one stands for the other. It is a
    global alignment (Needleman & Wunsch 1970: +2 for words that agree, -1 for
    others and for gaps) between anchors, which are runs of four words that
    occur once on either side (as in Cohen's patience diff).
    """
    numbers: dict[str, int] = {}
    a = np.array([numbers.setdefault(word, len(numbers)) for word in first], dtype=np.int32)
    b = np.array([numbers.setdefault(word, len(numbers)) for word in second], dtype=np.int32)
    pairs: Pairs = []
    at_a = at_b = 0
    for anchor_a, anchor_b in [*_anchors(a, b), (len(a), len(b))]:
        pairs += _aligned(a, b, at_a, anchor_a, at_b, anchor_b)
        if anchor_a < len(a):
            pairs.append((anchor_a, anchor_b))
        at_a, at_b = anchor_a + 1, anchor_b + 1
    return pairs


def _anchors(a: Ids, b: Ids) -> Pairs:
    """Places that belong together beyond doubt: each word of the runs that occur once on either side."""
    in_a, in_b = _once(a), _once(b)
    runs = sorted((place, in_b[run]) for run, place in in_a.items() if run in in_b)
    kept = _rising([place for _, place in runs])
    found: Pairs = []
    for place_a, place_b in (runs[number] for number in kept):
        for step in range(_ANCHOR_WORDS):
            pair = (place_a + step, place_b + step)
            if not found or (pair[0] > found[-1][0] and pair[1] > found[-1][1]):
                found.append(pair)
    return found


def _once(ids: Ids) -> dict[bytes, int]:
    seen: dict[bytes, int] = {}
    for place in range(len(ids) - _ANCHOR_WORDS + 1):
        run = ids[place : place + _ANCHOR_WORDS].tobytes()
        seen[run] = -1 if run in seen else place
    return {run: place for run, place in seen.items() if place >= 0}


def _rising(values: Sequence[int]) -> list[int]:
    """The places of the longest rising part of a sequence without repeats."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for place, value in enumerate(values):
        at = bisect_left(tails, value)
        before.append(ends[at - 1] if at else -1)
        tails[at : at + 1] = [value]
        ends[at : at + 1] = [place]
    found: list[int] = []
    place = ends[-1] if ends else -1
    while place >= 0:
        found.append(place)
        place = before[place]
    return found[::-1]


def _aligned(a: Ids, b: Ids, from_a: int, to_a: int, from_b: int, to_b: int) -> Iterator[tuple[int, int]]:
    """Align two stretches, without recursion: large ones are cut in two until a table fits."""
    waiting = [(from_a, to_a, from_b, to_b)]
    while waiting:
        from_a, to_a, from_b, to_b = waiting.pop()
        rows, columns = to_a - from_a, to_b - from_b
        if rows <= 0 or columns <= 0:
            continue
        if rows * columns <= _MOST_CELLS or rows == 1:
            yield from ((from_a + i, from_b + j) for i, j in _table(a[from_a:to_a], b[from_b:to_b]))
            continue
        middle = from_a + rows // 2
        above = _last_row(a[from_a:middle], b[from_b:to_b])
        below = _last_row(a[middle:to_a][::-1], b[from_b:to_b][::-1])[::-1]
        cut = from_b + int(np.argmax(above + below))
        waiting += [(middle, to_a, cut, to_b), (from_a, middle, from_b, cut)]


def _last_row(a: Ids, b: Ids) -> NDArray[np.int32]:
    """The best scores of all of `a` against each beginning of `b`."""
    slope = _GAP * np.arange(len(b) + 1, dtype=np.int32)
    row = slope.copy()
    for number, word in enumerate(a, start=1):
        row = _next_row(row, b, word, number, slope)
    return row


def _next_row(row: NDArray[np.int32], b: Ids, word: int, number: int, slope: NDArray[np.int32]) -> NDArray[np.int32]:
    best = np.empty_like(row)
    best[0] = _GAP * number
    np.maximum(row[:-1] + np.where(b == word, _MATCH, _OTHER), row[1:] + _GAP, out=best[1:])
    # A gap goes on from any cell to the left: a running maximum once the slope of gaps is taken out.
    return (np.maximum.accumulate(best - slope) + slope).astype(np.int32)


def _table(a: Ids, b: Ids) -> Pairs:
    """Align two short stretches by the whole table of scores."""
    slope = _GAP * np.arange(len(b) + 1, dtype=np.int32)
    row = slope.copy()
    ways = np.full((len(a) + 1, len(b) + 1), _LEFT, dtype=np.uint8)
    ways[1:, 0] = _UP
    for number, word in enumerate(a, start=1):
        after = _next_row(row, b, word, number, slope)
        diagonal = row[:-1] + np.where(b == word, _MATCH, _OTHER)
        way = ways[number, 1:]
        way[after[1:] == row[1:] + _GAP] = _UP
        way[after[1:] == diagonal] = _DIAGONAL
        row = after
    pairs: Pairs = []
    i, j = len(a), len(b)
    while i and j:
        way = ways[i, j]
        if way == _DIAGONAL:
            pairs.append((i - 1, j - 1))
        i, j = i - (way != _LEFT), j - (way != _UP)
    return pairs[::-1]
