"""What the lists and tables of the window share: rows that are painted by hand."""

from __future__ import annotations

from abc import abstractmethod

from PySide6.QtCore import QModelIndex, QPersistentModelIndex
from PySide6.QtGui import QColor, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

AnyIndex = QModelIndex | QPersistentModelIndex
"""An index as Qt hands it to a model or a painter."""

NOWHERE = QModelIndex()
"""The parent of the rows of a list or a table."""

_QUIET_ON_CHOSEN = 0.82


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
