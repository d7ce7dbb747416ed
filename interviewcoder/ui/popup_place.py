"""Where a pop-up opens beside what it is about."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QGuiApplication

_GAP = 6


def place_beside(anchor: QRect, size: QSize) -> QPoint:
    """Where a pop-up's corner goes: below a place on the screen, or above it where there is no room (pixels)."""
    screen = QGuiApplication.screenAt(anchor.center()) or QGuiApplication.primaryScreen()
    room = screen.availableGeometry()
    left = max(room.left(), min(anchor.left() - 8, room.right() + 1 - size.width()))
    top = anchor.bottom() + _GAP
    if top + size.height() > room.bottom():
        top = anchor.top() - _GAP - size.height()
    return QPoint(left, max(room.top(), top))
