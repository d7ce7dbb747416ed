"""The list of disagreements: a keystroke for each decision."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from interviewcoder.ui.team.disagreements.keys import keeps, wish_of
from interviewcoder.ui.team.disagreements.rows import DisputePainter, DisputeRows

_OF_THE_LIST = ("next", "previous")


class DisputeList(QListView):
    """The disagreements. `wished` carries what a key asks for the current one."""

    wished = Signal(str)

    def __init__(self, rows: DisputeRows, parent: QWidget) -> None:
        super().__init__(parent)
        self.setModel(rows)
        self.setItemDelegate(DisputePainter(self))
        self.setAccessibleName(self.tr("Disagreements"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)

    def event(self, event: QEvent) -> bool:
        """Keep our letters from keys of the window."""
        return keeps(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ask for what the key stands for; letters don't search here."""
        wish = wish_of(event)
        if wish and wish not in _OF_THE_LIST:
            self.wished.emit(wish)
        elif wish or not event.text().isalnum():
            super().keyPressEvent(event)
