"""Writes rows of another file into ours: what points to a row points to ours from then on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import func, insert, select, text
from sqlalchemy.orm import Session

from interviewcoder.project import coder_names
from interviewcoder.project.file import Project
from interviewcoder.project.rows import Row
from interviewcoder.project.schema import CoderRow
from interviewcoder.review.row_changes import ANCHORED, PASSAGE, RowDelta, span_of
from interviewcoder.review.snapshot import OF_SOURCE, REFERENCES, REQUIRED, Snapshot, Values
from interviewcoder.review.tree_merge import UNIQUE
from interviewcoder.sources.text import Span

KINDS: dict[str, Any] = {mapper.local_table.name: mapper.class_ for mapper in Row.registry.mappers}  # type: ignore[attr-defined]  # a table has a name
_AT_THE_END = ("source", "participant", "attribute")
Place = Callable[[str, Span], Span | None]


class MissingReference(Exception):
    """What a row can't be without isn't here; `column` says which."""

    def __init__(self, column: str) -> None:
        super().__init__(column)
        self.column = column


class RowWriter:
    """Writes rows inside an operation. `place` finds a passage of theirs in our text as it is by now."""

    def __init__(self, project: Project, session: Session, ours: Snapshot, theirs: Snapshot, place: Place) -> None:
        self.project, self.session = project, session
        self._theirs, self._place = theirs, place
        self.ids = {table: dict(ids) for table, ids in ours.ids.items()}
        self._next: dict[str, int] = {}
        self._taken: dict[str, set[str]] = {}

    def reserve(self, deltas: Iterable[RowDelta]) -> None:
        """Give numbers to rows that will come, so that whatever comes first can point to them."""
        for delta in deltas:
            if delta.table in OF_SOURCE:
                self.ids[delta.table][delta.uuid] = self.ids["source"][delta.uuid]
            else:
                self.ids[delta.table][delta.uuid] = self._number(delta.table)

    def forget(self, table: str, uuid: str) -> None:
        """Say that a row won't come after all."""
        self.ids[table].pop(uuid, None)

    def new(self, table: str, uuid: str, theirs: Values) -> Row:
        """The row as it is stored here; the caller adds it.

        Raises:
            MissingReference: something that it can't be without isn't here.
        """
        values = self.stored(table, theirs)
        if table in OF_SOURCE:
            return KINDS[table](**values)  # type: ignore[no-any-return]  # rows by their tables' names
        if table in UNIQUE:
            values[UNIQUE[table]] = self.free_name(table, values[UNIQUE[table]])
        if table in _AT_THE_END:
            values["position"] = self._number(f"{table}.position")
        return KINDS[table](id=self.ids[table][uuid], uuid=uuid, **values)  # type: ignore[no-any-return]

    def stored(self, table: str, theirs: Values) -> Values:
        """Values of theirs with our numbers and our places.

        Raises:
            MissingReference: as in `new`.
        """
        values = dict(theirs)
        for column, target in REFERENCES[table].items():
            if column in values:
                values[column] = self.reference(table, column, target, values[column])
        if table in ANCHORED or table == "turn":
            span = span_of(theirs)
            if span is not None and theirs["source_id"] is not None:
                there = self._place(theirs["source_id"], span)
                values["start"], values["end"] = (None, None) if there is None else (there.start, there.end)
        return values

    def cells(self, delta: RowDelta, names: Iterable[str]) -> Values:
        """What is to be stored of some cells of a change."""
        values: Values = {}
        assert delta.theirs is not None
        for name in names:
            if name == PASSAGE:
                span, source = span_of(delta.theirs), delta.theirs["source_id"]
                there = self._place(source, span) if span is not None and source is not None else None
                # Where the words they put it on aren't here, it stays where it is.
                if there is not None or span is None:
                    values["start"], values["end"] = (None, None) if there is None else (there.start, there.end)
            elif name in (targets := REFERENCES[delta.table]):
                values[name] = self.reference(delta.table, name, targets[name], delta.cells[name].theirs)
            else:
                values[name] = delta.cells[name].theirs
        if delta.table in UNIQUE and (column := UNIQUE[delta.table]) in values:
            values[column] = self.free_name(delta.table, values[column])
        return values

    def reference(self, table: str, column: str, target: str, uuid: str | None) -> int | None:
        """Our number of what a row of theirs points to; None where that isn't here and needn't be.

        Raises:
            MissingReference: it must be.
        """
        if uuid is None:
            return None
        found = self._coder(uuid) if target == "coder" else self.ids[target].get(uuid)
        if found is None and column in REQUIRED[table]:
            raise MissingReference(column)
        return found

    def free_name(self, table: str, wanted: str) -> str:
        """A name, or the same with a number where another row has it."""
        if table not in self._taken:
            column = getattr(KINDS[table], UNIQUE[table])
            self._taken[table] = {name.casefold() for name in self.session.scalars(select(column))}
        taken = self._taken[table]
        name, number = wanted, 2
        while name.casefold() in taken:
            # The brackets of a pseudonym stay around it.
            name = f"{wanted[:-1]} ({number})]" if wanted.endswith("]") else f"{wanted} ({number})"
            number += 1
        taken.add(name.casefold())
        return name

    def _coder(self, uuid: str) -> int | None:
        known = self.ids["coder"].get(uuid)
        row = self._theirs.get("coder", uuid)
        if known is not None or row is None:
            return known
        names = {coder_names.alike(name) for name in self.session.scalars(select(CoderRow.name))}
        name, number = row["name"], 2
        while coder_names.alike(name) in names:
            name, number = f"{row['name']} ({number})", number + 1
        # Who codes is no step of anybody's work: it isn't taken back with the merge.
        role = row["role"] if row["role"] != "consensus" or not self._has_consensus() else ""
        values = {"uuid": uuid, "name": name, "colour": row["colour"], "role": role}
        self.session.execute(insert(CoderRow).values(**values))
        id_ = self.session.scalars(select(CoderRow.id).where(CoderRow.uuid == uuid)).one()
        self.ids["coder"][uuid] = id_
        return id_

    def _has_consensus(self) -> bool:
        return self.session.scalar(select(CoderRow.id).where(CoderRow.role == "consensus")) is not None

    def _number(self, name: str) -> int:
        if name not in self._next:
            table, _, column = name.partition(".")
            highest = self.session.scalar(select(func.max(getattr(KINDS[table], column or "id"))))
            # A number that a row had never comes back: the history refers to rows by number.
            used = None if column else self._used(table)
            self._next[name] = max(-1 if highest is None else highest, used or (-1 if column else 0))
        self._next[name] += 1
        return self._next[name]

    def _used(self, table: str) -> int | None:
        found = self.session.execute(text("SELECT seq FROM sqlite_sequence WHERE name = :name"), {"name": table})
        return found.scalar()
