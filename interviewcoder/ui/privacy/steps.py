"""What the entries of the menu “Privacy” do.

The entries are declared in `ui/menus.py`, in their order; one that has no
line in `STEPS` isn't shown. Each step takes the window and imports what it
shows when it is asked for it: nobody waits for dialogs when the window starts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from interviewcoder.ui.main_window import MainWindow


def _network_lock(window: MainWindow) -> None:
    from interviewcoder.ui.privacy.network_lock_dialog import NetworkLockDialog

    window.prompts.run(NetworkLockDialog(window))


def _storage(window: MainWindow) -> None:
    from interviewcoder.privacy import key_file, sharing
    from interviewcoder.transcription import models
    from interviewcoder.ui.privacy.storage_dialog import StorageDialog

    path, key, exports = None, None, frozenset[tuple[str, int]]()
    if (workspace := window.workspace) is not None:
        path = workspace.project.path
        # Where a key is that isn't open, nobody wrote down: it is looked for where one is offered to be made.
        opened = workspace.deidentify.key.key
        key = opened.path if opened is not None else key_file.suggested_path(workspace.project)
        exports = frozenset((line.file.name, line.file.size_bytes) for line in sharing.ledger(workspace.project))
    watch, own_models = window.written, models.user_folder()
    dialog = StorageDialog(
        path,
        key=key,
        models=own_models,
        exports=exports,
        before=watch.before,
        started_ns=watch.started_ns,
        parent=window,
    )
    window.prompts.run(dialog)


def _consent(window: MainWindow) -> None:
    from interviewcoder.ui.privacy.agreement_steps import show_consent

    show_consent(window)


def _sharing(window: MainWindow) -> None:
    from interviewcoder.ui.privacy.sharing_steps import show_ledger

    if window.workspace is not None:
        show_ledger(window.workspace, window.prompts)


def _change_passphrase(window: MainWindow) -> None:
    from interviewcoder.ui.privacy.encryption_steps import change_passphrase

    change_passphrase(window)


def _recovery_sheet(window: MainWindow) -> None:
    from interviewcoder.ui.privacy.encryption_steps import make_recovery_sheet

    make_recovery_sheet(window)


def _withdraw(window: MainWindow) -> None:
    from interviewcoder.ui.privacy.removal_steps import withdraw

    withdraw(window)


def _destroy_audio(window: MainWindow) -> None:
    from interviewcoder.ui.privacy.removal_steps import destroy_audio

    destroy_audio(window)


def _statement(window: MainWindow) -> None:
    from interviewcoder.ui.privacy.statement_steps import show_statement

    show_statement(window)


def _activity_log(window: MainWindow) -> None:
    from interviewcoder.ui.privacy.statement_steps import show_log

    show_log(window)


STEPS: Mapping[str, Callable[[MainWindow], object]] = {
    "activity_log": _activity_log,
    "change_passphrase": _change_passphrase,
    "consent": _consent,
    "deidentify": lambda window: window.at_work().deidentify.show_page(),
    "destroy_audio": _destroy_audio,
    "lock_now": lambda window: window.locking.lock(),
    "network_lock": _network_lock,
    "pseudonyms": lambda window: window.at_work().deidentify.show_pseudonyms(),
    "recovery_sheet": _recovery_sheet,
    "sharing": _sharing,
    "silence": lambda window: window.at_work().deidentify.silence(),
    "statement": _statement,
    "storage": _storage,
    "withdraw": _withdraw,
}
