"""The bar above a transcript that says: what you read is the de-identified text."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from interviewcoder.ui import icons
from interviewcoder.ui.shortened_label import ShortenedLabel

_SIGN = 16


class WordedBar(QFrame):
    """A sign, what is shown, and the way back to the original."""

    original_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.told = ""
        self._sign = QLabel(self)
        self._words = ShortenedLabel(self)
        self._back = QPushButton(self.tr("Show the original"), self)
        self._back.clicked.connect(lambda: self.original_asked.emit())
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 4, 6, 4)
        row.setSpacing(8)
        row.addWidget(self._sign)
        row.addWidget(self._words, 1)
        row.addWidget(self._back)
        self.hide()

    def show_words(self, told: str) -> None:
        """Say what is shown."""
        self.told = told
        self._words.show_words(told)
        ink = self.palette().color(self.foregroundRole())
        self._sign.setPixmap(icons.drawn("see", ink, _SIGN, self.devicePixelRatioF()))
        self.show()
