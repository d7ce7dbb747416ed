"""The hits as rows of a table that reads the words of a row when the row is seen."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from interviewcoder.analysis.keyword_in_context import Contexts, Hit
from interviewcoder.sources.text import Span
from interviewcoder.ui.find_page.results import Results
from interviewcoder.ui.rows import NOWHERE, AnyIndex
from interviewcoder.ui.wording import clock_words, tip

HIT_ROLE = int(Qt.ItemDataRole.UserRole)
_READ_AHEAD = 512


class Hits(QAbstractTableModel):
    """One column, a row for each place of the results, in their order or in another."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._results = Results()
        self._contexts: Contexts | None = None
        self._shown = 0
        self._order: Sequence[int] | None = None
        self._hit = lru_cache(_READ_AHEAD)(self._read)

    def show(self, results: Results, contexts: Contexts | None) -> None:
        """Show other results, in the order they were found."""
        self.beginResetModel()
        self._results, self._contexts = results, contexts
        self._shown, self._order = results.total, None
        self._hit.cache_clear()
        self.endResetModel()

    def grow(self) -> None:
        """Show what was found since."""
        total = self._results.total
        if total > self._shown:
            self.beginInsertRows(QModelIndex(), self._shown, total - 1)
            self._shown = total
            self.endInsertRows()

    def put_in_order(self, order: Sequence[int] | None) -> None:
        """Show the hits in this order of their numbers; None is the order they were found in."""
        self.beginResetModel()
        self._order = order
        self._shown = self._results.total
        self._hit.cache_clear()
        self.endResetModel()

    def place(self, row: int) -> tuple[int, Span]:
        """Where the hit of a row is: its source and passage."""
        return self._results.at(self._order[row] if self._order is not None else row)

    def row_near(self, source_id: int, at: int) -> int | None:
        """The row of a source's hit at or behind a code point; None where it has none."""
        number = self._results.number_near(source_id, at)
        if number is None or self._order is None:
            return number
        return list(self._order).index(number)

    def rowCount(self, parent: AnyIndex = NOWHERE) -> int:
        """Say how many there are."""
        return 0 if parent.isValid() else self._shown

    def columnCount(self, parent: AnyIndex = NOWHERE) -> int:
        """One: it is painted as a whole."""
        return 0 if parent.isValid() else 1

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give the hit to who paints it, its words to who reads them aloud."""
        if not index.isValid() or role not in (HIT_ROLE, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        hit = self._hit(index.row())
        if hit is None or role == HIT_ROLE:
            return hit
        sentence = f"{hit.before}{hit.words}{hit.after}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(f"{self._whereabouts(hit)}\n{sentence}")
        return f"{sentence} ({self._whereabouts(hit)})"

    def _whereabouts(self, hit: Hit) -> str:
        parts = [hit.source, hit.case if hit.case not in hit.source else "", hit.speaker]
        if hit.turn:
            parts.append(self.tr("turn {number}").format(number=hit.turn))
        if hit.time_ms is not None:
            parts.append(clock_words(hit.time_ms))
        return " · ".join(filter(None, dict.fromkeys(parts)))

    def _read(self, row: int) -> Hit | None:
        if self._contexts is None:
            return None
        return self._contexts.hit(*self.place(row))
