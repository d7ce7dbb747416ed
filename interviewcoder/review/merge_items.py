"""What a merge would bring, as a person sees it: items to be taken or left, conflicts, what has no place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

Action = Literal["add", "change", "remove"]
Decision = Literal["accept", "reject", "ours", "theirs"]
Decisions = Mapping[str, Decision]
Progress = tuple[str, float]
"""A stage ("read", "compare", "items"; "backup", "write", "keep") and the share of the whole that is done."""
Tell = Callable[[str, float], object]
"""Told how far it is."""
# How well the place is known: its very words are there; they are others now; they are nowhere.
Placement = Literal["", "exact", "changed", "lost"]


def silent(stage: str, share: float) -> None:
    """Tell nobody how far it is."""


@dataclass(frozen=True, slots=True)
class MergeField:
    """One thing about an item that is other there: as it was when the two were one, here, and there; in words.

    `base` is None where how it was isn't known. In a `conflict` both were changed, each in another way.
    """

    name: str
    base: str | None
    ours: str
    theirs: str
    conflict: bool = False


@dataclass(frozen=True, slots=True)
class MergeItem:
    """One thing that the merge would add, change or remove, to be taken or left.

    `kind` is "source", "text", "transcript", "code", "order", "coding", "memo", "comment", "verdict", "proposal",
    "approval", "version", "case", "attribute", "pseudonym", "identifiers", "blind", "adjudication", "retention",
    "declaration", "project" or "withdrawal". `parent` is the key of the item it is shown below, `depends_on` are
    those without which it can't be taken. `quote` are the words it is about as they stand here (there, where they
    aren't found), `quote_there` as they stand there, where they are others, `context` those around them here.
    `conflict` says in a sentence why both sides can't hold; empty where they can, and `why` in short for who words
    the choice. A `fixed` item is taken whatever is decided: a withdrawal holds. `name` is what it is called, without
    its kind. A `sealed` one is what somebody else coded, or said of a coding, where the coder at work codes blind:
    neither its words nor its code are told.
    """

    key: str
    kind: str
    action: Action
    title: str
    detail: str = ""
    source: str = ""
    code: str = ""
    coder: str = ""
    quote: str = ""
    context: tuple[str, str] = ("", "")
    placement: Placement = ""
    fields: tuple[MergeField, ...] = ()
    conflict: str = ""
    default: Decision = "accept"
    parent: str = ""
    depends_on: tuple[str, ...] = ()
    fixed: bool = False
    name: str = ""
    why: str = ""
    sealed: bool = False
    quote_there: str = ""

    @property
    def choices(self) -> tuple[Decision, ...]:
        """What can be decided about it."""
        if self.fixed:
            return ("accept",)
        return ("ours", "theirs") if self.conflict else ("accept", "reject")


@dataclass(frozen=True, slots=True)
class MergePlan:
    """All that a merge would do; nothing is done yet.

    `base` says from where the two went their own ways: "log" (the last line that both logs have), "merge" (an earlier
    merge of that file), "copy" (the making of the review copy) or "none", where that can't be told and both are
    compared as they are. `notes` are sentences on what was matched: coders, names that get a number.
    `ours_head` and `theirs_head` are the hashes of the last lines of both logs.
    """

    items: tuple[MergeItem, ...]
    file_name: str
    title: str
    base: Literal["log", "merge", "copy", "none"]
    review_copy: bool = False
    recipient: str = ""
    same_project: bool = True
    notes: tuple[str, ...] = ()
    ours_head: str = ""
    theirs_head: str = ""
    # What the merge works with; nobody else's business.
    work: object = field(default=None, repr=False, compare=False)

    @property
    def conflicts(self) -> tuple[MergeItem, ...]:
        """The items in which both sides can't hold."""
        return tuple(item for item in self.items if item.conflict)

    @property
    def unplaced(self) -> tuple[MergeItem, ...]:
        """The items whose words are nowhere in the text; taken, each is kept as an open comment with its quote."""
        return tuple(item for item in self.items if item.placement == "lost")

    def item(self, key: str) -> MergeItem | None:
        """One item by its key; None where there is none."""
        return next((item for item in self.items if item.key == key), None)

    def settled(self, decisions: Decisions) -> dict[str, Decision]:
        """What holds for each item: what was decided, else its default.

        One that depends on an item that is left is left, too; what was removed or changed along with something that
        stays here stays as well, unless it was decided by itself. Answers count as "accept" or "reject" for items
        without a conflict, as "ours" or "theirs" for those with one.
        """
        found = {item.key: item.default if item.fixed else _decided(item, decisions) for item in self.items}
        by_key = {item.key: item for item in self.items}
        changed = True
        while changed:
            changed = False
            for item in self.items:
                if found[item.key] in ("reject", "ours") or item.fixed:
                    continue
                along = item.key not in decisions and _stays(by_key.get(item.parent), found)
                if along or any(_is_left(by_key.get(key), found) for key in item.depends_on):
                    found[item.key] = "ours" if item.conflict else "reject"
                    changed = True
        return found


@dataclass(frozen=True, slots=True)
class MergeReceipt:
    """What a merge did: how many items were taken and left, how many were conflicts, how many had no place.

    `left_out` says of items that were to be taken and couldn't be, why; empty as a rule. `backup` is the name of the
    backup made before; empty where nothing was written.
    """

    taken: int = 0
    left: int = 0
    conflicts: int = 0
    unplaced: int = 0
    by_kind: Mapping[str, int] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    backup: str = ""


def _decided(item: MergeItem, decisions: Decisions) -> Decision:
    decision = decisions.get(item.key, item.default)
    if item.conflict:
        return {"accept": "theirs", "reject": "ours"}.get(decision, decision)  # type: ignore[return-value]  # of the four
    return {"theirs": "accept", "ours": "reject"}.get(decision, decision)  # type: ignore[return-value]  # of the four


def _stays(item: MergeItem | None, found: Mapping[str, Decision]) -> bool:
    return item is not None and item.action == "remove" and found[item.key] in ("reject", "ours")


def _is_left(item: MergeItem | None, found: Mapping[str, Decision]) -> bool:
    # A change that is left keeps the thing as it is here, so others can depend on it; what is left out isn't there.
    return item is not None and item.action == "add" and found[item.key] in ("reject", "ours")
