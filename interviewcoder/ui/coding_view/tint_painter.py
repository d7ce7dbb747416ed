"""Tints and highlights painted under the words; the document itself is never touched."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from interviewcoder.ui.coding_view.marks import Mark, pieces
from interviewcoder.ui.coding_view.page_geometry import PageGeometry
from interviewcoder.ui.coding_view.tints import MOST_BLENDED, Inks, mix

_RADIUS = 3.0
# A tint reaches a little past its words, so that letters don't touch its edge.
_REACH_X = 2.0
_REACH_Y = 1.0
_HANDLE, _KNOB = 1.5, 4.5
# A marker's yellow; on a dark page one that light letters can be read on.
_FOUND, _FOUND_ON_DARK, _FOUND_EDGE = "#ffe27a", "#6b5410", "#c79a1e"


def paint_tints(
    painter: QPainter, geometry: PageGeometry, inks: Inks, marks: Sequence[Mark], visible: tuple[int, int]
) -> None:
    """Paint what lies under the visible words that are coded."""
    for piece in pieces(marks, *visible):
        colour = inks.tint([mark.colour for mark in piece.marks[:MOST_BLENDED]])
        rects = geometry.rects(piece.start, piece.end)
        for number, rect in enumerate(rects):
            opens = piece.opens and number == 0
            closes = piece.closes and number == len(rects) - 1
            _fill(painter, rect, colour, opens=opens, closes=closes)
        if len(piece.marks) > MOST_BLENDED:
            _underline(painter, rects, inks)


def _underline(painter: QPainter, rects: Iterable[QRectF], inks: Inks) -> None:
    """Draw the sign that more codings lie here than the tint can tell: a fine line, as under a link."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for rect in rects:
        painter.fillRect(QRectF(rect.left(), rect.bottom() + _REACH_Y - 1.0, rect.width(), 1.0), inks.faint)


def paint_spoken(painter: QPainter, rects: Iterable[QRectF], inks: Inks) -> None:
    """Paint the soft light under the word that is being played."""
    for rect in rects:
        _fill(painter, rect, mix(inks.page, inks.accent, 0.32), opens=True, closes=True)
        bar = QRectF(rect.left() - _REACH_X, rect.bottom() + _REACH_Y - 0.5, rect.width() + 2 * _REACH_X, 2.0)
        painter.fillRect(bar, inks.accent)


def paint_found(painter: QPainter, rects: Iterable[QRectF], inks: Inks) -> None:
    """Paint the marker pen over a place that a search found; it shows on top of tints, too."""
    fill = QColor(_FOUND_ON_DARK if inks.on_dark else _FOUND)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    edge = QColor(_FOUND_EDGE)
    painter.setPen(QPen(edge, 1.0))
    painter.setBrush(fill)
    for rect in rects:
        painter.drawRoundedRect(rect.adjusted(-1.0, 0.0, 1.0, 0.0), _RADIUS, _RADIUS)


def paint_replaced(painter: QPainter, rects: Iterable[QRectF], inks: Inks) -> None:
    """Draw a quiet line under words that a pseudonym replaces in copies for others."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for rect in rects:
        painter.fillRect(QRectF(rect.left(), rect.bottom() + _REACH_Y - 1.0, rect.width(), 2.0), inks.replaced)


def paint_unsure(painter: QPainter, rects: Iterable[QRectF], inks: Inks) -> None:
    """Draw a line of dots under a word that the recogniser wasn't sure of."""
    pen = QPen(inks.unsure, 2.0, Qt.PenStyle.DotLine, Qt.PenCapStyle.RoundCap)
    pen.setDashPattern([0.1, 1.9])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(pen)
    for rect in rects:
        painter.drawLine(rect.bottomLeft() + QPointF(0, 1.0), rect.bottomRight() + QPointF(0, 1.0))


def paint_target(painter: QPainter, rects: Iterable[QRectF], inks: Inks) -> None:
    """Outline the words that a dragged code would be put on."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(inks.accent, 1.5)
    pen.setStyle(Qt.PenStyle.DashLine)
    painter.setPen(pen)
    wash = QColor(inks.accent)
    wash.setAlpha(28)
    painter.setBrush(wash)
    for rect in rects:
        painter.drawRoundedRect(rect.adjusted(-_REACH_X, -_REACH_Y, _REACH_X, _REACH_Y), _RADIUS, _RADIUS)


def paint_outline(painter: QPainter, rects: Iterable[QRectF], colour: QColor) -> None:
    """Draw a line around the words of the coding that is chosen."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for rect in rects:
        painter.drawRoundedRect(rect.adjusted(-_REACH_X, -_REACH_Y, _REACH_X, _REACH_Y), _RADIUS, _RADIUS)


def paint_handle(painter: QPainter, line: QRectF, colour: QColor, inks: Inks, *, opens: bool) -> None:
    """Draw the handle at the beginning of a coding, with its knob above, or at the end, with its knob below."""
    x = line.center().x() + (-_REACH_X if opens else _REACH_X)
    top, bottom = line.top() - _REACH_Y, line.bottom() + _REACH_Y
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    # Thin, so that a comma behind the last word is still seen.
    painter.fillRect(QRectF(x - _HANDLE / 2, top, _HANDLE, bottom - top), colour)
    painter.setPen(QPen(inks.page, 1.0))
    painter.setBrush(colour)
    painter.drawEllipse(QPointF(x, top if opens else bottom), _KNOB, _KNOB)


def _fill(painter: QPainter, rect: QRectF, colour: QColor, *, opens: bool, closes: bool) -> None:
    """Fill behind words; ends towards bare text are rounded and reach out a little."""
    box = rect.adjusted(-_REACH_X if opens else 0, -_REACH_Y, _REACH_X if closes else 0, _REACH_Y)
    if not opens and not closes:
        painter.fillRect(box, colour)
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(box, _RADIUS, _RADIUS)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    if not opens:
        painter.fillRect(box.adjusted(0, 0, -box.width() / 2, 0), colour)
    if not closes:
        painter.fillRect(box.adjusted(box.width() / 2, 0, 0, 0), colour)
