"""Agreement of coders: how far they gave the same codes to the same places, and where they didn't."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select

from interviewcoder.analysis.agreement_values import Agreement as Agreement
from interviewcoder.analysis.agreement_values import Disagreement as Disagreement
from interviewcoder.analysis.agreement_values import Settings as Settings
from interviewcoder.analysis.agreement_values import Settled as Settled
from interviewcoder.project.file import Project
from interviewcoder.project.schema import SegmentRow
from interviewcoder.sources.text import Span


def disagreements(project: Project, coder_ids: Sequence[int], settings: Settings | None = None) -> list[Disagreement]:
    """The places where coders differ about a code, in the order of sources and texts.

    A place is made of passages that overlap; what only adjoins is two places.
    """
    rows = select(SegmentRow.source_id, SegmentRow.code_id, SegmentRow.start, SegmentRow.end, SegmentRow.coder_id,
                  SegmentRow.id).where(SegmentRow.coder_id.in_(coder_ids), SegmentRow.end > SegmentRow.start)  # fmt: skip
    groups = defaultdict(list)
    for source_id, code_id, *rest in project.session.execute(rows.order_by(SegmentRow.start, SegmentRow.end)):
        groups[source_id, code_id].append(tuple(rest))
    found = []
    for (source_id, code_id), codings in groups.items():
        places: list[list[tuple[int, int, int, int]]] = []
        end = -1
        for start, stop, coder_id, coding_id in codings:
            if start >= end:
                places.append([])
            places[-1].append((start, stop, coder_id, coding_id))
            end = max(end, stop)
        for place in places:
            spans = tuple(_joined([Span(a, b) for a, b, who, _ in place if who == each]) for each in coder_ids)
            if len(set(spans)) > 1:
                ids = tuple(tuple(id_ for *_, who, id_ in place if who == each) for each in coder_ids)
                whole = Span(place[0][0], max(stop for _, stop, *_ in place))
                kind = "other bounds" if all(spans) else "not by all"
                found.append(Disagreement(source_id, whole, code_id, tuple(coder_ids), spans, ids, kind))
    return sorted(found, key=lambda each: (each.source_id, each.span, each.code_id))


def _joined(spans: Sequence[Span]) -> tuple[Span, ...]:
    joined: list[Span] = []
    for span in spans:
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)
