"""Words across the page of a review copy, so faint that one reads over them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

if TYPE_CHECKING:
    from interviewcoder.ui.coding_view.page import Page

_ANGLE = -14.0
# In pixels, from the middle of one to that of the next.
_APART = 300.0
_LARGEST_PT, _LEAST_PT = 24.0, 9.0
# Of the text's width.
_SHARE = 0.86
_OPACITY, _OPACITY_ON_DARK = 0.08, 0.10


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
        room = self._page.viewport().width()
        font, wide = self._font(room * _SHARE)
        painter.save()
        painter.setFont(font)
        painter.setPen(ink)
        for row in range(int((rect.top() - wide) // _APART), int((rect.bottom() + wide) // _APART) + 1):
            painter.save()
            painter.translate(QPointF(room / 2, (row + 0.5) * _APART))
            painter.rotate(_ANGLE)
            painter.drawText(QPointF(-wide / 2, 0), self.words)
            painter.restore()
        painter.restore()

    def _font(self, room: float) -> tuple[QFont, float]:
        """The largest letters in which the words have room, and how wide they are then."""
        font = QFont(self._page.font())
        font.setWeight(QFont.Weight.DemiBold)
        font.setPointSizeF(_LARGEST_PT)
        wide = QFontMetricsF(font).horizontalAdvance(self.words)
        if wide > room:
            font.setPointSizeF(max(_LEAST_PT, _LARGEST_PT * room / wide))
            wide = QFontMetricsF(font).horizontalAdvance(self.words)
        return font, wide
