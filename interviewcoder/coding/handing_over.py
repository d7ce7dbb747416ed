"""Codings that leave a code for another: each keeps where it came from, and none is lost."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from interviewcoder.coding.origins import CodeOrigin, joined, with_origin
from interviewcoder.project.changes import Values
from interviewcoder.project.file import Project
from interviewcoder.project.schema import CodeRow, MemoRow, SegmentRow
from interviewcoder.sources import review_anchors

_CARRIED = ("code_id", "exemplar", "negative", "level", "memo", "came_from", "made_by")
_AT_ONCE = 500

# Source, start, end, coder and code: what no two codings should share.
_Passage = tuple[int, int, int, int, int]


@dataclass(frozen=True, slots=True)
class Handed:
    """How many codings left their code, and how many of them became one with a coding that was there."""

    codings: int = 0
    joined: int = 0


@dataclass(frozen=True, slots=True)
class _Coding:
    id: int
    source_id: int
    start: int
    end: int
    coder_id: int
    code_id: int
    exemplar: bool
    negative: bool
    level: str
    memo: str
    came_from: str
    made_by: str

    def at(self, code_id: int) -> _Passage:
        return self.source_id, self.start, self.end, self.coder_id, code_id


_COLUMNS = tuple(getattr(SegmentRow, name) for name in _Coding.__slots__)


def hand_over(
    project: Project, session: Session, leaving: Collection[int], target_of: Callable[[int, int], int | None]
) -> dict[int, Handed]:
    """Give codings of the codes `leaving` other codes, inside an operation; says by code left what was done.

    `target_of` says for a coding's id and its code's which code it goes to,
    None where it stays. Where the coder had given the passage that code too,
    the two become one, with the marks and memos of both.
    """
    codings = _codings_of(session, leaving)
    targets = {coding.id: target_of(coding.id, coding.code_id) for coding in codings}
    moving = [coding for coding in codings if targets[coding.id] not in (None, coding.code_id)]
    wanted = {code_id for code_id in targets.values() if code_id is not None}
    there = _places_of(session, wanted)
    codes = _origins(session, {*leaving, *wanted})
    stored = {coding.id: coding for coding in moving}
    becoming: dict[int, _Coding] = {}
    dropped: dict[int, int] = {}
    handed = dict.fromkeys(leaving, Handed())
    for coding in moving:
        code_id = targets[coding.id] or 0
        moved = _moved(coding, code_id, codes[coding.code_id])
        keeper_id = there.setdefault(coding.at(code_id), coding.id)
        if keeper_id == coding.id:
            becoming[coding.id] = moved
        else:
            if keeper_id not in becoming:
                becoming[keeper_id] = stored[keeper_id] = _coding(session, keeper_id)
            becoming[keeper_id] = _as_one(becoming[keeper_id], moved, codes)
            dropped[coding.id] = keeper_id
        before = handed[coding.code_id]
        handed[coding.code_id] = Handed(before.codings + 1, before.joined + (keeper_id != coding.id))
    changes = [(id_, *_difference(stored[id_], now)) for id_, now in becoming.items()]
    project.history.change_rows(SegmentRow, changes)
    _drop(session, dropped)
    return handed


def _codings_of(session: Session, code_ids: Collection[int]) -> list[_Coding]:
    ordered = select(*_COLUMNS).where(SegmentRow.code_id.in_(list(code_ids))).order_by(SegmentRow.id)
    return [_Coding(*row) for row in session.execute(ordered)]


def _places_of(session: Session, code_ids: Collection[int]) -> dict[_Passage, int]:
    """Where codes were given, and the coding's id; the earliest where there are several."""
    columns = SegmentRow.source_id, SegmentRow.start, SegmentRow.end, SegmentRow.coder_id, SegmentRow.code_id
    rows = session.execute(
        select(*columns, SegmentRow.id).where(SegmentRow.code_id.in_(list(code_ids))).order_by(SegmentRow.id.desc())
    )
    return {(source_id, start, end, coder_id, code_id): id_ for source_id, start, end, coder_id, code_id, id_ in rows}


def _coding(session: Session, segment_id: int) -> _Coding:
    return _Coding(*session.execute(select(*_COLUMNS).where(SegmentRow.id == segment_id)).one())


def _origins(session: Session, code_ids: Collection[int]) -> dict[int, CodeOrigin]:
    rows = session.execute(select(CodeRow.id, CodeRow.uuid, CodeRow.name).where(CodeRow.id.in_(list(code_ids))))
    return {code_id: CodeOrigin(uuid, name) for code_id, uuid, name in rows}


def _moved(coding: _Coding, code_id: int, left: CodeOrigin) -> _Coding:
    return replace(coding, code_id=code_id, came_from=with_origin(coding.came_from, left))


def _as_one(kept: _Coding, other: _Coding, codes: dict[int, CodeOrigin]) -> _Coding:
    """One coding for two of the same passage; `other` has the same code by now."""
    memos = [kept.memo, other.memo]
    if kept.level and other.level and kept.level != other.level:
        # A coding has one level: the other one stays to be read.
        memos.append(f"Also coded as {other.level}.")
    return replace(
        kept,
        exemplar=kept.exemplar or other.exemplar,
        negative=kept.negative or other.negative,
        level=kept.level or other.level,
        memo="\n\n".join(dict.fromkeys(memo for memo in memos if memo)),
        came_from=joined(kept.came_from, codes[kept.code_id], other.came_from),
        # Where a hand made one of them, a hand made it.
        made_by=kept.made_by if other.made_by else "",
    )


def _difference(before: _Coding, after: _Coding) -> tuple[Values, Values]:
    changed = [name for name in _CARRIED if getattr(before, name) != getattr(after, name)]
    return {name: getattr(before, name) for name in changed}, {name: getattr(after, name) for name in changed}


def _drop(session: Session, dropped: dict[int, int]) -> None:
    """Remove codings that became one with another; what was said about them is about that one from now on."""
    review_anchors.hand_over_codings(session, dropped)
    ids = list(dropped)
    for begin in range(0, len(ids), _AT_ONCE):
        part = ids[begin : begin + _AT_ONCE]
        for memo in session.scalars(select(MemoRow).where(MemoRow.segment_id.in_(part))).all():
            if memo.segment_id is not None:
                memo.segment_id = dropped[memo.segment_id]
        session.flush()
        for segment in session.scalars(select(SegmentRow).where(SegmentRow.id.in_(part))).all():
            session.delete(segment)
    session.flush()
