"""Paints the lines of the history: steps, days, and where now is."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPalette, QPen
from PySide6.QtWidgets import QStyleOptionViewItem

from interviewcoder.ui.history_panel.model import ROW_ROLE, HistoryModel, HistoryRow, time_words
from interviewcoder.ui.rows import AnyIndex, RowPainter, inks

_SIDE = 14
_AIR = 5
_GAP = 8
_UNDONE = 0.55


class HistoryPainter(RowPainter):
    """Two lines a step: what was done; when, and by whom. All rows have one height."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Give every row one height."""
        return QSize(120, round(2 * QFontMetricsF(option.font).lineSpacing()) + 2 * _AIR)

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint a step, a day's line, or where the study stands now."""
        row: HistoryRow = index.data(ROW_ROLE)
        box = QRectF(option.rect).adjusted(_SIDE, _AIR, -_SIDE, -_AIR)
        if row.step is not None:
            model = index.model()
            assert isinstance(model, HistoryModel)
            self._paint_step(painter, option, box, row, undone=model.is_undone(row))
        elif row.kind == "now":
            self._paint_now(painter, option, box, row.words)
        else:
            self._paint_line(painter, option, box, row)

    def _paint_step(
        self, painter: QPainter, item: QStyleOptionViewItem, box: QRectF, row: HistoryRow, *, undone: bool
    ) -> None:
        assert row.step is not None
        ink, quiet = inks(item)
        if undone:
            ink, quiet = _faded(ink), _faded(quiet)
        upper, lower = QRectF(box), QRectF(box)
        upper.setHeight(box.height() / 2)
        lower.setTop(upper.bottom())
        font = QFont(item.font)
        font.setStrikeOut(undone)
        _write(painter, upper, font, ink, row.words)
        _write(painter, lower, item.font, quiet, f"{time_words(row.step)} · {row.step.coder}")

    def _paint_now(self, painter: QPainter, item: QStyleOptionViewItem, box: QRectF, words: str) -> None:
        accent = item.palette.color(QPalette.ColorRole.Link)
        font = QFont(item.font)
        font.setWeight(QFont.Weight.DemiBold)
        width = QFontMetricsF(font).horizontalAdvance(words)
        _write(painter, box, font, accent, words)
        painter.setPen(QPen(accent, 1.5))
        middle = box.center().y()
        painter.drawLine(round(box.left() + width + _GAP), round(middle), round(box.right()), round(middle))

    def _paint_line(self, painter: QPainter, item: QStyleOptionViewItem, box: QRectF, row: HistoryRow) -> None:
        ink, quiet = inks(item)
        font = QFont(item.font)
        if row.kind == "day":
            font.setWeight(QFont.Weight.DemiBold)
            # Near the steps of the day.
            box.setTop(box.center().y() - _AIR / 2)
        _write(painter, box, font, ink if row.kind == "day" else quiet, row.words)


def _faded(ink: QColor) -> QColor:
    paler = QColor(ink)
    paler.setAlphaF(ink.alphaF() * _UNDONE)
    return paler


def _write(painter: QPainter, box: QRectF, font: QFont, ink: QColor, words: str) -> None:
    painter.setFont(font)
    painter.setPen(ink)
    shown = QFontMetricsF(font).elidedText(words, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
