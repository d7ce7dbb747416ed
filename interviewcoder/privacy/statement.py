"""The data handling statement: what an ethics board asks, and what a check or a person answers.

A line says `proved` only where something was really tried just now that would
have come out otherwise; what no program can know is the researcher's to
declare, or is said to be not verifiable.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy import select

from interviewcoder import __version__
from interviewcoder.errors import NotAllowed
from interviewcoder.privacy.log_check import LogCheck
from interviewcoder.privacy.statement_questions import QUESTIONS, Question
from interviewcoder.project.file import Project
from interviewcoder.project.schema import CoderRow, DeclarationRow
from interviewcoder.sources.text import normalise

Status = Literal["proved", "failed", "declared", "not verifiable"]
STATUSES: tuple[Status, ...] = ("proved", "failed", "declared", "not verifiable")

# “P07”, “Interview 3”, “FG2”: what a study calls people and their interviews without naming them.
_LABEL = re.compile(
    r"(?i)(?:(?:[a-z]{1,3}|participant|respondent|interview|interviewee|case|focus group|group|source|session|visit|"
    r"nurse|physician|doctor|patient|manager|pilot|recording|transcript|talk)?[\s_-]*)?\d+[a-z]?"
)

NOT_DECLARED = "Not declared yet by the researcher."


@dataclass(frozen=True, slots=True)
class Finding:
    """What looking into one question gave.

    `result` says what was found, with figures; `check` names what was run,
    empty where nothing could be; `limits` what the check can't tell. The
    status is "declared" where the project itself holds what a researcher
    recorded, such as consent. `asks` is False where there is nothing yet for
    a researcher to declare.
    """

    status: Status
    result: str
    check: str = ""
    limits: str = ""
    asks: bool = True


@dataclass(frozen=True, slots=True)
class Declaration:
    """What a researcher declared about a question; `declared_on` is an ISO date."""

    n: int
    answer: str
    coder: str
    declared_on: str


@dataclass(frozen=True, slots=True)
class Line:
    """A question with its answer. `at` is when it was looked into, local time with its offset."""

    question: Question
    status: Status
    result: str
    check: str
    limits: str
    declared: Declaration | None
    at: datetime
    asks: bool = True

    @property
    def n(self) -> int:
        """The question's number."""
        return self.question.n

    @property
    def declared_words(self) -> str:
        """What the researcher declared, or that it is still to be declared; empty where nobody has to."""
        if self.declared is not None:
            return declared_words(self.declared)
        return NOT_DECLARED if self.waits else ""

    @property
    def waits(self) -> bool:
        """Whether the researcher is to declare something."""
        return self.status == "not verifiable" and self.asks

    @property
    def evidence(self) -> str:
        """All that is said for it, as one text."""
        parts = [self.result, self.declared_words]
        if self.limits:
            parts.append(f"Limits: {self.limits}")
        parts.append(self.checked_by)
        return " ".join(filter(None, parts))

    @property
    def checked_by(self) -> str:
        """What was run, and when; empty where nothing was."""
        return f"Checked by: {self.check}, {moment_words(self.at)}." if self.check else ""


@dataclass(frozen=True, slots=True)
class Statement:
    """All 26 lines, with what they are about.

    `damage` says why the project doesn't open; empty where it does. `log` is
    None then. `head_entry` is the log's entry with the hash somebody asked
    for: 0 where none has it, None where nobody asked.
    """

    title: str
    file_name: str
    coder: str
    made_at: datetime
    lines: tuple[Line, ...]
    log: LogCheck | None
    damage: str = ""
    head_asked: str = ""
    head_entry: int | None = None
    version: str = __version__

    @property
    def counts(self) -> Mapping[Status, int]:
        """How many lines there are of each status."""
        return {status: sum(line.status == status for line in self.lines) for status in STATUSES}

    @property
    def failed(self) -> tuple[Line, ...]:
        """The lines whose check came out badly."""
        return tuple(line for line in self.lines if line.status == "failed")

    @property
    def holds(self) -> bool:
        """Whether no check failed, and the hash that was asked for is in the log."""
        return not self.failed and self.head_entry != 0

    def entries(self) -> list[dict[str, str | int]]:
        """The lines as JSON has them."""
        return [
            {"n": line.n, "question": line.question.text, "status": line.status, "evidence": line.evidence}
            for line in self.lines
        ]

    @property
    def sha256(self) -> str:
        """The hash of the lines, in hex: two copies of a statement can be compared by it."""
        return hashlib.sha256(json.dumps(self.entries(), ensure_ascii=False).encode()).hexdigest()


def compose(findings: Mapping[int, tuple[Finding, datetime]], declared: Mapping[int, Declaration]) -> tuple[Line, ...]:
    """Put the findings and what was declared together, in the order of the questions."""
    return tuple(line_of(question, *findings[question.n], declared.get(question.n)) for question in QUESTIONS)


def line_of(question: Question, finding: Finding, at: datetime, declared: Declaration | None) -> Line:
    """One line. A declaration answers what no check can, and never covers what a check found."""
    status = finding.status
    if declared is not None and status == "not verifiable":
        status = "declared"
    return Line(question, status, finding.result, finding.check, finding.limits, declared, at, finding.asks)


def declarations(project: Project) -> dict[int, Declaration]:
    """What was declared, by the question's number."""
    rows = select(DeclarationRow, CoderRow.name).join(CoderRow, CoderRow.id == DeclarationRow.coder_id)
    return {
        row.question: Declaration(row.question, row.answer, coder, row.declared_on)
        for row, coder in project.session.execute(rows)
    }


def declare(project: Project, n: int, answer: str, *, on: date | None = None) -> None:
    """Declare an answer to a question, in the name of the coder at work; an empty one takes it back.

    Raises:
        NotAllowed: there is no such question.
    """
    if n not in {question.n for question in QUESTIONS}:
        raise NotAllowed(f"There is no question {n}.", f"They go from 1 to {len(QUESTIONS)}.")
    answer = normalise(answer).strip()
    with project.op("Declare for the statement") as session:
        row = session.scalar(select(DeclarationRow).where(DeclarationRow.question == n))
        project.tell(name=str(n))
        if not answer:
            if row is not None:
                session.delete(row)
            return
        if row is not None and row.answer == answer:
            return
        if row is None:
            row = DeclarationRow(question=n)
            session.add(row)
        row.answer, row.coder_id = answer, project.coder.id
        row.declared_on = (on or datetime.now().astimezone().date()).isoformat()


def declared_words(declaration: Declaration) -> str:
    """A declaration with who made it and when."""
    try:
        day = day_words(date.fromisoformat(declaration.declared_on))
    except ValueError:
        day = f"on no day that can be read (“{declaration.declared_on}”)"
    return f"Declared by {declaration.coder}, {day}: “{' '.join(declaration.answer.split())}”"


# Of our own: strftime's depend on the machine's language.
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day_words(day: date) -> str:
    """A day as people write it: 22 Nov 2026."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def moment_words(moment: datetime) -> str:
    """A moment as people write it: 22 Nov 2026 23:40."""
    return f"{day_words(moment.date())} {moment:%H:%M}"


def listed(names: Sequence[str], most: int = 8, *, between: str = ", ") -> str:
    """Names behind commas, the first ones and how many more."""
    shown = between.join(names[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown


def labels(names: Sequence[str]) -> str:
    """What participants and interviews are called, where that is a label (“P07”); what may be a name is counted."""
    plain = [name for name in names if _LABEL.fullmatch(name.strip())]
    rest = len(names) - len(plain)
    if not plain:
        return f"{rest}, whose names aren’t said here"
    return listed(plain) + (f", and {rest} whose names aren’t said here" if rest else "")


def count(number: int, one: str, many: str = "") -> str:
    """A number of things: 1 recording, 3 recordings."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
