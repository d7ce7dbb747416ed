"""Where a code goes when it is moved by a step, and which codes a filter leaves."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import Enum

from interviewcoder.coding.code_nodes import WRITTEN, CodeNode
from interviewcoder.ui.coding_view.code_match import Closeness, closeness


class Step(Enum):
    """A move by the keyboard."""

    UP = "up"
    DOWN = "down"
    OUT = "out"
    IN = "in"


@dataclass(frozen=True, slots=True)
class Place:
    """Below which code (None: at the top), and where among its siblings, not counting the code itself."""

    parent_id: int | None
    position: int | None


def stepped(nodes: Sequence[CodeNode], code_id: int, step: Step) -> Place | None:
    """Where a step takes a code; None where it can't go further.

    Out is behind the code it stood below, in is below its elder sibling.
    """
    known = {node.id: node for node in nodes}
    code = known[code_id]
    siblings = [node.id for node in nodes if node.parent_id == code.parent_id]
    at = siblings.index(code_id)
    if step is Step.UP and at > 0:
        return Place(code.parent_id, at - 1)
    if step is Step.DOWN and at < len(siblings) - 1:
        return Place(code.parent_id, at + 1)
    if step is Step.IN and at > 0:
        return Place(siblings[at - 1], None)
    if step is Step.OUT and code.parent_id is not None:
        parent = known[code.parent_id]
        return Place(parent.parent_id, parent.position + 1)
    return None


def between(moved: Sequence[CodeNode], parent_id: int | None, shown_siblings: Sequence[CodeNode], row: int) -> Place:
    """Where codes go that are let go of between rows.

    `shown_siblings` are the codes below the new parent as they are shown,
    which a filter may have thinned; `row` is the gap, 0 above the first.
    """
    if row < len(shown_siblings):
        position = shown_siblings[row].position
    else:
        position = shown_siblings[-1].position + 1 if shown_siblings else 0
    return Place(parent_id, position - sum(code.parent_id == parent_id and code.position < position for code in moved))


def below(nodes: Sequence[CodeNode], code_id: int) -> set[int]:
    """A code and all below it."""
    found = {code_id}
    for node in nodes:
        if node.parent_id in found:
            found.add(node.id)
    return found


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What a filter asks of a code; nothing asked for leaves them all.

    `everywhere` looks for the words in definitions, examples and memos too;
    `status` is one of `codes.STATUSES` or empty.
    """

    typed: str = ""
    everywhere: bool = False
    status: str = ""
    unused: bool = False
    mine: bool = False

    @property
    def asks(self) -> bool:
        """Whether it leaves anything out."""
        return bool(self.typed.strip() or self.status or self.unused or self.mine)


def answering(nodes: Sequence[CodeNode], typed: str) -> set[int] | None:
    """The codes whose names answer to what was typed; None where nothing was."""
    return narrowed(nodes, Narrowing(typed), set())


def narrowed(nodes: Sequence[CodeNode], asked: Narrowing, mine: Collection[int]) -> set[int] | None:
    """The codes that a filter leaves; None where it asks for nothing. `mine` are those that this coder has used."""
    if not asked.asks:
        return None
    return {
        node.id
        for node in nodes
        if (not asked.status or node.status == asked.status)
        and not (asked.unused and node.references)
        and not (asked.mine and node.id not in mine)
        and (not asked.typed.strip() or _answers(node, asked))
    }


def _answers(node: CodeNode, asked: Narrowing) -> bool:
    close = closeness(asked.typed, node.name)
    if close is not None and close is not Closeness.LETTERS_IN_ORDER:
        return True
    return (
        asked.everywhere
        and asked.typed.strip().casefold() in "\n".join(getattr(node, column) for column in WRITTEN).casefold()
    )


def with_ancestors(nodes: Sequence[CodeNode], wanted: set[int]) -> list[CodeNode]:
    """These codes and what they stand below, in the order of the tree."""
    kept = set(wanted)
    # Parents come before their children: backwards, a child is met first.
    for node in reversed(nodes):
        if node.id in kept and node.parent_id is not None:
            kept.add(node.parent_id)
    return [node for node in nodes if node.id in kept]
