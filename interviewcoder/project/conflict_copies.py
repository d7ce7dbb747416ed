"""Copies of a project that a synchronising program made because two machines saved it: recognised, and compared.

By their names first, which differ by program and language, then by what is
in them: the UUID of the project, where the same key opens both. Names that
anybody could give (“study (1)”) count only where the UUID speaks for them.
"""

from __future__ import annotations

import os
import platform
import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Any

from interviewcoder.errors import NameTaken
from interviewcoder.project import backup, journal, lock, place, saved_state
from interviewcoder.project.cipher import PLAIN_HEADER
from interviewcoder.project.file import Project
from interviewcoder.project.first_read import APPLICATION_ID
from interviewcoder.project.key_memory import wipe
from interviewcoder.project.read_only import SavedState
from interviewcoder.project.storage import as_file_error

_SCHEMA = "sibling"
# What programs call such a copy, in the languages they are known to speak; lower case.
_CALLED = (
    "conflicted copy",
    "conflict copy",
    "conflicted version",
    "in konflikt stehende kopie",
    "konfliktkopie",
    "konfliktbehaftete kopie",
    "copie en conflit",
    "copie conflictuelle",
    "copia en conflicto",
    "copia conflictiva",
    "copia in conflitto",
    "cópia em conflito",
    "cópia conflitante",
    "conflicterende kopie",
    "kopie met conflict",
    "motstridig kopia",
    "motstridiga kopia",
    "i konflikt stående kopia",
    "konfliktkopi",
    "modstridende kopi",
    "motstridende kopi",
    "ristiriitainen kopio",
    "kopia powodująca konflikt",
    "kopia w konflikcie",
    "konfliktní kopie",
    "конфликтующая копия",
    "конфликтная копия",
    "конфліктна копія",
    "競合コピー",
    "問題のあるコピー",
    "冲突副本",
    "冲突的副本",
    "衝突複本",
    "衝突的複本",
    "충돌된 복사본",
    "충돌하는 사본",
)
_PHRASE = "|".join(map(re.escape, _CALLED))
# What stands behind the project's own name, in lower case; the most telling first.
_PROGRAMS = (
    (re.compile(r"\.sync-conflict-\d{8}-\d{6}"), "Syncthing"),
    (re.compile(r"\(sfconflict\b"), "Seafile"),
    (re.compile(r"_[a-z]{3}-\d\d-\d{4}-\d{4}_\w*conflict"), "Synology Drive"),
    (re.compile(r"\(conflict_"), "FileCloud"),
    (re.compile(r"\[conflict\]|_conf\(\d+\)"), "Google Drive"),
    (re.compile(r"\[conflicted\b"), "pCloud"),
    (re.compile(r"_conflict-(?:.+-)?\d{8}-\d{6}"), "Nextcloud or ownCloud"),
    (re.compile(r"\(conflicted copy (?:.+ )?\d{4}-\d\d-\d\d \d{6}\)"), "Nextcloud or ownCloud"),
    (re.compile(rf"\(.*(?:{_PHRASE}).*\d{{4}}-\d\d-\d\d.*\)"), "Dropbox"),
    (re.compile(r"\(.*(?:case|unicode encoding|selective sync) conflict.*\)"), "Dropbox"),
    (re.compile(r"\.conflict(?:\(\d+\))?$"), "Resilio Sync"),
    (re.compile(_PHRASE), ""),
    (re.compile(r"[(\[_.-]conflict\b"), ""),
)
_COMPUTER = r"(?:desktop|laptop|win|pc|imac|macbook|mac)-?[\w-]*|[\w-]*-(?:pc|laptop|desktop|imac|macbook|mac)\b[\w-]*"
_NUMBERED = re.compile(r" ?\(\d{1,2}\)")
_COUNTED = re.compile(r" \d{1,2}")


class Kinship(Enum):
    """What a copy turned out to be."""

    SAME = "same"  # the same project
    OTHER = "other"  # another one, no project at all, or a review copy of this one
    UNKNOWN = "unknown"  # it can't be read with the project's key


class Part(Enum):
    """Of which of a project's files it is a copy."""

    PROJECT = "project"
    JOURNAL = "journal"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class ConflictCopy:
    """A file that is called as a copy in conflict. `program` is empty where its name doesn't tell which made it;
    `certain` is False where a person might have given it that name."""

    path: Path
    part: Part
    program: str
    certain: bool
    size_bytes: int
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Examined:
    """A copy that was looked into; `only_there` counts the steps in its log that the project's doesn't have."""

    copy: ConflictCopy
    kinship: Kinship
    only_there: int = 0

    @property
    def is_offered(self) -> bool:
        """Whether a person is told of it."""
        return self.kinship is Kinship.SAME or (self.copy.certain and self.kinship is Kinship.UNKNOWN)


def find(project_path: Path) -> list[ConflictCopy]:
    """The files beside a project whose names say that they are copies in conflict, by name. None is opened.

    Raises:
        StorageFailed: the folder can't be read.
    """
    found = []
    try:
        for path in sorted(project_path.parent.iterdir()):
            told = _told_by_name(path.name, project_path)
            if told is None:
                continue
            try:
                there = path.stat()
            except FileNotFoundError:
                # A client that synchronises gives files many names in a short time.
                continue
            changed = datetime.fromtimestamp(there.st_mtime)
            found.append(ConflictCopy(path, *told, size_bytes=there.st_size, changed_at=changed))
    except OSError as error:
        raise as_file_error(error, project_path.parent.name) from error
    return found


def examine(project: Project, copy: ConflictCopy) -> Examined:
    """Look whether a copy is of the open project, and what it has that the project hasn't. Nothing of it is changed.

    Journals and notes aren't looked into. What can't be read, because it has
    another passphrase or is still on its way, is `UNKNOWN`.
    """
    if copy.part is not Part.PROJECT:
        return Examined(copy, Kinship.UNKNOWN)
    # Nothing can be attached while the project reads.
    project.session.rollback()
    project.session.expunge_all()
    driver = project.raw_connection
    try:
        _attach(driver, project, copy.path)
    except Exception:  # noqa: BLE001  # whatever the driver says of a file that nobody promised to be a project
        return Examined(copy, Kinship.UNKNOWN)
    try:
        return _compared(driver, copy)
    except Exception:  # noqa: BLE001
        return Examined(copy, Kinship.UNKNOWN)
    finally:
        driver.execute(f"DETACH {_SCHEMA}")


def set_aside(project_path: Path, copy_path: Path) -> Path:
    """Move a copy among the project's backups, under its own name, and return where it is now.

    Raises:
        ProjectLocked: somebody has the copy open.
        StorageFailed: it can't be moved.
    """
    lock.refuse_if_held(copy_path)
    folder = backup.folder_of(project_path)
    kept, number = folder / copy_path.name, 2
    try:
        folder.mkdir(exist_ok=True)
        while kept.exists():
            kept = folder / f"{copy_path.stem} ({number}){copy_path.suffix}"
            number += 1
        copy_path.replace(kept)
        if journal.of(copy_path).exists():
            journal.of(copy_path).replace(journal.of(kept))
    except OSError as error:
        raise as_file_error(error, copy_path.name) from error
    return kept


def keep_beside(project: Project, *, who: str) -> Path:
    """Write the open project's file as it is into a copy beside its place, called so that it is found again.

    For work in a file that was deleted, or in whose place another one was put.

    Raises:
        StorageFailed: the folder can't be written, or the disk is full.
    """
    stamp = f"{datetime.now():%Y-%m-%d %H%M%S}"
    kept = project.path.with_name(f"{project.path.stem} (conflicted copy {who} {stamp}){project.path.suffix}")
    partial = kept.with_suffix(".part")
    try:
        with os.fdopen(place.open_for_owner(partial), "wb") as out:
            for block in project.blocks():
                out.write(block)
            out.flush()
            os.fsync(out.fileno())
        partial.replace(kept)
    except OSError as error:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        raise as_file_error(error, kept.name) from error
    return kept


def put_back(kept: Path, project_path: Path) -> None:
    """Let what was kept beside a project that was deleted take its place again.

    Raises:
        NameTaken: there is a file again.
        StorageFailed: the folder can't be written.
    """
    if project_path.exists():
        raise NameTaken(f"There is a file “{project_path.name}” again.", f"Your work is in “{kept.name}” beside it.")
    try:
        kept.replace(project_path)
    except OSError as error:
        raise as_file_error(error, project_path.name) from error


def _told_by_name(name: str, project_path: Path) -> tuple[Part, str, bool] | None:
    """What a file's name says: of which file it is a copy, by which program, and whether that is certain."""
    own = _plain(project_path.stem)
    plain = _plain(name)
    if name in (project_path.name, journal.of(project_path).name, lock.note_path(project_path).name):
        return None
    suffix = project_path.suffix.lower()
    for part, begins, end in (
        (Part.NOTE, f".~lock.{own}", f"{suffix}#"),
        (Part.JOURNAL, own, f"{suffix}-journal"),
        (Part.PROJECT, own, suffix),
    ):
        if not plain.startswith(begins) or end not in plain:
            continue
        # Some put their words behind the ending: they know none that is so long.
        rest = plain.removeprefix(begins).replace(end, "", 1)
        program = _program_of(rest)
        if program is not None:
            return (part, program, True)
        if part is Part.PROJECT and plain.endswith(end) and (program := _perhaps(rest)) is not None:
            return (part, program, False)
    return None


def _program_of(rest: str) -> str | None:
    return next((program for pattern, program in _PROGRAMS if pattern.search(rest)), None)


def _perhaps(rest: str) -> str | None:
    """Which program may have put this behind a name, as a person may have, too."""
    if _NUMBERED.fullmatch(rest):
        return "Google Drive"
    if _COUNTED.fullmatch(rest):
        return "iCloud Drive"
    here = re.escape(_plain(platform.node()))
    return "OneDrive" if re.fullmatch(rf"-(?:{here}|{_COMPUTER})(?:-\d+)?", rest) else None


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", name).lower()


def _attach(driver: Any, project: Project, path: Path) -> None:  # sqlcipher3 has no types
    address = saved_state.address_of(path)
    with path.open("rb") as there:
        plain = there.read(len(PLAIN_HEADER)) == PLAIN_HEADER
    if plain:
        driver.execute(f"ATTACH ? AS {_SCHEMA} KEY ?", (address, ""))
    elif isinstance(project, SavedState):
        literal = project.key_literal()
        try:
            driver.execute(f"ATTACH ? AS {_SCHEMA} KEY ?", (address, literal))
        finally:
            wipe(literal)
    else:
        # With the key of the open file, which is nobody's to hand round.
        driver.execute(f"ATTACH ? AS {_SCHEMA}", (address,))


def _compared(driver: Any, copy: ConflictCopy) -> Examined:
    def one(query: str) -> Any:
        return driver.execute(query).fetchone()[0]

    if one(f"PRAGMA {_SCHEMA}.application_id") != APPLICATION_ID:
        return Examined(copy, Kinship.OTHER)
    if one(f"SELECT uuid FROM {_SCHEMA}.project") != one("SELECT uuid FROM main.project"):
        return Examined(copy, Kinship.OTHER)
    has_copies = one(f"SELECT count(*) FROM {_SCHEMA}.sqlite_master WHERE name = 'review_copy'")
    if has_copies and one(f"SELECT count(*) FROM {_SCHEMA}.review_copy WHERE here"):
        # It comes back by its own way, with the words for it.
        return Examined(copy, Kinship.OTHER)
    only_there = one(
        f"SELECT count(*) FROM {_SCHEMA}.activity AS theirs WHERE kind <> 'note' AND NOT EXISTS"
        " (SELECT 1 FROM main.activity AS ours WHERE ours.id = theirs.id AND ours.chain_hash = theirs.chain_hash)"
    )
    return Examined(copy, Kinship.SAME, int(only_there))
