"""The coefficients of agreement on tables of counts, many tables at a time.

A table counts, for one code, how many units have each pattern: bit `i` of a
pattern says that coder `i` gave the code. So a study of any length is a few
numbers a code, and a resample of its sources a sum of such tables.

Each coefficient is 1 - observed / expected disagreement, which is the same as
(Po - Pe) / (1 - Pe) and keeps its digits where next to nothing is coded:

- percent: expected is 1 (0 without any unit), so that it is the share of agreeing pairs of coders;
- Cohen's kappa (Cohen 1960), a pair of coders at a time;
- Fleiss' kappa (Fleiss 1971), for two coders Scott's pi;
- Krippendorff's alpha, nominal (Krippendorff 2019, ch. 12);
- Gwet's AC1 (Gwet 2008);
- Brennan and Prediger's coefficient (1981), with the two values coded and not coded.

Over several codes both disagreements are summed before the division: the
pooled estimator of De Vries, Elliott, Kanouse and Teleki (2008). A code that
nobody used adds nothing to either side of a kappa or alpha.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from interviewcoder.analysis.agreement_values import Coefficient

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

OF_UNITS: tuple[Coefficient, ...] = (
    "percent",
    "cohen_kappa",
    "fleiss_kappa",
    "krippendorff_alpha",
    "gwet_ac1",
    "brennan_prediger",
)


@dataclass(slots=True)
class Disagreed:
    """Observed and expected disagreement of some tables, a column for each pair of coders where pairs are told apart.

    `varied` says in which tables a unit differs from another at all, by whomever it is coded.
    """

    observed: dict[Coefficient, Floats]
    expected: dict[Coefficient, Floats]
    varied: NDArray[np.bool_]

    def add(self, other: Disagreed) -> None:
        """Pool with the tables of another code."""
        for name, observed in other.observed.items():
            self.observed[name] = self.observed[name] + observed
            self.expected[name] = self.expected[name] + other.expected[name]
        self.varied = self.varied | other.varied

    def values(self) -> Mapping[Coefficient, Floats]:
        """The coefficients of each table; nan where one is undefined.

        Of more than two coders Cohen's kappa is the mean over the pairs that
        have one (Light 1971).
        """
        found: dict[Coefficient, Floats] = {}
        for name, observed in self.observed.items():
            expected = self.expected[name]
            there = expected > 0
            values = np.where(there, 1 - observed / np.where(there, expected, 1), np.nan)
            if values.ndim == 2:
                values = _mean(values)
            if name in ("gwet_ac1", "brennan_prediger"):
                values = np.where(self.varied, values, np.nan)
            found[name] = values
        return found


def disagreed(counts: Floats, patterns: Ints, coders: int) -> Disagreed:
    """The disagreements of tables, a row each, whose columns count the units of `patterns`."""
    there = (counts.sum(axis=1) > 0) * 1.0
    units = np.maximum(counts.sum(axis=1), 1)
    given = _bits(patterns, coders)
    often = given.sum(axis=1)
    pairs = coders * (coders - 1)
    differing = counts @ (2 * often * (coders - often) / pairs) / units
    ones = counts @ often
    ratings = coders * units
    share = ones / ratings
    both = 2 * ones * (ratings - ones)
    by_pair = list(combinations(range(coders), 2))
    apart = np.stack([counts @ (given[:, a] != given[:, b]) for a, b in by_pair], axis=1) / units[:, None]
    used = counts @ given / units[:, None]
    chance = np.stack([used[:, a] * (1 - used[:, b]) + used[:, b] * (1 - used[:, a]) for a, b in by_pair], axis=1)
    return Disagreed(
        {**dict.fromkeys(OF_UNITS, differing), "cohen_kappa": apart},
        {
            "percent": there,
            "cohen_kappa": chance,
            "fleiss_kappa": 2 * share * (1 - share),
            "krippendorff_alpha": both / np.maximum(ratings * (ratings - 1), 1),
            "gwet_ac1": 1 - 2 * share * (1 - share),
            "brennan_prediger": there / 2,
        },
        (ones > 0) & (ones < ratings),
    )


def of_pair(counts: Floats, patterns: Ints, pair: tuple[int, int]) -> Disagreed:
    """The disagreements of two of the coders."""
    two = (patterns >> pair[0] & 1) | (patterns >> pair[1] & 1) << 1
    merged = np.zeros((4, len(patterns)))
    merged[two, np.arange(len(patterns))] = 1
    return disagreed(counts @ merged.T, np.arange(4), 2)


def of_passages(compared: Floats) -> Disagreed:
    """The disagreements of passages; columns: passages matched, passages, units shared, units that either covers."""
    matched, passages, shared, either = compared.T
    return Disagreed(
        {"percent": passages - matched, "overlap": either - shared},
        {"percent": passages, "overlap": either},
        either > 0,
    )


def resamples(sources: int, times: int, seed: int) -> Floats:
    """How often each source is drawn in each of so many resamples of as many sources."""
    drawn = np.random.default_rng(seed).integers(sources, size=(times, sources))
    rows = np.repeat(np.arange(times), sources)
    counted = np.bincount(rows * sources + drawn.ravel(), minlength=times * sources)
    return counted.reshape(times, sources).astype(np.float64)


def pairs_of(coders: Sequence[int]) -> list[tuple[int, int]]:
    """Two coders at a time, in their order."""
    return list(combinations(coders, 2))


def _bits(patterns: Ints, coders: int) -> Ints:
    return patterns[:, None] >> np.arange(coders) & 1


def _mean(values: Floats) -> Floats:
    there = ~np.isnan(values)
    count = there.sum(axis=1)
    sums: Floats = np.where(there, values, 0.0).sum(axis=1)
    return np.where(count > 0, sums / np.maximum(count, 1), np.nan)
