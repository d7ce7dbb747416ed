"""The first passages of a code, to go to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPalette
from PySide6.QtWidgets import (
    QLabel,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from interviewcoder.sources.text import Span
from interviewcoder.ui import icons
from interviewcoder.ui.code_tree.model import AnyIndex
from interviewcoder.ui.wording import tip

SHOWN = 8
_PASSAGE_ROLE = int(Qt.ItemDataRole.UserRole)
_AIR = 4
_STAR = 12


@dataclass(frozen=True, slots=True)
class Passage:
    """A coded passage as the list shows it."""

    source_id: int
    source: str
    span: Span
    words: str
    exemplar: bool


class PassageList(QWidget):
    """Says how many passages there are and shows the first; a click asks for one."""

    asked = Signal(int, object)  # source id, Span

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count = QLabel(self)
        self._count.setProperty("role", "hint")
        self._list = QListWidget(self)
        self._list.setProperty("role", "side")
        self._list.setAccessibleName(self.tr("Passages of this code"))
        self._list.setItemDelegate(_PassagePainter(self._list))
        self._list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setMouseTracking(True)
        self._list.itemClicked.connect(self._on_asked)
        self._list.itemActivated.connect(self._on_asked)
        self._more = QLabel(self)
        self._more.setProperty("role", "hint")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for part in (self._count, self._list, self._more):
            column.addWidget(part)

    def show_passages(self, passages: Sequence[Passage], total: int, sources: int, participants: int) -> None:
        """Show the first passages of `total` in so many sources, of so many participants."""
        words = self._words(total, sources)
        if total and not participants:
            words += " · " + self.tr("only the interviewer speaks")
        elif participants > 1:
            words += " · " + self.tr("{count} participants").format(count=participants)
        self._count.setText(words)
        self._list.clear()
        for passage in passages:
            item = QListWidgetItem(passage.words, self._list)
            item.setData(_PASSAGE_ROLE, passage)
            item.setToolTip(tip(passage.words))
        rows = sum(self._list.sizeHintForRow(row) for row in range(len(passages)))
        self._list.setFixedHeight(rows + 2 * self._list.frameWidth())
        self._list.setVisible(bool(passages))
        self._more.setText(self.tr("and {count} more").format(count=total - len(passages)))
        self._more.setVisible(total > len(passages))

    def _words(self, total: int, sources: int) -> str:
        if not total:
            return self.tr("Not used yet")
        if total == 1:
            return self.tr("1 coding")
        if sources == 1:
            return self.tr("{count} codings in 1 source").format(count=total)
        return self.tr("{count} codings in {sources} sources").format(count=total, sources=sources)

    def _on_asked(self, item: QListWidgetItem) -> None:
        passage: Passage = item.data(_PASSAGE_ROLE)
        self.asked.emit(passage.source_id, passage.span)


class _PassagePainter(QStyledItemDelegate):
    """Paints two lines of a quote, and whose it is."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Give room for two lines."""
        return QSize(60, round(2 * QFontMetricsF(option.font).lineSpacing()) + 2 * _AIR)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint one passage."""
        row = QStyleOptionViewItem(option)
        self.initStyleOption(row, index)
        row.text = ""
        row.widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, row, painter, row.widget)
        passage: Passage = index.data(_PASSAGE_ROLE)
        chosen = bool(row.state & QStyle.StateFlag.State_Selected)
        role = QPalette.ColorRole
        ink = row.palette.color(role.HighlightedText if chosen else role.Text)
        quiet = row.palette.color(role.HighlightedText if chosen else role.PlaceholderText)
        box = QRectF(row.rect).adjusted(6, _AIR, -6, -_AIR)
        metrics = QFontMetricsF(row.font)
        painter.save()
        painter.setFont(row.font)
        painter.setPen(ink)
        words = metrics.elidedText(f"“{passage.words}”", Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, words)
        lower = box.adjusted(0, box.height() / 2, 0, 0)
        if passage.exemplar:
            star = icons.drawn("star_filled", quiet, _STAR, painter.device().devicePixelRatioF())
            painter.drawPixmap(QPointF(lower.left(), lower.center().y() - _STAR / 2), star)
            lower.setLeft(lower.left() + _STAR + 4)
        painter.setPen(quiet)
        source = metrics.elidedText(passage.source, Qt.TextElideMode.ElideMiddle, lower.width())
        painter.drawText(lower, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, source)
        painter.restore()
