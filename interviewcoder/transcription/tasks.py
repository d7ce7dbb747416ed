"""Transcriptions that aren't finished: kept in the project with all that was heard, until their transcript is stored.

They are no steps of a person's work: undo doesn't know them, and they write
nothing into the log.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from interviewcoder.project.file import Project
from interviewcoder.project.schema import SourceRow, TaskBlockRow, TaskRow, TranscriptRow
from interviewcoder.sources.conventions import Conventions
from interviewcoder.sources.hearing import Hearing
from interviewcoder.transcription.protocol import HeardSoFar
from interviewcoder.transcription.runner import Kept


@dataclass(frozen=True, slots=True)
class Task:
    """A recording that waits for its transcription, or was at it when the program ended.

    `share_heard` is 0 to 1: what needn't be heard again.
    """

    id: int
    source_id: int
    source_name: str
    hearing: Hearing
    conventions: Conventions
    paused: bool
    share_heard: float


def listing(project: Project) -> list[Task]:
    """Return the tasks in their order, without those whose source isn't in the project at present."""
    rows = project.session.execute(
        select(TaskRow, SourceRow.id, SourceRow.name)
        .join(SourceRow, SourceRow.uuid == TaskRow.source_uuid)
        .where(SourceRow.media_id.is_not(None))
        .order_by(TaskRow.position, TaskRow.id)
    ).all()
    return [_as_task(project.session, row, source_id, name) for row, source_id, name in rows]


def of_source(project: Project, source_id: int) -> Task | None:
    """Return the task of a source, if it has one."""
    return next((task for task in listing(project) if task.source_id == source_id), None)


def add(project: Project, source_id: int, hearing: Hearing, conventions: Conventions) -> Task:
    """Put a recording at the end of the queue.

    Where it is in it already, it stays in its place; what was heard of it is
    kept if it is to be heard in the same way.
    """
    with project.quiet_write() as session:
        uuid = session.scalars(select(SourceRow.uuid).where(SourceRow.id == source_id)).one()
        known = session.execute(select(TaskRow.id, TaskRow.hearing).where(TaskRow.source_uuid == uuid)).first()
        if known is not None and Hearing.from_json(known.hearing) == hearing:
            values = {"paused": False, "conventions": conventions.to_json()}
            session.execute(update(TaskRow).where(TaskRow.id == known.id).values(**values))
        else:
            position = None
            if known is not None:
                position = session.scalar(select(TaskRow.position).where(TaskRow.id == known.id))
                _delete(session, known.id)
            last = session.scalar(select(func.max(TaskRow.position)))
            session.execute(
                insert(TaskRow).values(
                    uuid=str(uuid4()),
                    source_uuid=uuid,
                    position=position if position is not None else 0 if last is None else last + 1,
                    paused=False,
                    hearing=hearing.to_json(),
                    conventions=conventions.to_json(),
                    added_at=datetime.now(UTC).isoformat(timespec="seconds"),
                )
            )
    task = of_source(project, source_id)
    assert task is not None
    return task


def put_in_order(project: Project, task_ids: Sequence[int]) -> None:
    """Give the tasks this order; those that aren't named come after them."""
    with project.quiet_write() as session:
        others = session.scalars(select(TaskRow.id).order_by(TaskRow.position, TaskRow.id)).all()
        wanted = [*task_ids, *(task_id for task_id in others if task_id not in task_ids)]
        for position, task_id in enumerate(wanted):
            session.execute(update(TaskRow).where(TaskRow.id == task_id).values(position=position))


def set_paused(project: Project, task_id: int, paused: bool) -> None:
    """Say that a task is to wait until somebody goes on with it, or that it may run."""
    with project.quiet_write() as session:
        session.execute(update(TaskRow).where(TaskRow.id == task_id).values(paused=paused))


def remove(project: Project, task_id: int) -> None:
    """Forget a task and what was heard; its transcript is stored, or nobody wants it."""
    with project.quiet_write() as session:
        _delete(session, task_id)


def keep(project: Project, task_id: int, kept: Kept) -> None:
    """Keep what a running transcription has finished. A task that is gone meanwhile keeps nothing."""
    with project.quiet_write() as session:
        if session.scalar(select(TaskRow.id).where(TaskRow.id == task_id)) is None:
            return
        if kept.number is None:
            session.execute(update(TaskRow).where(TaskRow.id == task_id).values(plan=kept.content))
        else:
            block = TaskBlockRow
            session.execute(delete(block).where(block.task_id == task_id, block.number == kept.number))
            session.execute(insert(block).values(task_id=task_id, number=kept.number, content=kept.content))


def heard_so_far(project: Project, task_id: int) -> HeardSoFar:
    """Return what was kept of a task."""
    plan = project.session.scalar(select(TaskRow.plan).where(TaskRow.id == task_id))
    if plan is None:
        return HeardSoFar()
    rows = project.session.execute(
        select(TaskBlockRow.number, TaskBlockRow.content).where(TaskBlockRow.task_id == task_id)
    )
    return HeardSoFar(plan, dict(row._tuple() for row in rows))


def latest_hearing(project: Project) -> Hearing | None:
    """Return how the recording that was added last was told to be heard; None where there was none.

    What waits comes before what is done; its glossary is a good first guess for the next recording of a study.
    """
    told = select(TaskRow.hearing).order_by(TaskRow.added_at.desc(), TaskRow.id.desc()).limit(1)
    stored = project.session.scalar(told)
    if stored is None:
        done = select(TranscriptRow.hearing).where(TranscriptRow.hearing != "")
        stored = project.session.scalar(done.order_by(TranscriptRow.source_id.desc()).limit(1))
    return Hearing.from_json(stored) if stored else None


def _delete(session: Session, task_id: int) -> None:
    session.execute(delete(TaskBlockRow).where(TaskBlockRow.task_id == task_id))
    session.execute(delete(TaskRow).where(TaskRow.id == task_id))


def _as_task(session: Session, row: TaskRow, source_id: int, name: str) -> Task:
    numbers = session.scalars(select(TaskBlockRow.number).where(TaskBlockRow.task_id == row.id)).all()
    return Task(
        row.id,
        source_id,
        name,
        Hearing.from_json(row.hearing),
        Conventions.from_json(row.conventions) if row.conventions else Conventions(),
        row.paused,
        _share_heard(row.plan, numbers),
    )


def _share_heard(plan: bytes | None, numbers: Sequence[int]) -> float:
    """Return how much of a recording's length the blocks of these numbers are; without a plan nothing was heard."""
    if plan is None:
        return 0.0
    # Not by `Plan`: a window that opens a project has no need of numpy yet.
    stored = json.loads(plan)
    blocks = stored["blocks"]
    return float(sum(blocks[number][1] - blocks[number][0] for number in numbers) / max(1, stored["length"]))
