"""What of one participant is in a project and beside it, before anything is removed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from interviewcoder.privacy import belongings, mentions, phrases
from interviewcoder.privacy.belongings import Belongings
from interviewcoder.privacy.certificate import Recall
from interviewcoder.privacy.mentions import Mention
from interviewcoder.privacy.rows_that_go import Rows, rows_of
from interviewcoder.project import attached, backup, seeing
from interviewcoder.project.file import Project
from interviewcoder.project.schema import (
    CaseRow,
    MediaRow,
    PseudonymRow,
    SharingRow,
    SourceRow,
    StepRow,
    TurnRow,
)
from interviewcoder.sources.word_tokens import word_starts

CLASSES = (
    "recordings",
    "recording_bytes",
    "recording_ms",
    "sources",
    "passages_in_shared_sources",
    "words",
    "codings",
    "memos",
    "memo_links",
    "comments",
    "verdicts",
    "proposals",
    "adjudications",
    "findings",
    "attributes",
    "consents",
    "identifiers",
    "pseudonyms",
    "drafts_and_searches",
    "tasks",
    "history_steps",
)
"""What is counted, in the order in which it is told."""


@dataclass(frozen=True, slots=True)
class OwnedSource:
    """A source of theirs. `whole`: all of it goes; else the passages that they say, and the recording.

    `others` are the other participants in it. Where `passages` is 0 in a
    source that isn't `whole`, nobody said which turns are theirs: nothing of
    it goes but that it is theirs.
    """

    id: int
    uuid: str
    name: str
    whole: bool
    passages: int
    words: int
    recording: bool
    recording_bytes: int
    recording_ms: int
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BackupState:
    """A backup, and why it can't be cleaned; empty where it can."""

    name: str
    size_bytes: int
    why_not: str


@dataclass(frozen=True, slots=True)
class Inventory:
    """What would be removed, what would be asked, and what no program can remove.

    `counts` is by `CLASSES`. `mentions` are texts of the study that name or
    quote them. `exports` left the project and have to be recalled by hand.
    `room_bytes` is what the disk needs free meanwhile.
    """

    case_id: int
    case_uuid: str
    case: str
    withdraw_by: str
    sources: tuple[OwnedSource, ...]
    counts: Mapping[str, int]
    mentions: tuple[Mention, ...]
    pseudonyms: tuple[str, ...]
    backups: tuple[BackupState, ...]
    exports: tuple[Recall, ...]
    room_bytes: int
    free_bytes: int

    @property
    def unplaced(self) -> tuple[OwnedSource, ...]:
        """The sources of theirs and of others in which nobody said which turns are theirs."""
        return tuple(source for source in self.sources if not source.whole and not source.passages)


def inventory(
    project: Project, case_id: int, *, also_whole: Collection[int] = (), names: Sequence[str] = ()
) -> Inventory:
    """List what of a participant there is.

    `also_whole` are sources that go as a whole although others speak in them;
    `names` what they are called beside what the project knows.

    Raises:
        NotFound: the participant is no longer there.
    """
    session = project.session
    # First: while a backup is looked at, nothing of the project can be.
    backups = backup_states(project)
    # Whoever asks, and whatever they code blind: all that is the participant's is listed.
    with seeing.everything(project):
        mine = belongings.of_case(session, case_id, also_whole=also_whole)
        told = phrases.of(session, mine, names)
        rows = rows_of(session, mine, told)
        case = session.get_one(CaseRow, case_id)
        sources = _sources(session, mine)
        pseudonyms = session.scalars(select(PseudonymRow.text).where(PseudonymRow.id.in_(rows.pseudonyms)))
        return Inventory(
            case_id,
            case.uuid,
            case.name,
            case.withdraw_by,
            sources,
            _counts(session, rows, mine, sources),
            tuple(mentions.mentions(session, mine, told, rows)),
            tuple(sorted(pseudonyms)),
            backups,
            exports_of(session, _uuids(case.uuid, sources)),
            room_needed(project),
            shutil.disk_usage(project.path.parent).free,
        )


def backup_states(project: Project) -> tuple[BackupState, ...]:
    """Each backup, newest first, and whether it can be opened with the project's key to be cleaned."""
    found = backup.backups(project.path)
    return tuple(BackupState(each.path.name, each.size_bytes, attached.why_not(project, each.path)) for each in found)


def room_needed(project: Project) -> int:
    """Bytes that have to be free while the file, or the largest backup, is written anew beside itself."""
    sizes = [project.path.stat().st_size, *(each.size_bytes for each in backup.backups(project.path))]
    return 2 * max(sizes)


def exports_of(session: Session, uuids: Collection[str]) -> tuple[Recall, ...]:
    """The exports in whose manifest one of these UUIDs stands, oldest first."""
    rows = session.scalars(select(SharingRow).order_by(SharingRow.id)).all()
    held = [row for row in rows if any(uuid in row.manifest for uuid in uuids)]
    return tuple(Recall(row.at, row.what, row.file_name, row.recipient, row.sha256) for row in held)


def _uuids(case_uuid: str, sources: Sequence[OwnedSource]) -> list[str]:
    return [case_uuid, *(source.uuid for source in sources)]


def _sources(session: Session, mine: Belongings) -> tuple[OwnedSource, ...]:
    found = []
    for source_id in (*mine.sources, *mine.unplaced):
        row = session.get_one(SourceRow, source_id)
        media = session.get(MediaRow, row.media_id) if row.media_id is not None and source_id in mine.sources else None
        whole = source_id in mine.whole
        spans = mine.shared.get(source_id, ())
        texts = [row.text] if whole else [span.text_in(row.text) for span in spans]
        others = belongings.others_in(session, mine.case_id, source_id)
        found.append(
            OwnedSource(
                source_id,
                row.uuid,
                row.name,
                whole,
                _turns(session, source_id) if whole else len(spans),
                sum(len(word_starts(text)) for text in texts),
                media is not None,
                media.size_bytes if media else 0,
                media.duration_ms if media else 0,
                others,
            )
        )
    return tuple(found)


def _turns(session: Session, source_id: int) -> int:
    return session.scalar(select(func.count()).where(TurnRow.source_id == source_id)) or 0


def _counts(session: Session, rows: Rows, mine: Belongings, sources: Sequence[OwnedSource]) -> dict[str, int]:
    recordings = [source for source in sources if source.recording]
    counted = {
        "recordings": len(mine.media),
        "recording_bytes": sum(source.recording_bytes for source in recordings),
        "recording_ms": sum(source.recording_ms for source in recordings),
        "sources": len(mine.whole),
        "passages_in_shared_sources": sum(map(len, mine.shared.values())),
        "words": sum(source.words for source in sources),
        "history_steps": session.scalar(select(func.count()).select_from(StepRow)) or 0,
        **rows.counts(),
    }
    return {name: counted[name] for name in CLASSES}


def as_json(found: Inventory) -> str:
    """Write an inventory down for a program."""
    from dataclasses import asdict

    return json.dumps(asdict(found), ensure_ascii=False, indent=2)
