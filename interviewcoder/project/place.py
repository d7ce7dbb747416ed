"""Where a project's file is, and the making of files that are nobody else's to read."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from interviewcoder.errors import NameTaken, StorageFailed
from interviewcoder.project.storage import as_file_error

# Its owner reads and writes it; the others of the machine don't.
_OWNER_ONLY = 0o600


def absolute(path: Path) -> Path:
    """The path without `~`, `..` and links, by which a project is known in this process.

    Raises:
        StorageFailed: it can't be followed (an unknown user's folder, links in a circle, a folder one may not enter).
    """
    try:
        return path.expanduser().resolve()
    except (OSError, RuntimeError) as error:
        raise StorageFailed(f"The path “{path}” can't be followed.", "Check it, or choose another place.") from error


def claim(path: Path) -> None:
    """Make the empty file that a new project grows in, for its owner only.

    Raises:
        NameTaken: there is a file of that name, or the path names none.
        StorageFailed: the folder is missing or can't be written, or the name is too long.
    """
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _OWNER_ONLY))
    except FileExistsError as error:
        if path.is_dir():
            raise NameTaken(f"“{path}” is a folder.", "Write a file's name behind it.") from error
        raise NameTaken(f"“{path.name}” is there already.", "Choose another name, or open that project.") from error
    except FileNotFoundError as error:
        raise StorageFailed(
            f"The folder “{path.parent}” doesn't exist.", "Make it first, or choose another place."
        ) from error
    except OSError as error:
        raise as_file_error(error, path.name) from error


def open_for_owner(path: Path) -> int:
    """A descriptor that writes a file anew, readable by its owner only."""
    return os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY | getattr(os, "O_BINARY", 0), _OWNER_ONLY)


def unfinished(path: Path) -> Path:
    """Where a file that is to take another's place grows beside it."""
    return path.with_name(f"{path.name}.renewed")


def drop_unfinished(path: Path) -> None:
    """Remove what a crash left of a file that was to take this one's place; only for who has this one's lock."""
    for left in (unfinished(path), unfinished(path).with_name(f"{unfinished(path).name}-journal")):
        # A disk that is read-only keeps nobody from reading.
        with suppress(OSError):
            left.unlink(missing_ok=True)
