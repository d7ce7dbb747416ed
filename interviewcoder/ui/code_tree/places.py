"""Where a code goes when it is moved by a step, and which codes a filter leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from interviewcoder.coding.codes import CodeNode
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


def between(code: CodeNode, parent_id: int | None, shown_siblings: Sequence[CodeNode], row: int) -> Place:
    """Where a code goes that is let go of between rows.

    `shown_siblings` are the codes below the new parent as they are shown,
    which a filter may have thinned; `row` is the gap, 0 above the first.
    """
    if row < len(shown_siblings):
        position = shown_siblings[row].position
    else:
        position = shown_siblings[-1].position + 1 if shown_siblings else 0
    if code.parent_id == parent_id and code.position < position:
        position -= 1
    return Place(parent_id, position)


def below(nodes: Sequence[CodeNode], code_id: int) -> set[int]:
    """A code and all below it."""
    found = {code_id}
    for node in nodes:
        if node.parent_id in found:
            found.add(node.id)
    return found


def answering(nodes: Sequence[CodeNode], typed: str) -> set[int] | None:
    """The codes whose names answer to what was typed; None where nothing was."""
    if not typed.strip():
        return None
    return {
        node.id
        for node in nodes
        if (close := closeness(typed, node.name)) is not None and close is not Closeness.LETTERS_IN_ORDER
    }


def with_ancestors(nodes: Sequence[CodeNode], wanted: set[int]) -> list[CodeNode]:
    """These codes and what they stand below, in the order of the tree."""
    kept = set(wanted)
    # Parents come before their children: backwards, a child is met first.
    for node in reversed(nodes):
        if node.id in kept and node.parent_id is not None:
            kept.add(node.parent_id)
    return [node for node in nodes if node.id in kept]
