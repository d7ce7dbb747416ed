"""How the page on agreement is tied to the rest of the window."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from interviewcoder.privacy.sharing import Terms
    from interviewcoder.reports.agreement_report import AgreementReceipt
    from interviewcoder.ui.prompts import Prompts
    from interviewcoder.ui.team.agreement.rows import FigureRow
    from interviewcoder.ui.team.agreement_page import AgreementPage
    from interviewcoder.ui.workspace import Workspace

NAME = "agreement"
_WANTED_HEIGHT = 380


class AgreementWork(QObject):
    """Makes the page when it is first asked for, and does what it asks of the window."""

    def __init__(self, workspace: Workspace, prompts: Prompts) -> None:
        super().__init__(workspace)
        self._work, self._prompts = workspace, prompts

    def show_page(self) -> QWidget:
        """Open the page, with room for some codes."""
        return self._work.results.open_page(NAME, _WANTED_HEIGHT)

    def build_page(self) -> QWidget:
        """Make the page."""
        from interviewcoder.ui.team.agreement_page import AgreementPage

        page = AgreementPage(self._work.project, self._work.signals, self._prompts, self._work)
        page.disagreements_asked.connect(self._show_disagreements)
        page.export_asked.connect(lambda kind, places: self.export(page, kind, places=places))
        page.explanation_asked.connect(lambda: self._explain(page))
        return page

    def export(self, page: AgreementPage, kind: str, *, places: bool) -> None:
        """Ask where the figures, or the disagreements, go, and write them as they are measured on the page."""
        from interviewcoder.privacy.sharing import AS_USUAL
        from interviewcoder.reports.agreement_report import KINDS, write_agreement
        from interviewcoder.ui.privacy.letting_out import let_out

        found, project, file_kind = page.found, self._work.project, KINDS[kind]
        if found is None:
            return
        title = self.tr("{title} – disagreements") if places and kind == "csv" else self.tr("{title} – agreement")
        suggested = project.path.with_name(title.format(title=project.path.stem) + file_kind.suffix)
        words = f"{file_kind.name} (*{file_kind.suffix})"
        path = self._prompts.choose_save_file(self.tr("Export agreement"), words, suggested)
        if path is None:
            return
        written: list[AgreementReceipt] = []

        def write(terms: Terms) -> None:
            coder_ids = page.coder_ids()
            written.append(write_agreement(project, path, coder_ids, found.settings, terms, places=places))

        if let_out(self._work, self._prompts, AS_USUAL, write):
            told = [self.tr("The figures are in the file, with what they depend on.")]
            if places:
                count = self.tr("Disagreements in the file: {count}.").format(count=f"{written[0].places:n}")
                told = [count] if kind == "csv" else [*told, count]
            self._prompts.file_written(self.tr("Agreement exported"), "\n".join([*told, *written[0].warnings]), path)

    def _show_disagreements(self, row: FigureRow, coder_ids: Sequence[int]) -> None:
        from interviewcoder.ui.team.disagreements.walk import Filter
        from interviewcoder.ui.team.disagreements_page import DisagreementsPage

        page = self._work.disagreements.show_page()
        assert isinstance(page, DisagreementsPage)
        if page.walk.chosen != tuple(coder_ids):
            page.choose_coders(coder_ids)
        page.show_only(Filter(code_id=row.code_id, source_id=row.source_id, pair=row.pair))

    def _explain(self, page: AgreementPage) -> None:
        from interviewcoder.analysis.agreement_words import told_beside
        from interviewcoder.analysis.method_profile import method_of
        from interviewcoder.ui.team.agreement.explanation import ExplanationDialog

        if page.found is not None:
            self._prompts.run(ExplanationDialog(told_beside(page.found, method_of(self._work.project)), page))
