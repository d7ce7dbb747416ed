"""Rows of codes as the steps that change the codebook need them: found, named, numbered, checked."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from interviewcoder.errors import NameTaken, NotAllowed, NotFound
from interviewcoder.project.schema import CodeRow
from interviewcoder.sources.text import normalise

PROVENANCES = ("inductive", "deductive", "in vivo")
STATUSES = ("candidate", "final")

_COLOUR = re.compile("#[0-9A-Fa-f]{6}")
_NAMED = 3


def row_of(session: Session, code_id: int) -> CodeRow:
    """A code's row.

    Raises:
        NotFound: it is no longer there.
    """
    row = session.get(CodeRow, code_id)
    if row is None:
        raise NotFound("The code is no longer in the codebook.")
    return row


def siblings_of(session: Session, parent_id: int | None) -> list[CodeRow]:
    """The codes right below one (None: at the top), in their order."""
    rows = select(CodeRow).where(CodeRow.parent_id.is_(parent_id)).order_by(CodeRow.position, CodeRow.id)
    return list(session.scalars(rows))


def next_position(session: Session, parent_id: int | None) -> int:
    """Behind the last sibling."""
    last = session.scalar(select(func.max(CodeRow.position)).where(CodeRow.parent_id.is_(parent_id)))
    return 0 if last is None else last + 1


def ancestors_of(session: Session, row: CodeRow) -> list[CodeRow]:
    """What a code stands below, the nearest first."""
    found: list[CodeRow] = []
    while row.parent_id is not None:
        row = row_of(session, row.parent_id)
        found.append(row)
    return found


def unused(name: str, taken: set[str]) -> str:
    """`name`, or with a number behind it; it is taken from then on."""
    free, number = name, 2
    while free.casefold() in taken:
        free, number = f"{name} ({number})", number + 1
    taken.add(free.casefold())
    return free


def number(siblings: Sequence[CodeRow]) -> None:
    """Let codes stand in this order."""
    for position, row in enumerate(siblings):
        if row.position != position:
            row.position = position


def refuse_taken(session: Session, name: str, parent_id: int | None, *, but: Collection[int]) -> None:
    """Refuse a name that a sibling has, but for those of these ids.

    Raises:
        NameTaken: one has it, or it is empty.
    """
    if not name:
        raise NameTaken("A code needs a name.", "Write a name of a word or a few.")
    for sibling in siblings_of(session, parent_id):
        if sibling.id not in but and sibling.name.casefold() == name.casefold():
            raise NameTaken(
                f"There is a code “{sibling.name}” in this place already.", "Use that one, or choose another name."
            )


def named(names: Sequence[str]) -> str:
    """Names of codes as the history tells them; of many only the first."""
    shown = ", ".join(names[:_NAMED])
    return shown if len(names) <= _NAMED else f"{shown} …"


def prose(text: str) -> str:
    """A text as it is stored."""
    return normalise(text).strip()


def as_colour(colour: str) -> str:
    """A colour as it is stored.

    Raises:
        NotAllowed: it is none.
    """
    if not _COLOUR.fullmatch(colour):
        raise NotAllowed(f"“{colour}” is no colour.", "Write it as “#rrggbb”, for instance “#4477aa”.")
    return colour.lower()


def as_provenance(provenance: str) -> str:
    """One of `PROVENANCES`.

    Raises:
        NotAllowed: it is none.
    """
    if provenance not in PROVENANCES:
        raise NotAllowed(f"“{provenance}” is no provenance of a code.", f"Choose one of: {', '.join(PROVENANCES)}.")
    return provenance


def as_status(status: str) -> str:
    """One of `STATUSES`.

    Raises:
        NotAllowed: it is none.
    """
    if status not in STATUSES:
        raise NotAllowed(f"“{status}” is no status of a code.", f"Choose one of: {', '.join(STATUSES)}.")
    return status
