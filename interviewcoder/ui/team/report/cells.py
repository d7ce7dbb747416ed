"""A table of the team report: cells of words, shares and small charts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QAbstractTableModel, QObject, Qt

from interviewcoder.ui.rows import NOWHERE, AnyIndex
from interviewcoder.ui.wording import tip

CELL_ROLE = int(Qt.ItemDataRole.UserRole)


@dataclass(frozen=True, slots=True)
class Chart:
    """A row of values over time, drawn between `low` and `high`; None where there is no value."""

    kind: Literal["line", "bars"]
    values: tuple[float | None, ...]
    low: float
    high: float
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """One cell. `below` stands small under the words, `share` (0 to 1) is a bar under them, `told` is its tooltip.

    `dot` is a colour beside the words, `colour` that of the bar; `right` sets numbers flush right.
    """

    words: str
    below: str = ""
    chart: Chart | None = None
    share: float | None = None
    colour: str = ""
    dot: str = ""
    strong: bool = False
    quiet: bool = False
    right: bool = False
    told: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column; `width` is the least, in pixels; None where it takes the room that is left.

    `named`: it is a name of somebody's, which may be shortened; other heads make the column wider.
    """

    name: str
    width: int | None = None
    right: bool = False
    told: str = ""
    named: bool = False


@dataclass(frozen=True, slots=True)
class ReportTable:
    """Heads and rows, each row as long as the heads."""

    heads: tuple[Head, ...]
    rows: tuple[tuple[Shown, ...], ...]


class ReportRows(QAbstractTableModel):
    """Shows one table at a time."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.heads: Sequence[Head] = ()
        self.shown: Sequence[Sequence[Shown]] = ()

    def show_table(self, table: ReportTable) -> None:
        """Show another one."""
        self.beginResetModel()
        self.heads, self.shown = table.heads, table.rows
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = NOWHERE) -> int:
        """Say how many rows there are."""
        return 0 if parent.isValid() else len(self.shown)

    def columnCount(self, parent: AnyIndex = NOWHERE) -> int:
        """Say how many columns there are."""
        return 0 if parent.isValid() else len(self.heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Name a column."""
        if orientation is not Qt.Orientation.Horizontal or section >= len(self.heads):
            return None
        head = self.heads[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return head.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return head.told or None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if head.right else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give what a cell says, or the cell to who paints it."""
        if not index.isValid():
            return None
        cell = self.shown[index.row()][index.column()]
        if role == CELL_ROLE:
            return cell
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.words
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(cell.told) if cell.told else None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            head = self.heads[index.column()].name
            return f"{head}: {', '.join(filter(None, (cell.words, cell.below))) or cell.told}"
        return None
