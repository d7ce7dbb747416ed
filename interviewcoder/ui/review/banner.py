"""The line above a review copy: for whom it is, until when, how far one has come, and how it goes back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from interviewcoder.ui import icons
from interviewcoder.ui.shortened_label import ShortenedLabel


class ReviewBanner(QFrame):
    """Says what this is and what one can do here; the words shrink before the buttons do."""

    approval_asked = Signal()
    way_back_asked = Signal()
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.setAccessibleName(self.tr("Review"))
        self._name = QLabel(self)
        self._name.setProperty("role", "name")
        self._name.setTextFormat(Qt.TextFormat.PlainText)
        self.words = ShortenedLabel(self)
        self.words.setProperty("role", "hint")
        self.codebook = QToolButton(self)
        self.codebook.setProperty("role", "quiet")
        self.codebook.setAccessibleName(self.tr("Approval of the codebook"))
        self.codebook.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        icons.dress(self.codebook, "approval")
        self.codebook.clicked.connect(lambda: self.approval_asked.emit())
        self.way_back = QPushButton(self.tr("Send it back…"), self)
        self.way_back.clicked.connect(lambda: self.way_back_asked.emit())
        self.leave = QPushButton(self.tr("Leave the review"), self)
        self.leave.clicked.connect(lambda: self.left.emit())
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 10, 6)
        row.setSpacing(12)
        row.addWidget(self._name)
        row.addWidget(self.words, 1)
        for part in (self.codebook, self.way_back, self.leave):
            row.addWidget(part)
        self.hide()

    def show_words(self, name: str, words: str, *, is_copy: bool) -> None:
        """Say what this is."""
        self._name.setText(name)
        self.words.show_words(words)
        self.way_back.setVisible(is_copy)
        self.leave.setVisible(not is_copy)

    def show_codebook(self, words: str) -> None:
        """Say how it stands with the codebook's approval."""
        shown = self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, 260)
        self.codebook.setText(shown.replace("&", "&&"))
        self.codebook.setToolTip(self.tr("{state}. Click to approve it, or to ask for changes").format(state=words))
        self.codebook.setAccessibleDescription(words)
