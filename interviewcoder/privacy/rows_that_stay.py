"""Show that a withdrawal left everybody else as they were: a hash over each row, before and after."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import LargeBinary, select
from sqlalchemy.orm import Session

from interviewcoder.project.chunks import CHUNKS_A_COMMIT
from interviewcoder.project.rows import Row
from interviewcoder.project.schema import MediaChunkRow, MediaRow

# What is no study's: steps, the log, what follows from other rows, how a window was left. Recordings' bytes are held
# against the hash that they were added with.
_NOT_HASHED = frozenset(
    [
        "step",
        "activity",
        "tally",
        "stale_source",
        "preference",
        "tombstone",
        "media_chunk",
        "sound",
        "task",
        "task_block",
        "sharing",
        "project",
    ]
)

RowKey = tuple[str, tuple[Any, ...]]


def hashes(session: Session) -> dict[RowKey, bytes]:
    """The SHA-256 of every row of the study, by table and key."""
    found: dict[RowKey, bytes] = {}
    for table in Row.metadata.sorted_tables:
        if table.name in _NOT_HASHED:
            continue
        columns = list(table.columns)
        keys = [place for place, column in enumerate(columns) if column.primary_key]
        packed = [place for place, column in enumerate(columns) if isinstance(column.type, LargeBinary)]
        for row in session.execute(select(table)):
            values = list(row)
            for place in packed:
                values[place] = hashlib.sha256(values[place] or b"").hexdigest()
            digest = hashlib.sha256(repr(values).encode()).digest()
            found[table.name, tuple(values[place] for place in keys)] = digest
    return found


def unchanged(
    before: Mapping[RowKey, bytes], after: Mapping[RowKey, bytes], meant: Collection[RowKey]
) -> tuple[int, str, str]:
    """How many rows of others there are, and one hash over them all before and after, in hex.

    `meant` are rows of others in which something was to change: texts that
    quoted, interviews in which others spoke, too.
    """
    theirs = sorted(after.keys() - set(meant), key=repr)
    return len(theirs), _over(before, theirs), _over(after, theirs)


def whole_recordings(session: Session) -> tuple[int, int]:
    """How many recordings there are, and how many of them, read from end to end, have the hash they were added with."""
    recordings = session.execute(select(MediaRow.uuid, MediaRow.sha256)).all()
    return len(recordings), sum(_sha256_of(session, uuid) == sha256 for uuid, sha256 in recordings)


def _sha256_of(session: Session, media_uuid: str) -> str:
    digest, number = hashlib.sha256(), 0
    chunk = MediaChunkRow
    while True:
        some = select(chunk.content).where(chunk.media_uuid == media_uuid, chunk.number >= number)
        blocks = session.scalars(some.order_by(chunk.number).limit(CHUNKS_A_COMMIT)).all()
        if not blocks:
            return digest.hexdigest()
        for block in blocks:
            digest.update(block)
        number += len(blocks)


def _over(rows: Mapping[RowKey, bytes], keys: list[RowKey]) -> str:
    digest = hashlib.sha256()
    for key in keys:
        digest.update(rows.get(key, b"missing"))
    return digest.hexdigest()
