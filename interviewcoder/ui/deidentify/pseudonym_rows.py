"""The pseudonyms as rows: text, kind, the words they stand for, uses, note; with the key open, whom they mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QObject, Qt

from interviewcoder.ui.deidentify.kind_words import kind_short
from interviewcoder.ui.rows import NOWHERE, AnyIndex
from interviewcoder.ui.wording import tip

if TYPE_CHECKING:
    from interviewcoder.privacy.key_file import Entity
    from interviewcoder.privacy.pseudonyms import PseudonymView

TEXT, KIND, FORMS, USES, NOTE, STANDS_FOR = range(6)
_EDITED = (TEXT, NOTE, STANDS_FOR)


class PseudonymRows(QAbstractTableModel):
    """All pseudonyms. Text, note and whom it stands for can be typed over; `write` is told row, column and words."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.views: Sequence[PseudonymView] = ()
        self._forms: Mapping[int, Sequence[str]] = {}
        self._entities: Mapping[str, Entity] | None = None
        self.write: Callable[[PseudonymView, int, str], bool] = lambda view, column, words: False

    def show_rows(
        self,
        views: Sequence[PseudonymView],
        forms: Mapping[int, Sequence[str]],
        entities: Mapping[str, Entity] | None,
    ) -> None:
        """Show these; `entities` is what the open key knows, None while it is closed."""
        self.beginResetModel()
        self.views, self._forms, self._entities = list(views), forms, entities
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = NOWHERE) -> int:
        """Say how many there are."""
        return 0 if parent.isValid() else len(self.views)

    def columnCount(self, parent: AnyIndex = NOWHERE) -> int:
        """Say how many columns there are: whom they stand for is there while the key is open."""
        return 0 if parent.isValid() else 6 if self._entities is not None else 5

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Name the columns."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            names = (
                self.tr("Pseudonym"),
                self.tr("Kind"),
                self.tr("Replaces"),
                self.tr("Uses"),
                self.tr("Note"),
                self.tr("Stands for"),
            )
            return names[section]
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give what a cell shows."""
        if not index.isValid():
            return None
        words = self._words(self.views[index.row()], index.column())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return words
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == USES:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return tip(words) if role == Qt.ItemDataRole.ToolTipRole else None

    def _words(self, view: PseudonymView, column: int) -> str:
        if column == STANDS_FOR:
            entity = (self._entities or {}).get(view.uuid)
            return entity.canonical if entity is not None else ""
        words = {
            TEXT: view.text,
            KIND: kind_short(view.kind),
            FORMS: ", ".join(self._forms.get(view.id, ())),
            USES: f"{view.uses:n}",
            NOTE: " ".join(view.note.split()),
        }
        return words[column]

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Let some columns be typed over."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.isValid() and index.column() in _EDITED else flags

    def setData(self, index: AnyIndex, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Hand on what was typed."""
        if not index.isValid() or role != Qt.ItemDataRole.EditRole or str(value) == index.data():
            return False
        return self.write(self.views[index.row()], index.column(), str(value))
