"""What an operation changed: the images that undo works from, and what views are told."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import accumulate, groupby, pairwise
from typing import Any

# From this length on a changed value is kept as a patch.
_LONG = 100

# Column values: str, int, bool, bytes or None.
Values = dict[str, Any]
Key = tuple[Any, ...]

KIND_OF_TABLE: Mapping[str, str] = {"participant": "case", "case_source": "case_source"}


@dataclass(frozen=True, slots=True)
class Changes:
    """What one operation (or its undoing) touched, by kind of thing and id.

    Views ask whether they are concerned and read again. `initiator` is
    whoever asked for the operation, so that a view may skip its own. `about`
    is what it was about, in names and numbers.
    """

    label: str
    ids: Mapping[str, frozenset[int]]
    initiator: object | None = None
    about: Mapping[str, str | int] = field(default_factory=dict)

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


@dataclass(frozen=True, slots=True)
class Patch:
    """A long value by what differs from the one that is stored: the middle between what both begin and end with."""

    head: int
    tail: int
    middle: str | bytes

    def applied_to(self, stored: Any) -> Any:  # a str or bytes, as the middle is
        """The value that is meant."""
        return stored[: self.head] + self.middle + stored[len(stored) - self.tail :]


@dataclass(slots=True)
class Recorder:
    """Collects the images of an operation, one a row."""

    images: dict[tuple[str, Key], Image] = field(default_factory=dict)
    about: dict[str, str | int] = field(default_factory=dict)

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


def lean(images: list[Image], *, stored: str) -> list[Image]:
    """Images in which a long value that changed is there but once, as a patch of what the file holds.

    `stored` says which side that is, "before" or "after". A correction of one
    word would else keep the whole transcript, twice, for ever.
    """
    return [_leaner(image, stored) if image.kind == "change" else image for image in images]


def _leaner(image: Image, stored: str) -> Image:
    gone = (image.after if stored == "before" else image.before) or {}
    # Nearly all rows hold numbers only: to copy them would take as long as all the rest.
    if not any(_is_long(value) for value in gone.values()):
        return image
    before, after = dict(image.before or {}), dict(image.after or {})
    here, gone = (before, after) if stored == "before" else (after, before)
    for name in [name for name in gone if _is_long(gone[name]) and type(here.get(name)) is type(gone[name])]:
        gone[name] = _patch(here.pop(name), gone[name])
    return Image(image.table, image.key, "change", before, after)


def whole(image: Image, stored: Values) -> Image:
    """An image of a change with all its values again; `stored` is the row as the file holds it."""
    before, after = dict(image.before or {}), dict(image.after or {})
    for one, other in ((before, after), (after, before)):
        for name, value in one.items():
            if isinstance(value, Patch):
                other[name] = stored[name]
                one[name] = value.applied_to(stored[name])
    return Image(image.table, image.key, image.kind, before, after)


def has_patches(image: Image) -> bool:
    """Whether an image needs the stored row to be read."""
    return any(isinstance(value, Patch) for value in (*(image.before or {}).values(), *(image.after or {}).values()))


def _is_long(value: object) -> bool:
    return isinstance(value, str | bytes) and len(value) >= _LONG


def _patch(stored: Any, value: Any) -> Patch:  # two str or two bytes
    most = min(len(stored), len(value))
    head = _common(most, lambda n: stored[:n] == value[:n])
    rest = most - head
    tail = _common(rest, lambda n: stored[len(stored) - n :] == value[len(value) - n :])
    return Patch(head, tail, value[head : len(value) - tail])


def _common(most: int, same: Callable[[int], bool]) -> int:
    """The largest number up to `most` for which two values are the same; comparing is fast, counting isn't."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if same(middle) else (low, middle - 1)
    return low


def pack(images: list[Image]) -> bytes:
    """Images as compressed JSON; bytes in base64, rows that moved by the same together."""
    rows = []
    for moved, group in groupby(images, key=_movement):
        alike = list(group)
        rows += [_packed_move(moved, alike)] if moved else [_packed_image(image) for image in alike]
    return zlib.compress(json.dumps(rows, default=_encode, ensure_ascii=False, separators=(",", ":")).encode(), 3)


def unpack(packed: bytes) -> list[Image]:
    """The images that `pack` made."""
    found: list[Image] = []
    for row in json.loads(zlib.decompress(packed), object_hook=_decode):
        if row[2] == "move":
            found += _unpacked_move(*row)
        else:
            table, key, kind, before, after = row
            found.append(Image(table, tuple(key), kind, before, after))
    return found


# What moved: the table, the columns and by how much. One word typed at the head of a transcript moves all behind it.
_Movement = tuple[str, tuple[str, ...], int]


def _movement(image: Image) -> _Movement | None:
    """How a row moved, if nothing else happened to it."""
    before, after = image.before or {}, image.after or {}
    if image.kind != "change" or len(image.key) != 1 or not before or before.keys() != after.keys():
        return None
    # Not isinstance: a bool is no place.
    if any(type(value) is not int for value in (*before.values(), *after.values(), *image.key)):
        return None
    by = {after[name] - before[name] for name in before}
    return (image.table, tuple(before), by.pop()) if len(by) == 1 else None


def _packed_image(image: Image) -> list[Any]:
    return [image.table, list(image.key), image.kind, image.before, image.after]


def _packed_move(moved: _Movement, images: list[Image]) -> list[Any]:
    """A column at a time, each number as the difference to the one before: so they are short and much alike."""
    table, names, by = moved
    columns = [[int(image.key[0]) for image in images]]
    columns += [[image.before[name] for image in images if image.before] for name in names]
    steps = [[number - before for before, number in pairwise((0, *column))] for column in columns]
    return [table, list(names), "move", by, steps]


def _unpacked_move(table: str, names: list[str], _kind: str, by: int, steps: list[list[int]]) -> Iterator[Image]:
    for key, *values in zip(*(accumulate(column) for column in steps), strict=True):
        before = dict(zip(names, values, strict=True))
        yield Image(table, (key,), "change", before, {name: value + by for name, value in before.items()})


def _encode(value: object) -> dict[str, Any]:
    if isinstance(value, Patch):
        return {"patch": [value.head, value.tail, value.middle]}
    if isinstance(value, bytes):
        return {"base64": base64.b64encode(value).decode()}
    raise TypeError(f"a row holds a {type(value).__name__}")


def _decode(value: dict[str, Any]) -> Any:  # a JSON object is a row's values, one bytes value or one patch
    if value.keys() == {"patch"}:
        return Patch(*value["patch"])
    return base64.b64decode(value["base64"]) if value.keys() == {"base64"} else value
