"""The proposed passages as rows: a box to tick, the source, the passage among its words, its code."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import lru_cache

from PySide6.QtCore import QAbstractTableModel, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from interviewcoder.coding.autocode import Place, Surroundings
from interviewcoder.ui.rows import NOWHERE, AnyIndex, RowPainter, inks, paint_among
from interviewcoder.ui.wording import tip

SOURCE, PASSAGE, CODE = range(3)
WORDS_ROLE = int(Qt.ItemDataRole.UserRole)
_KEPT_ROWS = 2000
_ROW_AIR = 9
_SIDE = 6


class ProposedRows(QAbstractTableModel):
    """Proposed passages, all ticked to begin with. `ticks_changed` tells that the choice is another."""

    ticks_changed = Signal()

    def __init__(self, read: Callable[[Place], Surroundings], parent: QObject | None = None) -> None:
        super().__init__(parent)
        # What is around a passage is read when its row is seen.
        self._read = lru_cache(_KEPT_ROWS)(read)
        self._names: dict[int, str] = {}
        self.places: Sequence[Place] = ()
        self._unticked: set[Place] = set()
        self._with_codes = False

    def show_places(self, places: Sequence[Place], names: dict[int, str]) -> None:
        """Show these passages; those that somebody unticked before stay so. `names` are the sources'."""
        self.beginResetModel()
        self._read.cache_clear()
        self.places, self._names = places, names
        self._with_codes = any(place.code for place in places)
        self.endResetModel()
        self.ticks_changed.emit()

    def forget_ticks(self) -> None:
        """Tick everything that is shown from now on."""
        self._unticked.clear()

    def ticked(self) -> list[Place]:
        """The passages that are ticked, in the order shown."""
        return [place for place in self.places if place not in self._unticked]

    def tick(self, places: Collection[Place], *, ticked: bool) -> None:
        """Tick passages, or take the ticks off."""
        if ticked:
            self._unticked.difference_update(places)
        else:
            self._unticked.update(places)
        if self.places:
            self.dataChanged.emit(
                self.index(0, 0), self.index(len(self.places) - 1, 0), [Qt.ItemDataRole.CheckStateRole]
            )
        self.ticks_changed.emit()

    def is_ticked(self, place: Place) -> bool:
        """Whether a passage is ticked."""
        return place not in self._unticked

    def rowCount(self, parent: AnyIndex = NOWHERE) -> int:
        """Say how many passages there are."""
        return 0 if parent.isValid() else len(self.places)

    def columnCount(self, parent: AnyIndex = NOWHERE) -> int:
        """Say how many columns there are: codes have one where the passages bring theirs."""
        return 0 if parent.isValid() else 3 if self._with_codes else 2

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Name the columns."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (self.tr("Source"), self.tr("Passage"), self.tr("Code"))[section]
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give what a cell shows."""
        if not index.isValid():
            return None
        place, column = self.places[index.row()], index.column()
        if role == Qt.ItemDataRole.CheckStateRole and column == SOURCE:
            return Qt.CheckState.Checked if self.is_ticked(place) else Qt.CheckState.Unchecked
        if column == PASSAGE:
            return self._of_passage(place, role)
        words = self._names.get(place.source_id, "") if column == SOURCE else place.code
        if role == Qt.ItemDataRole.DisplayRole:
            return words
        return tip(words) if role == Qt.ItemDataRole.ToolTipRole else None

    def _of_passage(self, place: Place, role: int) -> object:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, WORDS_ROLE):
            return None
        read = self._read(place)
        if role == WORDS_ROLE:
            return read
        words = f"{read.before}{read.words}{read.after}"
        return words if role == Qt.ItemDataRole.DisplayRole else tip(words)

    def setData(self, index: AnyIndex, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take a tick."""
        if not index.isValid() or index.column() != SOURCE or role != Qt.ItemDataRole.CheckStateRole:
            return False
        self.tick([self.places[index.row()]], ticked=Qt.CheckState(value) is Qt.CheckState.Checked)
        return True

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Let the first column be ticked."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.isValid() and index.column() == SOURCE else flags


class ProposedPainter(RowPainter):
    """Paints a passage in bold between the words around it; what doesn't fit falls off at both ends."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Give every row one height."""
        return QSize(100, round(QFontMetricsF(option.font).height()) + _ROW_AIR)

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint one passage."""
        read = index.data(WORDS_ROLE)
        if isinstance(read, Surroundings):
            painter.setClipRect(option.rect)
            box = QRectF(option.rect).adjusted(_SIDE, 0, -_SIDE, 0)
            paint_among(painter, option, box, (read.before, read.words, read.after), *inks(option))
