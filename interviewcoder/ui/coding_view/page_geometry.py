"""Where words stand on the page: positions of the document into rectangles, and back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QTextBlock, QTextDocument, QTextLine

_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200f\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


class PageGeometry:
    """Measures one document. All coordinates are the document's, in pixels from its top left."""

    def __init__(self, document: QTextDocument) -> None:
        self._document = document
        # The paragraph that was looked at last, by its number.
        self._near = 0

    def position_at(self, point: QPointF) -> int:
        """Give the position nearest to a point."""
        return self._document.documentLayout().hitTest(point, Qt.HitTestAccuracy.FuzzyHit)

    def word_position_at(self, point: QPointF) -> int | None:
        """Give the position of the character under a point; None beside the text."""
        at = self._document.documentLayout().hitTest(point, Qt.HitTestAccuracy.ExactHit)
        if at < 0:
            return None
        # A hit on the right half of a character gives the gap after it.
        for candidate in (at, at - 1):
            if candidate >= 0 and any(rect.contains(point) for rect in self.rects(candidate, candidate + 1)):
                return candidate
        return None

    def range_between(self, top: float, bottom: float) -> tuple[int, int]:
        """Give the positions of whole paragraphs that reach into a band of the page."""
        layout = self._document.documentLayout()
        first = self._paragraph_at(top)
        last = first
        while layout.blockBoundingRect(last).bottom() < bottom and last.next().isValid():
            last = last.next()
        return first.position(), last.position() + last.length()

    def _paragraph_at(self, y: float) -> QTextBlock:
        """Give the paragraph at a height, or the next one below where that is between two.

        Qt's own hit test goes through all paragraphs from the first. From the
        place that was looked at last it is a few steps, and nothing is laid
        out far beyond it: Qt lays out as it goes.
        """
        known, last = self._near, self._document.blockCount() - 1
        low, high, step = min(known, last), min(known, last), 1
        while low > 0 and self._bottom_of(low - 1) > y:
            low, high, step = max(0, low - step), low, 2 * step
        step = 1
        while high < last and self._bottom_of(high) <= y:
            low, high, step = high + 1, min(last, high + step), 2 * step
        while low < high:
            middle = (low + high) // 2
            if self._bottom_of(middle) > y:
                high = middle
            else:
                low = middle + 1
        self._near = low
        return self._document.findBlockByNumber(low)

    def _bottom_of(self, number: int) -> float:
        block = self._document.findBlockByNumber(number)
        return self._document.documentLayout().blockBoundingRect(block).bottom()

    def top_of(self, position: int) -> float:
        """Give the upper edge of the line that a position is on."""
        block, line = self._line_at(position)
        return block.layout().position().y() + line.y() if line.isValid() else block.layout().position().y()

    def first_line(self, position: int) -> QRectF:
        """Give the first line of the paragraph that a position is in."""
        block, _ = self._line_at(position)
        line = block.layout().lineAt(0)
        # A paragraph without words has no line at times; its place it has.
        return (line.rect() if line.isValid() else QRectF()).translated(block.layout().position())

    def extent(self, start: int, end: int) -> tuple[float, float]:
        """Give the upper edge of a range's first line and the lower edge of its last."""
        block, line = self._line_at(max(start, end - 1))
        bottom = block.layout().position().y()
        if line.isValid():
            bottom += line.y() + line.height()
        return self.top_of(start), bottom

    def end_of_range(self, position: int, *, opens: bool) -> QRectF:
        """Give the place, without width, where a range begins (`opens`) or ends: beside its first or last letter."""
        at = position if opens else max(0, position - 1)
        block, line = self._line_at(at)
        if not line.isValid():
            return self.first_line(position)
        inside = at - block.position()
        if _RIGHT_TO_LEFT.search(block.text()) and (boxes := list(_rects_both_ways(line, inside, inside + 1))):
            # Of a letter that is read to the left the first edge is the right one.
            leftwards = _RIGHT_TO_LEFT.match(block.text(), inside) is not None
            x = boxes[0].right() if leftwards == opens else boxes[0].left()
            return QRectF(x, line.y(), 0, line.height()).translated(block.layout().position())
        edge = QTextLine.Edge.Leading if opens else QTextLine.Edge.Trailing
        x, _ = cast("tuple[float, int]", line.cursorToX(inside, edge))
        return QRectF(x, line.y(), 0, line.height()).translated(block.layout().position())

    def rects(self, start: int, end: int) -> list[QRectF]:
        """Give the rectangles that the words of a range cover, line by line from the top."""
        found: list[QRectF] = []
        block = self._block_at(start)
        while block.isValid() and block.position() < end:
            first = max(start - block.position(), 0)
            last = min(end - block.position(), block.length() - 1)
            if first < last:
                origin = self._origin(block)
                found += (rect.translated(origin) for rect in _rects_in_block(block, first, last))
            block = block.next()
        return found

    def paragraph(self, position: int) -> tuple[int, int]:
        """Give the range of the paragraph that a position is in, its end mark excluded."""
        block = self._document.findBlock(position)
        return block.position(), block.position() + block.length() - 1

    def _block_at(self, position: int) -> QTextBlock:
        return self._document.findBlock(min(position, self._document.characterCount() - 1))

    def _origin(self, block: QTextBlock) -> QPointF:
        # Asking for the bounds makes Qt, which lays out as it goes, come as far as this paragraph.
        self._document.documentLayout().blockBoundingRect(block)
        return block.layout().position()

    def _line_at(self, position: int) -> tuple[QTextBlock, QTextLine]:
        block = self._block_at(position)
        self._origin(block)
        return block, block.layout().lineForTextPosition(min(position - block.position(), block.length() - 1))


def _rects_in_block(block: QTextBlock, first: int, last: int) -> Iterator[QRectF]:
    layout = block.layout()
    both_ways = _RIGHT_TO_LEFT.search(block.text()) is not None
    number = layout.lineForTextPosition(first).lineNumber()
    while number < layout.lineCount():
        line = layout.lineAt(number)
        begin, end = line.textStart(), line.textStart() + line.textLength()
        if begin >= last:
            return
        if both_ways:
            yield from _rects_both_ways(line, max(first, begin), min(last, end))
        else:
            left = _x(line, first) if first > begin else line.x()
            right = _x(line, last) if last < end else line.x() + line.naturalTextWidth()
            yield QRectF(left, line.y(), right - left, line.height())
        number += 1


def _rects_both_ways(line: QTextLine, first: int, last: int) -> Iterator[QRectF]:
    """Cover a range of a line with Hebrew or Arabic in it: what follows in the text may stand to the left."""
    stretches = sorted(
        (box.left(), box.right()) for box in (run.boundingRect() for run in line.glyphRuns(first, last - first))
    )
    joined: list[tuple[float, float]] = []
    for left, right in stretches:
        if joined and left - joined[-1][1] < 1:
            left, right = joined.pop()[0], right
        joined.append((left, right))
    yield from (QRectF(left, line.y(), right - left, line.height()) for left, right in joined)


def _x(line: QTextLine, at: int) -> float:
    # The stubs say object; it is the place, and the position moved to where a caret can stand.
    x, _ = cast("tuple[float, int]", line.cursorToX(at))
    return x
