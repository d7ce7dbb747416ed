"""The keyboard on the text: every way to code without a mouse."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence

from interviewcoder.ui.coding_view.page import Page

_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_WITH_SHIFT = _COMMANDS | Qt.KeyboardModifier.ShiftModifier

_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_EDGE_STEPS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}


class PassageKeys(QObject):
    """Turns keys pressed on a page into wishes; carets and selections stay Qt's.

    `name_typed` carries the first letter, or nothing for Return;
    `recent_asked` 1 to 9; `next_asked` +1 or -1; `edge_asked` whether it is
    the beginning that moves, and +1 or -1.
    """

    name_typed = Signal(str)
    recent_asked = Signal(int)
    in_vivo_asked = Signal()
    removal_asked = Signal()
    copy_asked = Signal()
    next_asked = Signal(int)
    edge_asked = Signal(bool, int)
    memo_asked = Signal()
    recode_asked = Signal()
    let_go = Signal()
    shift_released = Signal()

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        # While the text is typed into, keys are letters.
        self.typing = False
        page.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Answer to our keys, before a shortcut of the window can take them."""
        if self.typing or not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.KeyRelease and event.key() == Qt.Key.Key_Shift:
            self.shift_released.emit()
            return False
        if event.type() not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            return False
        wish = self._wish(event)
        if wish is None:
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            wish()
        return True

    def _wish(self, event: QKeyEvent) -> Callable[[], None] | None:
        if event.matches(QKeySequence.StandardKey.Copy):
            return self.copy_asked.emit
        if event.key() == Qt.Key.Key_Delete and not event.modifiers() & _COMMANDS:
            return self.removal_asked.emit
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            return self._step(event)
        if event.key() == Qt.Key.Key_F2 and not event.modifiers() & _COMMANDS:
            shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            return self.memo_asked.emit if shift else self.recode_asked.emit
        return self._wish_for_passage(event) if self._page.selected() else None

    def _step(self, event: QKeyEvent) -> Callable[[], None] | None:
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        if key in _STEPS and modifiers & _WITH_SHIFT == Qt.KeyboardModifier.AltModifier:
            return lambda: self.next_asked.emit(_STEPS[key])
        if key in _EDGE_STEPS and modifiers & Qt.KeyboardModifier.ShiftModifier:
            at_start = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
            return lambda: self.edge_asked.emit(at_start, _EDGE_STEPS[key])
        return None

    def _wish_for_passage(self, event: QKeyEvent) -> Callable[[], None] | None:
        key, typed = event.key(), event.text()
        command = event.modifiers() & _COMMANDS
        if command == Qt.KeyboardModifier.ControlModifier and key == Qt.Key.Key_I:
            return self.in_vivo_asked.emit
        if command:
            return None
        if key == Qt.Key.Key_Escape:
            return self.let_go.emit
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return lambda: self.name_typed.emit("")
        if typed == ".":
            return lambda: self.recent_asked.emit(1)
        if typed in tuple("123456789"):
            return lambda: self.recent_asked.emit(int(typed))
        if typed.isalpha():
            return lambda: self.name_typed.emit(typed)
        return None
