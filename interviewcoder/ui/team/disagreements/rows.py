"""The disagreements as rows: what became of each, its code, its source, and how coders differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPalette
from PySide6.QtWidgets import QStyleOptionViewItem

from interviewcoder.ui import icons
from interviewcoder.ui.coding_view.tints import Inks
from interviewcoder.ui.rows import NOWHERE, AnyIndex, RowPainter, inks, is_chosen
from interviewcoder.ui.team.disagreements.words import kind_words, short_kind_words
from interviewcoder.ui.wording import tip

if TYPE_CHECKING:
    from interviewcoder.review.dispute_views import Dispute

DISPUTE_ROLE = int(Qt.ItemDataRole.UserRole)
COLOUR_ROLE = DISPUTE_ROLE + 1
_AIR, _SIDE, _SIGN, _DOT = 12, 8, 14, 4.0
_SHARE_OF_KIND = 0.62


class DisputeRows(QAbstractListModel):
    """Disagreements in their order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.disputes: Sequence[Dispute] = ()
        self._colours: Mapping[int, str] = {}

    def show_disputes(self, disputes: Sequence[Dispute], colours: Mapping[int, str]) -> None:
        """Show these; `colours` are those of codes. Where only decisions are others, the rows stay where they are."""
        same = [each.key for each in disputes] == [each.key for each in self.disputes]
        self._colours = colours
        if same:
            self.disputes = disputes
            if disputes:
                self.dataChanged.emit(self.index(0), self.index(len(disputes) - 1))
            return
        self.beginResetModel()
        self.disputes = disputes
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = NOWHERE) -> int:
        """Say how many there are."""
        return 0 if parent.isValid() else len(self.disputes)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give what a row shows; the disagreement itself to who paints it."""
        if not index.isValid():
            return None
        dispute = self.disputes[index.row()]
        if role == DISPUTE_ROLE:
            return dispute
        if role == COLOUR_ROLE:
            return self._colours.get(dispute.code_ids[0], "")
        if role == Qt.ItemDataRole.DisplayRole:
            return " / ".join(dispute.code_names)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            state = self.tr("decided") if dispute.decision is not None else self.tr("to be decided")
            return f"{' / '.join(dispute.code_names)}, {dispute.source}, {kind_words(dispute)}, {state}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(f"{' / '.join(dispute.code_names)}\n{dispute.source}\n{kind_words(dispute)}")
        return None


class DisputePainter(RowPainter):
    """Paints the code above source and kind; what is decided has a sign and steps back."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Give every row one height."""
        return QSize(60, round(2 * QFontMetricsF(option.font).height()) + _AIR)

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint one row."""
        dispute: Dispute = index.data(DISPUTE_ROLE)
        ink, dim = inks(option)
        strong = ink if dispute.decision is None else dim
        metrics = QFontMetricsF(option.font)
        painter.setClipRect(option.rect)
        box = QRectF(option.rect).adjusted(_SIDE, _AIR / 2 - 1, -_SIDE, 0)
        height = metrics.height()
        colour = Inks(option.palette).mark(QColor(index.data(COLOUR_ROLE)))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink if is_chosen(option) else colour)
        centre = QRectF(box.left(), box.top(), 2 * _DOT, height).center()
        painter.drawEllipse(centre, _DOT, _DOT)
        bold = QFont(option.font)
        bold.setWeight(QFont.Weight.DemiBold if dispute.decision is None else QFont.Weight.Normal)
        left, room = box.left() + 2 * _DOT + 6, box.width() - 2 * _DOT - 6
        self._paint_line(painter, bold, strong, str(index.data()), QRectF(left, box.top(), room - _SIGN - 4, height))
        below = QRectF(left, box.top() + height + 1, room, height)
        kind = metrics.elidedText(short_kind_words(dispute), Qt.TextElideMode.ElideRight, room * _SHARE_OF_KIND)
        source = metrics.elidedText(
            dispute.source, Qt.TextElideMode.ElideRight, room - metrics.horizontalAdvance(f" · {kind}") - 2
        )
        self._paint_line(painter, option.font, dim, f"{source} · {kind}", below)
        self._paint_state(painter, option, dispute, strong, QRectF(box.right() - _SIGN, box.top(), _SIGN, height))

    def _paint_line(self, painter: QPainter, font: QFont, ink: QColor, words: str, box: QRectF) -> None:
        painter.setFont(font)
        painter.setPen(ink)
        shown = QFontMetricsF(font).elidedText(words, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)

    def _paint_state(
        self, painter: QPainter, option: QStyleOptionViewItem, dispute: Dispute, ink: QColor, box: QRectF
    ) -> None:
        sign = "done" if dispute.decision is not None else "history" if dispute.earlier is not None else ""
        if sign:
            if sign == "history" and not is_chosen(option):
                ink = option.palette.color(QPalette.ColorRole.Link)
            picture = icons.drawn(sign, ink, _SIGN, painter.device().devicePixelRatioF())
            painter.drawPixmap(round(box.left()), round(box.center().y() - _SIGN / 2), picture)
