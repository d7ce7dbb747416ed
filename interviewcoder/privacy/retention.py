"""Until when each class of data is kept, and what is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from interviewcoder.errors import NotAllowed, NotFound
from interviewcoder.privacy.consent import as_day
from interviewcoder.project.file import Project
from interviewcoder.project.schema import RetentionRow
from interviewcoder.sources.text import normalise

CLASSES = ("audio", "transcripts", "key", "consent", "backups", "project")
"""What has a date of its own: recordings, transcripts, the key of the pseudonyms, consent, backups, all of it."""

ACTIONS = ("destroy", "review", "archive")
"""What is to happen then. None of it happens by itself: a person does it."""


@dataclass(frozen=True, slots=True)
class RetentionView:
    """What was laid down for a class of data. Dates are ISO dates; empty where there is none."""

    data: str
    until: str
    then: str
    note: str
    done_on: str


@dataclass(frozen=True, slots=True)
class Due:
    """A class of data and in how many days its time is over; below 0 where it is over already."""

    rule: RetentionView
    days: int


def listing(project: Project) -> list[RetentionView]:
    """Return all classes of data in the order of `CLASSES`, with what was laid down for them; much may be empty."""
    rows = {row.data: row for row in project.session.scalars(select(RetentionRow))}
    found = []
    for data in CLASSES:
        row = rows.get(data)
        found.append(
            RetentionView(data, row.until, row.then, row.note, row.done_on)
            if row
            else RetentionView(data, "", "review", "", "")
        )
    return found


def lay_down(project: Project, data: str, *, until: str, then: str = "review", note: str = "") -> None:
    """Say until when a class of data is kept (an ISO date, or empty) and what happens then.

    A new date is one that nothing was done about yet.

    Raises:
        NotAllowed: there is no such class or action, or the day isn't one.
    """
    _refuse_unknown(data)
    if then not in ACTIONS:
        raise NotAllowed(f"“{then}” is nothing that can happen then.", f"Choose one of {', '.join(ACTIONS)}.")
    day = as_day(until)
    with project.op("Set retention") as session:
        row = session.scalar(select(RetentionRow).where(RetentionRow.data == data))
        project.tell(name=data, after=day)
        if row is None:
            row = RetentionRow(data=data)
            session.add(row)
        elif row.until != day:
            row.done_on = ""
        row.until, row.then, row.note = day, then, normalise(note).strip()


def mark_done(project: Project, data: str, day: str) -> None:
    """Say on which day it was done, an ISO date; empty takes that back.

    Raises:
        NotAllowed: there is no such class, or the day isn't one.
        NotFound: nothing was laid down for the class.
    """
    _refuse_unknown(data)
    done_on = as_day(day)
    with project.op("Mark retention as done") as session:
        row = session.scalar(select(RetentionRow).where(RetentionRow.data == data))
        if row is None:
            raise NotFound(f"Nothing was laid down for {data}.", "Say first until when it is kept.")
        project.tell(name=data, after=done_on)
        row.done_on = done_on


def due(project: Project, today: date, *, within_days: int = 30) -> list[Due]:
    """Return what is due, or will be within some days, and wasn't done; the earliest first."""
    found = [
        Due(rule, (date.fromisoformat(rule.until) - today).days)
        for rule in listing(project)
        if rule.until and not rule.done_on
    ]
    return sorted((each for each in found if each.days <= within_days), key=lambda each: each.days)


def _refuse_unknown(data: str) -> None:
    if data not in CLASSES:
        raise NotAllowed(f"“{data}” is no class of data.", f"Choose one of {', '.join(CLASSES)}.")
