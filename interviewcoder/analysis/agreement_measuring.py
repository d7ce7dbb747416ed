"""Makes coefficients, with their intervals, of what was counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import isnan

import numpy as np

from interviewcoder.analysis.agreement_coefficients import (
    OF_UNITS,
    Disagreed,
    Floats,
    Ints,
    disagreed,
    of_pair,
    of_passages,
    pairs_of,
    resamples,
)
from interviewcoder.analysis.agreement_counts import Counter
from interviewcoder.analysis.agreement_line import Line
from interviewcoder.analysis.agreement_reading import Compared
from interviewcoder.analysis.agreement_values import COEFFICIENTS, Coefficient, Figure, Interval, Measured, Settings

_LOW, _HIGH = 0.025, 0.975

_NO_UNITS = (
    "Not defined for segments: what neither coder coded is no segment, so that agreement by chance can't be reckoned. "
    "Measure by character or by turn."
)
_ALL_ALIKE = "Undefined: all values are the same, so that there is nothing for agreement to exceed."
_NOTHING_CODED = "Undefined: none of the coders coded anything."
_NO_RESAMPLES = "No interval was asked for."
_ONE_SOURCE = "No interval: it is made by drawing sources anew, and there is one source."
_OF_ONE_SOURCE = "No interval: it is made by drawing sources anew."
_RARELY_DEFINED = "No interval: in most of the resamples it is undefined."


@dataclass(slots=True)
class _Pooled:
    """The tables of some codes together; the first row is of all sources, the others of each or of resamples."""

    sums: Disagreed | None = None
    units: Floats = field(default_factory=lambda: np.zeros(0))
    coded: Floats = field(default_factory=lambda: np.zeros(0))

    def add(self, one: Disagreed, units: Floats, coded: Floats) -> None:
        if self.sums is None:
            self.sums = Disagreed(dict(one.observed), dict(one.expected), one.varied)
            self.units, self.coded = units, coded
        else:
            self.sums.add(one)
            self.units, self.coded = self.units + units, self.coded + coded


class Measuring:
    """The agreement of a comparison: by code, by source, by pair and over all."""

    def __init__(self, compared: Compared, line: Line, settings: Settings) -> None:
        self._settings = settings
        self._sources, self._codes = len(compared.sources), len(compared.code_ids)
        self._coders = len(compared.coders)
        self._pairs = pairs_of(range(self._coders))
        self._units = line.units
        self._tables: dict[int, list[tuple[Ints, Ints, Ints]]] = defaultdict(list)
        self._passages: dict[int, list[tuple[Ints, Floats]]] = defaultdict(list)
        self._places = np.zeros((1 + len(self._pairs), self._sources * max(self._codes, 1)), dtype=np.int64)
        self._count(Counter(compared, line, settings))
        times = settings.resamples if self._sources > 1 else 0
        self._drawn = resamples(self._sources, times, settings.seed) if times else np.zeros((0, self._sources))

    def _count(self, counter: Counter) -> None:
        by_passages = self._settings.unit == "segment"
        for part in counter.portions():
            runs = counter.stretches(part)
            turns = counter.turns(part) if self._settings.unit == "turn" else None
            differing = counter.differing(part, runs, turns)
            for row, differs in enumerate(differing.differs):
                group = differing.places.group[differs]
                self._places[row] += np.bincount(group, minlength=self._places.shape[1])
            if by_passages:
                groups, compared = counter.passages(part)
                for code, which in _by_code(groups % self._codes):
                    self._passages[code].append((groups[which] // self._codes, compared[which]))
                continue
            keys, amounts = counter.measured(runs, turns)
            groups, patterns = keys >> self._coders, keys & ((1 << self._coders) - 1)
            for code, which in _by_code(groups % self._codes):
                self._tables[code].append((groups[which] // self._codes, patterns[which], amounts[which]))

    def all(self) -> tuple[Measured, list[Measured], list[Measured], list[Measured]]:
        """Overall, by code, by source and by pair of coders, each in its order."""
        overall, in_sources = _Pooled(), _Pooled()
        pairs = [_Pooled() for _ in self._pairs]
        by_code = []
        for code, (rows, patterns) in enumerate(self._rows()):
            one, by_pair = self._disagreed(rows, patterns)
            units, coded = self._extent(rows)
            by_code.append(self._measured(self._of_all(one), units[:1], coded[:1], self._differing(code=code)))
            overall.add(self._of_all(one), units, coded)
            in_sources.add(_some(one, slice(1, 1 + self._sources)), units[1:], coded[1:])
            for pooled, each in zip(pairs, by_pair, strict=True):
                pooled.add(self._of_all(each), units, coded)
        return (
            self._pooled(overall, self._differing()),
            by_code,
            self._of_sources(in_sources),
            [self._pooled(pooled, self._differing(row=1 + index)) for index, pooled in enumerate(pairs)],
        )

    # The tables of a code: all sources together, each by itself, and the resamples

    def _rows(self) -> Iterator[tuple[Floats, Ints]]:
        """Of each code the rows, and the patterns that their columns count."""
        made = self._of_passages() if self._settings.unit == "segment" else self._of_units()
        # All codes at once: a product of large matrices is many times quicker than as many of narrow ones.
        drawn = self._drawn @ np.concatenate([np.zeros((self._sources, 0)), *(table for table, _ in made)], axis=1)
        at = 0
        for table, patterns in made:
            beyond = at + table.shape[1]
            yield np.concatenate([table.sum(axis=0, keepdims=True), table, drawn[:, at:beyond]]), patterns
            at = beyond

    def _of_units(self) -> list[tuple[Floats, Ints]]:
        nothing = np.zeros(0, dtype=np.int64)
        made = []
        for code in range(self._codes):
            parts = [(nothing, nothing, nothing), *self._tables.get(code, ())]
            source, pattern, amount = (np.concatenate(column) for column in zip(*parts, strict=True))
            patterns, where = np.unique(np.append(pattern, 0), return_inverse=True)
            table = np.zeros((self._sources, len(patterns)))
            np.add.at(table, (source, where[:-1]), amount)
            table[:, 0] = self._units - table.sum(axis=1)
            made.append((table, patterns))
        return made

    def _of_passages(self) -> list[tuple[Floats, Ints]]:
        made = []
        for code in range(self._codes):
            table = np.zeros((self._sources, len(self._pairs), 4))
            for source, compared in self._passages.get(code, ()):
                table[source] += compared
            made.append((table.reshape(self._sources, -1), np.zeros(0, dtype=np.int64)))
        return made

    def _disagreed(self, rows: Floats, patterns: Ints) -> tuple[Disagreed, list[Disagreed]]:
        """What rows say of all coders together, and of each pair."""
        if self._settings.unit == "segment":
            by_pair = rows.reshape(len(rows), -1, 4)
            each = [of_passages(by_pair[:, number]) for number in range(len(self._pairs))]
            return of_passages(by_pair.sum(axis=1)), each
        return disagreed(rows, patterns, self._coders), [of_pair(rows, patterns, pair) for pair in self._pairs]

    def _extent(self, rows: Floats) -> tuple[Floats, Floats]:
        """How many units there are, and how many of them somebody coded: in all, and in each source."""
        rows = rows[: 1 + self._sources]
        if self._settings.unit == "segment":
            passages = rows.reshape(len(rows), -1, 4)[:, :, 1].sum(axis=1)
            return passages, passages
        return rows.sum(axis=1), rows[:, 1:].sum(axis=1)

    def _of_all(self, one: Disagreed) -> Disagreed:
        """Without the rows of each source: that of all, then the resamples."""
        return _some(one, np.r_[0, 1 + self._sources : len(one.varied)])

    def _differing(self, *, row: int = 0, code: int | None = None) -> int:
        table = self._places[row].reshape(self._sources, -1)
        if code is not None:
            table = table[:, code]
        return int(table.sum())

    # Figures

    def _pooled(self, pooled: _Pooled, differing: int) -> Measured:
        if pooled.sums is None:
            return Measured(dict.fromkeys(OF_UNITS, Figure(None, _NOTHING_CODED)), 0, 0, differing)
        return self._measured(pooled.sums, pooled.units[:1], pooled.coded[:1], differing)

    def _of_sources(self, pooled: _Pooled) -> list[Measured]:
        differing = self._places[0].reshape(self._sources, -1).sum(axis=1).tolist()
        if pooled.sums is None:
            return [self._pooled(pooled, each) for each in differing]
        values = pooled.sums.values()
        return [
            self._told(
                {name: each[[row]] for name, each in values.items()}, units, coded, differing[row], _OF_ONE_SOURCE
            )
            for row, (units, coded) in enumerate(zip(pooled.units, pooled.coded, strict=True))
        ]

    def _measured(self, tables: Disagreed, units: Floats, coded: Floats, differing: int) -> Measured:
        missing = _ONE_SOURCE if self._settings.resamples else _NO_RESAMPLES
        return self._told(tables.values(), float(units[0]), float(coded[0]), differing, missing)

    def _told(
        self, values: Mapping[Coefficient, Floats], units: float, coded: float, differing: int, missing: str
    ) -> Measured:
        """The figures of one thing: of each coefficient its value, then those of the resamples."""
        undefined = _ALL_ALIKE if coded else _NOTHING_CODED
        figures: dict[Coefficient, Figure] = {}
        for name in COEFFICIENTS:
            if name in values:
                figures[name] = _figure(values[name], undefined, missing)
            elif name != "overlap":
                figures[name] = Figure(None, _NO_UNITS)
        return Measured(figures, round(units), round(coded), differing)


def _figure(values: Floats, undefined: str, missing: str) -> Figure:
    value, drawn = float(values[0]), values[1:]
    if isnan(value):
        return Figure(None, undefined)
    if not len(drawn):
        return Figure(value, no_interval=missing)
    there = drawn[~np.isnan(drawn)]
    if 2 * len(there) <= len(drawn):
        return Figure(value, no_interval=_RARELY_DEFINED)
    low, high = np.quantile(there, [_LOW, _HIGH])
    return Figure(value, interval=Interval(float(low), float(high)))


def _some(tables: Disagreed, which: slice | Ints) -> Disagreed:
    def chosen(columns: Mapping[Coefficient, Floats]) -> dict[Coefficient, Floats]:
        return {name: values[which] for name, values in columns.items()}

    return Disagreed(chosen(tables.observed), chosen(tables.expected), tables.varied[which])


def _by_code(codes: Ints) -> Sequence[tuple[int, Ints]]:
    """The places of each code in a list of codes."""
    order = np.argsort(codes, kind="stable")
    found, first = np.unique(codes[order], return_index=True)
    return list(zip(found.tolist(), np.split(order, first[1:]), strict=True))
