"""How the pages “Passages” and “Frequencies” are tied to the rest of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from interviewcoder.sources.text import Span
    from interviewcoder.ui.prompts import Prompts
    from interviewcoder.ui.workspace import Workspace


class PassageWork:
    """Makes the two pages when they are first asked for, and leads to them."""

    def __init__(self, workspace: Workspace, prompts: Prompts) -> None:
        self._workspace, self._prompts = workspace, prompts
        workspace.codes.all_passages_asked.connect(self.show_passages_of)

    def show_passages(self) -> None:
        """Open the page of passages."""
        self._workspace.results.open_page("passages")

    def show_frequencies(self) -> None:
        """Open the page of frequencies."""
        self._workspace.results.open_page("frequencies")

    def show_passages_of(self, code_id: int) -> None:
        """Open the page of passages with all of a code's."""
        from interviewcoder.ui.passages_page.page import PassagesPage

        page = self._workspace.results.open_page("passages")
        assert isinstance(page, PassagesPage)
        page.ask_code(code_id)
        page.list.setFocus()

    def build_passages(self) -> QWidget:
        """Make the page of passages."""
        from interviewcoder.ui.passages_page import exporting
        from interviewcoder.ui.passages_page.page import PassagesPage

        work, prompts = self._workspace, self._prompts
        page = PassagesPage(work.project, work.signals, prompts)
        page.passage_asked.connect(self._go)
        page.export_asked.connect(lambda kind: exporting.export_passages(page, kind, work, prompts))
        work.sources.opened.connect(page.show_source)
        page.show_source(work.sources.current_id())
        return page

    def build_frequencies(self) -> QWidget:
        """Make the page of frequencies."""
        from interviewcoder.ui.passages_page import exporting
        from interviewcoder.ui.passages_page.frequencies_page import FrequenciesPage

        work, prompts = self._workspace, self._prompts
        page = FrequenciesPage(work.project, work.signals)
        page.code_asked.connect(self.show_passages_of)
        page.export_asked.connect(lambda: exporting.export_frequencies(page, work, prompts))
        return page

    def _go(self, source_id: int, span: Span, along: bool) -> None:
        keyboard = QApplication.focusWidget()
        self._workspace.show_passage(source_id, span)
        if along:
            self._workspace.reading.view.setFocus()
        elif keyboard is not None:
            # Another source takes it: who walks through passages wants to walk on.
            keyboard.setFocus()
