"""Bring a project file of an earlier version up to this one."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import Connection, Engine

from interviewcoder.errors import NotAProject, ProjectTooNew
from interviewcoder.project.schema import SCHEMA_VERSION

Step = Callable[[Connection], None]


def _add_warning_to_recordings(connection: Connection) -> None:
    connection.exec_driver_sql("ALTER TABLE media ADD COLUMN warning TEXT DEFAULT '' NOT NULL")


# From version n to n + 1.
STEPS: Mapping[int, Step] = {1: _add_warning_to_recordings}


def version_of(engine: Engine) -> int:
    """The schema version a file was written with."""
    with engine.connect() as connection:
        return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())


def check(version: int, name: str) -> None:
    """Refuse a file that this program can't read.

    Raises:
        ProjectTooNew: a later version wrote it.
        NotAProject: it is some other database.
    """
    if version > SCHEMA_VERSION:
        raise ProjectTooNew(
            f"“{name}” was last saved by a newer version of InterviewCoder "
            f"(file version {version}, this program reads up to {SCHEMA_VERSION}).",
            "Install the newer version on this machine. Nothing in the file was changed.",
        )
    if version < 1:
        raise NotAProject(
            f"“{name}” is a database, but not an InterviewCoder project.", "Choose a file that ends in .icproj."
        )


def migrate(engine: Engine, version: int) -> None:
    """Apply each step up to today's version, all in one transaction. The caller has made a backup."""
    with engine.begin() as connection:
        for number in range(version, SCHEMA_VERSION):
            STEPS[number](connection)
        connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")
