"""Says that an earlier session left transcriptions unfinished, and offers to go on with them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from interviewcoder.ui.dialogs import parts
from interviewcoder.ui.queue_item import QueueItem
from interviewcoder.ui.transcription_panel.words import words_of_left


class ResumeBar(QFrame):
    """A sentence and two answers; neither is asked for before the person likes to give one."""

    go_on_asked = Signal()
    later_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "notice")
        self._words = QLabel(self)
        self._words.setWordWrap(True)
        self.go_on = parts.primary(QPushButton(self.tr("Go on"), self))
        self.later = QPushButton(self.tr("Later"), self)
        self.go_on.clicked.connect(self.go_on_asked)
        self.later.clicked.connect(self.later_asked)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.go_on)
        row.addWidget(self.later)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(8)
        column.addWidget(self._words)
        column.addLayout(row)

    def show_left(self, items: Sequence[QueueItem]) -> None:
        """Say what was left."""
        self._words.setText(words_of_left(items))

    def words(self) -> str:
        """What is said now."""
        return self._words.text()
