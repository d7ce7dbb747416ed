"""The coding that is chosen: outlined in the text, with handles at both ends to pull it longer or shorter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, QSignalBlocker, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractSlider

from interviewcoder.sources.text import Span
from interviewcoder.ui.coding_view.edges import pulled
from interviewcoder.ui.coding_view.marks import Mark
from interviewcoder.ui.coding_view.one_coding import OneCoding
from interviewcoder.ui.coding_view.page import Page
from interviewcoder.ui.coding_view.tint_painter import paint_handle, paint_outline

# How far beside an end, above and below its line a handle is still meant, in pixels.
_NEAR_X, _NEAR_Y = 5.0, 5.0
# Where the page begins to scroll under the mouse, and how often and far it does.
_SCROLLS_WITHIN = 22
_SCROLL_EVERY_MS = 30
_SCROLL_AT_MOST = 40


@dataclass(slots=True)
class _Pull:
    """An end on its way: what the coding would have now, and where the mouse was last."""

    mark: Mark
    at_start: bool
    span: Span
    point: QPoint
    exact: bool = False


class EdgeHandles(QObject):
    """Watches the mouse at the ends of the chosen coding. `OneCoding.resized` is said once, when it lets go.

    Ends snap to words, with Alt to the character. Escape leaves the coding as
    it was. Only the chosen coding has handles: at the ends of the others the
    mouse begins a selection.
    """

    def __init__(self, page: Page, coding: OneCoding, typing: Callable[[], bool]) -> None:
        super().__init__(page)
        self._page, self._coding, self._typing = page, coding, typing
        # Whether an end of a coding may be pulled at all.
        self.may_resize: Callable[[Mark], bool] = lambda mark: True
        self._pull: _Pull | None = None
        # Escape was pressed, and the button is still down.
        self._let_go = False
        self._over = False
        self._scrolling = QTimer(self)
        self._scrolling.setInterval(_SCROLL_EVERY_MS)
        self._scrolling.timeout.connect(self._scroll)
        page.over_text = self._paint
        coding.current_changed.connect(page.viewport().update)
        page.viewport().setMouseTracking(True)
        # After those who select and drag out: what is installed last is asked first.
        page.viewport().installEventFilter(self)
        page.installEventFilter(self)

    @property
    def pulling(self) -> bool:
        """Whether an end is being pulled."""
        return self._pull is not None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the mouse at a handle, and Escape while one is pulled."""
        if isinstance(event, QKeyEvent):
            return self._on_key(event)
        if not isinstance(event, QMouseEvent) or watched is not self._page.viewport():
            return False
        if event.type() == QEvent.Type.MouseMove:
            return self._on_move(event)
        if event.button() != Qt.MouseButton.LeftButton:
            return self._pull is not None
        if event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick):
            return self._on_press(event)
        return event.type() == QEvent.Type.MouseButtonRelease and self._on_release()

    # Where handles are

    def edges_in_sight(self) -> list[tuple[bool, QRectF]]:
        """Give which end, the beginning or not, and where it stands in the viewport, as a line as high as its words."""
        mark = self._mark_in_sight()
        if mark is None or self._typing() or not self.may_resize(mark):
            return []
        first, last = self._page.visible_range()
        ends = ((True, mark.start), (False, mark.end))
        geometry = self._page.geometry_of_text
        return [
            (at_start, geometry.end_of_range(at, opens=at_start).translated(0, -self._page.scrolled))
            for at_start, at in ends
            if first <= at <= last
        ]

    def _mark_in_sight(self) -> Mark | None:
        chosen = self._coding.id
        if chosen is None:
            return None
        # A search among all codings would take longer than all that is painted.
        around = self._page.marks.touching(*self._page.visible_range())
        return next((mark for mark in around if mark.id == chosen), None)

    def _edge_under(self, point: QPointF) -> bool | None:
        near = [
            (abs(line.center().x() - point.x()), at_start)
            for at_start, line in self.edges_in_sight()
            if line.adjusted(-_NEAR_X, -_NEAR_Y, _NEAR_X, _NEAR_Y).contains(point)
        ]
        # Where both are near, in a coding of one letter, the end is meant: it can always be pulled longer.
        return min(near)[1] if near else None

    # The mouse

    def _on_press(self, event: QMouseEvent) -> bool:
        mark, at_start = self._mark_in_sight(), self._edge_under(event.position())
        if mark is None or at_start is None:
            return False
        self._pull = _Pull(mark, at_start, mark.segment.span, event.position().toPoint())
        self._let_go = False
        self._page.setFocus(Qt.FocusReason.MouseFocusReason)
        self._scrolling.start()
        return True

    def _on_move(self, event: QMouseEvent) -> bool:
        if self._pull is not None:
            self._pull.point = event.position().toPoint()
            self._pull.exact = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
            self._follow()
            return True
        if self._let_go:
            return True
        over = not event.buttons() and self._edge_under(event.position()) is not None
        if over != self._over:
            self._over = over
            shape = Qt.CursorShape.SizeHorCursor if over else Qt.CursorShape.IBeamCursor
            self._page.viewport().setCursor(shape)
        return False

    def _on_release(self) -> bool:
        pull, self._pull = self._pull, None
        self._scrolling.stop()
        if pull is None:
            taken, self._let_go = self._let_go, False
            return taken
        self._show(pull.mark.segment.span, caret_first=False)
        if pull.span != pull.mark.segment.span and self._coding.id == pull.mark.id:
            self._coding.resized.emit(pull.mark.id, pull.span)
        return True

    def _on_key(self, event: QKeyEvent) -> bool:
        pull = self._pull
        if pull is None or event.type() not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
            self._pull, self._let_go = None, True
            self._scrolling.stop()
            self._show(pull.mark.segment.span, caret_first=False)
        # Nothing is coded with a hand on the handle.
        return True

    def _follow(self) -> None:
        """Let the coding be seen as it would be if the button were released here."""
        pull = self._pull
        if pull is None:
            return
        seen = self._page.viewport().rect()
        point = QPoint(pull.point.x(), min(max(pull.point.y(), seen.top()), seen.bottom()))
        at = self._page.offsets.to_code_point(self._page.cursorForPosition(point).position())
        span = pulled(self._page.text, pull.mark.segment.span, at, at_start=pull.at_start, exact=pull.exact)
        if span != pull.span:
            pull.span = span
            self._show(span, caret_first=pull.at_start)

    def _show(self, span: Span, *, caret_first: bool) -> None:
        # Nobody else needs to know what is selected on the way.
        bar = self._page.verticalScrollBar()
        scrolled = bar.value()
        with QSignalBlocker(self._page):
            ends = self._page.offsets.to_qt(span.start), self._page.offsets.to_qt(span.end)
            self._page.select_positions(*ends, caret_first=caret_first)
        # Qt brings the caret into sight; here the mouse says where one looks.
        bar.setValue(scrolled)
        self._page.viewport().update()

    def _scroll(self) -> None:
        """Go on, above or below, while the mouse is held at the page's edge."""
        pull = self._pull
        if pull is None:
            return
        height, y = self._page.viewport().height(), pull.point.y()
        beyond = min(0, y - _SCROLLS_WITHIN) + max(0, y - height + _SCROLLS_WITHIN)
        bar: QAbstractSlider = self._page.verticalScrollBar()
        if beyond and bar.minimum() < bar.maximum():
            bar.setValue(bar.value() + max(-_SCROLL_AT_MOST, min(_SCROLL_AT_MOST, beyond)))
            self._follow()

    # What is seen

    def _paint(self, painter: QPainter) -> None:
        mark = self._pull.mark if self._pull is not None else self._mark_in_sight()
        if mark is None or self._typing():
            return
        page = self._page
        start, end = mark.start, mark.end
        if self._pull is not None:
            start, end = page.offsets.to_qt(self._pull.span.start), page.offsets.to_qt(self._pull.span.end)
        first, last = page.visible_range()
        colour = page.inks.mark(mark.colour)
        paint_outline(painter, page.rects(max(start, first), min(end, last)), colour)
        for at, opens in ((start, True), (end, False)) if self.may_resize(mark) else ():
            if first <= at <= last:
                line = page.geometry_of_text.end_of_range(at, opens=opens).translated(0, -page.scrolled)
                paint_handle(painter, line, colour, page.inks, opens=opens)
