"""Puts the tree of codes right after a merge: no code below itself, one name once in a place, each in its order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from interviewcoder.coding.code_rows import number, unused
from interviewcoder.project.schema import CodeRow
from interviewcoder.review.planning import Work
from interviewcoder.review.row_changes import RowDelta
from interviewcoder.review.snapshot import Snapshot
from interviewcoder.review.tree_merge import in_a_circle, siblings_in


def tidy(
    session: Session,
    work: Work,
    deltas: Sequence[RowDelta],
    orders: Mapping[str, Sequence[str]],
    ids: Mapping[str, int],
    left_out: list[str],
) -> None:
    """Put codes that came or moved among the others. `orders` are those that are taken, by the code above."""
    if not deltas and not orders:
        return
    session.flush()
    rows = {row.uuid: row for row in session.scalars(select(CodeRow))}
    _break_circles(session, work.ours, rows, deltas, ids, left_out)
    uuids = {row.id: uuid for uuid, row in rows.items()}
    placed = {delta.uuid for delta in deltas if delta.action == "add" or "parent_id" in delta.cells}
    named = placed | {delta.uuid for delta in deltas if "name" in delta.cells}
    there = siblings_in(work.theirs)
    below: dict[int | None, list[CodeRow]] = {}
    for row in sorted(rows.values(), key=lambda each: (each.position, each.id)):
        below.setdefault(row.parent_id, []).append(row)
    for parent_id, siblings in below.items():
        parent = uuids.get(parent_id) if parent_id is not None else None
        order = _in_their_order(siblings, orders.get(parent or "", ()))
        order = _inserted(order, [row for row in order if row.uuid in placed], there.get(parent, []))
        number(order)
        taken = {row.name.casefold() for row in order if row.uuid not in named}
        for row in order:
            if row.uuid in named and (free := unused(row.name, taken)) != row.name:
                row.name = free
    session.flush()


def _break_circles(
    session: Session,
    ours: Snapshot,
    rows: Mapping[str, CodeRow],
    deltas: Sequence[RowDelta],
    ids: Mapping[str, int],
    left_out: list[str],
) -> None:
    """Leave codes where they are here, which were moved there so that one would stand below itself."""
    by_id = {row.id: uuid for uuid, row in rows.items()}
    moved = [delta.uuid for delta in deltas if "parent_id" in delta.cells]
    while circle := in_a_circle({u: by_id[r.parent_id] if r.parent_id is not None else None for u, r in rows.items()}):
        code = next((uuid for uuid in moved if uuid in circle), None)
        if code is None:
            raise AssertionError("codes stand below themselves by nobody's doing")
        moved.remove(code)
        was = ours.rows["code"][code]["parent_id"]
        rows[code].parent_id = ids.get(was) if was is not None and was in rows else None
        left_out.append(f"The code “{rows[code].name}” stays where it is: it would stand below itself.")
    session.flush()


def _in_their_order(siblings: list[CodeRow], order: Sequence[str]) -> list[CodeRow]:
    """Siblings with those that they put in another order in that order, the others where they are."""
    ordered = [uuid for uuid in order if any(row.uuid == uuid for row in siblings)]
    waiting = iter(sorted((row for row in siblings if row.uuid in ordered), key=lambda row: ordered.index(row.uuid)))
    return [next(waiting) if row.uuid in ordered else row for row in siblings]


def _inserted(siblings: list[CodeRow], coming: Sequence[CodeRow], there: Sequence[str]) -> list[CodeRow]:
    """Siblings with those that come each behind the one that it stands behind there."""
    order = [row for row in siblings if row not in coming]
    place = {uuid: number for number, uuid in enumerate(there)}
    for row in sorted(coming, key=lambda each: place.get(each.uuid, len(place))):
        before = set(there[: place.get(row.uuid, len(there))])
        at = max((number + 1 for number, each in enumerate(order) if each.uuid in before), default=0)
        order.insert(at if row.uuid in place else len(order), row)
    return order
