"""The page “Team report”: who coded what and when, how much of each source, what drifts, how the codebook changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QWidget,
)

from interviewcoder.reports.team_words import told_gaps
from interviewcoder.review import team_report
from interviewcoder.ui.team.report.bar import Bar
from interviewcoder.ui.team.report.cells import ReportRows
from interviewcoder.ui.team.report.painter import CellPainter, row_height
from interviewcoder.ui.team.report.tables import table_of
from interviewcoder.ui.team.table_page import TablePage

if TYPE_CHECKING:
    from interviewcoder.project.changes import Changes
    from interviewcoder.project.file import Project
    from interviewcoder.review.team_report import TeamReport
    from interviewcoder.ui.project_signals import ProjectSignals

_CONCERNS = (
    *("segment", "code", "source", "turn", "speaker", "blind", "coder", "memo", "comment", "verdict", "proposal"),
    *("adjudication", "codebook_version"),
)
_LEAST_WIDTH, _ROOM = 112, 16


class TeamReportPage(TablePage):
    """Reads the report when it is looked at; `export_asked` carries a kind of file."""

    export_asked = Signal(str)

    def __init__(self, project: Project, signals: ProjectSignals, parent: QWidget) -> None:
        super().__init__(parent)
        self._project = project
        self.report: TeamReport | None = None
        self._has_agreement = False
        self.bar = Bar(self)
        self.rows = ReportRows(self)
        again = self.tr("Read again")
        self.put_together(self.tr("Team report"), self.bar, self.rows, CellPainter, again)
        self.follow(signals)
        self._connect()

    def _connect(self) -> None:
        self.bar.view_chosen.connect(lambda _: self._show_view())
        self.bar.counting_changed.connect(self.refresh)
        self.bar.export_asked.connect(self.export_asked)

    # Reading

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the columns the room that there is."""
        super().resizeEvent(event)
        if self.table.isVisible():
            self._fit_columns()

    def refresh(self) -> None:
        """Read the report again; agreement only where it is looked at."""
        self.begin_reading()
        with_agreement = self.bar.view == "drift"
        with self.reading():
            self.report = team_report.read(
                self._project, participants_only=self.bar.participants_only, with_agreement=with_agreement
            )
        self._has_agreement = with_agreement
        self._show_view()

    def concerns(self, changes: Changes) -> bool:
        """Whether anything changed that the report tells of."""
        return changes.concerns(*_CONCERNS)

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
        self.show_table()
        self.rows.show_table(table)
        self._fit_columns()
        told = self._told(report, view)
        self.beside.show_words(told)
        self.foot.setVisible(bool(told))

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
                    table.setColumnWidth(column, _LEAST_WIDTH + 48)

    # Where there is nothing

    def _show_nothing(self) -> None:
        hint = self.tr(
            "Here stands who coded which source and when, how that changes over time, and how the codebook did, "
            "as soon as somebody has coded."
        )
        self.show_empty("participants", self.tr("Nobody has coded yet"), hint)

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
        self.show_empty("history", messages[view], hints.get(view, ""))
