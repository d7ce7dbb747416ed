"""A field of several lines for a text of the project: it says when a person is done with it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

_DONE_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class StoredText(QPlainTextEdit):
    """`done` when it is left, `confirmed` at Ctrl+Return, `restored` at Escape, which brings the stored text back."""

    done = Signal()
    confirmed = Signal()
    restored = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stored = ""
        self.setTabChangesFocus(True)

    def stored(self) -> str:
        """What was shown last, before anybody wrote."""
        return self._stored

    def written(self) -> str:
        """What stands there now."""
        # A document gives back other spaces than it was given: what nobody touched is as it was stored.
        return self.toPlainText() if self.document().isModified() else self._stored

    def show_stored(self, text: str) -> None:
        """Show a text of the project; the caret stays where these words stand there already."""
        self._stored = text
        if text != self.toPlainText():
            self.setPlainText(text)
        self.document().setModified(False)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the field was left."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.done.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Listen to Ctrl+Return and Escape."""
        if event.key() in _DONE_KEYS and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.confirmed.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.show_stored(self._stored)
            self.restored.emit()
        else:
            super().keyPressEvent(event)
