"""Words for what was agreed with participants and laid down for the data, and the reading of what is typed."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QDate, QLocale, Qt
from PySide6.QtGui import QColor, QPalette

from interviewcoder.errors import NotAllowed
from interviewcoder.privacy.consent import Answer
from interviewcoder.privacy.retention import RetentionView
from interviewcoder.ui.wording import day_words

_MIDDLE_LIGHTNESS = 128


def kind_names() -> dict[str, str]:
    """What consent is recorded for."""
    return {
        "audio": _tr("Recording"),
        "transcription": _tr("Automatic transcription"),
        "quotes": _tr("Quotes"),
        "retention": _tr("Keeping for later use"),
        "recontact": _tr("Being asked again"),
    }


def class_names() -> dict[str, str]:
    """The classes of data that have a date of their own."""
    return {
        "audio": _tr("Recordings"),
        "transcripts": _tr("Transcripts"),
        "key": _tr("Key of the pseudonyms"),
        "consent": _tr("Consent forms and records"),
        "backups": _tr("Backups"),
        "project": _tr("The whole project"),
    }


def action_names() -> dict[str, str]:
    """What is to happen when a date has come."""
    return {"destroy": _tr("Destroy"), "review": _tr("Decide then"), "archive": _tr("Archive")}


def answer_words(answer: Answer | None) -> str:
    """An answer as a cell shows it: “Yes, 2026-03-31”."""
    if answer is None:
        return "–"
    words = _tr("Yes") if answer.given else _tr("No")
    return f"{words}, {shown_day(answer.given_on)}" if answer.given_on else words


def answer_of(typed: str, before: Answer | None) -> tuple[bool | None, str]:
    """What somebody typed into a cell: “yes”, “no 2026-03-31”, a day alone, or nothing for not recorded.

    A day alone keeps the answer there was, and is a yes where there was none.

    Raises:
        NotAllowed: it is none of these.
    """
    words = typed.replace(",", " ").split(None, 1)
    if not words or typed.strip() in ("–", "-", "?"):
        return None, ""
    first = words[0].casefold()
    known = {_tr("Yes").casefold(): True, "yes": True, "y": True, _tr("No").casefold(): False, "no": False, "n": False}
    if first in known:
        return known[first], stored_day(words[1] if len(words) > 1 else "")
    return before.given if before is not None else True, stored_day(typed)


def shown_day(day: str) -> str:
    """A stored day as the person writes days; empty stays empty."""
    return day_words(QDate.fromString(day, Qt.DateFormat.ISODate)) if day else ""


def stored_day(typed: str) -> str:
    """A typed day as it is stored: year-month-day, or as the person's system writes days.

    Raises:
        NotAllowed: it is no day.
    """
    typed = typed.strip()
    if not typed:
        return ""
    day = QDate.fromString(typed, Qt.DateFormat.ISODate)
    if not day.isValid():
        # Qt reads a year of two figures as one of the last century.
        day = QLocale().toDate(typed, QLocale.FormatType.ShortFormat)
    if not day.isValid():
        raise NotAllowed(
            _tr("“{text}” is no day.").format(text=typed), _tr("Write it as year-month-day, such as 2026-03-31.")
        )
    return day.toString(Qt.DateFormat.ISODate)


def days_until(day: str) -> int:
    """How many days there are until a stored day; below 0 where it is over."""
    return QDate.currentDate().daysTo(QDate.fromString(day, Qt.DateFormat.ISODate))


def state_words(rule: RetentionView) -> str:
    """How it stands with what was laid down for a class of data."""
    if rule.done_on:
        return _tr("Done on {day}").format(day=shown_day(rule.done_on))
    if not rule.until:
        return _tr("No date laid down")
    return left_words(days_until(rule.until))


def left_words(days: int) -> str:
    """How far off a day is, said calmly."""
    if days < -1:
        return _tr("Overdue by {count} days").format(count=f"{-days:,}")
    if days < 0:
        return _tr("Overdue by a day")
    if days == 0:
        return _tr("Due today")
    return _tr("Due tomorrow") if days == 1 else _tr("In {count} days").format(count=f"{days:,}")


def alarm(palette: QPalette) -> QColor:
    """The colour of what is overdue or refused, on this palette's ground."""
    dark = palette.color(QPalette.ColorRole.Base).lightness() < _MIDDLE_LIGHTNESS
    return QColor("#ef8f88" if dark else "#a8322c")


def _tr(text: str) -> str:
    return QCoreApplication.translate("Agreements", text)
