"""Codes in rows; how often, in how many sources, and how often in each source or group, in columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QObject, Qt
from PySide6.QtGui import QIcon, QPalette
from PySide6.QtWidgets import QApplication

from interviewcoder.ui.code_tree.colour_menu import swatch
from interviewcoder.ui.rows import NOWHERE, AnyIndex

FIXED_COLUMNS = 3
"""The code, its codings, its sources."""


@dataclass(frozen=True, slots=True)
class FrequencyRow:
    """A code: its place in the tree, its totals, and a number for each column."""

    code_id: int
    name: str
    path: str
    depth: int
    colour: str
    codings: int
    sources: int
    counts: Sequence[int]


class FrequencyRows(QAbstractTableModel):
    """The first columns are the code, its codings and its sources; then those of the table."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tree: Sequence[FrequencyRow] = ()
        self.rows: Sequence[FrequencyRow] = ()
        self.columns: Sequence[str] = ()
        self._discs: dict[str, QIcon] = {}
        self._column, self._order = -1, Qt.SortOrder.AscendingOrder

    def show_rows(self, rows: Sequence[FrequencyRow], columns: Sequence[str]) -> None:
        """Show other numbers, in the order that was chosen last."""
        same = list(columns) == list(self.columns) and len(rows) == len(self.rows)
        if not same:
            self.beginResetModel()
        self._tree, self.columns = rows, columns
        self.rows = self._sorted()
        if not same:
            self.endResetModel()
        elif rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, FIXED_COLUMNS + len(columns) - 1))

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; by -1 in the order of the tree."""
        self.layoutAboutToBeChanged.emit()
        before = [self.rows[index.row()].code_id for index in self.persistentIndexList()]
        self._column, self._order = column, order
        self.rows = self._sorted()
        places = {row.code_id: place for place, row in enumerate(self.rows)}
        old = self.persistentIndexList()
        self.changePersistentIndexList(
            old, [self.index(places[id_], index.column()) for id_, index in zip(before, old, strict=True)]
        )
        self.layoutChanged.emit()

    @property
    def in_tree_order(self) -> bool:
        """Whether a code stands below its theme."""
        return self._column < 0

    def _sorted(self) -> Sequence[FrequencyRow]:
        column = self._column
        if column < 0:
            return self._tree
        down = self._order is Qt.SortOrder.DescendingOrder
        if column == 0:
            return sorted(self._tree, key=lambda row: row.name.casefold(), reverse=down)
        return sorted(self._tree, key=lambda row: self._number(row, column), reverse=down)

    def _number(self, row: FrequencyRow, column: int) -> int:
        if column < FIXED_COLUMNS:
            return (row.codings, row.sources)[column - 1]
        place = column - FIXED_COLUMNS
        return row.counts[place] if place < len(row.counts) else 0

    # What Qt asks

    def rowCount(self, parent: AnyIndex = NOWHERE) -> int:
        """Say how many codes there are."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: AnyIndex = NOWHERE) -> int:
        """Say how many columns there are."""
        return 0 if parent.isValid() else FIXED_COLUMNS + len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Name a column."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        fixed = (self.tr("Code"), self.tr("Codings"), self.tr("Sources"))
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return fixed[section] if section < FIXED_COLUMNS else self.columns[section - FIXED_COLUMNS]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def _disc(self, colour: str) -> QIcon:
        if colour not in self._discs:
            self._discs[colour] = QIcon(swatch(colour, QApplication.palette()))
        return self._discs[colour]

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give a name or a number; no codings are shown by a quiet zero."""
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], index.column()
        if column == 0:
            if role == Qt.ItemDataRole.DisplayRole:
                return ("    " * row.depth if self.in_tree_order else "") + row.name
            if role == Qt.ItemDataRole.ToolTipRole:
                return row.path
            return self._disc(row.colour) if role == Qt.ItemDataRole.DecorationRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{self._number(row, column):,}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.ForegroundRole and not self._number(row, column):
            return QApplication.palette().color(QPalette.ColorRole.PlaceholderText)
        return None
