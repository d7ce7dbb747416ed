"""What stands in the place of a transcript that isn't there yet: what is missing, and the next step."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from interviewcoder.sources import catalogue
from interviewcoder.ui.dialogs.transcribe import expected_time
from interviewcoder.ui.empty_page import EmptyPage
from interviewcoder.ui.live_page import LivePage
from interviewcoder.ui.transcription_panel.words import remove_asking
from interviewcoder.ui.wording import clock_words

if TYPE_CHECKING:
    from interviewcoder.project.file import Project
    from interviewcoder.sources.catalogue import SourceView
    from interviewcoder.ui.prompts import Prompts
    from interviewcoder.ui.queue_item import QueueItem
    from interviewcoder.ui.transcription_queue import TranscriptionQueue


class MissingPage(QStackedWidget):
    """Says of a source without text what it lacks; while it is transcribed, shows what was heard so far.

    `transcribe_asked` carries the sources that are meant.
    """

    add_asked = Signal()
    transcribe_asked = Signal(list)

    def __init__(
        self, project: Project, queue: TranscriptionQueue, prompts: Prompts, model: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._project, self._queue, self._prompts, self._model = project, queue, prompts, model
        self._source: SourceView | None = None
        self._on_button: Callable[[], object] = self.add_asked.emit
        self._empty = EmptyPage(self)
        self.live = LivePage(self)
        self.addWidget(self._empty)
        self.addWidget(self.live)
        self._empty.asked.connect(lambda: self._on_button())
        self.live.step_asked.connect(self._pause_or_go_on)
        self.live.removal_asked.connect(self._remove)

    def show_source(self, source: SourceView | None) -> None:
        """Say what a source lacks, or that none is chosen."""
        self._source = source
        item = self._queue.item_of(source.id) if source is not None else None
        if item is not None and (item.state == "running" or item.share > 0):
            self.live.show_item(item, self._queue.text_of(item.source_id))
            self.setCurrentWidget(self.live)
            return
        self.setCurrentWidget(self._empty)
        if source is None:
            self._show_no_source()
        elif item is not None:
            self._show_in_queue(item)
        elif source.media_id is not None and not source.transcribed:
            self._show_untranscribed(source)
        elif source.media_id is not None:
            self._on_button = self._transcribe
            hint = self.tr("No speech was heard. Listen to it below; another language or model may help.")
            self._empty.show_state("recording", self.tr("Nobody speaks here"), hint, self.tr("Transcribe again…"))
        else:
            self._empty.show_state("text", self.tr("This text is empty"), self.tr("Delete it or add another file."))

    def _show_no_source(self) -> None:
        self._on_button = self.add_asked.emit
        if catalogue.names(self._project):
            hint = self.tr("Its transcript opens here.")
            self._empty.show_state("transcribed", self.tr("Choose an interview at the left"), hint)
        else:
            hint = self.tr(
                "Add sound or video recordings, or transcripts as text or Word files. "
                "Recordings are kept inside the project file."
            )
            self._empty.show_state("recording", self.tr("Begin with an interview"), hint, self.tr("Add files…"))

    def _show_in_queue(self, item: QueueItem) -> None:
        if item.state == "waiting":
            self._on_button = self._remove
            hint = self.tr("Another recording is being transcribed. This one begins by itself.")
            message = self.tr("“{name}” waits for its turn").format(name=item.name)
            self._empty.show_state("transcribe", message, hint, self.tr("Take it out"), share=0.0)
            return
        self._on_button = self._pause_or_go_on
        failed = item.state == "failed" and item.error is not None
        message = self.tr("“{name}” wasn’t transcribed") if failed else self.tr("“{name}” isn’t transcribed yet")
        hint = self.tr("It is paused.") if item.state == "paused" else self.tr("An earlier session didn’t get to it.")
        if item.error is not None:
            hint = "\n".join(filter(None, (item.error.message, item.error.hint)))
        button = self.tr("Try again") if failed else self.tr("Go on")
        self._empty.show_state("warning" if failed else "pause", message.format(name=item.name), hint, button)

    def _show_untranscribed(self, source: SourceView) -> None:
        self._on_button = self._transcribe
        length = self.tr("{length} of sound.").format(length=clock_words(source.duration_ms or 0))
        hint = f"{length} {expected_time(source.duration_ms or 0, self._model)}\n" + self.tr(
            "Whisper runs on this machine. You can listen to the recording below."
        )
        message = self.tr("“{name}” isn’t transcribed yet").format(name=source.name)
        self._empty.show_state("transcribe", message, hint, self.tr("Transcribe…"))

    def _transcribe(self) -> None:
        if self._source is not None:
            self.transcribe_asked.emit([self._source.id])

    def _pause_or_go_on(self) -> None:
        item = self._queue.item_of(self._source.id) if self._source is not None else None
        if item is not None:
            step = self._queue.pause if item.state in ("running", "waiting") else self._queue.go_on
            self._prompts.attempt(lambda: step(item.source_id))

    def _remove(self) -> None:
        if self._source is not None:
            remove_asking(self._queue, self._prompts, self._source.id)
