"""What the window offers to code many passages at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from interviewcoder.sources.text import Span
    from interviewcoder.ui.autocode.dialog import AutocodeDialog
    from interviewcoder.ui.autocode.preview import CodeHitsDialog
    from interviewcoder.ui.prompts import Prompts
    from interviewcoder.ui.workspace import Workspace


class AutocodeWork(QObject):
    """Opens the dialogs of an open project; what they need is loaded then."""

    def __init__(self, workspace: Workspace, prompts: Prompts) -> None:
        super().__init__(workspace)
        self._workspace = workspace
        self.prompts = prompts
        workspace.reading.find_bar.code_asked.connect(self._code_found)

    def code_hits(self, hits: Sequence[tuple[int, Span]], what: str) -> CodeHitsDialog:
        """Offer to code hits of a search, given by source and passage; see `CodeHitsDialog`."""
        from interviewcoder.ui.autocode.preview import CodeHitsDialog

        dialog = CodeHitsDialog(self._workspace, hits, what)
        dialog.show()
        return dialog

    def open_autocode(self) -> AutocodeDialog:
        """Open the dialog that finds passages by a rule; where it is open already, bring it to the front."""
        from interviewcoder.ui.autocode.dialog import AutocodeDialog

        dialog = self._workspace.findChild(AutocodeDialog)
        if dialog is None:
            dialog = AutocodeDialog(self._workspace)
            dialog.show()
        else:
            dialog.raise_()
            dialog.activateWindow()
        return dialog

    def _code_found(self, spans: Sequence[Span], words: str) -> None:
        source = self._workspace.reading.source
        # What was found in other words than those stored has its places there.
        may = self._workspace.reading.view.may_code()
        if source is not None and may and self._workspace.save_pending():
            self.code_hits([(source.id, span) for span in spans], self.tr("search: {words}").format(words=words))
