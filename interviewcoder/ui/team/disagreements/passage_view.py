"""The disputed place on its text: a line under the words for each coder, in their colour."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextLayout,
    QTextLine,
)
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from interviewcoder.ui.coding_view.tints import Inks, mix
from interviewcoder.ui.team.disagreements import context as contexts
from interviewcoder.ui.team.disagreements.keys import keeps, wish_of

if TYPE_CHECKING:
    from interviewcoder.review.dispute_views import Dispute
    from interviewcoder.sources.text import Span
    from interviewcoder.sources.transcript import Transcript
    from interviewcoder.ui.team.disagreements.context import Context

# Of a line under the words, and from one to the next; above the first and below the last.
_LINE, _STEP, _ABOVE, _BELOW = 3.0, 5.0, 1.5, 5.0
_MARGIN = 14
_WASH, _WASH_ON_DARK = 0.07, 0.14


class PassageView(QTextEdit):
    """Shows a place and lets words be selected. `wished` carries what a key asks for."""

    wished = Signal(str)
    words_selected = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._context: Context | None = None
        self._dispute: Dispute | None = None
        self.inks = Inks(self.palette())
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(self.tr("The place in the transcript"))
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.document().setDocumentMargin(_MARGIN)
        self.document().setUndoRedoEnabled(False)
        self.selectionChanged.connect(self.words_selected)

    def show_place(self, dispute: Dispute | None, transcript: Transcript | None) -> None:
        """Show a place with what each coder has there; nothing without one."""
        self._dispute = dispute
        self._context = contexts.context_of(transcript, dispute.span) if dispute and transcript else None
        self._set_text()
        self._bring_into_sight()

    def selected(self) -> Span | None:
        """The words that are selected, as a passage of the transcript; whole words."""
        cursor = self.textCursor()
        if self._context is None or not cursor.hasSelection():
            return None
        return self._context.span(cursor.selectionStart(), cursor.selectionEnd())

    def select(self, span: Span) -> None:
        """Select words of the place."""
        there = self._context.positions(span) if self._context is not None else []
        if there:
            cursor = QTextCursor(self.document())
            cursor.setPosition(there[0][0])
            cursor.setPosition(there[-1][1], QTextCursor.MoveMode.KeepAnchor)
            self.setTextCursor(cursor)

    def _set_text(self) -> None:
        self.setPlainText(self._context.text if self._context is not None else "")
        if self._context is None or self._dispute is None:
            return
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        self._set_lines(cursor, 0)
        around, label = QTextCharFormat(), QTextCharFormat()
        around.setForeground(self.inks.dim)
        cursor.mergeCharFormat(around)
        label.setFontWeight(QFont.Weight.DemiBold)
        plain = QTextCharFormat()
        plain.setForeground(self.inks.text)
        dressed = [(place, label) for place in self._context.labels()]
        dressed += [(place, plain) for place in self._context.positions(self._dispute.span)]
        for start, end in self._context.positions(self._dispute.span):
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            self._set_lines(cursor, len(self._dispute.sides))
        for (start, end), looks in dressed:
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(looks)

    def _set_lines(self, cursor: QTextCursor, coders: int) -> None:
        """Leave room for the coders' lines under each line of the chosen paragraphs."""
        block = QTextBlockFormat()
        air = _BELOW + coders * _STEP if coders else _BELOW
        block.setLineHeight(air, QTextBlockFormat.LineHeightTypes.LineDistanceHeight.value)
        block.setBottomMargin(4)
        cursor.mergeBlockFormat(block)

    def _bring_into_sight(self) -> None:
        """Scroll so that the place is seen with a line before it, where there is no room for all."""
        there = self._context.positions(self._dispute.span) if self._context and self._dispute else []
        top = next((box.top() for start, end in there for box, _, _ in self._boxes(start, end)), 0.0)
        before = [line for line in self._line_tops() if line < top - 1]
        self.verticalScrollBar().setValue(round(before[-1]) if len(before) > 1 else 0)

    def _line_tops(self) -> Iterator[float]:
        block = self.document().firstBlock()
        while block.isValid():
            origin = self.document().documentLayout().blockBoundingRect(block).top()
            yield from (origin + block.layout().lineAt(number).y() for number in range(block.layout().lineCount()))
            block = block.next()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the place in sight."""
        super().resizeEvent(event)
        self._bring_into_sight()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the coders' lines, then the words."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self.inks.page)
        if self._context is not None and self._dispute is not None:
            painter.translate(-self.horizontalScrollBar().value(), -self.verticalScrollBar().value())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            self._paint_place(painter)
            for number, side in enumerate(self._dispute.sides):
                colour = self.inks.mark(QColor(side.coder.colour))
                for coding in side.codings:
                    self._paint_line(painter, coding.span, colour, number)
        painter.end()
        super().paintEvent(event)

    def _paint_place(self, painter: QPainter) -> None:
        """Lay a soft wash under the words that are disputed."""
        assert self._context is not None and self._dispute is not None
        share = _WASH_ON_DARK if self.inks.on_dark else _WASH
        painter.setBrush(mix(self.inks.page, self.inks.text, share))
        for start, end in self._context.positions(self._dispute.span):
            for box, _, _ in self._boxes(start, end):
                painter.drawRoundedRect(box.adjusted(-2, -1, 2, 0), 3, 3)

    def _paint_line(self, painter: QPainter, span: Span, colour: QColor, number: int) -> None:
        assert self._context is not None
        painter.setBrush(colour)
        places = self._context.positions(span)
        for place, (start, end) in enumerate(places):
            boxes = list(self._boxes(start, end))
            for box, opens, closes in boxes:
                top = box.bottom() + _ABOVE + number * _STEP
                painter.drawRoundedRect(QRectF(box.left(), top, box.width(), _LINE), _LINE / 2, _LINE / 2)
                # Small feet where it begins and ends, not where a line of text does.
                if opens and place == 0:
                    painter.drawRect(QRectF(box.left(), top - 3, 2, _LINE + 2))
                if closes and place == len(places) - 1:
                    painter.drawRect(QRectF(box.right() - 2, top - 3, 2, _LINE + 2))

    def _boxes(self, start: int, end: int) -> Iterator[tuple[QRectF, bool, bool]]:
        """The boxes of the words between two positions, line by line; whether each opens and closes them."""
        block = self.document().findBlock(start)
        while block.isValid() and block.position() < end:
            yield from self._boxes_in(block, start, end)
            block = block.next()

    def _boxes_in(self, block: QTextBlock, start: int, end: int) -> Iterator[tuple[QRectF, bool, bool]]:
        layout, at = block.layout(), block.position()
        origin = self.document().documentLayout().blockBoundingRect(block).topLeft()
        first, last = max(start - at, 0), min(end - at, block.length() - 1)
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            begin, stop = max(first, line.textStart()), min(last, _last_ink(layout, line))
            if begin >= stop:
                continue
            # One of the two forms of the call gives a pair, the other a number.
            left, right = (_x(line.cursorToX(place)) for place in (begin, stop))
            left, right = min(left, right), max(left, right)
            box = QRectF(origin.x() + left, origin.y() + line.y(), right - left, line.ascent() + line.descent())
            yield box, begin + at == start, stop + at == end

    # Keys and looks

    def event(self, event: QEvent) -> bool:
        """Keep our letters from keys of the window."""
        return keeps(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ask for what the key stands for; the arrows go through the text."""
        wish = wish_of(event)
        if wish and wish not in ("next", "previous"):
            self.wished.emit(wish)
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Take the colours of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.inks = Inks(self.palette())
            self._set_text()


def _last_ink(layout: QTextLayout, line: QTextLine) -> int:
    """Where the words of a line end: the space at which it was broken isn't seen."""
    end = line.textStart() + line.textLength()
    units = layout.text().encode("utf-16-le", "surrogatepass")
    while end > line.textStart() and units[2 * end - 2 : 2 * end] == b" \0":
        end -= 1
    return end


def _x(found: object) -> float:
    return float(found[0]) if isinstance(found, tuple | list) else float(found)  # type: ignore[arg-type]
