"""Paints the cells of the team report: words above quieter words, shares as bars, values over time as small charts."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPalette, QPen
from PySide6.QtWidgets import QStyleOptionViewItem

from interviewcoder.ui.coding_view.tints import Inks
from interviewcoder.ui.rows import SMALLER, AnyIndex, RowPainter, height_of_two_lines, inks, is_chosen
from interviewcoder.ui.team.report.cells import CELL_ROLE, Chart, Shown

_AIR, _SIDE, _DOT = 12, 8, 4.0
_THICK, _POINT, _WIDEST_BAR, _LEAST_BAR = 4.0, 2.6, 14.0, 1.5
_FAINT, _WIDEST_STEP = 0.22, 84.0


def row_height(font: QFont) -> int:
    """How high a row of two lines is, in pixels."""
    return height_of_two_lines(font, _AIR)


class CellPainter(RowPainter):
    """One cell: words, and what belongs under or in the place of them."""

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint one cell."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        cell: Shown = index.data(CELL_ROLE)
        box = QRectF(option.rect).adjusted(_SIDE, 0, -_SIDE, 0)
        if cell.chart is not None:
            _Plot(painter, option, cell.chart, box.adjusted(0, _AIR / 2, 0, -_AIR / 2)).paint()
            return
        if cell.dot:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(_colour(option, cell.dot))
            painter.drawEllipse(QPointF(box.left() + _DOT, box.center().y()), _DOT, _DOT)
            box.setLeft(box.left() + 2 * _DOT + 6)
        self._paint_words(painter, option, cell, box)

    def _paint_words(self, painter: QPainter, option: QStyleOptionViewItem, cell: Shown, box: QRectF) -> None:
        font, small = QFont(option.font), QFont(option.font)
        if cell.strong:
            font.setWeight(QFont.Weight.DemiBold)
        small.setPointSizeF(option.font.pointSizeF() * SMALLER)
        ink, dim = inks(option)
        upper = QFontMetricsF(font).height()
        lower = QFontMetricsF(small).height() if cell.below else _THICK + 4 if cell.share is not None else 0
        top = box.center().y() - (upper + lower) / 2
        side = Qt.AlignmentFlag.AlignRight if cell.right else Qt.AlignmentFlag.AlignLeft
        first = QRectF(box.left(), top, box.width(), upper)
        _draw(painter, font, dim if cell.quiet else ink, first, cell.words, side)
        second = QRectF(box.left(), top + upper, box.width(), lower)
        if cell.below:
            _draw(painter, small, dim, second, cell.below, side)
        elif cell.share is not None:
            self._paint_share(painter, option, cell, second.adjusted(0, 4, 0, 0))

    def _paint_share(self, painter: QPainter, option: QStyleOptionViewItem, cell: Shown, box: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_faint(option))
        painter.drawRoundedRect(box, 2, 2)
        share = min(max(cell.share or 0.0, 0.0), 1.0)
        if share > 0:
            # A little of it is to be seen of the least share, too.
            painter.setBrush(_colour(option, cell.colour))
            painter.drawRoundedRect(QRectF(box.left(), box.top(), max(2.0, box.width() * share), box.height()), 2, 2)


class _Plot:
    """One chart in a box."""

    def __init__(self, painter: QPainter, option: QStyleOptionViewItem, chart: Chart, box: QRectF) -> None:
        self._painter, self._option, self._chart, self._box = painter, option, chart, box
        self._ink = _colour(option, chart.colour)

    def paint(self) -> None:
        """Paint the ground line, then bars or a line with its points."""
        painter, box = self._painter, self._box
        painter.setPen(QPen(_faint(self._option), 1))
        ground = self._y(max(0.0, self._chart.low))
        painter.drawLine(QPointF(box.left(), ground), QPointF(box.right(), ground))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._ink)
        if self._chart.kind == "bars":
            self._paint_bars(ground)
        else:
            self._paint_line()

    def _paint_bars(self, ground: float) -> None:
        values = self._chart.values
        each = self._box.width() / max(1, len(values))
        width = min(_WIDEST_BAR, max(1.0, each * 0.72))
        for number, value in enumerate(values):
            if value:
                height = max(_LEAST_BAR, ground - self._y(value))
                left = self._box.left() + number * each
                self._painter.drawRect(QRectF(left, ground - height, width, height))

    def _paint_line(self) -> None:
        values = self._chart.values
        # The points stand apart from the edges, and a short row of them isn't torn over a wide cell.
        box = self._box.adjusted(_POINT, 0, -_POINT, 0)
        step = min(_WIDEST_STEP, box.width() / max(1, len(values) - 1))
        points = [
            QPointF(box.left() + number * step, self._y(value)) if value is not None else None
            for number, value in enumerate(values)
        ]
        self._painter.setPen(QPen(self._ink, 1.4))
        for one, other in pairwise(points):
            if one is not None and other is not None:
                self._painter.drawLine(one, other)
        self._painter.setPen(Qt.PenStyle.NoPen)
        for point in points:
            if point is not None:
                self._painter.drawEllipse(point, _POINT, _POINT)

    def _y(self, value: float) -> float:
        low, high = self._chart.low, self._chart.high
        share = (value - low) / (high - low) if high > low else 0.0
        box = self._box.adjusted(0, _POINT, 0, -_POINT)
        return box.bottom() - min(max(share, 0.0), 1.0) * box.height()


def _colour(option: QStyleOptionViewItem, name: str) -> QColor:
    if is_chosen(option):
        return inks(option)[0]
    return Inks(option.palette).mark(QColor(name)) if name else option.palette.color(QPalette.ColorRole.Accent)


def _faint(option: QStyleOptionViewItem) -> QColor:
    colour = QColor(inks(option)[1])
    colour.setAlphaF(_FAINT)
    return colour


def _draw(painter: QPainter, font: QFont, ink: QColor, box: QRectF, words: str, side: Qt.AlignmentFlag) -> None:
    painter.setFont(font)
    painter.setPen(ink)
    shown = QFontMetricsF(font).elidedText(words, Qt.TextElideMode.ElideRight, box.width() + 1)
    painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, shown)
