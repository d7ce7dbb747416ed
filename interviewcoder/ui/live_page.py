"""A recording that is being transcribed: how far it is, and the words heard so far, to be read and not changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, Signal
from PySide6.QtGui import QPalette, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QTextEdit, QVBoxLayout, QWidget

from interviewcoder.ui.dialogs import parts
from interviewcoder.ui.transcription_panel.words import state_words
from interviewcoder.ui.wording import clock_words

if TYPE_CHECKING:
    from interviewcoder.transcription.heard_text import HeardLine
    from interviewcoder.ui.heard_text import HeardText
    from interviewcoder.ui.queue_item import QueueItem

# Behind the times at the left of the lines.
_AFTER_TIME = 16
_MARGIN = 18
_GAP = 4


class LivePage(QFrame):
    """A calm head and a growing text. `step_asked` is pausing or going on, whichever the button says."""

    step_asked = Signal()
    removal_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "sheet")
        self._heard: HeardText | None = None
        self._head, self._told = parts.heading("", self), parts.hint("", self)
        self._bar = QProgressBar(self)
        self._bar.setProperty("role", "slim")
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 1000)
        self.step = QPushButton(self.tr("Pause"), self)
        self.removal = QPushButton(self.tr("Take out…"), self)
        self.step.clicked.connect(self.step_asked)
        self.removal.clicked.connect(self.removal_asked)
        self.text = QTextEdit(self)
        self.text.setReadOnly(True)
        self.text.setUndoRedoEnabled(False)
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setAccessibleName(self.tr("What was heard so far"))
        self.text.document().setDocumentMargin(_MARGIN)
        self.text.setTabStopDistance(self.text.fontMetrics().horizontalAdvance("0:00:00") + _AFTER_TIME)
        self._lay_out()

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._head)
        words.addWidget(self._told)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addLayout(words, 1)
        top.addWidget(self.step)
        top.addWidget(self.removal)
        head = QVBoxLayout()
        head.setContentsMargins(_MARGIN, 14, _MARGIN, 12)
        head.setSpacing(10)
        head.addLayout(top)
        head.addWidget(self._bar)
        line = QFrame(self)
        line.setProperty("role", "line")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(line)
        column.addWidget(self.text, 1)

    def show_item(self, item: QueueItem, heard: HeardText | None) -> None:
        """Say how far a recording is, and show what was heard of it."""
        running, goes = item.state == "running", item.state in ("running", "waiting")
        message = self.tr("“{name}” is being transcribed") if running else self.tr("“{name}” isn’t finished")
        self._head.setText(message.format(name=item.name))
        words = [state_words(item)]
        if item.state == "failed" and item.error is not None:
            words = [item.error.message, item.error.hint]
        self._told.setText(" ".join(filter(None, words)))
        self._bar.setValue(round(item.share * 1000))
        again = self.tr("Try again") if item.state == "failed" else self.tr("Go on")
        self.step.setText(self.tr("Pause") if goes else again)
        if heard is not self._heard:
            self._follow(heard)

    def lines(self) -> str:
        """The text as it stands there, times and words."""
        return self.text.toPlainText()

    def _follow(self, heard: HeardText | None) -> None:
        if self._heard is not None:
            self._heard.grown.disconnect(self._on_grown)
            self._heard.refilled.disconnect(self._write_all)
        self._heard = heard
        if heard is not None:
            heard.grown.connect(self._on_grown)
            heard.refilled.connect(self._write_all)
        self._write_all()

    def _write_all(self) -> None:
        self.text.clear()
        if self._heard is None or not self._heard.lines:
            self.text.setPlaceholderText(self.tr("What is heard appears here."))
            return
        cursor = QTextCursor(self.text.document())
        cursor.beginEditBlock()
        for place, line in enumerate(self._heard.lines):
            if place:
                cursor.insertBlock()
            self._write(cursor, line)
        cursor.endEditBlock()

    def _on_grown(self, place: int) -> None:
        """Write a line in its place; what is being read stays where it is on the screen."""
        assert self._heard is not None
        if len(self._heard.lines) == 1:
            self._write_all()
            return
        document, bar = self.text.document(), self.text.verticalScrollBar()
        first = self.text.cursorForPosition(QPointF(1, 1).toPoint()).block()
        before = document.documentLayout().blockBoundingRect(first).top()
        cursor = QTextCursor(document)
        cursor.beginEditBlock()
        if place < document.blockCount():
            cursor.setPosition(document.findBlockByNumber(place).position())
            cursor.insertBlock()
            cursor.movePosition(QTextCursor.MoveOperation.PreviousBlock)
        else:
            cursor.movePosition(QTextCursor.MoveOperation.End)
            cursor.insertBlock()
        self._write(cursor, self._heard.lines[place])
        cursor.endEditBlock()
        if bar.value() > 0:
            after = document.documentLayout().blockBoundingRect(first).top()
            bar.setValue(bar.value() + round(after - before))

    def _write(self, cursor: QTextCursor, line: HeardLine) -> None:
        room = self.text.tabStopDistance()
        shape = QTextBlockFormat()
        shape.setLeftMargin(room)
        shape.setTextIndent(-room)
        shape.setBottomMargin(_GAP)
        cursor.setBlockFormat(shape)
        quiet, plain = QTextCharFormat(), QTextCharFormat()
        quiet.setForeground(self.palette().color(QPalette.ColorRole.PlaceholderText))
        plain.setForeground(self.palette().color(QPalette.ColorRole.Text))
        cursor.insertText(clock_words(line.at_ms) + "\t", quiet)
        cursor.insertText(line.text, plain)

    def changeEvent(self, event: QEvent) -> None:
        """Write in the colours of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "text"):
            self._write_all()
