"""Comments and tasks: what is said about a part of the study, answered, assigned and settled."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from interviewcoder.errors import EmptySpan, NotAllowed, NotFound
from interviewcoder.project.file import Project
from interviewcoder.project.schema import CoderRow, CommentRow
from interviewcoder.review import comment_reading
from interviewcoder.review.comment_views import KINDS, About, CommentPassage, CommentView, Counts, ThreadView
from interviewcoder.sources.folding import Folding
from interviewcoder.sources.text import Span, normalise, shortened

__all__ = ["KINDS", "About", "CommentPassage", "CommentView", "Counts", "ThreadView"]


def add(
    project: Project, about: About | None = None, *, text: str, assigned_to: int | None = None, due: str = ""
) -> ThreadView:
    """Begin a thread about something; about the project where nothing is named. With `assigned_to` it is a task.

    `due` is an ISO date.

    Raises:
        EmptySpan: the passage holds no text.
        NotAllowed: the comment is empty, or `due` is no date.
        NotFound: what it is about, or the coder, is no longer there.
    """
    about = about or About()
    with project.op("Add comment") as session:
        row = _new(project, text)
        _put_on(session, row, about)
        row.assigned_to, row.due = _coder_id(session, assigned_to), _as_date(due)
        session.add(row)
        session.flush()
        thread_id = row.id
        _tell(project, session, row)
    return thread(project, thread_id)


def reply(project: Project, thread_id: int, text: str) -> CommentView:
    """Answer in a thread. One that is settled stays so.

    Raises:
        NotAllowed: the answer is empty.
        NotFound: the thread is gone.
    """
    with project.op("Answer comment") as session:
        first = _first(session, thread_id)
        row = _new(project, text)
        row.thread_id = first.id
        session.add(row)
        session.flush()
        comment_id = row.id
        _tell(project, session, row)
    return comment_reading.comment(project, comment_id)


def change(project: Project, comment_id: int, text: str) -> None:
    """Write one's own comment anew.

    Raises:
        NotAllowed: it is somebody else's, or empty now.
        NotFound: it is gone.
    """
    with project.op("Change comment") as session:
        row = _own(project, session, comment_id)
        words = _words(text)
        if words != row.text:
            row.text, row.changed_at = words, _moment()
        _tell(project, session, row)


def delete(project: Project, comment_id: int) -> None:
    """Remove one's own comment; the first of a thread takes the thread with it.

    Raises:
        NotAllowed: it is somebody else's, or others have answered in its thread.
        NotFound: it is gone already.
    """
    with project.op("Delete comment") as session:
        row = _own(project, session, comment_id)
        _tell(project, session, row)
        answers = comment_reading.answers(session, row.id)
        if any(answer.coder_id != row.coder_id for answer in answers):
            raise NotAllowed("Others have answered this comment.", "Resolve it instead: then all of it stays.")
        for answer in answers:
            session.delete(answer)
        session.flush()
        session.delete(row)


def resolve(project: Project, thread_id: int) -> None:
    """Say that a thread is settled, or a task done.

    Raises:
        NotFound: the thread is gone.
    """
    with project.op("Resolve comment") as session:
        row = _first(session, thread_id)
        if not row.resolved_at:
            row.resolved_at, row.resolved_by = _moment(), project.coder.id
        _tell(project, session, row)


def reopen(project: Project, thread_id: int) -> None:
    """Say that a thread isn't settled after all.

    Raises:
        NotFound: the thread is gone.
    """
    with project.op("Reopen comment") as session:
        row = _first(session, thread_id)
        row.resolved_at, row.resolved_by = "", None
        _tell(project, session, row)


def assign(project: Project, thread_id: int, coder_id: int | None) -> None:
    """Make a thread somebody's task; None: nobody's.

    Raises:
        NotFound: the thread or the coder is gone.
    """
    with project.op("Assign comment" if coder_id is not None else "Assign comment to nobody") as session:
        row = _first(session, thread_id)
        row.assigned_to = _coder_id(session, coder_id)
        _tell(project, session, row)
        if coder_id is not None:
            project.tell(into=session.get_one(CoderRow, coder_id).name)


def set_due(project: Project, thread_id: int, due: str) -> None:
    """Say until when a thread is to be settled, as an ISO date; empty: until no day.

    Raises:
        NotAllowed: it is no date.
        NotFound: the thread is gone.
    """
    with project.op("Set day of comment" if due else "Take day off comment") as session:
        row = _first(session, thread_id)
        row.due = _as_date(due)
        _tell(project, session, row)
        if due:
            project.tell(after=row.due)


def thread(project: Project, thread_id: int) -> ThreadView:
    """One thread with its answers.

    Raises:
        NotFound: it is gone.
    """
    found = comment_reading.threads(project, ids=[thread_id])
    if not found:
        raise NotFound("The comment is no longer in the project.", "Undo brings it back.")
    return found[0]


def listing(
    project: Project,
    *,
    is_open: bool | None = None,
    tasks: bool = False,
    assigned_to: int | None = None,
    by: int | None = None,
    kind: str = "",
    source_id: int | None = None,
    code_ids: Collection[int] | None = None,
    text: str = "",
) -> list[ThreadView]:
    """The threads, that in which something happened last first; each filter that is given narrows them.

    `is_open`: not settled (False: settled); `assigned_to` whose task; `by`
    who began it or answered; `kind` one of `KINDS`; `source_id` about a
    source, its passages or codings; `code_ids` about one of these codes or
    their codings; `text` holds it somewhere, case and accents aside.
    """
    found = comment_reading.threads(project, source_id=source_id, code_ids=code_ids)
    if is_open is not None:
        found = [each for each in found if each.is_open == is_open]
    if tasks:
        found = [each for each in found if each.is_task]
    if assigned_to is not None:
        found = [each for each in found if each.assigned_to == assigned_to]
    if by is not None:
        found = [each for each in found if any(comment.coder_id == by for comment in each.comments)]
    if kind:
        found = [each for each in found if each.about.kind == kind]
    if text:
        found = _holding(found, text)
    return sorted(found, key=lambda each: (each.last_at, each.id), reverse=True)


def about(project: Project, thing: About) -> list[ThreadView]:
    """The threads about one thing, the oldest first."""
    return [each for each in comment_reading.threads(project, on=thing) if each.about.is_same(thing)]


def passages_in(project: Project, source_id: int, *, settled: bool = True) -> list[CommentPassage]:
    """The passages and codings of a source that have threads, in the order of the text; without `settled` open ones."""
    found = [
        CommentPassage(
            each.id,
            each.about.span,
            shortened(each.first.text),
            each.is_open,
            each.first.coder,
            each.first.colour,
            len(each.comments),
            each.about.id if each.about.kind == "coding" else None,
        )
        for each in comment_reading.threads(project, source_id=source_id)
        if each.about.span is not None and (settled or each.is_open)
    ]
    return sorted(found, key=lambda passage: (passage.span, passage.thread_id))


def counts(project: Project) -> Counts:
    """How many threads there are, for a badge or a status line."""
    today = date.today().isoformat()
    found = comment_reading.states(project)
    unsettled = [(assigned_to, due) for resolved_at, assigned_to, due in found if not resolved_at]
    mine = sum(assigned_to == project.coder.id for assigned_to, _ in unsettled)
    return Counts(len(found), len(unsettled), mine, sum(bool(due) and due < today for _, due in unsettled))


def named(project: Project, thing: About) -> tuple[str, str]:
    """What a thing is called that has no comment yet, and the first words of its passage or coding."""
    return comment_reading.named(project.session, thing)


def _holding(found: list[ThreadView], text: str) -> list[ThreadView]:
    folding = Folding()
    wanted = folding.fold(text)

    def texts(each: ThreadView) -> list[str]:
        return [each.about_name, each.source, each.was_about, *(comment.text for comment in each.comments)]

    return [each for each in found if any(wanted in folding.fold(part) for part in texts(each))]


def _new(project: Project, text: str) -> CommentRow:
    now = _moment()
    return CommentRow(text=_words(text), coder_id=project.coder.id, created_at=now, changed_at=now)


def _put_on(session: Session, row: CommentRow, thing: About) -> None:
    if thing.kind == "project":
        return
    where = comment_reading.place_of(session, thing)
    if where is None:
        raise NotFound("What the comment is to be about is no longer in the project.")
    if thing.kind == "passage":
        span = thing.span or Span(0, 0)
        words = comment_reading.words_of(session, where, span)
        if not words.strip():
            raise EmptySpan("The passage holds no text.", "Select some words first.")
        row.start, row.end = span.start, span.end
    setattr(row, comment_reading.COLUMN[thing.kind], thing.id)


def _first(session: Session, thread_id: int) -> CommentRow:
    row = session.get(CommentRow, thread_id)
    if row is None or row.thread_id is not None:
        raise NotFound("The comment is no longer in the project.", "Undo brings it back.")
    return row


def _own(project: Project, session: Session, comment_id: int) -> CommentRow:
    row = session.get(CommentRow, comment_id)
    if row is None:
        raise NotFound("The comment is no longer in the project.", "Undo brings it back.")
    if row.coder_id != project.coder.id:
        name = session.get_one(CoderRow, row.coder_id).name
        raise NotAllowed(f"The comment is {name}’s: nobody else changes or deletes it.", "Answer it, or resolve it.")
    return row


def _coder_id(session: Session, coder_id: int | None) -> int | None:
    if coder_id is not None and session.get(CoderRow, coder_id) is None:
        raise NotFound("The coder is no longer in the project.")
    return coder_id


def _words(text: str) -> str:
    words = normalise(text).strip()
    if not words:
        raise NotAllowed("The comment is empty.", "Write something, or delete it.")
    return words


def _as_date(due: str) -> str:
    if not due:
        return ""
    try:
        return date.fromisoformat(due).isoformat()
    except ValueError:
        raise NotAllowed(f"“{due}” is no date.", "Write it as year, month and day: 2026-03-31.") from None


def _tell(project: Project, session: Session, row: CommentRow) -> None:
    first = row if row.thread_id is None else session.get_one(CommentRow, row.thread_id)
    project.tell(**comment_reading.told(session, first), words=shortened(row.text))


def _moment() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
