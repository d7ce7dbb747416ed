"""Replace what the find bar finds, while a transcript is corrected."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton

from interviewcoder.sources import replacing
from interviewcoder.sources.text import Span
from interviewcoder.ui.find_page.marks import mark
from interviewcoder.ui.transcript_editor.receipt_words import codings_words

if TYPE_CHECKING:
    from interviewcoder.project.file import Project
    from interviewcoder.sources.correcting import Receipt
    from interviewcoder.ui.coding_view.view import CodingView
    from interviewcoder.ui.find_bar import FindBar
    from interviewcoder.ui.prompts import Prompts
    from interviewcoder.ui.transcript_editor.editor import TranscriptEditor

# So long after the last letter codings are counted: with each letter of the words sought it would be for nothing.
_COUNT_AFTER_MS = 150


class ReplaceBar(QFrame):
    """A line below the find bar, there while one corrects. Return replaces a hit and goes to the next.

    `told` says what was replaced. `source_id` gives the source that is shown.
    """

    told = Signal(str)

    def __init__(
        self, project: Project, view: CodingView, editor: TranscriptEditor, find_bar: FindBar, prompts: Prompts
    ) -> None:
        super().__init__(find_bar.parentWidget())
        self._project, self._view, self._editor = project, view, editor
        self._find_bar, self._prompts = find_bar, prompts
        self.source_id: Callable[[], int | None] = lambda: None
        self.setProperty("role", "bar")
        self.line = QLineEdit(self)
        self.line.setPlaceholderText(self.tr("Replace with"))
        self.line.setAccessibleName(self.line.placeholderText())
        self.line.setClearButtonEnabled(True)
        self.one = QPushButton(self.tr("Replace"), self)
        self.one.setToolTip(self.tr("Replace this one and go to the next (Enter)"))
        self.all = QPushButton(self.tr("Replace all"), self)
        self.all.setToolTip(self.tr("One step, which undo takes back as a whole (Ctrl+Enter)"))
        self.touched = QLabel(self)
        self.touched.setProperty("role", "hint")
        self.touched.setTextFormat(Qt.TextFormat.PlainText)
        self.touched.setAccessibleName(self.tr("Codings that would be touched"))
        self._counting = QTimer(self)
        self._counting.setSingleShot(True)
        self._counting.setInterval(_COUNT_AFTER_MS)
        self._lay_out()
        self._connect()
        self.hide()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 4, 6, 4)
        row.addWidget(self.line, 1)
        row.addWidget(self.touched)
        row.addWidget(self.one)
        row.addWidget(self.all)

    def _connect(self) -> None:
        self.one.clicked.connect(self.replace)
        self.all.clicked.connect(self.replace_all)
        self._counting.timeout.connect(self._count)
        self._find_bar.marked.connect(self._on_marked)
        self._editor.pending_changed.connect(self._on_pending)
        self._editor.toggled.connect(lambda _: self._follow())
        self._find_bar.installEventFilter(self)

    def open(self) -> None:
        """Begin to correct and show both bars."""
        if self._editor.set_active(True) and self._editor.active:
            self._find_bar.open()

    def replace(self) -> None:
        """Replace the hit that is selected and go to the next; where none is, go to one."""
        source_id = self.source_id()
        if source_id is None or not self._editor.save_pending():
            return
        span = self._view.selection()
        if span in self._find_bar.hits and span is not None:
            if not self._carry_out(source_id, [span]):
                return
            self._put_caret(span.start + len(self.line.text()))
        self._find_bar.step(1)

    def replace_all(self) -> None:
        """Replace all hits, in one step."""
        source_id = self.source_id()
        if source_id is None or not self._editor.save_pending() or not self._find_bar.hits:
            return
        found = list(self._find_bar.hits)
        receipts = self._carry_out(source_id, found)
        if receipts:
            words = self.tr("Replaced once") if len(found) == 1 else self.tr("Replaced {count} times")
            told = words.format(count=f"{len(found):,}")
            codings = codings_words(receipts[0])
            self.told.emit(f"{told}: {codings}" if codings else told)

    def _carry_out(self, source_id: int, found: list[Span]) -> list[Receipt]:
        done: list[Receipt] = []
        by = self.line.text()
        self._prompts.attempt(lambda: done.append(replacing.replace_all(self._project, source_id, found, by)))
        self._editor.take_stored()
        return done

    def _put_caret(self, at: int) -> None:
        cursor = QTextCursor(self._view.page.document())
        cursor.setPosition(self._view.page.offsets.to_qt(min(at, len(self._view.page.text))))
        self._view.page.setTextCursor(cursor)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Come and go with the find bar."""
        if event.type() in (QEvent.Type.Show, QEvent.Type.Hide) and not event.spontaneous():
            # What is looked through is the stored text: hits would be marked beside their words.
            self._editor.save_pending()
            self._follow(shown=event.type() == QEvent.Type.Show)
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Replace at Return, all at Ctrl+Return, go at Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self._find_bar.close_bar()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.replace_all()
            else:
                self.replace()
        else:
            super().keyPressEvent(event)

    def _follow(self, *, shown: bool | None = None) -> None:
        there = not self._find_bar.isHidden() if shown is None else shown
        self.setVisible(there and self._editor.active)

    def _on_marked(self, spans: list[Span]) -> None:
        for button in (self.one, self.all):
            button.setEnabled(bool(spans))
        self.touched.clear()
        if self.isVisible() and spans:
            self._counting.start()

    def _on_pending(self, pending: bool) -> None:
        # Until it is stored, and looked through anew, nobody knows where the hits are.
        if pending and not self._find_bar.isHidden():
            mark(self._view.page, [])

    def _count(self) -> None:
        source_id, hits = self.source_id(), self._find_bar.hits
        if source_id is None or not hits or self._editor.pending:
            return
        count = replacing.codings_on(self._project, source_id, hits)
        none, one, many = self.tr("no coding touched"), self.tr("1 coding touched"), self.tr("{count} codings touched")
        self.touched.setText((none if not count else one if count == 1 else many).format(count=f"{count:,}"))
