"""The page “Team report”: who coded what and when, how much of each source, what drifts, how the codebook changed."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
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

from interviewcoder.reports.team_words import told_gaps
from interviewcoder.review import team_report
from interviewcoder.ui.empty_page import EmptyPage
from interviewcoder.ui.shortened_label import ShortenedLabel
from interviewcoder.ui.team.report.bar import Bar
from interviewcoder.ui.team.report.cells import ReportRows
from interviewcoder.ui.team.report.painter import CellPainter, row_height
from interviewcoder.ui.team.report.tables import table_of

if TYPE_CHECKING:
    from interviewcoder.project.changes import Changes
    from interviewcoder.project.file import Project
    from interviewcoder.review.team_report import TeamReport
    from interviewcoder.ui.project_signals import ProjectSignals

_CONCERNS = (
    *("segment", "code", "source", "turn", "speaker", "blind", "coder", "memo", "comment", "verdict", "proposal"),
    *("adjudication", "codebook_version"),
)
# Somebody who codes on doesn't look at the report: it follows when there is a moment.
_WAIT_MS = 300
# What takes longer is read when it is asked for, not after each change.
_LONG_S = 1.0
_LEAST_WIDTH, _ROOM = 130, 16


class TeamReportPage(QWidget):
    """Reads the report when it is looked at; `export_asked` carries a kind of file."""

    export_asked = Signal(str)

    def __init__(self, project: Project, signals: ProjectSignals, parent: QWidget) -> None:
        super().__init__(parent)
        self._project = project
        self.report: TeamReport | None = None
        self._stale, self._took_s, self._has_agreement = True, 0.0, False
        self.bar = Bar(self)
        self.rows = ReportRows(self)
        self.table = QTableView(self)
        self.empty = EmptyPage(self)
        self.beside = ShortenedLabel(self)
        self.again = QPushButton(self.tr("Read again"), self)
        self._later = QTimer(self)
        self._set_up_table()
        self._lay_out()
        self._connect(signals)

    def _set_up_table(self) -> None:
        table = self.table
        table.setProperty("role", "side")
        table.setAccessibleName(self.tr("Team report"))
        table.setModel(self.rows)
        table.setItemDelegate(CellPainter(table))
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
        self.setAccessibleName(self.tr("Team report"))
        self.setFocusProxy(self.table)
        self.beside.setProperty("role", "hint")
        self.again.hide()
        self._foot = QFrame(self)
        self._foot.setProperty("role", "bar")
        line = QHBoxLayout(self._foot)
        line.setContentsMargins(12, 4, 8, 4)
        line.addWidget(self.beside, 1)
        line.addWidget(self.again)
        body = QFrame(self)
        self._stack = QStackedLayout(body)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(body, 1)
        column.addWidget(self._foot)

    def _connect(self, signals: ProjectSignals) -> None:
        self._later.setSingleShot(True)
        self._later.setInterval(_WAIT_MS)
        self._later.timeout.connect(self.refresh)
        signals.changed.connect(self._on_changed)
        signals.ended.connect(self._later.stop)
        self.bar.view_chosen.connect(lambda _: self._show_view())
        self.bar.counting_changed.connect(self.refresh)
        self.bar.export_asked.connect(self.export_asked)
        self.again.clicked.connect(self.refresh)

    # Reading

    def showEvent(self, event: QShowEvent) -> None:
        """Read what changed while nobody looked."""
        super().showEvent(event)
        if self._stale:
            self._stale = False
            # The page is painted first: of a large study the report takes a moment.
            self._later.start()

    def refresh(self) -> None:
        """Read the report again; agreement only where it is looked at."""
        self._later.stop()
        self._stale = False
        self.again.hide()
        begun = time.perf_counter()
        with_agreement = self.bar.view == "drift"
        QApplication.setOverrideCursor(Qt.CursorShape.BusyCursor)
        try:
            self.report = team_report.read(
                self._project, participants_only=self.bar.participants_only, with_agreement=with_agreement
            )
        finally:
            QApplication.restoreOverrideCursor()
        self._has_agreement = with_agreement
        self._took_s = time.perf_counter() - begun
        self._show_view()

    def _show_view(self) -> None:
        report, view = self.report, self.bar.view
        if report is None or (view == "drift" and not self._has_agreement):
            self.refresh()
            return
        worth = not report.is_empty or not report.codebook.is_empty or bool(report.coders)
        self.bar.show_parts(worth)
        if not worth:
            self._show_nothing()
            return
        table = table_of(report, view)
        if not table.rows:
            self._show_no_rows(view)
            return
        self._stack.setCurrentWidget(self.table)
        self.rows.show_table(table)
        self._fit_columns()
        told = self._told(report, view)
        self.beside.show_words(told)
        self._foot.setVisible(bool(told))

    def _told(self, report: TeamReport, view: str) -> str:
        if view == "drift":
            beside = self.tr("Agreement per character over all codes; uncoded text counts as agreement. Point at a chart for its values.")  # fmt: skip  # noqa: E501
            return report.no_runs or beside
        if view == "codebook":
            return self.tr("Weeks begin on Monday, and are known as far as the history goes back.")
        if view == "coders":
            return self.tr("Roles are labels, not authentication. Private memos aren’t counted.")
        return " ".join(told_gaps(report))

    def _fit_columns(self) -> None:
        table, header = self.table, self.table.horizontalHeader()
        table.verticalHeader().setDefaultSectionSize(row_height(table.font()))
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        fixed = 0
        for column, head in enumerate(self.rows.heads):
            if head.width is not None:
                # Names of coders are shortened, other heads aren't.
                said = header.fontMetrics().horizontalAdvance(head.name) + _ROOM if not head.named else 0
                width = max(head.width, said)
                table.setColumnWidth(column, width)
                fixed += width
        for column, head in enumerate(self.rows.heads):
            if head.width is None:
                fits = table.viewport().width() - fixed >= _LEAST_WIDTH
                mode = QHeaderView.ResizeMode.Stretch if fits else QHeaderView.ResizeMode.Interactive
                header.setSectionResizeMode(column, mode)
                if not fits:
                    table.setColumnWidth(column, _LEAST_WIDTH + 40)

    # Where there is nothing

    def _show_nothing(self) -> None:
        hint = self.tr(
            "Here stands who coded which source and when, how that changes over time, and how the codebook did, "
            "as soon as somebody has coded."
        )
        self._show_empty("participants", self.tr("Nobody has coded yet"), hint)

    def _show_no_rows(self, view: str) -> None:
        messages = {
            "coders": self.tr("Nobody has done anything yet"),
            "sources": self.tr("There is no source yet"),
            "drift": self.tr("Nobody has coded yet"),
            "codebook": self.tr("No change of the codebook is known"),
        }
        hints = {
            "codebook": self.tr("Save named versions of the codebook (menu Codes) to see what changed between them."),
            "drift": self.tr("Values stand here source by source, in the order in which somebody coded them."),
        }
        self._show_empty("history", messages[view], hints.get(view, ""))

    def _show_empty(self, drawing: str, message: str, hint: str) -> None:
        self._stack.setCurrentWidget(self.empty)
        self.empty.show_state(drawing, message, hint)
        self._foot.hide()

    def _on_changed(self, changes: Changes) -> None:
        if not changes.concerns(*_CONCERNS):
            return
        if not self.isVisible():
            self._stale = True
        elif self._took_s > _LONG_S:
            self.again.show()
            self._foot.show()
        else:
            self._later.start()
