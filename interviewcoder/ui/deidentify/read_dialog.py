"""Say that a source was read through for identifiers: by whom, when, with a note."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QDialog, QLabel, QPlainTextEdit, QWidget

from interviewcoder.privacy import pseudonyms
from interviewcoder.ui.dialogs import parts
from interviewcoder.ui.wording import day_words

if TYPE_CHECKING:
    from interviewcoder.project.file import Project
    from interviewcoder.sources.catalogue import SourceView

_WIDTH = 460
_NOTE_HEIGHT = 76


class ReadDialog(QDialog):
    """Who reads, what that means, and room for a note. `still_open` suggestions nobody has decided about are said."""

    def __init__(self, project: Project, source: SourceView, still_open: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Read through"))
        before = pseudonyms.reading_of(project, source.id)
        self._note = QPlainTextEdit(before.note if before is not None else "", self)
        self._note.setAccessibleName(self.tr("Note"))
        self._note.setPlaceholderText(self.tr("For instance: rare event in turn 41 left as it is, agreed with P07"))
        self._note.setTabChangesFocus(True)
        self._note.setFixedHeight(_NOTE_HEIGHT)
        layout = parts.column(self)
        title = self.tr("“{source}” was read through for identifiers.").format(source=source.name)
        layout.addWidget(parts.heading(title, self))
        told = self.tr(
            "By {coder}, {date}. It stands in the data handling statement, and holds as long as the text is the same."
        )
        layout.addWidget(parts.hint(told.format(coder=project.coder.name, date=_day(date.today())), self))
        if still_open:
            words = (
                self.tr("{count} suggestions are still open.") if still_open > 1 else self.tr("1 suggestion is open.")
            )
            layout.addWidget(parts.hint(words.format(count=f"{still_open:n}"), self))
        if before is not None:
            last = self.tr("Read before by {coder}, {date}.")
            layout.addWidget(parts.hint(last.format(coder=before.coder, date=_day(before.read_at)), self))
        label = QLabel(self.tr("&Note"), self)
        label.setBuddy(self._note)
        layout.addWidget(label)
        layout.addWidget(self._note)
        box, _ = parts.buttons(self, self.tr("Mark as read through"))
        layout.addWidget(box)
        parts.fit(self, _WIDTH)
        self._note.setFocus()

    def note(self) -> str:
        """What was written."""
        return self._note.toPlainText().strip()


def _day(day: date | datetime) -> str:
    return day_words(QDate(day.year, day.month, day.day))
