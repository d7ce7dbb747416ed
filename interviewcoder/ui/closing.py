"""Before a project is closed: store what is typed, and ask where something would be lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from interviewcoder.ui.prompts import Prompts
    from interviewcoder.ui.workspace import Workspace


def may_close(work: Workspace, prompts: Prompts) -> bool:
    """Store what is typed into the transcript; False where the person wants to keep the project open."""
    if not work.reading.editor.save_pending() and not prompts.confirm(
        _tr("Close without what you typed last?"),
        _tr("What you typed into the transcript since the last pause can’t be stored. It would be lost."),
        yes=_tr("Close and lose it"),
        dangerous=True,
    ):
        return False
    return not work.is_busy or prompts.confirm(
        _tr("Stop the work that is going on?"),
        _tr("A transcription or an import isn’t finished. What is done so far in it would be lost."),
        yes=_tr("Stop and close"),
        dangerous=True,
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("Closing", text)
