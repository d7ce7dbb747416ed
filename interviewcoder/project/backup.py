"""Timed backups: a thinned set of copies in a folder beside the project.

Kept are the last ten, one a day for a week, and one a week for two months.
A copy is as encrypted as the project is.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from interviewcoder.errors import StorageFailed
from interviewcoder.project import lock
from interviewcoder.project.place import open_for_owner
from interviewcoder.project.storage import as_file_error

KEEP_LAST = 10
KEEP_DAILY = timedelta(days=7)
KEEP_WEEKLY = timedelta(days=61)

_STAMP = "%Y-%m-%d %H-%M-%S"
_BLOCK_BYTES = 8 * 1024 * 1024
_TRIES = 5
# A backup being made, cleaned or encrypted anew: each of them holds what the project held.
_HALF_DONE = (".part", ".cleaning", ".cleaning-journal", ".renewed", ".renewed-journal")


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy of a project as it was at a moment (local time)."""

    path: Path
    at: datetime
    size_bytes: int


def folder_of(project_path: Path) -> Path:
    """Where a project's backups lie."""
    return project_path.with_name(f"{project_path.stem}-backups")


def backups(project_path: Path) -> list[Backup]:
    """The backups of a project, newest first."""
    found = []
    for path in folder_of(project_path).glob(f"*{project_path.suffix}"):
        at = _moment_of(path, project_path)
        if at is not None:
            found.append(Backup(path, at, path.stat().st_size))
    return sorted(found, key=lambda backup: backup.at, reverse=True)


def copies(project_path: Path) -> list[Path]:
    """Everything in the backup folder that is a project: the timed copies, and what a person named otherwise."""
    return sorted(folder_of(project_path).glob(f"*{project_path.suffix}"), reverse=True)


def drop_leftovers(project_path: Path) -> None:
    """Remove what crashes left half done beside a project and in its backup folder; only for who has its lock.

    Raises:
        StorageFailed: one can't be removed.
    """
    left = [project_path.with_suffix(".restoring")]
    left += [path for each in _HALF_DONE for path in folder_of(project_path).glob(f"*{each}")]
    for path in left:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise as_file_error(error, path.name) from error


def back_up(project_path: Path, file: int, commits: Callable[[], int]) -> Backup:
    """Copy a project through its descriptor `file`, then thin the set.

    The descriptor belongs to the open project: opening the file anew and
    closing it would drop the project's lock. `commits` counts saves and is odd
    during one; a copy that a save fell into is made again.

    Raises:
        StorageFailed: the folder can't be written or the disk is full.
    """
    folder = folder_of(project_path)
    target = _new_name(project_path)
    partial = target.with_suffix(".part")
    try:
        folder.mkdir(exist_ok=True)
        # One backup is made at a time, so what is half written was left by a crash.
        for left in folder.glob("*.part"):
            left.unlink()
        size = os.fstat(file).st_size
        if shutil.disk_usage(folder).free < 2 * size:
            raise StorageFailed(
                "There is too little room on the disk for another backup.",
                f"Make room, or move older copies out of “{folder.name}”.",
            )
        _copy_between_saves(file, partial, commits)
        partial.replace(target)
    except OSError as error:
        _drop(partial)
        raise as_file_error(error, target.name) from error
    except StorageFailed:
        _drop(partial)
        raise
    thin(project_path)
    return Backup(target, _moment_of(target, project_path) or datetime.now(), target.stat().st_size)


def restore(backup: Backup, project_path: Path) -> Path:
    """Put a backup in the place of its (closed) project; what was there is kept as a backup, whose path is returned.

    Raises:
        ProjectLocked: the project is open, here or elsewhere.
        StorageFailed: the folder can't be written or the disk is full.
    """
    lock.refuse_if_held(project_path)
    partial = project_path.with_suffix(".restoring")
    try:
        with backup.path.open("rb") as file:
            _copy(file.fileno(), partial)
        kept = set_aside(project_path)
        partial.replace(project_path)
    except OSError as error:
        _drop(partial)
        raise as_file_error(error, project_path.name) from error
    return kept


def set_aside(project_path: Path) -> Path:
    """Move a (closed) project among its backups, and return where it is now.

    Raises:
        ProjectLocked: the project is open, here or elsewhere.
        StorageFailed: the folder can't be written.
    """
    lock.refuse_if_held(project_path)
    kept = _new_name(project_path)
    journal = _journal_of(project_path)
    try:
        kept.parent.mkdir(exist_ok=True)
        # What a crash left unfinished belongs to this file; one that takes its place must not meet it.
        if journal.exists():
            journal.replace(_journal_of(kept))
        if project_path.exists():
            project_path.replace(kept)
    except OSError as error:
        raise as_file_error(error, kept.name) from error
    return kept


def thin(project_path: Path, *, now: datetime | None = None) -> None:
    """Delete the backups that the rule doesn't keep."""
    found = backups(project_path)
    kept = {backup.path for backup in to_keep(found, now or datetime.now())}
    for backup in found:
        if backup.path not in kept:
            backup.path.unlink(missing_ok=True)
            _journal_of(backup.path).unlink(missing_ok=True)


def to_keep(newest_first: list[Backup], now: datetime) -> list[Backup]:
    """Which backups stay: the last ten, the newest of each day of a week, the newest of each week of two months."""
    kept = newest_first[:KEEP_LAST]
    days: set[object] = set()
    weeks: set[object] = set()
    for backup in newest_first:
        age = now - backup.at
        day, week = backup.at.date(), backup.at.isocalendar()[:2]
        if (age <= KEEP_DAILY and day not in days) or (age <= KEEP_WEEKLY and week not in weeks):
            kept.append(backup)
        days.add(day)
        weeks.add(week)
    return list(dict.fromkeys(kept))


def _new_name(project_path: Path) -> Path:
    """A backup's name for this moment; a second later where one was made in this second."""
    at = datetime.now()
    while True:
        path = folder_of(project_path) / f"{project_path.stem} {at.strftime(_STAMP)}{project_path.suffix}"
        if not path.exists():
            return path
        at += timedelta(seconds=1)


def _journal_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-journal")


def _drop(partial: Path) -> None:
    # What keeps it from being removed is what kept it from being written, and that is what is said.
    with suppress(OSError):
        partial.unlink(missing_ok=True)


def _copy_between_saves(file: int, target: Path, commits: Callable[[], int]) -> None:
    for _ in range(_TRIES):
        before = commits()
        _copy(file, target)
        if before % 2 == 0 and commits() == before:
            return
    raise StorageFailed("The project was saved so often that no backup could be made.", "Try again in a moment.")


def _copy(file: int, target: Path) -> None:
    with os.fdopen(open_for_owner(target), "wb") as out:
        os.lseek(file, 0, os.SEEK_SET)
        while block := os.read(file, _BLOCK_BYTES):
            out.write(block)
        out.flush()
        os.fsync(out.fileno())


def _moment_of(path: Path, project_path: Path) -> datetime | None:
    stamp = path.stem.removeprefix(project_path.stem).strip()
    try:
        return datetime.strptime(stamp, _STAMP)
    except ValueError:
        return None
