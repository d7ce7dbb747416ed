"""How the team report and the review summary are tied to the rest of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from interviewcoder.privacy.sharing import Terms
    from interviewcoder.reports.review_summary import ReviewSummaryReceipt
    from interviewcoder.reports.team_report import TeamReportReceipt
    from interviewcoder.ui.prompts import Prompts
    from interviewcoder.ui.team.team_report_page import TeamReportPage
    from interviewcoder.ui.workspace import Workspace

NAME = "team_report"
_WANTED_HEIGHT = 400


class TeamReportWork(QObject):
    """Makes the page when it is first asked for, and writes both reports."""

    def __init__(self, workspace: Workspace, prompts: Prompts) -> None:
        super().__init__(workspace)
        self._work, self._prompts = workspace, prompts

    def show_page(self) -> QWidget:
        """Open the page, with room for some rows."""
        return self._work.results.open_page(NAME, _WANTED_HEIGHT)

    def build_page(self) -> QWidget:
        """Make the page."""
        from interviewcoder.ui.team.team_report_page import TeamReportPage

        page = TeamReportPage(self._work.project, self._work.signals, self._work)
        page.export_asked.connect(lambda kind: self.export(page, kind))
        return page

    def export(self, page: TeamReportPage, kind: str) -> None:
        """Ask where the team report goes, and write it as it is counted on the page."""
        from interviewcoder.privacy.sharing import AS_USUAL
        from interviewcoder.reports.team_report import KINDS, write_team_report
        from interviewcoder.ui.privacy.letting_out import let_out

        project, file_kind = self._work.project, KINDS[kind]
        self._work.save_pending()
        title = self.tr("{title} – team report").format(title=project.path.stem)
        suggested = project.path.with_name(title + file_kind.suffix)
        words = f"{file_kind.name} (*{file_kind.suffix})"
        path = self._prompts.choose_save_file(self.tr("Export team report"), words, suggested)
        if path is None:
            return
        written: list[TeamReportReceipt] = []

        def write(terms: Terms) -> None:
            written.append(write_team_report(project, path, terms, participants_only=page.bar.participants_only))

        if let_out(self._work, self._prompts, AS_USUAL, write):
            told = self.tr("The file tells of {coders} coders and {sources} sources.")
            told = told.format(coders=f"{written[0].coders:n}", sources=f"{written[0].sources:n}")
            self._prompts.file_written(self.tr("Team report exported"), "\n".join([told, *written[0].warnings]), path)

    def write_summary(self) -> None:
        """Ask of whom, how and where to a review summary is written, write it, and lead there."""
        from interviewcoder.reports.review_summary import write_review_summary
        from interviewcoder.review import review_summary
        from interviewcoder.ui.privacy.letting_out import let_out
        from interviewcoder.ui.team.review_summary_dialog import ReviewSummaryDialog

        self._work.save_pending()
        project = self._work.project
        found = review_summary.reviewers(project)
        if not found and review_summary.nothing_happened(project):
            self._prompts.show_note(
                self.tr("Nobody has reviewed anything yet"),
                self.tr(
                    "A review summary tells which codings were agreed with or queried, what was commented on, "
                    "proposed, decided and approved. Make a review copy for somebody, or review as another coder."
                ),
            )
            return
        dialog = ReviewSummaryDialog(found, self._work)
        if not self._prompts.run(dialog):
            return
        kind, reviewer_id = dialog.choice()
        title = self.tr("{title} – review summary").format(title=project.path.stem)
        words = f"{kind.name} (*{kind.suffix})"
        suggested = project.path.with_name(title + kind.suffix)
        path = self._prompts.choose_save_file(self.tr("Export review summary"), words, suggested)
        if path is None:
            return
        written: list[ReviewSummaryReceipt] = []

        def write(terms: Terms) -> None:
            written.append(write_review_summary(project, path, terms, reviewer_id=reviewer_id))

        if let_out(self._work, self._prompts, dialog.terms.terms(), write):
            self._prompts.file_written(self.tr("Review summary exported"), self._words(written[0]), path)

    def _words(self, receipt: ReviewSummaryReceipt) -> str:
        told = self.tr("Threads: {threads} · proposals: {proposals} · disagreements decided: {decisions}.").format(
            threads=f"{receipt.threads:n}", proposals=f"{receipt.proposals:n}", decisions=f"{receipt.decisions:n}"
        )
        return "\n".join([told, *receipt.warnings])
