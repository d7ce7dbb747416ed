"""What is other in one codebook than in another: added, removed, renamed, moved, redefined."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from interviewcoder.coding import versions
from interviewcoder.coding.code_snapshot import TEXTS, PlacedCode, SnapshotCode, in_tree_order
from interviewcoder.project.file import Project

FIELDS = (*TEXTS, "colour")
"""What of a code can be redefined, in the order in which it is told."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a code in both codebooks."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class CodeChange:
    """A code that is in both codebooks and not the same; what it is and where it stands, in each.

    `moved` where it stands below another code, `reordered` where it stands
    below the same one at another place among those that are in both.
    """

    before: PlacedCode
    after: PlacedCode
    renamed: bool
    moved: bool
    reordered: bool
    redefined: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two codebooks, by UUID of their codes, each list in tree order."""

    added: tuple[PlacedCode, ...]
    removed: tuple[PlacedCode, ...]
    changed: tuple[CodeChange, ...]
    unchanged: int

    @property
    def is_same(self) -> bool:
        """Whether both are one codebook."""
        return not (self.added or self.removed or self.changed)


def compare(project: Project, before_id: int | None, after_id: int | None) -> Comparison:
    """Compare two versions of the codebook; None is the codebook as it is now.

    Raises:
        NotAProject, NotFound: as in `versions.content`.
    """
    return compare_codes(versions.rebuild(project, before_id), versions.rebuild(project, after_id))


def compare_codes(before: Iterable[SnapshotCode], after: Iterable[SnapshotCode]) -> Comparison:
    """Compare two codebooks."""
    old, new = in_tree_order(before), in_tree_order(after)
    was = {placed.code.uuid: placed for placed in old}
    now = {placed.code.uuid: placed for placed in new}
    reordered = _reordered(was, now, old, new)
    changes = [
        _change(was[placed.code.uuid], placed, reordered=placed.code.uuid in reordered)
        for placed in new
        if placed.code.uuid in was
    ]
    told = tuple(each for each in changes if each.renamed or each.moved or each.reordered or each.redefined)
    return Comparison(
        added=tuple(placed for placed in new if placed.code.uuid not in was),
        removed=tuple(placed for placed in old if placed.code.uuid not in now),
        changed=told,
        unchanged=len(changes) - len(told),
    )


def _change(before: PlacedCode, after: PlacedCode, *, reordered: bool) -> CodeChange:
    fields = ((name, getattr(before.code, name), getattr(after.code, name)) for name in FIELDS)
    return CodeChange(
        before,
        after,
        renamed=before.code.name != after.code.name,
        moved=before.code.parent != after.code.parent,
        reordered=reordered,
        redefined=tuple(FieldChange(*field) for field in fields if field[1] != field[2]),
    )


def _reordered(
    was: dict[str, PlacedCode], now: dict[str, PlacedCode], old: Sequence[PlacedCode], new: Sequence[PlacedCode]
) -> set[str]:
    """The codes that stand elsewhere among those siblings that were their siblings before, as few as tell it."""

    def staying(placed: PlacedCode) -> bool:
        uuid = placed.code.uuid
        return uuid in was and uuid in now and was[uuid].code.parent == now[uuid].code.parent

    found: set[str] = set()
    orders: dict[str | None, tuple[list[str], list[str]]] = {}
    for side, placed_codes in enumerate((old, new)):
        for placed in placed_codes:
            if staying(placed):
                orders.setdefault(placed.code.parent, ([], []))[side].append(placed.code.uuid)
    for first, second in orders.values():
        if first != second:
            matcher = SequenceMatcher(None, first, second, autojunk=False)
            kept = {uuid for block in matcher.get_matching_blocks() for uuid in first[block.a : block.a + block.size]}
            found.update(set(first) - kept)
    return found
