"""Let a window be seen before what takes long is begun."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget


class AfterFirstPaint(QObject):
    """Does something once a window has been seen."""

    def __init__(self, window: QWidget, step: Callable[[], object]) -> None:
        super().__init__(window)
        self._step = step
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wait for the first picture."""
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            # With the window goes the wish: what it was for may be gone by then.
            QTimer.singleShot(0, self, self._step)
        return False
