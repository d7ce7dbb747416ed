"""A passage with the words around it, read large; keys deal it out."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPalette, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit, QWidget

from interviewcoder.coding.code_passages import CodedPassage
from interviewcoder.ui.code_tree.dealing import KEYS
from interviewcoder.ui.coding_view.tints import Inks

_MODIFIERS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class PassagePane(QTextEdit):
    """Shows a passage in its context. A digit or letter is told by `dealt`; space, Backspace and + have signals too."""

    dealt = Signal(str)
    skipped = Signal()
    back_asked = Signal()
    name_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setProperty("role", "field")
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 1.12)
        self.setFont(font)
        self.document().setDocumentMargin(12)

    def show_passage(self, passage: CodedPassage, colour: str) -> None:
        """Show a passage on the tint of a code, and around it, quieter, what was said before and after."""
        inks = Inks(self.palette())
        quiet, ink = QTextCharFormat(), QTextCharFormat()
        quiet.setForeground(inks.dim)
        ink.setForeground(inks.text)
        ink.setBackground(inks.tint([QColor(colour)]))
        self._write(((passage.before, quiet), (passage.words, ink), (passage.after, quiet)))
        self._bring_into_view(len(passage.before), len(passage.words))

    def show_sentence(self, sentence: str) -> None:
        """Show a sentence in place of a passage."""
        quiet = QTextCharFormat()
        quiet.setForeground(self.palette().color(QPalette.ColorRole.PlaceholderText))
        self._write(((sentence, quiet),))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tell what the keys mean; the arrows scroll."""
        key, text = event.key(), event.text().upper()
        if event.modifiers() & _MODIFIERS:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.skipped.emit()
        elif key == Qt.Key.Key_Backspace:
            self.back_asked.emit()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Insert):
            self.name_asked.emit()
        elif text and text in KEYS:
            self.dealt.emit(text)
        else:
            super().keyPressEvent(event)

    def _write(self, pieces: tuple[tuple[str, QTextCharFormat], ...]) -> None:
        self.clear()
        cursor = QTextCursor(self.document())
        spacing = QTextBlockFormat()
        spacing.setLineHeight(135, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor.setBlockFormat(spacing)
        for text, look in pieces:
            cursor.insertText(text, look)

    def _bring_into_view(self, start: int, length: int) -> None:
        # Qt counts UTF-16 units; a few too many or too few don't matter for scrolling.
        for place in (start + length, start):
            cursor = QTextCursor(self.document())
            cursor.setPosition(min(place, self.document().characterCount() - 1))
            self.setTextCursor(cursor)
            self.ensureCursorVisible()
