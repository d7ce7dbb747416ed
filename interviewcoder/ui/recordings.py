"""What is done with recordings beside transcribing them: making them smaller, keeping the models."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from interviewcoder.errors import NotAllowed
from interviewcoder.ui.wording import size_words

if TYPE_CHECKING:
    from interviewcoder.settings import Settings
    from interviewcoder.ui.prompts import Prompts
    from interviewcoder.ui.status_strip import StatusStrip
    from interviewcoder.ui.workspace import Workspace


def store_as_opus(workspace: Workspace, prompts: Prompts, strip: StatusStrip) -> None:
    """Ask whether to store the chosen source's recording as Opus, and do it."""
    from interviewcoder.project import media
    from interviewcoder.ui.dialogs.store_as_opus import StoreAsOpusDialog

    project, queue, source_id = workspace.project, workspace.queue, workspace.sources.current_id()
    recording = media.media_of_source(project, source_id) if source_id is not None else None
    if recording is None or source_id is None:
        return
    if queue.item_of(source_id) is not None:
        words = _tr("“{name}” is being transcribed.").format(name=recording.name)
        prompts.show_error(NotAllowed(words, _tr("Store it as Opus when that is finished.")))
        return
    if recording.codec == "opus":
        words = _tr("“{name}” is stored as Opus already.").format(name=recording.name)
        prompts.show_error(NotAllowed(words, _tr("It can’t become smaller.")))
        return
    dialog = StoreAsOpusDialog(project, source_id, recording)
    prompts.run(dialog)
    if dialog.error is not None:
        prompts.show_error(dialog.error)
    if dialog.sizes is not None:
        before, after = map(size_words, dialog.sizes)
        strip.tell(_tr("Stored as Opus: {after} instead of {before}").format(before=before, after=after))


def show_models(settings: Settings, prompts: Prompts, workspace: Workspace | None) -> None:
    """Open the dialog of the Whisper models."""
    from interviewcoder.ui.transcribing import manage_models

    manage_models(settings, prompts, workspace.queue.models_in_use if workspace is not None else ())


def _tr(text: str) -> str:
    return QCoreApplication.translate("Recordings", text)
