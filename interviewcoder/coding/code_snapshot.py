"""The codebook as a value: every field of every code, and one way to write that down.

The same codebook gives the same bytes in every copy of the study, so that
their SHA-256 names it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from interviewcoder.project.schema import CodeRow, CoderRow

FORMAT = 1

# What a code says, as columns of its row that are copied as they are.
TEXTS = (
    "brief",
    "definition",
    "use_when",
    "dont_use_when",
    "typical",
    "atypical",
    "close_but_no",
    "status",
    "provenance",
    "provenance_note",
    "memo",
)
COPIED = ("name", "colour", *TEXTS, "created_at")


@dataclass(frozen=True, slots=True)
class SnapshotCode:
    """A code of the codebook at a moment.

    `parent` and `coder` are UUIDs, None where there is none. `position`
    counts siblings from 0 without gaps.
    """

    uuid: str
    parent: str | None
    position: int
    name: str
    colour: str
    brief: str
    definition: str
    use_when: str
    dont_use_when: str
    typical: str
    atypical: str
    close_but_no: str
    status: str
    provenance: str
    provenance_note: str
    memo: str
    coder: str | None
    created_at: str


@dataclass(frozen=True, slots=True)
class PlacedCode:
    """A code with its way from the top: “Theme > Code”, and how deep it stands (0: at the top)."""

    code: SnapshotCode
    path: str
    depth: int


def snapshot(session: Session) -> list[SnapshotCode]:
    """The codebook as it is now, by UUID."""
    return of_rows(session, [dict(row) for row in session.execute(select(*CodeRow.__table__.c)).mappings()])


def of_rows(session: Session, rows: Iterable[Mapping[str, Any]]) -> list[SnapshotCode]:
    """The codebook that rows of codes make, whenever it was; by UUID."""
    coders = {row.id: row.uuid for row in session.execute(select(CoderRow.id, CoderRow.uuid))}
    ordered = sorted(rows, key=lambda row: (row["position"], row["id"]))
    uuids = {row["id"]: row["uuid"] for row in ordered}
    siblings: dict[int | None, int] = {}
    found = []
    for row in ordered:
        above = row["parent_id"]
        place = siblings[above] = siblings.get(above, -1) + 1
        texts = {name: row[name] for name in COPIED}
        parent = uuids[above] if above is not None else None
        found.append(SnapshotCode(row["uuid"], parent, place, coder=coders.get(row["coder_id"]), **texts))
    return sorted(found, key=lambda code: code.uuid)


def canonical(codes: Iterable[SnapshotCode]) -> bytes:
    """Codes as JSON in the one way they are written: UTF-8, keys and codes sorted, no space."""
    listed = [asdict(code) for code in sorted(codes, key=lambda code: code.uuid)]
    book = {"format": FORMAT, "codes": listed}
    return json.dumps(book, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def parsed(content: bytes) -> list[SnapshotCode]:
    """The codes that `canonical` wrote down."""
    known = {field.name for field in fields(SnapshotCode)}
    listed: list[Mapping[str, Any]] = json.loads(content)["codes"]  # as `canonical` wrote them
    return [SnapshotCode(**{name: value for name, value in code.items() if name in known}) for code in listed]


def in_tree_order(codes: Iterable[SnapshotCode]) -> list[PlacedCode]:
    """Codes depth first, each parent before its children."""
    below: dict[str | None, list[SnapshotCode]] = {}
    for code in codes:
        below.setdefault(code.parent, []).append(code)
    placed: list[PlacedCode] = []
    waiting = [PlacedCode(code, code.name, 0) for code in reversed(_in_order(below.get(None, ())))]
    while waiting:
        at = waiting.pop()
        placed.append(at)
        children = reversed(_in_order(below.get(at.code.uuid, ())))
        waiting += (PlacedCode(child, f"{at.path} > {child.name}", at.depth + 1) for child in children)
    return placed


def _in_order(siblings: Sequence[SnapshotCode]) -> list[SnapshotCode]:
    return sorted(siblings, key=lambda code: code.position)
