"""The rows that hold recordings' bytes."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from sqlalchemy import delete, exists, func, insert, select
from sqlalchemy.orm import Session

from interviewcoder.project.schema import MediaChunkRow, MediaRow, SoundRow, StepRow

CHUNK_BYTES = 256 * 1024
# What one transaction holds in memory while a recording is written or removed.
CHUNKS_A_COMMIT = 64


def write(session: Session, media_uuid: str, number: int, block: bytes) -> int:
    """Write a block as chunks from `number` on; returns the number after the last.

    All blocks of a recording but its last are whole multiples of a chunk.
    """
    pieces = [block[start : start + CHUNK_BYTES] for start in range(0, len(block), CHUNK_BYTES)]
    rows = [{"media_uuid": media_uuid, "number": number + i, "content": piece} for i, piece in enumerate(pieces)]
    session.execute(insert(MediaChunkRow), rows)
    return number + len(pieces)


def discard(write: Callable[[], AbstractContextManager[Session]], media_uuid: str) -> None:
    """Remove the chunks of one recording, the last first.

    Some at a time, each in a `write` of its own: what is removed is held in
    memory and in the journal until then, and a recording can be large.
    """
    chunk = MediaChunkRow
    while True:
        with write() as session:
            last = session.scalar(select(func.max(chunk.number)).where(chunk.media_uuid == media_uuid))
            if last is None:
                session.execute(delete(SoundRow).where(SoundRow.media_uuid == media_uuid))
                return
            session.execute(delete(chunk).where(chunk.media_uuid == media_uuid, chunk.number > last - CHUNKS_A_COMMIT))


def orphans(session: Session) -> list[str]:
    """The recordings that neither a row nor the history refers to, but of which there are chunks."""
    in_history = {uuid for text in session.scalars(select(StepRow.media_uuids)) for uuid in text.split()}
    has_row = exists().where(MediaRow.uuid == MediaChunkRow.media_uuid)
    found = session.scalars(select(MediaChunkRow.media_uuid).where(~has_row).distinct()).all()
    return [uuid for uuid in found if uuid not in in_history]
