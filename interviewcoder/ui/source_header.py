"""The line above a transcript: what it is, whose, in which language, who speaks."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from interviewcoder.ui import icons


class SourceHeader(QFrame):
    """A slim bar with the name and what can be said of the source; the buttons lead to dialogs."""

    speakers_asked = Signal()
    transcribe_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self._name_text = ""
        self._name = QLabel(self)
        self._name.setProperty("role", "name")
        self._name.setTextFormat(Qt.TextFormat.PlainText)
        self._name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._facts = QLabel(self)
        self._facts.setProperty("role", "hint")
        self._facts.setTextFormat(Qt.TextFormat.PlainText)
        self._speakers = self._button("speakers", self.tr("Participant and speakers"))
        self._speakers.clicked.connect(lambda: self.speakers_asked.emit())
        self._transcribe = self._button("transcribe", self.tr("Transcribe"))
        self._transcribe.clicked.connect(lambda: self.transcribe_asked.emit())
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 4, 6, 4)
        row.setSpacing(12)
        row.addWidget(self._name, 1)
        for part in (self._facts, self._speakers, self._transcribe):
            row.addWidget(part)

    def _button(self, drawing: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("role", "quiet")
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        icons.dress(button, drawing)
        return button

    def show_source(self, name: str, facts: str, speakers: str, *, may_transcribe: bool) -> None:
        """Say what the source is; `speakers` are the words of the button that leads to them."""
        self._name_text = name
        self._name.setToolTip(name)
        self._facts.setText(facts)
        self._speakers.setText(speakers)
        self._transcribe.setText(self.tr("Transcribe…"))
        self._transcribe.setVisible(may_transcribe)
        self._elide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten a long name instead of growing."""
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        metrics = QFontMetrics(self._name.font())
        self._name.setText(metrics.elidedText(self._name_text, Qt.TextElideMode.ElideMiddle, self._name.width()))
