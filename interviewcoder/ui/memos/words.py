"""Words and icons for memos: what they are about, when they were written."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, Qt

from interviewcoder.coding.memo_places import JOURNAL, KINDS, About, MemoView
from interviewcoder.ui import wording

FILTERS = ("", *KINDS, JOURNAL)

_DRAWINGS = {
    "project": "memo",
    "source": "text",
    "case": "participant",
    "code": "code",
    "coding": "code",
    "passage": "passage",
    JOURNAL: "journal",
}


def drawing_of(kind: str) -> str:
    """The icon of what a memo is about, or of the journal."""
    return _DRAWINGS[kind]


def kind_words(kind: str) -> str:
    """What the filter calls memos about one kind of thing; all of them where none is named."""
    words = {
        "": _tr("All memos"),
        "project": _tr("On the project"),
        "source": _tr("On sources"),
        "case": _tr("On participants"),
        "code": _tr("On codes"),
        "coding": _tr("On codings"),
        "passage": _tr("On passages"),
        JOURNAL: _tr("Journal"),
    }
    return words[kind]


def about_words(kind: str, about: About, name: str, quote: str) -> str:
    """What a memo is about, on one line: “Fear: “I was afraid””."""
    if kind == JOURNAL:
        return _tr("Journal")
    if about.kind == "project":
        return _tr("The project")
    words = " ".join(quote.split())
    if about.kind in ("passage", "coding"):
        said = f"“{words}”" if words else _tr("its words are gone")
        return f"{name}: {said}"
    return name


def heading_words(memo: MemoView) -> str:
    """A memo's title or first line; the day, where a journal entry has neither."""
    if memo.heading:
        return memo.heading
    return day_words(memo.created_at) if memo.kind == JOURNAL else _tr("Untitled")


def day_words(moment: str) -> str:
    """The day of a stored time, as this system writes it."""
    return wording.day_words(_local(moment).date())


def short_moment(moment: str) -> str:
    """The time of day where that was today, the day where it wasn't."""
    local = _local(moment)
    if local.date() == QDateTime.currentDateTime().date():
        return QLocale().toString(local.time(), QLocale.FormatType.ShortFormat)
    return day_words(moment)


def writer_words(memo: MemoView) -> str:
    """Who wrote a memo and when."""
    told = [memo.writer, wording.moment_words(_local(memo.created_at))]
    if memo.changed_at[:16] > memo.created_at[:16]:
        told.append(_tr("changed {time}").format(time=wording.moment_words(_local(memo.changed_at))))
    return " · ".join(filter(None, told))


def _local(moment: str) -> QDateTime:
    return QDateTime.fromString(moment, Qt.DateFormat.ISODate).toLocalTime()


def _tr(text: str) -> str:
    return QCoreApplication.translate("Memos", text)
