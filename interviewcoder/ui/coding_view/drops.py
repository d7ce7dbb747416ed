"""Codes dropped onto the text."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QDragMoveEvent, QDropEvent

from interviewcoder.ui.coding_view.page import Page
from interviewcoder.ui.drag_formats import dragged_code


class CodeDrops(QObject):
    """Shows what a dragged code would be put on, and takes it.

    That is the selection when the code is held over one of its turns, else
    the turn under the pointer. `dropped` carries start, end (positions) and
    the code's id.
    """

    dropped = Signal(int, int, int)

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        page.setAcceptDrops(True)
        page.viewport().setAcceptDrops(True)
        page.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Answer to drags; Qt's own text drops never come through."""
        if event.type() == QEvent.Type.DragLeave:
            self._page.show_target(None)
            return True
        if isinstance(event, QDragMoveEvent):
            self._offer(event)
            return True
        if isinstance(event, QDropEvent):
            self._take(event)
            return True
        return False

    def _offer(self, event: QDropEvent) -> None:
        target = self._target(event)
        self._page.show_target(target)
        if target is None:
            event.ignore()
            return
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def _take(self, event: QDropEvent) -> None:
        target, code_id = self._target(event), dragged_code(event.mimeData())
        self._page.show_target(None)
        if target is None or code_id is None:
            event.ignore()
            return
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.dropped.emit(*target, code_id)

    def _target(self, event: QDropEvent) -> tuple[int, int] | None:
        if dragged_code(event.mimeData()) is None or not self._page.turns:
            return None
        at = self._page.cursorForPosition(event.position().toPoint()).position()
        start, end = self._page.geometry_of_text.paragraph(at)
        selected = self._page.selected()
        if selected is not None and selected[0] <= end and selected[1] >= start:
            return selected
        return (start, end) if start < end else None
