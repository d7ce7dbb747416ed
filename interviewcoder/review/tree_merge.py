"""Names and places that can't be on both sides: the tree of codes, and things of which no two have one name."""

from __future__ import annotations

from collections.abc import Mapping

from interviewcoder.review.row_changes import RowDelta
from interviewcoder.review.snapshot import Snapshot

UNIQUE = {
    "source": "name",
    "participant": "name",
    "attribute": "name",
    "codebook_version": "name",
    "pseudonym": "text",
}
"""Tables of which no two rows may have one name, and the column that holds it."""
_Deltas = Mapping[tuple[str, str], RowDelta]


def mark_clashes(ours: Snapshot, deltas: _Deltas) -> None:
    """Find codes that would stand below themselves, and names that are taken."""
    _mark_cycles(ours, deltas)
    for table, column in UNIQUE.items():
        taken = {_folded(row[column]): uuid for uuid, row in ours.rows[table].items()}
        _mark_names(table, column, deltas, lambda delta, name, taken=taken: taken.get(name, delta.uuid) != delta.uuid)
    parents, names = places(ours, deltas)
    by_place: dict[tuple[str | None, str], set[str]] = {}
    for code, name in names.items():
        by_place.setdefault((parents[code], name), set()).add(code)
    _mark_names("code", "name", deltas, lambda delta, name: len(by_place.get((parents.get(delta.uuid), name), ())) > 1)


def places(ours: Snapshot, deltas: _Deltas) -> tuple[dict[str, str | None], dict[str, str]]:
    """Below what each code would stand, and how it would be called, if all were taken that is no conflict."""
    parents = {uuid: row["parent_id"] for uuid, row in ours.rows["code"].items()}
    names = {uuid: _folded(row["name"]) for uuid, row in ours.rows["code"].items()}
    for (table, uuid), delta in deltas.items():
        if table != "code":
            continue
        if delta.action == "remove" and not delta.why:
            parents.pop(uuid), names.pop(uuid)
        elif delta.action == "add" and delta.theirs is not None:
            parents[uuid], names[uuid] = delta.theirs["parent_id"], _folded(delta.theirs["name"])
        for name, cell in delta.cells.items():
            if not cell.conflict and name == "parent_id":
                parents[uuid] = cell.theirs
            elif not cell.conflict and name == "name":
                names[uuid] = _folded(cell.theirs)
    return parents, names


def in_a_circle(parents: Mapping[str, str | None]) -> set[str]:
    """The codes that would stand below themselves."""
    found: set[str] = set()
    for code in parents:
        path: list[str] = []
        above: str | None = code
        while above is not None and above not in found and above not in path:
            path.append(above)
            above = parents.get(above)
        if above is not None and above in path:
            found.update(path[path.index(above) :])
    return found


def new_orders(base: Snapshot | None, ours: Snapshot, theirs: Snapshot) -> dict[str, list[str]]:
    """Where they put codes in another order and we didn't: by the code above (empty: the top), in their order."""
    if base is None:
        return {}
    was, here, there = (siblings_in(each) for each in (base, ours, theirs))
    found = {}
    for parent, order in there.items():
        both = set(order) & set(was.get(parent, ())) & set(here.get(parent, ()))
        before, now, mine = ([c for c in each.get(parent, ()) if c in both] for each in (was, there, here))
        if mine == before and now != before:
            found[parent or ""] = now
    return found


def siblings_in(snapshot: Snapshot) -> dict[str | None, list[str]]:
    """The codes right below each (None: at the top), in their order."""
    found: dict[str | None, list[str]] = {}
    rows = snapshot.rows["code"]
    ids = snapshot.ids["code"]
    for uuid in sorted(rows, key=lambda each: (rows[each]["position"], ids.get(each, 0))):
        found.setdefault(rows[uuid]["parent_id"], []).append(uuid)
    return found


def _mark_cycles(ours: Snapshot, deltas: _Deltas) -> None:
    parents, _ = places(ours, deltas)
    for code in in_a_circle(parents):
        delta = deltas.get(("code", code))
        if delta is not None and "parent_id" in delta.cells:
            delta.cells["parent_id"].conflict = True
            delta.why = delta.why or "below itself"


def _mark_names(table: str, column: str, deltas: _Deltas, taken: object) -> None:
    assert callable(taken)
    for (kind, _), delta in deltas.items():
        if kind != table or delta.action == "remove" or delta.theirs is None:
            continue
        if delta.action == "change" and column not in delta.cells:
            continue
        if not delta.why and taken(delta, _folded(delta.theirs[column])):
            delta.why = "name taken"


def _folded(name: object) -> str:
    return str(name).strip().casefold()
