"""A page that says what is missing and offers the next step."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from interviewcoder.ui import icons
from interviewcoder.ui.dialogs import parts

_ICON = 44
_WIDTH = 420
_AROUND, _GAP = 16, 10


class EmptyPage(QFrame):
    """An icon, a sentence, a quieter one, a button, and a bar for work that goes on."""

    asked = Signal()
    _drawing = ""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "sheet")
        self._picture = QLabel(self)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._message = parts.heading("", self)
        self._hint = parts.hint("", self)
        self._progress = QProgressBar(self)
        self._progress.setProperty("role", "slim")
        self._progress.setTextVisible(False)
        self._progress.setRange(0, 1000)
        self._button = parts.primary(QPushButton(self))
        self._button.setProperty("size", "large")
        self._button.clicked.connect(lambda: self.asked.emit())
        # Until it is said what for.
        self._button.hide()
        self._progress.hide()
        self._lay_out()

    def _lay_out(self) -> None:
        middle = QWidget(self)
        middle.setMaximumWidth(_WIDTH)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP)
        column.addStretch(2)
        for label in (self._picture, self._message, self._hint):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        column.addWidget(self._progress)
        column.addSpacing(6)
        column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        row = QHBoxLayout(self)
        row.setContentsMargins(_AROUND, _AROUND, _AROUND, _AROUND)
        row.addStretch(1)
        row.addWidget(middle, 100)
        row.addStretch(1)

    def show_state(
        self, drawing: str, message: str, hint: str, button: str = "", *, share: float | None = None
    ) -> None:
        """Say something; without words for the button there is none, without a share (0 to 1) no bar."""
        self._drawing = drawing
        self._draw()
        self._message.setText(message)
        self._hint.setText(hint)
        self._button.setText(button)
        self._button.setVisible(bool(button))
        self._button.setProperty("primary", share is None)
        self._button.style().polish(self._button)
        self._progress.setVisible(share is not None)
        if share is not None:
            self._progress.setValue(round(share * 1000))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the picture out where there is hardly room for the words."""
        super().resizeEvent(event)
        width = min(_WIDTH, self.width() - 2 * _AROUND)
        words = sum(label.heightForWidth(width) + _GAP for label in (self._message, self._hint))
        button = self._button.sizeHint().height() + 2 * _GAP if self._button.text() else 0
        self._picture.setVisible(words + button + _ICON + _GAP <= self.height() - 2 * _AROUND)

    def changeEvent(self, event: QEvent) -> None:
        """Paint the icon anew when the theme changes."""
        super().changeEvent(event)
        self._draw()

    def _draw(self) -> None:
        if self._drawing:
            colour = self.palette().color(QPalette.ColorRole.PlaceholderText)
            self._picture.setPixmap(icons.drawn(self._drawing, colour, _ICON, self.devicePixelRatioF()))
