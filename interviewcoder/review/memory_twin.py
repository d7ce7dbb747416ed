"""A project's rows in memory, to take out of them what was withdrawn elsewhere before anybody looks at them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import select

from interviewcoder.privacy import backup_cleaning
from interviewcoder.project import derived
from interviewcoder.project.cipher import connect
from interviewcoder.project.file import Project
from interviewcoder.project.rows import Row
from interviewcoder.project.schema import ProjectRow, TombstoneRow

_LEFT_OUT = frozenset(("media_chunk", "sound", "step", "activity", "tally", "stale_source", "task", "task_block"))
Stone = Mapping[str, Any]  # a tombstone's columns


class MemoryTwin(Project):
    """The rows of a project, without its recordings and its history. Whatever is done to it is gone with it."""

    def __init__(self, original: Project) -> None:
        engine = connect(Path(":memory:"), None)
        try:
            with engine.begin() as connection:
                Row.metadata.create_all(connection)
                connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
                driver: Any = connection.connection.driver_connection  # sqlcipher3 has no types
                for table in Row.metadata.sorted_tables:
                    if table.name not in _LEFT_OUT:
                        columns = ", ".join(f'"{column.name}"' for column in table.columns)
                        rows = original.raw_connection.execute(f'SELECT {columns} FROM "{table.name}"')
                        marks = ", ".join("?" * len(table.columns))
                        driver.executemany(f'INSERT INTO "{table.name}" ({columns}) VALUES ({marks})', rows)
                derived.install(connection)
                derived.work_out(connection)
            super().__init__(original.path, engine, -1, encrypted=False)
        except BaseException:
            engine.dispose()
            raise
        # What was withdrawn goes from a review copy, too.
        self.history.guard = self.history.guard_new = None

    def close(self) -> None:
        """Let go of the memory."""
        self.session.close()
        self._engine.dispose()


def believed_stones(theirs: Project, ours: Project) -> list[Stone]:
    """What was withdrawn in their file and not in ours, where it is a full copy of the study.

    A review copy has a key of its own: nobody has something deleted here by writing such a file.
    """
    keys = {project.session.execute(select(ProjectRow.log_key)).scalar_one() for project in (theirs, ours)}
    return missing_stones(theirs, ours) if len(keys) == 1 else []


def missing_stones(holds: Project, lacks: Project) -> list[Stone]:
    """The tombstones that one file of a study has and another doesn't, oldest first; none of another study's."""
    of_study = [project.session.execute(select(ProjectRow.uuid)).scalar_one() for project in (holds, lacks)]
    if of_study[0] != of_study[1]:
        return []
    known = set(lacks.session.scalars(select(TombstoneRow.uuid)))
    rows = holds.session.execute(select(TombstoneRow.__table__).order_by(TombstoneRow.at)).mappings()
    return [{name: row[name] for name in row if name != "id"} for row in rows if row["uuid"] not in known]


def without(original: Project, stones: Iterable[Stone]) -> MemoryTwin:
    """A twin from which is taken what tombstones say is gone. Whoever gets it closes it."""
    twin = MemoryTwin(original)
    try:
        for stone in stones:
            backup_cleaning.apply_stone(twin, stone)
    except BaseException:
        twin.close()
        raise
    return twin
