"""Bring the recordings of new sources from another file, some megabytes a transaction, ahead of their rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import func, select

from interviewcoder.project import chunks
from interviewcoder.project.file import Project
from interviewcoder.project.media import discard_audio
from interviewcoder.project.read_only import SavedState
from interviewcoder.project.schema import MediaChunkRow

_READ = 'SELECT content FROM "{}".media_chunk WHERE media_uuid = ? AND number >= ? ORDER BY number LIMIT ?'


@contextmanager
def brought(ours: Project, theirs: Project, wanted: Iterable[tuple[str, str, int]]) -> Iterator[None]:
    """Copy recordings, given by their UUID there, the one they have here, and their size in bytes.

    Where the block fails they are taken away again; where the program is
    killed in it, the next opening does.

    Raises:
        StorageFailed: the disk is full.
    """
    written: list[str] = []
    try:
        missing = [each for each in wanted if not _is_here(ours, each[1], each[2])]
        if missing:
            with _schema(theirs) as schema:
                for there, here, _ in missing:
                    written.append(here)
                    discard_audio(ours, here)
                    _copy(ours, theirs.raw_connection, schema, there, here)
        yield
    except BaseException:
        for uuid in written:
            discard_audio(ours, uuid)
        raise


@contextmanager
def _schema(theirs: Project) -> Iterator[str]:
    if isinstance(theirs, SavedState):
        with theirs.recordings() as schema:
            yield schema
    else:
        yield "main"


def _copy(ours: Project, read: Any, schema: str, there: str, here: str) -> None:  # the driver has no types
    number = 0
    while True:
        rows = read.execute(_READ.format(schema), (there, number, chunks.CHUNKS_A_COMMIT)).fetchall()
        if not rows:
            return
        with ours.quiet_write() as session:
            number = chunks.write(session, here, number, b"".join(row[0] for row in rows))


def _is_here(ours: Project, uuid: str, size: int) -> bool:
    # They are where an earlier merge of them was undone: redo may still want them.
    stored = select(func.sum(func.length(MediaChunkRow.content))).where(MediaChunkRow.media_uuid == uuid)
    found = ours.session.scalar(stored)
    ours.session.rollback()
    return found == size and size > 0
