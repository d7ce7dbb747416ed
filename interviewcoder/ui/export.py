"""Write reports where the person wants them, and lead there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from interviewcoder.project.file import Project
    from interviewcoder.reports.to_docx import CodebookReceipt
    from interviewcoder.ui.prompts import Prompts


def export_codebook(project: Project, prompts: Prompts) -> None:
    """Ask where the codebook goes, write it, and say what is in it."""
    from interviewcoder.reports.to_docx import write_codebook

    suggested = project.path.with_name(_tr("{title} – codebook.docx").format(title=project.path.stem))
    path = prompts.choose_save_file(_tr("Export codebook"), _tr("Word document (*.docx)"), suggested)
    if path is None:
        return
    written: list[CodebookReceipt] = []
    if prompts.attempt(lambda: written.append(write_codebook(project, path))):
        prompts.file_written(_tr("Codebook exported"), _words(written[0]), path)


def _words(receipt: CodebookReceipt) -> str:
    told = [
        _tr("The codebook holds {codes} codes and {quotes} quotes.").format(codes=receipt.codes, quotes=receipt.quotes)
    ]
    if receipt.offered:
        told.append(
            _tr("{count} of the quotes were chosen by length, where no exemplar is marked.").format(
                count=receipt.offered
            )
        )
    return "\n".join([*told, *receipt.warnings])


def _tr(text: str) -> str:
    return QCoreApplication.translate("Export", text)
