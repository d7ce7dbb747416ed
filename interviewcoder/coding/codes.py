"""The codebook: codes in a tree, with their definitions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from interviewcoder.coding.palette import PALETTE, next_colour
from interviewcoder.errors import NameTaken, NotAllowed, NotFound
from interviewcoder.project.file import Project
from interviewcoder.project.schema import CodeRow, SegmentRow
from interviewcoder.sources.text import as_name, normalise

__all__ = [
    "PALETTE",
    "CodeNode",
    "add",
    "by_name",
    "delete",
    "describe",
    "move",
    "node",
    "path_of",
    "recolour",
    "rename",
    "tree",
]

PROVENANCES = ("inductive", "deductive", "in vivo")
PATH_SEPARATOR = " > "

# Whole rows, which could be changed, take longer to read.
_COLUMNS = (
    CodeRow.id,
    CodeRow.uuid,
    CodeRow.name,
    CodeRow.parent_id,
    CodeRow.position,
    CodeRow.colour,
    CodeRow.brief,
    CodeRow.definition,
    CodeRow.use_when,
    CodeRow.dont_use_when,
    CodeRow.provenance,
    CodeRow.provenance_note,
    CodeRow.memo,
)
_COLOUR = re.compile("#[0-9A-Fa-f]{6}")


@dataclass(frozen=True, slots=True)
class CodeNode:
    """A code in its place in the tree.

    `references` are its own codings (not those of codes below it), in
    `sources` sources. Whose they are is `participants.participants_of`'s to say.
    """

    id: int
    uuid: str
    name: str
    parent_id: int | None
    position: int
    depth: int
    colour: str
    brief: str
    definition: str
    use_when: str
    dont_use_when: str
    provenance: str
    provenance_note: str
    memo: str
    references: int
    sources: int


def tree(project: Project) -> list[CodeNode]:
    """All codes, depth first, each parent before its children."""
    session = project.session
    counts = _counts(session)
    children: dict[int | None, list[Any]] = {}  # rows of `_COLUMNS`: SQLAlchemy's types end at ten
    for row in session.execute(select(*_COLUMNS).order_by(CodeRow.position, CodeRow.id)):
        children.setdefault(row.parent_id, []).append(row)
    nodes: list[CodeNode] = []

    def visit(parent_id: int | None, depth: int) -> None:
        for row in children.get(parent_id, ()):
            nodes.append(_node(row, depth, counts.get(row.id, (0, 0))))
            visit(row.id, depth + 1)

    visit(None, 0)
    return nodes


def node(project: Project, code_id: int) -> CodeNode:
    """One code.

    Raises:
        NotFound: it is no longer there.
    """
    found = next((code for code in tree(project) if code.id == code_id), None)
    if found is None:
        raise NotFound("The code is no longer in the codebook.")
    return found


def path_of(nodes: Sequence[CodeNode], code_id: int) -> str:
    """A code's way from the top: “Theme > Subtheme > Code”."""
    known = {code.id: code for code in nodes}
    names: list[str] = []
    current = known.get(code_id)
    while current is not None:
        names.append(current.name)
        current = known.get(current.parent_id) if current.parent_id is not None else None
    return PATH_SEPARATOR.join(reversed(names))


def by_name(project: Project, name: str) -> CodeNode:
    """A code by its name or by its path (“Theme > Code”), upper and lower case alike.

    Raises:
        NotFound: there is none, or several that only a path tells apart.
    """
    nodes = tree(project)
    wanted = as_name(name).casefold()
    by_path = [code for code in nodes if path_of(nodes, code.id).casefold() == wanted]
    found = by_path or [code for code in nodes if code.name.casefold() == wanted]
    if len(found) > 1:
        paths = ", ".join(f"“{path_of(nodes, code.id)}”" for code in found)
        raise NotFound(f"Several codes are called “{name}”.", f"Name one by its path: {paths}.")
    if not found:
        raise NotFound(f"There is no code “{name}”.", "The codes are listed by `interviewcoder codes`.")
    return found[0]


def add(
    project: Project,
    name: str,
    *,
    parent_id: int | None = None,
    colour: str | None = None,
    provenance: str = "inductive",
    brief: str = "",
    definition: str = "",
    use_when: str = "",
    dont_use_when: str = "",
    provenance_note: str = "",
) -> CodeNode:
    """Add a code below `parent_id`, behind its siblings, in a colour of the palette.

    Raises:
        NameTaken: it has no name, or a sibling has it.
        NotFound: the parent is no longer there.
    """
    name = as_name(name)
    with project.op("Add code") as session:
        if parent_id is not None:
            _row(session, parent_id)
        _refuse_taken(session, name, parent_id, except_id=None)
        row = CodeRow(
            name=name,
            parent_id=parent_id,
            position=_next_position(session, parent_id),
            colour=_colour(colour) if colour else next_colour(list(session.scalars(select(CodeRow.colour)))),
            brief=_prose(brief),
            definition=_prose(definition),
            use_when=_prose(use_when),
            dont_use_when=_prose(dont_use_when),
            provenance=_provenance(provenance),
            provenance_note=_prose(provenance_note),
            coder_id=project.coder.id,
            created_at=datetime.now(UTC).isoformat(timespec="seconds"),
        )
        session.add(row)
        session.flush()
        code_id = row.id
    return node(project, code_id)


def find_or_add(project: Project, name: str) -> CodeNode:
    """The code of this name or path; what is missing of the path is added.

    Raises:
        NameTaken: the name is empty.
        NotFound: several codes have this name.
    """
    wanted = as_name(name)
    nodes = tree(project)
    if any(wanted.casefold() in (code.name.casefold(), path_of(nodes, code.id).casefold()) for code in nodes):
        return by_name(project, wanted)
    parent, _, leaf = wanted.rpartition(PATH_SEPARATOR)
    with project.op("Add code"):
        parent_id = find_or_add(project, parent).id if parent.strip() else None
        return add(project, leaf, parent_id=parent_id)


def rename(project: Project, code_id: int, name: str) -> None:
    """Give a code another name; its codings follow.

    Raises:
        NameTaken: it is empty, or a sibling has it.
    """
    name = as_name(name)
    with project.op("Rename code") as session:
        row = _row(session, code_id)
        _refuse_taken(session, name, row.parent_id, except_id=code_id)
        row.name = name


def recolour(project: Project, code_id: int, colour: str) -> None:
    """Give a code another colour, as “#rrggbb”.

    Raises:
        NotAllowed: it is no colour.
    """
    with project.op("Recolour code") as session:
        _row(session, code_id).colour = _colour(colour)


def describe(
    project: Project,
    code_id: int,
    *,
    brief: str | None = None,
    definition: str | None = None,
    use_when: str | None = None,
    dont_use_when: str | None = None,
    provenance: str | None = None,
    provenance_note: str | None = None,
    memo: str | None = None,
) -> None:
    """Write down what a code means; what is None stays as it is."""
    texts = {
        "brief": brief,
        "definition": definition,
        "use_when": use_when,
        "dont_use_when": dont_use_when,
        "provenance_note": provenance_note,
        "memo": memo,
    }
    with project.op("Define code") as session:
        row = _row(session, code_id)
        for column, text in texts.items():
            if text is not None:
                setattr(row, column, _prose(text))
        if provenance is not None:
            row.provenance = _provenance(provenance)


def move(project: Project, code_id: int, *, parent_id: int | None, position: int | None = None) -> None:
    """Put a code below another (None: at the top), at a place among its siblings (None: last).

    Raises:
        NotAllowed: the new parent is the code itself or below it.
        NameTaken: a code there has the same name.
    """
    with project.op("Move code") as session:
        row = _row(session, code_id)
        ancestor = parent_id
        while ancestor is not None:
            if ancestor == code_id:
                raise NotAllowed("A code can't be moved below itself.", "Choose another place.")
            ancestor = _row(session, ancestor).parent_id
        _refuse_taken(session, row.name, parent_id, except_id=code_id)
        siblings = [sibling for sibling in _siblings(session, parent_id) if sibling.id != code_id]
        place = len(siblings) if position is None else min(max(position, 0), len(siblings))
        siblings.insert(place, row)
        row.parent_id = parent_id
        _number(siblings)


def delete(project: Project, code_id: int) -> None:
    """Remove a code with its codings; codes below it move up to its place.

    One whose name is taken there gets a number behind it.
    """
    with project.op("Delete code") as session:
        row = _row(session, code_id)
        for segment in session.scalars(select(SegmentRow).where(SegmentRow.code_id == code_id)).all():
            session.delete(segment)
        siblings = _siblings(session, row.parent_id)
        children = _siblings(session, code_id)
        place = siblings.index(row)
        others = siblings[:place] + siblings[place + 1 :]
        taken = {sibling.name.casefold() for sibling in others}
        for child in children:
            child.name = _unused(child.name, taken)
            child.parent_id = row.parent_id
        session.flush()
        session.delete(row)
        _number(others[:place] + children + others[place:])


def _counts(session: Session) -> dict[int, tuple[int, int]]:
    """References and sources of each code."""
    counted = select(SegmentRow.code_id, func.count(), func.count(SegmentRow.source_id.distinct()))
    rows = session.execute(counted.group_by(SegmentRow.code_id))
    return {code_id: (references, sources) for code_id, references, sources in rows}


def _node(row: Any, depth: int, counts: tuple[int, int]) -> CodeNode:
    return CodeNode(
        row.id,
        row.uuid,
        row.name,
        row.parent_id,
        row.position,
        depth,
        row.colour,
        row.brief,
        row.definition,
        row.use_when,
        row.dont_use_when,
        row.provenance,
        row.provenance_note,
        row.memo,
        *counts,
    )


def _row(session: Session, code_id: int) -> CodeRow:
    row = session.get(CodeRow, code_id)
    if row is None:
        raise NotFound("The code is no longer in the codebook.")
    return row


def _siblings(session: Session, parent_id: int | None) -> list[CodeRow]:
    rows = select(CodeRow).where(CodeRow.parent_id.is_(parent_id)).order_by(CodeRow.position, CodeRow.id)
    return list(session.scalars(rows))


def _next_position(session: Session, parent_id: int | None) -> int:
    last = session.scalar(select(func.max(CodeRow.position)).where(CodeRow.parent_id.is_(parent_id)))
    return 0 if last is None else last + 1


def _unused(name: str, taken: set[str]) -> str:
    """`name`, or with a number behind it; it is taken from then on."""
    free, number = name, 2
    while free.casefold() in taken:
        free, number = f"{name} ({number})", number + 1
    taken.add(free.casefold())
    return free


def _number(siblings: list[CodeRow]) -> None:
    for position, row in enumerate(siblings):
        if row.position != position:
            row.position = position


def _refuse_taken(session: Session, name: str, parent_id: int | None, *, except_id: int | None) -> None:
    if not name:
        raise NameTaken("A code needs a name.", "Write a name of a word or a few.")
    for sibling in _siblings(session, parent_id):
        if sibling.id != except_id and sibling.name.casefold() == name.casefold():
            raise NameTaken(
                f"There is a code “{sibling.name}” in this place already.", "Use that one, or choose another name."
            )


def _prose(text: str) -> str:
    return normalise(text).strip()


def _colour(colour: str) -> str:
    if not _COLOUR.fullmatch(colour):
        raise NotAllowed(f"“{colour}” is no colour.", "Write it as “#rrggbb”, for instance “#4477aa”.")
    return colour.lower()


def _provenance(provenance: str) -> str:
    if provenance not in PROVENANCES:
        raise NotAllowed(f"“{provenance}” is no provenance of a code.", f"Choose one of: {', '.join(PROVENANCES)}.")
    return provenance
