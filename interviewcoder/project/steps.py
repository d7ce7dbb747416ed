"""The steps of the history, as they are read: newest first, a page at a time."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, literal_column, select

from interviewcoder.project import seeing
from interviewcoder.project.file import Project
from interviewcoder.project.schema import ActivityRow, CoderRow, SourceRow, StepRow

PAGE = 200
_OF_PASSAGES = frozenset({"segment", "memo", "memo_link", "comment", "verdict", "proposal", "adjudication"})


@dataclass(frozen=True, slots=True)
class StepView:
    """One step: when it was done first, by whom, what it is called, what it was about and what it touched.

    `about` is in names and numbers, empty in steps of older files. `ids` are
    those of the rows it touched, by kind. A step that is `undone` can be done
    again; all those are newer than the ones that are not. Of another's
    codings that aren't to be seen (`seeing`) only the label is told.
    """

    id: int
    at: datetime
    coder: str
    label: str
    undone: bool
    about: Mapping[str, str | int] = field(default_factory=dict)
    ids: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Extent:
    """How far the history goes: its oldest and newest step, and `now`, the newest that isn't undone; by id."""

    oldest: int | None
    newest: int | None
    now: int | None


def page(
    project: Project,
    *,
    before: int | None = None,
    after: int = 0,
    limit: int = PAGE,
    coder: str = "",
    labels: Sequence[str] = (),
) -> list[StepView]:
    """Steps, newest first: those older than the step `before` and newer than the step `after`, `limit` at most.

    With a coder's name theirs alone, with labels those of these labels alone.
    """
    query = _query().where(StepRow.id > after).order_by(StepRow.id.desc()).limit(limit)
    if before is not None:
        query = query.where(StepRow.id < before)
    if coder:
        query = query.where(ActivityRow.coder_uuid.in_(select(CoderRow.uuid).where(CoderRow.name == coder)))
    if labels:
        query = query.where(StepRow.label.in_(labels))
    return _views(project, query)


def extent(project: Project) -> Extent:
    """How far the history goes."""
    ends = select(func.min(StepRow.id)).scalar_subquery(), select(func.max(StepRow.id)).scalar_subquery()
    last_done = select(StepRow.id).where(StepRow.undone.is_(False)).order_by(StepRow.id.desc()).limit(1)
    return Extent(*project.session.execute(select(*ends, last_done.scalar_subquery())).one())


def step(project: Project, step_id: int) -> StepView | None:
    """One step; None where it is no longer in the history."""
    return next(iter(_views(project, _query().where(StepRow.id == step_id))), None)


def gone_through(project: Project) -> StepView:
    """The step that was undone or done again last; told like any, so not in detail where that may not be seen."""
    last = select(ActivityRow.step_id).where(ActivityRow.kind != "do", ActivityRow.step_id.is_not(None))
    found = step(project, project.session.scalar(last.order_by(ActivityRow.id.desc()).limit(1)) or 0)
    assert found is not None
    return found


def between(project: Project, step_id: int | None) -> tuple[int, int]:
    """How many steps would be taken back, and how many done again, to go to just after a step (None: the beginning)."""
    until = step_id or 0
    back = select(func.count()).where(StepRow.undone.is_(False), StepRow.id > until).scalar_subquery()
    forward = select(func.count()).where(StepRow.undone, StepRow.id <= until).scalar_subquery()
    found = project.session.execute(select(back, forward)).one()
    return found[0], found[1]


def coders(project: Project) -> list[str]:
    """The coders there are, by name."""
    return sorted(project.session.scalars(select(CoderRow.name)), key=str.casefold)


def touching(project: Project, kind: str, id_: int, *, limit: int = PAGE) -> list[StepView]:
    """The steps, not undone, that touched one thing: a "code", "source", "case", "segment"; newest first."""
    # Most steps touch none of the kind: the list of numbers is looked through only where one does.
    listed = func.json_each(ActivityRow.ids, f'$."{kind}"').table_valued("value")
    query = (
        _query()
        .where(StepRow.undone.is_(False), ActivityRow.ids.contains(f'"{kind}"', autoescape=True))
        .where(select(listed.c.value).where(listed.c.value == id_).exists())
    )
    return _views(project, query.order_by(StepRow.id.desc()).limit(limit))


def _query() -> Select[Any]:  # a row of the columns that `_views` reads
    # Without the images: they are most of a step, and nobody looks at them here.
    columns = (StepRow.id, ActivityRow.at, ActivityRow.coder_uuid, StepRow.label, StepRow.undone, StepRow.about)
    # The plus keeps SQLite from reading the log first, all of it, to sort it then.
    first_done = (ActivityRow.step_id == literal_column("+step.id")) & (ActivityRow.kind == "do")
    return select(*columns, ActivityRow.ids).join(ActivityRow, first_done)


def _views(project: Project, query: Select[Any]) -> list[StepView]:
    session = project.session
    coders = {row.uuid: row.name for row in session.execute(select(CoderRow.uuid, CoderRow.name))}
    hidden = _hidden_names(project)
    found = []
    for id_, at, coder, label, undone, about, ids in session.execute(query):
        told = json.loads(about) if about else {}
        touched = {kind: tuple(numbers) for kind, numbers in json.loads(ids).items()}
        if hidden and coder != project.coder.uuid and _tells_of_passages(told, touched, hidden):
            told, touched = {}, {}
        found.append(StepView(id_, datetime.fromisoformat(at), coders.get(coder, ""), label, undone, told, touched))
    return found


def _hidden_names(project: Project) -> frozenset[str]:
    """The names of the sources of which others' steps aren't told in detail now."""
    sources = seeing.hidden_sources(project)
    names = select(SourceRow.name).where(SourceRow.id.in_(sorted(sources)))
    return frozenset(project.session.scalars(names) if sources else ())


def _tells_of_passages(
    about: Mapping[str, str | int], ids: Mapping[str, tuple[int, ...]], sources: frozenset[str]
) -> bool:
    """Whether a step is about codings, or something on them, in one of these sources or in nobody knows which."""
    if _OF_PASSAGES.isdisjoint(ids):
        return False
    # Merging codes or deleting one is told: the codebook is everybody's.
    return about["source"] in sources if "source" in about else "code" not in ids
