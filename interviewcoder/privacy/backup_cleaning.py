"""Do in every backup what was done in the project, so that none of them can bring it back."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import select

from interviewcoder.errors import NotAllowed
from interviewcoder.privacy import belongings, file_cleaning, phrases, removal, unfinished
from interviewcoder.privacy.belongings import Subjects
from interviewcoder.privacy.certificate import CleanedBackup
from interviewcoder.privacy.file_cleaning import Say
from interviewcoder.privacy.phrases import Phrases
from interviewcoder.project import backup
from interviewcoder.project.attached import attached
from interviewcoder.project.file import Project
from interviewcoder.project.place import open_for_owner
from interviewcoder.project.schema import MediaRow, ProjectRow, TombstoneRow
from interviewcoder.project.storage import as_file_error

# Not “.part”: the making of a backup clears those away.
_SUFFIX = ".cleaning"
Stone = Mapping[str, Any]
"""A tombstone's columns by name."""

LABELS: Mapping[str, str] = {"withdrawal": "Withdraw participant", "audio": "Destroy recordings"}
"""What the operation is called, by kind of tombstone."""


def clean_backups(
    project: Project, stones: Sequence[Stone], *, known: Phrases | None = None, leave: bool = False, say: Say
) -> tuple[CleanedBackup, ...]:
    """Clean each backup in a copy beside it that takes its place in one step; done ones are passed over.

    One that can't be opened with the project's key, or is of another version
    of the program, is deleted; with `leave` it is left and told. What a
    person named otherwise is cleaned where it is a copy of this project, and
    never deleted.

    Raises:
        StorageFailed: the disk is full or can't be written; what is cleaned by then stays so.
    """
    backup.drop_leftovers(project.path)
    done = []
    ours = [each.path for each in backup.backups(project.path)]
    found = [*ours, *(path for path in backup.copies(project.path) if path not in ours)]
    for number, path in enumerate(found):
        say("backups", number / len(found))
        left = leave or path not in ours
        try:
            if path not in ours and not _is_of(project, path):
                continue
            _clean(project, path, stones, known)
        except NotAllowed as error:
            if not left:
                _delete(path)
            done.append(CleanedBackup(path.name, "left" if left else "deleted", error.message))
        except FileNotFoundError:
            # Backups are thinned while the program runs.
            continue
        except OSError as error:
            raise as_file_error(error, path.name) from error
        else:
            done.append(CleanedBackup(path.name, "cleaned"))
    return tuple(done)


def apply_stone(project: Project, stone: Stone, known: Phrases | None = None) -> tuple[int, ...]:
    """Remove from a copy of the project what a tombstone says is gone; gives the sources that lost some of their words.

    `known` is what another copy knows them by, where that is at hand.

    Raises:
        StorageFailed: the disk is full or can't be written; nothing changed.
    """
    subjects = Subjects.from_json(stone["subjects"])
    with project.op(LABELS[stone["kind"]], undoable=False) as session:
        reworded: tuple[int, ...] = ()
        if stone["kind"] == "audio":
            media = session.scalars(select(MediaRow.id).where(MediaRow.uuid.in_(subjects.media))).all()
            removal.remove_recordings(session, media)
        else:
            mine = belongings.of_subjects(session, subjects)
            told = phrases.of(session, mine)
            told = told.and_those_of(known) if known else told
            removal.remove_participant(project, mine, told, kept=subjects.kept)
            reworded = tuple(mine.shared)
        removal.put_tombstone(session, stone)
    return reworded


def _is_of(project: Project, path: Path) -> bool:
    """Whether a file is a copy of this project, and not of another study.

    Raises:
        NotAllowed: it can't be opened.
    """
    uuid = project.session.scalar(select(ProjectRow.uuid))
    with attached(project, path) as copy:
        return copy.session.scalar(select(ProjectRow.uuid)) == uuid


def _clean(project: Project, path: Path, stones: Sequence[Stone], known: Phrases | None) -> None:
    with attached(project, path) as copy:
        # Reading it has played back what a crash left unfinished; so its journal is of no use any more.
        there = set(copy.session.scalars(select(TombstoneRow.uuid)))
        finished = not unfinished.waiting(copy.session)
    journal = path.with_name(f"{path.name}-journal")
    with suppress(FileNotFoundError):
        journal.unlink()
    missing = [stone for stone in stones if stone["uuid"] not in there]
    if finished and not missing:
        return
    part = path.with_suffix(_SUFFIX)
    try:
        _copy(path, part)
        with attached(project, part) as copy:
            reworded = [source for stone in missing for source in apply_stone(copy, stone, known)]
            with copy.quiet_write() as session:
                unfinished.set_waiting(session, ())
            file_cleaning.clean_file(copy, reworded)
        file_cleaning.flush_to_disk(part)
        part.replace(path)
    finally:
        for left in (part, part.with_name(f"{part.name}-journal")):
            left.unlink(missing_ok=True)


def _copy(path: Path, part: Path) -> None:
    with path.open("rb") as file, os.fdopen(open_for_owner(part), "wb") as out:
        shutil.copyfileobj(file, out, 1 << 22)


def _delete(path: Path) -> None:
    for each in (path, path.with_name(f"{path.name}-journal")):
        each.unlink(missing_ok=True)
