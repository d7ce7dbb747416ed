"""Memos as they are stored, read together: those of their own, those of codes, and those of codings."""

from __future__ import annotations

from sqlalchemy import Integer, func, literal, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased
from sqlalchemy.sql.elements import ColumnElement

from interviewcoder.coding.memo_places import About, MemoKey, MemoLink, MemoView
from interviewcoder.project.schema import CaseRow, CodeRow, CoderRow, MemoLinkRow, MemoRow, SegmentRow, SourceRow
from interviewcoder.sources.text import Span

# As many characters of a passage are shown beside its memo.
_QUOTED = 240

_Place = ColumnElement[int] | InstrumentedAttribute[int]

_WHERE = aliased(SourceRow)
_CODED = aliased(CodeRow)


def own(session: Session, *, which: ColumnElement[bool] | None = None) -> list[MemoView]:
    """The memos that stand alone; `which` is a condition on `MemoRow`."""
    start, end = func.coalesce(MemoRow.start, SegmentRow.start), func.coalesce(MemoRow.end, SegmentRow.end)
    name = func.coalesce(CodeRow.name, _CODED.name, CaseRow.name, _WHERE.name, "")
    query = (
        select(MemoRow, SegmentRow.source_id, start, end, name, _quoted(start, end), CoderRow.name)
        .join(CoderRow, CoderRow.id == MemoRow.coder_id)
        .outerjoin(SegmentRow, SegmentRow.id == MemoRow.segment_id)
        .outerjoin(CodeRow, CodeRow.id == MemoRow.code_id)
        .outerjoin(_CODED, _CODED.id == SegmentRow.code_id)
        .outerjoin(CaseRow, CaseRow.id == MemoRow.case_id)
        .outerjoin(_WHERE, _WHERE.id == func.coalesce(MemoRow.source_id, SegmentRow.source_id))
    )
    rows = session.execute(query if which is None else query.where(which)).all()
    links = _links(session, which)
    return [
        MemoView(
            MemoKey("memo", memo.id),
            memo.kind,
            memo.title,
            memo.text,
            _about(memo, coded_in, first, last),
            what,
            quote or "",
            memo.coder_id,
            writer,
            memo.private,
            memo.created_at,
            memo.changed_at,
            tuple(links.get(memo.id, ())),
        )
        for memo, coded_in, first, last, what, quote, writer in rows
    ]


def of_codes(session: Session, *, code_id: int | None = None) -> list[MemoView]:
    """The memos of codes: what the card of a code has under that name."""
    query = select(CodeRow, CoderRow.name).outerjoin(CoderRow, CoderRow.id == CodeRow.coder_id)
    query = query.where(CodeRow.memo != "" if code_id is None else CodeRow.id == code_id)
    return [
        MemoView(
            MemoKey("code", code.id),
            "memo",
            "",
            code.memo,
            About.code(code.id),
            code.name,
            "",
            code.coder_id,
            writer or "",
            False,
            code.created_at,
            code.created_at,
        )
        for code, writer in session.execute(query)
    ]


def of_codings(session: Session, *, segment_id: int | None = None) -> list[MemoView]:
    """The memos of codings."""
    query = (
        select(SegmentRow, CodeRow.name, _quoted(SegmentRow.start, SegmentRow.end), CoderRow.name)
        .join(CodeRow, CodeRow.id == SegmentRow.code_id)
        .join(CoderRow, CoderRow.id == SegmentRow.coder_id)
        .join(_WHERE, _WHERE.id == SegmentRow.source_id)
        .where(SegmentRow.memo != "" if segment_id is None else SegmentRow.id == segment_id)
    )
    return [
        MemoView(
            MemoKey("segment", coding.id),
            "memo",
            "",
            coding.memo,
            About("coding", coding.id, coding.source_id, Span(coding.start, coding.end)),
            name,
            quote,
            coding.coder_id,
            writer,
            False,
            coding.created_at,
            coding.created_at,
        )
        for coding, name, quote, writer in session.execute(query)
    ]


def named(session: Session, thing: About) -> tuple[str, str]:
    """What a thing is called, and the first words of its passage or coding; empty where there is none."""
    if thing.kind == "coding":
        found = of_codings(session, segment_id=thing.id)
        return (found[0].about_name, found[0].quote) if found else ("", "")
    if thing.kind in ("source", "passage"):
        span = thing.span or Span(0, 0)
        words = func.substr(_WHERE.text, span.start + 1, min(span.length, _QUOTED))
        row = session.execute(select(_WHERE.name, words).where(_WHERE.id == thing.id)).first()
        return (row[0], row[1]) if row else ("", "")
    if thing.kind == "project":
        return "", ""
    column = CodeRow if thing.kind == "code" else CaseRow
    return session.scalar(select(column.name).where(column.id == thing.id)) or "", ""


def _links(session: Session, which: ColumnElement[bool] | None) -> dict[int, list[MemoLink]]:
    query = (
        select(MemoLinkRow, _WHERE.name, _quoted(MemoLinkRow.start, MemoLinkRow.end))
        .join(_WHERE, _WHERE.id == MemoLinkRow.source_id)
        .join(MemoRow, MemoRow.id == MemoLinkRow.memo_id)
        .order_by(_WHERE.position, MemoLinkRow.start, MemoLinkRow.id)
    )
    found: dict[int, list[MemoLink]] = {}
    for link, source, quote in session.execute(query if which is None else query.where(which)):
        view = MemoLink(link.id, link.source_id, source, Span(link.start, link.end), quote)
        found.setdefault(link.memo_id, []).append(view)
    return found


def _quoted(start: _Place, end: _Place) -> ColumnElement[str]:
    length = func.min(end - start, literal(_QUOTED, Integer))
    return func.coalesce(func.substr(_WHERE.text, start + 1, length), "")


def _about(memo: MemoRow, coded_in: int | None, start: int | None, end: int | None) -> About:
    span = Span(start, end) if start is not None and end is not None else None
    if memo.segment_id is not None:
        return About("coding", memo.segment_id, coded_in, span)
    if memo.code_id is not None:
        return About.code(memo.code_id)
    if memo.case_id is not None:
        return About.case(memo.case_id)
    if memo.source_id is None:
        return About()
    return About.source(memo.source_id) if span is None else About.passage(memo.source_id, span)
