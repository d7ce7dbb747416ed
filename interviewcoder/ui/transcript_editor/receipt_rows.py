"""Codings that a correction changed, as rows: the code, its words before, its words now."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QObject, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication

from interviewcoder.sources.receipts import Line
from interviewcoder.sources.text import shortened
from interviewcoder.ui.coding_view.menu import chip
from interviewcoder.ui.rows import NOWHERE, AnyIndex
from interviewcoder.ui.wording import tip

CODE, BEFORE, NOW = range(3)
# As much of a passage as a row can show; the tooltip has more.
_SHOWN, _TOLD = 300, 1200
_AROUND, _AROUND_WIDE = 14, 40
_ROW_AIR = 9


class ReceiptRows(QAbstractTableModel):
    """The lines of a receipt, or all codings without words; those have their source where the others have words."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: Sequence[Line] = ()
        self.of_study = False

    def show_lines(self, lines: Sequence[Line], *, of_study: bool) -> None:
        """Show these lines; `of_study` says that they are of many sources."""
        self.beginResetModel()
        self.lines, self.of_study = lines, of_study
        self.endResetModel()

    def place_of(self, segment_id: int | None) -> int:
        """The row of a coding; -1 where it isn't shown."""
        return next((row for row, line in enumerate(self.lines) if line.segment_id == segment_id), -1)

    def rowCount(self, parent: AnyIndex = NOWHERE) -> int:
        """Say how many lines there are."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: AnyIndex = NOWHERE) -> int:
        """Say how many columns there are."""
        return 0 if parent.isValid() else 3

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Name the columns."""
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        if self.of_study:
            return (self.tr("Code"), self.tr("Source"), self.tr("Where its words were"))[section]
        return (self.tr("Code"), self.tr("Before"), self.tr("Now"))[section]

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give what a cell shows."""
        if not index.isValid():
            return None
        line, column = self.lines[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(line, column, _SHOWN)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(self._words(line, column, _TOLD))
        if role == Qt.ItemDataRole.DecorationRole and column == CODE:
            return chip(QColor(line.colour))
        if role == Qt.ItemDataRole.SizeHintRole:
            return QSize(0, QFontMetrics(QApplication.font()).height() + _ROW_AIR)
        if role == Qt.ItemDataRole.ForegroundRole and column == NOW and line.lost:
            return QApplication.palette().color(QPalette.ColorRole.PlaceholderText)
        return None

    def _words(self, line: Line, column: int, most: int) -> str:
        if column == CODE:
            return line.code
        if column == BEFORE:
            return line.source if self.of_study else shortened(line.before, most)
        if not line.lost:
            return shortened(line.after, most)
        around = _AROUND_WIDE if self.of_study or most > _SHOWN else _AROUND
        before, after = line.place[0][-around:], line.place[1][:around]
        place = " ".join(f"…{before} ▏ {after}…".split()) if before or after else self.tr("an empty transcript")
        return place if self.of_study else self.tr("no words left: {place}").format(place=place)
