"""Where codes stand: moved by hand, or sorted."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from interviewcoder.coding.code_rows import ancestors_of, named, number, refuse_taken, row_of, siblings_of
from interviewcoder.errors import NotAllowed
from interviewcoder.project.file import Project
from interviewcoder.project.schema import CodeRow, TallyRow

BY_NAME, BY_COUNT = "name", "count"


def move(project: Project, code_id: int, *, parent_id: int | None, position: int | None = None) -> None:
    """Put a code below another (None: at the top), at a place among its siblings (None: last).

    Raises:
        NotAllowed: the new parent is the code itself or below it.
        NameTaken: a code there has the same name.
    """
    move_all(project, [code_id], parent_id=parent_id, position=position)


def move_all(project: Project, code_ids: Sequence[int], *, parent_id: int | None, position: int | None = None) -> None:
    """Put codes side by side below another, as `move` does, in this order and in one step.

    `position` counts the siblings that aren't moved. What stands below one of
    the codes goes with it, and is not moved by itself.

    Raises:
        NotAllowed: the new parent is one of the codes or below one.
        NameTaken: a code there, or two of these, have the same name.
    """
    with project.op("Move code" if len(code_ids) == 1 else "Move codes") as session:
        wanted = set(code_ids)
        rows = [row_of(session, code_id) for code_id in code_ids]
        rows = [row for row in rows if wanted.isdisjoint(above.id for above in ancestors_of(session, row))]
        if parent_id is not None:
            target = row_of(session, parent_id)
            if not wanted.isdisjoint({target.id, *(above.id for above in ancestors_of(session, target))}):
                raise NotAllowed("A code can't be moved below itself.", "Choose another place.")
            project.tell(into=target.name)
        siblings = [sibling for sibling in siblings_of(session, parent_id) if sibling.id not in wanted]
        for row in rows:
            refuse_taken(session, row.name, parent_id, but={row.id})
            # Seen by the check of the next one.
            row.parent_id = parent_id
            session.flush()
        place = len(siblings) if position is None else min(max(position, 0), len(siblings))
        number(siblings[:place] + rows + siblings[place:])
        project.tell(code=named([row.name for row in rows]))
        if len(rows) > 1:
            project.tell(count=len(rows))


def sort(project: Project, by: str, *, below: int | None = None) -> None:
    """Put the codes below one (None: all codes), at every depth, in the order of name or count.

    `by` is `BY_NAME` or `BY_COUNT`: the most codings first, those of the codes
    below counted in. From then on they can be moved by hand again.
    """
    with project.op("Sort codes") as session:
        rows = list(session.scalars(select(CodeRow).order_by(CodeRow.position, CodeRow.id)))
        children: dict[int | None, list[CodeRow]] = {}
        for row in rows:
            children.setdefault(row.parent_id, []).append(row)
        counted = select(TallyRow.code_id, func.sum(TallyRow.codings)).group_by(TallyRow.code_id)
        totals: dict[int, int] = {code_id: int(codings) for code_id, codings in session.execute(counted)}
        waiting: list[int | None] = [below]
        met: list[CodeRow] = []
        while waiting:
            found = children.get(waiting.pop(), [])
            met += found
            waiting += [row.id for row in found]
        for row in reversed(met):
            if row.parent_id is not None:
                totals[row.parent_id] = totals.get(row.parent_id, 0) + totals.get(row.id, 0)
        for parent_id in {row.parent_id for row in met}:
            by_name = sorted(children[parent_id], key=lambda row: row.name.casefold())
            number(by_name if by == BY_NAME else sorted(by_name, key=lambda row: -totals.get(row.id, 0)))
        project.tell(count=len(met))
        if below is not None:
            project.tell(code=row_of(session, below).name)
