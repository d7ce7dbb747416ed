"""What hangs on the pointer while a passage is dragged."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen, QPixmap

from interviewcoder.ui.coding_view.tints import Inks

_WIDEST = 260.0
_SIDE = 8.0


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
