"""Codes that a coder used last: what the keys 1 to 9 give, and what is offered first."""

from __future__ import annotations

from sqlalchemy import select

from interviewcoder.coding import codes
from interviewcoder.coding.codes import CodeNode
from interviewcoder.project.file import Project
from interviewcoder.project.schema import SegmentRow

_READ_AT_ONCE = 50


def nodes(project: Project, limit: int = 9) -> list[CodeNode]:
    """The codes that this coder used last, the latest first."""
    known = {node.id: node for node in codes.tree(project)}
    return [known[code_id] for code_id in ids(project, limit)]


def ids(project: Project, limit: int = 9) -> list[int]:
    """The ids of the codes that this coder used last, the latest first."""
    rows = select(SegmentRow.code_id).where(SegmentRow.coder_id == project.coder.id).order_by(SegmentRow.id.desc())
    found: dict[int, None] = {}
    # The newest codings tell, nearly always: the others needn't be read.
    with project.session.scalars(rows.execution_options(yield_per=_READ_AT_ONCE)) as newest_first:
        for code_id in newest_first:
            found[code_id] = None
            if len(found) == limit:
                break
    return list(found)
