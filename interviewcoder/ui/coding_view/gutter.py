"""Left of the text: who speaks, the number of the turn, and when."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from interviewcoder.ui.coding_view.clock import as_clock
from interviewcoder.ui.coding_view.looks import font_beside
from interviewcoder.ui.coding_view.page import Page
from interviewcoder.ui.coding_view.speaker_colours import speaker_colours

if TYPE_CHECKING:
    from interviewcoder.sources.transcript import Speaker, Transcript, Turn

_SIDE = 14
_LONGEST_LABEL_CHARACTERS = 13
_LABEL_LARGER_PT, _SMALLER_PT = 0.5, 1.0


class Gutter(QWidget):
    """Speakers, numbers and times beside the turns. Signals carry the turn, `menu_asked` a place on the screen, too.

    A right click asks for the menu; a left one does, too, where it `opens_menu`.
    """

    turn_clicked = Signal(object)
    menu_asked = Signal(object, QPoint)

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self._speakers: dict[int, Speaker] = {}
        self._colours: dict[int, QColor] = {}
        self._timed = False
        self.opens_menu = False
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Speakers and times"))

    def show_speakers(self, transcript: Transcript) -> None:
        """Take over who speaks in a transcript."""
        self._speakers = {speaker.id: speaker for speaker in transcript.speakers}
        self._colours = speaker_colours(transcript.speakers)
        self._timed = any(turn.start_ms is not None for turn in transcript.turns)
        self.update()

    def wanted_width(self) -> int:
        """Give the width that the labels and times need; very long labels are cut."""
        bold, small = QFontMetricsF(self._label_font(bold=True)), QFontMetricsF(self._small_font())
        looks = self._page.looks
        labels = [bold.horizontalAdvance(speaker.label) for speaker in self._speakers.values() if looks.speakers]
        longest = min(max(labels, default=0.0), bold.averageCharWidth() * _LONGEST_LABEL_CHARACTERS * 1.2)
        number = f"{len(self._page.turns)}" if looks.numbers else ""
        figures = small.horizontalAdvance(number + ("  00:00:00" if looks.times and self._timed else ""))
        # A pixel too few would cut the label.
        return ceil(max(longest, figures)) + 2 * _SIDE

    def _turns_in_sight(self) -> Iterator[tuple[int, Turn, QRectF]]:
        """Give number, turn and the place of its first line, in coordinates of this widget."""
        start, end = self._page.visible_range()
        starts = self._page.turn_starts
        first, beyond = max(0, bisect_right(starts, start) - 1), bisect_left(starts, end)
        for place in range(first, beyond):
            line = self._page.geometry_of_text.first_line(starts[place])
            yield place + 1, self._page.turns[place], line.translated(0, -self._page.scrolled)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the label and the small figures of each turn in sight."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._page.inks.page)
        baseline = QFontMetricsF(self._page.font()).ascent()
        left, width = self._page.columns.lead + _SIDE, self.width() - self._page.columns.lead - 2 * _SIDE
        small = QFontMetricsF(self._small_font())
        for number, turn, line in self._turns_in_sight():
            self._paint_label(painter, turn, QPointF(left, line.top() + baseline), width)
            painter.setFont(self._small_font())
            painter.setPen(self._page.inks.faint)
            # Without names above them the figures stand on the line.
            below = line.top() + baseline + (small.height() * 1.02 if self._page.looks.speakers else 0)
            painter.drawText(QPointF(left, below), self._figures(number, turn))
        painter.end()

    def _paint_label(self, painter: QPainter, turn: Turn, at: QPointF, width: float) -> None:
        speaker = self._speakers.get(turn.speaker_id) if turn.speaker_id is not None else None
        if speaker is None or not self._page.looks.speakers:
            return
        inks = self._page.inks
        font = self._label_font(bold=not speaker.interviewer)
        painter.setFont(font)
        painter.setPen(inks.dim if speaker.interviewer else inks.speaker(self._colours[speaker.id]))
        painter.drawText(at, QFontMetricsF(font).elidedText(speaker.label, Qt.TextElideMode.ElideRight, width))

    def _figures(self, number: int, turn: Turn) -> str:
        looks = self._page.looks
        figures = [f"{number}"] if looks.numbers else []
        figures += [as_clock(turn.start_ms)] if looks.times and turn.start_ms is not None else []
        return "  ·  ".join(figures)

    def _label_font(self, *, bold: bool) -> QFont:
        font = font_beside(self._page, _LABEL_LARGER_PT)
        font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        return font

    def _small_font(self) -> QFont:
        return font_beside(self._page, -_SMALLER_PT)

    def turn_under(self, point: QPoint) -> tuple[int, Turn] | None:
        """Give number and turn beside a point; None above the first."""
        found = None
        for number, turn, line in self._turns_in_sight():
            if line.top() - 4 <= point.y():
                found = number, turn
        return found

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Report a click on a turn's label."""
        found = self.turn_under(event.position().toPoint())
        if found and event.button() == Qt.MouseButton.LeftButton:
            self.turn_clicked.emit(found[1])
            if self.opens_menu:
                self.menu_asked.emit(found[1], event.globalPosition().toPoint())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Report that the menu of a turn is wanted."""
        found = self.turn_under(event.pos())
        if found:
            self.menu_asked.emit(found[1], event.globalPos())

    def event(self, event: QEvent) -> bool:
        """Show the whole label as a tooltip: it may be cut."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            found = self.turn_under(event.pos())
            QToolTip.showText(event.globalPos(), self._told(*found) if found else "", self)
            return True
        return super().event(event)

    def told_at(self, position: int) -> str:
        """Put number, speaker and time of the turn at a position into words; nothing before the first."""
        number = bisect_right(self._page.turn_starts, position)
        return self._told(number, self._page.turns[number - 1]) if number else ""

    def _told(self, number: int, turn: Turn) -> str:
        speaker = self._speakers.get(turn.speaker_id) if turn.speaker_id is not None else None
        told = self.tr("Turn {number}").format(number=number)
        if speaker is not None:
            told += f", {speaker.label}"
        if turn.start_ms is not None:
            told += f", {as_clock(turn.start_ms)}"
        return told
