"""How the page of disagreements is tied to the rest of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from interviewcoder.privacy.sharing import Terms
    from interviewcoder.reports.decisions_file import DecisionsReceipt
    from interviewcoder.sources.text import Span
    from interviewcoder.ui.main_window import MainWindow
    from interviewcoder.ui.prompts import Prompts
    from interviewcoder.ui.status_strip import StatusStrip
    from interviewcoder.ui.workspace import Workspace

NAME = "disagreements"
# What both codings, the passage and the offers need; less is left for the transcript, which the page shows itself.
_WANTED_HEIGHT = 460


class DisagreementWork(QObject):
    """Makes the page when it is first asked for, and does what it asks of the window."""

    def __init__(self, workspace: Workspace, prompts: Prompts, strip: StatusStrip) -> None:
        super().__init__(workspace)
        self._work, self._prompts, self._strip = workspace, prompts, strip

    def show_page(self) -> QWidget:
        """Open the page, with room to work in."""
        return self._work.results.open_page(NAME, _WANTED_HEIGHT)

    def build_page(self) -> QWidget:
        """Make the page."""
        from interviewcoder.ui.team.disagreements_page import DisagreementsPage

        page = DisagreementsPage(self._work.project, self._work.signals, self._prompts, self._work)
        page.told.connect(self._strip.tell)
        page.passage_asked.connect(self._go)
        page.export_asked.connect(self.export)
        page.coders_asked.connect(self._ask_coders)
        return page

    def export(self) -> None:
        """Ask where the list of decisions goes, and write it."""
        from interviewcoder.privacy.sharing import AS_USUAL
        from interviewcoder.reports.decisions_file import CSV_FILE, write_decisions
        from interviewcoder.ui.privacy.letting_out import let_out

        project = self._work.project
        suggested = project.path.with_name(self.tr("{title} – decisions.csv").format(title=project.path.stem))
        path = self._prompts.choose_save_file(
            self.tr("Export the decisions"), f"{CSV_FILE.name} (*{CSV_FILE.suffix})", suggested
        )
        if path is None:
            return
        written: list[DecisionsReceipt] = []

        def write(terms: Terms) -> None:
            written.append(write_decisions(project, path, terms))

        if let_out(self._work, self._prompts, AS_USUAL, write):
            count = written[0].decisions
            told = self.tr("{count} decisions are in the file, with their reasons.").format(count=f"{count:n}")
            if count == 1:
                told = self.tr("One decision is in the file, with its reason.")
            self._prompts.file_written(self.tr("Decisions exported"), "\n".join([told, *written[0].warnings]), path)

    def _go(self, source_id: int, span: Span) -> None:
        self._work.show_passage(source_id, span)
        self._work.reading.view.setFocus()

    def _ask_coders(self) -> None:
        from interviewcoder.ui.team.steps import STEPS

        STEPS["coders"](cast("MainWindow", self._work.window()))
