"""The keys of the queue, the same in the list and on the text."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_WISHES = {
    Qt.Key.Key_B: "all",
    Qt.Key.Key_N: "none",
    Qt.Key.Key_C: "common",
    Qt.Key.Key_E: "own",
    Qt.Key.Key_R: "reason",
    Qt.Key.Key_Q: "ask",
    Qt.Key.Key_S: "skip",
    Qt.Key.Key_T: "show",
    Qt.Key.Key_Backspace: "back",
    Qt.Key.Key_Return: "show",
    Qt.Key.Key_Enter: "show",
    Qt.Key.Key_Down: "next",
    Qt.Key.Key_Up: "previous",
}


def keeps(event: QEvent) -> bool:
    """Take a key of ours before a key of the window gets it; whether it was one."""
    if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and wish_of(event):
        event.accept()
        return True
    return False


def wish_of(event: QKeyEvent) -> str:
    """What a key asks for: one of the wishes, the number of a coder from “1” on, or nothing."""
    if event.modifiers() & _COMMANDS or event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
        return ""
    number = event.key() - Qt.Key.Key_0.value
    if 1 <= number <= 9:
        return str(number)
    return _WISHES.get(Qt.Key(event.key()), "")
