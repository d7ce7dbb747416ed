"""What every row of the project file has in common."""

from __future__ import annotations

from uuid import uuid4

from sqlalchemy import MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

# The history refers to rows by number, so a number never comes back for another row.
NEVER_REUSE = {"sqlite_autoincrement": True}

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
}


class Row(DeclarativeBase):
    """A stored row. Rows never leave the feature packages."""

    metadata = MetaData(naming_convention=_NAMES)


def _new_uuid() -> str:
    return str(uuid4())


class Identified:
    """A row with a number for this file and a UUID for the world."""

    __table_args__: object = NEVER_REUSE

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True, default=_new_uuid)
