"""What a review copy holds itself to: what was in it when it was made stays, and after its last day it doesn't open.

A promise among people who work on one study, no lock: whoever has the
passphrase and other tools can do with the file what they like.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from interviewcoder.errors import NotAllowed
from interviewcoder.project.changes import Key
from interviewcoder.project.schema import ReviewCopyRow

FIRST_OWN = 1_000_000_000
"""From this number on rows are numbered in a review copy: a smaller one was in it when it was made."""

OWED = frozenset(("consent", "retention", "declaration", "pseudonym", "identifier", "deidentification"))
"""Tables of what is owed to participants. A copy holds none of it, and only who has the originals can settle it."""


@dataclass(frozen=True, slots=True)
class CopyMark:
    """What an open file says of itself as a review copy; `expires_on` is an ISO date or empty."""

    recipient: str
    coder_uuid: str
    expires_on: str


def mark_in(session: Session) -> CopyMark | None:
    """The mark of a review copy; None in a project of its own."""
    row = ReviewCopyRow
    found = session.execute(select(row.recipient, row.coder_uuid, row.expires_on).where(row.here)).first()
    return None if found is None else CopyMark(*found)


def is_own(key: Key) -> bool:
    """Whether a row of a review copy, given by its key, was added by the recipient."""
    return isinstance(key[0], int) and key[0] >= FIRST_OWN


def refuse_change(key: Key) -> None:
    """Refuse to change or delete a row that was in the copy when it was made.

    Raises:
        NotAllowed: it was.
    """
    if not is_own(key):
        raise NotAllowed(
            "This is a review copy: what was in it when you got it stays as it is.",
            "Propose the change, or write a comment; both go back to whoever gave it to you.",
        )


def refuse_owed(table: str) -> None:
    """Refuse to add a row to a table of what is owed to participants.

    Raises:
        NotAllowed: it is one.
    """
    if table in OWED:
        raise NotAllowed(
            "This is a review copy: what is owed to participants is settled in the project itself.",
            "Write a comment; it goes back to whoever gave it to you.",
        )


def refuse_other(mark: CopyMark, coder_uuid: str) -> None:
    """Refuse to let anybody work in a copy but whom it is for: what comes back is theirs.

    Raises:
        NotAllowed: it is somebody else.
    """
    if coder_uuid != mark.coder_uuid:
        raise NotAllowed(
            f"This is the review copy of {mark.recipient}: what is done in it is theirs.",
            "Ask whoever made it for one of your own.",
        )


def refuse_expired(mark: CopyMark, name: str, today: date) -> None:
    """Refuse to open a copy after its last day.

    Raises:
        NotAllowed: the day is over.
    """
    if mark.expires_on and today > date.fromisoformat(mark.expires_on):
        raise NotAllowed(
            f"The review copy “{name}” could be opened until {mark.expires_on}.",
            "What you wrote in it is still there: whoever gave it to you can merge it, or make you a new copy.",
        )
