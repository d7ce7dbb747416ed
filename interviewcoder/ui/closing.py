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
    if work.is_busy:
        return prompts.confirm(
            _tr("Stop the work that is going on?"),
            _tr("An import or an alignment isn’t finished. What is done so far in it would be lost."),
            yes=_tr("Stop and close"),
            dangerous=True,
        )
    return not work.queue.is_busy or prompts.confirm(
        _tr("Close while recordings are being transcribed?"),
        _tr("What was heard is kept, but for the last few minutes. It goes on when you open the project again."),
        yes=_tr("Close"),
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("Closing", text)
