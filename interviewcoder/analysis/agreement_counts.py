"""Counts who coded what: the tables that the coefficients are of, and the places where coders differ."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from interviewcoder.analysis.agreement_coefficients import Floats, Ints, pairs_of
from interviewcoder.analysis.agreement_line import Line
from interviewcoder.analysis.agreement_reading import Codings, Compared
from interviewcoder.analysis.agreement_sweep import (
    Covered,
    Places,
    Runs,
    chosen,
    keyed,
    overlaps,
    passages_of,
    places_of,
    summed,
    sweep,
)
from interviewcoder.analysis.agreement_values import Settings

# A million codings at a time would take a gigabyte.
_CODINGS_AT_ONCE = 200_000

Bools = NDArray[np.bool_]


class Differing(NamedTuple):
    """The places of some sources; `differs` has a row for all coders together, then one for each pair."""

    places: Places
    differs: Bools


class Counter:
    """Counts one comparison, some sources at a time."""

    def __init__(self, compared: Compared, line: Line, settings: Settings) -> None:
        self._compared, self._line, self._settings = compared, line, settings
        self._coders = len(compared.coders)
        self._codes = len(compared.code_ids)
        self._full = (1 << self._coders) - 1
        self.pairs = pairs_of(range(self._coders))

    def portions(self) -> Iterator[Codings]:
        """The codings, by sources, so many at a time; their places are those of the line."""
        codings = self._compared.codings
        order = np.argsort(codings.source, kind="stable")
        sources = codings.source[order]
        at = 0
        while at < len(order):
            beyond = min(at + _CODINGS_AT_ONCE, len(order))
            beyond = int(np.searchsorted(sources, sources[beyond - 1], side="right"))
            part = codings.some(order[at:beyond])
            shift = self._line.offsets[part.source]
            yield part._replace(start=part.start + shift, end=part.end + shift)
            at = beyond

    def group(self, part: Codings) -> Ints:
        """The number of each coding's group: its code in its source."""
        return part.source * self._codes + part.code

    def stretches(self, part: Codings) -> Runs:
        """What is coded by whom, by characters of the line."""
        return sweep(self.group(part), part.start, part.end, part.coder, self._coders)

    def turns(self, part: Codings) -> Runs:
        """What is coded by whom, by numbers of turns: a coding is of each turn that it has a character of."""
        start, end = self._line.first_turns(part.start), self._line.beyond_turns(part.end)
        there = end > start
        some = part.some(there)
        return sweep(self.group(some), start[there], end[there], some.coder, self._coders)

    def measured(self, runs: Runs, turns: Runs | None) -> tuple[Ints, Ints]:
        """How many units each group has of each pattern: the keys of both, and the amounts."""
        if turns is None:
            amounts = self._line.before(runs.end) - self._line.before(runs.start)
            return summed(runs.group << self._coders | runs.pattern, amounts)
        return summed(turns.group << self._coders | turns.pattern, turns.end - turns.start)

    def differing(self, part: Codings, runs: Runs, turns: Runs | None) -> Differing:
        """The places of what is coded, and in which of them the coders differ by the unit that is asked for."""
        places = places_of(runs)
        if self._settings.unit == "segment":
            return Differing(places, self._unmatched(part, places)[1])
        if turns is None:
            amounts = self._line.before(runs.end) - self._line.before(runs.start)
            found = [
                np.bincount(runs.place, weights=amounts * each, minlength=len(places.group)) > 0
                for each in self._partial(runs.pattern)
            ]
        else:
            first = keyed(places.group, self._line.first_turns(places.start))
            beyond = keyed(places.group, self._line.beyond_turns(places.end))
            found = []
            for each in self._partial(turns.pattern):
                covered = Covered(keyed(turns.group, turns.start)[each], keyed(turns.group, turns.end)[each])
                found.append(covered.before(beyond) > covered.before(first))
        return Differing(places, np.array(found, dtype=np.bool_).reshape(1 + len(self.pairs), -1))

    def _partial(self, pattern: Ints) -> list[Bools]:
        """Where not all coders agree, then where each pair doesn't."""
        pairs = [(pattern >> a ^ pattern >> b) & 1 == 1 for a, b in self.pairs]
        return [pattern != self._full, *pairs]

    def passages(self, part: Codings) -> tuple[Ints, Floats]:
        """What `of_passages` takes, for each group and pair."""
        compared, _ = self._unmatched(part, None)
        groups = np.unique(self.group(part))
        return groups, compared[groups - (groups[0] if len(groups) else 0)]

    def _unmatched(self, part: Codings, places: Places | None) -> tuple[Floats, Bools]:
        """The passages of each pair compared, by group from the first one on; and the places with unmatched ones.

        Two passages match where they share at least the threshold of what both cover.
        """
        group = self.group(part)
        lowest, groups = (int(group.min()), int(np.ptp(group)) + 1) if len(group) else (0, 0)
        joined = passages_of(group - lowest, part.start, part.end, part.coder, max(groups, 1))
        length = self._line.before(joined.end) - self._line.before(joined.start)
        joined, length = chosen(joined, length > 0), length[length > 0]
        count = 0 if places is None else len(places.group)
        differs = np.zeros((1 + len(self.pairs), count), dtype=np.bool_)
        compared = np.zeros((groups, len(self.pairs), 4))
        where = None if places is None else keyed(places.group - lowest, places.start)
        for number, (a, b) in enumerate(self.pairs):
            in_a, in_b = joined.coder == a, joined.coder == b
            left, right = chosen(joined, in_a), chosen(joined, in_b)
            i, j = overlaps(left, right)
            shared = self._line.before(np.minimum(left.end[i], right.end[j])) - self._line.before(
                np.maximum(left.start[i], right.start[j])
            )
            either = length[in_a][i] + length[in_b][j] - shared
            match = shared >= self._settings.threshold * either
            for side, own, index in ((left, in_a, i), (right, in_b, j)):
                matched = np.bincount(index[match], minlength=len(side.group)) > 0
                compared[:, number, 0] += np.bincount(side.group, weights=matched, minlength=groups)
                compared[:, number, 1] += np.bincount(side.group, minlength=groups)
                compared[:, number, 3] += np.bincount(side.group, weights=length[own], minlength=groups)
                if where is not None:
                    alone = chosen(side, ~matched)
                    at = np.searchsorted(where, keyed(alone.group, alone.start), side="right") - 1
                    differs[[0, 1 + number], at[:, None]] = True
            together = np.bincount(left.group[i], weights=shared, minlength=groups)
            compared[:, number, 2] += together
            compared[:, number, 3] -= together
        return compared, differs
