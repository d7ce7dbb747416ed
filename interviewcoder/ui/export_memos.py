"""Write memos where the person wants them, and say what stayed out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from interviewcoder.privacy.sharing import Terms
    from interviewcoder.reports.memos import MemosReceipt
    from interviewcoder.ui.prompts import Prompts
    from interviewcoder.ui.workspace import Workspace


def export_memos(work: Workspace, prompts: Prompts) -> None:
    """Ask how and where memos are exported, write them, and lead there."""
    from interviewcoder.coding import memos as kept
    from interviewcoder.reports import memos
    from interviewcoder.ui.dialogs.export_memos import ExportMemosDialog
    from interviewcoder.ui.privacy.letting_out import let_out

    work.save_pending()
    project = work.project
    if not kept.listing(project):
        prompts.show_note(_tr("There is no memo yet"), _tr("Write one with Ctrl+Shift+M."))
        return
    dialog = ExportMemosDialog(memos.count_private(project), work)
    if not prompts.run(dialog):
        return
    kind, private = dialog.choice()
    suggested = project.path.with_name(_tr("{title} – memos").format(title=project.path.stem) + kind.suffix)
    path = prompts.choose_save_file(_tr("Export memos"), f"{kind.name} (*{kind.suffix})", suggested)
    if path is None:
        return
    written: list[MemosReceipt] = []

    def write(terms: Terms) -> None:
        written.append(memos.write_memos(project, path, private=private, terms=terms))

    if let_out(work, prompts, dialog.terms.terms(), write):
        prompts.file_written(_tr("Memos exported"), _words(written[0]), path)


def _words(receipt: MemosReceipt) -> str:
    one, many = _tr("The document holds 1 memo."), _tr("The document holds {count} memos.")
    told = [one if receipt.memos == 1 else many.format(count=receipt.memos)]
    if receipt.left_out:
        told.append(_tr("Private ones were left out: {count}.").format(count=receipt.left_out))
    return "\n".join([*told, *receipt.warnings])


def _tr(text: str) -> str:
    return QCoreApplication.translate("ExportMemos", text)
