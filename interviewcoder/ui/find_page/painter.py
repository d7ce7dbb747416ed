"""Paints hits under each other: where, who, and the words around, the hits themselves in one column."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPalette
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem, QTableView

from interviewcoder.analysis.keyword_in_context import Hit
from interviewcoder.ui.find_page.hits import HIT_ROLE
from interviewcoder.ui.rows import AnyIndex, RowPainter, inks, is_chosen
from interviewcoder.ui.wording import clock_words

_SIDE, _AIR, _GAP = 12, 4, 14
# Of the width: where and who; then the words before the hit take this share of the rest.
_WHERE, _WHO, _MOST_WHERE, _MOST_WHO = 0.17, 0.08, 190, 90
_BEFORE = 0.46

_Right, _Left = Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignLeft


class HitPainter(RowPainter):
    """Keyword in context: what is before a hit ends where the hit begins, in every row at the same place."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Give every row one height."""
        return QSize(200, self.row_height(option.font))

    @staticmethod
    def row_height(font: QFont) -> int:
        """The height of a row."""
        return round(QFontMetricsF(font).height() + 2 * _AIR)

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint where a hit is, who says it, and the words around it."""
        hit = index.data(HIT_ROLE)
        if isinstance(hit, Hit):
            self._paint_hit(painter, option, hit)

    def _paint_hit(self, painter: QPainter, option: QStyleOptionViewItem, hit: Hit) -> None:
        ink, quiet = inks(option)
        box = QRectF(option.rect).adjusted(_SIDE, 0, -_SIDE, 0)
        where = min(box.width() * _WHERE, _MOST_WHERE)
        who = min(box.width() * _WHO, _MOST_WHO)
        at = f"{clock_words(hit.time_ms)}" if hit.time_ms is not None else f"{hit.turn}" if hit.turn else ""
        plain, bold = option.font, QFont(option.font)
        bold.setWeight(QFont.Weight.DemiBold)
        left = box.left()
        at_width = QFontMetricsF(plain).horizontalAdvance("00:00:00"[-max(len(at), 4) :])
        _write(painter, QRectF(left, box.top(), where - at_width - 6, box.height()), hit.source, plain, quiet)
        _write(painter, QRectF(left + where - at_width, box.top(), at_width, box.height()), at, plain, quiet, _Right)
        left += where + _GAP
        _write(painter, QRectF(left, box.top(), who, box.height()), hit.speaker, plain, quiet)
        left += who + _GAP
        middle = left + (box.right() - left) * _BEFORE
        before = QRectF(left, box.top(), middle - left, box.height())
        _write(painter, before, _one_line(hit.before), plain, ink if is_chosen(option) else quiet, _Right)
        rest = QRectF(middle, box.top(), box.right() - middle, box.height())
        accent = ink if is_chosen(option) else option.palette.color(QPalette.ColorRole.Link)
        _write_on(painter, rest, [(_one_line(hit.words), bold, accent), (_one_line(hit.after), plain, ink)])


def _one_line(text: str) -> str:
    return text.replace("\n", " ").replace("\t", " ")


def _write(painter: QPainter, box: QRectF, text: str, font: QFont, ink: QColor, side: Qt.AlignmentFlag = _Left) -> None:
    """Write into a box; what has no room is left out on the far side."""
    elide = Qt.TextElideMode.ElideLeft if side is _Right else Qt.TextElideMode.ElideRight
    metrics = QFontMetricsF(font)
    # Without the space at the hit's edge: Qt drops it where it shortens.
    trailing = metrics.horizontalAdvance(" ") if side is _Right and text.endswith(" ") else 0.0
    shown = metrics.elidedText(text.rstrip() if trailing else text, elide, box.width() - trailing)
    painter.setFont(font)
    painter.setPen(ink)
    flags = side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
    painter.drawText(box.adjusted(0, 0, -trailing, 0), int(flags), shown)


def _write_on(painter: QPainter, box: QRectF, pieces: Sequence[tuple[str, QFont, QColor]]) -> None:
    left = box.left()
    for text, font, ink in pieces:
        if left >= box.right() or not text:
            continue
        _write(painter, QRectF(left, box.top(), box.right() - left, box.height()), text, font, ink)
        left += QFontMetricsF(font).horizontalAdvance(text)


def dress_list(table: QTableView, name: str) -> None:
    """Let a table look and act like a list: whole rows, no grid, one chosen."""
    table.setAccessibleName(name)
    table.setProperty("role", "side")
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
