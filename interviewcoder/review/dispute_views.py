"""What is asked and told about disagreements of coders and what was decided on them, as values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal

from interviewcoder.coding.segments import SegmentView
from interviewcoder.project.file import CoderView
from interviewcoder.sources.text import Span

# Not all have the code in the place; all have, but not from the same place to the same place; some gave the same
# words another code.
Kind = Literal["not by all", "other bounds", "other codes"]
KINDS: tuple[Kind, ...] = ("not by all", "other bounds", "other codes")

# What became of a decision: it holds; codings in its place are other ones now; there the coders agree by now.
State = Literal["holds", "changed", "agreed"]

OUTCOMES = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
"""Whose coding holds, by the place among the coders of a decision; beside "all", "none" and "other"."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided about a place.

    `row_ids` are its rows, one for each of `code_ids`; `coder_uuids` the
    coders who disagreed, in the order in which `outcome` counts them;
    `holder` is the UUID of the one whose coding holds, empty where it isn't
    one's alone. `spans` are where the codes hold, by code. `decided_by` is a
    name, `decided_at` a moment in ISO 8601.
    """

    row_ids: tuple[int, ...]
    source_id: int
    span: Span
    code_ids: tuple[int, ...]
    coder_uuids: tuple[str, ...]
    outcome: str
    holder: str
    spans: tuple[tuple[int, Span], ...]
    reason: str
    decided_by: str
    decided_at: str
    state: State = "holds"


@dataclass(frozen=True, slots=True)
class Side:
    """What one coder has in a disputed place: their codings with its codes, in the order of the text."""

    coder: CoderView
    codings: tuple[SegmentView, ...]

    @property
    def places(self) -> tuple[tuple[int, Span], ...]:
        """The passages by code, those of one code joined where they overlap or adjoin."""
        return joined((coding.code_id, coding.span) for coding in self.codings)


@dataclass(frozen=True, slots=True)
class Dispute:
    """A place where coders disagree about a code; about two where they gave the same words different ones.

    `sides` are all the coders who are compared, in the order in which they
    were asked for. `decision` is what was decided; `earlier` what had been
    before codings in the place were changed, which opened it again.
    """

    source_id: int
    source: str
    span: Span
    code_ids: tuple[int, ...]
    code_names: tuple[str, ...]
    kind: Kind
    sides: tuple[Side, ...]
    decision: Decision | None = None
    earlier: Decision | None = None

    @property
    def key(self) -> tuple[int, Span, tuple[int, ...], tuple[int, ...]]:
        """What tells it from the others of a queue, as long as no coding in it changes."""
        return self.source_id, self.span, self.code_ids, tuple(side.coder.id for side in self.sides)


@dataclass(frozen=True, slots=True)
class Choice:
    """What is to be decided about a disagreement.

    `outcome` is one of `OUTCOMES`, "all", "none", or "other", for which
    `spans` say where the codes hold, by code.
    """

    dispute: Dispute
    outcome: str
    spans: tuple[tuple[int, Span], ...] = ()


@dataclass(frozen=True, slots=True)
class Queue:
    """The disagreements of coders, decided or not, in the order of sources, places and codes.

    `sources` are the ids of those that are compared: what each of them coded.
    `blind` are the names of sources that are left out, because somebody
    still codes them without seeing the others' codings.
    """

    coders: tuple[CoderView, ...]
    disputes: tuple[Dispute, ...]
    sources: frozenset[int]
    blind: tuple[str, ...] = ()

    @property
    def open(self) -> tuple[Dispute, ...]:
        """Those that are to be decided."""
        return tuple(each for each in self.disputes if each.decision is None)

    @property
    def decided(self) -> tuple[Dispute, ...]:
        """Those that are decided."""
        return tuple(each for each in self.disputes if each.decision is not None)

    @property
    def total(self) -> int:
        """How many there are, decided or not."""
        return len(self.disputes)


def joined(places: Iterable[tuple[int, Span]]) -> tuple[tuple[int, Span], ...]:
    """Passages by code, in the order of codes and text, joined where they overlap or adjoin within one code."""
    found: list[tuple[int, Span]] = []
    for code_id, span in sorted(places):
        if found and found[-1][0] == code_id and span.start <= found[-1][1].end:
            before = found.pop()[1]
            span = Span(before.start, max(before.end, span.end))
        found.append((code_id, span))
    return tuple(found)


def common(sides: Sequence[Side]) -> tuple[tuple[int, Span], ...]:
    """The words that all of several coders coded alike, by code; empty where there are none."""
    found = sides[0].places if sides else ()
    for side in sides[1:]:
        pairs = product(found, side.places)
        shared = [(a, Span(max(s.start, t.start), min(s.end, t.end))) for (a, s), (b, t) in pairs if a == b]
        found = joined((code_id, span) for code_id, span in shared if span.start < span.end)
    return found
