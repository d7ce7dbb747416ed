"""What reviewers think of codings: agree or query, one verdict of each reviewer per coding."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Select, and_, func, select, tuple_
from sqlalchemy.orm import Session

from interviewcoder.errors import NotAllowed, NotFound
from interviewcoder.project.file import Project
from interviewcoder.project.schema import CodeRow, CoderRow, SegmentRow, SourceRow, VerdictRow
from interviewcoder.sources.text import normalise, shortened

AGREE, QUERY = "agree", "query"
VERDICTS = (AGREE, QUERY)


@dataclass(frozen=True, slots=True)
class VerdictView:
    """A reviewer's verdict on a coding: `AGREE` or `QUERY`, and what they noted."""

    id: int
    uuid: str
    segment_id: int
    coder_id: int
    coder: str
    colour: str
    verdict: str
    note: str
    given_at: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the coder of now has come in reviewing: the others' codings, and how many of them got which verdict."""

    codings: int
    agreed: int
    queried: int

    @property
    def left(self) -> int:
        """How many have no verdict yet."""
        return self.codings - self.agreed - self.queried


def give(project: Project, segment_id: int, verdict: str, *, note: str | None = None) -> VerdictView:
    """Agree with a coding, or query it, as the coder of now; the last verdict holds.

    `note` None keeps what was noted before.

    Raises:
        NotAllowed: it is neither `AGREE` nor `QUERY`, or the coding is one's own.
        NotFound: the coding is gone.
    """
    if verdict not in VERDICTS:
        raise NotAllowed(f"“{verdict}” is no verdict.", "Agree with the coding, or query it.")
    with project.op("Agree with coding" if verdict == AGREE else "Query coding") as session:
        segment = _segment(session, segment_id)
        if segment.coder_id == project.coder.id:
            raise NotAllowed("The coding is your own.", "Codings of others are agreed with or queried.")
        row = _own(project, session, segment_id)
        if row is None:
            row = VerdictRow(segment_id=segment_id, coder_id=project.coder.id)
            session.add(row)
        row.verdict, row.given_at = verdict, datetime.now(UTC).isoformat(timespec="seconds")
        if note is not None:
            row.note = normalise(note).strip()
        session.flush()
        verdict_id = row.id
        _tell(project, session, segment)
    return _views(project, _query().where(VerdictRow.id == verdict_id))[0]


def take_back(project: Project, segment_id: int) -> None:
    """Take one's own verdict on a coding back.

    Raises:
        NotFound: there is none, or the coding is gone.
    """
    with project.op("Take verdict back") as session:
        segment = _segment(session, segment_id)
        row = _own(project, session, segment_id)
        if row is None:
            raise NotFound("You gave no verdict on this coding.")
        _tell(project, session, segment)
        session.delete(row)


def in_source(project: Project, source_id: int) -> dict[int, list[VerdictView]]:
    """The verdicts on a source's codings, by the codings' ids."""
    found: dict[int, list[VerdictView]] = {}
    for each in _views(project, _query().where(SegmentRow.source_id == source_id)):
        found.setdefault(each.segment_id, []).append(each)
    return found


def listing(project: Project, *, verdict: str = "") -> list[VerdictView]:
    """All verdicts, by source and place; with `verdict` those that say this."""
    query = _query().join(SourceRow, SourceRow.id == SegmentRow.source_id)
    if verdict:
        query = query.where(VerdictRow.verdict == verdict)
    return _views(project, query.order_by(None).order_by(SourceRow.position, SegmentRow.start, VerdictRow.id))


def progress(project: Project, source_id: int | None = None) -> Progress:
    """How far the coder of now has come, in one source or in all."""
    mine = and_(VerdictRow.segment_id == SegmentRow.id, VerdictRow.coder_id == project.coder.id)
    query = select(VerdictRow.verdict, func.count()).select_from(SegmentRow).outerjoin(VerdictRow, mine)
    query = query.where(SegmentRow.coder_id != project.coder.id)
    if source_id is not None:
        query = query.where(SegmentRow.source_id == source_id)
    found = dict(project.session.execute(query.group_by(VerdictRow.verdict)).tuples().all())
    return Progress(sum(found.values()), found.get(AGREE, 0), found.get(QUERY, 0))


def next_to_review(project: Project, after: int | None = None, *, source_ids: Collection[int] = ()) -> int | None:
    """The id of the next coding of somebody else's without a verdict of one's own; None where all have one.

    By source and place, from behind the coding `after` on and then from the
    beginning; in `source_ids` alone where some are named.
    """
    session = project.session
    mine = select(VerdictRow.segment_id).where(VerdictRow.coder_id == project.coder.id)
    place = (SourceRow.position, SourceRow.id, SegmentRow.start, SegmentRow.end, SegmentRow.id)
    query = select(*place).join(SourceRow, SourceRow.id == SegmentRow.source_id)
    waiting = query.where(SegmentRow.coder_id != project.coder.id, SegmentRow.id.not_in(mine))
    if source_ids:
        waiting = waiting.where(SegmentRow.source_id.in_(list(source_ids)))
    waiting = waiting.order_by(*place).limit(1)
    here = session.execute(query.where(SegmentRow.id == after)).first() if after is not None else None
    found = session.execute(waiting.where(tuple_(*place) > tuple_(*here))).first() if here is not None else None
    found = found or session.execute(waiting).first()
    return None if found is None else int(found[-1])


def _query() -> Select[Any]:  # a verdict with its coder
    return (
        select(VerdictRow, CoderRow.name, CoderRow.colour)
        .join(CoderRow, CoderRow.id == VerdictRow.coder_id)
        .join(SegmentRow, SegmentRow.id == VerdictRow.segment_id)
        .order_by(VerdictRow.given_at, VerdictRow.id)
    )


def _views(project: Project, query: Select[Any]) -> list[VerdictView]:  # of `_query`
    return [
        VerdictView(
            row.id,
            row.uuid,
            row.segment_id,
            row.coder_id,
            name,
            colour,
            row.verdict,
            row.note,
            row.given_at,
            row.coder_id == project.coder.id,
        )
        for row, name, colour in project.session.execute(query)
    ]


def _segment(session: Session, segment_id: int) -> SegmentRow:
    row = session.get(SegmentRow, segment_id)
    if row is None:
        raise NotFound("The coding is no longer in the project.")
    return row


def _own(project: Project, session: Session, segment_id: int) -> VerdictRow | None:
    query = select(VerdictRow).where(VerdictRow.segment_id == segment_id, VerdictRow.coder_id == project.coder.id)
    return session.scalars(query).first()


def _tell(project: Project, session: Session, segment: SegmentRow) -> None:
    source = session.get_one(SourceRow, segment.source_id)
    words = shortened(source.text[segment.start : segment.end])
    project.tell(code=session.get_one(CodeRow, segment.code_id).name, words=words, source=source.name)
