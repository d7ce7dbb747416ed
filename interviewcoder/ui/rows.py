"""What the lists and tables of the window share: rows that are painted by hand."""

from __future__ import annotations

from abc import abstractmethod

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPalette
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

AnyIndex = QModelIndex | QPersistentModelIndex
"""An index as Qt hands it to a model or a painter."""

NOWHERE = QModelIndex()
"""The parent of the rows of a list or a table."""

SMALLER = 0.86
"""How large the second line of a row is, as a share of the first."""

_QUIET_ON_CHOSEN = 0.82
# Of the room beside the words: what comes behind them tells more than what came before.
_SHARE_BEFORE = 0.45


class RowPainter(QStyledItemDelegate):
    """Has the style paint a row's ground, chosen or not, and lets `paint_row` put on it what the row is about."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint one row."""
        row = QStyleOptionViewItem(option)
        self.initStyleOption(row, index)
        row.text = ""
        row.widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, row, painter, row.widget)
        painter.save()
        self.paint_row(painter, row, index)
        painter.restore()

    @abstractmethod
    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint a row on its ground; the painter is brought back to how it was."""


def dress_cells(table: QTableView, row_air: int) -> None:
    """Have a table show cells that are typed into: no grid, rows a line and `row_air` (pixels) high, Tab leaves it."""
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(table.fontMetrics().lineSpacing() + row_air)
    table.setShowGrid(False)
    table.setAlternatingRowColors(True)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    triggers = QAbstractItemView.EditTrigger
    table.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed)
    table.horizontalHeader().setHighlightSections(False)


def dress_figures(table: QTableView) -> None:
    """Have a table show rows that are read: a stripe for every other one, one chosen at a time, Tab leaves it."""
    table.verticalHeader().hide()
    table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
    table.setTabKeyNavigation(False)
    table.setWordWrap(False)
    table.setShowGrid(False)
    table.setAlternatingRowColors(True)
    table.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
    table.horizontalHeader().setHighlightSections(False)
    table.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)


def height_of_two_lines(font: QFont, air: int) -> int:
    """How high a row is with a smaller line below its first, and so much air around them (pixels)."""
    return round(QFontMetricsF(font).height() * (1 + SMALLER)) + air


def is_chosen(option: QStyleOptionViewItem) -> bool:
    """Whether the row is a chosen one."""
    return bool(option.state & QStyle.StateFlag.State_Selected)


def inks(option: QStyleOptionViewItem) -> tuple[QColor, QColor]:
    """The colour of a row's words, and the quiet one of what is said beside them."""
    palette: QPalette = option.palette
    if not is_chosen(option):
        return palette.color(QPalette.ColorRole.Text), palette.color(QPalette.ColorRole.PlaceholderText)
    ink = palette.color(QPalette.ColorRole.HighlightedText)
    quiet = QColor(ink)
    quiet.setAlphaF(_QUIET_ON_CHOSEN)
    return ink, quiet


def paint_among(
    painter: QPainter, option: QStyleOptionViewItem, box: QRectF, said: tuple[str, str, str], ink: QColor, dim: QColor
) -> None:
    """Paint words, heavy, between those before and behind them, on one line; what stands around them is shortened."""
    plain, bold = option.font, QFont(option.font)
    bold.setWeight(QFont.Weight.DemiBold)
    light, heavy = QFontMetricsF(plain), QFontMetricsF(bold)
    words = heavy.elidedText(said[1], Qt.TextElideMode.ElideRight, box.width())
    room = box.width() - heavy.horizontalAdvance(words)
    before = light.elidedText(said[0], Qt.TextElideMode.ElideLeft, room * _SHARE_BEFORE)
    room -= light.horizontalAdvance(before)
    after = light.elidedText(said[2], Qt.TextElideMode.ElideRight, max(room, 0))
    left = box.left()
    for text, font, metrics, colour in (
        (before, plain, light, dim), (words, bold, heavy, ink), (after, plain, light, dim)
    ):  # fmt: skip
        painter.setFont(font)
        painter.setPen(colour)
        place = QRectF(left, box.top(), metrics.horizontalAdvance(text) + 2, box.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        left += metrics.horizontalAdvance(text)
