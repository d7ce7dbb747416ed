"""Which codings became other ones since a decision, as far as the history tells."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from interviewcoder.project.changes import Image, Values, unpack
from interviewcoder.project.file import Project
from interviewcoder.project.schema import ActivityRow, SegmentRow, StepRow
from interviewcoder.sources.text import Span

_READ_AT_ONCE = 500
# What a coding says of a place; a memo or a mark is no other opinion.
_SAYS = {"source_id", "start", "end", "code_id", "coder_id"}
_WHERE = {"start", "end"}


@dataclass(frozen=True, slots=True)
class ChangedCoding:
    """A coding that was made, moved, given another code or taken away: as it was, or as it is."""

    source_id: int
    code_id: int
    coder_id: int
    span: Span


class CodingChanges:
    """The codings changed since decisions, which are given by the ids of their rows.

    The words of a transcript being corrected changes none: codings move along with them.
    """

    def __init__(self, project: Project, decisions: Iterable[int]) -> None:
        session = project.session
        self._steps = _steps_of(session, set(decisions))
        self._touched = _touched_since(project, min(self._steps.values())) if self._steps else {}

    def since(self, decision: int) -> list[ChangedCoding] | None:
        """What changed since a decision; None where the history doesn't go back to it."""
        if (begun := self._steps.get(decision)) is None:
            return None
        return [each for step, changed in self._touched.items() if step > begun for each in changed]


def _steps_of(session: Session, decisions: set[int]) -> dict[int, int]:
    """The step in which each decision was written, where it is still in the history."""
    if not decisions:
        return {}
    found: dict[int, int] = {}
    for step_id, ids in session.execute(_done("adjudication", after=0)):
        for id_ in set(json.loads(ids)["adjudication"]) & decisions:
            found.setdefault(id_, step_id)
    return found


def _done(kind: str, *, after: int) -> Select[tuple[int, str]]:
    """The steps that hold and touched a kind of row, oldest first, with the ids of what they touched."""
    return (
        select(StepRow.id, ActivityRow.ids)
        .join(ActivityRow, (ActivityRow.step_id == StepRow.id) & (ActivityRow.kind == "do"))
        .where(StepRow.id > after, StepRow.undone.is_(False), ActivityRow.ids.contains(f'"{kind}"', autoescape=True))
        .order_by(StepRow.id)
    )


# By step what it did to codings: their ids, and what was known of each before. A step stays as it is.
_Did = list[tuple[int, Values]]
_read: WeakKeyDictionary[Project, dict[int, _Did]] = WeakKeyDictionary()


def _touched_since(project: Project, first: int) -> dict[int, list[ChangedCoding]]:
    """By step, what the steps after the first did to codings."""
    session, read = project.session, _read.setdefault(project, {})
    steps = {step_id: '"source"' in ids for step_id, ids in session.execute(_done("segment", after=first))}
    unread = [step for step in steps if step not in read]
    for start in range(0, len(unread), _READ_AT_ONCE):
        some = unread[start : start + _READ_AT_ONCE]
        for step_id, images in session.execute(select(StepRow.id, StepRow.images).where(StepRow.id.in_(some))):
            read[step_id] = _did(unpack(images), corrected=steps[step_id])
    now = _rows(session, {id_ for step in steps for id_, _ in read[step]})
    return {step: [each for id_, before in read[step] for each in _as_told(now.get(id_), before)] for step in steps}


def _did(images: Iterable[Image], *, corrected: bool) -> _Did:
    found: _Did = []
    for image in images:
        if image.table != SegmentRow.__tablename__:
            continue
        before = image.before or {}
        other = _SAYS & before.keys()
        # A correction of the text moves codings with their words.
        if image.kind != "change" or (other and not (corrected and other <= _WHERE)):
            found.append((int(image.key[0]), {name: before[name] for name in other}))
    return found


def _rows(session: Session, ids: set[int]) -> dict[int, Values]:
    columns = (SegmentRow.id, *(getattr(SegmentRow, name) for name in sorted(_SAYS)))
    found: dict[int, Values] = {}
    wanted = sorted(ids)
    for start in range(0, len(wanted), _READ_AT_ONCE):
        query = select(*columns).where(SegmentRow.id.in_(wanted[start : start + _READ_AT_ONCE]))
        found |= {row["id"]: dict(row) for row in session.execute(query).mappings()}
    return found


def _as_told(now: Values | None, before: Values) -> Iterator[ChangedCoding]:
    """A coding as it is now, where it is there, and as it was, where that is known."""
    for row in ({**now} if now else {}, {**(now or {}), **before}):
        if row.keys() >= _SAYS:
            span = Span(row["start"], row["end"])
            yield ChangedCoding(row["source_id"], row["code_id"], row["coder_id"], span)
