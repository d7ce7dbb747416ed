"""The doubtful places as rows of a list: when, what, and the words around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from interviewcoder.sources.findings import Finding
from interviewcoder.sources.transcript import Transcript
from interviewcoder.ui import icons
from interviewcoder.ui.coding_view.clock import as_clock
from interviewcoder.ui.rows import NOWHERE, AnyIndex, RowPainter, inks
from interviewcoder.ui.trust.kinds import explanation_of, words_of
from interviewcoder.ui.wording import tip

_ROLE = int(Qt.ItemDataRole.UserRole)
_BEFORE, _AFTER = 16, 60
_SIDE, _AIR, _ICON = 12, 5, 14


@dataclass(frozen=True, slots=True)
class Row:
    """A doubtful place with the text before it, its own words and the text after it."""

    finding: Finding
    before: str
    words: str
    after: str


def row_of(finding: Finding, transcript: Transcript) -> Row:
    """Cut the words around a place out of its transcript."""
    text, span = transcript.text, finding.span
    before = text[max(0, span.start - _BEFORE) : span.start]
    if span.start > _BEFORE:
        before = "…" + before[before.find(" ") + 1 :]
    after = text[span.end : span.end + _AFTER]
    words = span.text_in(text)
    if finding.kind == "left_out":
        words = f" [{finding.detail.get('text', '')}] "
    return Row(finding, *(part.replace("\n", " ") for part in (before, words, after)))


class Rows(QAbstractListModel):
    """The rows of a list of doubtful places."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []

    def show(self, rows: Sequence[Row]) -> None:
        """Show these rows; where they are the same places, nobody loses theirs."""
        if [row.finding.id for row in rows] == [row.finding.id for row in self.rows]:
            self.rows = list(rows)
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def place_of(self, finding_id: int | None) -> QModelIndex:
        """Where a place is; an invalid index where it isn't shown."""
        place = next((n for n, row in enumerate(self.rows) if row.finding.id == finding_id), -1)
        return self.index(place) if place >= 0 else QModelIndex()

    def finding_at(self, index: AnyIndex) -> Finding | None:
        """The place of a row."""
        return self.rows[index.row()].finding if index.isValid() else None

    def rowCount(self, parent: AnyIndex = NOWHERE) -> int:
        """Say how many there are."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give the words for who reads them aloud, the tooltip, or the row to who paints it."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            head = f"{as_clock(row.finding.start_ms)} {words_of(row.finding)}{self._state(row)}"
            return f"{head}: {row.before}{row.words}{row.after}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(explanation_of(row.finding) + "\n" + f"{row.before}{row.words}{row.after}")
        return row if role == _ROLE else None

    def _state(self, row: Row) -> str:
        if row.finding.state == "open":
            return ""
        return ", " + (self.tr("confirmed") if row.finding.state == "confirmed" else self.tr("corrected"))


class FindingPainter(RowPainter):
    """Paints when and what in one line and the words around it in another; what is done has a tick."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Give every row one height."""
        return QSize(120, round(2 * QFontMetricsF(option.font).height() + 2 * _AIR + 2))

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint one finding."""
        row: Row = index.data(_ROLE)
        ink, quiet = inks(option)
        done = row.finding.state != "open"
        box = QRectF(option.rect).adjusted(_SIDE, _AIR, -_SIDE, -_AIR)
        upper, lower = QRectF(box), QRectF(box)
        upper.setHeight(box.height() / 2)
        lower.setTop(upper.bottom())
        if done:
            picture = icons.drawn("done", quiet, _ICON, painter.device().devicePixelRatioF())
            painter.drawPixmap(QPointF(upper.right() - _ICON, upper.center().y() - _ICON / 2), picture)
            upper.setRight(upper.right() - _ICON - 6)
        bold = QFont(option.font)
        bold.setWeight(QFont.Weight.DemiBold)
        head = [(as_clock(row.finding.start_ms) + "  ", option.font, quiet)]
        _write(painter, upper, [*head, (words_of(row.finding), bold, quiet if done else ink)])
        words = row.words or "▸"
        _write(painter, lower, [(row.before, option.font, quiet), (words, bold, ink), (row.after, option.font, quiet)])


def _write(painter: QPainter, box: QRectF, pieces: Sequence[tuple[str, QFont, QColor]]) -> None:
    """Write pieces of text one behind the other, and shorten where there is no more room."""
    left = box.left()
    for text, font, ink in pieces:
        metrics = QFontMetricsF(font)
        room = box.right() - left
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.setFont(font)
        painter.setPen(ink)
        place = QRectF(left, box.top(), room, box.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        left += metrics.horizontalAdvance(text)
        if left >= box.right():
            break
