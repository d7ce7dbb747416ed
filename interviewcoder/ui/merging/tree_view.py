"""The list of items: an icon for each, what it says on one line, and at its end what is special about it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QTreeView, QWidget

from interviewcoder.review.merge_items import MergeItem
from interviewcoder.ui import icons
from interviewcoder.ui.merging import words
from interviewcoder.ui.merging.rows import ITEM, SAID
from interviewcoder.ui.rows import AnyIndex, RowPainter, inks, is_chosen

_ICON, _GAP, _SIDE = 15, 7, 8
# What has to be decided, or has no place: on light and on dark.
_WARM = ("#b0491b", "#f0a266")
# Of the room, for the words that name an item; the rest is what they are about.
_SHARE_NAMED = 0.62


def warm(palette: QPalette) -> QColor:
    """The colour of what somebody has to look at."""
    return QColor(_WARM[palette.color(QPalette.ColorRole.Base).lightness() < 128])


class ItemPainter(RowPainter):
    """Paints headings with their number, and items behind their ticks."""

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint one row."""
        item: MergeItem | None = index.data(ITEM)
        ink, quiet = inks(option)
        box = self._room(option)
        named, about = index.data(SAID)
        if item is None:
            self._write(painter, option, box, (named, about), (ink, quiet), bold=True)
            return
        sign = warm(option.palette) if not is_chosen(option) else ink
        if item.conflict or item.placement == "lost":
            self._draw(painter, "warning" if item.conflict else "missing", sign, box.right() - _ICON, box)
            box.setRight(box.right() - _ICON - _GAP)
        self._draw(painter, words.drawing_of(item), quiet, box.left(), box)
        box.setLeft(box.left() + _ICON + _GAP)
        box.setRight(self._write_end(painter, option, box, item, quiet))
        self._write(painter, option, box, (named, about), (ink, quiet), bold=False)

    def _room(self, option: QStyleOptionViewItem) -> QRectF:
        box = QRectF(option.rect)
        if option.features & QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator:
            style = option.widget.style()
            tick = style.subElementRect(QStyle.SubElement.SE_ItemViewItemCheckIndicator, option, option.widget)
            box.setLeft(tick.right() + _GAP)
        return box.adjusted(0, 0, -_SIDE, 0)

    def _draw(self, painter: QPainter, drawing: str, colour: QColor, left: float, box: QRectF) -> None:
        picture = icons.drawn(drawing, colour, _ICON, painter.device().devicePixelRatioF())
        painter.drawPixmap(round(left), round(box.center().y() - _ICON / 2), picture)

    def _write_end(
        self, painter: QPainter, option: QStyleOptionViewItem, box: QRectF, item: MergeItem, quiet: QColor
    ) -> float:
        """Write at the end what is done to the thing, and whose it is; gives where that begins."""
        # Of what is here already it isn't known who changed it there.
        told = words.mark_of(item) or item.coder
        metrics = QFontMetricsF(option.font)
        told = metrics.elidedText(told, Qt.TextElideMode.ElideRight, box.width() * (1 - _SHARE_NAMED))
        painter.setFont(option.font)
        painter.setPen(quiet)
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, told)
        return box.right() - (metrics.horizontalAdvance(told) + 2 * _GAP if told else 0)

    def _write(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        box: QRectF,
        said: tuple[str, str],
        colours: tuple[QColor, QColor],
        *,
        bold: bool,
    ) -> None:
        font = QFont(option.font)
        font.setBold(bold)
        metrics = QFontMetricsF(font)
        room = box.width()
        if said[1] and metrics.horizontalAdvance(said[0]) + _GAP < room:
            named = said[0]
        else:
            named = metrics.elidedText(said[0], Qt.TextElideMode.ElideRight, room)
        place = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(font)
        painter.setPen(colours[0])
        painter.drawText(box, place, named)
        rest = QRectF(box)
        rest.setLeft(box.left() + metrics.horizontalAdvance(named) + _GAP)
        if rest.width() > 2 * _GAP:
            painter.setFont(option.font)
            painter.setPen(colours[1])
            light = QFontMetricsF(option.font)
            painter.drawText(rest, place, light.elidedText(said[1], Qt.TextElideMode.ElideRight, rest.width()))


class ItemTree(QTreeView):
    """The tree with its keys. `chosen_side` says which side of a conflict holds: True is theirs."""

    chosen_side = Signal(bool)
    all_wanted = Signal(bool)
    conflict_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setItemDelegate(ItemPainter(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setIndentation(16)
        self.setMinimumSize(QSize(280, 120))
        self.setAccessibleName(self.tr("What the merge would bring"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """O and T choose a side of a conflict, Ctrl+A takes all; Enter opens and closes what has rows below it."""
        index = self.currentIndex()
        item: MergeItem | None = index.data(ITEM) if index.isValid() else None
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if plain and item is not None and item.conflict and event.key() in (Qt.Key.Key_O, Qt.Key.Key_T):
            self.chosen_side.emit(event.key() == Qt.Key.Key_T)
        elif plain and event.key() == Qt.Key.Key_N:
            self.conflict_wanted.emit(1)
        elif _is_all(event):
            self.all_wanted.emit(not event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self.setExpanded(index, not self.isExpanded(index))
        else:
            super().keyPressEvent(event)


def _is_all(event: QKeyEvent) -> bool:
    control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    return control and event.key() == Qt.Key.Key_A
