"""Bring rows to what the images of an operation say, round the mapper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, Table, UniqueConstraint, bindparam, select

from interviewcoder.project.changes import Image, Key, Values
from interviewcoder.project.rows import Row

# SQLite takes some thousand values in one statement.
_AT_ONCE = 500


def complete(table: Table, values: Values) -> Values:
    """A row's values with None for every column that isn't among them."""
    return {column.name: values.get(column.name) for column in table.columns}


def _key_clause(table: Table, key: Key) -> Any:  # a list of SQL conditions
    return [column == value for column, value in zip(table.primary_key.columns, key, strict=True)]


def stored(connection: Connection, table: Table, key: Key) -> Values:
    """A row as the file holds it."""
    row = connection.execute(select(table).where(*_key_clause(table, key))).mappings().one()
    return dict(row)


def stored_of(connection: Connection, image: Image) -> Values:
    """The row of an image as the file holds it."""
    return stored(connection, Row.metadata.tables[image.table], image.key)


def apply(connection: Connection, images: list[Image], *, backwards: bool) -> None:
    """Bring each row to its state before (`backwards`) or after the operation.

    The operation may have handed a unique name on from row to row by a way
    that the images don't tell. So what goes goes first, what comes comes
    last, and between them names are taken off before they are given.
    """
    going = [image for image in images if image.kind == ("add" if backwards else "remove")]
    for table, some in _by_table(going):
        if backwards:
            _remember(connection, table, some)
        keys = [{f"key_{place}": part for place, part in enumerate(image.key)} for image in some]
        connection.execute(table.delete().where(*_bound_key(table)), keys)
    changes = [image for image in images if image.kind == "change"]
    update_all(connection, ((image.table, image.key, _placeholders(image)) for image in changes))
    sides = ((image, (image.before if backwards else image.after) or {}) for image in changes)
    update_all(connection, ((image.table, image.key, values) for image, values in sides))
    coming = [image for image in images if image.kind == ("remove" if backwards else "add")]
    for table, some in _by_table(coming):
        connection.execute(table.insert(), [(image.before if backwards else image.after) or {} for image in some])


def _by_table(images: list[Image]) -> Iterator[tuple[Table, list[Image]]]:
    """Images of one table and with the same columns, one after the other: they go in one statement."""
    alike: dict[tuple[str, ...], list[Image]] = {}
    for image in images:
        alike.setdefault((image.table, *(image.before or image.after or ())), []).append(image)
    for (name, *_), some in alike.items():
        yield Row.metadata.tables[name], some


def _remember(connection: Connection, table: Table, images: list[Image]) -> None:
    """Take the rows that are about to go into their images, to be put back by redo."""
    if len(table.primary_key.columns) > 1:
        for image in images:
            image.after = stored(connection, table, image.key)
        return
    (key,) = table.primary_key.columns
    for start in range(0, len(images), _AT_ONCE):
        some = {image.key[0]: image for image in images[start : start + _AT_ONCE]}
        for row in connection.execute(select(table).where(key.in_(some))).mappings():
            some[row[key.name]].after = dict(row)


def _bound_key(table: Table) -> Any:  # a list of SQL conditions
    return [column == bindparam(f"key_{place}") for place, column in enumerate(table.primary_key.columns)]


def update_all(connection: Connection, changes: Iterable[tuple[str, Key, Values]]) -> None:
    """Change rows, given by table and key; those in which the same columns change go in one statement."""
    alike: dict[tuple[str, ...], list[Values]] = {}
    for table_name, key, values in changes:
        if values:
            row = {f"new_{name}": value for name, value in values.items()}
            row |= {f"key_{place}": part for place, part in enumerate(key)}
            alike.setdefault((table_name, *values), []).append(row)
    for (table_name, *names), rows in alike.items():
        table = Row.metadata.tables[table_name]
        update = table.update().where(*_bound_key(table)).values({name: bindparam(f"new_{name}") for name in names})
        connection.execute(update, rows)


def _placeholders(image: Image) -> Values:
    """Values that no other row has, for those of the changed columns that are unique."""
    table = Row.metadata.tables[image.table]
    unique = {c.name for u in table.constraints if isinstance(u, UniqueConstraint) for c in u.columns}
    number = -int(image.key[0])
    changed = unique.intersection(image.before or ())
    return {name: number if table.c[name].type.python_type is int else f"\0{number}" for name in changed}
