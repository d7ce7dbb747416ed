"""What participants agreed to, and until when they may withdraw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from interviewcoder.errors import NotAllowed, NotFound
from interviewcoder.project.file import Project
from interviewcoder.project.schema import CaseRow, ConsentRow
from interviewcoder.sources.text import normalise

KINDS = ("audio", "transcription", "quotes", "retention", "recontact")
"""What is agreed to: being recorded, a program writing the words down, being quoted, the data being kept for later
use, being asked again."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A yes or no. `given_on` is the day, an ISO date; empty where it isn't known."""

    given: bool
    given_on: str
    note: str


@dataclass(frozen=True, slots=True)
class ConsentView:
    """What one participant agreed to, by `KINDS`; what nobody recorded is missing. `withdraw_by` is the last day on
    which they may withdraw, an ISO date; empty where none was agreed."""

    case_id: int
    case: str
    answers: Mapping[str, Answer]
    withdraw_by: str


def listing(project: Project) -> list[ConsentView]:
    """Return all participants in the order they were added, with what they agreed to."""
    session = project.session
    answers: dict[int, dict[str, Answer]] = {}
    columns = (ConsentRow.case_id, ConsentRow.kind, ConsentRow.given, ConsentRow.given_on, ConsentRow.note)
    for case_id, kind, given, given_on, note in session.execute(select(*columns)):
        answers.setdefault(case_id, {})[kind] = Answer(given, given_on, note)
    cases = select(CaseRow.id, CaseRow.name, CaseRow.withdraw_by).order_by(CaseRow.position, CaseRow.id)
    return [ConsentView(id_, name, answers.get(id_, {}), by) for id_, name, by in session.execute(cases)]


def record(project: Project, case_id: int, kind: str, given: bool | None, given_on: str = "", note: str = "") -> None:
    """Record an answer; None says that nobody knows of one. `given_on` is an ISO date or empty.

    Raises:
        NotAllowed: there is no such kind, or the day isn't one.
        NotFound: the participant is no longer there.
    """
    if kind not in KINDS:
        raise NotAllowed(f"“{kind}” is nothing that consent is recorded for.", f"Choose one of {', '.join(KINDS)}.")
    day = as_day(given_on)
    with project.op("Record consent") as session:
        case = _case(project, case_id)
        row = session.scalar(select(ConsentRow).where(ConsentRow.case_id == case_id, ConsentRow.kind == kind))
        project.tell(case=case.name, name=kind, after="" if given is None else "yes" if given else "no")
        if given is None:
            if row is not None:
                session.delete(row)
            return
        if row is None:
            row = ConsentRow(case_id=case_id, kind=kind)
            session.add(row)
        row.given, row.given_on, row.note = given, day, normalise(note).strip()


def set_deadline(project: Project, case_id: int, day: str) -> None:
    """Say until when a participant may withdraw: an ISO date; empty for no such day.

    Raises:
        NotAllowed: it is no day.
        NotFound: the participant is no longer there.
    """
    day = as_day(day)
    with project.op("Set withdrawal deadline") as session:
        case = _case(project, case_id)
        project.tell(case=case.name, after=day)
        case.withdraw_by = day
        session.flush()


def may_quote(project: Project) -> Mapping[int, bool] | None:
    """Return whether each participant may be quoted, by id; None where no consent at all is recorded in the project.

    As soon as any is, who has no recorded yes may not be.
    """
    session = project.session
    if session.scalar(select(ConsentRow.id).limit(1)) is None:
        return None
    yes = set(session.scalars(select(ConsentRow.case_id).where(ConsentRow.kind == "quotes", ConsentRow.given)))
    return {case_id: case_id in yes for case_id in session.scalars(select(CaseRow.id))}


def as_day(text: str) -> str:
    """An ISO date as it is stored; empty stays empty.

    Raises:
        NotAllowed: it is no day.
    """
    text = text.strip()
    if not text:
        return ""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise NotAllowed(f"“{text}” is no day.", "Write it as year-month-day, such as 2026-03-31.") from error


def _case(project: Project, case_id: int) -> CaseRow:
    row = project.session.get(CaseRow, case_id)
    if row is None:
        raise NotFound("The participant is no longer in the project.")
    return row
