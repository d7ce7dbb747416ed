"""Small signs on stripes: exemplars and negative cases."""

from __future__ import annotations

from math import cos, pi, sin
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

if TYPE_CHECKING:
    from interviewcoder.ui.coding_view.tints import Inks

STAR_RADIUS = 6.0
NEGATIVE_RADIUS = 4.5


def paint_star(painter: QPainter, centre: QPointF, colour: QColor, inks: Inks) -> None:
    """Paint the star of an exemplar."""
    painter.setPen(inks.page)
    painter.setBrush(colour)
    painter.drawPolygon(_star(centre, STAR_RADIUS))


def paint_negative(painter: QPainter, centre: QPointF, colour: QColor, inks: Inks) -> None:
    """Paint the minus of a negative case."""
    painter.setPen(QPen(colour, 1.5))
    painter.setBrush(inks.page)
    painter.drawEllipse(centre, NEGATIVE_RADIUS, NEGATIVE_RADIUS)
    reach = QPointF(NEGATIVE_RADIUS / 2, 0)
    painter.drawLine(centre - reach, centre + reach)


def _star(centre: QPointF, radius: float) -> QPolygonF:
    """Give a star of five points."""
    points = []
    for corner in range(10):
        reach = radius if corner % 2 == 0 else radius * 0.45
        angle = corner * pi / 5 - pi / 2
        points.append(centre + QPointF(cos(angle) * reach, sin(angle) * reach))
    return QPolygonF(points)
