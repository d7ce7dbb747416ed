"""Withdraw a participant, or destroy recordings: listed first, then removed from the project and all its backups."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from interviewcoder.errors import NotFound, StorageFailed
from interviewcoder.privacy import belongings, phrases, removal, rows_that_go, tombstones
from interviewcoder.privacy.backup_cleaning import LABELS
from interviewcoder.privacy.belongings import Subjects
from interviewcoder.privacy.certificate import Certificate, listing
from interviewcoder.privacy.file_cleaning import Say
from interviewcoder.privacy.inventory import Inventory, exports_of, inventory, room_needed
from interviewcoder.privacy.phrases import Phrases
from interviewcoder.project.file import Project
from interviewcoder.project.schema import CaseRow, MediaRow, ProjectRow, PseudonymRow, SourceRow

if TYPE_CHECKING:
    from interviewcoder.privacy.key_file import KeyFile

__all__ = ["Choices", "Inventory", "destroy_audio", "inventory", "withdraw"]


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person decided about a withdrawal.

    `kept` are mentions (by `Mention.key`) that stay as they are, `reworded`
    texts to put in the place of others; of all others the words are taken
    out. `also_whole` are sources that go as a whole although others speak in
    them. `names` is what they are called beside what the project knows.
    `leave_backups`: a backup that can't be cleaned is left, not deleted.
    """

    kept: Collection[str] = ()
    reworded: Mapping[str, str] | None = None
    also_whole: Collection[int] = ()
    names: Sequence[str] = ()
    leave_backups: bool = False


def withdraw(
    project: Project,
    case_id: int,
    choices: Choices = Choices(),  # it is frozen
    *,
    key: KeyFile | None = None,
    say: Say = lambda stage, share: None,
) -> Certificate:
    """Remove a participant and all that is theirs from the project, its history and its backups, for good.

    First their rows go, all in one transaction that also sets the tombstone;
    then bytes, index and backups are cleaned. Cut off before, nothing has
    happened; cut off after, the next opening finishes it. Their entry in the
    `key` goes, too, where that is open. No backup is made that would keep
    them.

    Raises:
        NotFound: the participant is no longer there.
        StorageFailed: there is too little room on the disk; before anything is removed, or while backups are cleaned.
    """
    session = project.session
    names = (*choices.names, *_names_in(key, session, case_id))
    found = inventory(project, case_id, also_whole=choices.also_whole, names=names)
    _refuse_without_room(project)
    entities = _pseudonym_uuids(session, found)
    say("rows", 0.0)
    with project.op(LABELS["withdrawal"], undoable=False) as writing:
        mine = belongings.of_case(session, case_id, also_whole=choices.also_whole)
        told = phrases.of(session, mine, names)
        going = rows_that_go.rows_of(session, mine, told)
        subjects = belongings.subjects_of(
            session,
            mine,
            memos=going.memos,
            comments=going.comments,
            pseudonyms=going.pseudonyms,
            kept=sorted(choices.kept),
        )
        done = removal.remove_participant(project, mine, told, kept=choices.kept, reworded=choices.reworded, prove=True)
        uuids = [found.case_uuid, *(source.uuid for source in found.sources)]
        certificate = replace(
            _certificate(project, "withdrawal", subjects),
            removed=dict(found.counts),
            recordings=done.recordings,
            texts_reworded=done.reworded.changed,
            texts_kept=done.reworded.kept,
            versions=tuple(done.reworded.versions),
            others_rows=done.others[0],
            others_sha256=done.others[2],
            exports=exports_of(writing, uuids),
            key_entry="removed" if key is not None else "",
        )
        removal.put_tombstone(writing, _stone(certificate, subjects))
        if key is not None:
            key.forget(found.case_uuid, *entities)
            key.remove_names(names)
    issued = _finished(project, certificate, told, choices.leave_backups, say)
    return replace(issued, participant=found.case, export_names=tuple(each.file_name for each in found.exports))


def destroy_audio(
    project: Project,
    *,
    source_ids: Collection[int] | None = None,
    case_id: int | None = None,
    leave_backups: bool = False,
    say: Say = lambda stage, share: None,
) -> Certificate:
    """Destroy recordings in the project, its history and its backups, for good; their transcripts stay.

    Of some sources, of a participant's, or (with neither) of all.

    Raises:
        NotFound: none of them has a recording, or the participant is no longer there.
        StorageFailed: as in `withdraw`.
    """
    session = project.session
    media = _media_of(session, source_ids, case_id)
    if not media:
        raise NotFound("There is no recording to destroy.", "Its sources have none, or it was destroyed before.")
    _refuse_without_room(project)
    with project.op(LABELS["audio"], undoable=False) as writing:
        uuids = tuple(sorted(session.scalars(select(MediaRow.uuid).where(MediaRow.id.in_(media)))))
        of_sources = select(SourceRow.uuid).where(SourceRow.media_id.in_(media))
        exports = exports_of(session, list(session.scalars(of_sources)))
        subjects = Subjects(media=uuids)
        recordings = removal.remove_recordings(writing, media)
        removed = {
            "recordings": len(recordings),
            "recording_bytes": sum(each.size_bytes for each in recordings),
            "recording_ms": sum(each.duration_ms for each in recordings),
        }
        certificate = replace(
            _certificate(project, "audio", subjects), removed=removed, recordings=recordings, exports=exports
        )
        removal.put_tombstone(writing, _stone(certificate, subjects))
    done = _finished(project, certificate, None, leave_backups, say)
    return replace(done, export_names=tuple(each.file_name for each in exports))


def _finished(
    project: Project, certificate: Certificate, known: Phrases | None, leave_backups: bool, say: Say
) -> Certificate:
    try:
        tombstones.finish(project, known=known, leave_backups=leave_backups, say=say)
    except StorageFailed as error:
        raise StorageFailed(
            f"What was to be removed is out of the project, but the cleaning was cut short. {error.message}",
            f"Close the project and open it again: that finishes it. {error.hint}".strip(),
        ) from error
    return next(each for each in listing(project) if each.uuid == certificate.uuid)


def _media_of(session: Session, source_ids: Collection[int] | None, case_id: int | None) -> list[int]:
    query = select(SourceRow.media_id).where(SourceRow.media_id.is_not(None))
    if case_id is not None:
        source_ids = belongings.of_case(session, case_id).sources
    if source_ids is not None:
        query = query.where(SourceRow.id.in_(source_ids))
    return [media_id for media_id in dict.fromkeys(session.scalars(query)) if media_id is not None]


def _certificate(project: Project, kind: str, subjects: Subjects) -> Certificate:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    study = project.session.scalars(select(ProjectRow.uuid)).one()
    digest = hashlib.sha256(subjects.to_json().encode()).hexdigest()
    return Certificate(str(uuid4()), kind, now, project.coder.uuid, study, digest, {})


def _stone(certificate: Certificate, subjects: Subjects) -> dict[str, str]:
    return {
        "uuid": certificate.uuid,
        "kind": certificate.kind,
        "at": certificate.at,
        "coder_uuid": certificate.coder_uuid,
        "subjects": subjects.to_json(),
        "certificate": certificate.to_json(),
    }


def _names_in(key: KeyFile | None, session: Session, case_id: int) -> list[str]:
    """What the key knows a participant by."""
    uuid = session.scalar(select(CaseRow.uuid).where(CaseRow.id == case_id))
    persons = key.persons() if key is not None else []
    return [each.real_name for each in persons if each.participant_uuid == uuid and each.real_name]


def _pseudonym_uuids(session: Session, found: Inventory) -> list[str]:
    return list(session.scalars(select(PseudonymRow.uuid).where(PseudonymRow.text.in_(found.pseudonyms))))


def _refuse_without_room(project: Project) -> None:
    needed, free = room_needed(project), shutil.disk_usage(project.path.parent).free
    if free < needed:
        raise StorageFailed(
            f"To write the file and its backups anew, {needed / 1e6:,.0f} MB have to be free on the disk;"
            f" {free / 1e6:,.0f} MB are.",
            "Nothing was removed. Make room and do it again.",
        )
