"""What is other in their file: row by row, against how both were and how ours is."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from interviewcoder.review.ground import Ground
from interviewcoder.review.snapshot import COLUMNS, REFERENCES, TABLES, Snapshot, Values
from interviewcoder.sources.text import Span

Why = Literal["", "both changed", "removed here", "changed here", "used here", "name taken", "below itself"]

PASSAGE = "passage"
"""The name of the cell that says where a row is anchored; its values are `Span`s or None."""
ANCHORED = frozenset(("segment", "memo", "memo_link", "finding", "identifier", "comment", "adjudication"))
# Of what comes and goes with its source, or follows from its text.
OF_TEXT = frozenset(("media", "words", "turn"))
_FOLLOWS = frozenset(("position", "changed_at", "text_sha256"))
# Never other but by chance, where nobody knows what both began as.
_BY_CHANCE = _FOLLOWS | {"created_at", "added_at", "colour", "coder_id", "decided_at", "given_at", "verified_ms"} | {
    "spent_ms", "declared_on", "came_from", "made_by", "content", "sha256", "media_id", "origin", "hearing", "model"
}  # fmt: skip
_NEVER = {
    "project": frozenset(("log_key", "created_at")),
    "source": frozenset(("text",)),
    "codebook_version": frozenset(("content", "sha256")),
}
_UNKNOWN = object()


@dataclass(slots=True)
class Cell:
    """A column that is other in theirs. `base` is missing (`known` is false) where how it was isn't known."""

    base: Any  # a column's value, of whatever type it has
    ours: Any
    theirs: Any
    conflict: bool = False
    known: bool = True


@dataclass(slots=True)
class RowDelta:
    """What their file would do to one row of ours."""

    table: str
    uuid: str
    action: Literal["add", "change", "remove"]
    theirs: Values | None
    ours: Values | None
    cells: dict[str, Cell] = field(default_factory=dict)
    why: Why = ""
    # Of an addition: it has no place of its own, since what it is about is gone; said in words.
    lost: str = ""

    @property
    def values(self) -> Values:
        """The row as one of the two has it: theirs, or ours where they removed it."""
        found = self.theirs if self.theirs is not None else self.ours
        assert found is not None
        return found


class Comparing:
    """Compares the rows of two files, under our UUIDs."""

    def __init__(
        self,
        base: Snapshot | None,
        ours: Snapshot,
        theirs: Snapshot,
        ground: Ground,
        gone_here: frozenset[tuple[str, str]],
        pending: Collection[str] = (),
    ) -> None:
        # `pending` are sources whose text they corrected.
        self.base, self.ours, self.theirs, self.ground = base, ours, theirs, ground
        self._gone_here, self._pending = gone_here, pending
        self._newly_used = self._used_by_new_rows() if base else frozenset()

    def deltas(self) -> Iterator[RowDelta]:
        """Everything that theirs would add, change or remove; their text and what follows from it apart."""
        for table in TABLES:
            base = self.base.rows[table] if self.base else {}
            if table == "turn":
                yield from self._spoken_by_others(base)
            elif table == "words":
                yield from self._heard_anew(base)
            if table == "coder" or table in OF_TEXT:
                continue
            for uuid, row in self.theirs.rows[table].items():
                if row is not base.get(uuid) and (found := self._of_theirs(table, uuid, row, base.get(uuid))):
                    yield found
            for uuid, row in base.items():
                if uuid not in self.theirs.rows[table] and uuid in self.ours.rows[table]:
                    yield self._removed(table, uuid, row)

    def _spoken_by_others(self, base: Mapping[str, Values]) -> Iterator[RowDelta]:
        """Turns that they gave to another speaker. That turns are divided or joined follows from the text."""
        for uuid, was in base.items():
            theirs, ours = self.theirs.get("turn", uuid), self.ours.get("turn", uuid)
            if theirs is None or ours is None or theirs["speaker_id"] in (was["speaker_id"], ours["speaker_id"]):
                continue
            conflict = ours["speaker_id"] != was["speaker_id"]
            cell = Cell(was["speaker_id"], ours["speaker_id"], theirs["speaker_id"], conflict)
            why: Why = "both changed" if conflict else ""
            yield RowDelta("turn", uuid, "change", theirs, ours, {"speaker_id": cell}, why)

    def _heard_anew(self, base: Mapping[str, Values]) -> Iterator[RowDelta]:
        """Words that got other times, the text being what it was. Else the times follow from the text."""
        for source, was in base.items():
            theirs, ours = self.theirs.get("words", source), self.ours.get("words", source)
            if theirs is None or ours is None or theirs["packed"] in (was["packed"], ours["packed"]):
                continue
            texts = {each.text(source) for each in (self.base, self.ours, self.theirs) if each}
            if len(texts) == 1:
                conflict = ours["packed"] != was["packed"]
                cell = Cell(was["packed"], ours["packed"], theirs["packed"], conflict)
                why: Why = "both changed" if conflict else ""
                yield RowDelta("words", source, "change", theirs, ours, {"packed": cell}, why)

    def _of_theirs(self, table: str, uuid: str, theirs: Values, base: Values | None) -> RowDelta | None:
        ours = self.ours.rows[table].get(uuid)
        if base is None:
            if ours is None:
                known = (table, uuid) in self._gone_here
                return RowDelta(table, uuid, "add", theirs, None, why="removed here" if known else "")
            cells = self._two_ways(table, ours, theirs)
        else:
            changed = [name for name in self._columns(table) if theirs[name] != base[name]]
            moved = table in ANCHORED and self._moved(theirs, base)
            if not changed and not moved:
                return None
            if ours is None:
                return RowDelta(table, uuid, "add", theirs, None, why="removed here")
            cells = self._three_ways(table, changed, moved, (base, ours, theirs))
        if not cells:
            return None
        why: Why = "both changed" if any(cell.conflict for cell in cells.values()) else ""
        return RowDelta(table, uuid, "change", theirs, ours, cells, why)

    def _removed(self, table: str, uuid: str, base: Values) -> RowDelta:
        ours = self.ours.rows[table][uuid]
        changed = any(ours[name] != base[name] for name in self._columns(table))
        if table in ANCHORED and not changed:
            changed = self._moved_here(ours, base)
        if table == "source":
            changed = changed or ours["text"] != base["text"]
        why: Why = "changed here" if changed else "used here" if (table, uuid) in self._newly_used else ""
        return RowDelta(table, uuid, "remove", None, ours, why=why)

    def _columns(self, table: str) -> list[str]:
        never = _NEVER.get(table, frozenset())
        places = ("id", "uuid", "start", "end") if table in ANCHORED else ("id", "uuid")
        return [n for n in COLUMNS[table] if n not in places and n not in _FOLLOWS and n not in never]

    def _three_ways(
        self, table: str, changed: list[str], moved: bool, rows: tuple[Values, Values, Values]
    ) -> dict[str, Cell]:
        base, ours, theirs = rows
        cells = {
            name: Cell(base[name], ours[name], theirs[name], ours[name] != base[name])
            for name in changed
            if ours[name] != theirs[name]
        }
        if moved:
            there, here = self.place(theirs), span_of(ours)
            # While their text isn't in ours, the place can seem to be the same.
            if there != here or theirs["source_id"] in self._pending:
                conflict = there != here and self._moved_here(ours, base)
                cells[PASSAGE] = Cell(span_of(base), here, there, conflict)
        return cells

    def _two_ways(self, table: str, ours: Values, theirs: Values) -> dict[str, Cell]:
        cells = {}
        for name in self._columns(table):
            if ours[name] == theirs[name] or not theirs[name] or name in _BY_CHANCE or name in REFERENCES[table]:
                continue
            if name == "name" and ours[name].casefold() == theirs[name].casefold():
                continue
            empty = ours[name] in ("", None) or (table == "segment" and not ours[name])
            cells[name] = Cell(None, ours[name], theirs[name], not empty, known=False)
        if table == "segment" and ours["code_id"] != theirs["code_id"]:
            cells["code_id"] = Cell(None, ours["code_id"], theirs["code_id"], True, known=False)
        if table in ANCHORED and (there := self.place(theirs)) and there != (here := span_of(ours)):
            source = theirs["source_id"]
            if here is None or self.ground.words(source, there) != self.ground.words(source, here):
                cells[PASSAGE] = Cell(None, here, there, True, known=False)
        return cells

    def _moved(self, theirs: Values, base: Values) -> bool:
        there, was = span_of(theirs), span_of(base)
        if there is None or was is None or theirs["source_id"] != base["source_id"]:
            return there != was
        return not self.ground.stayed(theirs["source_id"], was, there)

    def _moved_here(self, ours: Values, base: Values) -> bool:
        here, was = span_of(ours), span_of(base)
        if here is None or was is None:
            return here != was
        return not self.ground.stayed_here(ours["source_id"], was, here)

    def place(self, theirs: Values) -> Span | None:
        """Where a row of theirs is anchored, in our text; None where it names no passage."""
        span, source = span_of(theirs), theirs["source_id"]
        if span is None or source is None or not self.ground.has(source):
            return span
        return self.ground.place(source, span).span

    def _used_by_new_rows(self) -> frozenset[tuple[str, str]]:
        """What rows of ours have come to point to since the two were one."""
        assert self.base is not None
        found: set[tuple[str, str]] = set()
        for table in TABLES:
            if table in OF_TEXT:
                continue
            references = [(column, target) for column, target in REFERENCES[table].items() if target != "coder"]
            known = self.base.rows[table]
            for uuid, row in self.ours.rows[table].items():
                if references and row is not (was := known.get(uuid)):
                    new = ((target, row[c]) for c, target in references if row[c] and (was is None or was[c] != row[c]))
                    found.update(new)
        return frozenset(found)


def span_of(row: Values) -> Span | None:
    """Where a row is anchored; None where it names no passage."""
    start, end = row["start"], row["end"]
    return None if start is None or end is None else Span(start, end)
