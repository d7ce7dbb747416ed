"""Who works in a project: names, colours, and roles, which are labels and no authentication.

A name is no step of anybody's work, so none of this is undone; the activity
log has a line of it, and whoever shows coders hears of it as of any change.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import func, select, update
from sqlalchemy.orm import InstrumentedAttribute

from interviewcoder.errors import NameTaken, NotAllowed, NotFound
from interviewcoder.project import activity
from interviewcoder.project.changes import Changes
from interviewcoder.project.coder_names import alike, tidy
from interviewcoder.project.file import CoderView, Project
from interviewcoder.project.schema import (
    AdjudicationRow,
    CoderRow,
    CommentRow,
    MemoRow,
    ProposalRow,
    SegmentRow,
    VerdictRow,
)

CONSENSUS = "consensus"
ROLES = ("coder", "supervisor", "reader", CONSENSUS, "")
"""What a coder may be called; the empty one says nothing."""

_COLOUR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CoderWork:
    """What a coder did: how many codings in how many sources, and how much of the rest.

    `comments` holds answers, too; `reviews` are verdicts on codings and proposals,
    `decisions` those on disagreements. Codings that whoever works may not see
    now are not counted.
    """

    codings: int = 0
    sources: int = 0
    memos: int = 0
    comments: int = 0
    reviews: int = 0
    decisions: int = 0


def listing(project: Project) -> list[CoderView]:
    """All coders, in the order in which they came."""
    return [_view(row) for row in project.session.scalars(select(CoderRow).order_by(CoderRow.id))]


def by_name(project: Project, name: str) -> CoderView:
    """A coder by name, upper and lower case alike.

    Raises:
        NotFound: nobody has it.
    """
    for coder in listing(project):
        if alike(coder.name) == alike(name):
            return coder
    known = ", ".join(f"“{coder.name}”" for coder in listing(project))
    raise NotFound(f"There is no coder “{name.strip()}”.", f"There are {known}.")


def add(project: Project, name: str, *, colour: str = "", role: str = "") -> CoderView:
    """Add a coder, without working as them; the next colour of the set where none is given.

    Raises:
        NameTaken: somebody has the name, or it is empty.
        NotAllowed: the colour is none, or the role isn't known or given already.
    """
    name = _free_name(project, name)
    _check_role(project, role, None)
    coder_id = project.add_coder(name, colour=_colour(colour) if colour else "", role=role).id
    with project.quiet_write() as session:
        activity.note(session, project.coder.uuid, "Add coder", {"coder": frozenset({coder_id})})
    return _changed(project, coder_id, "Add coder")


def work_as(project: Project, name: str) -> CoderView:
    """Work under this name from now on, as a new coder if there is none of it; whoever shows codings hears of it.

    Raises:
        NameTaken: the name is empty.
    """
    before = project.coder
    coder = project.work_as(name)
    if coder != before:
        project.history.announce(Changes("Work as another coder", {"coder": frozenset({before.id, coder.id})}))
    return coder


def rename(project: Project, coder_id: int, name: str) -> CoderView:
    """Give a coder another name; all they did stays theirs.

    Raises:
        NameTaken: somebody else has it, or it is empty.
        NotAllowed: this is a review copy, and they aren't its reader.
        NotFound: there is no such coder.
    """
    return _set(project, coder_id, "Rename coder", name=_free_name(project, name, coder_id))


def set_colour(project: Project, coder_id: int, colour: str) -> CoderView:
    """Give a coder another colour, as “#4477aa”.

    Raises:
        NotAllowed: it is no colour, or this is a review copy, and they aren't its reader.
        NotFound: there is no such coder.
    """
    return _set(project, coder_id, "Colour coder", colour=_colour(colour))


def set_role(project: Project, coder_id: int, role: str) -> CoderView:
    """Say what a coder is called in the study: one of `ROLES`. It opens nothing and locks nothing.

    Raises:
        NotAllowed: there is no such role, another coder stands for the consensus, or this is a review copy, and they
            aren't its reader.
        NotFound: there is no such coder.
    """
    _check_role(project, role, coder_id)
    return _set(project, coder_id, "Set role of coder", role=role)


def work(project: Project) -> dict[int, CoderWork]:
    """What each coder did, by their id."""
    session = project.session
    counted = select(SegmentRow.coder_id, func.count(), func.count(SegmentRow.source_id.distinct()))
    coded = {
        id_: (codings, sources) for id_, codings, sources in session.execute(counted.group_by(SegmentRow.coder_id))
    }
    memos, comments = _numbers(project, MemoRow.coder_id), _numbers(project, CommentRow.coder_id)
    verdicts, proposals = _numbers(project, VerdictRow.coder_id), _numbers(project, ProposalRow.coder_id)
    decisions = _numbers(project, AdjudicationRow.coder_id)
    return {
        id_: CoderWork(
            *coded.get(id_, (0, 0)),
            memos.get(id_, 0),
            comments.get(id_, 0),
            verdicts.get(id_, 0) + proposals.get(id_, 0),
            decisions.get(id_, 0),
        )
        for id_ in session.scalars(select(CoderRow.id))
    }


def _numbers(project: Project, column: InstrumentedAttribute[int]) -> dict[int, int]:
    counted = select(column, func.count()).group_by(column)
    return dict(row._tuple() for row in project.session.execute(counted))


def _set(project: Project, coder_id: int, label: str, **values: str) -> CoderView:
    row = project.session.get(CoderRow, coder_id)
    if row is None:
        raise NotFound("This coder is no longer in the project.")
    if all(getattr(row, name) == value for name, value in values.items()):
        return _view(row)
    if project.review_mark is not None and row.uuid != project.review_mark.coder_uuid:
        raise NotAllowed(
            "This is a review copy: the others’ names, colours and roles stay as they are.",
            "They are changed in the project itself.",
        )
    with project.quiet_write() as session:
        session.execute(update(CoderRow).where(CoderRow.id == coder_id).values(**values))
        activity.note(session, project.coder.uuid, label, {"coder": frozenset({coder_id})})
    return _changed(project, coder_id, label)


def _changed(project: Project, coder_id: int, label: str) -> CoderView:
    view = _view(project.session.get_one(CoderRow, coder_id))
    if project.coder.id == coder_id:
        project.coder = view
    project.history.announce(Changes(label, {"coder": frozenset({coder_id})}))
    return view


def _view(row: CoderRow) -> CoderView:
    return CoderView(row.id, row.uuid, row.name, row.colour, row.role)


def _free_name(project: Project, name: str, coder_id: int | None = None) -> str:
    name = tidy(name)
    if not name:
        raise NameTaken("A coder needs a name.", "Write the name that should stand beside the codings.")
    for other in listing(project):
        if alike(other.name) == alike(name) and other.id != coder_id:
            raise NameTaken(f"There is a coder “{other.name}” already.", "Choose another name, or add an initial.")
    return name


def _colour(colour: str) -> str:
    if not _COLOUR.fullmatch(colour.strip()):
        raise NotAllowed(f"“{colour}” is no colour.", "Write it as #rrggbb, for example #4477aa.")
    return colour.strip().lower()


def _check_role(project: Project, role: str, coder_id: int | None) -> None:
    if role not in ROLES:
        raise NotAllowed(f"There is no role “{role}”.", f"Choose one of {', '.join(filter(None, ROLES))}, or none.")
    others = [each for each in listing(project) if each.role == CONSENSUS and each.id != coder_id]
    if role == CONSENSUS and others:
        raise NotAllowed(
            f"“{others[0].name}” stands for the consensus already.",
            "Only one can: their codings are what was agreed on. Take the role from them first.",
        )
