"""Words across the page of a review copy, so faint that one reads over them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

if TYPE_CHECKING:
    from interviewcoder.ui.coding_view.page import Page

_ANGLE = -24.0
# In pixels, from one to the next, across and down.
_APART_X, _APART_Y = 430.0, 300.0
_SIZE_PT = 19.0
_OPACITY, _OPACITY_ON_DARK = 0.055, 0.07


class Watermark(QObject):
    """Paints under the words of a page, and moves with them."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self.words = ""

    def show_words(self, words: str) -> None:
        """Put words across the page; none takes them away."""
        self.words = words
        self._page.under_text = self._paint if words else lambda painter, rect: None
        self._page.viewport().update()

    def _paint(self, painter: QPainter, rect: QRectF) -> None:
        """Paint those that reach into a part of the page, in its own coordinates."""
        ink = QColor(self._page.inks.text)
        ink.setAlphaF(_OPACITY_ON_DARK if self._page.inks.on_dark else _OPACITY)
        font = QFont(self._page.font())
        font.setPointSizeF(_SIZE_PT)
        font.setWeight(QFont.Weight.DemiBold)
        width = QFontMetricsF(font).horizontalAdvance(self.words)
        apart = max(_APART_X, width * 1.15)
        painter.save()
        painter.setFont(font)
        painter.setPen(ink)
        first, last = int((rect.top() - width) // _APART_Y), int((rect.bottom() + width) // _APART_Y) + 1
        for row in range(first, last + 1):
            shift = apart / 2 if row % 2 else 0.0
            left = shift - apart
            while left < rect.right() + width:
                painter.save()
                painter.translate(QPointF(left, row * _APART_Y + _APART_Y * 0.6))
                painter.rotate(_ANGLE)
                painter.drawText(QPointF(0, 0), self.words)
                painter.restore()
                left += apart
        painter.restore()
