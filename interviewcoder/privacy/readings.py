"""Which sources somebody has read through for identifiers, and whether that still holds."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select

from interviewcoder.errors import NotFound
from interviewcoder.project.file import Project
from interviewcoder.project.schema import CoderRow, DeidentificationRow, IdentifierRow, SourceRow
from interviewcoder.sources.text import normalise


@dataclass(frozen=True, slots=True)
class Reading:
    """That a source was read through for identifiers.

    It `holds` as long as the source's text is the one that was read;
    `decided_since` counts the decisions about it that came later.
    """

    source_id: int
    coder: str
    read_at: datetime
    note: str
    holds: bool
    decided_since: int


def mark_read(project: Project, source_id: int, note: str = "") -> Reading:
    """Say that a source was read through for identifiers, as it is now.

    Raises:
        NotFound: the source is no longer in the project.
    """
    with project.op("Mark as read for identifiers") as session:
        source = session.get(SourceRow, source_id)
        if source is None:
            raise NotFound("The source is no longer in the project.")
        row = session.get(DeidentificationRow, source_id)
        if row is None:
            row = DeidentificationRow(source_id=source_id)
            session.add(row)
        row.coder_id = project.coder.id
        row.reviewed_at = datetime.now(UTC).isoformat(timespec="microseconds")
        row.text_sha256 = _sha256(source.text)
        row.note = normalise(note).strip()
        project.tell(source=source.name)
    reading = reading_of(project, source_id)
    assert reading is not None
    return reading


def unmark_read(project: Project, source_id: int) -> None:
    """Say that a source has still to be read through; nothing where it wasn't marked."""
    with project.op("Mark as unread for identifiers") as session:
        row = session.get(DeidentificationRow, source_id)
        if row is not None:
            source = session.get(SourceRow, source_id)
            session.delete(row)
            project.tell(source=source.name if source is not None else "")


def reading_of(project: Project, source_id: int) -> Reading | None:
    """The reading of one source; None where nobody has read it."""
    return _readings(project, source_id).get(source_id)


def readings(project: Project) -> dict[int, Reading]:
    """The readings of all sources that were read, by source."""
    return _readings(project, None)


def _readings(project: Project, source_id: int | None) -> dict[int, Reading]:
    row = DeidentificationRow
    columns = (row.source_id, CoderRow.name, row.reviewed_at, row.note, row.text_sha256, SourceRow.text)
    query = select(*columns).join(CoderRow, CoderRow.id == row.coder_id).join(SourceRow, SourceRow.id == row.source_id)
    decided = select(IdentifierRow.source_id, IdentifierRow.decided_at)
    if source_id is not None:
        query = query.where(row.source_id == source_id)
        decided = decided.where(IdentifierRow.source_id == source_id)
    times: dict[int, list[str]] = {}
    for source, at in project.session.execute(decided).tuples():
        times.setdefault(source, []).append(at)
    return {
        source: Reading(
            source,
            coder,
            datetime.fromisoformat(at),
            note,
            sha256 == _sha256(text),
            sum(time > at for time in times.get(source, ())),
        )
        for source, coder, at, note, sha256, text in project.session.execute(query).tuples()
    }


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
