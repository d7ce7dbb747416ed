"""The activity log: who did what and when, chained so that a changed entry shows.

An entry holds ids, a fixed label and a keyed digest of what was written;
never the text itself. So a withdrawal can remove content and leave the
chain whole.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from interviewcoder.project.schema import ActivityRow, CoderRow, ProjectRow, StepRow

NO_HASH = "0" * 64
"""What stands before the first entry of the chain."""


_COLUMNS = ("at", "coder_uuid", "label", "kind", "step_id", "ids", "content_digest", "chain_hash")


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One line of the log. `kind` is do, undo, redo or note; `undone` says whether it is taken back now."""

    id: int
    at: datetime
    coder: str
    label: str
    kind: str
    undone: bool
    ids: Mapping[str, tuple[int, ...]]


def digest(session: Session, packed: bytes) -> str:
    """HMAC-SHA-256 over packed images, keyed by the project, in hex."""
    key = session.scalars(select(ProjectRow.log_key)).first() or b""
    return hmac.new(key, packed, hashlib.sha256).hexdigest()


def append(
    session: Session,
    coder_uuid: str,
    label: str,
    kind: str,
    step_id: int | None,
    ids: Mapping[str, frozenset[int]],
    content_digest: str,
) -> None:
    """Add an entry behind the last one, with the hash that ties it there."""
    last = session.scalar(select(ActivityRow.chain_hash).order_by(ActivityRow.id.desc()).limit(1)) or NO_HASH
    row = ActivityRow(
        at=datetime.now(UTC).isoformat(timespec="seconds"),
        coder_uuid=coder_uuid,
        label=label,
        kind=kind,
        step_id=step_id,
        ids=json.dumps({name: sorted(numbers) for name, numbers in sorted(ids.items())}),
        content_digest=content_digest,
    )
    row.chain_hash = chain_hash(last, row)
    # By a statement: a note is written outside of operations, where no row may be added.
    session.execute(insert(ActivityRow).values({name: getattr(row, name) for name in _COLUMNS}))


def note(
    session: Session, coder_uuid: str, label: str, ids: Mapping[str, frozenset[int]], content: bytes = b""
) -> None:
    """Add an entry for what changes nothing of the study: an opening, an export. Written in a `quiet_write`.

    Of `content`, where there is any, the keyed digest is kept.
    """
    append(session, coder_uuid, label, "note", None, ids, digest(session, content))


def chain_hash(previous: str, row: ActivityRow) -> str:
    """SHA-256 over an entry and the hash before it, in hex."""
    fields = [previous, row.at, row.coder_uuid, row.label, row.kind, row.step_id, row.ids, row.content_digest]
    return hashlib.sha256(json.dumps(fields, ensure_ascii=False).encode()).hexdigest()


def first_broken(session: Session) -> int | None:
    """The id of the first entry whose hash doesn't fit; None when the chain is whole."""
    previous = NO_HASH
    for row in session.scalars(select(ActivityRow).order_by(ActivityRow.id)):
        if row.chain_hash != chain_hash(previous, row):
            return row.id
        previous = row.chain_hash
    return None


def entries(session: Session) -> list[LogEntry]:
    """The log, oldest first."""
    coders = {row.uuid: row.name for row in session.scalars(select(CoderRow))}
    undone = set(session.scalars(select(StepRow.id).where(StepRow.undone)))
    return [
        LogEntry(
            row.id,
            datetime.fromisoformat(row.at),
            coders.get(row.coder_uuid, ""),
            row.label,
            row.kind,
            row.kind == "do" and row.step_id in undone,
            {name: tuple(numbers) for name, numbers in json.loads(row.ids).items()},
        )
        for row in session.scalars(select(ActivityRow).order_by(ActivityRow.id))
    ]
