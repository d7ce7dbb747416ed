"""Put a finished report on disk: whole or not at all, and never over anything but an older one of its kind."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from interviewcoder.errors import ExportFailed, InterviewCoderError, StorageFailed
from interviewcoder.privacy import tombstones
from interviewcoder.project import backup, lock
from interviewcoder.project.file import SUFFIX as PROJECT_SUFFIX

_NO_PLACE = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your share of the disk is used up",
    errno.EFBIG: "the disk doesn't take a file of that size",
    errno.EROFS: "the disk is read-only",
    errno.EACCES: "you may not write there",
    errno.EPERM: "you may not write there",
}


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of report file: `name` as in “a Word document”, `suffix` with its dot, `example` a file's name.

    `opening` are the first bytes by which one is known; empty where it has none of its own.
    """

    name: str
    suffix: str
    example: str
    opening: bytes = b""

    @property
    def other_name(self) -> str:
        """Return what to do where a name can't be taken."""
        return f"Choose another name, such as “{self.example}”."


@dataclass(frozen=True, slots=True)
class Part:
    """A file that is written but not yet in its place: at `path`, meant for `place`."""

    path: Path
    place: Path


def put(content: bytes, path: Path, kind: FileKind) -> None:
    """Put content on disk as `put_by` does.

    Raises:
        ExportFailed, StorageFailed: as there.
    """
    put_by(lambda file: file.write(content), path, kind)


def put_by(write: Callable[[BinaryIO], object], path: Path, kind: FileKind) -> None:
    """Write a file beside its place first, then put it there in one step; see `put_all`.

    Raises:
        ExportFailed, StorageFailed: as there.
    """
    put_all([(write, path)], kind)


def put_all(
    files: Sequence[tuple[Callable[[BinaryIO], object], Path]],
    kind: FileKind,
    check: Callable[[Sequence[Part]], object] = lambda parts: None,
) -> None:
    """Write files beside their places first, then put each there in one step.

    Each is written by a function that is handed the open file, and may raise
    to stop. `check` may read them when all are written, and raise to stop
    before the first is put in its place.

    An older file of a name and kind is replaced, and nothing else is;
    where anything fails before that all stays as it was. Through a symbolic
    link, it is the link's target that is judged and replaced.

    Raises:
        ExportFailed: a folder doesn't exist, or a name is one that no file of the kind may take.
        StorageFailed: the disk is full, or a place can't be written.
    """
    parts: list[Part] = []
    path = Path()
    try:
        for write, path in files:
            refuse_wrong_places(path, kind)
            place = _real(path)
            name = f".{Path(kind.example).stem}-{secrets.token_hex(4)}.part{kind.suffix}"
            parts.append(Part(place.parent / name, place))
            with parts[-1].path.open("xb") as file:
                write(file)
                file.flush()
                os.fsync(file.fileno())
        check(parts)
        for part in parts:
            path = part.place
            part.path.replace(path)
    except OSError as error:
        raise _as_ours(error, path) from error
    finally:
        for part in parts:
            with suppress(OSError):
                part.path.unlink(missing_ok=True)


def refuse_places_of(project_path: Path, path: Path, kind: FileKind) -> None:
    """Refuse to write over a project's own file, what lies beside it for it, or among its backups.

    Raises:
        ExportFailed: the path is one of those, itself or through a link.
        StorageFailed: the place can't be looked at.
    """
    own, place = _real(project_path), _real(path)
    notes = lock.note_path(own).name, tombstones.beside(own).name
    beside = (f"{own.name}-journal", f"{own.name}-wal", f"{own.name}-shm", *notes)
    try:
        # By the disk's own count: another name of the same file (a hard link) is the file too.
        is_project = place == own or (place.exists() and own.exists() and place.samefile(own))
    except OSError as error:
        raise _as_ours(error, path) from error
    if is_project or (place.parent == own.parent and place.name in beside):
        raise ExportFailed(f"{path} is the project's own file.", kind.other_name)
    if _real(backup.folder_of(own)) in place.parents:
        raise ExportFailed(f"{path} lies among the project's backups.", "Choose another folder.")


def _real(path: Path) -> Path:
    """Follow symbolic links, also to what isn't there; `Path.resolve` has no word for links in a circle."""
    return Path(os.path.realpath(path))


def refuse_wrong_places(path: Path, kind: FileKind) -> None:
    """Judge a path by its name and by what is there, itself or where its links lead.

    Raises:
        ExportFailed: the folder doesn't exist, or the name is one that no file of the kind may take.
        OSError: the place can't be looked at.
    """
    place = _real(path)
    if not path.name or place.is_dir():
        raise ExportFailed(f"{path} is a folder.", "Give the document a file name of its own.")
    if PROJECT_SUFFIX in (path.suffix.casefold(), place.suffix.casefold()):
        raise ExportFailed(f"{path} has the name of a project, not of a {kind.name}.", kind.other_name)
    if not place.parent.is_dir():
        raise ExportFailed(f"The folder {place.parent} doesn't exist.", "Choose a folder that does, or make it first.")
    if place.is_symlink() or (place.exists() and not place.is_file()):
        # Put in the place of a device or a pipe, a document would take it from everybody on the machine.
        raise ExportFailed(f"{path} is no ordinary file.", "Give the document a file name of its own.")
    if place.exists() and not _is_of_kind(place, kind):
        raise ExportFailed(f"{path} is there already and is no {kind.name}.", kind.other_name)


def _is_of_kind(place: Path, kind: FileKind) -> bool:
    """Tell by name and by first bytes; an empty file holds nothing that could be lost."""
    if place.suffix.casefold() != kind.suffix:
        return False
    with place.open("rb") as file:
        return file.read(len(kind.opening)) in (kind.opening, b"")


def _as_ours(error: OSError, path: Path) -> InterviewCoderError:
    reason = _NO_PLACE.get(error.errno or 0)
    if reason is None:
        return ExportFailed(f"{path} could not be written: {error.strerror}.", "Try another folder or another name.")
    hint = "Choose another folder. If the document is open in Word, close it there first."
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        hint = "Make room, or choose another disk."
    return StorageFailed(f"{path} could not be written: {reason}.", hint)
