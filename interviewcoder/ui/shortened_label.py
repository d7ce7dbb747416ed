"""A line of words that is cut with an ellipsis where it doesn't fit, and told whole by its tip."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QLabel, QSizePolicy, QWidget

from interviewcoder.ui.wording import tip


class ShortenedLabel(QLabel):
    """Takes what room there is and never asks for more. `told` has the words whole."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.told = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_words(self, told: str) -> None:
        """Show other words."""
        self.told = told
        self.setToolTip(tip(told))
        self.setAccessibleName(told)
        self._shorten()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the words instead of growing."""
        super().resizeEvent(event)
        self._shorten()

    def _shorten(self) -> None:
        self.setText(self.fontMetrics().elidedText(self.told, Qt.TextElideMode.ElideRight, max(0, self.width())))


def show_shortened(button: QAbstractButton, words: str, room: int) -> None:
    """Show words on a button, cut with an ellipsis where they take more room than there is (pixels)."""
    shown = button.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, max(room, 0))
    # An ampersand on a button underlines the next letter.
    button.setText(shown.replace("&", "&&"))
