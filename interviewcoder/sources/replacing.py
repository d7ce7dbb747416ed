"""Replace words wherever they were found, in one transcript or in all: one step, codings stay on their words."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from sqlalchemy import select

from interviewcoder.errors import NotFound
from interviewcoder.project.file import Project
from interviewcoder.project.schema import SegmentRow, SourceRow
from interviewcoder.sources.correcting import Receipt, correct_text
from interviewcoder.sources.text import Edit, Span, shortened


def replace_all(project: Project, source_id: int, found: Sequence[Span], by: str) -> Receipt:
    """Put other words in the place of each passage that was found in a source, as one step.

    `found` are passages of the stored text, in its order, none overlapping another.

    Raises:
        NotAllowed: the passages don't fit the text that is stored.
        NotFound: there is no such source.
    """
    text = _text(project, source_id)
    edits = [Edit(span.start, span.text_in(text), by) for span in found]
    with project.op("Replace in text"):
        receipt = correct_text(project, source_id, edits)
        project.tell(count=len(edits), before=_told(text, found), after=shortened(by))
    return receipt


def replace_everywhere(project: Project, found: Mapping[int, Sequence[Span]], by: str) -> dict[int, Receipt]:
    """Do the same in many sources, given by id with what was found in each, as one step; gives a receipt for each.

    Raises:
        NotAllowed, NotFound: as in `replace_all`; nothing is changed then.
    """
    places = {source_id: spans for source_id, spans in found.items() if spans}
    receipts: dict[int, Receipt] = {}
    with project.op("Replace in transcripts"):
        for source_id, spans in places.items():
            before = _told(_text(project, source_id), spans)
            receipts[source_id] = replace_all(project, source_id, spans, by)
            project.tell(before=before)
        if places:
            project.tell(count=sum(map(len, places.values())), after=shortened(by), sources=len(places))
    return receipts


def codings_on(project: Project, source_id: int, found: Sequence[Span]) -> int:
    """How many codings of a source have words in one of these passages, which are in the text's order."""
    starts, ends = [span.start for span in found], [span.end for span in found]
    rows = project.session.execute(select(SegmentRow.start, SegmentRow.end).where(SegmentRow.source_id == source_id))
    # The first passage that ends behind the coding's start is the only one that can be the first to touch it.
    return sum(_begins_before(starts, _first_behind(ends, start), end) for start, end in rows)


def _first_behind(ends: Sequence[int], at: int) -> int:
    return bisect_left(ends, at + 1)


def _begins_before(starts: Sequence[int], number: int, at: int) -> bool:
    return number < len(starts) and starts[number] < at


def _text(project: Project, source_id: int) -> str:
    text = project.session.scalar(select(SourceRow.text).where(SourceRow.id == source_id))
    if text is None:
        raise NotFound("The source is no longer in the project.")
    return text


def _told(text: str, found: Sequence[Span]) -> str:
    return shortened(found[0].text_in(text)) if found else ""
