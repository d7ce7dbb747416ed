"""Sweeps over codings: who coded what is counted from where codings begin and end, never character by character.

A group is one code in one source. Codings come as arrays of one length:
their group, their beginning and end (end excluded), their coder's number.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from interviewcoder.analysis.agreement_coefficients import Ints

# Above the places of any text, so that a group and a place in it are one number to sort by.
_PLACES = 1 << 33


class Runs(NamedTuple):
    """Stretches that are coded by the same coders, in the order of groups and places.

    `pattern` has the bit of each coder; `place` numbers what hangs together:
    stretches of one group that no gap and no mere boundary divides.
    """

    group: Ints
    start: Ints
    end: Ints
    pattern: Ints
    place: Ints


class Places(NamedTuple):
    """Where passages of any coders overlap or follow on in one piece: the pattern is of all who coded any of it."""

    group: Ints
    start: Ints
    end: Ints
    pattern: Ints


class Passages(NamedTuple):
    """What each coder coded, joined where it overlaps, in the order of coders, groups and places."""

    coder: Ints
    group: Ints
    start: Ints
    end: Ints


class Covered:
    """How much of a line lies in given stretches, which are in order and don't overlap."""

    def __init__(self, starts: Ints, ends: Ints) -> None:
        self._starts, self._ends = starts, ends
        self._sums = np.concatenate([[0], np.cumsum(ends - starts)])

    def before(self, at: Ints) -> Ints:
        """How much of them lies before each place."""
        if not len(self._starts):
            return np.zeros_like(at)
        last = np.searchsorted(self._starts, at, side="right")
        beyond = np.where(last > 0, np.maximum(self._ends[last - 1] - at, 0), 0)
        return self._sums[last] - beyond


def keyed(group: Ints, at: Ints) -> Ints:
    """One number for a group and a place in it, in the order of both."""
    return group * _PLACES + at


def sweep(group: Ints, start: Ints, end: Ints, coder: Ints, coders: int) -> Runs:
    """The stretches that codings make."""
    count = len(group)
    # Ends come before beginnings at the same place: what only adjoins is two places.
    keys = np.concatenate([keyed(group, start) * 2 + 1, keyed(group, end) * 2])
    order = np.argsort(keys, kind="stable")
    keys = keys[order] >> 1
    who = np.tile(coder, 2)[order]
    step = np.where(order < count, 1, -1)
    pattern = np.zeros(2 * count, dtype=np.int64)
    for each in range(coders):
        pattern |= (np.cumsum(np.where(who == each, step, 0)) > 0).astype(np.int64) << each
    place = np.cumsum(pattern == 0)
    following = np.append(keys[1:], keys[-1:])
    kept = (pattern != 0) & (following > keys)
    keys, following = keys[kept], following[kept]
    groups = keys // _PLACES
    return Runs(groups, keys % _PLACES, following - groups * _PLACES, pattern[kept], _numbered(place[kept]))


def places_of(runs: Runs) -> Places:
    """The places that stretches hang together in, in their order."""
    if not len(runs.place):
        return Places(*(np.zeros(0, dtype=np.int64),) * 4)
    first = np.flatnonzero(np.diff(runs.place, prepend=-1))
    last = np.append(first[1:], len(runs.place)) - 1
    pattern = np.bitwise_or.reduceat(runs.pattern, first)
    return Places(runs.group[first], runs.start[first], runs.end[last], pattern)


def passages_of(group: Ints, start: Ints, end: Ints, coder: Ints, groups: int) -> Passages:
    """The passages that codings make, by coder; those that only adjoin stay two."""
    whose = coder * groups + group
    order = np.argsort(keyed(whose, start), kind="stable")
    whose = whose[order]
    starts, ends = keyed(whose, start[order]), keyed(whose, end[order])
    furthest = np.maximum.accumulate(ends)
    first = np.flatnonzero(np.append(True, starts[1:] >= furthest[:-1])[: len(starts)])
    last = np.append(first[1:], len(starts)) - 1
    whose = whose[first]
    return Passages(whose // groups, whose % groups, starts[first] % _PLACES, furthest[last[: len(first)]] % _PLACES)


class Overlaps(NamedTuple):
    """Which passages of two lists overlap, by their numbers there."""

    left: Ints
    right: Ints


def overlaps(left: Passages, right: Passages) -> Overlaps:
    """The pairs of passages, each of another coder, that share text under one code."""
    begins, ends = keyed(right.group, right.start), keyed(right.group, right.end)
    first = np.searchsorted(ends, keyed(left.group, left.start), side="right")
    beyond = np.searchsorted(begins, keyed(left.group, left.end), side="left")
    many = np.maximum(beyond - first, 0)
    which = np.repeat(np.arange(len(many)), many)
    within = np.arange(len(which)) - np.repeat(np.cumsum(many) - many, many)
    return Overlaps(which, np.repeat(first, many) + within)


def summed(keys: Ints, amounts: Ints) -> tuple[Ints, Ints]:
    """The amounts of equal keys added up, by key."""
    found, where = np.unique(keys, return_inverse=True)
    sums = np.bincount(where, weights=amounts, minlength=len(found))
    return found, np.rint(sums).astype(np.int64)


def chosen(passages: Passages, which: NDArray[np.bool_]) -> Passages:
    """Some of the passages."""
    return Passages(*(column[which] for column in passages))


def _numbered(place: Ints) -> Ints:
    """Numbers from 0 on without gaps, in the same order."""
    return np.cumsum(np.diff(place, prepend=place[:1]) > 0) if len(place) else place
