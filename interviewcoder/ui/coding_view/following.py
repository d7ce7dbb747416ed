"""Keep the word that is spoken in sight, but never under the hands of who scrolls or selects."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from interviewcoder.ui.coding_view.page import Page

PAUSE_MS = 3000


class Following(QObject):
    """Scrolls a page after the voice. A hand on the page stops it, until it was still for `pause_ms`."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        page.selectionChanged.connect(self._pause.start)
        # Said of what a person does to the bar, not of values that are set.
        page.verticalScrollBar().actionTriggered.connect(self._pause.start)
        for part in (page, page.viewport()):
            part.installEventFilter(self)

    def set_pause_ms(self, pause_ms: int) -> None:
        """Say how long a hand must be still."""
        self._pause.setInterval(pause_ms)

    @property
    def follows(self) -> bool:
        """Whether no hand is, or was a moment ago, on the page."""
        pressed = QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton
        return not (pressed or self._pause.isActive() or QApplication.activePopupWidget() is not None)

    def follow(self, start: int, end: int) -> None:
        """Bring what is spoken into sight, given in positions, unless a hand is on the page."""
        if self.follows:
            self._page.reveal(start, end)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice the wheel and the keys that scroll; they go on to the page."""
        if event.type() in (QEvent.Type.Wheel, QEvent.Type.KeyPress):
            self._pause.start()
        return False
