"""Right of the text: a stripe for each coding, in stable lanes, with the code's name beside it."""

from __future__ import annotations

from collections.abc import Iterable
from math import cos, pi, sin

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPolygonF,
)
from PySide6.QtWidgets import QToolTip, QWidget

from interviewcoder.ui.coding_view.marks import Mark
from interviewcoder.ui.coding_view.page import Page
from interviewcoder.ui.coding_view.stripe_layout import Name, Stripe, place_names
from interviewcoder.ui.coding_view.tooltips import told_about

_LANE_WIDTH = 8
_WIDEST_LANES = 120
_LANES_STEP = 4
_STRIPE_WIDTH = 4
_SIDE = 10
_SMALLER_PT = 1.5
_STAR = 6.0


class Margin(QWidget):
    """Stripes and names. A click carries all codings under it, the front one first."""

    marks_clicked = Signal(object)  # list[Mark]
    menu_asked = Signal(object, object)  # list[Mark], QPoint on the screen

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self._current: int | None = None
        self._stripes: list[tuple[QRectF, Mark]] = []
        self._names: list[tuple[QRectF, list[Mark]]] = []
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Codings"))

    def show_current(self, segment_id: int | None) -> None:
        """Bring one coding to the front."""
        if segment_id != self._current:
            self._current = segment_id
            self.update()

    def lanes_width(self) -> int:
        """Give the width that the stripes need."""
        # In steps, so that one coding more seldom makes the text wrap anew.
        slots = -(-self._lane_count() // _LANES_STEP) * _LANES_STEP
        return min(_WIDEST_LANES, slots * _LANE_WIDTH) + 2 * _SIDE

    def _lane_count(self) -> int:
        return max(self._page.lanes.values(), default=0) + 1

    def marks_under(self, point: QPointF) -> list[Mark]:
        """Give the codings whose stripe or name is under a point; near counts, stripes being thin."""
        named = [mark for rect, marks in self._names if rect.contains(point) for mark in marks]
        striped = [(abs(rect.center().x() - point.x()), mark) for rect, mark in self._stripes if rect.contains(point)]
        return named or [mark for _, mark in sorted(striped, key=lambda found: found[0])]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint stripes and names of what is in sight."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._page.inks.page)
        self._stripes, self._names = [], []
        around = self._page.visible_range(beyond=1.0)
        marks = {mark.id: mark for mark in self._page.marks.touching(*around)}
        stripes = self._measure(marks.values(), around)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top, bottom = self._page.scrolled, self._page.scrolled + self.height()
        for stripe in stripes:
            if stripe.bottom > top and stripe.top < bottom:
                self._paint_stripe(painter, stripe, marks[stripe.id])
        metrics = QFontMetricsF(self._font())
        for name in place_names(stripes, metrics.height() + 1, window_top=self._page.scrolled):
            if name.top + metrics.height() > top and name.top < bottom:
                self._paint_name(painter, name, marks, metrics)
        painter.end()

    def _measure(self, marks: Iterable[Mark], around: tuple[int, int]) -> list[Stripe]:
        start, end = around
        stripes = []
        for mark in marks:
            # Beyond the neighbourhood nothing need be laid out just to know where a stripe ends.
            top, bottom = self._page.geometry_of_text.extent(max(start, mark.start), min(end, mark.end))
            stripes.append(Stripe(mark.id, top, bottom, self._page.lanes[mark.id]))
        return stripes

    def _paint_stripe(self, painter: QPainter, stripe: Stripe, mark: Mark) -> None:
        pitch = min(_LANE_WIDTH, _WIDEST_LANES / self._lane_count())
        width = min(_STRIPE_WIDTH, pitch * 0.6) + (1.5 if stripe.id == self._current else 0)
        # The first lane runs next to the names, the others towards the text.
        lane = min(stripe.lane, round(_WIDEST_LANES / pitch) - 1)
        middle = self._page.columns.lanes - _SIDE - (lane + 0.5) * pitch
        top, bottom = stripe.top - self._page.scrolled + 2, stripe.bottom - self._page.scrolled - 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._page.inks.mark(mark.colour))
        painter.drawRoundedRect(QRectF(middle - width / 2, top, width, max(bottom - top, 4)), width / 2, width / 2)
        if mark.segment.exemplar:
            # The star stays in sight as long as its stripe does.
            centre = min(max(top + 3, _STAR), max(bottom - 3, top + 3))
            self._paint_star(painter, QPointF(middle, centre), self._page.inks.mark(mark.colour))
        self._stripes.append((QRectF(middle - pitch / 2 - 1, top - 2, pitch + 2, bottom - top + 4), mark))

    def _paint_star(self, painter: QPainter, centre: QPointF, colour: QColor) -> None:
        painter.setPen(self._page.inks.page)
        painter.setBrush(colour)
        painter.drawPolygon(_star(centre, _STAR))

    def _paint_name(self, painter: QPainter, name: Name, marks: dict[int, Mark], metrics: QFontMetricsF) -> None:
        mark = marks[name.id]
        left = self._page.columns.lanes
        top, width = name.top - self._page.scrolled, self._page.columns.names - _SIDE
        inks = self._page.inks
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(inks.mark(mark.colour))
        painter.drawEllipse(QPointF(left + 3, top + metrics.height() / 2), 3, 3)
        font = self._font()
        font.setBold(mark.id == self._current)
        painter.setFont(font)
        painter.setPen(inks.text if mark.id == self._current else inks.dim)
        more = f" +{len(name.more)}" if name.more else ""
        room = width - 12 - QFontMetricsF(font).horizontalAdvance(more)
        shown = QFontMetricsF(font).elidedText(mark.segment.code_name, Qt.TextElideMode.ElideRight, room) + more
        painter.drawText(QPointF(left + 12, top + metrics.ascent()), shown)
        here = [mark, *(marks[id] for id in name.more)]
        self._names.append((QRectF(left - 2, top, width + 2, metrics.height()), here))

    def _font(self) -> QFont:
        font = QFont(self._page.font())
        font.setPointSizeF(font.pointSizeF() - _SMALLER_PT)
        return font

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Report a click on a stripe or a name."""
        marks = self.marks_under(event.position())
        if marks and event.button() == Qt.MouseButton.LeftButton:
            self.marks_clicked.emit(marks)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show a hand where a click does something."""
        self.setCursor(
            Qt.CursorShape.PointingHandCursor if self.marks_under(event.position()) else Qt.CursorShape.ArrowCursor
        )

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the codings under the pointer."""
        self.menu_asked.emit(self.marks_under(QPointF(event.pos())), event.globalPos())

    def event(self, event: QEvent) -> bool:
        """Tell about the codings under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            marks = self.marks_under(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), told_about(marks), self)
            return True
        return super().event(event)


def _star(centre: QPointF, radius: float) -> QPolygonF:
    """Give a star of five points."""
    points = []
    for corner in range(10):
        reach = radius if corner % 2 == 0 else radius * 0.45
        angle = corner * pi / 5 - pi / 2
        points.append(centre + QPointF(cos(angle) * reach, sin(angle) * reach))
    return QPolygonF(points)
