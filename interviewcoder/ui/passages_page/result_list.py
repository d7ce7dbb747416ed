"""The list of passages: Up and Down walk, the transcript follows, the keyboard stays."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListView, QWidget

from interviewcoder.analysis.retrieval import Hit
from interviewcoder.ui.passages_page.row_painter import PassagePainter
from interviewcoder.ui.passages_page.rows import PassageRows
from interviewcoder.ui.rows import AnyIndex

# Somebody who holds Down wants to be led to where they let go.
_FOLLOW_MS = 60


class ResultList(QListView):
    """`gone_to` carries a `Hit` and whether the keyboard is to go to the transcript, too (Return, double click)."""

    gone_to = Signal(object, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._quiet = False
        self.rows = PassageRows(self)
        self.painter = PassagePainter(self)
        self.setProperty("role", "side")
        self.setAccessibleName(self.tr("Passages"))
        self.setModel(self.rows)
        self.setItemDelegate(self.painter)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._following = QTimer(self)
        self._following.setSingleShot(True)
        self._following.setInterval(_FOLLOW_MS)
        self._following.timeout.connect(lambda: self._go(take_keyboard=False))
        self.clicked.connect(lambda _: self._go(take_keyboard=False))
        self.doubleClicked.connect(lambda _: self._go(take_keyboard=True))

    def current_hit(self) -> Hit | None:
        """The passage that is chosen."""
        return self.rows.hit_at(self.currentIndex())

    def choose(self, hit: Hit | None) -> None:
        """Choose a passage without going to it."""
        index = self.rows.place_of(hit)
        if index.isValid():
            self._quiet = True
            self.setCurrentIndex(index)
            self._quiet = False

    def show_context(self, shown: bool) -> None:
        """Show what stands around the passages, or only them."""
        current = self.currentIndex()
        self.painter.context = shown
        self.painter.sizeHintChanged.emit(QModelIndex())
        self.scheduleDelayedItemsLayout()
        if current.isValid():
            QTimer.singleShot(0, self, lambda: self.scrollTo(self.currentIndex()))

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        """Let the transcript follow, a moment later."""
        super().currentChanged(current, previous)
        if not self._quiet and current.isValid():
            self._following.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go into the transcript at Return."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._go(take_keyboard=True)
            return
        super().keyPressEvent(event)

    def _go(self, *, take_keyboard: bool) -> None:
        self._following.stop()
        if (hit := self.current_hit()) is not None:
            self.gone_to.emit(hit, take_keyboard)
