"""The list of comments: who said what last, about what, whose task it is; what isn't sent yet stands first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QCoreApplication, QModelIndex, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPalette
from PySide6.QtWidgets import QStyleOptionViewItem

from interviewcoder.review.comments import ThreadView
from interviewcoder.review.verdicts import VerdictView
from interviewcoder.sources.text import shortened
from interviewcoder.ui import icons
from interviewcoder.ui.review.drafts import Draft
from interviewcoder.ui.review.words import (
    answers_words,
    short_moment,
    state_words,
    thread_about,
    today,
)
from interviewcoder.ui.rows import NOWHERE, AnyIndex, RowPainter, inks, is_chosen
from interviewcoder.ui.wording import tip

ITEM_ROLE = int(Qt.ItemDataRole.UserRole)
HALF_ROLE = ITEM_ROLE + 1
_SIDE, _ICON, _AIR, _GAP = 12, 18, 8, 10
_LONGEST_TIP = 300
_OVERDUE, _OVERDUE_ON_DARK = "#b23a34", "#e08d86"


@dataclass(frozen=True, slots=True)
class Unsent:
    """A new comment that is half written, and what it is about in words."""

    draft: Draft
    about: str


@dataclass(frozen=True, slots=True)
class Queried:
    """A coding that a reviewer queries, and what it is in words."""

    verdict: VerdictView
    about: str


Item = ThreadView | Unsent | Queried


class ThreadRows(QAbstractListModel):
    """Threads and unsent comments in the order they are given."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.items: Sequence[Item] = ()
        # The threads, by UUID, to which an answer is half written.
        self.half_answered: frozenset[str] = frozenset()

    def show_items(self, items: Sequence[Item]) -> None:
        """Show others; where they are the same ones, they are only painted anew and the choice stays."""
        if [key_of(one) for one in items] == [key_of(one) for one in self.items]:
            self.items = items
            if items:
                self.dataChanged.emit(self.index(0), self.index(len(items) - 1))
            return
        self.beginResetModel()
        self.items = items
        self.endResetModel()

    def place_of(self, key: str) -> QModelIndex:
        """Where an item is, by its key; an invalid index where it isn't."""
        place = next((place for place, one in enumerate(self.items) if key_of(one) == key), -1)
        return self.index(place) if place >= 0 else QModelIndex()

    def rowCount(self, parent: AnyIndex = NOWHERE) -> int:
        """Say how many there are."""
        return 0 if parent.isValid() else len(self.items)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give an item's words, all there is to say of it as a tooltip, or itself to who paints it."""
        if not index.isValid():
            return None
        item = self.items[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{who(item)}: {heading(item)}" if who(item) else heading(item)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            words = self._told(item)
            return tip(words) if role == Qt.ItemDataRole.ToolTipRole else words
        if role == HALF_ROLE:
            return isinstance(item, ThreadView) and item.uuid in self.half_answered
        return item if role == ITEM_ROLE else None

    def _told(self, item: Item) -> str:
        if isinstance(item, Unsent):
            return "\n\n".join((self.tr("Not sent yet · {about}").format(about=item.about), item.draft.text))
        if isinstance(item, Queried):
            return "\n\n".join(filter(None, (item.about, item.verdict.note)))
        how = self.tr("open") if item.is_open else self.tr("resolved")
        text = item.first.text
        text = text if len(text) <= _LONGEST_TIP else text[:_LONGEST_TIP].rstrip() + "…"
        unsent = self.tr("answer not sent yet") if item.uuid in self.half_answered else ""
        state = state_words(item) if item.is_open else ""
        told = (thread_about(item), how, answers_words(len(item.answers)), unsent, state)
        return " · ".join(filter(None, told)) + "\n\n" + text


def key_of(item: Item) -> str:
    """What tells items apart."""
    if isinstance(item, Queried):
        return item.verdict.uuid
    return item.draft.key if isinstance(item, Unsent) else item.uuid


def who(item: Item) -> str:
    """Who began it; empty for what isn't sent."""
    if isinstance(item, Queried):
        return item.verdict.coder
    return "" if isinstance(item, Unsent) else item.first.coder


def heading(item: Item) -> str:
    """Its first words."""
    if isinstance(item, Queried):
        return shortened(item.verdict.note) or QCoreApplication.translate("Comments", "Queried, without a note")
    return shortened(item.draft.text if isinstance(item, Unsent) else item.first.text)


class ThreadPainter(RowPainter):
    """Paints a bubble, filled while it is open, what was said, and below who, about what, and how it stands."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Give every row one height."""
        return QSize(120, round(3 * QFontMetricsF(option.font).height() + 2 * _AIR + 2))

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint one item."""
        item: Item = index.data(ITEM_ROLE)
        ink, quiet = inks(option)
        box = QRectF(option.rect).adjusted(_SIDE, _AIR, -_SIDE, -_AIR)
        ratio = painter.device().devicePixelRatioF()
        line = QFontMetricsF(option.font).height()
        is_open = not isinstance(item, ThreadView) or item.is_open
        accent = ink if is_chosen(option) else option.palette.color(QPalette.ColorRole.Link)
        drawing = "comment" if is_open else "resolved"
        if not isinstance(item, ThreadView):
            drawing = "rename" if isinstance(item, Unsent) else "question"
        picture = icons.drawn(drawing, accent if is_open else quiet, _ICON, ratio)
        painter.drawPixmap(round(box.left()), round(box.top() + (line - _ICON) / 2) + 1, picture)
        box.setLeft(box.left() + _ICON + _GAP)
        lines = [QRectF(box.left(), box.top() + n * (line + 1), box.width(), line) for n in range(3)]
        self._paint_words(painter, option, lines, item, (ink, quiet), half=bool(index.data(HALF_ROLE)))

    def _paint_words(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        lines: Sequence[QRectF],
        item: Item,
        colours: tuple[QColor, QColor],
        *,
        half: bool,
    ) -> None:
        ink, quiet = colours
        bold = QFont(option.font)
        bold.setWeight(QFont.Weight.DemiBold)
        is_open = not isinstance(item, ThreadView) or item.is_open
        _write(painter, lines[0], bold if is_open else option.font, ink, heading(item))
        if not isinstance(item, ThreadView):
            told = self.tr("Not sent yet")
            if isinstance(item, Queried):
                told = f"{item.verdict.coder} · {short_moment(item.verdict.given_at)}"
            _write(painter, lines[1], option.font, quiet, item.about)
            _write(painter, lines[2], option.font, quiet, told)
            return
        _write(painter, lines[1], option.font, quiet, thread_about(item))
        moment = short_moment(item.last_at)
        painter.setPen(quiet)
        painter.setFont(option.font)
        painter.drawText(lines[2], Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, moment)
        left = QRectF(lines[2])
        left.setRight(left.right() - QFontMetricsF(option.font).horizontalAdvance(moment) - _GAP)
        late = item.is_overdue(today()) and not is_chosen(option)
        parts = [item.first.coder, answers_words(len(item.answers))]
        # Of a task it counts most whose it is and until when.
        parts.insert(0 if item.is_open else 2, state_words(item))
        if half:
            parts.insert(0, self.tr("answer not sent yet"))
        told = " · ".join(filter(None, parts))
        _write(painter, left, option.font, _overdue(option.palette) if late else quiet, told)


def _overdue(palette: QPalette) -> QColor:
    dark = palette.color(QPalette.ColorRole.Base).lightnessF() < 0.5
    return QColor(_OVERDUE_ON_DARK if dark else _OVERDUE)


def _write(painter: QPainter, box: QRectF, font: QFont, ink: QColor, text: str) -> None:
    painter.setFont(font)
    painter.setPen(ink)
    shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
