"""Comments as they are stored, read together as threads."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, aliased

from interviewcoder.errors import NotFound
from interviewcoder.project.file import Project
from interviewcoder.project.schema import CodebookVersionRow, CodeRow, CoderRow, CommentRow, SegmentRow, SourceRow
from interviewcoder.review.comment_views import About, CommentView, ThreadView
from interviewcoder.sources.text import Span

COLUMN = {
    "source": "source_id",
    "passage": "source_id",
    "coding": "segment_id",
    "code": "code_id",
    "version": "version_id",
}
"""The column of a comment that says what it is about, by the kind of that."""

# As many characters of a passage are shown beside its comment.
_QUOTED = 240

# Asked first: whoever opens a source waits for what is said on it, and most studies have no comments.
_ANY = select(CommentRow.__table__.c.id).limit(1)
_WHERE = aliased(SourceRow)
_CODED = aliased(CodeRow)
_RESOLVER = aliased(CoderRow)
_ASSIGNEE = aliased(CoderRow)


def threads(
    project: Project,
    *,
    ids: Collection[int] | None = None,
    source_id: int | None = None,
    code_ids: Collection[int] | None = None,
    on: About | None = None,
) -> list[ThreadView]:
    """The threads, oldest first; of a source with its passages and codings, of codes with their codings.

    `on`: on one thing, of a passage on any of its source.
    """
    if project.session.scalar(_ANY) is None:
        return []
    which: list[ColumnElement[bool]] = []
    if on is not None and on.kind == "project":
        which += [getattr(CommentRow, column).is_(None) for column in dict.fromkeys(COLUMN.values())]
    elif on is not None:
        which.append(getattr(CommentRow, COLUMN[on.kind]) == on.id)
    if ids is not None:
        which.append(CommentRow.id.in_(list(ids)))
    if source_id is not None:
        which.append(or_(CommentRow.source_id == source_id, SegmentRow.source_id == source_id))
    if code_ids is not None:
        wanted = list(code_ids)
        which.append(or_(CommentRow.code_id.in_(wanted), SegmentRow.code_id.in_(wanted)))
    found = project.session.execute(_threads_query().where(*which)).all()
    # A coding that may not be seen now isn't joined: what was said of it isn't shown either.
    rows = [row for row in found if row[0].segment_id is None or row[1] is not None]
    said = _said(project, [row[0].id for row in rows] if which else None)
    return [_thread(row, said[row[0].id]) for row in rows]


def states(project: Project) -> list[tuple[str, int | None, str]]:
    """Of each thread when it was settled, whose task it is and until when: what is counted, read without its words."""
    query = select(CommentRow.resolved_at, CommentRow.assigned_to, CommentRow.due)
    query = query.outerjoin(SegmentRow, SegmentRow.id == CommentRow.segment_id)
    seen = or_(CommentRow.segment_id.is_(None), SegmentRow.id.is_not(None))
    return [row._tuple() for row in project.session.execute(query.where(CommentRow.thread_id.is_(None), seen))]


def comment(project: Project, comment_id: int) -> CommentView:
    """One comment or answer.

    Raises:
        NotFound: it is gone.
    """
    query = select(CommentRow, CoderRow.name, CoderRow.colour).join(CoderRow, CoderRow.id == CommentRow.coder_id)
    row = project.session.execute(query.where(CommentRow.id == comment_id)).first()
    if row is None:
        raise NotFound("The comment is no longer in the project.", "Undo brings it back.")
    return _view(project, *row)


def answers(session: Session, thread_id: int) -> list[CommentRow]:
    """The rows of the answers in a thread, oldest first."""
    return list(session.scalars(select(CommentRow).where(CommentRow.thread_id == thread_id).order_by(CommentRow.id)))


def place_of(session: Session, thing: About) -> int | None:
    """The id of the row that a comment is to be about; None where it is gone."""
    if thing.id is None:
        return None
    kinds: dict[str, Any] = {  # mapped classes, which have no type in common with an id
        "source": SourceRow,
        "passage": SourceRow,
        "coding": SegmentRow,
        "code": CodeRow,
        "version": CodebookVersionRow,
    }
    kind = kinds[thing.kind]
    found = session.scalar(select(kind.id).where(kind.id == thing.id))
    return None if found is None else int(found)


def words_of(session: Session, source_id: int, span: Span) -> str:
    """The words of a passage; empty where it is none of the source's."""
    if not 0 <= span.start < span.end:
        return ""
    length = func.length(SourceRow.text)
    words = func.substr(SourceRow.text, span.start + 1, span.length)
    row = session.execute(select(words, length).where(SourceRow.id == source_id)).first()
    return str(row[0]) if row is not None and span.end <= row[1] else ""


def named(session: Session, thing: About) -> tuple[str, str]:
    """What a thing is called, and the first words of its passage or coding; empty where there is none."""
    if thing.kind == "coding":
        query = select(CodeRow.name, SegmentRow.source_id, SegmentRow.start, SegmentRow.end)
        row = session.execute(
            query.join(CodeRow, CodeRow.id == SegmentRow.code_id).where(SegmentRow.id == thing.id)
        ).first()
        return (row[0], _quote(session, row[1], Span(row[2], row[3]))) if row else ("", "")
    if thing.kind in ("source", "passage") and thing.id is not None:
        name = session.scalar(select(SourceRow.name).where(SourceRow.id == thing.id)) or ""
        return name, _quote(session, thing.id, thing.span) if thing.span else ""
    if thing.kind == "code":
        return session.scalar(select(CodeRow.name).where(CodeRow.id == thing.id)) or "", ""
    if thing.kind == "version":
        return session.scalar(select(CodebookVersionRow.name).where(CodebookVersionRow.id == thing.id)) or "", ""
    return "", ""


def told(session: Session, row: CommentRow) -> dict[str, str]:
    """What a step on a thread is about, for the history to be told; `row` is its first comment."""
    if row.segment_id is not None:
        return {"code": named(session, About.coding(row.segment_id))[0]}
    if row.code_id is not None:
        return {"code": named(session, About.code(row.code_id))[0]}
    if row.source_id is not None:
        return {"source": named(session, About.source(row.source_id))[0]}
    return {"name": named(session, About.version(row.version_id))[0]} if row.version_id is not None else {}


def _threads_query() -> Any:  # a select of eleven columns: SQLAlchemy's types end at ten
    start, end = func.coalesce(CommentRow.start, SegmentRow.start), func.coalesce(CommentRow.end, SegmentRow.end)
    words = func.coalesce(func.substr(_WHERE.text, start + 1, func.min(end - start, _QUOTED)), "")
    return (
        select(
            CommentRow,
            SegmentRow.source_id,
            start,
            end,
            words,
            _WHERE.name,
            func.coalesce(CodeRow.name, _CODED.name, CodebookVersionRow.name, _WHERE.name, ""),
            _RESOLVER.name,
            _ASSIGNEE.name,
        )
        .outerjoin(SegmentRow, SegmentRow.id == CommentRow.segment_id)
        .outerjoin(CodeRow, CodeRow.id == CommentRow.code_id)
        .outerjoin(_CODED, _CODED.id == SegmentRow.code_id)
        .outerjoin(CodebookVersionRow, CodebookVersionRow.id == CommentRow.version_id)
        .outerjoin(_WHERE, _WHERE.id == func.coalesce(CommentRow.source_id, SegmentRow.source_id))
        .outerjoin(_RESOLVER, _RESOLVER.id == CommentRow.resolved_by)
        .outerjoin(_ASSIGNEE, _ASSIGNEE.id == CommentRow.assigned_to)
        .where(CommentRow.thread_id.is_(None))
        .order_by(CommentRow.id)
    )


def _thread(row: Any, said: Iterable[CommentView]) -> ThreadView:  # a row of `_threads_query`
    first, coded_in, start, end, words, source, name, resolver, assignee = row
    return ThreadView(
        first.id,
        first.uuid,
        _about(first, coded_in, start, end),
        name,
        source or "",
        words,
        first.was_about,
        tuple(said),
        first.resolved_at,
        first.resolved_by,
        resolver or "",
        first.assigned_to,
        assignee or "",
        first.due,
    )


def _about(row: CommentRow, coded_in: int | None, start: int | None, end: int | None) -> About:
    span = Span(start, end) if start is not None and end is not None else None
    if row.segment_id is not None:
        return About("coding", row.segment_id, coded_in, span)
    if row.code_id is not None:
        return About.code(row.code_id)
    if row.version_id is not None:
        return About.version(row.version_id)
    if row.source_id is None:
        return About()
    return About.source(row.source_id) if span is None else About.passage(row.source_id, span)


def _said(project: Project, thread_ids: Collection[int] | None) -> dict[int, list[CommentView]]:
    """All comments by their threads, the first one first; None: of all threads."""
    query = select(CommentRow, CoderRow.name, CoderRow.colour).join(CoderRow, CoderRow.id == CommentRow.coder_id)
    if thread_ids is not None:
        ids = list(thread_ids)
        query = query.where(or_(CommentRow.id.in_(ids), CommentRow.thread_id.in_(ids)))
    found: dict[int, list[CommentView]] = {}
    first_ones = CommentRow.thread_id.is_not(None)
    for row, name, colour in project.session.execute(query.order_by(first_ones, CommentRow.created_at, CommentRow.id)):
        found.setdefault(row.thread_id or row.id, []).append(_view(project, row, name, colour))
    return found


def _view(project: Project, row: CommentRow, coder: str, colour: str) -> CommentView:
    return CommentView(
        row.id,
        row.uuid,
        row.thread_id or row.id,
        row.text,
        row.coder_id,
        coder,
        colour,
        row.coder_id == project.coder.id,
        row.created_at,
        row.changed_at,
    )


def _quote(session: Session, source_id: int, span: Span) -> str:
    return words_of(session, source_id, Span(span.start, min(span.end, span.start + _QUOTED)))
