"""The bar above the transcript that says that not all codings are shown, and which are."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QWidget

from interviewcoder.ui import icons
from interviewcoder.ui.shortened_label import ShortenedLabel


class FocusBar(QFrame):
    """Hidden while everything is shown. The text can be clicked to choose something else."""

    change_asked = Signal()
    clear_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.setAccessibleName(self.tr("Focus"))
        self.told = ""
        self._words = ShortenedLabel(self)
        self._change = QPushButton(self.tr("Change…"), self)
        self._change.clicked.connect(lambda: self.change_asked.emit())
        self._clear = QToolButton(self)
        self._clear.setProperty("role", "quiet")
        self._clear.setText(self.tr("Clear"))
        self._clear.setToolTip(self.tr("Show all codings again (Esc)"))
        self._clear.setAccessibleName(self._clear.toolTip())
        self._clear.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        icons.dress(self._clear, "cancel")
        self._clear.clicked.connect(lambda: self.clear_asked.emit())
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 4, 6, 4)
        row.setSpacing(8)
        row.addWidget(self._words, 1)
        row.addWidget(self._change)
        row.addWidget(self._clear)
        self.hide()

    def show_focus(self, shown: int, there: int, what: str) -> None:
        """Say how many codings of how many are shown, and what they are of."""
        self.told = self.tr("Showing {shown} of {there} codings: {what}").format(shown=shown, there=there, what=what)
        self._words.show_words(self.told)
        self.show()
