"""Codings that a merge made alike – one coder, one code, one passage – become one, with the marks and memos of both."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from interviewcoder.coding.origins import CodeOrigin, joined
from interviewcoder.project.schema import CodeRow, MemoRow, SegmentRow
from interviewcoder.sources import review_anchors

_AT_ONCE = 500
_PLACE = (SegmentRow.source_id, SegmentRow.start, SegmentRow.end, SegmentRow.code_id, SegmentRow.coder_id)


def join(session: Session, touched: Collection[int]) -> dict[str, str]:
    """Join codings that were touched with those that are like them; gives the UUIDs of those that went, and of which
    they are part now. Inside an operation. Codings without words stay as they are."""
    twins: dict[int, int] = {}
    for place in _places(session, touched):
        alike = select(SegmentRow.id).where(*(column == value for column, value in zip(_PLACE, place, strict=True)))
        first, *others = session.scalars(alike.order_by(SegmentRow.id)).all()
        twins.update(dict.fromkeys(others, first))
    if not twins:
        return {}
    found: dict[str, str] = {}
    for gone_id, keeper_id in twins.items():
        gone, keeper = session.get_one(SegmentRow, gone_id), session.get_one(SegmentRow, keeper_id)
        _take_over(session, keeper, gone)
        found[gone.uuid] = keeper.uuid
    session.flush()
    review_anchors.hand_over_codings(session, twins)
    for memo in session.scalars(select(MemoRow).where(MemoRow.segment_id.in_(list(twins)))).all():
        memo.segment_id = twins[memo.segment_id or 0]
    session.flush()
    for gone_id in twins:
        session.delete(session.get_one(SegmentRow, gone_id))
    session.flush()
    return found


def _places(session: Session, touched: Collection[int]) -> Iterable[tuple[int, ...]]:
    """The passages, codes and coders of which there is more than one coding, one of them touched."""
    ids = list(touched)
    sources: set[int] = set()
    for start in range(0, len(ids), _AT_ONCE):
        some = SegmentRow.id.in_(ids[start : start + _AT_ONCE])
        sources.update(session.scalars(select(SegmentRow.source_id).where(some).distinct()))
    wanted = set(ids)
    by_place: dict[tuple[int, ...], list[int]] = {}
    for source_id in sorted(sources):
        rows = select(SegmentRow.id, *_PLACE).where(
            SegmentRow.source_id == source_id, SegmentRow.start < SegmentRow.end
        )
        for id_, *place in session.execute(rows):
            by_place.setdefault(tuple(place), []).append(id_)
    return [place for place, alike in by_place.items() if len(alike) > 1 and not wanted.isdisjoint(alike)]


def _take_over(session: Session, keeper: SegmentRow, gone: SegmentRow) -> None:
    code = session.get_one(CodeRow, keeper.code_id)
    keeper.exemplar = keeper.exemplar or gone.exemplar
    keeper.negative = keeper.negative or gone.negative
    keeper.level = keeper.level or gone.level
    keeper.memo = "\n\n".join(dict.fromkeys(memo for memo in (keeper.memo, gone.memo) if memo))
    if gone.came_from or keeper.came_from:
        keeper.came_from = joined(keeper.came_from, CodeOrigin(code.uuid, code.name), gone.came_from)
    keeper.made_by = keeper.made_by if gone.made_by else ""
