"""How often something was found, as a table."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QLocale, QObject, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from interviewcoder.analysis.find_counts import Count
from interviewcoder.ui.rows import NOWHERE, AnyIndex

_NUMBER_WIDTH = 130


class Counts(QAbstractTableModel):
    """Rows of counts; who interviews has no name and is called so."""

    def __init__(self, first_column: str, *, sources: bool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Count] = []
        self._titles = [first_column, self.tr("Hits"), self.tr("Words"), self.tr("Per 1,000 words")]
        if sources:
            self._titles.append(self.tr("Sources"))

    def show(self, rows: Sequence[Count]) -> None:
        """Show these counts."""
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
            return _aligned(section)
        return self._titles[section] if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give what stands in a cell."""
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _aligned(index.column())
        return self._cells(self.rows[index.row()])[index.column()] if role == Qt.ItemDataRole.DisplayRole else None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Put the rows in order of a column."""
        if column < 0:
            return
        self.layoutAboutToBeChanged.emit()
        keys = (lambda c: c.name.casefold(), lambda c: c.hits, lambda c: c.words, lambda c: c.per_thousand)
        by = [*keys, lambda c: c.sources][column]
        self.rows.sort(key=by, reverse=order == Qt.SortOrder.DescendingOrder)
        self.layoutChanged.emit()

    def _cells(self, count: Count) -> list[str]:
        number = QLocale().toString
        name = count.name or (self.tr("Interviewer") if not count.key else self.tr("Nobody named"))
        # Of few words a rate says nothing, to a tenth it says enough.
        return [
            name,
            number(count.hits),
            number(count.words),
            QLocale().toString(count.per_thousand, "f", 1),
            number(count.sources),
        ]


def _aligned(column: int) -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignVCenter | (Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft)


class CountsTable(QTableView):
    """A table of counts; `chosen` carries the `Count` that somebody wants to see the hits of."""

    chosen = Signal(object)

    def __init__(self, counts: Counts, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.counts = counts
        self.setModel(counts)
        self.setAccessibleName(name)
        self.setProperty("role", "side")
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in range(1, counts.columnCount()):
            header.resizeSection(column, _NUMBER_WIDTH)
        header.setSortIndicatorShown(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        self.activated.connect(lambda index: self.chosen.emit(self.counts.rows[index.row()]))
