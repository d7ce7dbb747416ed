"""Open and make projects, asking for what is needed on the way."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from interviewcoder.errors import InterviewCoderError, ProjectLocked, ReadOnlyPlace, WrongPassphrase
from interviewcoder.ui.waiting import Waiting as Waiting

if TYPE_CHECKING:
    from interviewcoder.privacy.tombstones import Reapplied
    from interviewcoder.project.file import Project
    from interviewcoder.ui.dialogs.new_project import NewProject
    from interviewcoder.ui.prompts import Prompts


def open_asking(prompts: Prompts, path: Path, *, passphrase: str | None = None) -> Project | None:
    """Open a project, asking for its passphrase and what to do where somebody has it; None where the person gave up.

    `passphrase` is tried before any is asked for. What was withdrawn and came
    back with an old copy is removed before anything is shown, and told. Where
    the file or its folder can't be written, it is opened to be read.
    """
    from interviewcoder.ui.shared_folder.held_dialog import HeldChoice

    take_over = reading = False
    try:
        while True:
            try:
                with Waiting():
                    if reading:
                        return _view(path, passphrase)
                    project, removed = _opened(path, passphrase, take_over=take_over)
                if removed:
                    prompts.show_note(_tr("Withdrawn data was removed"), _removed_words(removed))
                return project
            except ReadOnlyPlace:
                reading = True
            except WrongPassphrase as error:
                refused = "" if passphrase is None else f"{error.message} {error.hint}".strip()
                passphrase = prompts.ask_passphrase(path.stem, refused=refused)
                if passphrase is None:
                    return None
            except ProjectLocked as error:
                choice = prompts.project_locked(error)
                if choice is None:
                    return None
                reading, take_over = choice is HeldChoice.READ, choice is HeldChoice.TAKE_OVER
    except InterviewCoderError as error:
        prompts.show_error(error)
        return None


def _opened(path: Path, passphrase: str | None, *, take_over: bool) -> tuple[Project, Reapplied]:
    from interviewcoder.privacy import tombstones
    from interviewcoder.project import recovery

    project = recovery.open_with(path, passphrase, take_over=take_over)
    return project, tombstones.settle(project)


def _view(path: Path, passphrase: str | None) -> Project:
    from interviewcoder.privacy import tombstones
    from interviewcoder.project import read_only

    return tombstones.settled_view(read_only.open_with(path, passphrase))


def _removed_words(removed: Reapplied) -> str:
    told = []
    if removed.withdrawals or removed.recordings:
        told.append(_tr("This copy of the project was older than what was withdrawn from it."))
    if removed.withdrawals == 1:
        told.append(_tr("The data of 1 participant who has withdrawn was removed again."))
    elif removed.withdrawals:
        words = _tr("The data of {count} participants who have withdrawn was removed again.")
        told.append(words.format(count=f"{removed.withdrawals:,}"))
    if removed.recordings:
        told.append(_tr("Recordings that had been destroyed were destroyed again."))
    if removed.finished:
        told.append(_tr("A removal that had been interrupted was finished."))
    if removed.unfinished:
        told.append(_tr("A removal is not finished yet: {reason}").format(reason=removed.unfinished))
    if removed.left:
        words = _tr("These backups can’t be cleaned and may still hold it; delete them: {names}.")
        told.append(words.format(names=", ".join(removed.left)))
    return " ".join(told)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Opening", text)


def create_asking(prompts: Prompts, folder: Path, coder: str) -> Project | None:
    """Make a project as the person chooses; asks again where it can't be made. None where they gave up."""
    from interviewcoder.project import file

    choice: NewProject | None = prompts.new_project(folder, coder)
    if choice is None:
        return None
    made: list[Project] = []

    def make() -> None:
        with Waiting():
            made.append(file.create(choice.path, title=choice.title, passphrase=choice.passphrase, coder=choice.coder))

    return made[0] if prompts.attempt(make) else None


def projects_folder() -> Path:
    """Where projects go unless a person chooses: the folder of documents, in a checkout its `projects`."""
    from PySide6.QtCore import QStandardPaths

    from interviewcoder.resources_path import checkout_projects

    if (folder := checkout_projects()) is not None:
        return folder
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    folder = Path(documents) if documents else Path.home()
    return folder if folder.is_dir() else Path.home()


def kinds_of_project() -> str:
    """Qt's filter for project files."""
    return QCoreApplication.translate("Opening", "InterviewCoder projects (*.icproj)")
