"""The list of sources: a row says what it is, whose, how long, and how far the work is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import islice
from typing import overload

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPalette
from PySide6.QtWidgets import QStyleOptionViewItem

from interviewcoder.ui import icons
from interviewcoder.ui.rows import NOWHERE, AnyIndex, RowPainter, inks, is_chosen
from interviewcoder.ui.wording import tip

ROW_ROLE = int(Qt.ItemDataRole.UserRole)
CODINGS_ROLE = ROW_ROLE + 1
# So many to either side are about a screen.
_NEAR = 16
_SIDE = 12
_ICON = 20
_AIR = 8
_BAR = 3
_NOTE = 14


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source as the list shows it.

    `state` is recording (not transcribed), silent (nobody speaks), transcribed
    or text, elsewhere an icon's name; `share` (0..1) is how far a transcription is, `waiting` that its
    turn comes; `noted` that a memo is about it or one of its passages.
    """

    id: int
    name: str
    state: str
    details: str
    share: float | None = None
    waiting: bool = False
    noted: bool = False


class ReadRows(Sequence[SourceRow]):
    """Rows that are read when they come into sight, with their neighbours: a study may have a thousand."""

    def __init__(self, ids: Sequence[int], read: Callable[[Sequence[int]], Sequence[SourceRow]]) -> None:
        """`read` gives the rows of some sources, in their order."""
        self.ids = ids
        self._read = read
        self._known: dict[int, SourceRow] = {}

    def __len__(self) -> int:
        return len(self.ids)

    @overload
    def __getitem__(self, index: int) -> SourceRow: ...
    @overload
    def __getitem__(self, index: slice) -> list[SourceRow]: ...
    def __getitem__(self, index: int | slice) -> SourceRow | list[SourceRow]:
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(len(self)))]
        wanted = self.ids[index]
        if wanted not in self._known:
            place = index % len(self.ids)
            near = [id_ for id_ in self.ids[max(0, place - _NEAR) : place + _NEAR] if id_ not in self._known]
            self._known.update((row.id, row) for row in self._read(near))
        return self._known[wanted]


class SourceRows(QAbstractListModel):
    """The rows, in the order sources were added."""

    def __init__(
        self, parent: QObject | None = None, count: Callable[[Sequence[int]], Mapping[int, int]] = lambda ids: {}
    ) -> None:
        """Show nothing yet; `count` says how many codings sources have, and is asked for those in sight."""
        super().__init__(parent)
        self.rows: Sequence[SourceRow] = ()
        self._count = count
        self._codings: dict[int, int] = {}
        self._places: dict[int, int] = {}

    def show_rows(self, rows: Sequence[SourceRow]) -> None:
        """Show other rows; those of the same sources are only painted anew, so the selection stays."""
        ids = rows.ids if isinstance(rows, ReadRows) else [row.id for row in rows]
        if list(ids) == list(self._places):
            self.rows = rows
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self.rows = rows
        self._places = {id_: place for place, id_ in enumerate(ids)}
        self._codings.clear()
        self.endResetModel()

    def id_at(self, place: int) -> int:
        """The source of a row, which isn't read for that."""
        rows = self.rows
        return rows.ids[place] if isinstance(rows, ReadRows) else rows[place].id

    def place_of(self, source_id: int) -> QModelIndex:
        """Where a source is; an invalid index where it isn't."""
        place = self._places.get(source_id)
        return QModelIndex() if place is None else self.index(place)

    def codings(self, source_id: int) -> int:
        """How many codings a source has; counted when it is first asked for, with its neighbours'."""
        if source_id not in self._codings:
            place = self._places.get(source_id, 0)
            near = islice(self._places, max(0, place - _NEAR), place + _NEAR)
            self._codings |= self._count([id_ for id_ in near if id_ not in self._codings])
        return self._codings.get(source_id, 0)

    def count_anew(self, source_ids: AbstractSet[int] | None) -> None:
        """Count again, when they are asked for, in these sources, or (None) in all.

        It isn't announced: at that a list lays out all its rows anew, though none has moved. Whoever shows them
        paints them.
        """
        if source_ids is None:
            self._codings.clear()
        else:
            for source_id in source_ids:
                self._codings.pop(source_id, None)

    def rowCount(self, parent: AnyIndex = NOWHERE) -> int:
        """Say how many sources there are."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give a source's name, what is known of it, or the row itself to who paints it."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return row.name
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            words = "\n".join((row.name, row.details, self.words_of_codings(row)))
            words += "\n" + self.tr("with memos") if row.noted else ""
            return tip(words) if role == Qt.ItemDataRole.ToolTipRole else words
        if role == CODINGS_ROLE:
            return self.codings(row.id)
        return row if role == ROW_ROLE else None

    def words_of_codings(self, row: SourceRow) -> str:
        """How often a source is coded."""
        codings = self.codings(row.id)
        return self.tr("1 coding") if codings == 1 else self.tr("{count} codings").format(count=codings)


_DRAWINGS = {"recording": "recording", "silent": "recording", "transcribed": "transcribed", "text": "text"}


class SourceRowPainter(RowPainter):
    """Paints an icon, the name, a quiet line below, and the number of codings at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Give every row one height."""
        line = QFontMetricsF(option.font).height()
        return QSize(120, round(2 * line + 2 * _AIR + 2))

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint one source."""
        row: SourceRow = index.data(ROW_ROLE)
        codings = index.data(CODINGS_ROLE) or 0
        ink, quiet = inks(option)
        box = QRectF(option.rect).adjusted(_SIDE, _AIR, -_SIDE, -_AIR)
        picture = icons.drawn(_DRAWINGS.get(row.state, row.state), quiet, _ICON, painter.device().devicePixelRatioF())
        painter.drawPixmap(round(box.left()), round(box.center().y() - _ICON / 2), picture)
        font: QFont = option.font
        words = box.adjusted(_ICON + 10, 0, 0, 0)
        words.setRight(words.right() - self._paint_count(painter, words, font, quiet, codings))
        if row.noted:
            note = icons.drawn("memo", quiet, _NOTE, painter.device().devicePixelRatioF())
            painter.drawPixmap(round(words.right() - _NOTE), round(words.center().y() - _NOTE / 2), note)
            words.setRight(words.right() - _NOTE - 8)
        bold = QFont(font)
        bold.setWeight(QFont.Weight.DemiBold)
        upper, lower = QRectF(words), QRectF(words)
        upper.setHeight(words.height() / 2)
        lower.setTop(upper.bottom())
        _write(painter, upper, bold, ink, row.name)
        _write(painter, lower, font, quiet, row.details)
        if row.share is not None:
            bar = ink if is_chosen(option) else option.palette.color(QPalette.ColorRole.Highlight)
            self._paint_share(painter, lower, bar, row.share)

    def _paint_count(self, painter: QPainter, box: QRectF, font: QFont, ink: QColor, count: int) -> float:
        if not count:
            return 0.0
        width = QFontMetricsF(font).horizontalAdvance(str(count))
        painter.setFont(font)
        painter.setPen(ink)
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(count))
        return width + 10

    def _paint_share(self, painter: QPainter, box: QRectF, ink: QColor, share: float) -> None:
        bar = QRectF(box.left(), box.bottom() + 2, box.width(), _BAR)
        faint = QColor(ink)
        faint.setAlphaF(0.2)
        painter.fillRect(bar, faint)
        bar.setWidth(bar.width() * min(max(share, 0.0), 1.0))
        painter.fillRect(bar, ink)


def _write(painter: QPainter, box: QRectF, font: QFont, ink: QColor, text: str) -> None:
    painter.setFont(font)
    painter.setPen(ink)
    shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
