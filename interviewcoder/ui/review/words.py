"""Words and icons for comments: what they are about, whose they are, how they stand."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLocale, Qt

from interviewcoder.review.comments import About, ThreadView
from interviewcoder.ui import wording

_DRAWINGS = {
    "project": "comment",
    "source": "text",
    "passage": "passage",
    "coding": "code",
    "code": "code",
    "version": "codebook",
}


def drawing_of(kind: str) -> str:
    """The icon of what a comment is about."""
    return _DRAWINGS[kind]


def about_words(about: About, name: str, quote: str, *, source: str = "", was_about: str = "") -> str:
    """What a comment is about, on one line: “P07: “I was afraid””."""
    if was_about:
        return _tr("{what} (no longer there)").format(what=" ".join(was_about.split()))
    said = f"“{' '.join(quote.split())}”" if quote.strip() else _tr("its words are gone")
    if about.kind == "project":
        return _tr("The project")
    if about.kind == "passage":
        return f"{name}: {said}"
    if about.kind == "coding":
        return _tr("{code} on {words}").format(code=name, words=said) + (f" · {source}" if source else "")
    if about.kind == "code":
        return _tr("The code “{name}”").format(name=name)
    if about.kind == "version":
        return _tr("Codebook version “{name}”").format(name=name)
    return name


def thread_about(thread: ThreadView) -> str:
    """What a thread is about, on one line."""
    return about_words(thread.about, thread.about_name, thread.quote, source=thread.source, was_about=thread.was_about)


def state_words(thread: ThreadView) -> str:
    """Whether a thread is open, whose task it is and until when."""
    if not thread.is_open:
        moment = short_moment(thread.resolved_at)
        if not thread.resolver:
            return _tr("Resolved {when}").format(when=moment)
        return _tr("Resolved by {name}, {when}").format(name=thread.resolver, when=moment)
    told = [_tr("for {name}").format(name=thread.assignee)] if thread.assignee else []
    if thread.due:
        words = _tr("overdue since {day}") if thread.is_overdue(today()) else _tr("until {day}")
        told.append(words.format(day=due_words(thread.due)))
    return " · ".join(told)


def answers_words(count: int) -> str:
    """How many answers there are; empty without any."""
    if not count:
        return ""
    return _tr("1 answer") if count == 1 else _tr("{count} answers").format(count=count)


def due_words(day: str) -> str:
    """An ISO date as the person writes it."""
    return wording.day_words(QDate.fromString(day, Qt.DateFormat.ISODate))


def long_day_words(day: str) -> str:
    """An ISO date with its month in letters, as in a sentence: “30 November 2026”."""
    shown = QLocale().toString(QDate.fromString(day, Qt.DateFormat.ISODate), QLocale.FormatType.LongFormat)
    return shown if QLocale().language() != QLocale.Language.C else due_words(day)


def today() -> str:
    """The day it is here, as an ISO date."""
    return date.today().isoformat()


def short_moment(moment: str) -> str:
    """The time of day where that was today, the day where it wasn't."""
    local = _local(moment)
    if local.date() == QDateTime.currentDateTime().date():
        return QLocale().toString(local.time(), QLocale.FormatType.ShortFormat)
    return wording.day_words(local.date())


def whole_moment(moment: str) -> str:
    """Day and time of a stored moment."""
    return wording.moment_words(_local(moment))


def day_of(moment: str) -> str:
    """The day of a stored moment, here, as the person writes it."""
    return wording.day_words(_local(moment).date())


def _local(moment: str) -> QDateTime:
    return QDateTime.fromString(moment, Qt.DateFormat.ISODate).toLocalTime()


def _tr(text: str) -> str:
    return QCoreApplication.translate("Comments", text)
