"""The mouse on the text: click to hear a word, drag to select, drag the selection away."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from interviewcoder.ui.coding_view.page import Page


class PassageMouse(QObject):
    """Watches the mouse over a page and leaves the selecting itself to Qt.

    `clicked` carries the position of the character, `settled` whether the
    selection is meant to the character (Alt), `dragged_out` says that the
    selection is being pulled away.
    """

    clicked = Signal(int)
    settled = Signal(bool)
    dragged_out = Signal()

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self._pressed_at: QPointF | None = None
        self._on_selection = False
        self._moved = False
        self._since_double = QElapsedTimer()
        page.viewport().installEventFilter(self)

    @property
    def selecting(self) -> bool:
        """Whether a button is down and the selection not yet what it will be."""
        return self._pressed_at is not None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what is ours; everything else goes on to the page."""
        if not isinstance(event, QMouseEvent):
            return False
        kind = event.type()
        if kind == QEvent.Type.MouseMove:
            return self._move(event)
        if event.button() != Qt.MouseButton.LeftButton:
            return False
        if kind == QEvent.Type.MouseButtonPress:
            return self._press(event)
        if kind == QEvent.Type.MouseButtonRelease:
            return self._release(event)
        if kind == QEvent.Type.MouseButtonDblClick:
            self._since_double.start()
            self._pressed_at, self._on_selection, self._moved = event.position(), False, True
        return False

    def _press(self, event: QMouseEvent) -> bool:
        third = self._since_double.isValid() and not self._since_double.hasExpired(QApplication.doubleClickInterval())
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self._pressed_at = event.position()
        self._moved = third
        self._on_selection = not (third or shift) and self._over_selection(event.position())
        if self._on_selection:
            # Qt would start a drag of its own, with the words in it.
            self._page.setFocus(Qt.FocusReason.MouseFocusReason)
        return self._on_selection

    def _move(self, event: QMouseEvent) -> bool:
        if self._pressed_at is None:
            return False
        far = (event.position() - self._pressed_at).manhattanLength() >= QApplication.startDragDistance()
        self._moved = self._moved or far
        if not self._on_selection:
            return False
        if far:
            self._pressed_at, self._on_selection = None, False
            self.dragged_out.emit()
        return True

    def _release(self, event: QMouseEvent) -> bool:
        if self._pressed_at is None:
            return False
        taken = self._on_selection
        if taken:
            self._page.setTextCursor(self._page.cursorForPosition(event.position().toPoint()))
        self._pressed_at, self._on_selection = None, False
        self.settled.emit(bool(event.modifiers() & Qt.KeyboardModifier.AltModifier))
        if not self._moved and self._page.selected() is None:
            position = self._page.position_under(event.position())
            if position is not None:
                self.clicked.emit(position)
        return taken

    def _over_selection(self, point: QPointF) -> bool:
        selected = self._page.selected()
        return selected is not None and any(rect.contains(point) for rect in self._page.rects(*selected))
