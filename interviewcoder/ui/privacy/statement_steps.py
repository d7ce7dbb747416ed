"""Open the data handling statement and the activity log, and write them where the person wants them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from interviewcoder.privacy.sharing import Terms
    from interviewcoder.privacy.statement import Statement
    from interviewcoder.project.file import Project
    from interviewcoder.reports.data_statement import Gathering
    from interviewcoder.ui.main_window import MainWindow
    from interviewcoder.ui.prompts import Prompts
    from interviewcoder.ui.workspace import Workspace


def show_statement(window: MainWindow) -> None:
    """Look into what an ethics board asks, and show the answers."""
    from interviewcoder.privacy.statement_study import Study
    from interviewcoder.reports.data_statement import Gathering
    from interviewcoder.ui.privacy.statement_dialog import StatementDialog

    window.at_work().save_pending()
    project, prompts = window.at_work().project, window.prompts

    def make() -> Gathering:
        return Gathering(Study(project.path, project, before=window.written.before))

    work = window.at_work()
    prompts.run(StatementDialog(project, prompts, make, lambda made: save_statement(work, prompts, made), window))


def save_statement(work: Workspace, prompts: Prompts, made: Statement) -> None:
    """Ask where the statement goes, write it, note that in the log, and lead there."""
    from interviewcoder.privacy.sharing import AS_USUAL
    from interviewcoder.reports import data_statement, statement_document
    from interviewcoder.ui.privacy.letting_out import let_out

    project = work.project
    kinds = _tr("Word document (*.docx);;Web page (*.html);;JSON (*.json)")
    suggested = _beside(project, _tr("{title} – data handling statement"), ".docx")
    path = prompts.choose_save_file(_tr("Save the statement"), kinds, suggested)
    if path is None:
        return

    def write(terms: Terms) -> None:
        statement_document.write(project, made, path, terms)
        data_statement.note_made(project, made)

    if let_out(work, prompts, AS_USUAL, write):
        words = _tr("It is about {title} at this moment; make a new one when things change.").format(title=made.title)
        prompts.file_written(_tr("Statement saved"), words, path)


def show_log(window: MainWindow) -> None:
    """Show who did what and when, and whether the log is whole."""
    from interviewcoder.privacy import log_check
    from interviewcoder.reports import audit_trail
    from interviewcoder.ui.privacy.activity_page import ActivityDialog

    window.at_work().save_pending()
    project, prompts = window.at_work().project, window.prompts
    dialog = ActivityDialog(audit_trail.trail(project), log_check.check(project), window)
    dialog.export_asked.connect(lambda: save_log(window.at_work(), prompts))
    prompts.run(dialog)


def save_log(work: Workspace, prompts: Prompts) -> None:
    """Ask where the audit trail goes, write it, and lead there."""
    from interviewcoder.privacy.sharing import AS_USUAL
    from interviewcoder.reports import audit_trail
    from interviewcoder.ui.privacy.letting_out import let_out

    kinds = _tr("Word document (*.docx);;CSV for a spreadsheet (*.csv);;JSON (*.json)")
    suggested = _beside(work.project, _tr("{title} – audit trail"), ".docx")
    path = prompts.choose_save_file(_tr("Export the log"), kinds, suggested)
    if path is None:
        return
    if let_out(work, prompts, AS_USUAL, lambda terms: audit_trail.write(work.project, path, terms)):
        prompts.file_written(_tr("Log exported"), _tr("It holds no word of the study."), path)


def note_opening(window: MainWindow, project: Project) -> None:
    """Note in the log that the project was opened, unless it is closed already."""
    from interviewcoder.privacy import openings

    if window.workspace is not None and window.workspace.project is project:
        openings.note_opening(project)


def _beside(project: Project, name: str, suffix: str) -> Path:
    return project.path.with_name(name.format(title=project.path.stem) + suffix)


def _tr(text: str) -> str:
    return QCoreApplication.translate("StatementSteps", text)
