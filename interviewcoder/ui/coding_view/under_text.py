"""All that is painted under the words of a page, in its order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter

from interviewcoder.ui.coding_view.tint_painter import (
    paint_found,
    paint_replaced,
    paint_spoken,
    paint_tints,
    paint_unsure,
)

if TYPE_CHECKING:
    from interviewcoder.ui.coding_view.page import Page


def paint_under_text(page: Page, dirty: QRect) -> None:
    """Paint what lies under the words in a part of the viewport."""
    top = page.scrolled + dirty.top()
    visible = page.geometry_of_text.range_between(top, top + dirty.height())
    painter = QPainter(page.viewport())
    painter.translate(0, -page.scrolled)
    paint_tints(painter, page.geometry_of_text, page.inks, page.marks.touching(*visible), visible)
    page.under_text(painter, QRectF(dirty).translated(0, page.scrolled))
    for stretch in page.replaced(*visible):
        paint_replaced(painter, page.geometry_of_text.rects(*stretch), page.inks)
    for stretch in page.found(*visible):
        paint_found(painter, page.geometry_of_text.rects(*stretch), page.inks)
    if page.spoken is not None:
        paint_spoken(painter, page.geometry_of_text.rects(*page.spoken), page.inks)
    for stretch in page.unsure(*visible):
        paint_unsure(painter, page.geometry_of_text.rects(*stretch), page.inks)
    painter.end()
