"""The list in the pop-up: codes with their colours, and the code that isn't there yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPalette
from PySide6.QtWidgets import QStyleOptionViewItem

from interviewcoder.ui.rows import NOWHERE, AnyIndex, RowPainter, is_chosen
from interviewcoder.ui.wording import tip

_SIDE = 8
_CHIP = 12
_ROW_AIR = 9
_SHORTEST_PATH_CHARACTERS = 12
ROW_ROLE = int(Qt.ItemDataRole.UserRole)


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A code to choose; without an id, one to make. `path` are the names above it, `digit` its key."""

    name: str
    code_id: int | None
    path: str = ""
    colour: str = ""
    digit: str = ""


class CodeRows(QAbstractListModel):
    """The rows of the pop-up."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: Sequence[CodeRow] = ()

    def show_rows(self, rows: Sequence[CodeRow]) -> None:
        """Replace all rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = NOWHERE) -> int:
        """Say how many rows there are."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give a row's words, and the row itself to who paints it."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.name if row.code_id is not None else self.tr("Create “{name}”").format(name=row.name)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            words = f"{row.path} › {row.name}" if row.path else row.name
            return tip(words) if role == Qt.ItemDataRole.ToolTipRole else words
        return row if role == ROW_ROLE else None


class CodeRowPainter(RowPainter):
    """Paints a chip of the code's colour, its name, and dimmed what it belongs to."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Give every row one height."""
        return QSize(100, round(QFontMetricsF(option.font).height()) + _ROW_AIR)

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint one row."""
        row: CodeRow = index.data(ROW_ROLE)
        words = str(index.data())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect).adjusted(_SIDE, 0, -_SIDE, 0)
        chosen = is_chosen(option)
        palette: QPalette = option.palette
        ink = palette.color(QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Text)
        dim = QColor(ink)
        dim.setAlphaF(0.62)
        chip = QRectF(box.left(), box.center().y() - _CHIP / 2, _CHIP, _CHIP)
        if row.code_id is not None:
            # A rim, or a blue chip would drown in the blue of the chosen row.
            painter.setPen(ink if chosen else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(row.colour))
            painter.drawRoundedRect(chip, 3, 3)
        else:
            painter.setPen(ink)
            painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, "+")
        font: QFont = option.font
        metrics = QFontMetricsF(font)
        text = box.adjusted(_CHIP + _SIDE, 0, -_SIDE - metrics.horizontalAdvance("9"), 0)
        painter.setFont(font)
        painter.setPen(dim)
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, row.digit)
        painter.setPen(ink)
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, text.width())
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, shown)
        text.setLeft(text.left() + metrics.horizontalAdvance(shown) + 2 * _SIDE)
        painter.setPen(dim)
        if row.path and text.width() > metrics.averageCharWidth() * _SHORTEST_PATH_CHARACTERS:
            path = metrics.elidedText(row.path, Qt.TextElideMode.ElideLeft, text.width())
            painter.drawText(text, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, path)
