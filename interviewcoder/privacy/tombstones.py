"""What was withdrawn stays withdrawn: a restored or elsewhere kept old copy has it removed again when it is opened.

Tombstones are kept in the project, in a file beside it and in the program's
own folder. They hold UUIDs and dates, no names, and a code made with a key
from inside the project: nobody can have something deleted by writing such a
file.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from interviewcoder import settings
from interviewcoder.errors import NotAProject, StorageFailed
from interviewcoder.privacy import unfinished
from interviewcoder.project.file import Project
from interviewcoder.project.place import open_for_owner
from interviewcoder.project.schema import ProjectRow, SourceRow, TombstoneRow

if TYPE_CHECKING:
    # What a removal takes is loaded when there is one to be made: nearly never when a project is opened.
    from interviewcoder.privacy.backup_cleaning import Stone
    from interviewcoder.privacy.certificate import Certificate, CleanedBackup
    from interviewcoder.privacy.file_cleaning import Say
    from interviewcoder.privacy.phrases import Phrases
    from interviewcoder.project.read_only import SavedState

FORMAT = 1
_KINDS = ("withdrawal", "audio")
_COLUMNS = ("uuid", "kind", "at", "coder_uuid", "subjects")


@dataclass(frozen=True, slots=True)
class Reapplied:
    """What had to be done at an opening: withdrawals and destructions of recordings done again, as this copy was older
    than they are, and work finished that had been cut off. `unfinished` says why some is still to be done, `left` are
    the backups that couldn't be cleaned: nobody was asked, so none is deleted."""

    withdrawals: int = 0
    recordings: int = 0
    finished: int = 0
    unfinished: str = ""
    left: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.withdrawals or self.recordings or self.finished or self.unfinished)

    @property
    def sentence(self) -> str:
        """What a person is told; empty where nothing was done."""
        parts = []
        if again := self.withdrawals + self.recordings:
            parts.append("This copy of the project was older than what was withdrawn from it.")
            many = f"{again} removals made since were made again." if again > 1 else "It was removed again."
            parts.append(many)
        if self.finished:
            parts.append("A removal that had been interrupted was finished.")
        if self.unfinished:
            parts.append(f"A removal is not finished yet: {self.unfinished}")
        if self.left:
            parts.append(f"These backups can't be cleaned and may still hold it; delete them: {', '.join(self.left)}.")
        return " ".join(parts)


def beside(project_path: Path) -> Path:
    """Where the tombstones of a project lie beside it."""
    return project_path.with_name(f"{project_path.stem}.withdrawn.json")


def reapply(project: Project, *, say: Say = lambda stage, share: None) -> Reapplied:
    """Remove again what was withdrawn and has come back with an old copy, and finish what was cut off.

    Called right after a project was opened, before anything of it is shown.

    Raises:
        StorageFailed: the disk is full or can't be written, and withdrawn data is still there.
    """
    session = project.session
    known = set(session.scalars(select(TombstoneRow.uuid)))
    waiting = unfinished.waiting(session)
    missing = [stone for stone in _kept_outside(project) if stone["uuid"] not in known]
    session.rollback()
    if not missing and not waiting:
        if known and not beside(project.path).exists():
            write_outside(project)
        return Reapplied()
    from interviewcoder.privacy import backup_cleaning

    for stone in missing:
        backup_cleaning.apply_stone(project, {**stone, "certificate": _again(project, stone).to_json()})
    why = ""
    backups: tuple[CleanedBackup, ...] = ()
    try:
        backups = finish(project, leave_backups=True, say=say)
    except StorageFailed as error:
        why = f"{error.message} {error.hint}".strip()
    kinds = [stone["kind"] for stone in missing]
    left = tuple(each.name for each in backups if each.outcome == "left")
    finished = len(set(waiting) - {stone["uuid"] for stone in missing})
    return Reapplied(kinds.count("withdrawal"), kinds.count("audio"), 0 if why else finished, why, left)


def settled_view(view: SavedState) -> SavedState:
    """Take out of a read-only view what was withdrawn and stands in its file again; closes it where that can't be.

    In memory alone: the file is set right by whoever opens it to work in it.
    """
    try:
        known = set(view.session.scalars(select(TombstoneRow.uuid)))
        missing = [stone for stone in _kept_outside(view) if stone["uuid"] not in known]
        view.session.rollback()
        if missing:
            from interviewcoder.privacy import backup_cleaning

            with view.changing():
                for stone in missing:
                    backup_cleaning.apply_stone(view, {**stone, "certificate": _again(view, stone).to_json()})
    except BaseException:
        view.close()
        raise
    return view


def settle(project: Project, *, say: Say = lambda stage, share: None) -> Reapplied:
    """Do so with a project that was just opened, and close it where it can't be done.

    Raises:
        StorageFailed: as in `reapply`.
    """
    try:
        return reapply(project, say=say)
    except BaseException:
        project.close()
        raise


def finish(
    project: Project, *, known: Phrases | None = None, leave_backups: bool = False, say: Say = lambda stage, share: None
) -> tuple[CleanedBackup, ...]:
    """Clean the file and its backups of what was removed, and complete the certificates; gives what became of backups.

    Doing it twice does no harm: it is how work that was cut off is finished.

    Raises:
        StorageFailed: the disk is full or can't be written; it stays to be finished.
    """
    from interviewcoder.privacy import backup_cleaning, file_cleaning, rows_that_stay
    from interviewcoder.privacy.certificate import Certificate

    session = project.session
    waiting = unfinished.waiting(session)
    write_outside(project)
    say("file", 0.0)
    file_cleaning.clean_file(project, _shared_sources(session, waiting))
    stones = [dict(row) for row in session.execute(select(TombstoneRow.__table__)).mappings()]
    for stone in stones:
        stone.pop("id")
    session.rollback()
    backups = backup_cleaning.clean_backups(project, stones, known=known, leave=leave_backups, say=say)
    say("recordings", 0.9)
    left, whole = rows_that_stay.whole_recordings(session)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    with project.quiet_write() as writing:
        for uuid in waiting:
            stored = writing.scalar(select(TombstoneRow.certificate).where(TombstoneRow.uuid == uuid))
            if stored is None:
                continue
            done = replace(
                Certificate.from_json(stored),
                recordings_left=left,
                recordings_whole=whole,
                backups=backups,
                finished=now,
            )
            values = {"certificate": done.to_json()}
            writing.execute(update(TombstoneRow).where(TombstoneRow.uuid == uuid).values(**values))
        unfinished.set_waiting(writing, ())
    say("done", 1.0)
    return backups


def write_outside(project: Project) -> None:
    """Keep the project's tombstones beside it and in the program's own folder.

    Raises:
        StorageFailed: neither place can be written.
    """
    session = project.session
    key, uuid = _key(session)
    rows = session.execute(select(*(TombstoneRow.__table__.c[name] for name in _COLUMNS))).mappings().all()
    stones = {str(row["uuid"]): _sealed(dict(row), key) for row in rows}
    session.rollback()
    failed: list[OSError] = []
    for path in (beside(project.path), _in_own_folder(uuid)):
        merged = {**{str(stone.get("uuid")): stone for stone in _read(path)}, **stones}
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _write(path, {"format": FORMAT, "project": uuid, "tombstones": list(merged.values())})
        except OSError as error:
            failed.append(error)
    if len(failed) > 1:
        raise StorageFailed(
            "That something was withdrawn can't be kept outside the project file.",
            "Check that the project's folder can be written and the disk has room.",
        ) from failed[0]


def _kept_outside(project: Project) -> list[dict[str, Any]]:
    """The tombstones kept outside that were made from this project, oldest first."""
    key, uuid = _key(project.session)
    found: dict[str, dict[str, Any]] = {}
    for path in (beside(project.path), _in_own_folder(uuid)):
        for stone in _read(path):
            if _is_ours(stone, key):
                found[stone["uuid"]] = {name: stone[name] for name in _COLUMNS}
    return sorted(found.values(), key=lambda stone: str(stone["at"]))


def _again(project: Project, stone: Stone) -> Certificate:
    """The certificate of a removal that is made once more in an older copy."""
    from interviewcoder.privacy.certificate import Certificate

    uuid = _key(project.session)[1]
    subjects = hashlib.sha256(str(stone["subjects"]).encode()).hexdigest()
    return Certificate(stone["uuid"], stone["kind"], stone["at"], stone["coder_uuid"], uuid, subjects, {})


def _shared_sources(session: Session, uuids: Iterable[str]) -> list[int]:
    """The sources in which turns were blanked: the index still has their words."""
    from interviewcoder.privacy.belongings import Subjects

    stored = session.scalars(select(TombstoneRow.subjects).where(TombstoneRow.uuid.in_(list(uuids)))).all()
    shared = {uuid for text in stored for uuid in Subjects.from_json(text).shared}
    return list(session.scalars(select(SourceRow.id).where(SourceRow.uuid.in_(shared))))


def _key(session: Session) -> tuple[bytes, str]:
    row = session.execute(select(ProjectRow.log_key, ProjectRow.uuid)).one_or_none()
    if row is None:
        raise NotAProject(
            "The project file is damaged: it doesn't say which study it is.",
            "Close it and restore a backup; they lie in the folder beside it.",
        )
    return row.log_key, row.uuid


def _sealed(stone: dict[str, Any], key: bytes) -> dict[str, Any]:
    return {**stone, "code": _code(stone, key)}


def _is_ours(stone: dict[str, Any], key: bytes) -> bool:
    if any(not isinstance(stone.get(name), str) for name in (*_COLUMNS, "code")):
        return False
    if stone["kind"] not in _KINDS or not _can_be_read(stone):
        return False
    return hmac.compare_digest(_code(stone, key), stone["code"])


def _can_be_read(stone: dict[str, Any]) -> bool:
    from interviewcoder.privacy.belongings import Subjects

    try:
        Subjects.from_json(stone["subjects"])
    except (ValueError, TypeError, AttributeError):
        # Whoever changed it in the project had its key: it mustn't keep anybody from opening the others' copies.
        return False
    return True


def _code(stone: dict[str, Any], key: bytes) -> str:
    said = json.dumps([stone[name] for name in _COLUMNS], ensure_ascii=False, separators=(",", ":"))
    return hmac.new(key, f"tombstone:{said}".encode(), hashlib.sha256).hexdigest()


def _in_own_folder(project_uuid: str) -> Path:
    return settings.folder() / "withdrawn" / f"{project_uuid}.json"


def _read(path: Path) -> list[dict[str, Any]]:
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        return [stone for stone in stored["tombstones"] if isinstance(stone, dict)]
    except (OSError, ValueError, KeyError, TypeError):
        # Missing or damaged: the other place may have them, and the project has its own.
        return []


def _write(path: Path, content: dict[str, Any]) -> None:
    part = path.with_suffix(".part")
    try:
        with os.fdopen(open_for_owner(part), "w", encoding="utf-8") as file:
            json.dump(content, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
