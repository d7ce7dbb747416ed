"""The page “Agreement”: how far coders agree, over all and by code, with what the figures depend on beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QHeaderView,
    QWidget,
)

from interviewcoder.analysis import agreement
from interviewcoder.analysis.agreement_words import NAMES, told_in_short
from interviewcoder.analysis.method_profile import METHODS, choose_method, method_of, rejects_agreement
from interviewcoder.errors import InterviewCoderError
from interviewcoder.ui.team.agreement.bar import KINDS, Bar
from interviewcoder.ui.team.agreement.choices import Choices
from interviewcoder.ui.team.agreement.painter import FigurePainter, row_height
from interviewcoder.ui.team.agreement.rows import BAR_COLUMN, NAME_COLUMN, FigureRows, rows_of
from interviewcoder.ui.team.table_page import TablePage

if TYPE_CHECKING:
    from interviewcoder.analysis.agreement_values import Agreement, Coefficient
    from interviewcoder.project.changes import Changes
    from interviewcoder.project.file import CoderView, Project
    from interviewcoder.ui.project_signals import ProjectSignals
    from interviewcoder.ui.prompts import Prompts

_CONCERNS = ("segment", "code", "source", "turn", "speaker", "blind", "coder")
_BAR_WIDTH, _LAST_WIDTH = 80, 54
_ROOM = 18
# Intervals are smaller than the rest, which leaves a part of what is kept free beside a figure.
_BESIDE = 8


class AgreementPage(TablePage):
    """`disagreements_asked` carries a `FigureRow` and the coders' ids; `export_asked` a kind of file."""

    disagreements_asked = Signal(object, object)
    export_asked = Signal(str, bool)
    explanation_asked = Signal()

    def __init__(self, project: Project, signals: ProjectSignals, prompts: Prompts, parent: QWidget) -> None:
        super().__init__(parent)
        self._project, self._prompts = project, prompts
        self.choices = Choices(project)
        self.found: Agreement | None = None
        self._all_the_same = False
        self.bar = Bar(self)
        self.rows = FigureRows(self)
        again = self.tr("Measure again")
        self.put_together(self.tr("Agreement"), self.bar, self.rows, FigurePainter, again)
        self.follow(signals)
        self._connect()

    def _connect(self) -> None:
        self.bar.coders_chosen.connect(self._on_coders)
        self.bar.changed.connect(self._on_settings)
        self.bar.rows_chosen.connect(self._show_rows)
        self.bar.method_chosen.connect(self._on_method)
        self.bar.export_asked.connect(self.export_asked)
        self.bar.explanation_asked.connect(self.explanation_asked)
        self.empty.asked.connect(self._on_asked)
        self.table.activated.connect(lambda index: self._lead(index, always=True))
        self.table.clicked.connect(lambda index: self._lead(index, always=False))

    # Measuring

    def refresh(self) -> None:
        """Measure again."""
        self.begin_reading()
        self.found = None
        people = self.choices.people()
        chosen = self.choices.chosen(people)
        method = method_of(self._project)
        self.bar.show_method(method)
        self.bar.show_settings(self.choices.settings, every_source=self.choices.every_source)
        hidden = rejects_agreement(method) and not self._all_the_same
        self.bar.show_people([] if hidden else people, chosen)
        if hidden:
            self._show_note()
        elif len(people) < 2:
            self._show_too_few(people)
        else:
            self._measure(chosen)
        measured = self.found is not None
        offered = measured or (len(people) > 1 and not hidden)
        self.bar.show_figures_parts(offered, pairs=len(chosen) > 2)
        self.bar.explain.setVisible(measured)
        self.bar.export.setVisible(measured)
        self.foot.setVisible(measured)

    def concerns(self, changes: Changes) -> bool:
        """Whether codings, or what they are compared by, changed."""
        return changes.concerns(*_CONCERNS)

    def coder_ids(self) -> list[int]:
        """Whose agreement is shown."""
        return [id_ for id_, _ in self.found.coders] if self.found is not None else []

    def _measure(self, chosen: Sequence[CoderView]) -> None:
        try:
            with self.reading():
                ids = [coder.id for coder in chosen]
                self.found = agreement.measure(self._project, ids, self.choices.asked(chosen))
        except InterviewCoderError as error:
            self.show_empty("hidden" if "blind" in error.message else "participants", error.message, error.hint)
            return
        self.show_table()
        self.bar.show_figures_parts(True, pairs=len(chosen) > 2)
        self.beside.show_words(told_in_short(self.found))
        self._show_rows()

    def _show_rows(self) -> None:
        if self.found is None:
            return
        kind = KINDS[self.bar.kind.currentIndex()]
        names = {"code": self.tr("Code"), "source": self.tr("Source"), "pair": self.tr("Coders")}
        rows = rows_of(self.found, kind, self.tr("Over all codes"))
        self.rows.show_rows(rows, _shown(self.found), names[kind])
        self._fit_columns()

    def _fit_columns(self) -> None:
        table, rows = self.table, self.rows
        table.verticalHeader().setDefaultSectionSize(row_height(table.font()))
        header = table.horizontalHeader()
        header.setMinimumSectionSize(_LAST_WIDTH)
        small = table.fontMetrics()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for column in range(1, rows.columnCount()):
            said = header.fontMetrics().horizontalAdvance(str(rows.headerData(column, Qt.Orientation.Horizontal)))
            widest = "−0.00 to 0.00" if self._goes_below_zero(column) else "00.0–00.0 %"
            wanted = max(small.horizontalAdvance(widest) + _BESIDE, said + _ROOM)
            width = _BAR_WIDTH if column == BAR_COLUMN else wanted
            table.setColumnWidth(column, max(_LAST_WIDTH, said + _ROOM) if column == rows.last_column else width)
        header.setSectionResizeMode(NAME_COLUMN, QHeaderView.ResizeMode.Stretch)

    def _goes_below_zero(self, column: int) -> bool:
        """Whether an interval of a column has a sign, which takes room."""
        cells = (self.rows.figure_at(self.rows.index(row, column)) for row in range(self.rows.rowCount()))
        intervals = (cell[1].interval for cell in cells if cell is not None)
        return any(each is not None and each.low < 0 for each in intervals)

    # Where there are no figures

    def _show_note(self) -> None:
        message = self.tr("{method} doesn’t go by agreement").format(method=METHODS["reflexive"].capitalize())
        hint = self.tr(
            "It takes the researcher’s own reading for a resource, and agreement between coders for no criterion of "
            "quality. So no figures are shown here, unless you want them for another purpose. The study’s method is "
            "chosen under “Options”."
        )
        self.show_empty("note", message, hint, self.tr("Show all the same"))

    def _show_too_few(self, people: Sequence[CoderView]) -> None:
        if people:
            message = self.tr("Only {name} has coded so far").format(name=people[0].name)
        else:
            message = self.tr("Nobody has coded yet")
        hint = self.tr(
            "Agreement takes two coders of the same sources: work as another coder, or merge the copy of somebody "
            "who has coded (menu Team)."
        )
        self.show_empty("participants", message, hint)

    # What is asked for

    def _on_asked(self) -> None:
        self._all_the_same = True
        self.refresh()

    def _on_coders(self, chosen: Sequence[CoderView]) -> None:
        if len(chosen) >= 2:
            self._prompts.attempt(lambda: self.choices.choose(chosen))
        self.refresh()

    def _on_settings(self) -> None:
        settings, every_source = self.bar.settings(), self.bar.every_source
        self._prompts.attempt(lambda: self.choices.change(settings, every_source=every_source))
        self.refresh()

    def _on_method(self, method: str) -> None:
        wanted = next(each for each in METHODS if each == method)
        self._all_the_same = False
        self._prompts.attempt(lambda: choose_method(self._project, wanted))
        self.refresh()

    def _lead(self, index: QModelIndex, *, always: bool) -> None:
        row = self.rows.rows[index.row()]
        if (always or index.column() == self.rows.last_column) and row.measured.disagreements:
            self.disagreements_asked.emit(row, self.coder_ids())


def _shown(found: Agreement) -> list[Coefficient]:
    """The coefficients that are there, without those that are the same for two coders."""
    if found.settings.unit == "segment":
        return ["percent", "overlap"]
    return [name for name in NAMES if name != "overlap"]
