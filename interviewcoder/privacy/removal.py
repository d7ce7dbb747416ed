"""Remove what is a participant's, or recordings, from one copy of a project, in one operation."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from interviewcoder.privacy import mentions, rows_that_go, rows_that_stay, unfinished
from interviewcoder.privacy.belongings import Belongings
from interviewcoder.privacy.certificate import Destroyed
from interviewcoder.privacy.mentions import Reworded
from interviewcoder.privacy.phrases import REMOVED, Phrases
from interviewcoder.privacy.rows_that_go import Rows
from interviewcoder.privacy.rows_that_stay import RowKey
from interviewcoder.project.file import Project
from interviewcoder.project.rows import Row
from interviewcoder.project.schema import (
    AdjudicationRow,
    BlindRow,
    CaseRow,
    CaseSourceRow,
    CaseValueRow,
    CommentRow,
    ConsentRow,
    DeidentificationRow,
    FindingRow,
    IdentifierRow,
    MediaRow,
    MemoLinkRow,
    MemoRow,
    PreferenceRow,
    ProposalRow,
    PseudonymRow,
    SegmentRow,
    SourceRow,
    SpeakerRow,
    StepRow,
    TaskBlockRow,
    TaskRow,
    TombstoneRow,
    TranscriptRow,
    TurnRow,
    VerdictRow,
    WordsRow,
)
from interviewcoder.sources.correcting import correct_text
from interviewcoder.sources.text import Edit, Span

_AT_ONCE = 500
_OF_SOURCE: tuple[type[Row], ...] = (DeidentificationRow, TurnRow, SpeakerRow, WordsRow, TranscriptRow)


@dataclass(frozen=True, slots=True)
class Removed:
    """What was removed; `others` are how many rows of others there are, and their one hash before and after."""

    recordings: tuple[Destroyed, ...] = ()
    reworded: Reworded = field(default_factory=Reworded)
    others: tuple[int, str, str] = (0, "", "")


def remove_participant(
    project: Project,
    mine: Belongings,
    phrases: Phrases,
    *,
    kept: Collection[str] = (),
    reworded: Mapping[str, str] | None = None,
    prove: bool = False,
) -> Removed:
    """Remove all that is theirs. Inside an operation; with `prove` every row of others is hashed before and after.

    Raises:
        AssertionError: somebody else's row would be other than it was. Nothing is changed then.
    """
    session = project.session
    before = rows_that_stay.hashes(session) if prove else {}
    said_before = _said_by_others(session, mine)
    rows = rows_that_go.rows_of(session, mine, phrases)
    _delete_rows(session, rows)
    _blank_turns(project, mine)
    if _said_by_others(session, mine) != said_before:
        raise AssertionError("words of others would have gone, too")
    lose_recording = _sources_with(session, mine.media)
    recordings = remove_recordings(session, mine.media)
    _delete_sources(session, mine)
    _delete_all(session, PseudonymRow, rows.pseudonyms)
    changed = mentions.reword(session, mine, phrases, kept=kept, others=reworded or {})
    mentions.clean_ledger(session, phrases)
    if mine.case_id is not None and (case := session.get(CaseRow, mine.case_id)):
        session.delete(case)
    session.flush()
    if not prove:
        return Removed(recordings, changed)
    meant = changed.rows | lose_recording | _rows_of_sources(session, tuple(mine.shared))
    counted = rows_that_stay.unchanged(before, rows_that_stay.hashes(session), meant)
    if counted[1] != counted[2]:
        raise AssertionError("rows of others would have changed, too")
    return Removed(recordings, changed, counted)


def remove_recordings(session: Session, media_ids: Iterable[int]) -> tuple[Destroyed, ...]:
    """Remove recordings from their sources, whose transcripts stay; the bytes are cleared away afterwards."""
    found = []
    for media_id in media_ids:
        for source in session.scalars(select(SourceRow).where(SourceRow.media_id == media_id)).all():
            source.media_id = None
            _forget_task(session, source.uuid)
        session.flush()
        row = session.get_one(MediaRow, media_id)
        found.append(Destroyed(row.sha256, row.size_bytes, row.duration_ms))
        session.delete(row)
    session.flush()
    return tuple(found)


def put_tombstone(session: Session, values: Mapping[str, Any]) -> None:
    """Say that it was done, and that the file and its backups are still to be cleaned; no step of the history stays.

    An old copy may know of them by its history alone, and then no row is removed from it.
    """
    session.execute(delete(StepRow))
    session.execute(delete(TombstoneRow).where(TombstoneRow.uuid == values["uuid"]))
    session.execute(insert(TombstoneRow).values(**values))
    unfinished.set_waiting(session, dict.fromkeys((*unfinished.waiting(session), str(values["uuid"]))))


def _delete_rows(session: Session, rows: Rows) -> None:
    """What points to something goes before that to which it points."""
    for kind, ids in (
        (MemoLinkRow, rows.memo_links),
        (MemoRow, rows.memos),
        # Answers are younger than what they answer.
        (CommentRow, rows.comments[::-1]),
        (VerdictRow, rows.verdicts),
        (ProposalRow, rows.proposals),
        (AdjudicationRow, rows.adjudications),
        (BlindRow, rows.blind),
        (SegmentRow, rows.segments),
        (FindingRow, rows.findings),
        (IdentifierRow, rows.identifiers),
        (ConsentRow, rows.consents),
        (CaseValueRow, rows.values),
        (CaseSourceRow, rows.ties),
    ):
        _delete_all(session, kind, ids)
    session.execute(delete(TaskBlockRow).where(TaskBlockRow.task_id.in_(rows.tasks)))
    session.execute(delete(TaskRow).where(TaskRow.id.in_(rows.tasks)))
    session.execute(delete(PreferenceRow).where(PreferenceRow.name.in_(rows.preferences)))


def _delete_all(session: Session, kind: type[Row], ids: Sequence[int]) -> None:
    column = kind.__table__.c["id"]
    for start in range(0, len(ids), _AT_ONCE):
        for row in session.scalars(select(kind).where(column.in_(ids[start : start + _AT_ONCE]))).all():
            session.delete(row)
        session.flush()


def _blank_turns(project: Project, mine: Belongings) -> None:
    """Put a mark in the place of each of their turns in sources of others, whose words and codings stay in place."""
    session = project.session
    for source_id, passages in mine.shared.items():
        text = session.scalars(select(SourceRow.text).where(SourceRow.id == source_id)).one()
        edits = [Edit(span.start, span.text_in(text), REMOVED) for span in passages]
        correct_text(project, source_id, [edit for edit in edits if edit.removed != REMOVED])
    for speaker_id in mine.speakers:
        speaker = session.get_one(SpeakerRow, speaker_id)
        speaker.case_id = None
        if speaker.source_id not in mine.whole:
            speaker.label = REMOVED
            # The voice stays for its turns' sake; nothing leads from it to them. In every copy it gets the same name.
            speaker.uuid = str(uuid5(NAMESPACE_OID, speaker.uuid))
    session.flush()


def _said_by_others(session: Session, mine: Belongings) -> list[tuple[int, str]]:
    """The words of everybody else in the sources that are others', too, turn by turn."""
    said = []
    for source_id in mine.shared:
        text = session.scalars(select(SourceRow.text).where(SourceRow.id == source_id)).one()
        turns = select(TurnRow.id, TurnRow.speaker_id, TurnRow.start, TurnRow.end).where(TurnRow.source_id == source_id)
        for id_, speaker_id, start, end in session.execute(turns.order_by(TurnRow.id)):
            if speaker_id not in mine.speakers:
                said.append((id_, Span(start, end).text_in(text)))
    return said


def _sources_with(session: Session, media_ids: Collection[int]) -> set[RowKey]:
    """The rows of sources that have one of these recordings."""
    return {
        ("source", (id_,)) for id_ in session.scalars(select(SourceRow.id).where(SourceRow.media_id.in_(media_ids)))
    }


def _delete_sources(session: Session, mine: Belongings) -> None:
    for source_id in mine.whole:
        for kind in _OF_SOURCE:
            column = kind.__table__.c["source_id"]
            for row in session.scalars(select(kind).where(column == source_id)).all():
                session.delete(row)
            session.flush()
        source = session.get_one(SourceRow, source_id)
        _forget_task(session, source.uuid)
        session.delete(source)
    session.flush()


def _forget_task(session: Session, source_uuid: str) -> None:
    tasks = select(TaskRow.id).where(TaskRow.source_uuid == source_uuid)
    session.execute(delete(TaskBlockRow).where(TaskBlockRow.task_id.in_(tasks)))
    session.execute(delete(TaskRow).where(TaskRow.source_uuid == source_uuid))


def _rows_of_sources(session: Session, source_ids: Collection[int]) -> set[RowKey]:
    """The rows of sources in which passages were blanked: all that is anchored to their texts has moved."""
    found: set[RowKey] = {("source", (source_id,)) for source_id in source_ids}
    for table in Row.metadata.sorted_tables:
        if "source_id" in table.c and source_ids:
            keys = list(table.primary_key.columns)
            for row in session.execute(select(*keys).where(table.c["source_id"].in_(source_ids))):
                found.add((table.name, tuple(row)))
    return found
