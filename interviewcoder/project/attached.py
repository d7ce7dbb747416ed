"""Reach a byte copy of an open project, such as a backup, through the connection that has the key.

The key itself is nobody's to hand round: SQLCipher opens what is attached
with the key of the file it is attached to.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from interviewcoder.errors import NotAllowed
from interviewcoder.project.cipher import PLAIN_HEADER
from interviewcoder.project.file import Project
from interviewcoder.project.history import History
from interviewcoder.project.schema import SCHEMA_VERSION
from interviewcoder.project.storage import as_storage_error

SCHEMA = "copy"


class Copy(Project):
    """A copy that is attached to an open project; all that is written goes into the copy."""

    def __init__(self, project: Project, path: Path, session: Session) -> None:  # not as a file that is opened
        self.path = path
        self.encrypted = project.encrypted
        self.raw_connection = project.raw_connection
        self.session = session
        self.history = History(session)
        self.coder = project.coder
        self.history.coder_uuid = project.coder.uuid

    def close(self) -> None:
        """End what was begun in it."""
        self.session.close()


@contextmanager
def attached(project: Project, path: Path) -> Iterator[Copy]:
    """Open a byte copy of an open project beside it, to read and write it as one.

    The project itself can't be written meanwhile.

    Raises:
        NotAllowed: it isn't encrypted with the project's key, is damaged, or of another version of the program.
        StorageFailed: the disk is full or can't be written.
    """
    raw = project.raw_connection
    # Nothing can be attached while the project reads.
    project.session.rollback()
    project.session.expunge_all()
    _attach(raw, path)
    try:
        version = raw.execute(f"PRAGMA {SCHEMA}.user_version").fetchone()[0]
        if version != SCHEMA_VERSION:
            raise NotAllowed(f"“{path.name}” was made by another version of the program.")
        engine = project.session.get_bind()
        assert isinstance(engine, Engine)
        with engine.connect() as connection:
            there = connection.execution_options(schema_translate_map={None: SCHEMA})
            with Session(there) as session:
                yield Copy(project, path, session)
    finally:
        raw.execute(f"DETACH {SCHEMA}")


def has_same_key(project: Project, path: Path) -> bool:
    """Whether the project's key, or that it has none, opens a copy, whatever version of the program made it.

    Raises:
        StorageFailed: it can't be read.
    """
    project.session.rollback()
    project.session.expunge_all()
    try:
        _attach(project.raw_connection, path)
    except NotAllowed:
        return False
    project.raw_connection.execute(f"DETACH {SCHEMA}")
    return True


def why_not(project: Project, path: Path) -> str:
    """Say why a copy can't be reached; empty where it can."""
    try:
        with attached(project, path):
            return ""
    except NotAllowed as error:
        return error.message


def _attach(raw: Any, path: Path) -> None:  # sqlcipher3 has no types
    with path.open("rb") as file:
        plain = file.read(len(PLAIN_HEADER)) == PLAIN_HEADER
    try:
        raw.execute(f"ATTACH ? AS {SCHEMA}{' KEY ?' if plain else ''}", (str(path), "") if plain else (str(path),))
    except Exception as error:  # the driver's own classes, told apart by their words
        raise _refusal(error, path) from error
    try:
        raw.execute(f"PRAGMA {SCHEMA}.secure_delete = ON")
        raw.execute(f"SELECT count(*) FROM {SCHEMA}.sqlite_master").fetchone()
    except Exception as error:
        raw.execute(f"DETACH {SCHEMA}")
        raise _refusal(error, path) from error


def _refusal(error: Exception, path: Path) -> Exception:
    if "not a database" in str(error).lower():
        return NotAllowed(f"“{path.name}” has another passphrase than the project, or is damaged.")
    if "malformed" in str(error).lower():
        return NotAllowed(f"“{path.name}” is damaged.")
    return as_storage_error(error) or error
