"""Removes from our file what they removed from theirs; what somebody said about it here stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from interviewcoder.cases import attributes, cases
from interviewcoder.coding import codes, versions
from interviewcoder.coding.code_rows import ancestors_of, number, siblings_of, unused
from interviewcoder.coding.handing_over import hand_over
from interviewcoder.project.file import Project
from interviewcoder.project.rows import Row
from interviewcoder.project.schema import CodeRow, MemoRow, SegmentRow
from interviewcoder.review.row_changes import RowDelta
from interviewcoder.review.row_writer import KINDS
from interviewcoder.review.snapshot import OF_SOURCE, TABLES
from interviewcoder.sources import catalogue, memo_anchors, review_anchors

_AT_ONCE = 500
_KEPT_OF = ("verdict", "adjudication", "blind", "memo_link")
Ids = Mapping[str, Mapping[str, int]]


def remove(
    project: Project, ids: Ids, deltas: Sequence[RowDelta], became: Mapping[str, str], left_out: list[str]
) -> None:
    """Remove rows, inside an operation. `became` says into which code each was merged there, by UUID."""
    session = project.session
    by_table: dict[str, list[RowDelta]] = {}
    for delta in deltas:
        by_table.setdefault(delta.table, []).append(delta)
    # What they kept of what goes – a memo, a note – comes as a row of theirs: it mustn't be kept once more here.
    for table in _KEPT_OF:
        _rows(session, ids, by_table.pop(table, []))
    codings = by_table.pop("segment", [])
    _empty(session, ids, codings)
    for delta in by_table.pop("source", []):
        catalogue.delete(project, ids["source"][delta.uuid])
    _codings(session, ids, codings)
    for delta in by_table.pop("code", []):
        _code(project, ids, delta, became, left_out)
    for delta in by_table.pop("participant", []):
        cases.delete(project, ids["participant"][delta.uuid])
    for delta in by_table.pop("attribute", []):
        attributes.delete(project, ids["attribute"][delta.uuid])
    for delta in by_table.pop("codebook_version", []):
        versions.delete(project, ids["codebook_version"][delta.uuid])
    # What points to something goes before that to which it points.
    for table in sorted(by_table, key=TABLES.index, reverse=True):
        _rows(session, ids, by_table[table])


def _rows(session: Session, ids: Ids, deltas: Sequence[RowDelta]) -> None:
    for delta in deltas:
        row = session.get(KINDS[delta.table], ids["source" if delta.table in OF_SOURCE else delta.table][delta.uuid])
        if row is not None:
            _let_go(session, row)
            session.delete(row)
    session.flush()


def _empty(session: Session, ids: Ids, deltas: Sequence[RowDelta]) -> None:
    """Take the notes off codings that weren't changed here."""
    waiting = [ids["segment"][delta.uuid] for delta in deltas if not delta.why]
    for start in range(0, len(waiting), _AT_ONCE):
        some = select(SegmentRow).where(SegmentRow.id.in_(waiting[start : start + _AT_ONCE]), SegmentRow.memo != "")
        for row in session.scalars(some).all():
            row.memo = ""
    session.flush()


def _codings(session: Session, ids: Ids, deltas: Sequence[RowDelta]) -> None:
    waiting = [ids["segment"][delta.uuid] for delta in deltas]
    for start in range(0, len(waiting), _AT_ONCE):
        which = SegmentRow.id.in_(waiting[start : start + _AT_ONCE])
        rows = session.scalars(select(SegmentRow).where(which)).all()
        memo_anchors.let_go_of_codings(session, which)
        review_anchors.let_go_of_codings(session, which)
        for row in rows:
            session.delete(row)
        session.flush()


def _code(project: Project, ids: Ids, delta: RowDelta, became: Mapping[str, str], left_out: list[str]) -> None:
    session = project.session
    code_id = ids["code"][delta.uuid]
    into = ids["code"].get(became.get(delta.uuid, ""))
    used = select(func.count()).select_from(SegmentRow).where(SegmentRow.code_id == code_id)
    if into is not None:
        # What was merged there: what has the code here alone goes the same way.
        hand_over(project, session, [code_id], lambda segment_id, code: into)
        review_anchors.hand_over_codes(session, [code_id], into)
        for memo in session.scalars(select(MemoRow).where(MemoRow.code_id == code_id)).all():
            memo.code_id = into
        _take_children(session, code_id, into)
    row = session.get_one(CodeRow, code_id)
    if count := session.scalar(used):
        left_out.append(f"The code “{row.name}” stays: {count} codings have it here.")
        return
    if not delta.why:
        row.memo = ""
    session.flush()
    codes.delete(project, code_id)


def _take_children(session: Session, code_id: int, into: int) -> None:
    """Let codes that stand below one that was merged stand below what it became, as merging does."""
    target = session.get_one(CodeRow, into)
    above = {row.id for row in ancestors_of(session, target)}
    own = siblings_of(session, into)
    children = [row for row in siblings_of(session, code_id) if row.id != into and row.id not in above]
    taken = {row.name.casefold() for row in own}
    for child in children:
        child.name = unused(child.name, taken)
        child.parent_id = into
    number([*own, *children])
    session.flush()


def _let_go(session: Session, row: Row) -> None:
    """Let nothing point to a row that is about to go: what can stand without it does, the rest goes with it."""
    table: Any = row.__table__
    (key,) = table.primary_key.columns
    number = getattr(row, key.name)
    for other in Row.metadata.sorted_tables:
        for column in other.columns:
            if not any(reference.column.table is table for reference in column.foreign_keys):
                continue
            kind = KINDS[other.name]
            for pointing in session.scalars(select(kind).where(getattr(kind, column.name) == number)).all():
                if pointing is row:
                    continue
                if column.nullable:
                    setattr(pointing, column.name, None)
                else:
                    _let_go(session, pointing)
                    session.delete(pointing)
    session.flush()
