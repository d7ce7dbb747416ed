"""What the entries about encryption do: change the passphrase, make the recovery sheet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from interviewcoder.ui.waiting import Waiting

if TYPE_CHECKING:
    from interviewcoder.project.file import Project
    from interviewcoder.project.rekey import Rekeyed
    from interviewcoder.project.rewriting import Watch
    from interviewcoder.ui.main_window import MainWindow
    from interviewcoder.ui.privacy.passphrase_dialog import EncryptionChoice


def change_passphrase(window: MainWindow) -> None:
    """Ask for another passphrase, write the project anew with it, and open it again."""
    from interviewcoder.project import backup
    from interviewcoder.ui.privacy.passphrase_dialog import ChangePassphraseDialog

    project = window.at_work().project
    dialog = ChangePassphraseDialog(
        project.title,
        encrypted=project.encrypted,
        fits=lambda typed: _fits(project, typed),
        known=_known(project),
        backups=len(backup.backups(project.path)),
        parent=window,
    )
    if not window.prompts.run(dialog):
        return
    choice, path = dialog.choice(), project.path
    if window.close_project():
        _rewrite(window, path, choice)


def make_recovery_sheet(window: MainWindow) -> None:
    """Ask for the passphrase once more, since nobody keeps the key, and show the sheet."""
    from interviewcoder.privacy import recovery_page
    from interviewcoder.privacy.recovery_page import RecoverySheet
    from interviewcoder.ui.privacy.recovery_sheet import RecoverySheetDialog

    project = window.at_work().project
    if not project.encrypted:
        window.prompts.show_note(
            _tr("The project isn’t encrypted"),
            _tr("There is nothing to recover: anybody can open it. “Encrypt the project” gives it a passphrase."),
        )
        return
    refused = ""
    while (typed := window.prompts.ask_passphrase(project.path.stem, refused=refused)) is not None:
        if _fits(project, typed):
            break
        refused = _tr("This isn’t the project’s passphrase. The sheet can’t be made without it.")
    if typed is None:
        return
    made: list[RecoverySheet] = []
    if window.prompts.attempt(lambda: made.append(recovery_page.sheet_of(project, typed))):
        window.prompts.run(RecoverySheetDialog(made[0], window.prompts, window))


def _rewrite(window: MainWindow, path: Path, choice: EncryptionChoice) -> None:
    from interviewcoder.project import rekey
    from interviewcoder.ui.privacy.rekey_dialog import RekeyDialog

    def work(watch: Watch) -> Rekeyed:
        remove = choice.remove_backups
        if choice.old is None:
            return rekey.encrypt(path, choice.new or "", remove_backups=remove, watch=watch)
        if choice.new is None:
            return rekey.decrypt(path, choice.old, remove_backups=remove, watch=watch)
        return rekey.change_passphrase(path, choice.old, choice.new, remove_backups=remove, watch=watch)

    dialog = RekeyDialog(work, window)
    window.prompts.run(dialog)
    done, error = dialog.done_with, dialog.error
    if error is not None:
        window.prompts.show_error(error)
    window.open_project(path, passphrase=choice.old if done is None else choice.new)
    if done is None:
        return
    window.prompts.show_note(*_outcome(done))
    if done.left and window.workspace and window.prompts.confirm(*_left(done), yes=_tr("Remove them"), dangerous=True):
        salt = window.workspace.project.salt
        window.prompts.attempt(lambda: rekey.remove_stale_backups(path, salt))


def _left(done: Rekeyed) -> tuple[str, str]:
    names = "\n".join(f"{left.path.name}: {left.why}" for left in done.left)
    return _tr("Some backups are as they were"), _tr(
        "These weren’t written anew, so whoever could open them still can:\n{names}\n\nRemove them for good?"
    ).format(names=names)


def _outcome(done: Rekeyed) -> tuple[str, str]:
    if not done.encrypted:
        return _tr("The project isn’t encrypted any more"), _tr("Anybody who gets hold of the file can read it.")
    return _tr("The project has its new passphrase"), _tr(
        "A recovery sheet that was made before is of no use now: destroy it and make another"
        " (Privacy › Recovery sheet…). Copies of the file that you made elsewhere still open as before."
    )


def _fits(project: Project, typed: str) -> bool:
    with Waiting():
        return project.has_passphrase(typed)


def _known(project: Project) -> list[str]:
    """What anybody knows who knows the study: a passphrase made of it is tried first."""
    from interviewcoder.cases import cases

    return [project.title, project.path.stem, project.coder.name, *(case.name for case in cases.listing(project))]


def _tr(text: str) -> str:
    return QCoreApplication.translate("Encryption", text)
