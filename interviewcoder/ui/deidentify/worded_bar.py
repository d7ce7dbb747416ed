"""The bar above a transcript that says: what you read is the de-identified text."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from interviewcoder.ui import icons
from interviewcoder.ui.wording import tip

_SIGN = 16


class WordedBar(QFrame):
    """A sign, what is shown, and the way back to the original."""

    original_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.told = ""
        self._sign = QLabel(self)
        self._words = QLabel(self)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
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
        self._words.setToolTip(tip(told))
        self._words.setAccessibleName(told)
        ink = self.palette().color(self.foregroundRole())
        self._sign.setPixmap(icons.drawn("see", ink, _SIGN, self.devicePixelRatioF()))
        self.show()
        self._elide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the words instead of growing."""
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        room = max(0, self._words.width())
        self._words.setText(QFontMetrics(self._words.font()).elidedText(self.told, Qt.TextElideMode.ElideRight, room))
