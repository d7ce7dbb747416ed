"""The way to the dialog in which the codebook is approved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from interviewcoder.ui.prompts import Prompts
    from interviewcoder.ui.workspace import Workspace


class Approving(QObject):
    """Opens the dialog; what was written on a code's card counts by then."""

    def __init__(self, work: Workspace, prompts: Prompts) -> None:
        super().__init__(work)
        self._work, self._prompts = work, prompts

    def show_dialog(self) -> None:
        """Let the codebook be approved."""
        from interviewcoder.ui.review.approval_dialog import ApprovalDialog  # seldom needed

        if self._work.save_pending():
            self._prompts.run(ApprovalDialog(self._work.project, self._prompts, self._work.window()))
