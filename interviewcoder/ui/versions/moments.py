"""The moments since which changes can be told: days, the last time one was here, versions of the codebook."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from PySide6.QtCore import QCoreApplication

from interviewcoder.coding import versions
from interviewcoder.project import changes_since
from interviewcoder.project.file import Project


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment by its name in the list, and the entry of the log that it means; None where a day is to be chosen."""

    name: str
    words: str
    entry: int | None


def moments(project: Project) -> list[Moment]:
    """The moments to choose from, the nearest first; the last lets a person choose a day and time."""
    today = date.today()
    found = []
    left = changes_since.left_at(project)
    if left is not None:
        words = _tr("I last worked here ({day})").format(day=f"{left[1].astimezone():%Y-%m-%d %H:%M}")
        found.append(Moment("left", words, left[0]))
    found += [
        Moment("today", _tr("today, 0:00"), entry_before(project, today)),
        Moment("yesterday", _tr("yesterday, 0:00"), entry_before(project, today - timedelta(days=1))),
        Moment("week", _tr("a week ago"), entry_before(project, today - timedelta(days=7))),
        Moment("beginning", _tr("the beginning"), 0),
    ]
    for version in versions.listing(project):
        words = _tr("codebook version “{name}”").format(name=version.name)
        entry = changes_since.entry_of(project, "codebook_version", version.id)
        found.append(Moment(f"version {version.id}", words, entry))
    return [*found, Moment("moment", _tr("a day and time…"), None)]


def entry_before(project: Project, day: date) -> int:
    """The last entry of the log before a day of this machine began."""
    begun = datetime.combine(day, time()).astimezone()
    return changes_since.entry_at(project, begun - timedelta(seconds=1))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Changes", text)
