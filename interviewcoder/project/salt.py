"""How a project's file begins: with the name of SQLite, or with the salt of its key."""

from __future__ import annotations

import os
from pathlib import Path

from interviewcoder.errors import NotAProject
from interviewcoder.project.cipher import PAGE_BYTES, PLAIN_HEADER, SALT_BYTES
from interviewcoder.project.storage import as_file_error


def beginning(path: Path) -> tuple[bytes, bool]:
    """The first bytes of a database, as many as a salt has, and whether all its pages are there.

    Raises:
        FileNotFoundError, IsADirectoryError: what that means is the caller's to say.
        StorageFailed: it can't be read.
    """
    try:
        with path.open("rb") as file:
            head = file.read(SALT_BYTES)
            size = os.fstat(file.fileno()).st_size
    except (FileNotFoundError, IsADirectoryError):
        raise
    except OSError as error:
        raise as_file_error(error, path.name) from error
    # After a crash a part of a page may stand at the end, until the journal is played back.
    whole = size % PAGE_BYTES == 0 or path.with_name(f"{path.name}-journal").exists()
    return head, size > 0 and whole


def read_salt(path: Path) -> bytes | None:
    """The salt of an encrypted file, None for a plain one. Not for a project that is open here.

    Raises:
        NotAProject: there is no file, or it is too short to be one.
    """
    try:
        head, whole = beginning(path)
    except FileNotFoundError as error:
        raise NotAProject(f"There is no file “{path}”.", "Check the name, or make a new project.") from error
    except IsADirectoryError as error:
        raise NotAProject(
            f"“{path.name}” is a folder, not a project.", "Choose a file that ends in .icproj."
        ) from error
    if not whole:
        raise NotAProject(
            f"“{path.name}” is empty, cut short, or no InterviewCoder project.",
            "If it was one, its backups lie in the folder beside it.",
        )
    return None if head == PLAIN_HEADER else head
