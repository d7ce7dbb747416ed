"""The rows of a project as values that mean the same in every copy of it: what points to a row names its UUID."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from interviewcoder.project.changes_since import RowChange
from interviewcoder.project.file import Project
from interviewcoder.project.rows import Row

Values = dict[str, Any]  # a row's columns, of whatever types they have, without its number

# What points to something stands behind it.
TABLES = (
    "project",
    "coder",
    "media",
    "source",
    "attribute",
    "participant",
    "pseudonym",
    "retention",
    "declaration",
    "words",
    "transcript",
    "speaker",
    "turn",
    "finding",
    "case_source",
    "case_value",
    "consent",
    "deidentification",
    "identifier",
    "code",
    "segment",
    "memo",
    "memo_link",
    "codebook_version",
    "comment",
    "verdict",
    "proposal",
    "approval",
    "blind",
    "adjudication",
)
NOT_MERGED = frozenset(
    (
        "media_chunk",
        "sound",
        "task",
        "task_block",
        "tally",
        "stale_source",
        "preference",
        "step",
        "activity",
        "tombstone",
        "sharing",
        "review_copy",
        "merge",
    )
)
"""What is a file's own, follows from other rows, or is brought along by itself."""

# Rows that have no UUID of their own are known by their source's.
OF_SOURCE = frozenset(("words", "transcript", "deidentification"))


def _references(name: str) -> dict[str, str]:
    columns = Row.metadata.tables[name].columns
    return {c.name: key.column.table.name for c in columns for key in c.foreign_keys}


REFERENCES: Mapping[str, Mapping[str, str]] = {name: _references(name) for name in TABLES}
"""By table: the columns that point to another row, and to which table's."""
COLUMNS: Mapping[str, tuple[str, ...]] = {
    name: tuple(column.name for column in Row.metadata.tables[name].columns) for name in TABLES
}
REQUIRED: Mapping[str, frozenset[str]] = {
    name: frozenset(column for column in REFERENCES[name] if not Row.metadata.tables[name].c[column].nullable)
    for name in TABLES
}
"""By table: which of these columns must point to something."""


@dataclass(slots=True)
class Snapshot:
    """All rows of a project at a moment, by table and UUID, and the numbers that they have in its file."""

    rows: dict[str, dict[str, Values]] = field(default_factory=lambda: {name: {} for name in TABLES})
    ids: dict[str, dict[str, int]] = field(default_factory=lambda: {name: {} for name in TABLES})

    def get(self, table: str, uuid: str | None) -> Values | None:
        """One row; None where there is none."""
        return None if uuid is None else self.rows[table].get(uuid)

    def of(self, table: str, column: str, uuid: str) -> Iterator[tuple[str, Values]]:
        """The rows of a table that point to something by a column."""
        return ((key, row) for key, row in self.rows[table].items() if row[column] == uuid)

    def text(self, source: str | None) -> str:
        """The text of a source; empty where there is none."""
        row = self.get("source", source)
        return str(row["text"]) if row else ""


def take(project: Project) -> Snapshot:
    """Read all rows of a project."""
    found = Snapshot()
    uuids: dict[str, dict[int, str]] = {}
    for table in TABLES:
        names = COLUMNS[table]
        listed = ", ".join(f'"{name}"' for name in names)
        read = project.raw_connection.execute(f'SELECT {listed} FROM "{table}"')
        known = uuids[table] = {}
        waiting = []
        for row in read:
            values: Values = dict(zip(names, row, strict=True))
            if table in OF_SOURCE:
                id_, uuid = values["source_id"], uuids["source"][values["source_id"]]
            else:
                id_, uuid = values.pop("id"), values.pop("uuid")
                known[id_] = uuid
            waiting.append((uuid, values))
            found.ids[table][uuid] = id_
        # Only now: a code stands below another of the same table.
        for uuid, values in waiting:
            found.rows[table][uuid] = _portable(table, values, uuids)
    return found


def before(now: Snapshot, changes: Iterable[RowChange]) -> Snapshot:
    """A project as it was before changes of its rows, given how it is now."""
    changes = list(changes)
    uuids = {table: {id_: uuid for uuid, id_ in ids.items()} for table, ids in now.ids.items()}
    for change in changes:
        if change.table not in OF_SOURCE and change.before is not None:
            uuids[change.table][change.id] = change.before["uuid"]
    then = Snapshot({table: dict(rows) for table, rows in now.rows.items()}, now.ids)
    for change in changes:
        kind = "source" if change.table in OF_SOURCE else change.table
        uuid = uuids[kind].get(change.id)
        if uuid is None:
            continue
        if change.before is None:
            then.rows[change.table].pop(uuid, None)
        else:
            values = {name: value for name, value in change.before.items() if name not in ("id", "uuid")}
            then.rows[change.table][uuid] = _portable(change.table, values, uuids)
    return then


def _portable(table: str, values: Values, uuids: Mapping[str, Mapping[int, str]]) -> Values:
    for column, target in REFERENCES[table].items():
        if values[column] is not None:
            values[column] = uuids[target].get(values[column])
    return values
