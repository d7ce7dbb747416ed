"""The figures of agreement in rows: over all, then by code, by source or by pair of coders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QObject, Qt

from interviewcoder.analysis.agreement_words import NAMES, SHORT_NAMES, told, told_interval
from interviewcoder.ui.rows import NOWHERE, AnyIndex
from interviewcoder.ui.wording import tip

if TYPE_CHECKING:
    from interviewcoder.analysis.agreement_values import Agreement, Coefficient, Figure, Measured

ROW_ROLE = int(Qt.ItemDataRole.UserRole)
FIGURE_ROLE = ROW_ROLE + 1
NAME_COLUMN, BAR_COLUMN = 0, 1
_FIRST_FIGURE = 2


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One row: of all codes together (`overall`), or of the code, the source or the pair of coders that is set.

    A name may have two lines.
    """

    name: str
    path: str
    measured: Measured
    colour: str = ""
    code_id: int | None = None
    source_id: int | None = None
    pair: tuple[int, int] | None = None
    overall: bool = False


class FigureRows(QAbstractTableModel):
    """Name, bar, a column for each coefficient, and how many disagreements there are."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: Sequence[FigureRow] = ()
        self.shown: Sequence[Coefficient] = ()
        self._of = ""

    def show_rows(self, rows: Sequence[FigureRow], shown: Sequence[Coefficient], of: str) -> None:
        """Show other figures; `shown` are the coefficients, `of` what the rows are."""
        self.beginResetModel()
        self.rows, self.shown, self._of = rows, shown, of
        self.endResetModel()

    @property
    def in_bar(self) -> Coefficient:
        """The coefficient that is drawn: alpha, where it is defined for the unit."""
        return "krippendorff_alpha" if "krippendorff_alpha" in self.shown else "percent"

    @property
    def last_column(self) -> int:
        """The column that counts disagreements."""
        return _FIRST_FIGURE + len(self.shown)

    def figure_at(self, index: AnyIndex) -> tuple[Coefficient, Figure] | None:
        """The figure of a cell, with what it is called; None beside the figures."""
        column = index.column()
        name = self.in_bar if column == BAR_COLUMN else None
        if _FIRST_FIGURE <= column < self.last_column:
            name = self.shown[column - _FIRST_FIGURE]
        return (name, self.rows[index.row()].measured.figures[name]) if name is not None else None

    # What Qt asks

    def rowCount(self, parent: AnyIndex = NOWHERE) -> int:
        """Say how many rows there are."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: AnyIndex = NOWHERE) -> int:
        """Say how many columns there are."""
        return 0 if parent.isValid() or not self.rows else self.last_column + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Name a column."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        drawn = SHORT_NAMES[self.in_bar]
        names = (self._of, drawn, *(SHORT_NAMES[each] for each in self.shown), self.tr("Differ"))
        if role == Qt.ItemDataRole.DisplayRole:
            return names[section] if section < len(names) else None
        if role == Qt.ItemDataRole.ToolTipRole and section == self.last_column:
            return self.tr("In how many places the coders differ")
        if role == Qt.ItemDataRole.ToolTipRole and section == BAR_COLUMN:
            return self.tr("{name} from 0 to 1; the line below is the interval of 95 %").format(name=NAMES[self.in_bar])
        if role == Qt.ItemDataRole.ToolTipRole and _FIRST_FIGURE <= section < self.last_column:
            return NAMES[self.shown[section - _FIRST_FIGURE]]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section > BAR_COLUMN else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give what a cell says; row and figure to who paints it."""
        if not index.isValid():
            return None
        row, figure = self.rows[index.row()], self.figure_at(index)
        if role == ROW_ROLE:
            return row
        if role == FIGURE_ROLE:
            return figure
        if role == Qt.ItemDataRole.DisplayRole:
            return self._said(row, figure, index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.path}: {self._explained(row, figure, index.column())}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(self._explained(row, figure, index.column()))
        return None

    def _said(self, row: FigureRow, figure: tuple[Coefficient, Figure] | None, column: int) -> str:
        if column == NAME_COLUMN:
            return row.name
        if figure is None:
            return f"{row.measured.disagreements:n}"
        return told(*figure) if column != BAR_COLUMN else ""

    def _explained(self, row: FigureRow, figure: tuple[Coefficient, Figure] | None, column: int) -> str:
        if column == NAME_COLUMN:
            units = self.tr("{coded} of {units} units coded by somebody")
            return f"{row.path}\n{units.format(coded=f'{row.measured.coded:n}', units=f'{row.measured.units:n}')}"
        if figure is None:
            words = self.tr("{count} places in which they differ: show them")
            return words.format(count=f"{row.measured.disagreements:n}")
        name, value = figure
        if value.value is None:
            return f"{NAMES[name]}: {value.undefined}"
        interval = told_interval(name, value)
        beside = self.tr("95 %: {ends}").format(ends=interval) if interval else value.no_interval
        return f"{NAMES[name]}: {told(name, value)}\n{beside}"


def rows_of(found: Agreement, kind: str, overall: str) -> list[FigureRow]:
    """The rows of one kind, “code”, “source” or “pair”, below that of all codes together, which is called `overall`."""
    rows = [FigureRow(overall, overall, found.overall, overall=True)]
    if kind == "code":
        rows += [FigureRow(each.name, each.path, each.measured, each.colour, each.code_id) for each in found.codes]
    elif kind == "source":
        rows += [FigureRow(each.name, each.name, each.measured, source_id=each.source_id) for each in found.sources]
    else:
        names = dict(found.coders)
        for pair in found.pairs:
            one, other = (names[id_] for id_ in pair.coder_ids)
            rows.append(FigureRow(f"{one}\n{other}", f"{one} · {other}", pair.measured, pair=pair.coder_ids))
    return rows
