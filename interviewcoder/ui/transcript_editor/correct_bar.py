"""The slim bar above a transcript that is corrected."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

if TYPE_CHECKING:
    from interviewcoder.ui.key_bindings import KeyBindings


class CorrectBar(QFrame):
    """Says that typing changes the transcript and which keys help; leads out again."""

    unsure_toggled = Signal(bool)
    done_asked = Signal()

    def __init__(self, keys: KeyBindings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = keys
        self.setProperty("role", "bar")
        self.setAccessibleName(self.tr("Correcting"))
        self._hint = QLabel(self)
        self._hint.setProperty("role", "hint")
        self._hint.setTextFormat(Qt.TextFormat.PlainText)
        self._hint.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.unsure = QCheckBox(self.tr("Mark unsure words"), self)
        self.unsure.setChecked(True)
        self.unsure.setToolTip(self.tr("Dots under words that should be heard again"))
        self.unsure.toggled.connect(self.unsure_toggled)
        self._done = QPushButton(self.tr("Done"), self)
        self._done.setToolTip(self.tr("Back to coding (Esc)"))
        self._done.clicked.connect(lambda: self.done_asked.emit())
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 4, 8, 4)
        row.setSpacing(12)
        row.addWidget(self._hint, 1)
        row.addWidget(self.unsure)
        row.addWidget(self._done)
        keys.changed.connect(self._elide)
        self._elide()

    def minimumSizeHint(self) -> QSize:
        """Leave the hint out of the reckoning: it is shortened."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the hint instead of growing."""
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        named = (
            ("play", self.tr("play")),
            ("time_mark", self.tr("time mark")),
            ("speaker_1", self.tr("first speaker")),
            ("swap_speakers", self.tr("swap")),
        )
        keys = [f"{self._keys.words(id_)} {words}" for id_, words in named if self._keys.words(id_)]
        sentence, room = self.tr("Typing changes the transcript."), self._room()
        wordings = [_hint(sentence, keys[:count]) for count in range(len(keys), -1, -1)]
        wordings.append(self.tr("Correcting"))
        metrics = QFontMetrics(self._hint.font())
        # A key is named whole or not at all.
        fitting = next((words for words in wordings if metrics.horizontalAdvance(words) <= room), wordings[-1])
        self._hint.setToolTip(wordings[0])
        self._hint.setText(metrics.elidedText(fitting, Qt.TextElideMode.ElideRight, room))

    def _room(self) -> int:
        taken = self.unsure.sizeHint().width() + self._done.sizeHint().width()
        margins = self.contentsMargins()
        return max(0, self.width() - taken - margins.left() - margins.right() - 60)


def _hint(sentence: str, keys: Sequence[str]) -> str:
    return "   ".join(filter(None, (sentence, "  ·  ".join(keys))))
