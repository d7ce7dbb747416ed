"""A row of the code tree: chip, name, marks (in vivo, final), numbers, bars of use."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPalette, QPen, QPixmap
from PySide6.QtWidgets import QLineEdit, QStyle, QStyleOptionViewItem, QWidget

from interviewcoder.coding.codes import CodeNode
from interviewcoder.ui import icons
from interviewcoder.ui.code_tree.model import BARS_ROLE, FADED_ROLE, NODE_ROLE, TOTAL_ROLE
from interviewcoder.ui.code_tree.usage_bars import condensed
from interviewcoder.ui.rows import AnyIndex, RowPainter, inks, is_chosen

_AIR = 5
_CHIP = 11.0
_GAP = 7.0
_RIGHT = 10.0
_MARK = 13
_LABEL_WIDTH = 240.0
_BARS = 56.0
_LEAST_FOR_BARS = 180.0
_WIDEST_BAR = 6.0


class CodeRowPainter(RowPainter):
    """Paints a row and edits its name where it stands."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Give every row one height."""
        return QSize(80, round(QFontMetricsF(option.font).height()) + 2 * _AIR)

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint a code's chip and name, how it is used over the sources, and how often."""
        node: CodeNode = index.data(NODE_ROLE)
        ink, quiet = inks(option)
        if index.data(FADED_ROLE) and not is_chosen(option):
            ink = quiet
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect)
        paint_chip(painter, QPointF(box.left() + _GAP / 2 + _CHIP / 2, box.center().y()), node.colour, ink)
        box.setLeft(box.left() + _GAP / 2 + _CHIP + _GAP)
        box.setRight(box.right() - _RIGHT)
        bars = index.data(BARS_ROLE)
        if bars is not None and box.width() >= _LEAST_FOR_BARS:
            box.setRight(box.right() - _BARS)
            _paint_bars(painter, QRectF(box.right(), box.top(), _BARS, box.height()), bars, quiet)
            box.setRight(box.right() - _GAP)
        open_or_leaf = bool(option.state & QStyle.StateFlag.State_Open) or index.data(TOTAL_ROLE) == node.references
        total = None if open_or_leaf else int(index.data(TOTAL_ROLE))
        box.setRight(self._paint_numbers(painter, box, option.font, (ink, quiet), node.references, total))
        self._paint_name(painter, box, option.font, (ink, quiet), node)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: AnyIndex) -> QWidget:
        """Edit the name in a plain field."""
        field = QLineEdit(parent)
        field.setAccessibleName(self.tr("Name of the code"))
        return field

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Put the field over the name, beside the chip."""
        rect: QRect = option.rect
        editor.setGeometry(rect.adjusted(round(_GAP / 2 + _CHIP + 2), 0, 0, 0))

    def _paint_numbers(
        self, painter: QPainter, box: QRectF, font: QFont, inks: tuple[QColor, QColor], own: int, total: int | None
    ) -> float:
        """Write the code's own codings, and of a closed theme all below it too; gives where that begins."""
        ink, quiet = inks
        metrics = QFontMetricsF(font)
        align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(font)
        left = QRectF(box)
        painter.setPen(ink if own else quiet)
        painter.drawText(left, align, str(own))
        left.setRight(left.right() - metrics.horizontalAdvance(str(own)) - _GAP)
        if total is not None:
            words = f"Σ {total}"
            painter.setPen(quiet)
            painter.drawText(left, align, words)
            left.setRight(left.right() - metrics.horizontalAdvance(words) - _GAP)
        return left.right()

    def _paint_name(
        self, painter: QPainter, box: QRectF, font: QFont, inks: tuple[QColor, QColor], node: CodeNode
    ) -> None:
        ink, quiet = inks
        marks = [
            drawing
            for drawing, on in (("in_vivo", node.provenance == "in vivo"), ("done", node.status == "final"))
            if on
        ]
        room = box.width() - len(marks) * (_MARK + 4)
        metrics = QFontMetricsF(font)
        name = metrics.elidedText(node.name, Qt.TextElideMode.ElideRight, room)
        painter.setPen(ink)
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
        x = box.left() + min(metrics.horizontalAdvance(name), room) + 4
        for drawing in marks:
            mark = icons.drawn(drawing, quiet, _MARK, painter.device().devicePixelRatioF())
            painter.drawPixmap(QPointF(x, box.center().y() - _MARK / 2), mark)
            x += _MARK + 4


def _paint_bars(painter: QPainter, box: QRectF, counts: Sequence[int], quiet: QColor) -> None:
    """Paint how often a code was used in each source, in their order, over a fine line."""
    bars = condensed(counts, int(box.width() // 2))
    if not bars:
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    step = min(box.width() / len(bars), _WIDEST_BAR)
    width = max(step - 1, 1.0)
    most, room = max(max(bars), 1), box.height() - 2 * _AIR - 1
    bottom, left = box.bottom() - _AIR, box.right() - step * len(bars)
    faint = QColor(quiet)
    faint.setAlphaF(0.35)
    painter.fillRect(QRectF(left, bottom, step * len(bars) - 1, 1), faint)
    for place, count in enumerate(bars):
        if count:
            height = max(round(room * count / most), 2)
            painter.fillRect(QRectF(round(left + place * step), bottom - height, width, height), quiet)
    painter.restore()


def paint_chip(painter: QPainter, centre: QPointF, colour: str, ink: QColor) -> None:
    """Paint a code's colour as a disc, with a fine edge so that pale ones show too."""
    edge = QColor(ink)
    edge.setAlphaF(0.35)
    painter.setPen(QPen(edge, 1))
    painter.setBrush(QColor(colour))
    painter.drawEllipse(centre, _CHIP / 2, _CHIP / 2)


def dragged_label(node: CodeNode, others: int, palette: QPalette, font: QFont, pixel_ratio: float) -> QPixmap:
    """What hangs on the pointer while a code is dragged, with so many others."""
    metrics = QFontMetricsF(font)
    name = metrics.elidedText(node.name, Qt.TextElideMode.ElideRight, _LABEL_WIDTH)
    name += f"  +{others}" if others else ""
    box = QRectF(0, 0, metrics.horizontalAdvance(name) + _CHIP + 3 * _GAP, metrics.height() + 2 * _AIR)
    picture = QPixmap((box.size() * pixel_ratio).toSize())
    picture.setDevicePixelRatio(pixel_ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ink = palette.color(QPalette.ColorRole.Text)
    painter.setPen(QPen(palette.color(QPalette.ColorRole.Highlight), 1))
    painter.setBrush(palette.color(QPalette.ColorRole.Base))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
    paint_chip(painter, QPointF(_GAP + _CHIP / 2, box.center().y()), node.colour, ink)
    painter.setFont(font)
    painter.setPen(ink)
    painter.drawText(box.adjusted(_CHIP + 2 * _GAP, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, name)
    painter.end()
    return picture
