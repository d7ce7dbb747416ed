"""The coefficients of agreement on ratings that are given as a table: a row for each unit, a column for each coder.

Any number of values, gaps where a coder didn't rate a unit, and levels of
measurement: nominal, ordinal, interval, ratio.

- Krippendorff's alpha with the difference function of the level, from units
  that at least two coders rated (Krippendorff 2019, ch. 12).
- The other coefficients with the agreement weights of the level, as Gwet
  (2014, ch. 2-5) extends them to gaps: observed agreement from units with two
  ratings, the shares of values from all; with weights AC1 is called AC2.
- Cohen's kappa a pair of coders at a time, from the units both rated; of more
  than two coders the mean over the pairs that have one (Light 1971).
- percent: agreeing pairs of ratings, a unit at a time, without weights.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import comb
from typing import Literal

import numpy as np

from interviewcoder.analysis.agreement_coefficients import OF_UNITS, Floats, Ints, pairs_of
from interviewcoder.analysis.agreement_values import Coefficient, Figure, Interval
from interviewcoder.errors import NotAllowed

Level = Literal["nominal", "ordinal", "interval", "ratio"]
Value = str | float | None

_ALL_ALIKE = "Undefined: all values are the same, so that there is nothing for agreement to exceed."
_NO_PAIR = "Undefined: no unit was rated by two coders."
_COUNTS_ALONE = "Not known: the table doesn't say which coder gave which value."
_FEW_UNITS = "No interval: it is made by drawing units anew, and there are fewer than two."
_RARELY_DEFINED = "No interval: in most of the resamples it is undefined."


def of_ratings(
    rows: Sequence[Sequence[Value]],
    *,
    times: Sequence[int] | None = None,
    level: Level = "nominal",
    resamples: int = 1000,
    seed: int = 1,
) -> Mapping[Coefficient, Figure]:
    """The agreement of coders, a column each, on units, a row each; `times` says how often each row occurs.

    None is a gap. Intervals are percentile intervals of 95 % over resamples
    of the units.

    Raises:
        NotAllowed: a value of a level with distances is no number, or one of level "ratio" is negative.
    """
    values = _ordered({value for row in rows for value in row if value is not None}, level)
    number = {value: index for index, value in enumerate(values)}
    given = np.array([[-1 if each is None else number[each] for each in row] for row in rows], dtype=np.int64)
    given = given.reshape(len(rows), -1)
    counts = np.stack([(given == each).sum(axis=1) for each in range(len(values))] or [np.zeros(len(rows))], axis=1)
    return _figures(_Table(counts * 1.0, given, values, level), times, resamples, seed)


def of_counts(
    rows: Sequence[Sequence[int]],
    values: Sequence[str | float] | None = None,
    *,
    level: Level = "nominal",
    resamples: int = 1000,
    seed: int = 1,
) -> Mapping[Coefficient, Figure]:
    """The agreement where it is known only how many coders gave each value to a unit: a row each, a column a value."""
    counts = np.array(rows, dtype=np.float64)
    used = np.flatnonzero(counts.sum(axis=0) > 0)
    names = [float(index) if values is None else values[index] for index in used.tolist()]
    ordered = _ordered(set(names), level)
    columns = used[[names.index(value) for value in ordered]] if ordered else used
    return _figures(_Table(counts[:, columns], None, ordered, level), None, resamples, seed)


class _Table:
    """Ratings as counts of values by unit, and as given where that is known."""

    def __init__(self, counts: Floats, given: Ints | None, values: Sequence[Value], level: Level) -> None:
        self._counts, self._given = counts, given
        self._values: Floats = np.arange(len(values), dtype=np.float64)
        if level in ("interval", "ratio"):
            self._values = np.array([float(value or 0) for value in values])
        self._level = level
        self._weights = _weights(self._values, level)
        self.units = len(counts)

    def coefficients(self, times: Floats) -> dict[Coefficient, float]:
        """The coefficients with each unit so many times; nan where one is undefined."""
        counts, rated = self._counts, self._counts.sum(axis=1)
        once, twice = times * (rated > 0), times * (rated > 1)
        if not twice.sum():
            return dict.fromkeys(OF_UNITS, np.nan)
        pairs = np.maximum(rated * (rated - 1), 1)
        agreeing = (counts * (counts - 1)).sum(axis=1) / pairs
        observed = (twice * (counts * (counts @ self._weights - 1)).sum(axis=1) / pairs).sum() / twice.sum()
        share = (once[:, None] * counts / np.maximum(rated, 1)[:, None]).sum(axis=0) / once.sum()
        kinds, weight = len(share), self._weights.sum()
        apart = weight / (kinds * (kinds - 1)) if kinds > 1 else 1.0
        varied = (share > 0).sum() > 1
        return {
            "percent": float((twice * agreeing).sum() / twice.sum()),
            "cohen_kappa": self._cohen(times),
            "fleiss_kappa": _beyond(observed, share @ self._weights @ share),
            "krippendorff_alpha": self._alpha(twice, rated),
            "gwet_ac1": _beyond(observed, apart * (share * (1 - share)).sum()) if varied else np.nan,
            "brennan_prediger": _beyond(observed, weight / kinds**2) if varied else np.nan,
        }

    @property
    def has_coders(self) -> bool:
        """Whether it is known who gave which value."""
        return self._given is not None

    def _alpha(self, twice: Floats, rated: Floats) -> float:
        part = self._counts * (twice / np.maximum(rated - 1, 1))[:, None]
        met = part.T @ self._counts - np.diag(part.sum(axis=0))
        often = met.sum(axis=0)
        difference = _difference(self._values, often, self._level)
        expected = (np.outer(often, often) * difference).sum() / max(often.sum() - 1, 1)
        return float(1 - (met * difference).sum() / expected) if expected > 0 else np.nan

    def _cohen(self, times: Floats) -> float:
        if self._given is None:
            return np.nan
        found, kinds = [], len(self._values)
        for a, b in pairs_of(range(self._given.shape[1])):
            both = (self._given[:, a] >= 0) & (self._given[:, b] >= 0)
            cells = self._given[both, a] * kinds + self._given[both, b]
            table = np.bincount(cells, weights=times[both], minlength=kinds * kinds).reshape(kinds, kinds)
            if total := table.sum():
                chance = table.sum(axis=1) @ self._weights @ table.sum(axis=0) / total**2
                found.append(_beyond((table * self._weights).sum() / total, chance))
        there = [each for each in found if not np.isnan(each)]
        return sum(there) / len(there) if there else np.nan


def _figures(table: _Table, times: Sequence[int] | None, resamples: int, seed: int) -> Mapping[Coefficient, Figure]:
    often = np.ones(table.units) if times is None else np.array(times, dtype=np.float64)
    units = int(often.sum())
    values = table.coefficients(often)
    drawn: list[dict[Coefficient, float]] = []
    if resamples and units > 1:
        draws = np.random.default_rng(seed).multinomial(units, often / units, size=resamples)
        drawn = [table.coefficients(draw * 1.0) for draw in draws]
    undefined = _NO_PAIR if np.isnan(values["percent"]) else _ALL_ALIKE
    figures = {name: _figure(values[name], [each[name] for each in drawn], undefined) for name in OF_UNITS}
    if not table.has_coders:
        figures["cohen_kappa"] = Figure(None, _COUNTS_ALONE)
    return figures


def _figure(value: float, drawn: Sequence[float], undefined: str) -> Figure:
    if np.isnan(value):
        return Figure(None, undefined)
    there = [each for each in drawn if not np.isnan(each)]
    if 2 * len(there) <= len(drawn):
        return Figure(value, no_interval=_RARELY_DEFINED if drawn else _FEW_UNITS)
    low, high = np.quantile(there, [0.025, 0.975])
    return Figure(value, interval=Interval(float(low), float(high)))


def _beyond(observed: float, chance: float) -> float:
    return float((observed - chance) / (1 - chance)) if chance < 1 else np.nan


def _ordered(values: set[str | float], level: Level) -> list[str | float]:
    """The values from the lowest to the highest: numbers as such, else by the alphabet."""
    try:
        numbers = {float(value): value for value in values}
    except ValueError:
        if level in ("interval", "ratio"):
            raise NotAllowed(f"For the level “{level}” all values must be numbers.", "Choose another level.") from None
        return sorted(values, key=str)
    if level == "ratio" and min(numbers, default=0) < 0:
        raise NotAllowed("For the level “ratio” no value may be negative.", "Choose the level “interval”.")
    return sorted(values, key=float)


def _weights(values: Floats, level: Level) -> Floats:
    """How far two values agree, 1 to 0 (Gwet 2014, ch. 3)."""
    kinds = len(values)
    if level == "nominal" or kinds < 2:
        return np.eye(kinds)
    if level == "ordinal":
        apart = [[comb(abs(a - b) + 1, 2) / comb(kinds, 2) for a in range(kinds)] for b in range(kinds)]
        return 1 - np.array(apart)
    difference = _difference(values, values, level)
    agreement: Floats = 1 - difference / difference.max()
    return agreement


def _difference(values: Floats, often: Floats, level: Level) -> Floats:
    """How far two values differ (Krippendorff 2019, ch. 12); `often` says how often each occurs."""
    one, other = np.meshgrid(values, values)
    if level == "nominal":
        apart: Floats = (one != other) * 1.0
        return apart
    if level == "ordinal":
        upto = np.cumsum(often) - often / 2
        return np.square(upto[:, None] - upto[None, :])
    if level == "interval":
        return np.square(one - other)
    sums: Floats = np.where(one + other > 0, one + other, 1.0)
    relative: Floats = np.square((one - other) / sums)
    return relative
