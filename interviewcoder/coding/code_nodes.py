"""Reading the codebook: the tree of codes, one of them, and where they were used."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from interviewcoder.errors import NotFound
from interviewcoder.project import seeing
from interviewcoder.project.file import Project
from interviewcoder.project.schema import CodeRow, SegmentRow
from interviewcoder.sources.text import as_name

PATH_SEPARATOR = " > "

WRITTEN = (
    "brief",
    "definition",
    "use_when",
    "dont_use_when",
    "typical",
    "atypical",
    "close_but_no",
    "provenance_note",
    "memo",
)
"""What people write about a code: fields of a `CodeNode`, in the order in which they are read."""

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
    CodeRow.typical,
    CodeRow.atypical,
    CodeRow.close_but_no,
    CodeRow.status,
)


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
    typical: str = ""
    atypical: str = ""
    close_but_no: str = ""
    status: str = "candidate"


def tree(project: Project) -> list[CodeNode]:
    """All codes, depth first, each parent before its children."""
    session = project.session
    counts = _counts(project)
    children: dict[int | None, list[Any]] = {}  # rows of `_COLUMNS`: SQLAlchemy's types end at ten
    for row in session.execute(select(*_COLUMNS).order_by(CodeRow.position, CodeRow.id)):
        children.setdefault(row.parent_id, []).append(row)
    nodes: list[CodeNode] = []
    # A stack of our own: a tree may be deeper than Python lets functions call each other.
    waiting = [(row, 0) for row in reversed(children.get(None, ()))]
    while waiting:
        row, depth = waiting.pop()
        nodes.append(_node(row, depth, counts.get(row.id, (0, 0))))
        waiting += [(child, depth + 1) for child in reversed(children.get(row.id, ()))]
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


def usage(project: Project, code_ids: Iterable[int] | None = None) -> dict[int, dict[int, int]]:
    """How many codings codes have in each source: by code, then by source. Codes that weren't used are missing.

    Read from the file's own tally, for these codes or (None) for all.
    """
    tally = seeing.tally(project)
    counted = select(tally.code_id, tally.source_id, tally.codings)
    if code_ids is not None:
        counted = counted.where(tally.code_id.in_(list(code_ids)))
    found: dict[int, dict[int, int]] = {}
    for code_id, source_id, codings in project.session.execute(counted):
        found.setdefault(code_id, {})[source_id] = codings
    return found


def used_by(project: Project, coder_id: int) -> set[int]:
    """The codes that a coder has given to a passage."""
    # Of each code the first coding of theirs tells; the others aren't looked for.
    theirs = select(SegmentRow.id).where(SegmentRow.code_id == CodeRow.id, SegmentRow.coder_id == coder_id)
    return set(project.session.scalars(select(CodeRow.id).where(theirs.exists())))


def _counts(project: Project) -> dict[int, tuple[int, int]]:
    """References and sources of each code."""
    tally = seeing.tally(project)
    counted = select(tally.code_id, func.sum(tally.codings), func.count()).group_by(tally.code_id)
    return {code_id: (references, sources) for code_id, references, sources in project.session.execute(counted)}


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
        row.typical,
        row.atypical,
        row.close_but_no,
        row.status,
    )
