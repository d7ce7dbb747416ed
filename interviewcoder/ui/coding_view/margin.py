"""Right of the text: a stripe for each coding, in stable lanes, with the code's name beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QWidget

from interviewcoder.ui import icons
from interviewcoder.ui.coding_view.looks import font_beside
from interviewcoder.ui.coding_view.marks import Mark
from interviewcoder.ui.coding_view.page import Page
from interviewcoder.ui.coding_view.stripe_layout import Name, Stripe, place_names
from interviewcoder.ui.coding_view.stripe_signs import NEGATIVE_RADIUS, STAR_RADIUS, paint_negative, paint_star

_LANE_WIDTH = 8
_WIDEST_LANES = 120
_LANES_STEP = 4
_STRIPE_WIDTH = 4
_SIDE = 10
_SMALLER_PT = 0.5
_DOT = 12
# In less there is nothing to read; stripes tell their codes when the mouse rests on them.
_LEAST_FOR_NAMES = 40
# The foot of a stripe is in its coder's colour, where the stripe is so long that both can be told.
_FOOT = 6.0
_LEAST_FOR_CODER = 16.0
# Between a name and the signs behind it.
_GAP = 3.0


class Margin(QWidget):
    """Stripes and names. A click carries all codings under it, the front one first."""

    marks_clicked = Signal(object)  # list[Mark]
    told_asked = Signal(object, object)  # list[Mark], QPoint on the screen
    menu_asked = Signal(object, object)  # list[Mark], QPoint on the screen

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self._current: int | None = None
        self._stripes: list[tuple[QRectF, Mark]] = []
        # Where names stand, and the codings each tells of.
        self.names: list[tuple[QRectF, list[Mark]]] = []
        # Room left free next to the text, in pixels, for what is said of its passages.
        self.beside_text = 0
        # Further signs behind a coding's name, and further lines of what is told about it, by its id.
        self.more_signs: Callable[[int], Sequence[str]] = lambda segment_id: ()
        self.also_told: Callable[[int], Sequence[str]] = lambda segment_id: ()
        # How many lanes there are, as counted when it was last painted.
        self._lanes = 1
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
        return min(_WIDEST_LANES, slots * _LANE_WIDTH) + 2 * _SIDE + self.beside_text

    def _lane_count(self) -> int:
        return max(self._page.lanes.values(), default=0) + 1

    def marks_under(self, point: QPointF) -> list[Mark]:
        """Give the codings whose stripe or name is under a point; near counts, stripes being thin."""
        named = [mark for rect, marks in self.names if rect.contains(point) for mark in marks]
        striped = [(abs(rect.center().x() - point.x()), mark) for rect, mark in self._stripes if rect.contains(point)]
        return named or [mark for _, mark in sorted(striped, key=lambda found: found[0])]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint stripes and names of what is in sight."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._page.inks.page)
        self._stripes, self.names, self._lanes = [], [], self._lane_count()
        around = self._page.visible_range(beyond=1.0)
        marks = {mark.id: mark for mark in self._page.marks.touching(*around)}
        stripes = self._measure(marks.values(), around)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top, bottom = self._page.scrolled, self._page.scrolled + self.height()
        for stripe in stripes:
            if stripe.bottom > top and stripe.top < bottom:
                self._paint_stripe(painter, stripe, marks[stripe.id])
        metrics = QFontMetricsF(self._font())
        if self._page.columns.names < _LEAST_FOR_NAMES:
            stripes = []
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
        pitch = min(_LANE_WIDTH, _WIDEST_LANES / self._lanes)
        width = min(_STRIPE_WIDTH, pitch * 0.6) + (1.5 if stripe.id == self._current else 0)
        # The first lane runs next to the names, the others towards the text.
        lane = min(stripe.lane, round(_WIDEST_LANES / pitch) - 1)
        middle = self._page.columns.lanes - _SIDE - (lane + 0.5) * pitch
        top, bottom = stripe.top - self._page.scrolled + 2, stripe.bottom - self._page.scrolled - 2
        colour = self._page.inks.mark(mark.colour)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(QRectF(middle - width / 2, top, width, max(bottom - top, 4)), width / 2, width / 2)
        if (coder := self._page.coders.get(mark.segment.coder_id)) is not None and bottom - top > _LEAST_FOR_CODER:
            foot = QRectF(middle - width / 2, bottom - _FOOT, width, _FOOT)
            painter.fillRect(foot.adjusted(0, -1.5, 0, 0), self._page.inks.page)
            painter.setBrush(self._page.inks.mark(coder.colour))
            painter.drawRoundedRect(foot, width / 2, width / 2)
        # Signs stay in sight as long as their stripe does.
        centre = min(max(top + 3, STAR_RADIUS), max(bottom - 3, top + 3))
        if mark.segment.exemplar:
            paint_star(painter, QPointF(middle, centre), colour, self._page.inks)
            centre += STAR_RADIUS + NEGATIVE_RADIUS + 1
        if mark.segment.negative and centre <= max(bottom, top + 4):
            paint_negative(painter, QPointF(middle, centre), colour, self._page.inks)
        self._stripes.append((QRectF(middle - pitch / 2 - 1, top - 2, pitch + 2, bottom - top + 4), mark))

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
        signs, size = [*_signs(mark), *self.more_signs(mark.id)], metrics.ascent()
        bold = QFontMetricsF(font)
        coder = self._page.coders.get(mark.segment.coder_id)
        room = width - _DOT - bold.horizontalAdvance(more) - len(signs) * (size + _GAP)
        room -= bold.horizontalAdvance(coder.initials) + 2 * _GAP if coder is not None else 0
        while signs and room < _LEAST_FOR_NAMES:
            # The name says more than any sign.
            signs.pop()
            room += size + _GAP
        shown = bold.elidedText(mark.segment.code_name, Qt.TextElideMode.ElideRight, max(room, size))
        painter.drawText(QPointF(left + _DOT, top + metrics.ascent()), shown)
        at = left + _DOT + bold.horizontalAdvance(shown) + _GAP
        if coder is not None:
            painter.setPen(inks.speaker(coder.colour))
            painter.drawText(QPointF(at + _GAP, top + metrics.ascent()), coder.initials)
            painter.setPen(inks.text if mark.id == self._current else inks.dim)
            at += bold.horizontalAdvance(coder.initials) + 2 * _GAP
        for sign in signs:
            self._paint_sign(painter, sign, QRectF(at, top + (metrics.height() - size) / 2, size, size))
            at += size + _GAP
        painter.drawText(QPointF(at - _GAP, top + metrics.ascent()), more)
        here = [mark, *(marks[id] for id in name.more)]
        self.names.append((QRectF(left - 2, top, width + 2, metrics.height()), here))

    def _paint_sign(self, painter: QPainter, drawing: str, place: QRectF) -> None:
        picture = icons.drawn(drawing, painter.pen().color(), round(place.width()), self.devicePixelRatioF())
        painter.drawPixmap(place.topLeft(), picture)

    def _font(self) -> QFont:
        return font_beside(self._page, -_SMALLER_PT)

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
            self.told_asked.emit(marks, event.globalPos())
            return True
        return super().event(event)


def _signs(mark: Mark) -> list[str]:
    """The drawings that stand behind a coding's name."""
    segment = mark.segment
    signs = (("star_filled", segment.exemplar), ("negative", segment.negative), ("memo", bool(segment.memo)))
    return [drawing for drawing, there in signs if there]
