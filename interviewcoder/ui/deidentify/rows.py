"""The queue of suggestions as rows: what became of each, its words among others, its kind, its replacement."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPalette
from PySide6.QtWidgets import QStyleOptionViewItem

from interviewcoder.ui import icons
from interviewcoder.ui.deidentify.kind_words import kind_name, kind_short
from interviewcoder.ui.deidentify.queue import Item
from interviewcoder.ui.rows import NOWHERE, AnyIndex, RowPainter, inks, paint_among
from interviewcoder.ui.wording import tip

STATE, PASSAGE, KIND, BECOMES, SOURCE = range(5)
ITEM_ROLE = int(Qt.ItemDataRole.UserRole)
_ROW_AIR, _SIDE, _SIGN = 9, 6, 14
_SIGNS = {"replaced": "done", "kept": "text", "skipped": "right", "open": ""}


class QueueRows(QAbstractTableModel):
    """The items of a queue."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.items: Sequence[Item] = ()

    def show_items(self, items: Sequence[Item]) -> None:
        """Show these; where only what became of them is other, the rows stay where they are."""
        same = len(items) == len(self.items) and all(
            one.place == other.place for one, other in zip(items, self.items, strict=True)
        )
        if same:
            self.items = list(items)
            if items:
                self.dataChanged.emit(self.index(0, 0), self.index(len(items) - 1, SOURCE))
            return
        self.beginResetModel()
        self.items = list(items)
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = NOWHERE) -> int:
        """Say how many there are."""
        return 0 if parent.isValid() else len(self.items)

    def columnCount(self, parent: AnyIndex = NOWHERE) -> int:
        """Say how many columns there are."""
        return 0 if parent.isValid() else 5

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Name the columns."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            names = ("", self.tr("Words"), self.tr("Kind"), self.tr("Becomes"), self.tr("Source"))
            return names[section]
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give what a cell shows; the item itself to who paints it."""
        if not index.isValid():
            return None
        item, column = self.items[index.row()], index.column()
        if role == ITEM_ROLE:
            return item
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(item, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{item.words}, {kind_name(item.suggestion.kind)}, {self._words(item, BECOMES)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            around = f"{item.before}{item.words}{item.after}"
            return tip(item.suggestion.why if column == KIND else around if column == PASSAGE else item.source)
        return None

    def _words(self, item: Item, column: int) -> str:
        if column == STATE:
            return ""
        if column == PASSAGE:
            return f"{item.before}{item.words}{item.after}"
        if column == KIND:
            return kind_short(item.suggestion.kind)
        if column == SOURCE:
            return item.source
        if item.state == "kept":
            return self.tr("stays as it is")
        new = item.proposal.pseudonym_id is None
        return self.tr("{text} new").format(text=item.proposal.text) if new else item.proposal.text


class QueuePainter(RowPainter):
    """Paints the words in bold among those around them; what is decided steps back."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Give every row one height."""
        return QSize(60, round(QFontMetricsF(option.font).height()) + _ROW_AIR)

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint one cell."""
        item: Item = index.data(ITEM_ROLE)
        ink, dim = inks(option)
        strong = ink if item.state == "open" else dim
        painter.setClipRect(option.rect)
        box = QRectF(option.rect).adjusted(_SIDE, 0, -_SIDE, 0)
        if index.column() == STATE:
            self._paint_state(painter, option, item, strong)
        elif index.column() == PASSAGE:
            said = (item.before, " ".join(item.words.split()), item.after)
            paint_among(painter, option, box, said, strong, dim)
        else:
            painter.setPen(strong if index.column() == BECOMES else dim)
            words = option.fontMetrics.elidedText(str(index.data()), Qt.TextElideMode.ElideRight, round(box.width()))
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)

    def _paint_state(self, painter: QPainter, option: QStyleOptionViewItem, item: Item, ink: QColor) -> None:
        sign = _SIGNS[item.state]
        centre = QRectF(option.rect).center()
        if sign:
            picture = icons.drawn(sign, ink, _SIGN, painter.device().devicePixelRatioF())
            painter.drawPixmap(round(centre.x() - _SIGN / 2), round(centre.y() - _SIGN / 2), picture)
            return
        palette: QPalette = option.palette
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink if option.state & option.state.State_Selected else palette.highlight())
        painter.drawEllipse(centre, 3.0, 3.0)
