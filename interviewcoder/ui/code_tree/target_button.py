"""A button of the split dialog: the code that a key deals passages to."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from interviewcoder.ui.code_tree.dealing import Target
from interviewcoder.ui.code_tree.row_painter import paint_chip

_SIDE = 8
_KEY = 20
_CHIP = 20
_AIR = 7


class TargetButton(QPushButton):
    """Its key, the code's colour and name, and how many passages it has been dealt."""

    def __init__(self, key: str, target: Target, parent: QWidget) -> None:
        super().__init__(parent)
        self._key, self._target, self._count = key, target, 0
        self.setAutoDefault(False)
        self.setProperty("role", "card")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.show_count(0)

    def show_count(self, count: int) -> None:
        """Say how many passages it has been dealt."""
        self._count = count
        words = self.tr("Deal to {name}, key {key}, {count} so far")
        self.setAccessibleName(words.format(name=self._target.name, key=self._key, count=count))
        new = self.tr("{name} (new code)").format(name=self._target.name)
        self.setToolTip(self._target.name if self._target.code_id is not None else new)
        self.update()

    def sizeHint(self) -> QSize:
        """Give room for a line."""
        return QSize(120, round(QFontMetricsF(self.font()).height()) + 2 * _AIR)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground that the style gives, and a line on it."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        role, metrics = QPalette.ColorRole, QFontMetricsF(self.font())
        ink, quiet = self.palette().color(role.WindowText), self.palette().color(role.PlaceholderText)
        box = QRectF(self.rect()).adjusted(_SIDE, 0, -_SIDE, 0)
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        painter.setFont(bold)
        painter.setPen(quiet)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | middle, self._key)
        paint_chip(painter, QPointF(box.left() + _KEY + _CHIP / 2, box.center().y()), self._target.colour, ink)
        painter.setFont(self.font())
        painter.setPen(ink)
        if self._count:
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | middle, str(self._count))
        box.setLeft(box.left() + _KEY + _CHIP + 6)
        box.setRight(box.right() - metrics.horizontalAdvance("0000"))
        name = metrics.elidedText(self._target.name, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | middle, name)
        box.setLeft(box.left() + metrics.horizontalAdvance(name) + 8)
        if self._target.code_id is None and box.width() > metrics.horizontalAdvance(self.tr("new")):
            painter.setPen(quiet)
            painter.drawText(box, Qt.AlignmentFlag.AlignLeft | middle, self.tr("new"))
