"""The bar below the text while one reviews: the coding one stands on, what one thinks of it, and how far one is."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from interviewcoder.ui import icons
from interviewcoder.ui.shortened_label import ShortenedLabel

_BAR_WIDTH = 110
_LEFT, _RIGHT, _GAP = 14, 10, 8


@dataclass(frozen=True, slots=True)
class Standing:
    """What is under the caret: words for it, whether one may give a verdict on it, and the one that was given."""

    words: str
    reviewable: bool
    verdict: str = ""


class ReviewBar(QFrame):
    """Buttons with their keys on them; the verdict that was given is pressed."""

    agree_asked = Signal()
    query_asked = Signal()
    comment_asked = Signal()
    next_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "foot")
        self.setAccessibleName(self.tr("Review of the coding"))
        self.standing = ShortenedLabel(self)
        self.agree = self._button(self.tr("Agree  +"), "agree", self.agree_asked)
        self.query = self._button(self.tr("Query  ?"), "question", self.query_asked)
        self.comment = self._button(self.tr("Comment"), "comment", self.comment_asked)
        self.comment.setToolTip(self.tr("On the coding, the passage or the code (Ctrl+Shift+C)"))
        self.next = self._button(self.tr("Next"), "down", self.next_asked)
        self.next.setToolTip(self.tr("The next coding not yet reviewed (Alt+Shift+Down)"))
        for button in (self.agree, self.query):
            button.setCheckable(True)
            button.setProperty("role", "verdict")
        self._share = QProgressBar(self)
        self._share.setProperty("role", "slim")
        self._share.setTextVisible(False)
        self._share.setFixedWidth(_BAR_WIDTH)
        self.told = QLabel(self)
        self.told.setProperty("role", "hint")
        self._buttons = (self.agree, self.query, self.comment, self.next)
        self._there = 0
        self._lay_out()
        self.hide()

    def show_standing(self, standing: Standing) -> None:
        """Show the coding one stands on."""
        self.standing.show_words(standing.words)
        for button, verdict in ((self.agree, "agree"), (self.query, "query")):
            button.setEnabled(standing.reviewable)
            button.setChecked(standing.reviewable and standing.verdict == verdict)

    def show_progress(self, done: int, there: int) -> None:
        """Say how many codings were reviewed."""
        words = self.tr("{done} of {there} reviewed").format(done=f"{done:,}", there=f"{there:,}")
        # In a blind copy there is nothing to agree with.
        for part in (self.agree, self.query, self.next):
            part.setVisible(there > 0)
        self._there = there
        self.told.setText(words)
        self.next.setAccessibleDescription(words)
        self._share.setAccessibleName(words)
        self._share.setRange(0, max(there, 1))
        self._share.setValue(done)
        self.next.setEnabled(done < there)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out how far one is where the buttons need the room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        inside = self.contentsRect().width() - _LEFT - _RIGHT
        room = inside - sum(part.sizeHint().width() + _GAP for part in self._buttons if not part.isHidden())
        for part in (self.told, self._share):
            room -= part.sizeHint().width() + _GAP if part is self.told else _BAR_WIDTH + _GAP
            part.setVisible(self._there > 0 and room >= 0)

    def _button(self, words: str, drawing: str, asked: SignalInstance) -> QPushButton:
        button = QPushButton(words, self)
        icons.dress(button, drawing)
        # Who reviews by keys stays in the text.
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: asked.emit())
        return button

    def _lay_out(self) -> None:
        steps = QHBoxLayout()
        steps.setSpacing(_GAP)
        left: tuple[QWidget, ...] = (self.agree, self.query, self.comment)
        right: tuple[QWidget, ...] = (self.told, self._share, self.next)
        for part in left:
            steps.addWidget(part)
        steps.addStretch(1)
        for part in right:
            steps.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(_LEFT, 7, _RIGHT, 8)
        column.setSpacing(6)
        column.addWidget(self.standing)
        column.addLayout(steps)
