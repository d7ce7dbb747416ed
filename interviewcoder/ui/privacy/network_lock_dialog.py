"""What holds the program off the network on this system, tested before one's eyes."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication, QHideEvent, QPalette
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from interviewcoder.privacy import network_attempts, network_lock, self_test
from interviewcoder.privacy.network_lock import Verdict
from interviewcoder.privacy.self_test import Attempt, SelfTest
from interviewcoder.ui import icons
from interviewcoder.ui.dialogs import parts
from interviewcoder.ui.jobs import Errand
from interviewcoder.ui.privacy import lock_words
from interviewcoder.ui.privacy.padlock import DRAWINGS
from interviewcoder.ui.wording import tip

_LOCK_SIZE = 40
_UNTRIED = "–"
_WIDTH = 680


class NetworkLockDialog(QDialog):
    """Says what is in force layer by layer, tries every road on demand, and tells how to check it from outside."""

    tested = Signal(object)  # SelfTest

    _tried = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Network lock"))
        self.test: SelfTest | None = None
        self._errand: Errand | None = None
        self._picture, self._heading = QLabel(self), parts.heading("", self)
        self._sentence = parts.hint("", self)
        self._result = parts.hint("", self)
        self._cells: dict[tuple[str, str], QLabel] = {}
        layout = parts.column(self)
        layout.addLayout(self._head())
        layout.addWidget(parts.heading(self.tr("What is in force here"), self))
        layout.addLayout(self._layers())
        layout.addWidget(parts.heading(self.tr("What happens when it is tried"), self))
        layout.addWidget(self._table())
        layout.addWidget(self._result)
        layout.addWidget(parts.heading(self.tr("How to check it yourself, from outside"), self))
        layout.addWidget(self._commands())
        layout.addWidget(self._buttons())
        self._tried.connect(self._on_tried, Qt.ConnectionType.QueuedConnection)
        self._show_verdict(network_lock.in_force())
        self._result.setText(self.tr("Not tested yet. Nothing is sent: the addresses are this machine’s and nobody’s."))
        parts.fit(self, _WIDTH)

    def test_now(self) -> None:
        """Try every road; each cell fills as its attempt ends, and `tested` tells of the end."""
        if self._errand is not None:
            return
        for cell in self._cells.values():
            self._write(cell, "…", "")
        self._test_button.setEnabled(False)
        self._errand = Errand(lambda: self_test.run(self._tried.emit), "Testing the network lock", self)
        self._errand.done.connect(self._on_done)
        self._errand.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Let a test come to its end first; that takes a moment."""
        super().hideEvent(event)
        if self._errand is not None:
            self._errand.abandon()
            self._errand = None

    def copy_text(self) -> None:
        """Put all of it on the clipboard, for whoever asks."""
        QGuiApplication.clipboard().setText(lock_words.as_text(self.test))

    def cell_words(self, what: str, by: str) -> str:
        """What stands in a cell of the table."""
        return self._cells[what, by].text()

    def _head(self) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._heading)
        words.addWidget(self._sentence)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        return head

    def _layers(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(1, 1)
        for row, (name, words) in enumerate(lock_words.layers()):
            label = QLabel(name, self)
            grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(parts.hint(words, self), row, 1)
        return grid

    def _table(self) -> QWidget:
        frame = QFrame(self)
        frame.setProperty("role", "chip")
        grid = QGridLayout(frame)
        grid.setContentsMargins(14, 8, 14, 10)
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(5)
        for column, by in enumerate(lock_words.BY, 1):
            grid.addWidget(parts.hint(lock_words.by_words(by), frame), 0, column)
            grid.setColumnStretch(column, 1)
        for row, what in enumerate(network_attempts.WHATS, 1):
            grid.addWidget(QLabel(lock_words.what_words(what), frame), row, 0)
            for column, by in enumerate(lock_words.BY, 1):
                cell = self._cells[what, by] = QLabel(_UNTRIED, frame)
                grid.addWidget(cell, row, column)
        return frame

    def _commands(self) -> QWidget:
        text = QPlainTextEdit(lock_words.how_to_check(), self)
        text.setReadOnly(True)
        text.setTabChangesFocus(True)
        text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        text.setAccessibleName(self.tr("Commands to check it from outside"))
        text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        lines = text.document().blockCount()
        text.setFixedHeight(lines * text.fontMetrics().lineSpacing() + 26)
        return text

    def _buttons(self) -> QWidget:
        box, _ = parts.buttons(self, self.tr("Close"), cancel=False)
        assert isinstance(box, QDialogButtonBox)
        copy = box.addButton(self.tr("Copy as text"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.setAutoDefault(False)
        copy.clicked.connect(self.copy_text)
        self._test_button: QPushButton = box.addButton(self.tr("Test now"), QDialogButtonBox.ButtonRole.ActionRole)
        self._test_button.setAutoDefault(False)
        self._test_button.clicked.connect(self.test_now)
        return box

    def _on_tried(self, attempt: Attempt) -> None:
        cell = self._cells[attempt.what, attempt.by]
        sign = {True: "✓ ", False: "✗ ", None: ""}[attempt.refused]
        self._write(cell, sign + lock_words.outcome_words(attempt), lock_words.how_words(attempt.how))

    def _on_done(self, test: SelfTest) -> None:
        self._errand = None
        self.test = test
        self._test_button.setEnabled(True)
        for cell in self._cells.values():
            if cell.text() == "…":
                self._write(cell, _UNTRIED, self.tr("A shell can’t try this."))
        counted = sum(attempt.refused is not None for attempt in test.attempts)
        refused = sum(attempt.refused is True for attempt in test.attempts)
        words = self.tr("{refused} of {count} attempts were refused, in {seconds} s. {how}")
        how = self._refused_by(test.attempts)
        self._result.setText(words.format(refused=refused, count=counted, seconds=f"{test.seconds:.2f}", how=how))
        self._show_verdict(test.verdict)
        self.tested.emit(test)

    def _refused_by(self, attempts: Iterable[Attempt]) -> str:
        hows = [attempt.how for attempt in attempts]
        words = self.tr("By the audit hook: {hook}; by the kernel: {kernel}.")
        return words.format(hook=hows.count(self_test.AUDIT_HOOK), kernel=hows.count(self_test.KERNEL))

    def _show_verdict(self, verdict: Verdict) -> None:
        colour = self.palette().color(QPalette.ColorRole.Link)
        self._picture.setPixmap(icons.drawn(DRAWINGS[verdict], colour, _LOCK_SIZE, self.devicePixelRatioF()))
        heading, sentence = lock_words.verdict_words(verdict)
        self._heading.setText(heading)
        self._sentence.setText(sentence)

    def _write(self, cell: QLabel, words: str, why: str) -> None:
        cell.setText(words)
        cell.setToolTip(tip(why))
