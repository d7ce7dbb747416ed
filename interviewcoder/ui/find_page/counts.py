"""How often something was found, as a table."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QObject, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from interviewcoder.analysis.find_counts import Count
from interviewcoder.ui.find_page.titled_table import TitledTable

_NUMBER_WIDTH = 130


class Counts(TitledTable[Count]):
    """Rows of counts; who interviews has no name and is called so."""

    def __init__(self, first_column: str, *, sources: bool, parent: QObject | None = None) -> None:
        titles = [first_column, self.tr("Hits"), self.tr("Words"), self.tr("Per 1,000 words")]
        super().__init__(titles + ([self.tr("Sources")] if sources else []), first_number=1, parent=parent)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Put the rows in order of a column."""
        if column < 0:
            return
        self.layoutAboutToBeChanged.emit()
        keys = (lambda c: c.name.casefold(), lambda c: c.hits, lambda c: c.words, lambda c: c.per_thousand)
        by = [*keys, lambda c: c.sources][column]
        self.rows.sort(key=by, reverse=order == Qt.SortOrder.DescendingOrder)
        self.layoutChanged.emit()

    def cells(self, row: Count) -> list[str]:
        """A count in words and numbers."""
        number = QLocale().toString
        name = row.name or (self.tr("Interviewer") if not row.key else self.tr("Nobody named"))
        # Of few words a rate says nothing, to a tenth it says enough.
        return [
            name,
            number(row.hits),
            number(row.words),
            QLocale().toString(row.per_thousand, "f", 1),
            number(row.sources),
        ]


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
