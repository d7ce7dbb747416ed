"""Participants in rows, what is known of them in columns."""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QObject, Qt, Signal

from interviewcoder.ui import icons
from interviewcoder.ui.rows import NOWHERE, AnyIndex
from interviewcoder.ui.wording import tip

if TYPE_CHECKING:
    from interviewcoder.cases.attributes import AttributeView
    from interviewcoder.cases.cases import CaseView


class CaseTable(QAbstractTableModel):
    """The first column is the participant's name, then one for each attribute.

    The model changes nothing itself: `renamed` (case id, name) and `described`
    (case id, attribute id, value) say what was typed.
    """

    renamed = Signal(int, str)
    described = Signal(int, int, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.cases: Sequence[CaseView] = ()
        self.attributes: Sequence[AttributeView] = ()
        self._noted: Set[int] = frozenset()

    def show_cases(
        self, cases: Sequence[CaseView], attributes: Sequence[AttributeView], noted: Set[int] = frozenset()
    ) -> None:
        """Show other content; where only values differ, the cells are painted anew and the selection stays.

        `noted` are the ids of the participants that memos are about.
        """
        self._noted = noted
        same = [c.id for c in cases] == [c.id for c in self.cases]
        same = same and [a.id for a in attributes] == [a.id for a in self.attributes]
        if not same:
            self.beginResetModel()
        self.cases, self.attributes = cases, attributes
        if not same:
            self.endResetModel()
        elif cases:
            self.dataChanged.emit(self.index(0, 0), self.index(len(cases) - 1, len(attributes)))
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(attributes))

    def rowCount(self, parent: AnyIndex = NOWHERE) -> int:
        """Say how many participants there are."""
        return 0 if parent.isValid() else len(self.cases)

    def columnCount(self, parent: AnyIndex = NOWHERE) -> int:
        """Say how many columns there are: the name's and the attributes'."""
        return 0 if parent.isValid() else 1 + len(self.attributes)

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Let every cell be typed into."""
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable if index.isValid() else Qt.ItemFlag.NoItemFlags

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give a cell's words."""
        if index.isValid() and role == Qt.ItemDataRole.DecorationRole and index.column() == 0:
            return icons.icon("memo") if self.cases[index.row()].id in self._noted else None
        if not index.isValid() or role not in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.EditRole,
            Qt.ItemDataRole.ToolTipRole,
        ):
            return None
        case = self.cases[index.row()]
        words = case.name if index.column() == 0 else case.values.get(self.attributes[index.column() - 1].id, "")
        return tip(words) if role == Qt.ItemDataRole.ToolTipRole else words

    def setData(self, index: AnyIndex, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Say what was typed into a cell."""
        if not index.isValid() or role != Qt.ItemDataRole.EditRole or str(value) == self.data(index):
            return False
        case = self.cases[index.row()]
        if index.column() == 0:
            self.renamed.emit(case.id, str(value))
        else:
            self.described.emit(case.id, self.attributes[index.column() - 1].id, str(value))
        return True

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Name the columns."""
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return self.tr("Participant") if section == 0 else self.attributes[section - 1].name
