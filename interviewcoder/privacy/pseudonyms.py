"""Pseudonyms: what stands in copies for others in the place of what identifies somebody."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from interviewcoder.errors import NameTaken, NotAllowed
from interviewcoder.privacy.decisions import (
    FOUND_BY,
    Decided,
    Decision,
    decide,
    decisions,
    deidentified,
    fitted,
    pseudonym_row,
    undecide,
)
from interviewcoder.privacy.identifier_kinds import kind_of, next_replacement
from interviewcoder.privacy.readings import Reading, mark_read, reading_of, readings, unmark_read
from interviewcoder.privacy.same_words import Place, everywhere, known_forms
from interviewcoder.project.file import Project
from interviewcoder.project.schema import IdentifierRow, PseudonymRow
from interviewcoder.sources.folding import fold
from interviewcoder.sources.text import as_name, normalise

__all__ = [
    "FOUND_BY",
    "Decided",
    "Decision",
    "Place",
    "PseudonymView",
    "Reading",
    "add",
    "by_id",
    "by_text",
    "decide",
    "decisions",
    "deidentified",
    "delete",
    "describe",
    "everywhere",
    "fitted",
    "known_forms",
    "listing",
    "mark_read",
    "merge",
    "reading_of",
    "readings",
    "rename",
    "suggested_text",
    "undecide",
    "unmark_read",
]

_BRACKETS = re.compile(r"[\[\]]")


@dataclass(frozen=True, slots=True)
class PseudonymView:
    """A pseudonym: `text` as it is read, brackets and all; it replaces `uses` passages in `sources` sources."""

    id: int
    uuid: str
    text: str
    kind: str
    note: str
    uses: int
    sources: int


def listing(project: Project) -> list[PseudonymView]:
    """All pseudonyms in the order they were added."""
    return _views(project.session, None)


def by_id(project: Project, pseudonym_id: int) -> PseudonymView | None:
    """One pseudonym, if it is there."""
    return next(iter(_views(project.session, pseudonym_id)), None)


def by_text(project: Project, text: str) -> PseudonymView | None:
    """The pseudonym of a text, with or without brackets and in any case, if there is one."""
    wanted = as_replacement(text).casefold() if text.strip() else ""
    return next((view for view in listing(project) if view.text.casefold() == wanted), None)


def suggested_text(project: Project, kind: str, word: str = "") -> str:
    """The next free replacement of a kind, such as `[Hospital B]`; `word` in the place of its usual word.

    Raises:
        NotFound: there is no such kind.
    """
    taken = project.session.scalars(select(PseudonymRow.text)).all()
    return next_replacement(kind, taken, word)


def add(project: Project, kind: str, text: str | None = None, note: str = "") -> PseudonymView:
    """Add a pseudonym; where no text is given, the next free one of its kind.

    Raises:
        NotFound: there is no such kind.
        NameTaken: the text is empty, or another pseudonym has it.
    """
    kind = kind_of(kind).key
    with project.op("Add pseudonym") as session:
        chosen = suggested_text(project, kind) if text is None else as_replacement(text)
        _refuse_taken(session, chosen, except_id=None)
        at = datetime.now(UTC).isoformat(timespec="seconds")
        row = PseudonymRow(
            text=chosen, kind=kind, note=normalise(note).strip(), coder_id=project.coder.id, created_at=at
        )
        session.add(row)
        session.flush()
        id_ = row.id
        project.tell(name=chosen)
    return _view(project, id_)


def rename(project: Project, pseudonym_id: int, text: str) -> None:
    """Give a pseudonym another text, everywhere at once.

    Raises:
        NameTaken: it is empty, or another pseudonym has it.
        NotAllowed: it holds words that it is to stand for.
        NotFound: the pseudonym is no longer there.
    """
    chosen = as_replacement(text)
    with project.op("Rename pseudonym") as session:
        row = pseudonym_row(session, pseudonym_id)
        _refuse_taken(session, chosen, except_id=pseudonym_id)
        _refuse_telling(project, pseudonym_id, chosen)
        project.tell(before=row.text, after=chosen)
        row.text = chosen


def describe(project: Project, pseudonym_id: int, *, kind: str | None = None, note: str | None = None) -> None:
    """Say of which kind a pseudonym is, or write its note; what is None stays as it is.

    Raises:
        NotFound: there is no such kind, or the pseudonym is no longer there.
    """
    with project.op("Describe pseudonym") as session:
        row = pseudonym_row(session, pseudonym_id)
        if kind is not None:
            row.kind = kind_of(kind).key
        if note is not None:
            row.note = normalise(note).strip()
        project.tell(name=row.text)


def delete(project: Project, pseudonym_id: int) -> None:
    """Remove a pseudonym with its decisions: the words it stood for are undecided again, and read as they are.

    Raises:
        NotFound: it is no longer there.
    """
    with project.op("Delete pseudonym") as session:
        row = pseudonym_row(session, pseudonym_id)
        decided = _decided(session, pseudonym_id)
        for decision in decided:
            session.delete(decision)
        session.flush()
        session.delete(row)
        project.tell(name=row.text, count=len(decided))


def merge(project: Project, pseudonym_id: int, into_id: int) -> PseudonymView:
    """Make one of two pseudonyms that turn out to stand for the same; the first one is gone then.

    Raises:
        NotAllowed: they are one already.
        NotFound: one of them is no longer there.
    """
    if pseudonym_id == into_id:
        raise NotAllowed("A pseudonym can't be merged into itself.", "Choose another one.")
    with project.op("Merge pseudonyms") as session:
        row, into = pseudonym_row(session, pseudonym_id), pseudonym_row(session, into_id)
        decided = _decided(session, pseudonym_id)
        for decision in decided:
            decision.pseudonym_id = into.id
        if row.note:
            into.note = f"{into.note}\n{row.note}".strip()
        session.flush()
        session.delete(row)
        project.tell(name=row.text, into=into.text, count=len(decided))
    return _view(project, into_id)


def as_replacement(text: str) -> str:
    """A text as a pseudonym has it: on one line, in square brackets.

    Without them nobody could tell a made-up name from a real one.

    Raises:
        NameTaken: there is nothing in it.
    """
    inner = as_name(_BRACKETS.sub(" ", text))
    if not inner:
        raise NameTaken("A pseudonym needs a text.", "Write one such as [Hospital A].")
    return f"[{inner}]"


def _views(session: Session, only: int | None) -> list[PseudonymView]:
    row, place = PseudonymRow, IdentifierRow
    uses, sources = func.count(place.id), func.count(place.source_id.distinct())
    query = (
        select(row.id, row.uuid, row.text, row.kind, row.note, uses, sources)
        .outerjoin(place, place.pseudonym_id == row.id)
        .group_by(row.id)
        .order_by(row.id)
    )
    if only is not None:
        query = query.where(row.id == only)
    return [PseudonymView(*values) for values in session.execute(query).tuples()]


def _view(project: Project, id_: int) -> PseudonymView:
    view = by_id(project, id_)
    assert view is not None
    return view


def _decided(session: Session, pseudonym_id: int) -> list[IdentifierRow]:
    return list(session.scalars(select(IdentifierRow).where(IdentifierRow.pseudonym_id == pseudonym_id)))


def _refuse_taken(session: Session, text: str, *, except_id: int | None) -> None:
    for id_, other in session.execute(select(PseudonymRow.id, PseudonymRow.text)).tuples():
        if id_ != except_id and other.casefold() == text.casefold():
            raise NameTaken(
                f"There is a pseudonym {other} already.", "Use that one, merge the two, or choose another text."
            )


def _refuse_telling(project: Project, pseudonym_id: int, text: str) -> None:
    words = f" {_as_words(text)} "
    for form in known_forms(project).get(pseudonym_id, ()):
        if f" {_as_words(form)} " in words:
            raise NotAllowed(
                "This pseudonym would hold the words that it stands for.", "Choose a text that doesn't tell them."
            )


def _as_words(text: str) -> str:
    return " ".join(re.findall(r"\w+", fold(text)))
