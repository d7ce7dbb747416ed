"""Removes from our file what they removed from theirs; what somebody said about it here stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from interviewcoder.cases import attributes, cases
from interviewcoder.coding import codes, versions
from interviewcoder.coding.handing_over import hand_over
from interviewcoder.project.file import Project
from interviewcoder.project.rows import Row
from interviewcoder.project.schema import CodeRow, MemoRow, SegmentRow
from interviewcoder.review.row_changes import RowDelta
from interviewcoder.review.row_writer import KINDS
from interviewcoder.review.snapshot import OF_SOURCE, TABLES
from interviewcoder.sources import catalogue, memo_anchors, review_anchors

_AT_ONCE = 500
Ids = Mapping[str, Mapping[str, int]]


def remove(
    project: Project, ids: Ids, deltas: Sequence[RowDelta], became: Mapping[str, str], left_out: list[str]
) -> None:
    """Remove rows, inside an operation. `became` says into which code each was merged there, by UUID."""
    session = project.session
    by_table: dict[str, list[RowDelta]] = {}
    for delta in deltas:
        by_table.setdefault(delta.table, []).append(delta)
    sources = by_table.pop("source", [])
    for delta in sources:
        catalogue.delete(project, ids["source"][delta.uuid])
    _codings(session, ids, by_table.pop("segment", []))
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
        for delta in by_table[table]:
            row = session.get(KINDS[table], ids["source" if table in OF_SOURCE else table][delta.uuid])
            if row is not None:
                _let_go(session, row)
                session.delete(row)
        session.flush()


def _codings(session: Session, ids: Ids, deltas: Sequence[RowDelta]) -> None:
    # What was noted on one is a memo there by now, and comes as one; but not what was changed here.
    numbers = {ids["segment"][delta.uuid]: delta for delta in deltas}
    waiting = list(numbers)
    for start in range(0, len(waiting), _AT_ONCE):
        which = SegmentRow.id.in_(waiting[start : start + _AT_ONCE])
        rows = session.scalars(select(SegmentRow).where(which)).all()
        for row in rows:
            if not numbers[row.id].why and row.memo:
                row.memo = ""
        session.flush()
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
    row = session.get_one(CodeRow, code_id)
    if count := session.scalar(used):
        left_out.append(f"The code “{row.name}” stays: {count} codings have it here.")
        return
    if not delta.why:
        row.memo = ""
    session.flush()
    codes.delete(project, code_id)


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
