"""The list of memos: a row says what was thought, about what, and when."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from interviewcoder.coding.memo_places import MemoKey, MemoView
from interviewcoder.coding.memos import kind_of
from interviewcoder.ui import icons
from interviewcoder.ui.memos.words import about_words, drawing_of, heading_words, short_moment
from interviewcoder.ui.rows import NOWHERE, AnyIndex, RowPainter, inks
from interviewcoder.ui.wording import tip

MEMO_ROLE = int(Qt.ItemDataRole.UserRole)
_SIDE = 12
_ICON = 18
_LOCK = 13
_AIR = 7
_LONGEST_TIP = 300


class MemoRows(QAbstractListModel):
    """Memos in the order they are given."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.memos: Sequence[MemoView] = ()

    def show_memos(self, memos: Sequence[MemoView]) -> None:
        """Show other memos; where they are the same ones, they are only painted anew and the choice stays."""
        if [memo.key for memo in memos] == [memo.key for memo in self.memos]:
            self.memos = memos
            if memos:
                self.dataChanged.emit(self.index(0), self.index(len(memos) - 1))
            return
        self.beginResetModel()
        self.memos = memos
        self.endResetModel()

    def place_of(self, key: MemoKey | None) -> QModelIndex:
        """Where a memo is; an invalid index where it isn't."""
        place = next((place for place, memo in enumerate(self.memos) if memo.key == key), -1)
        return self.index(place) if place >= 0 else QModelIndex()

    def rowCount(self, parent: AnyIndex = NOWHERE) -> int:
        """Say how many memos there are."""
        return 0 if parent.isValid() else len(self.memos)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give a memo's heading, its words as a tooltip, or the memo itself to who paints it."""
        if not index.isValid():
            return None
        memo = self.memos[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return heading_words(memo)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            words = about_words(memo.kind, memo.about, memo.about_name, memo.quote)
            if memo.private:
                words += " · " + self.tr("private")
            text = memo.text if len(memo.text) <= _LONGEST_TIP else memo.text[:_LONGEST_TIP].rstrip() + "…"
            words = f"{words}\n\n{text}".strip()
            return tip(words) if role == Qt.ItemDataRole.ToolTipRole else words
        return memo if role == MEMO_ROLE else None


class MemoPainter(RowPainter):
    """Paints an icon, the heading with its day, and below what it is about, quietly."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Give every row one height."""
        return QSize(120, round(2 * QFontMetricsF(option.font).height() + 2 * _AIR + 2))

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint one memo."""
        memo: MemoView = index.data(MEMO_ROLE)
        ink, quiet = inks(option)
        ratio = painter.device().devicePixelRatioF()
        box = QRectF(option.rect).adjusted(_SIDE, _AIR, -_SIDE, -_AIR)
        picture = icons.drawn(drawing_of(kind_of(memo)), quiet, _ICON, ratio)
        painter.drawPixmap(round(box.left()), round(box.center().y() - _ICON / 2), picture)
        upper = box.adjusted(_ICON + 10, 0, 0, -box.height() / 2)
        lower = box.adjusted(_ICON + 10, box.height() / 2, 0, 0)
        font: QFont = option.font
        metrics = QFontMetricsF(font)
        moment = short_moment(memo.changed_at if memo.kind != "journal" else memo.created_at)
        painter.setFont(font)
        painter.setPen(quiet)
        painter.drawText(upper, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, moment)
        upper.setRight(upper.right() - metrics.horizontalAdvance(moment) - 10)
        if memo.private:
            at = round(upper.right() - _LOCK), round(upper.center().y() - _LOCK / 2)
            painter.drawPixmap(*at, icons.drawn("locked", quiet, _LOCK, ratio))
            upper.setRight(upper.right() - _LOCK - 6)
        _write(painter, lower, font, quiet, about_words(memo.kind, memo.about, memo.about_name, memo.quote))
        bold = QFont(font)
        bold.setWeight(QFont.Weight.DemiBold)
        _write(painter, upper, bold, ink, heading_words(memo))


def _write(painter: QPainter, box: QRectF, font: QFont, ink: QColor, text: str) -> None:
    painter.setFont(font)
    painter.setPen(ink)
    shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
