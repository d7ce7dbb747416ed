"""What an operation changed: the images that undo works from, and what views are told."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

# Column values: str, int, bool, bytes or None.
Values = dict[str, Any]
Key = tuple[Any, ...]

KIND_OF_TABLE: Mapping[str, str] = {"participant": "case", "case_source": "case_source"}


@dataclass(frozen=True, slots=True)
class Changes:
    """What one operation (or its undoing) touched, by kind of thing and id.

    Views ask whether they are concerned and read again. `initiator` is
    whoever asked for the operation, so that a view may skip its own.
    """

    label: str
    ids: Mapping[str, frozenset[int]]
    initiator: object | None = None

    def concerns(self, *kinds: str) -> bool:
        """Whether anything of these kinds was touched."""
        return any(kind in self.ids for kind in kinds)


@dataclass(slots=True)
class Image:
    """One row before and after an operation.

    A row that was added has no `before`; its `after` is kept only while it is
    undone, since the row itself is there otherwise. A row that was removed has
    no `after`. For a row that was changed both hold the changed columns alone.
    """

    table: str
    key: Key
    kind: str  # "add", "change", "remove"
    before: Values | None = None
    after: Values | None = None


@dataclass(slots=True)
class Recorder:
    """Collects the images of an operation, one a row."""

    images: dict[tuple[str, Key], Image] = field(default_factory=dict)

    def added(self, table: str, key: Key, after: Values) -> None:
        """Note a new row. One that was removed in this operation counts as changed."""
        earlier = self.images.pop((table, key), None)
        if earlier is not None and earlier.before is not None:
            self.images[table, key] = Image(table, key, "change", earlier.before, after)
        else:
            self.images[table, key] = Image(table, key, "add", None, after)

    def changed(self, table: str, key: Key, before: Values, after: Values) -> None:
        """Note changed columns, and keep the oldest `before` of each."""
        earlier = self.images.get((table, key))
        if earlier is None:
            self.images[table, key] = Image(table, key, "change", dict(before), dict(after))
        else:
            if earlier.kind == "change":
                assert earlier.before is not None
                earlier.before = {**before, **earlier.before}
            earlier.after = {**(earlier.after or {}), **after}

    def removed(self, table: str, key: Key, before: Values) -> None:
        """Note a removed row. One that was added in this operation leaves no trace."""
        earlier = self.images.pop((table, key), None)
        if earlier is None or earlier.kind != "add":
            original = {**before, **(earlier.before or {})} if earlier else before
            self.images[table, key] = Image(table, key, "remove", original, None)


def ids_of(images: list[Image]) -> dict[str, frozenset[int]]:
    """The ids that a list of images touches, by kind."""
    found: dict[str, set[int]] = {}
    for image in images:
        found.setdefault(KIND_OF_TABLE.get(image.table, image.table), set()).add(int(image.key[0]))
    return {kind: frozenset(ids) for kind, ids in found.items()}


def pack(images: list[Image]) -> bytes:
    """Images as compressed JSON; bytes in base64."""
    rows = [[i.table, list(i.key), i.kind, i.before, i.after] for i in images]
    return zlib.compress(json.dumps(rows, default=_encode_bytes, ensure_ascii=False).encode(), 3)


def unpack(packed: bytes) -> list[Image]:
    """The images that `pack` made."""
    rows = json.loads(zlib.decompress(packed), object_hook=_decode_bytes)
    return [Image(table, tuple(key), kind, before, after) for table, key, kind, before, after in rows]


def _encode_bytes(value: object) -> dict[str, str]:
    if isinstance(value, bytes):
        return {"base64": base64.b64encode(value).decode()}
    raise TypeError(f"a row holds a {type(value).__name__}")


def _decode_bytes(value: dict[str, Any]) -> Any:  # a JSON object is a row's values or one bytes value
    return base64.b64decode(value["base64"]) if value.keys() == {"base64"} else value
