"""Make sure that what was removed from a project is in no byte of its file: recordings, index, free pages, journal."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

from sqlalchemy import delete, exists

from interviewcoder.project import chunks
from interviewcoder.project.attached import SCHEMA, Copy
from interviewcoder.project.derived import WORD_INDEX
from interviewcoder.project.file import Project
from interviewcoder.project.schema import MediaRow, SoundRow
from interviewcoder.project.storage import as_storage_error

Say = Callable[[str, float], object]
"""Hears what is being done and how far it is, 0 to 1."""

# Up to here a file is written anew in memory; beyond, the new one is on the disk meanwhile, as encrypted as the file.
_IN_MEMORY_BYTES = 512 * 1024 * 1024


def clean_file(project: Project, reworded: Collection[int] = ()) -> None:
    """Clear recordings without a row away, take gone words out of the index, write the whole file anew.

    `reworded` are sources of which words went. Doing it again does no harm;
    so work that was cut off is finished by doing it once more.

    Raises:
        StorageFailed: the disk is full or can't be written.
    """
    schema = SCHEMA if isinstance(project, Copy) else "main"
    raw = project.raw_connection
    project.session.rollback()
    raw.execute(f"PRAGMA {schema}.journal_size_limit = 0")
    for uuid in chunks.orphans(project.session):
        chunks.discard(project.quiet_write, uuid)
    with project.quiet_write() as session:
        run = session.connection().exec_driver_sql
        session.execute(delete(SoundRow).where(~exists().where(MediaRow.uuid == SoundRow.media_uuid)))
        run(f"DELETE FROM {schema}.{WORD_INDEX} WHERE rowid NOT IN (SELECT id FROM {schema}.source)")
        for source_id in reworded:
            run(f"DELETE FROM {schema}.{WORD_INDEX} WHERE rowid = ?", (source_id,))
        # Words of deleted texts stay in the index until it is merged into one piece.
        run(f"INSERT INTO {schema}.{WORD_INDEX} ({WORD_INDEX}) VALUES ('optimize')")
    _write_anew(project, raw, schema)


def _write_anew(project: Project, raw: Any, schema: str) -> None:  # sqlcipher3 has no types
    """Write every page of the file anew: a page may keep, between its rows, bytes of a row that once was there."""
    project.session.rollback()
    project.session.expunge_all()
    large = project.path.stat().st_size > _IN_MEMORY_BYTES
    # Odd while it is written, for a backup to know that it can't be copied.
    project.history.commits += 1
    try:
        raw.execute("PRAGMA cache_spill = ON")
        if large:
            raw.execute("PRAGMA temp_store = FILE")
            # Beside the project, where room was asked for: the system's own place may be small, or memory.
            folder = str(project.path.parent).replace("'", "''")
            raw.execute(f"PRAGMA temp_store_directory = '{folder}'")
        raw.execute(f"VACUUM {schema}")
    except Exception as error:  # the driver's own classes, told apart by their words
        raise as_storage_error(error) or error from error
    finally:
        raw.execute("PRAGMA cache_spill = OFF")
        if large:
            raw.execute("PRAGMA temp_store_directory = ''")
            raw.execute("PRAGMA temp_store = MEMORY")
        project.history.commits += 1


def flush_to_disk(path: Path) -> None:
    """Wait until a closed file is on the disk."""
    file = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        os.fsync(file)
    finally:
        os.close(file)
