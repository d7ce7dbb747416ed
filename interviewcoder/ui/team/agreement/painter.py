"""Paints the cells of the table of agreement: a bar with its interval, figures above theirs, and names of codes."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPalette, QPen
from PySide6.QtWidgets import QStyleOptionViewItem

from interviewcoder.analysis.agreement_words import told, told_interval
from interviewcoder.ui.coding_view.tints import Inks
from interviewcoder.ui.rows import SMALLER, AnyIndex, RowPainter, height_of_two_lines, inks, is_chosen
from interviewcoder.ui.team.agreement.rows import BAR_COLUMN, FIGURE_ROLE, NAME_COLUMN, ROW_ROLE, FigureRow

_AIR, _SIDE, _DOT, _THICK, _CAP = 10, 8, 4.0, 7.0, 3.0
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def row_height(font: QFont) -> int:
    """How high a row of two lines is, in pixels."""
    return height_of_two_lines(font, _AIR)


class FigurePainter(RowPainter):
    """Two lines a row: what a figure is, and between which values it lies."""

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint one cell."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row: FigureRow = index.data(ROW_ROLE)
        box = QRectF(option.rect).adjusted(_SIDE, 0, -_SIDE, 0)
        font = QFont(option.font)
        if row.overall:
            font.setWeight(QFont.Weight.DemiBold)
        if index.column() == NAME_COLUMN:
            self._paint_name(painter, option, row, font, box)
        elif index.column() == BAR_COLUMN:
            self._paint_bar(painter, option, index, box)
        else:
            self._paint_figure(painter, option, index, font, box)

    def _paint_name(
        self, painter: QPainter, option: QStyleOptionViewItem, row: FigureRow, font: QFont, box: QRectF
    ) -> None:
        ink, _ = inks(option)
        if row.colour:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink if is_chosen(option) else Inks(option.palette).mark(QColor(row.colour)))
            painter.drawEllipse(QPointF(box.left() + _DOT, box.center().y()), _DOT, _DOT)
            box.setLeft(box.left() + 2 * _DOT + 6)
        painter.setFont(font)
        painter.setPen(ink)
        metrics = QFontMetricsF(font)
        lines = _lines(row.name, metrics, box.width())
        top = box.center().y() - metrics.height() * len(lines) / 2
        for number, line in enumerate(lines):
            place = QRectF(box.left(), top + number * metrics.height(), box.width(), metrics.height())
            painter.drawText(place, _LEFT, metrics.elidedText(line, Qt.TextElideMode.ElideRight, box.width()))

    def _paint_bar(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex, box: QRectF) -> None:
        _, figure = index.data(FIGURE_ROLE)
        ink, dim = inks(option)
        middle = box.center().y()
        track = QRectF(box.left(), middle - _THICK, box.width(), _THICK)
        faint = QColor(dim)
        faint.setAlphaF(0.22)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(faint)
        painter.drawRoundedRect(track, 2, 2)
        if figure.value is None:
            return
        value = QRectF(track)
        value.setWidth(track.width() * _within(figure.value))
        painter.setBrush(ink if is_chosen(option) else option.palette.color(QPalette.ColorRole.Accent))
        painter.drawRoundedRect(value, 2, 2)
        if figure.interval is not None:
            low, high = _within(figure.interval.low), _within(figure.interval.high)
            ends = (track.left() + track.width() * low, track.left() + track.width() * high)
            painter.setPen(QPen(ink, 1.2))
            _draw_interval(painter, ends, middle + _CAP + 3)

    def _paint_figure(
        self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex, font: QFont, box: QRectF
    ) -> None:
        ink, dim = inks(option)
        found = index.data(FIGURE_ROLE)
        said = str(index.data())
        if found is None:
            leads = index.data(ROW_ROLE).measured.disagreements and not is_chosen(option)
            link = option.palette.color(QPalette.ColorRole.Link)
            _draw(painter, font, link if leads else ink, box, said)
            return
        name, figure = found
        below = told_interval(name, figure)
        if not below:
            _draw(painter, font, ink if figure.value is not None else dim, box, told(name, figure))
            return
        small = QFont(option.font)
        small.setPointSizeF(option.font.pointSizeF() * SMALLER)
        upper, lower = QFontMetricsF(font).height(), QFontMetricsF(small).height()
        top = box.center().y() - (upper + lower) / 2
        _draw(painter, font, ink, QRectF(box.left(), top, box.width(), upper), said)
        _draw(painter, small, dim, QRectF(box.left(), top + upper, box.width(), lower), below)


def _lines(name: str, metrics: QFontMetricsF, width: float) -> list[str]:
    """A name on one line, or on two where it is too long or has two parts."""
    first, apart, second = name.partition("\n")
    if apart or metrics.horizontalAdvance(name) <= width:
        return [first, second] if apart else [name]
    words = name.split(" ")
    many = 1
    while many < len(words) and metrics.horizontalAdvance(" ".join(words[: many + 1])) <= width:
        many += 1
    return [each for each in (" ".join(words[:many]), " ".join(words[many:])) if each]


def _draw(painter: QPainter, font: QFont, ink: QColor, box: QRectF, words: str) -> None:
    painter.setFont(font)
    painter.setPen(ink)
    painter.drawText(box, _RIGHT, QFontMetricsF(font).elidedText(words, Qt.TextElideMode.ElideRight, box.width() + 1))


def _draw_interval(painter: QPainter, ends: tuple[float, float], middle: float) -> None:
    painter.drawLine(QPointF(ends[0], middle), QPointF(ends[1], middle))
    for end in ends:
        painter.drawLine(QPointF(end, middle - _CAP), QPointF(end, middle + _CAP))


def _within(value: float) -> float:
    return min(max(value, 0.0), 1.0)
