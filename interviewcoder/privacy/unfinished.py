"""Which removals aren't finished yet: their rows are gone, the file and its backups are still to be cleaned."""

from __future__ import annotations

import json
from collections.abc import Iterable

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from interviewcoder.project.schema import PreferenceRow

_NAME = "withdrawal.pending"


def waiting(session: Session) -> list[str]:
    """The tombstones whose work isn't finished, by UUID."""
    stored = session.scalar(select(PreferenceRow.value).where(PreferenceRow.name == _NAME))
    return [str(uuid) for uuid in json.loads(stored)] if stored else []


def set_waiting(session: Session, uuids: Iterable[str]) -> None:
    """Say of which tombstones the work isn't finished; none: of none. Inside a `quiet_write` or an operation."""
    session.execute(delete(PreferenceRow).where(PreferenceRow.name == _NAME))
    if still := list(uuids):
        session.execute(insert(PreferenceRow).values(name=_NAME, value=json.dumps(still)))
