"""What is asked and told about the agreement of coders, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from interviewcoder.sources.text import Span

Unit = Literal["character", "turn", "segment"]
UNITS: tuple[Unit, ...] = ("character", "turn", "segment")

# One coder hasn't coded what another has; all have, but not from the same place to the same place.
Kind = Literal["not by all", "other bounds"]

Coefficient = Literal[
    "percent", "overlap", "cohen_kappa", "fleiss_kappa", "krippendorff_alpha", "gwet_ac1", "brennan_prediger"
]
# In the order in which they are told. "overlap" is there for the unit "segment" alone.
COEFFICIENTS: tuple[Coefficient, ...] = (
    "percent",
    "overlap",
    "cohen_kappa",
    "fleiss_kappa",
    "krippendorff_alpha",
    "gwet_ac1",
    "brennan_prediger",
)


@dataclass(frozen=True, slots=True)
class Settings:
    """How agreement is measured.

    `interviewer_turns` says whether what the interviewer says is counted;
    `parents` whether a coding also counts as one of all the codes above its
    own; `threshold` is the share of what two passages cover together that
    they must have in common to match (unit "segment"). `source_ids` None:
    the sources that each of the coders has coded; `code_ids` None: the codes
    that at least one of them used there. `resamples` and `seed` are of the
    bootstrap over sources; 0 resamples: no intervals.
    """

    unit: Unit = "character"
    interviewer_turns: bool = True
    parents: bool = False
    threshold: float = 0.5
    source_ids: frozenset[int] | None = None
    code_ids: frozenset[int] | None = None
    resamples: int = 1000
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Interval:
    """Between which values a coefficient lies in 95 of 100 resamples of the sources."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Figure:
    """A coefficient: its value, or why it has none; its interval, or why it has none. All are shares of 1."""

    value: float | None
    undefined: str = ""
    interval: Interval | None = None
    no_interval: str = ""


@dataclass(frozen=True, slots=True)
class Measured:
    """The agreement about one thing: all codes, a code, a source, two coders.

    `units` is how many units were compared (characters or turns, each as
    often as there are codes; for the unit "segment" passages), `coded` how
    many of them at least one coder coded, `disagreements` how many places
    there are to be decided.
    """

    figures: Mapping[Coefficient, Figure]
    units: int
    coded: int
    disagreements: int = 0


@dataclass(frozen=True, slots=True)
class CodeAgreement:
    """The agreement about one code."""

    code_id: int
    name: str
    path: str
    colour: str
    measured: Measured


@dataclass(frozen=True, slots=True)
class SourceAgreement:
    """The agreement in one source."""

    source_id: int
    name: str
    measured: Measured


@dataclass(frozen=True, slots=True)
class PairAgreement:
    """The agreement of two of the coders."""

    coder_ids: tuple[int, int]
    measured: Measured


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A source that was not counted, and why."""

    source_id: int
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """The agreement of coders, with all that must be said beside the figures.

    `coders` are ids and names in the order in which they were asked for;
    `paragraphs` is in how many sources, for want of turns, paragraphs were
    counted as such. `agreement_words` says all of it in words.
    """

    settings: Settings
    coders: tuple[tuple[int, str], ...]
    overall: Measured
    codes: tuple[CodeAgreement, ...]
    sources: tuple[SourceAgreement, ...]
    pairs: tuple[PairAgreement, ...]
    left_out: tuple[LeftOut, ...] = ()
    paragraphs: int = 0


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A place of a source where coders differ about a code.

    `span` goes from where the first of their passages begins to where the
    last one ends. `spans` and `coding_ids` are by coder, in the order of
    `coder_ids`: the passages each coded there, joined where they overlap, and
    the codings they are made of. Empty: that coder doesn't have the code there.
    """

    source_id: int
    span: Span
    code_id: int
    coder_ids: tuple[int, ...]
    spans: tuple[tuple[Span, ...], ...]
    coding_ids: tuple[tuple[int, ...], ...]
    kind: Kind


@dataclass(frozen=True, slots=True)
class Settled:
    """What was decided about a place: there the code holds at `spans`, whatever the coders have."""

    source_id: int
    code_id: int
    span: Span
    spans: tuple[Span, ...] = field(default=())
