"""The codebook: codes in a tree, with their definitions."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime

from sqlalchemy import func, or_, select

from interviewcoder.coding.code_nodes import PATH_SEPARATOR, CodeNode, by_name, node, path_of, tree, usage, used_by
from interviewcoder.coding.code_order import BY_COUNT, BY_NAME, move, move_all, sort
from interviewcoder.coding.code_rows import (
    PROVENANCES,
    STATUSES,
    ancestors_of,
    as_colour,
    as_provenance,
    as_status,
    named,
    next_position,
    number,
    prose,
    refuse_taken,
    row_of,
    siblings_of,
    unused,
)
from interviewcoder.coding.palette import PALETTE, next_colour, shades
from interviewcoder.project.file import Project
from interviewcoder.project.schema import CodeRow, MemoRow, SegmentRow
from interviewcoder.sources import memo_anchors, review_anchors
from interviewcoder.sources.text import as_name

__all__ = [
    "BY_COUNT",
    "BY_NAME",
    "PALETTE",
    "PATH_SEPARATOR",
    "PROVENANCES",
    "STATUSES",
    "CodeNode",
    "add",
    "by_name",
    "delete",
    "delete_all",
    "describe",
    "find_or_add",
    "memos_about",
    "move",
    "move_all",
    "node",
    "path_of",
    "recolour",
    "recolour_all",
    "rename",
    "set_status",
    "shade",
    "sort",
    "tree",
    "usage",
    "used_by",
]


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
            project.tell(into=row_of(session, parent_id).name)
        refuse_taken(session, name, parent_id, but=())
        row = CodeRow(
            name=name,
            parent_id=parent_id,
            position=next_position(session, parent_id),
            colour=as_colour(colour) if colour else next_colour(list(session.scalars(select(CodeRow.colour)))),
            brief=prose(brief),
            definition=prose(definition),
            use_when=prose(use_when),
            dont_use_when=prose(dont_use_when),
            provenance=as_provenance(provenance),
            provenance_note=prose(provenance_note),
            coder_id=project.coder.id,
            created_at=datetime.now(UTC).isoformat(timespec="seconds"),
        )
        session.add(row)
        session.flush()
        code_id = row.id
        project.tell(code=name)
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
        row = row_of(session, code_id)
        refuse_taken(session, name, row.parent_id, but={code_id})
        project.tell(code=row.name, name=name)
        row.name = name


def recolour(project: Project, code_id: int, colour: str) -> None:
    """Give a code another colour, as “#rrggbb”.

    Raises:
        NotAllowed: it is no colour.
    """
    recolour_all(project, {code_id: colour})


def recolour_all(project: Project, colours: Mapping[int, str]) -> None:
    """Give codes other colours, as “#rrggbb”, in one step.

    Raises:
        NotAllowed: one is no colour.
    """
    with project.op("Recolour code" if len(colours) == 1 else "Recolour codes") as session:
        rows = {code_id: row_of(session, code_id) for code_id in colours}
        for code_id, colour in colours.items():
            rows[code_id].colour = as_colour(colour)
        _tell_codes(project, list(rows.values()))


def shade(project: Project, code_id: int) -> None:
    """Give the codes below one shades of its colour: those right below one code are all different."""
    with project.op("Give shades of a colour") as session:
        theme = row_of(session, code_id)
        found: dict[int, str] = {}
        waiting = [code_id]
        while waiting:
            children = [row.id for row in siblings_of(session, waiting.pop())]
            found |= dict(zip(children, shades(theme.colour, len(children)), strict=True))
            waiting += children
        if found:
            recolour_all(project, found)
        project.tell(code=theme.name, count=len(found))


def describe(
    project: Project,
    code_id: int,
    *,
    brief: str | None = None,
    definition: str | None = None,
    use_when: str | None = None,
    dont_use_when: str | None = None,
    typical: str | None = None,
    atypical: str | None = None,
    close_but_no: str | None = None,
    status: str | None = None,
    provenance: str | None = None,
    provenance_note: str | None = None,
    memo: str | None = None,
) -> None:
    """Write down what a code means; what is None stays as it is.

    Raises:
        NotAllowed: the status or the provenance is none.
    """
    texts = {
        "brief": brief,
        "definition": definition,
        "use_when": use_when,
        "dont_use_when": dont_use_when,
        "typical": typical,
        "atypical": atypical,
        "close_but_no": close_but_no,
        "provenance_note": provenance_note,
        "memo": memo,
    }
    with project.op("Define code") as session:
        row = row_of(session, code_id)
        for column, text in texts.items():
            if text is not None:
                setattr(row, column, prose(text))
        if provenance is not None:
            row.provenance = as_provenance(provenance)
        if status is not None:
            row.status = as_status(status)
        project.tell(code=row.name)


def set_status(project: Project, code_ids: Collection[int], status: str) -> None:
    """Say of codes whether they are candidates or final, in one step.

    Raises:
        NotAllowed: the status is none.
    """
    with project.op("Set status of codes") as session:
        rows = [row_of(session, code_id) for code_id in code_ids]
        for row in rows:
            row.status = as_status(status)
        _tell_codes(project, rows)
        project.tell(after=status)


def delete(project: Project, code_id: int) -> None:
    """Remove a code with its codings; codes below it move up to its place, memos stay.

    One whose name is taken there gets a number behind it. Memos on the code
    are on the project from then on, those on its codings on their passages.
    """
    with project.op("Delete code"):
        _delete(project, code_id)


def delete_all(project: Project, code_ids: Collection[int]) -> None:
    """Remove codes, each as `delete` does, in one step."""
    with project.op("Delete code" if len(code_ids) == 1 else "Delete codes") as session:
        rows = [row_of(session, code_id) for code_id in code_ids]
        names = named([row.name for row in rows])
        # The deepest first: what is deleted needn't move up before.
        deepest = sorted(rows, key=lambda row: -len(ancestors_of(session, row)))
        codings = sum(_delete(project, code_id) for code_id in [row.id for row in deepest])
        project.tell(code=names, codings=codings)
        if len(rows) > 1:
            project.tell(count=len(rows))


def _delete(project: Project, code_id: int) -> int:
    """Remove one code; returns how many codings went with it."""
    with project.op("Delete code") as session:
        row = row_of(session, code_id)
        segments = session.scalars(select(SegmentRow).where(SegmentRow.code_id == code_id)).all()
        memo_anchors.let_go_of_code(session, row, project.coder.id)
        review_anchors.let_go_of_code(session, row)
        for segment in segments:
            session.delete(segment)
        siblings = siblings_of(session, row.parent_id)
        children = siblings_of(session, code_id)
        place = siblings.index(row)
        others = siblings[:place] + siblings[place + 1 :]
        taken = {sibling.name.casefold() for sibling in others}
        for child in children:
            child.name = unused(child.name, taken)
            child.parent_id = row.parent_id
        session.flush()
        session.delete(row)
        number(others[:place] + children + others[place:])
        project.tell(code=row.name, codings=len(segments))
        return len(segments)


def memos_about(project: Project, code_ids: Collection[int]) -> int:
    """How many memos are about these codes or codings of theirs: they stay when the codes are deleted."""
    coded = select(SegmentRow.id).where(SegmentRow.code_id.in_(list(code_ids)))
    about = or_(MemoRow.code_id.in_(list(code_ids)), MemoRow.segment_id.in_(coded))
    return project.session.scalar(select(func.count()).select_from(MemoRow).where(about)) or 0


def _tell_codes(project: Project, rows: Sequence[CodeRow]) -> None:
    project.tell(code=named([row.name for row in rows]))
    if len(rows) > 1:
        project.tell(count=len(rows))
