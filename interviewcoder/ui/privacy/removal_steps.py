"""What has to be before something is removed for good: nothing else going on in the project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from interviewcoder.errors import NotAllowed

if TYPE_CHECKING:
    from interviewcoder.privacy.certificate import Certificate
    from interviewcoder.ui.main_window import MainWindow


def withdraw(window: MainWindow) -> None:
    """Let a person withdraw a participant."""
    from interviewcoder.ui.privacy.withdraw_dialog import WithdrawDialog

    if _is_free(window):
        workspace = window.at_work()
        dialog = WithdrawDialog(workspace.project, window.prompts, workspace.deidentify.key, window)
        window.prompts.run(dialog)
        _tell(window, dialog.certificate)


def destroy_audio(window: MainWindow) -> None:
    """Let a person destroy recordings."""
    from interviewcoder.ui.privacy.destroy_audio_dialog import DestroyAudioDialog

    if _is_free(window):
        dialog = DestroyAudioDialog(window.at_work().project, window.prompts, window)
        window.prompts.run(dialog)
        _tell(window, dialog.certificate)


def _is_free(window: MainWindow) -> bool:
    workspace = window.at_work()
    if workspace.is_busy or workspace.queue.is_busy:
        window.prompts.show_error(
            NotAllowed(_tr("Recordings are being transcribed or added."), _tr("Wait for the end, or stop it first."))
        )
        return False
    workspace.player.pause()
    return workspace.save_pending()


def _tell(window: MainWindow, certificate: Certificate | None) -> None:
    if certificate is not None:
        done = (
            _tr("The participant was withdrawn.") if certificate.kind == "withdrawal" else _tr("Recordings destroyed.")
        )
        window.strip.tell(done)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Removal", text)
