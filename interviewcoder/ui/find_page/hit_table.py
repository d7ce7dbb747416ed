"""The hits in context as a list that one goes through."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from interviewcoder.ui.find_page.hits import Hits
from interviewcoder.ui.find_page.painter import HitPainter, dress_list


class HitTable(QTableView):
    """`gone_to` carries a source's id, a passage, and whether the keyboard stays here; `left_up` tells of the key up
    on the first row, `walked` that another row was chosen without the keyboard.
    """

    gone_to = Signal(int, object, bool)
    left_up = Signal()
    walked = Signal()

    def __init__(self, hits: Hits, parent: QWidget) -> None:
        super().__init__(parent)
        self._hits = hits
        dress_list(self, self.tr("Hits in context"))
        self.setModel(hits)
        self.setItemDelegate(HitPainter(self))
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.selectionModel().currentChanged.connect(self._on_current)
        self.clicked.connect(lambda index: self.go(index, stay=False))

    def step(self, by: int) -> None:
        """Go to the next hit (1) or the one before (-1), round and round; with none at hand, to the first."""
        count = self._hits.rowCount()
        if not count:
            return
        current = self.currentIndex()
        self.go_to((current.row() + by) % count if current.isValid() else 0 if by > 0 else count - 1)

    def choose(self, row: int) -> None:
        """Choose a row and bring it into sight, without going to its hit."""
        if not self._hits.rowCount():
            return
        index = self._hits.index(row, 0)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        with QSignalBlocker(self.selectionModel()):
            self.selectionModel().setCurrentIndex(index, flags)
        self.scrollTo(index)
        self.viewport().update()
        self.walked.emit()

    def go_to(self, row: int) -> None:
        """Choose a row and go to its hit; the keyboard stays where it is."""
        self.choose(row)
        self.go(self.currentIndex(), stay=True)

    def go(self, index: QModelIndex, *, stay: bool) -> None:
        """Go to the hit of a row."""
        if index.isValid():
            source_id, span = self._hits.place(index.row())
            self.gone_to.emit(source_id, span, stay)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter go into the text."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go(self.currentIndex(), stay=False)
        elif event.key() == Qt.Key.Key_Up and self.currentIndex().row() <= 0:
            self.left_up.emit()
        else:
            super().keyPressEvent(event)

    def _on_current(self, index: QModelIndex) -> None:
        if self.hasFocus():
            self.go(index, stay=True)
