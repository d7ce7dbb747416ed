"""The list of the palette: what each entry is, where it stands, and its key."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QObject,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPalette
from PySide6.QtWidgets import QStyleOptionViewItem

from interviewcoder.ui import icons
from interviewcoder.ui.command_palette.entries import Entry
from interviewcoder.ui.rows import NOWHERE, AnyIndex, RowPainter, is_chosen

ENTRY_ROLE = int(Qt.ItemDataRole.UserRole)
_SIDE, _SIGN, _AIR = 10, 14, 12
_DIM = 0.66
_LEAST_PATH_WIDTH = 60


class PaletteRows(QAbstractListModel):
    """The entries that answer, in their order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entries: Sequence[Entry] = ()

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Replace all rows."""
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = NOWHERE) -> int:
        """Say how many rows there are."""
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give a row's words, the whole of it for who listens, and the entry to who paints it."""
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(entry)
        return entry if role == ENTRY_ROLE else None


def spoken(entry: Entry) -> str:
    """An entry as a screen reader says it."""
    ticked = QCoreApplication.translate("CommandPalette", "on") if entry.ticked else ""
    return ", ".join(filter(None, [entry.words, ticked, entry.path, entry.keys, entry.why_not]))


class PaletteRowPainter(RowPainter):
    """Paints a sign, the words, dimmed where it stands, and its key at the right end."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Give every row one height."""
        return QSize(100, round(QFontMetricsF(option.font).height()) + _AIR)

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint one row."""
        entry: Entry = index.data(ENTRY_ROLE)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect).adjusted(_SIDE, 0, -_SIDE, 0)
        chosen = is_chosen(option)
        ink = _ink(option.palette, chosen=chosen, faded=bool(entry.why_not))
        dim = QColor(ink)
        dim.setAlphaF(_DIM)
        metrics = QFontMetricsF(option.font)
        _paint_sign(painter, QRectF(box.left(), box.center().y() - _SIGN / 2, _SIGN, _SIGN), entry, ink)
        painter.setFont(option.font)
        painter.setPen(dim)
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, entry.keys)
        keys_width = metrics.horizontalAdvance(entry.keys) + _SIDE if entry.keys else 0
        text = box.adjusted(_SIGN + _SIDE, 0, -keys_width, 0)
        painter.setPen(ink)
        shown = metrics.elidedText(entry.words, Qt.TextElideMode.ElideRight, text.width())
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, shown)
        text.setLeft(text.left() + metrics.horizontalAdvance(shown) + 1.5 * _SIDE)
        if text.width() > _LEAST_PATH_WIDTH:
            painter.setPen(dim)
            path = metrics.elidedText(entry.why_not or entry.path, Qt.TextElideMode.ElideRight, text.width())
            painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, path)


def _ink(palette: QPalette, *, chosen: bool, faded: bool) -> QColor:
    if chosen:
        return palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.HighlightedText)
    return palette.color(QPalette.ColorRole.PlaceholderText if faded else QPalette.ColorRole.Text)


def _paint_sign(painter: QPainter, place: QRectF, entry: Entry, ink: QColor) -> None:
    if entry.colour:
        painter.setPen(ink)
        painter.setBrush(QColor(entry.colour))
        painter.drawRoundedRect(place.adjusted(1, 1, -1, -1), 3, 3)
    elif name := ("done" if entry.ticked else entry.drawing):
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(place.topLeft(), icons.drawn(name, ink, round(place.width()), ratio))
