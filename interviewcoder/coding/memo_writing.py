"""The rows behind memos, to be written: a memo's own, or the code or coding whose memo it is."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from interviewcoder.coding.memo_places import About, MemoKey
from interviewcoder.errors import EmptySpan, NotAllowed, NotFound
from interviewcoder.project.file import Project
from interviewcoder.project.schema import CaseRow, CodeRow, MemoLinkRow, MemoRow, SegmentRow, SourceRow
from interviewcoder.sources.text import Span, as_name, normalise, shortened

COLUMN = {"source": "source_id", "passage": "source_id", "case": "case_id", "code": "code_id", "coding": "segment_id"}
"""The column of a memo that says what it is about, by the kind of that."""


_Thing = SourceRow | CaseRow | CodeRow | SegmentRow
_ROWS: dict[str, type[_Thing]] = {
    "source": SourceRow,
    "passage": SourceRow,
    "case": CaseRow,
    "code": CodeRow,
    "coding": SegmentRow,
}


def text_holder(session: Session, key: MemoKey) -> MemoRow | CodeRow | SegmentRow:
    """The row that holds a memo's words.

    Raises:
        NotFound: it is gone.
    """
    if key.stands_alone:
        return own_row(session, key)
    row = session.get(CodeRow if key.kept_in == "code" else SegmentRow, key.id)
    if not isinstance(row, CodeRow | SegmentRow):
        raise NotFound("The memo is no longer in the project.", "What it was about was deleted. Undo brings it back.")
    return row


def own_row(session: Session, key: MemoKey) -> MemoRow:
    """The row of a memo that stands alone.

    Raises:
        NotAllowed: it is the memo of a code or coding.
        NotFound: it is gone.
    """
    if not key.stands_alone:
        raise NotAllowed(
            "The memo of a code or a coding belongs to it and can’t do this alone.", "Write a memo about it for that."
        )
    row = session.get(MemoRow, key.id)
    if row is None:
        raise NotFound("The memo is no longer in the project.")
    return row


def new_row(project: Project, kind: str, title: str, text: str) -> MemoRow:
    """A memo by the coder of now, about nothing yet."""
    now = moment()
    row = MemoRow(kind=kind, title=as_name(title), text=prose(text), coder_id=project.coder.id, private=False)
    row.created_at = row.changed_at = now
    return row


def put_on(session: Session, row: MemoRow, thing: About) -> None:
    """Say what a memo is about.

    Raises:
        EmptySpan, NotFound: as in `check`.
    """
    check(session, thing)
    if thing.kind == "passage" and thing.span is not None:
        row.source_id, row.start, row.end = thing.id, thing.span.start, thing.span.end
    elif thing.kind != "project":
        setattr(row, COLUMN[thing.kind], thing.id)


def check(session: Session, thing: About) -> None:
    """Refuse what a memo can't be about.

    Raises:
        EmptySpan: the passage holds no text.
        NotFound: it is no longer there.
    """
    if thing.kind == "project":
        return
    row = _thing(session, thing)
    if row is None:
        raise NotFound("What the memo is to be about is no longer in the project.")
    if isinstance(row, SourceRow) and thing.kind == "passage":
        span = thing.span or Span(0, 0)
        if not 0 <= span.start < span.end <= len(row.text) or not span.text_in(row.text).strip():
            raise EmptySpan("The passage holds no text.", "Select some words first.")


def names_of(session: Session, thing: About) -> dict[str, str]:
    """What a thing is called, for the history to be told."""
    row = _thing(session, thing)
    if isinstance(row, SegmentRow):
        row = session.get_one(CodeRow, row.code_id)
    if isinstance(row, SourceRow):
        return {"source": row.name}
    if isinstance(row, CaseRow):
        return {"case": row.name}
    return {"code": row.name} if row is not None else {}


def told(session: Session, row: MemoRow | CodeRow | SegmentRow) -> dict[str, str]:
    """What a step on a memo is about: how it is called and what it is on; of a private one its title alone."""
    if isinstance(row, CodeRow):
        return {"code": row.name}
    if isinstance(row, SegmentRow):
        return names_of(session, About.coding(row.id))
    things = (
        About.code(row.code_id),
        About.case(row.case_id),
        About.source(row.source_id),
        About.coding(row.segment_id),
    )
    thing = next((thing for thing in things if thing.id is not None), About())
    name = shortened(row.title or ("" if row.private else row.text))
    return {**names_of(session, thing), **({"name": name} if name else {})}


def remove(session: Session, row: MemoRow | CodeRow | SegmentRow) -> None:
    """Delete a memo with its links, or empty that of a code or coding."""
    if not isinstance(row, MemoRow):
        row.memo = ""
        return
    for link in session.scalars(select(MemoLinkRow).where(MemoLinkRow.memo_id == row.id)).all():
        session.delete(link)
    session.flush()
    session.delete(row)


def prose(text: str) -> str:
    """A memo's words as they are stored."""
    return normalise(text).strip()


def moment() -> str:
    """Now, as times are stored."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _thing(session: Session, thing: About) -> _Thing | None:
    if thing.kind == "project" or thing.id is None:
        return None
    found = session.get(_ROWS[thing.kind], thing.id)
    return cast("_Thing | None", found)
