"""Show the sharing ledger, and write it where the person wants it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from interviewcoder.privacy.sharing import Terms
    from interviewcoder.ui.prompts import Prompts
    from interviewcoder.ui.workspace import Workspace


def show_ledger(work: Workspace, prompts: Prompts) -> None:
    """Show which files left the project."""
    from interviewcoder.privacy.sharing import ledger
    from interviewcoder.ui.privacy.sharing_page import SharingDialog

    dialog = SharingDialog(ledger(work.project), work)
    dialog.export_asked.connect(lambda: export_ledger(work, prompts))
    prompts.run(dialog)


def export_ledger(work: Workspace, prompts: Prompts) -> None:
    """Ask where the ledger goes, write it, and lead there."""
    from interviewcoder.privacy.sharing import AS_USUAL
    from interviewcoder.reports.ledger_file import write_ledger
    from interviewcoder.ui.privacy.letting_out import let_out

    suggested = work.project.path.with_name(
        _tr("{title} – sharing ledger").format(title=work.project.path.stem) + ".docx"
    )
    path = prompts.choose_save_file(_tr("Export the ledger"), _tr("Word document (*.docx)"), suggested)
    if path is None:
        return
    lines: list[int] = []

    def write(terms: Terms) -> None:
        lines.append(write_ledger(work.project, path, terms))

    if let_out(work, prompts, AS_USUAL, write):
        prompts.file_written(_tr("Ledger exported"), _tr("Lines in it: {count}.").format(count=lines[0]), path)


def _tr(text: str) -> str:
    return QCoreApplication.translate("SharingSteps", text)
