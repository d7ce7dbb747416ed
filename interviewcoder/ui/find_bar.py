"""Find words in the transcript that is open."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QToolButton, QWidget

from interviewcoder.sources.text import Span
from interviewcoder.ui import icons


class FindBar(QFrame):
    """A line to type in; Return goes on, Shift+Return goes back, Escape closes.

    `found` carries a `Span`; `code_asked` all that were found, and the words.
    """

    found = Signal(object)
    code_asked = Signal(list, str)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self._text = ""
        self._spans: list[Span] = []
        self._at = -1
        self._line = QLineEdit(self)
        self._line.setPlaceholderText(self.tr("Find in this transcript"))
        self._line.setAccessibleName(self._line.placeholderText())
        self._line.setClearButtonEnabled(True)
        self._line.textChanged.connect(self._search)
        self._count = QLabel(self)
        self._count.setProperty("role", "hint")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 4, 6, 4)
        row.addWidget(self._line, 1)
        row.addWidget(self._count)
        self._code = QPushButton(self.tr("Code all hits…"), self)
        self._code.clicked.connect(lambda: self.code_asked.emit(self._spans, self._line.text()))
        row.addWidget(self._code)
        for drawing, name, do in (
            ("up", self.tr("Previous"), lambda: self._step(-1)),
            ("down", self.tr("Next"), lambda: self._step(1)),
            ("cancel", self.tr("Close"), self.close_bar),
        ):
            button = QToolButton(self)
            button.setProperty("role", "quiet")
            button.setToolTip(name)
            button.setAccessibleName(name)
            icons.dress(button, drawing)
            button.clicked.connect(lambda _=False, act=do: act())
            row.addWidget(button)
        self.hide()

    def set_text(self, text: str) -> None:
        """Say which text is searched."""
        self._text = text
        if self.isVisible():
            self._search(self._line.text())

    def open(self) -> None:
        """Show the bar with the line ready to be typed over."""
        self.show()
        self._line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._line.selectAll()
        self._search(self._line.text())

    def close_bar(self) -> None:
        """Hide the bar."""
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on, back, or away."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        else:
            super().keyPressEvent(event)

    def _search(self, wanted: str) -> None:
        # Not by folded text: folding changes lengths, and the offsets with them.
        matches = re.finditer(re.escape(wanted), self._text, re.IGNORECASE) if wanted else ()
        self._spans = [Span(match.start(), match.end()) for match in matches]
        self._at = -1
        self._tell()

    def _step(self, step: int) -> None:
        if not self._spans:
            return
        self._at = (max(self._at, 0) + step) % len(self._spans) if self._at >= 0 or step < 0 else 0
        self._tell()
        self.found.emit(self._spans[self._at])

    def _tell(self) -> None:
        self._code.setEnabled(bool(self._spans))
        if not self._line.text():
            self._count.clear()
        elif not self._spans:
            self._count.setText(self.tr("nowhere"))
        elif self._at < 0:
            often = self.tr("once") if len(self._spans) == 1 else self.tr("{count} times")
            self._count.setText(often.format(count=len(self._spans)))
        else:
            self._count.setText(self.tr("{place} of {count}").format(place=self._at + 1, count=len(self._spans)))
