"""The study's sources: list, find, rename, delete."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from interviewcoder.errors import NameTaken, NotFound
from interviewcoder.project.file import Project
from interviewcoder.project.rows import Row
from interviewcoder.project.schema import (
    CaseSourceRow,
    DeidentificationRow,
    FindingRow,
    IdentifierRow,
    MediaRow,
    SegmentRow,
    SourceRow,
    SpeakerRow,
    TranscriptRow,
    TurnRow,
    WordsRow,
)
from interviewcoder.sources import memo_anchors, review_anchors
from interviewcoder.sources.text import as_name


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source as lists show it.

    `text_bytes` is how long its text is as it is stored, in UTF-8: `characters`
    are counted where they are wanted, which reads the text. `duration_ms` is
    None without a recording, `language` may be empty.
    """

    id: int
    uuid: str
    name: str
    kind: str
    text_bytes: int
    language: str
    model: str
    media_id: int | None
    duration_ms: int | None
    case_ids: tuple[int, ...]

    @property
    def has_text(self) -> bool:
        """Whether there is something to read and code."""
        return self.text_bytes > 0

    @property
    def transcribed(self) -> bool:
        """Whether a recording was listened to, even if nobody spoke, or has a typed transcript."""
        return self.has_text or bool(self.model)


def listing(project: Project) -> list[SourceView]:
    """All sources in the order they were added.

    What stands behind the words in a row of the file is reached through them:
    of a large study `names` are had in a tenth of the time, and some sources by `by_ids`.
    """
    return _views(project.session, None)


def by_id(project: Project, source_id: int) -> SourceView | None:
    """One source, if it is there."""
    return next(iter(by_ids(project, [source_id])), None)


def by_ids(project: Project, source_ids: Collection[int]) -> list[SourceView]:
    """Some of the sources, those that are there, in the order they were added."""
    return _views(project.session, source_ids)


def names(project: Project) -> dict[int, str]:
    """The names of all sources, in the order they were added."""
    rows = select(SourceRow.id, SourceRow.name).order_by(SourceRow.position, SourceRow.id)
    return dict(row._tuple() for row in project.session.execute(rows))


def characters(project: Project, source_id: int) -> int:
    """How many code points a source's text has; 0 where there is no such source."""
    counted = select(func.length(SourceRow.text)).where(SourceRow.id == source_id)
    return project.session.scalar(counted) or 0


def codings_in(project: Project, source_ids: Collection[int]) -> dict[int, int]:
    """How many codings each of some sources has; meant for those in sight, not for all of a study."""
    counted = select(SegmentRow.source_id, func.count()).where(SegmentRow.source_id.in_(source_ids))
    found: dict[int, int] = dict(
        row._tuple() for row in project.session.execute(counted.group_by(SegmentRow.source_id))
    )
    return {source_id: found.get(source_id, 0) for source_id in source_ids}


def sources_of_codings(project: Project, segment_ids: Collection[int]) -> set[int] | None:
    """The sources that some codings are in; None where one of the codings is gone, so that it can't be told."""
    rows = select(SegmentRow.source_id).where(SegmentRow.id.in_(segment_ids))
    found = project.session.scalars(rows).all()
    return set(found) if len(found) == len(segment_ids) else None


def _views(session: Session, only: Collection[int] | None) -> list[SourceView]:
    ties = select(CaseSourceRow.source_id, CaseSourceRow.case_id).order_by(CaseSourceRow.id)
    rows: Select[Any] = (  # in the order of `SourceView`
        select(
            SourceRow.id,
            SourceRow.uuid,
            SourceRow.name,
            SourceRow.kind,
            # Tells without reading the text; `length` would read, and decipher, every word of the study.
            func.octet_length(SourceRow.text),
            SourceRow.language,
            SourceRow.model,
            SourceRow.media_id,
            MediaRow.duration_ms,
        )
        .outerjoin(MediaRow, MediaRow.id == SourceRow.media_id)
        .order_by(SourceRow.position, SourceRow.id)
    )
    if only is not None:
        ties, rows = ties.where(CaseSourceRow.source_id.in_(only)), rows.where(SourceRow.id.in_(only))
    cases: dict[int, list[int]] = {}
    for source_id, case_id in session.execute(ties):
        cases.setdefault(source_id, []).append(case_id)
    found: list[list[Any]] = [[*row, tuple(cases.get(row.id, ()))] for row in session.execute(rows)]
    return [SourceView(*values) for values in found]


def by_name(project: Project, name: str) -> SourceView:
    """A source by its name; upper and lower case count as equal unless both exist.

    Raises:
        NotFound: the message lists the names there are.
    """
    sources = listing(project)
    wanted = as_name(name)
    for match in (
        [source for source in sources if source.name == wanted],
        [source for source in sources if source.name.casefold() == wanted.casefold()],
    ):
        if match:
            return match[0]
    names = ", ".join(f"“{source.name}”" for source in sources[:20]) or "none yet"
    raise NotFound(f"There is no source “{name}”.", f"Sources of this project: {names}.")


def rename(project: Project, source_id: int, name: str) -> None:
    """Give a source another name.

    Raises:
        NameTaken: it is empty, or another source has it.
    """
    name = as_name(name)
    with project.op("Rename source") as session:
        source = _row(session, source_id)
        other = session.scalar(select(SourceRow.id).where(SourceRow.name == name, SourceRow.id != source_id))
        if not name or other is not None:
            raise NameTaken(
                f"Another source is called “{name}”." if name else "A source needs a name.", "Choose another name."
            )
        project.tell(before=source.name, after=name)
        source.name = name


def delete(project: Project, source_id: int) -> None:
    """Remove a source with its transcript, codings and recording. It can be undone.

    The memos on it, its passages and codings stay, as memos on the project.
    """
    with project.op("Delete source") as session:
        source = _row(session, source_id)
        codings = session.scalar(select(func.count()).where(SegmentRow.source_id == source_id)) or 0
        project.tell(source=source.name, codings=codings)
        media_id = source.media_id
        memo_anchors.let_go_of_source(session, source_id, source.name)
        review_anchors.let_go_of_source(session, source_id, source.name)
        owned: tuple[type[Row], ...] = (
            SegmentRow,
            FindingRow,
            IdentifierRow,
            DeidentificationRow,
            TurnRow,
            SpeakerRow,
            CaseSourceRow,
            WordsRow,
            TranscriptRow,
        )
        for kind in owned:
            column = kind.__table__.c["source_id"]
            for row in session.scalars(select(kind).where(column == source_id)).all():
                session.delete(row)
            session.flush()
        session.delete(source)
        session.flush()
        if media_id is not None and (media := session.get(MediaRow, media_id)):
            session.delete(media)


def unused_name(session: Session, wanted: str) -> str:
    """`wanted`, or with a number behind it where a source has that name already."""
    taken = {name.casefold() for name in session.scalars(select(SourceRow.name))}
    name, number = wanted, 2
    while name.casefold() in taken:
        name, number = f"{wanted} ({number})", number + 1
    return name


def _row(session: Session, source_id: int) -> SourceRow:
    row = session.get(SourceRow, source_id)
    if row is None:
        raise NotFound("The source is no longer in the project.")
    return row
