"""Where a comment is written: nothing is said before it is sent, and nothing that is written gets lost."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from interviewcoder.ui.dialogs import parts
from interviewcoder.ui.review import drafts
from interviewcoder.ui.review.drafts import Draft

if TYPE_CHECKING:
    from interviewcoder.project.file import Project
    from interviewcoder.ui.prompts import Prompts

PAUSE_MS = 2000
# As high while somebody writes, and while nobody does.
_LINES, _LINES_AT_REST = 4, 1
_RETURN = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class CommentField(QPlainTextEdit):
    """Some lines. `confirmed` at Ctrl+Return, `escaped` at Escape, `left` without the keyboard: the words stay."""

    confirmed = Signal()
    entered = Signal()
    left = Signal()
    escaped = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)

    def event(self, event: QEvent) -> bool:
        """Keep Ctrl+Return, with which the window codes a passage, for what is written here."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _sends(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Listen to Ctrl+Return and Escape."""
        if _sends(event):
            self.confirmed.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that it has the keyboard."""
        super().focusInEvent(event)
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that it was left."""
        super().focusOutEvent(event)
        self.left.emit()


class Composer(QFrame):
    """A field, and the button that sends what is in it. `sent` carries the draft; who can store it says `done`.

    What is written is kept in the project at each pause and whenever the field
    is left, by what it is for, and stands there again the next time.
    """

    sent = Signal(object)  # Draft
    escaped = Signal()
    given_up = Signal()

    def __init__(self, project: Project, prompts: Prompts, parent: QWidget) -> None:
        super().__init__(parent)
        self._project, self._prompts = project, prompts
        self._draft: Draft | None = None
        self._filling = False
        self._title = QLabel(self)
        self.field = CommentField(self)
        self._send = parts.primary(QPushButton(self))
        self._give_up = QPushButton(self.tr("Discard"), self)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._lay_out()
        self.setEnabled(not project.is_view)
        self._pause.timeout.connect(self.keep)
        self.field.textChanged.connect(self._on_written)
        self.field.confirmed.connect(self._on_sent)
        self.field.left.connect(self._on_left)
        self.field.entered.connect(self._show_room)
        self.field.escaped.connect(self._on_escaped)
        self._send.clicked.connect(lambda: self._on_sent())
        self._give_up.clicked.connect(lambda: self.discard())
        self.setFocusProxy(self.field)

    @property
    def draft(self) -> Draft | None:
        """What is being written, with its words as they stand there now."""
        return replace(self._draft, text=self.field.toPlainText()) if self._draft is not None else None

    def begin(self, draft: Draft) -> None:
        """Let something be written; what was written of it before stands there already."""
        if self._draft is not None and draft.key == self._draft.key:
            return
        self.keep()
        self._draft = draft
        self._filling = True
        self.field.setPlainText(drafts.kept_for(self._project, draft) or draft.text)
        self.field.moveCursor(self.field.textCursor().MoveOperation.End)
        self._filling = False
        self._show_kind()

    def end(self) -> None:
        """Let nothing be written any more; what is there is kept."""
        self.keep()
        self._draft = None
        self._filling = True
        self.field.clear()
        self._filling = False

    def done(self) -> None:
        """Say that what was sent is stored: it is no draft any longer."""
        self._forget()

    def shut(self) -> None:
        """Keep what is written for good: the project is about to close."""
        self.keep()
        self._draft = None

    def discard(self) -> None:
        """Give up what is written."""
        self._forget()
        self.given_up.emit()

    def keep(self) -> bool:
        """Keep what is written so far; False where that failed, and it is still there."""
        self._pause.stop()
        draft = self.draft
        # Where a project is only looked at, there is nowhere to keep anything.
        if draft is None or self._filling or self._project.is_view:
            return True
        unchanged = draft.kind == "change" and self._draft is not None and draft.text == self._draft.text
        kept = replace(draft, text="") if unchanged else draft
        return self._prompts.attempt(lambda: drafts.keep_draft(self._project, kept))

    def _forget(self) -> None:
        draft, self._draft = self._draft, None
        self._pause.stop()
        self._filling = True
        self.field.clear()
        self._filling = False
        if draft is not None:
            self._prompts.attempt(lambda: drafts.keep_draft(self._project, replace(draft, text="")))

    def _on_written(self) -> None:
        self._send.setEnabled(bool(self.field.toPlainText().strip()))
        self._give_up.setVisible(self._may_give_up())
        self._show_room()
        if not self._filling and self._draft is not None:
            self._pause.start(PAUSE_MS)

    def _on_left(self) -> None:
        self.keep()
        self._show_room()

    def _show_room(self) -> None:
        """Be small while nobody writes: there is more to read then."""
        writing = self.field.hasFocus() or bool(self.field.toPlainText().strip()) or self._is_new()
        lines = _LINES if writing else _LINES_AT_REST
        self.field.setFixedHeight(lines * self.field.fontMetrics().lineSpacing() + 22)
        self._send.setVisible(writing)

    def _is_new(self) -> bool:
        return self._draft is not None and self._draft.kind != "answer"

    def _on_sent(self) -> None:
        draft = self.draft
        if draft is not None and draft.text.strip():
            self.sent.emit(draft)

    def _on_escaped(self) -> None:
        self.keep()
        self.escaped.emit()

    def _may_give_up(self) -> bool:
        if self._draft is None:
            return False
        return self._draft.kind != "answer" or bool(self.field.toPlainText().strip())

    def _show_kind(self) -> None:
        assert self._draft is not None
        words = {
            "new": ("", self.tr("Comment"), self.tr("What do you think of it?")),
            "answer": ("", self.tr("Answer"), self.tr("Answer…")),
            "change": (self.tr("Your comment, written anew"), self.tr("Change"), ""),
        }
        title, send, placeholder = words[self._draft.kind]
        self._title.setText(title)
        self._title.setVisible(bool(title))
        self._send.setText(send)
        self._send.setToolTip(self.tr("Ctrl+Enter"))
        self.field.setPlaceholderText(placeholder)
        self.field.setAccessibleName(send)
        self._on_written()
        self._pause.stop()

    def _lay_out(self) -> None:
        self._title.setProperty("role", "hint")
        self._give_up.setToolTip(self.tr("Give up what is written here"))
        self._send.setEnabled(False)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self._give_up)
        foot.addWidget(self._send)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._title)
        column.addWidget(self.field)
        column.addLayout(foot)


def _sends(event: QKeyEvent) -> bool:
    return event.key() in _RETURN and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
