"""What hangs on the pointer while a passage is dragged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QDrag, QFont, QFontMetricsF, QPainter, QPen, QPixmap

from interviewcoder.sources.text import Span
from interviewcoder.ui.coding_view.tints import Inks
from interviewcoder.ui.drag_formats import passage_to_drag

if TYPE_CHECKING:
    from interviewcoder.ui.coding_view.page import Page

_WIDEST = 260.0
_SIDE = 8.0


def drag_passage(page: Page, span: Span) -> None:
    """Let a passage of a page be dragged, until it is dropped."""
    drag = QDrag(page)
    drag.setMimeData(passage_to_drag(span))
    drag.setPixmap(drag_label(page.words_of(span), page.inks, page.font(), page.devicePixelRatioF()))
    drag.setHotSpot(QPoint(-12, -8))
    drag.exec(Qt.DropAction.CopyAction)


def drag_label(words: str, inks: Inks, font: QFont, pixel_ratio: float) -> QPixmap:
    """Draw the beginning of a passage on a small slip."""
    metrics = QFontMetricsF(font)
    line = " ".join(words[:200].split())
    shown = metrics.elidedText(line, Qt.TextElideMode.ElideRight, _WIDEST - 2 * _SIDE)
    box = QRectF(0, 0, metrics.horizontalAdvance(shown) + 2 * _SIDE, metrics.height() + _SIDE)
    picture = QPixmap((box.size() * pixel_ratio).toSize())
    picture.setDevicePixelRatio(pixel_ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(inks.accent, 1))
    painter.setBrush(inks.page)
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    painter.setFont(font)
    painter.setPen(inks.text)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown)
    painter.end()
    return picture
