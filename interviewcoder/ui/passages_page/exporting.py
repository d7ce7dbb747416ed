"""Write what the pages show into files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from interviewcoder.privacy.sharing import Terms
    from interviewcoder.reports.retrieval_report import RetrievalReceipt
    from interviewcoder.ui.passages_page.frequencies_page import FrequenciesPage
    from interviewcoder.ui.passages_page.page import PassagesPage
    from interviewcoder.ui.prompts import Prompts
    from interviewcoder.ui.workspace import Workspace


def export_passages(page: PassagesPage, kind: str, work: Workspace, prompts: Prompts) -> None:
    """Ask where the passages go, write them, and lead there."""
    from interviewcoder.privacy.sharing import AS_USUAL
    from interviewcoder.reports.retrieval_report import KINDS, write_passages
    from interviewcoder.ui.privacy.letting_out import let_out

    file_kind = KINDS[kind]
    suggested = work.project.path.with_name(
        _tr("{title} – passages").format(title=work.project.path.stem) + file_kind.suffix
    )
    words = f"{file_kind.name} (*{file_kind.suffix})"
    path = prompts.choose_save_file(_tr("Export passages"), words, suggested)
    if path is None:
        return
    written: list[RetrievalReceipt] = []

    def write(terms: Terms) -> None:
        written.append(write_passages(work.project, page.query(), path, kind, terms))

    if let_out(work, prompts, AS_USUAL, write):
        told = _tr("{count} passages are in the file.").format(count=f"{written[0].passages:,}")
        prompts.file_written(_tr("Passages exported"), "\n".join([told, *written[0].warnings]), path)


def export_frequencies(page: FrequenciesPage, work: Workspace, prompts: Prompts) -> None:
    """Ask where the table goes, write it as it is shown, and lead there."""
    from interviewcoder.privacy.sharing import AS_USUAL
    from interviewcoder.reports.retrieval_report import KINDS, write_table
    from interviewcoder.ui.privacy.letting_out import let_out

    suggested = work.project.path.with_name(_tr("{title} – frequencies.csv").format(title=work.project.path.stem))
    path = prompts.choose_save_file(_tr("Export frequencies"), f"{KINDS['csv'].name} (*.csv)", suggested)
    if path is None:
        return
    header: list[str | int] = [_tr("Code"), _tr("Codings"), _tr("Sources"), *page.rows.columns]
    rows: list[list[str | int]] = [[row.path, row.codings, row.sources, *row.counts] for row in page.rows.rows]
    told = [_tr("The table is in the file as it was shown.")]
    if let_out(
        work, prompts, AS_USUAL, lambda terms: told.extend(write_table(work.project, [header, *rows], path, terms))
    ):
        prompts.file_written(_tr("Frequencies exported"), "\n".join(told), path)


def _tr(text: str) -> str:
    return QCoreApplication.translate("ExportPassages", text)
