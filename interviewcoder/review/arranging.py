"""Rows that are other in their file, put together into what a person decides on, with what each needs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from interviewcoder.coding.origins import CodeOrigin, with_origin
from interviewcoder.review.merge_items import Action
from interviewcoder.review.row_changes import Comparing, RowDelta, Why
from interviewcoder.review.snapshot import OF_SOURCE, REFERENCES, REQUIRED, TABLES, Snapshot, Values
from interviewcoder.sources.proposal_words import sentence

# Which item a row belongs to: its kind, and the column that names whose row it is; without one it is its own.
_ITEMS: dict[str, tuple[str, str]] = {
    "segment": ("coding", ""),
    "memo_link": ("memo", "memo_id"),
    "codebook_version": ("version", ""),
    "participant": ("case", ""),
    "case_value": ("case", "case_id"),
    "case_source": ("case", "case_id"),
    "consent": ("case", "case_id"),
    "identifier": ("identifiers", "source_id"),
    "deidentification": ("identifiers", "source_id"),
    "transcript": ("transcript", "source_id"),
    "speaker": ("transcript", "source_id"),
    "turn": ("transcript", "source_id"),
    "finding": ("transcript", "source_id"),
    "words": ("transcript", "source_id"),
    "media": ("source", ""),
}
_PRIMARY = {"coding": "segment", "version": "codebook_version", "case": "participant"}
_OF_SOURCE_KINDS = frozenset(("transcript", "identifiers"))
# What says nothing without that to which it points goes without a word where it is gone.
_DROPPED = frozenset(("memo_link", "blind", "case_source", "case_value", "consent", "finding", "identifier"))
_ABOUT = ("source_id", "segment_id", "code_id", "version_id", "case_id", "target_id")
Key = tuple[str, str]


@dataclass(slots=True)
class Draft:
    """An item in the making: the rows it stands for."""

    key: str
    kind: str
    action: Action = "change"
    rows: list[RowDelta] = field(default_factory=list)
    parent: str = ""
    depends_on: dict[str, None] = field(default_factory=dict)

    @property
    def why(self) -> Why:
        """Why both sides can't hold; empty where they can."""
        return self.rows[0].why if len(self.rows) == 1 else next((row.why for row in self.rows if row.why), "")

    @property
    def primary(self) -> RowDelta:
        """The row that the item is about."""
        if len(self.rows) == 1:
            return self.rows[0]
        table = _PRIMARY.get(self.kind, self.kind)
        return next((row for row in self.rows if row.table == table), self.rows[0])


class Arranging:
    """Completes the changes of rows with what they need, and puts them together."""

    def __init__(
        self,
        comparing: Comparing,
        deltas: Iterable[RowDelta],
        *,
        review_copy: bool,
        told: tuple[Mapping[str, str], Mapping[str, str]],
    ) -> None:
        # `told` are the names of codes that were merged, here and there, with those of what they became.
        self._ours, self._theirs = comparing.ours, comparing.theirs
        self._review_copy = review_copy
        self.deltas: dict[Key, RowDelta] = {(delta.table, delta.uuid): delta for delta in deltas}
        self.became_here = became(self._ours, self._theirs, told[0])
        self.became_there = became(self._theirs, self._ours, told[1])
        self._bring_sources_whole()
        waiting = list(self.deltas.values())
        while waiting:
            waiting = [made for delta in waiting for made in self._complete(delta)]
        self._say_used()

    def drafts(self) -> list[Draft]:
        """The items, in the order of the tables."""
        found: dict[str, Draft] = {}
        homes = {key: self._home(delta) for key, delta in self.deltas.items()}
        order = {table: place for place, table in enumerate(TABLES)}
        for key, delta in sorted(self.deltas.items(), key=lambda each: order[each[0][0]]):
            kind, name = homes[key]
            draft = found.setdefault(name, Draft(name, kind))
            draft.rows.append(delta)
        for draft in found.values():
            draft.action = self._action(draft)
            for delta in draft.rows:
                for column, target in REFERENCES[delta.table].items():
                    self._tie(draft, delta, (target, self._pointed(delta, column)), homes, column)
        return list(found.values())

    def _action(self, draft: Draft) -> Action:
        primary = draft.primary
        if draft.kind in _OF_SOURCE_KINDS or primary.table != _PRIMARY.get(draft.kind, draft.kind):
            return "change"
        return primary.action

    def _tie(self, draft: Draft, delta: RowDelta, target: tuple[str, Any], homes: dict[Key, Any], column: str) -> None:
        """Let an item depend on those that bring what it points to, and be shown below its source or code."""
        there = self.deltas.get(target)
        if there is None or (name := homes[target][1]) == draft.key:
            return
        if there.action == "add":
            draft.depends_on[name] = None
            if there.table in ("source", "comment"):
                draft.parent = name
        elif there.action == "remove" and delta.table == "segment" and column == "code_id":
            draft.parent = name

    def _pointed(self, delta: RowDelta, column: str) -> Any:
        if delta.action == "remove" and delta.ours is not None:
            return delta.ours[column]
        if delta.table == "segment" and delta.ours is not None and column == "code_id":
            # A coding that left its code is told with the code, where that is gone.
            gone = self.deltas.get(("code", delta.ours[column]))
            return delta.ours[column] if gone and gone.action == "remove" else delta.values[column]
        return delta.values[column]

    def _home(self, delta: RowDelta) -> tuple[str, str]:
        kind, column = _ITEMS.get(delta.table, (delta.table, ""))
        source = delta.uuid if delta.table in OF_SOURCE else delta.values.get("source_id")
        whole = self.deltas.get(("source", str(source)))
        gone = whole is not None and whole.action == "remove"
        if whole is not None and whole.action != "change" and (kind in _OF_SOURCE_KINDS or (gone and kind == "coding")):
            return "source", f"source:{source}"
        if delta.table == "media":
            owner = next((u for u, row in self._theirs.rows["source"].items() if row["media_id"] == delta.uuid), "")
            return "source", f"source:{owner}"
        if delta.table in OF_SOURCE:
            return kind, f"{kind}:{delta.uuid}"
        return kind, f"{kind}:{delta.values[column] if column else delta.uuid}"

    def _add(self, table: str, uuid: str, why: Why = "") -> list[RowDelta]:
        row = self._theirs.get(table, uuid)
        if row is None or (table, uuid) in self.deltas or uuid in self._ours.rows[table]:
            return []
        delta = self.deltas[table, uuid] = RowDelta(table, uuid, "add", row, None, why=why)
        return [delta]

    def _bring_sources_whole(self) -> None:
        """A source that comes, or comes back, brings its recording, its turns and words, and whatever is in it."""
        coming = {uuid for (table, uuid), delta in self.deltas.items() if table == "source" and delta.action == "add"}
        for uuid in coming:
            if (media := self._theirs.rows["source"][uuid]["media_id"]) is not None:
                self._add("media", media)
        for table in TABLES:
            references = REFERENCES[table]
            for column in ("source_id", "segment_id", "memo_id"):
                if column not in references or not coming:
                    continue
                for uuid, row in self._theirs.rows[table].items():
                    target = references[column], row[column]
                    there = self.deltas.get(target)
                    if row[column] in coming if column == "source_id" else there and there.action == "add":
                        self._add(table, uuid)

    def _complete(self, delta: RowDelta) -> list[RowDelta]:
        """See that what a row points to is there, or comes with it; gives what had to be added for that."""
        made: list[RowDelta] = []
        if delta.table == "source" and delta.action == "change" and "media_id" in delta.cells:
            made += self._add("media", str(delta.cells["media_id"].theirs))
        if delta.action == "remove" or delta.theirs is None:
            return made
        columns = list(REFERENCES[delta.table]) if delta.action == "add" else list(delta.cells)
        for column in columns:
            target = REFERENCES[delta.table].get(column)
            value = delta.theirs.get(column)
            if target in (None, "coder") or value is None or self._is_there(str(target), value):
                continue
            made += self._without(delta, column, str(target), value)
        return made

    def _is_there(self, table: str, uuid: str) -> bool:
        there = self.deltas.get((table, uuid))
        return uuid in self._ours.rows[table] or (there is not None and there.action == "add")

    def _without(self, delta: RowDelta, column: str, target: str, value: str) -> list[RowDelta]:
        """Do with a row what can be done although that to which it points is gone from our file."""
        assert delta.theirs is not None
        if delta.table == "code" and column == "parent_id":
            self._set(delta, column, self._nearest(value))
            return []
        if delta.table == "proposal" and column == "code_id":
            # As everywhere: what was proposed for a code that is gone can't be done any more.
            delta.lost = self._proposed(delta.theirs)
            for name in ("code_id", "target_id", "segment_id"):
                self._set(delta, name, None)
            return []
        if target == "code" and (instead := self.became_here.get(value)) is not None:
            self._set(delta, column, instead)
            if delta.table == "segment":
                name = (self._theirs.get("code", value) or {"name": ""})["name"]
                origin = with_origin(delta.theirs["came_from"], CodeOrigin(value, name))
                self._set(delta, "came_from", origin)
            return []
        if column in REQUIRED[delta.table] or column == "thread_id":
            if self._review_copy and target in ("source", "code", "segment"):
                delta.lost = self._called(target, value)
                return []
            if delta.table in _DROPPED or delta.table == "verdict":
                delta.lost = self._called(target, value)
                return []
            return self._add(target, value, "removed here")
        if column in _ABOUT:
            delta.lost = delta.lost or self._called(target, value)
        self._set(delta, column, None)
        return []

    def _set(self, delta: RowDelta, column: str, value: object) -> None:
        assert delta.theirs is not None
        delta.theirs = delta.theirs | {column: value}
        if column in delta.cells:
            delta.cells[column].theirs = value

    def _nearest(self, code: str | None) -> str | None:
        """The first code above one, in their tree, that our file has."""
        while code is not None and not self._is_there("code", code):
            instead = self.became_here.get(code)
            row = self._theirs.get("code", code)
            code = instead or (row["parent_id"] if row else None)
        return code

    def _proposed(self, row: Values) -> str:
        names = json.loads(row["names"]) if row["names"] else []
        code, target = (self._theirs.get("code", row[name]) or {"name": ""} for name in ("code_id", "target_id"))
        return sentence(row["kind"], code["name"], target["name"], names)

    def _called(self, table: str, uuid: str) -> str:
        row = self._theirs.get(table, uuid) or {}
        if table == "segment":
            code = self._theirs.get("code", row.get("code_id")) or {"name": ""}
            words = self._theirs.text(row.get("source_id"))[row.get("start", 0) : row.get("end", 0)]
            return f"“{words}” ({code['name']})"
        return f"“{row['name']}”" if "name" in row else table

    def _say_used(self) -> None:
        """A code, or a source, stays where something of it that they removed was changed here."""
        for delta in list(self.deltas.values()):
            if delta.action == "remove" and delta.why and delta.table == "segment":
                for table, column in (("code", "code_id"), ("source", "source_id")):
                    whole = self.deltas.get((table, delta.values[column]))
                    if whole is not None and whole.action == "remove":
                        whole.why = whole.why or delta.why
        for (table, uuid), delta in self.deltas.items():
            # Merged with another one there: what has it here goes the same way.
            if table == "code" and delta.why == "used here" and uuid in self.became_there:
                delta.why = ""


def became(after: Snapshot, other: Snapshot, told: Mapping[str, str]) -> dict[str, str]:
    """What codes became that are gone by merges, as far as the codings tell that had them, and else the history.

    `other` is the file that still has them.
    """
    votes: dict[str, Counter[str]] = {}
    for row in after.rows["segment"].values():
        if row["came_from"]:
            for origin in json.loads(row["came_from"]):
                if origin["uuid"] not in after.rows["code"]:
                    votes.setdefault(origin["uuid"], Counter())[row["code_id"]] += 1
    found = {code: counted.most_common(1)[0][0] for code, counted in votes.items()}
    by_name: dict[str, list[str]] = {}
    for uuid, row in after.rows["code"].items():
        by_name.setdefault(row["name"], []).append(uuid)
    for uuid, row in other.rows["code"].items():
        named = by_name.get(told.get(row["name"], ""), [])
        if uuid not in after.rows["code"] and uuid not in found and len(named) == 1:
            found[uuid] = named[0]
    return found
