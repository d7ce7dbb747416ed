"""How a transcript came about: what was heard by what, under which rules, when, and who checked it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy.orm import Session

from interviewcoder.errors import NotAllowed, NotFound
from interviewcoder.project.file import Project
from interviewcoder.project.schema import SourceRow, TranscriptRow
from interviewcoder.sources.conventions import Conventions
from interviewcoder.sources.hearing import Hearing


@dataclass(frozen=True, slots=True)
class TranscriptRecord:
    """What is written down about a transcript; what nobody said is empty or None.

    `origin` is what wrote the words ("Whisper base", "Zoom (VTT)", "typed"),
    `recorded_on` an ISO date. `verified_ms` is how far into the recording
    somebody has checked the words by ear, `spent_ms` how long that took.
    """

    origin: str = ""
    hearing: Hearing | None = None
    conventions: Conventions | None = None
    recorded_on: str = ""
    verifier: str = ""
    verified_ms: int = 0
    spent_ms: int = 0


class _Stored(Protocol):
    """What keeps itself as JSON."""

    def to_json(self) -> str: ...


def record_of(project: Project, source_id: int) -> TranscriptRecord:
    """Read what is known about a source's transcript; a blank one where nobody wrote anything down."""
    row = project.session.get(TranscriptRow, source_id)
    if row is None:
        return TranscriptRecord()
    return TranscriptRecord(
        row.origin,
        Hearing.from_json(row.hearing) if row.hearing else None,
        Conventions.from_json(row.conventions) if row.conventions else None,
        row.recorded_on,
        row.verifier,
        row.verified_ms,
        row.spent_ms,
    )


def record_row(session: Session, source_id: int) -> TranscriptRow:
    """Give the row to write on, a new one where a source has none; the caller holds the operation open.

    Raises:
        NotFound: there is no such source.
    """
    if session.get(SourceRow, source_id) is None:
        raise NotFound("The source is no longer in the project.")
    row = session.get(TranscriptRow, source_id)
    if row is None:
        row = TranscriptRow(source_id=source_id)
        session.add(row)
        session.flush()
    return row


def describe(
    project: Project,
    source_id: int,
    *,
    origin: str | None = None,
    hearing: Hearing | None = None,
    conventions: Conventions | None = None,
    recorded_on: str | None = None,
    verifier: str | None = None,
) -> None:
    """Write down what is said about a transcript, in one step; what is None stays as it is.

    `recorded_on` is an ISO date ("2026-03-14"), or empty for unknown.

    Raises:
        NotAllowed: `recorded_on` is no date.
        NotFound: there is no such source.
    """
    told: dict[str, str | _Stored | None] = {
        "origin": origin,
        "hearing": hearing,
        "conventions": conventions,
        "recorded_on": None if recorded_on is None else _as_date(recorded_on),
        "verifier": None if verifier is None else " ".join(verifier.split()),
    }
    with project.op("Describe transcript") as session:
        row = record_row(session, source_id)
        project.tell(source=session.get_one(SourceRow, source_id).name)
        for name, value in told.items():
            if value is not None:
                setattr(row, name, value if isinstance(value, str) else value.to_json())


def _as_date(text: str) -> str:
    text = text.strip()
    if not text:
        return ""
    try:
        return datetime.date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise NotAllowed(f"“{text}” is no date.", "Write it as year-month-day, such as 2026-03-14.") from error
