"""What was decided about disagreements, read from the project."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from interviewcoder.project import coders
from interviewcoder.project.file import Project
from interviewcoder.project.schema import AdjudicationRow, CoderRow, SegmentRow
from interviewcoder.review.dispute_views import OUTCOMES, Decision
from interviewcoder.sources.text import Span

Place = tuple[int, int]
"""A source and a code, by their ids."""


@dataclass(frozen=True, slots=True)
class Consensus:
    """A coding of the coder who stands for the consensus."""

    id: int
    span: Span


def consensus_coder_id(project: Project) -> int | None:
    """Who stands for the consensus; None where nothing was decided yet."""
    return next((coder.id for coder in coders.listing(project) if coder.role == coders.CONSENSUS), None)


def consensus(project: Project) -> Mapping[Place, list[Consensus]]:
    """The codings of the coder who stands for the consensus, by source and code, in the order of the text."""
    coder_id = consensus_coder_id(project)
    columns = (SegmentRow.source_id, SegmentRow.code_id, SegmentRow.id, SegmentRow.start, SegmentRow.end)
    query = select(*columns).where(SegmentRow.coder_id == coder_id).order_by(SegmentRow.start, SegmentRow.end)
    found: dict[Place, list[Consensus]] = defaultdict(list)
    for source_id, code_id, id_, start, end in project.session.execute(query):
        found[source_id, code_id].append(Consensus(id_, Span(start, end)))
    return found


def single(project: Project) -> list[Decision]:
    """All decisions, one for each code, the latest first; `together` makes those about two codes of them."""
    columns = (
        AdjudicationRow.id,
        AdjudicationRow.source_id,
        AdjudicationRow.start,
        AdjudicationRow.end,
        AdjudicationRow.code_id,
        AdjudicationRow.coders,
        AdjudicationRow.outcome,
        AdjudicationRow.reason,
        CoderRow.name,
        AdjudicationRow.decided_at,
    )
    query = select(*columns).join(CoderRow, CoderRow.id == AdjudicationRow.coder_id)
    held = consensus(project)
    found = []
    for id_, source_id, start, end, code_id, who, outcome, reason, by, at in project.session.execute(
        query.order_by(AdjudicationRow.decided_at.desc(), AdjudicationRow.id.desc())
    ):
        span, uuids = Span(start, end), tuple(json.loads(who))
        spans = tuple((code_id, each.span) for each in held.get((source_id, code_id), ()) if each.span.overlaps(span))
        holder = holder_of(outcome, uuids)
        found.append(Decision((id_,), source_id, span, (code_id,), uuids, outcome, holder, spans, reason, by, at))
    return found


def holder_of(outcome: str, coder_uuids: Sequence[str]) -> str:
    """The UUID of the coder whose coding holds; empty where it isn't one's alone."""
    number = OUTCOMES.index(outcome) if outcome in OUTCOMES else len(coder_uuids)
    return coder_uuids[number] if number < len(coder_uuids) else ""


def together(decisions: Iterable[Decision]) -> Decision:
    """One decision of those that were made together about one place, one for each code."""
    first, *others = decisions
    return replace(
        first,
        row_ids=first.row_ids + tuple(id_ for each in others for id_ in each.row_ids),
        code_ids=first.code_ids + tuple(id_ for each in others for id_ in each.code_ids),
        spans=first.spans + tuple(span for each in others for span in each.spans),
    )


def made_together(one: Decision, other: Decision) -> bool:
    """Whether two decisions on different codes are one about one place."""
    same = ("source_id", "span", "coder_uuids", "outcome", "reason", "decided_by", "decided_at")
    return one.code_ids != other.code_ids and all(getattr(one, name) == getattr(other, name) for name in same)
