"""The keyboard on a page that is corrected: what isn't typing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence, QTextCursor

from interviewcoder.ui.key_bindings import SPEAKER_KEYS

if TYPE_CHECKING:
    from interviewcoder.ui.coding_view.page import Page
    from interviewcoder.ui.key_bindings import KeyBindings

_Standard = QKeySequence.StandardKey
_SPEAKERS = {f"speaker_{number}": number for number in range(1, SPEAKER_KEYS + 1)}


class TypingKeys(QObject):
    """Turns keys into wishes while a page is typed into; letters, carets and selections stay Qt's.

    `wished` carries the name of an action of the key bindings, `speaker_asked` 1 to 9.
    """

    wished = Signal(str)
    speaker_asked = Signal(int)
    left = Signal()

    def __init__(self, page: Page, keys: KeyBindings) -> None:
        super().__init__(page)
        self._page, self._keys = page, keys
        self.active = False
        # The bindings that somebody answers to; the others are left to the window.
        self.answered = frozenset({"time_mark", "inaudible", "split_turn", "join_turn", "swap_speakers", "next_doubt"})
        page.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Answer to our keys before the page does, and let the window have what is the window's."""
        if not self.active:
            return False
        if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut:
            self.left.emit()
        if not isinstance(event, QKeyEvent):
            return False
        if event.type() not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            return False
        if self._is_windows(event):
            event.ignore()
            return True
        wish = self._wish(event)
        if wish is None:
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            wish()
        return True

    def _is_windows(self, event: QKeyEvent) -> bool:
        """Whether undo or redo mean what is stored, there being nothing typed since."""
        document = self._page.document()
        if event.matches(_Standard.Undo):
            return not document.isUndoAvailable()
        redo = event.matches(_Standard.Redo) or QKeySequence(event.keyCombination()).toString() in ("Ctrl+Y",)
        return redo and not document.isRedoAvailable()

    def _wish(self, event: QKeyEvent) -> Callable[[], None] | None:
        action = self._keys.matches(event)
        if action in _SPEAKERS:
            return lambda: self.speaker_asked.emit(_SPEAKERS[action])
        if action in self.answered:
            return lambda: self.wished.emit(action)
        if event.matches(_Standard.Copy):
            return self.copy
        if event.matches(_Standard.Cut):
            return self._cut
        if event.key() == Qt.Key.Key_Escape:
            return lambda: self.wished.emit("leave")
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not _command(event):
            return self.split
        cursor = self._page.textCursor()
        if event.key() == Qt.Key.Key_Backspace and not cursor.hasSelection() and cursor.atBlockStart():
            return self.join
        if event.key() == Qt.Key.Key_Delete and not cursor.hasSelection() and cursor.atBlockEnd():
            return self._join_next
        return None

    def copy(self) -> None:
        """Copy the selected words as they are stored."""
        stretch = self._page.selected()
        if stretch:
            QGuiApplication.clipboard().setText(self._page.span_of(*stretch).text_in(self._page.text))

    def _cut(self) -> None:
        self.copy()
        self._page.textCursor().removeSelectedText()

    def split(self) -> None:
        """Begin a new paragraph at the caret, without the space around it."""
        cursor = self._page.textCursor()
        cursor.beginEditBlock()
        cursor.removeSelectedText()
        _select_space(cursor, self._page)
        cursor.insertText("\n")
        cursor.endEditBlock()
        self._page.setTextCursor(cursor)

    def join(self) -> None:
        """Join the paragraph of the caret to the one before, with a space between their words."""
        cursor = self._page.textCursor()
        if cursor.block().blockNumber() == 0:
            return
        cursor.setPosition(cursor.block().position())
        before, block = cursor.block().previous(), cursor.block()
        bare = before.length() == 1 or block.length() == 1 or before.text()[-1:].isspace()
        cursor.beginEditBlock()
        cursor.deletePreviousChar()
        if not bare:
            cursor.insertText(" ")
        cursor.endEditBlock()
        self._page.setTextCursor(cursor)

    def _join_next(self) -> None:
        cursor = self._page.textCursor()
        at = cursor.position()
        if cursor.movePosition(QTextCursor.MoveOperation.NextBlock):
            self._page.setTextCursor(cursor)
            self.join()
            cursor = self._page.textCursor()
            cursor.setPosition(at)
            self._page.setTextCursor(cursor)


def _select_space(cursor: QTextCursor, page: Page) -> None:
    start = end = cursor.position()
    text, first = cursor.block().text(), cursor.block().position()
    while start > first and page.document().characterAt(start - 1).isspace():
        start -= 1
    while end < first + len(text.encode("utf-16-le")) // 2 and page.document().characterAt(end).isspace():
        end += 1
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)


def _command(event: QKeyEvent) -> bool:
    commands = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
    return bool(event.modifiers() & commands)
