"""Speech bubbles between text and stripes, where something was said about a passage or a coding."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPalette,
    QPen,
    QPolygonF,
    QRegion,
)
from PySide6.QtWidgets import QToolTip, QWidget

from interviewcoder.review import comments
from interviewcoder.review.comments import CommentPassage
from interviewcoder.ui.review.words import answers_words
from interviewcoder.ui.wording import tip

if TYPE_CHECKING:
    from interviewcoder.project.file import Project
    from interviewcoder.ui.coding_view.view import CodingView

ROOM = 28
# Of it, what the margin leaves free beside its stripes anyhow.
_FREE = 10
_WIDTH, _HEIGHT, _TAIL = 21, 15, 4
_TOLD = 6
# Of a line's height: bubbles that would lie nearer than this are one.
_SAME_LINE = 0.7
_MOST_COUNTED = 99


@dataclass(frozen=True, slots=True)
class _Bubble:
    """A mark in sight, and the threads that it stands for, in the order of the text."""

    rect: QRect
    passages: tuple[CommentPassage, ...]

    @property
    def is_open(self) -> bool:
        return any(passage.is_open for passage in self.passages)

    @property
    def answers(self) -> int:
        return sum(passage.comments - 1 for passage in self.passages)


class CommentMarks(QWidget):
    """An open thread is a filled bubble, a resolved one an outline with a tick. A click asks for the thread.

    Several threads that begin on one line share a bubble; each click asks for
    the next of them. `asked` carries a thread's id.
    """

    asked = Signal(int)

    def __init__(self, project: Project, view: CodingView) -> None:
        super().__init__(view.page)
        self._project, self._view, self._page = project, view, view.page
        self._source_id: int | None = None
        self._current: int | None = None
        # All of the source, and those whose passage or coding is to be seen now.
        self._found: list[CommentPassage] = []
        self.passages: list[CommentPassage] = []
        # The codings on the page when that was looked at last.
        self._seen = self._page.marks
        self._bubbles: list[_Bubble] = []
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(self.tr("Comments beside the text"))
        self.hide()
        # The page says that it moves before its lines are laid out anew.
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.timeout.connect(self._place)
        self._page.moved.connect(self._on_moved)

    def show_source(self, source_id: int | None) -> None:
        """Mark the comments of a source; of none."""
        self._source_id = source_id
        self.refresh()

    def show_current(self, thread_id: int | None) -> None:
        """Put a ring around the thread that is read."""
        if thread_id != self._current:
            self._current = thread_id
            self.update()

    def refresh(self) -> None:
        """Read again which passages have comments; those whose codings aren't to be seen have none."""
        self._found = comments.passages_in(self._project, self._source_id) if self._source_id is not None else []
        self._leave_out_hidden()
        self._make_room()
        self._place()

    @property
    def on_codings(self) -> bool:
        """Whether a coding of the source has comments."""
        return any(one.segment_id is not None for one in self._found)

    def _leave_out_hidden(self) -> None:
        """Pass over what was said on codings that somebody doesn't look at now."""
        self._seen = self._page.marks
        shown = {mark.id for mark in self._seen} if self._found else set()
        self.passages = [one for one in self._found if one.segment_id is None or one.segment_id in shown]

    def _make_room(self) -> None:
        view, margin = self._view, self._view.margin
        margin.beside_text = ROOM - _FREE if self._found else 0
        self._page.make_room_beside(gutter=view.gutter.wanted_width(), lanes=margin.lanes_width())

    def told(self) -> list[str]:
        """What the marks in sight say, from the top."""
        return [self._words(bubble.passages) for bubble in self._bubbles]

    def place_of(self, thread_id: int) -> QRect:
        """Where the mark of a thread is, in coordinates of this widget; empty where it is out of sight."""
        return next((one.rect for one in self._bubbles if thread_id in [p.thread_id for p in one.passages]), QRect())

    def beside(self, at: int, step: int) -> int | None:
        """The thread behind (`step` 1) or before (-1) the current one, or, without that, a place of the text."""
        ids = [passage.thread_id for passage in self.passages]
        if self._current in ids:
            place = ids.index(self._current) + step
        else:
            behind = next((n for n, one in enumerate(self.passages) if one.span.start >= at), len(ids))
            place = behind if step > 0 else behind - 1
        return ids[place] if 0 <= place < len(ids) else None

    def _on_moved(self) -> None:
        if self._found and self._page.marks is not self._seen:
            self._leave_out_hidden()
        if self._found:
            self._place()
            self._settled.start(0)

    def _place(self) -> None:
        """Put a mark beside the first line of each passage in sight."""
        self._bubbles = self._in_sight() if self.passages else []
        # Beside the marks the margin has the mouse to itself.
        region = QRegion()
        for bubble in self._bubbles:
            region += QRegion(bubble.rect.adjusted(-2, -2, 2, _TAIL + 1))
        self.setVisible(bool(self._bubbles))
        if self._bubbles:
            self.setMask(region)
            self.raise_()
            self.update()

    def _in_sight(self) -> list[_Bubble]:
        margin = self._page.margin_rect()
        self.setGeometry(QRect(margin.left() + 2, margin.top(), ROOM, margin.height()))
        first, last = self._page.visible_range()
        high = self._page.fontMetrics().height()
        found: list[_Bubble] = []
        for passage in self.passages:
            at = self._page.offsets.to_qt(passage.span.start)
            if not first <= at <= last:
                continue
            top = round(self._page.geometry_of_text.top_of(at) - self._page.scrolled + (high - _HEIGHT) / 2)
            if found and abs(found[-1].rect.top() - top) < high * _SAME_LINE:
                found[-1] = _Bubble(found[-1].rect, (*found[-1].passages, passage))
            else:
                found.append(_Bubble(QRect((ROOM - _WIDTH) // 2, top, _WIDTH, _HEIGHT), (passage,)))
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bubbles."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._page.inks.page)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for bubble in self._bubbles:
            self._paint_bubble(painter, bubble)
        painter.end()

    def _paint_bubble(self, painter: QPainter, bubble: _Bubble) -> None:
        inks, chosen = self._page.inks, self._current in [one.thread_id for one in bubble.passages]
        box = QRectF(bubble.rect).adjusted(0.5, 0.5, -0.5, -0.5)
        ink = inks.accent if bubble.is_open else inks.faint
        painter.setPen(QPen(inks.text if chosen else ink, 1.6 if chosen else 1.2))
        painter.setBrush(QColor(inks.accent) if bubble.is_open else inks.page)
        painter.drawPath(_shape(box))
        if not bubble.is_open:
            painter.setPen(QPen(inks.faint, 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            middle = box.center()
            tick = [QPointF(-4, 0), QPointF(-1.2, 2.8), QPointF(4, -3)]
            painter.drawPolyline(QPolygonF([middle + point for point in tick]))
        elif bubble.answers:
            font = QFont(self._page.font())
            font.setPixelSize(10)
            font.setWeight(QFont.Weight.DemiBold)
            painter.setFont(font)
            painter.setPen(self.palette().color(QPalette.ColorRole.HighlightedText))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(min(bubble.answers, _MOST_COUNTED)))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.palette().color(QPalette.ColorRole.HighlightedText))
            for n in (-1, 0, 1):
                painter.drawEllipse(box.center() + QPointF(4.2 * n, 0), 1.2, 1.2)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ask for the thread under the mouse; for the next one, where the current one is among several."""
        found = self._under(event.position().toPoint())
        if found and event.button() == Qt.MouseButton.LeftButton:
            ids = [passage.thread_id for passage in found]
            place = (ids.index(self._current) + 1) % len(ids) if self._current in ids else 0
            self.asked.emit(ids[place])

    def event(self, event: QEvent) -> bool:
        """Say in a tooltip who said what here."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            found = self._under(event.pos())
            QToolTip.showText(event.globalPos(), tip(self._words(found)) if found else "", self)
            return True
        return super().event(event)

    def _under(self, at: QPoint) -> tuple[CommentPassage, ...]:
        reach = (one for one in self._bubbles if one.rect.adjusted(-3, -3, 3, _TAIL + 2).contains(at))
        return next((one.passages for one in reach), ())

    def _words(self, passages: tuple[CommentPassage, ...]) -> str:
        lines = []
        for passage in passages[:_TOLD]:
            told = [f"{passage.coder}: {passage.heading}"]
            told += [words] if (words := answers_words(passage.comments - 1)) else []
            told += [] if passage.is_open else [self.tr("resolved")]
            lines.append(" · ".join(told))
        if len(passages) > _TOLD:
            lines.append(self.tr("and {count} more").format(count=len(passages) - _TOLD))
        return "\n".join(lines)


def _shape(box: QRectF) -> QPainterPath:
    """A rounded box with a tail at its foot."""
    body, tail = QPainterPath(), QPainterPath()
    body.addRoundedRect(box, 4, 4)
    left = box.left() + 4
    tail.addPolygon(
        QPolygonF(
            [QPointF(left, box.bottom() - 1), QPointF(left, box.bottom() + _TAIL), QPointF(left + 6, box.bottom() - 1)]
        )
    )
    return body.united(tail)
