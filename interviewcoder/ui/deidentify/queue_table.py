"""The list of suggestions: a keystroke for each decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTreeView, QWidget

from interviewcoder.ui.deidentify.rows import BECOMES, KIND, PASSAGE, SOURCE, STATE, QueuePainter

if TYPE_CHECKING:
    from interviewcoder.ui.deidentify.rows import QueueRows

WISHES = {
    Qt.Key.Key_Return: "replace",
    Qt.Key.Key_Enter: "replace",
    Qt.Key.Key_R: "replace",
    Qt.Key.Key_A: "everywhere",
    Qt.Key.Key_K: "keep",
    Qt.Key.Key_E: "edit",
    Qt.Key.Key_F2: "edit",
    Qt.Key.Key_S: "skip",
    Qt.Key.Key_Space: "hear",
    Qt.Key.Key_Backspace: "back",
}
"""What each key asks for."""
_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_STATE_WIDTH, _KIND_WIDTH, _BECOMES_WIDTH, _SOURCE_WIDTH = 26, 110, 150, 110


class QueueTable(QTreeView):
    """The suggestions. `wished` carries what a key asks for the current one."""

    wished = Signal(str)

    def __init__(self, rows: QueueRows, parent: QWidget) -> None:
        super().__init__(parent)
        self.setModel(rows)
        self.setItemDelegate(QueuePainter(self))
        self.setAccessibleName(self.tr("Suggestions"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionsMovable(False)
        header.setMinimumSectionSize(_STATE_WIDTH)
        header.setSectionResizeMode(PASSAGE, QHeaderView.ResizeMode.Stretch)
        widths = ((STATE, _STATE_WIDTH), (KIND, _KIND_WIDTH), (BECOMES, _BECOMES_WIDTH), (SOURCE, _SOURCE_WIDTH))
        for column, width in widths:
            header.resizeSection(column, width)
        header.setSectionResizeMode(STATE, QHeaderView.ResizeMode.Fixed)
        self.show_sources(False)

    def show_sources(self, shown: bool) -> None:
        """Show which source each is in, or don't."""
        self.setColumnHidden(SOURCE, not shown)

    def event(self, event: QEvent) -> bool:
        """Keep our letters from keys of the window."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._wish(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ask for what the key stands for; letters don't search here."""
        wish = self._wish(event)
        if wish:
            self.wished.emit(wish)
        elif not event.text().isalnum() or event.modifiers() & _COMMANDS:
            super().keyPressEvent(event)

    def _wish(self, event: QKeyEvent) -> str:
        return "" if event.modifiers() & _COMMANDS else WISHES.get(Qt.Key(event.key()), "")
