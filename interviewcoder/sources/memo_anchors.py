"""What becomes of memos when that which they are about goes: the thought stays, and says what it was about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from interviewcoder.project.schema import CodeRow, MemoLinkRow, MemoRow, SegmentRow


def let_go_of_source(session: Session, source_id: int, name: str) -> None:
    """Make the memos on a source, its passages and its codings memos on the project; links to its passages go.

    The caller holds the operation open and removes the source afterwards.
    """
    on_codings = select(MemoRow).join(SegmentRow, SegmentRow.id == MemoRow.segment_id)
    _free(session.scalars(on_codings.where(SegmentRow.source_id == source_id)), name)
    _free(session.scalars(select(MemoRow).where(MemoRow.source_id == source_id)), name)
    for segment, code_name in session.execute(_with_memo(SegmentRow.source_id == source_id)).all():
        session.add(_kept(segment.memo, f"{code_name} · {name}", segment.coder_id, segment.created_at))
    for link in session.scalars(select(MemoLinkRow).where(MemoLinkRow.source_id == source_id)).all():
        session.delete(link)
    session.flush()


def let_go_of_case(session: Session, case_id: int, name: str) -> None:
    """Make the memos on a participant memos on the project; the caller removes the participant afterwards."""
    _free(session.scalars(select(MemoRow).where(MemoRow.case_id == case_id)), name)
    session.flush()


def let_go_of_code(session: Session, code: CodeRow, coder_id: int) -> None:
    """Make the memos on a code memos on the project, and those on its codings memos on their passages.

    What stands in the code's own memo becomes one, too, by whoever made the
    code; `coder_id` where nobody knows. The caller removes codings and code afterwards.
    """
    let_go_of_codings(session, SegmentRow.code_id == code.id)
    _free(session.scalars(select(MemoRow).where(MemoRow.code_id == code.id)), code.name)
    if code.memo:
        session.add(_kept(code.memo, code.name, code.coder_id or coder_id, code.created_at))
    session.flush()


def let_go_of_codings(session: Session, which: ColumnElement[bool]) -> None:
    """Make the memos on codings memos on the passages that were coded; the caller removes the codings afterwards.

    `which` is a condition on `SegmentRow`.
    """
    columns = (MemoRow, SegmentRow.source_id, SegmentRow.start, SegmentRow.end, CodeRow.name)
    joined = select(*columns).join(SegmentRow, SegmentRow.id == MemoRow.segment_id)
    joined = joined.join(CodeRow, CodeRow.id == SegmentRow.code_id).where(which)
    for memo, source_id, start, end, name in session.execute(joined).all():
        _free([memo], name)
        memo.source_id, memo.start, memo.end = source_id, start, end
    for segment, name in session.execute(_with_memo(which)).all():
        kept = _kept(segment.memo, name, segment.coder_id, segment.created_at)
        kept.source_id, kept.start, kept.end = segment.source_id, segment.start, segment.end
        session.add(kept)
    session.flush()


def let_go_of_passages(session: Session, source_id: int) -> None:
    """Make the memos on passages of a source memos on the source, as its text is to be another; links go."""
    passages = select(MemoRow).where(MemoRow.source_id == source_id, MemoRow.start.is_not(None))
    for memo in session.scalars(passages).all():
        memo.start = memo.end = None
        memo.title = _titled(memo.title, "a passage of an earlier transcript")
    for link in session.scalars(select(MemoLinkRow).where(MemoLinkRow.source_id == source_id)).all():
        session.delete(link)


def _with_memo(which: ColumnElement[bool]) -> Select[tuple[SegmentRow, str]]:
    joined = select(SegmentRow, CodeRow.name).join(CodeRow, CodeRow.id == SegmentRow.code_id)
    return joined.where(which, SegmentRow.memo != "").order_by(SegmentRow.start, SegmentRow.id)


def _free(memos: Iterable[MemoRow], name: str) -> None:
    for memo in memos:
        memo.source_id = memo.start = memo.end = memo.case_id = memo.code_id = memo.segment_id = None
        memo.title = _titled(memo.title, f"“{name}”")


def _kept(text: str, name: str, coder_id: int, created_at: str) -> MemoRow:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    title = _titled("Memo", f"“{name}”")
    return MemoRow(title=title, text=text, coder_id=coder_id, created_at=created_at, changed_at=now)


def _titled(title: str, what: str) -> str:
    return f"{title} (was about {what})".strip()
