"""Tables of the page: rows below titles."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QObject, Qt

from interviewcoder.ui.rows import NOWHERE, AnyIndex
from interviewcoder.ui.wording import tip

_Row = TypeVar("_Row")


class TitledTable(QAbstractTableModel, Generic[_Row]):
    """Rows of one kind; `cells` says what stands in one. Columns from `first_number` on hold numbers."""

    def __init__(
        self, titles: Sequence[str], *, first_number: int | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.rows: list[_Row] = []
        self._titles = list(titles)
        self._first_number = len(self._titles) if first_number is None else first_number

    @abstractmethod
    def cells(self, row: _Row) -> Sequence[str]:
        """The words of a row, column by column."""

    def show(self, rows: Sequence[_Row]) -> None:
        """Show these rows."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = NOWHERE) -> int:
        """Say how many there are."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: AnyIndex = NOWHERE) -> int:
        """Say how many columns there are."""
        return 0 if parent.isValid() else len(self._titles)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give the columns' titles."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._aligned(section)
        return self._titles[section] if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give what stands in a cell."""
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._aligned(index.column())
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        words = self.cells(self.rows[index.row()])[index.column()]
        return tip(words) if role == Qt.ItemDataRole.ToolTipRole else words

    def _aligned(self, column: int) -> Qt.AlignmentFlag:
        number = column >= self._first_number
        return Qt.AlignmentFlag.AlignVCenter | (Qt.AlignmentFlag.AlignRight if number else Qt.AlignmentFlag.AlignLeft)
