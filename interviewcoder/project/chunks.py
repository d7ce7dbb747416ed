"""The rows that hold recordings' bytes."""

from __future__ import annotations

from sqlalchemy import delete, exists, insert, select
from sqlalchemy.orm import Session

from interviewcoder.project.schema import MediaChunkRow, MediaRow, StepRow

CHUNK_BYTES = 256 * 1024


def write(session: Session, media_uuid: str, number: int, block: bytes) -> int:
    """Write a block as chunks from `number` on; returns the number after the last.

    All blocks of a recording but its last are whole multiples of a chunk.
    """
    pieces = [block[start : start + CHUNK_BYTES] for start in range(0, len(block), CHUNK_BYTES)]
    rows = [{"media_uuid": media_uuid, "number": number + i, "content": piece} for i, piece in enumerate(pieces)]
    session.execute(insert(MediaChunkRow), rows)
    return number + len(pieces)


def discard(session: Session, media_uuid: str) -> None:
    """Remove the chunks of one recording."""
    session.execute(delete(MediaChunkRow).where(MediaChunkRow.media_uuid == media_uuid))


def discard_orphans(session: Session) -> None:
    """Remove the chunks of recordings that neither a row nor the history refers to."""
    in_history = {uuid for text in session.scalars(select(StepRow.media_uuids)) for uuid in text.split()}
    has_row = exists().where(MediaRow.uuid == MediaChunkRow.media_uuid)
    for uuid in session.scalars(select(MediaChunkRow.media_uuid).where(~has_row).distinct()).all():
        if uuid not in in_history:
            discard(session, uuid)
