"""The ways to what participants agreed to and to the dates of retention."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from interviewcoder.ui.privacy.due import due_words

if TYPE_CHECKING:
    from interviewcoder.ui.main_window import MainWindow


def show_consent(window: MainWindow, *, retention: bool = False) -> None:
    """Show what participants agreed to, or until when data are kept."""
    from interviewcoder.ui.privacy.consent_dialog import ConsentDialog

    window.at_work().save_pending()
    window.prompts.run(ConsentDialog(window.at_work().project, window.prompts, window, retention=retention))


def tell_due(window: MainWindow) -> None:
    """Say in the strip at the window's foot what is due in the project that was opened, with the way to its dates."""
    if words := due_words(window.at_work().project):
        window.strip.tell_with_way(words, _tr("Retention…"), lambda: show_consent(window, retention=True))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Agreements", text)
