"""The recordings of the queue as rows of a list that can be dragged into another order."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QMimeData,
    QModelIndex,
    QObject,
    Qt,
    Signal,
)
from PySide6.QtGui import QBrush, QPalette
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from interviewcoder.ui.queue_item import QueueItem
from interviewcoder.ui.rows import NOWHERE, AnyIndex
from interviewcoder.ui.source_list import ROW_ROLE, SourceRow, SourceRowPainter
from interviewcoder.ui.transcription_panel.words import state_words
from interviewcoder.ui.wording import tip

_FORMAT = "application/x-interviewcoder-transcription"
_DRAWINGS = {"running": "transcribe", "waiting": "recording", "paused": "pause", "left": "pause", "failed": "warning"}


class QueueRows(QAbstractListModel):
    """The rows in the order of the queue. `moved` asks for another place of a source, counted from 0."""

    moved = Signal(int, int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.items: Sequence[QueueItem] = ()

    def show_items(self, items: Sequence[QueueItem]) -> None:
        """Show other rows; where the recordings are the same they are only painted anew."""
        if [item.source_id for item in items] == [item.source_id for item in self.items]:
            self.items = items
            if items:
                self.dataChanged.emit(self.index(0), self.index(len(items) - 1))
            return
        self.beginResetModel()
        self.items = items
        self.endResetModel()

    def place_of(self, source_id: int | None) -> QModelIndex:
        """Where a recording is; an invalid index where it isn't."""
        places = (place for place, item in enumerate(self.items) if item.source_id == source_id)
        place = next(places, -1)
        return self.index(place) if place >= 0 else QModelIndex()

    def rowCount(self, parent: AnyIndex = NOWHERE) -> int:
        """Say how many recordings there are."""
        return 0 if parent.isValid() else len(self.items)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give a recording's name, its state in words, or the row to who paints it."""
        if not index.isValid():
            return None
        item = self.items[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return item.name
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            hint = item.error.hint if item.error is not None else ""
            words = "\n".join(filter(None, (item.name, state_words(item), hint)))
            return tip(words) if role == Qt.ItemDataRole.ToolTipRole else words
        if role == ROW_ROLE:
            share = item.share if item.share > 0 or item.state == "running" else None
            return SourceRow(item.source_id, item.name, _DRAWINGS[item.state], state_words(item), share)
        return None

    # Dragging

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Let rows be dragged, and dropped between others."""
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

    def supportedDropActions(self) -> Qt.DropAction:
        """Only moving."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """A format of our own: nothing of it can be dropped elsewhere."""
        return [_FORMAT]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Carry the number of the row."""
        mime = QMimeData()
        mime.setData(_FORMAT, QByteArray(str(indexes[0].row()).encode("ascii")))
        return mime

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: AnyIndex) -> bool:
        """Ask for the new place; it is taken when the queue says so."""
        digits = bytes(data.data(_FORMAT).data()).decode("ascii", errors="replace")
        if action != Qt.DropAction.MoveAction or not digits.isdecimal() or int(digits) >= len(self.items):
            return False
        begins = int(digits)
        place = row if row >= 0 else len(self.items)
        self.moved.emit(self.items[begins].source_id, place - 1 if place > begins else place)
        # False: the view would remove the dragged row by itself.
        return False


class QueueRowPainter(SourceRowPainter):
    """Paints them like sources, but for the chosen one, which is quieter: the sources stand right above."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint what is chosen on a tinted ground."""
        super().initStyleOption(option, index)
        if option.state & QStyle.StateFlag.State_Selected:
            option.state &= ~QStyle.StateFlag.State_Selected
            option.backgroundBrush = QBrush(option.palette.color(QPalette.ColorRole.Midlight))
