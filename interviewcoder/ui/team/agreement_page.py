"""The page “Agreement”: how far coders agree, over all and by code, with what the figures depend on beside them."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QStackedLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from interviewcoder.analysis import agreement
from interviewcoder.analysis.agreement_words import NAMES, told_in_short
from interviewcoder.analysis.method_profile import METHODS, choose_method, method_of, rejects_agreement
from interviewcoder.errors import InterviewCoderError
from interviewcoder.ui.empty_page import EmptyPage
from interviewcoder.ui.shortened_label import ShortenedLabel
from interviewcoder.ui.team.agreement.bar import KINDS, Bar
from interviewcoder.ui.team.agreement.choices import Choices
from interviewcoder.ui.team.agreement.painter import FigurePainter, row_height
from interviewcoder.ui.team.agreement.rows import BAR_COLUMN, NAME_COLUMN, FigureRows, rows_of

if TYPE_CHECKING:
    from interviewcoder.analysis.agreement_values import Agreement, Coefficient
    from interviewcoder.project.changes import Changes
    from interviewcoder.project.file import CoderView, Project
    from interviewcoder.ui.project_signals import ProjectSignals
    from interviewcoder.ui.prompts import Prompts

_CONCERNS = ("segment", "code", "source", "turn", "speaker", "blind", "coder")
# Somebody who codes on doesn't look at figures: they follow when there is a moment.
_WAIT_MS = 250
# What takes longer is measured when it is asked for, not after each change.
_LONG_S = 1.0
_BAR_WIDTH, _LAST_WIDTH = 92, 54
_ROOM = 18
# Intervals are smaller than the rest, which leaves a part of what is kept free beside a figure.
_BESIDE = 6


class AgreementPage(QWidget):
    """`disagreements_asked` carries a `FigureRow` and the coders' ids; `export_asked` a kind of file."""

    disagreements_asked = Signal(object, object)
    export_asked = Signal(str, bool)
    explanation_asked = Signal()

    def __init__(self, project: Project, signals: ProjectSignals, prompts: Prompts, parent: QWidget) -> None:
        super().__init__(parent)
        self._project, self._prompts = project, prompts
        self.choices = Choices(project)
        self.found: Agreement | None = None
        self._stale, self._took_s, self._all_the_same = True, 0.0, False
        self.bar = Bar(self)
        self.rows = FigureRows(self)
        self.table = QTableView(self)
        self.empty = EmptyPage(self)
        self.beside = ShortenedLabel(self)
        self.again = QPushButton(self.tr("Measure again"), self)
        self._later = QTimer(self)
        self._set_up_table()
        self._lay_out()
        self._connect(signals)

    def _set_up_table(self) -> None:
        table = self.table
        table.setProperty("role", "side")
        table.setAccessibleName(self.tr("Agreement"))
        table.setModel(self.rows)
        table.setItemDelegate(FigurePainter(table))
        table.verticalHeader().hide()
        table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.setWordWrap(False)
        table.setShowGrid(False)
        table.setAlternatingRowColors(True)
        table.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        table.horizontalHeader().setHighlightSections(False)
        table.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)

    def _lay_out(self) -> None:
        self.setAccessibleName(self.tr("Agreement"))
        self.setFocusProxy(self.table)
        self.beside.setProperty("role", "hint")
        self.again.hide()
        foot = QFrame(self)
        foot.setProperty("role", "bar")
        line = QHBoxLayout(foot)
        line.setContentsMargins(12, 4, 8, 4)
        line.addWidget(self.beside, 1)
        line.addWidget(self.again)
        self._foot = foot
        body = QFrame(self)
        self._stack = QStackedLayout(body)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(body, 1)
        column.addWidget(foot)

    def _connect(self, signals: ProjectSignals) -> None:
        self._later.setSingleShot(True)
        self._later.setInterval(_WAIT_MS)
        self._later.timeout.connect(self.refresh)
        signals.changed.connect(self._on_changed)
        signals.ended.connect(self._later.stop)
        self.bar.coders_chosen.connect(self._on_coders)
        self.bar.changed.connect(self._on_settings)
        self.bar.rows_chosen.connect(self._show_rows)
        self.bar.method_chosen.connect(self._on_method)
        self.bar.export_asked.connect(self.export_asked)
        self.bar.explanation_asked.connect(self.explanation_asked)
        self.again.clicked.connect(self.refresh)
        self.empty.asked.connect(self._on_asked)
        self.table.activated.connect(lambda index: self._lead(index, always=True))
        self.table.clicked.connect(lambda index: self._lead(index, always=False))

    # Measuring

    def showEvent(self, event: QShowEvent) -> None:
        """Measure what changed while nobody looked."""
        super().showEvent(event)
        if self._stale:
            self._stale = False
            # The page is painted first: of a large study figures take a moment.
            self._later.start()

    def refresh(self) -> None:
        """Measure again."""
        self._later.stop()
        self._stale = False
        self.again.hide()
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
        self._foot.setVisible(measured)

    def coder_ids(self) -> list[int]:
        """Whose agreement is shown."""
        return [id_ for id_, _ in self.found.coders] if self.found is not None else []

    def _measure(self, chosen: Sequence[CoderView]) -> None:
        begun = time.perf_counter()
        QApplication.setOverrideCursor(Qt.CursorShape.BusyCursor)
        try:
            ids = [coder.id for coder in chosen]
            self.found = agreement.measure(self._project, ids, self.choices.asked(chosen))
        except InterviewCoderError as error:
            self._show_empty("hidden" if "blind" in error.message else "participants", error.message, error.hint)
            return
        finally:
            QApplication.restoreOverrideCursor()
            self._took_s = time.perf_counter() - begun
        self._stack.setCurrentWidget(self.table)
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
        widest = small.horizontalAdvance("−0.00 to 0.00") + _BESIDE
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for column in range(1, rows.columnCount()):
            said = header.fontMetrics().horizontalAdvance(str(rows.headerData(column, Qt.Orientation.Horizontal)))
            width = _BAR_WIDTH if column == BAR_COLUMN else max(widest, said + _ROOM)
            table.setColumnWidth(column, max(_LAST_WIDTH, said + _ROOM) if column == rows.last_column else width)
        header.setSectionResizeMode(NAME_COLUMN, QHeaderView.ResizeMode.Stretch)

    # Where there are no figures

    def _show_empty(self, drawing: str, message: str, hint: str, button: str = "") -> None:
        self._stack.setCurrentWidget(self.empty)
        self.empty.show_state(drawing, message, hint, button)

    def _show_note(self) -> None:
        message = self.tr("{method} doesn’t go by agreement").format(method=METHODS["reflexive"].capitalize())
        hint = self.tr(
            "It takes the researcher’s own reading for a resource, and agreement between coders for no criterion of "
            "quality. So no figures are shown here, unless you want them for another purpose. The study’s method is "
            "chosen under “Options”."
        )
        self._show_empty("note", message, hint, self.tr("Show all the same"))

    def _show_too_few(self, people: Sequence[CoderView]) -> None:
        if people:
            message = self.tr("Only {name} has coded so far").format(name=people[0].name)
        else:
            message = self.tr("Nobody has coded yet")
        hint = self.tr(
            "Agreement takes two coders of the same sources: work as another coder, or merge the copy of somebody "
            "who has coded (menu Team)."
        )
        self._show_empty("participants", message, hint)

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

    def _on_changed(self, changes: Changes) -> None:
        if not changes.concerns(*_CONCERNS):
            return
        if not self.isVisible():
            self._stale = True
        elif self._took_s > _LONG_S and self.found is not None:
            self.again.show()
        else:
            self._later.start()

    def _lead(self, index: QModelIndex, *, always: bool) -> None:
        row = self.rows.rows[index.row()]
        if (always or index.column() == self.rows.last_column) and row.measured.disagreements:
            self.disagreements_asked.emit(row, self.coder_ids())


def _shown(found: Agreement) -> list[Coefficient]:
    """The coefficients that are there, without those that are the same for two coders."""
    if found.settings.unit == "segment":
        return ["percent", "overlap"]
    return [name for name in NAMES if name != "overlap"]
