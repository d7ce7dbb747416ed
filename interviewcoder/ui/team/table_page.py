"""What the pages of a team's figures share: a table that is read when it is looked at, and a line about it below."""

from __future__ import annotations

import time
from abc import abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractItemModel, Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QStackedLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from interviewcoder.ui.empty_page import EmptyPage
from interviewcoder.ui.rows import RowPainter, dress_figures
from interviewcoder.ui.shortened_label import ShortenedLabel

if TYPE_CHECKING:
    from interviewcoder.project.changes import Changes
    from interviewcoder.ui.project_signals import ProjectSignals

# Somebody who codes on doesn't look at figures: they follow when there is a moment.
_WAIT_MS = 250
# What takes longer is read when it is asked for, not after each change.
_LONG_S = 1.0


class TablePage(QWidget):
    """A bar, a table or what is said in its place, and a foot. Made first is what the keyboard comes to first.

    A page calls `put_together` when its bar is made, and reads within `reading`.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.table: QTableView
        self._stale, self._took_s = True, 0.0
        self._later = QTimer(self)

    @abstractmethod
    def refresh(self) -> None:
        """Read again."""

    @abstractmethod
    def concerns(self, changes: Changes) -> bool:
        """Whether what is shown may be another after changes."""

    def put_together(
        self, name: str, bar: QWidget, rows: QAbstractItemModel, painter: type[RowPainter], again: str
    ) -> None:
        """Make the rest below a bar and lay it out; `again` are the words of the button that reads again."""
        self.table = QTableView(self)
        self.empty = EmptyPage(self)
        self.beside = ShortenedLabel(self)
        self.again = QPushButton(again, self)
        self.table.setProperty("role", "side")
        self.table.setModel(rows)
        self.table.setItemDelegate(painter(self.table))
        dress_figures(self.table)
        for part in (self, self.table):
            part.setAccessibleName(name)
        self.setFocusProxy(self.table)
        self._lay_out(bar)

    def _lay_out(self, bar: QWidget) -> None:
        self.beside.setProperty("role", "hint")
        self.again.hide()
        self.foot = QFrame(self)
        self.foot.setProperty("role", "bar")
        line = QHBoxLayout(self.foot)
        line.setContentsMargins(12, 4, 8, 4)
        line.addWidget(self.beside, 1)
        line.addWidget(self.again)
        body = QFrame(self)
        self._stack = QStackedLayout(body)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(body, 1)
        column.addWidget(self.foot)

    def follow(self, signals: ProjectSignals) -> None:
        """Read again when something changes, and when it is asked for."""
        self._later.setSingleShot(True)
        self._later.setInterval(_WAIT_MS)
        self._later.timeout.connect(self.refresh)
        signals.changed.connect(self._on_changed)
        signals.ended.connect(self._later.stop)
        self.again.clicked.connect(self.refresh)

    def showEvent(self, event: QShowEvent) -> None:
        """Read what changed while nobody looked."""
        super().showEvent(event)
        if self._stale:
            self._stale = False
            # The page is painted first: of a large study reading takes a moment.
            self._later.start()

    def begin_reading(self) -> None:
        """Say that what is shown is being read again."""
        self._later.stop()
        self._stale = False
        self.again.hide()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Show that it takes a moment, and remember how long it took."""
        begun = time.perf_counter()
        QApplication.setOverrideCursor(Qt.CursorShape.BusyCursor)
        try:
            yield
        finally:
            QApplication.restoreOverrideCursor()
            self._took_s = time.perf_counter() - begun

    def show_table(self) -> None:
        """Show the table."""
        self._stack.setCurrentWidget(self.table)

    def show_empty(self, drawing: str, message: str, hint: str, button: str = "") -> None:
        """Say why there is no table."""
        self._stack.setCurrentWidget(self.empty)
        self.empty.show_state(drawing, message, hint, button)
        self.foot.hide()

    def _on_changed(self, changes: Changes) -> None:
        if not self.concerns(changes):
            return
        if not self.isVisible():
            self._stale = True
        elif self._took_s > _LONG_S and not self.table.isHidden():
            self.again.show()
            self.foot.show()
        else:
            self._later.start()
