"""What was done to a code, step by step, in words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget


class CardHistory(QScrollArea):
    """Lines of the history, the newest first; a quiet line says when and who."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("History of this code"))
        self._sheet = QWidget(self)
        self._column = QVBoxLayout(self._sheet)
        self._column.setContentsMargins(12, 8, 12, 12)
        self._column.setSpacing(1)
        self.setWidget(self._sheet)
        self.viewport().setAutoFillBackground(False)
        self._sheet.setAutoFillBackground(False)
        self._labels: list[QLabel] = []

    def show_lines(self, lines: Sequence[tuple[str, str]]) -> None:
        """Show what was done, and when and by whom."""
        for label in self._labels:
            label.hide()
            label.deleteLater()
        while self._column.count():
            self._column.takeAt(0)
        self._labels = []
        for what, when in lines or [(self.tr("Nothing yet"), "")]:
            self._add(what, role="")
            if when:
                self._add(when, role="hint")
                self._column.addSpacing(7)
        self._column.addStretch(1)

    def _add(self, words: str, *, role: str) -> None:
        label = QLabel(words, self._sheet)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        if role:
            label.setProperty("role", role)
        self._column.addWidget(label)
        self._labels.append(label)
