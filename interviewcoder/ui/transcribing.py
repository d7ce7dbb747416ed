"""Transcribing in the window: what is asked before, and what is said at the foot of the window meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, cast

from PySide6.QtCore import QObject, Signal

from interviewcoder.errors import InterviewCoderError
from interviewcoder.project import media
from interviewcoder.sources import catalogue
from interviewcoder.sources.conventions import INTELLIGENT_VERBATIM
from interviewcoder.sources.transcript import refuse_if_coded
from interviewcoder.transcription import tasks
from interviewcoder.ui.dialogs.transcribe import CHANNELS, UNKNOWN, TranscribeChoice, TranscribeOffer
from interviewcoder.ui.transcription_panel.words import remove_asking, share_words
from interviewcoder.ui.wording import time_left

if TYPE_CHECKING:
    from interviewcoder.project.file import Project
    from interviewcoder.settings import Settings
    from interviewcoder.sources.catalogue import SourceView
    from interviewcoder.transcription.models import ModelView
    from interviewcoder.transcription.runner import Progress
    from interviewcoder.ui.prompts import Prompts
    from interviewcoder.ui.status_strip import StatusStrip, WorkInHand
    from interviewcoder.ui.transcription_queue import TranscriptionQueue

_STEREO = 2


class Transcribing(QObject):
    """Asks how recordings are to be transcribed, and tells in the strip how far the queue is.

    `shown` carries a source of the queue that a person wants to see there. `close` before the project is closed.
    """

    shown = Signal(int)

    def __init__(
        self, project: Project, settings: Settings, prompts: Prompts, strip: StatusStrip, queue: TranscriptionQueue
    ) -> None:
        super().__init__(queue)
        self._project, self._settings = project, settings
        self._prompts, self._strip, self._queue = prompts, strip, queue
        self._work: WorkInHand | None = None
        queue.changed.connect(self._on_queue)
        queue.progressed.connect(self._show)
        queue.stored.connect(self._on_stored)
        queue.stopped.connect(self._on_stopped)
        queue.failed.connect(self._on_failed)

    def ask(self, source_ids: Sequence[int]) -> None:
        """Ask how to transcribe recordings, then put them in the queue."""
        chosen = [source for source in catalogue.listing(self._project) if source.id in source_ids and source.media_id]
        if not chosen:
            self._strip.tell(self.tr("Every recording is transcribed."))
            return
        if not all(self._prompts.attempt(partial(refuse_if_coded, self._project, source.id)) for source in chosen):
            return
        choice = self._prompts.transcribe_options(self._offer(chosen))
        if choice is None:
            return
        self._remember(choice)
        ids = [source.id for source in chosen]
        self._prompts.attempt(lambda: self._queue.add(ids, choice.hearing, choice.conventions))

    def close(self) -> None:
        """Say nothing more."""
        if self._work is not None:
            self._strip.end_work(self._work)
            self._work = None

    def _offer(self, chosen: Sequence[SourceView]) -> TranscribeOffer:
        remembered = self._settings.transcribe
        latest = tasks.latest_hearing(self._project)
        return TranscribeOffer(
            [source.name for source in chosen],
            sum(source.duration_ms or 0 for source in chosen),
            self._models(),
            self._settings.model,
            self._settings.language,
            remembered.get("speakers", "2"),
            remembered.get("rules", INTELLIGENT_VERBATIM.preset),
            glossary=latest.glossary if latest is not None else (),
            stereo=self._two_channels([source.id for source in chosen]),
            manage=self._manage_models,
        )

    def _models(self) -> list[ModelView]:
        from interviewcoder.transcription import models

        found: list[ModelView] = []
        self._prompts.attempt(lambda: found.extend(models.available()))
        return found

    def _manage_models(self) -> Sequence[ModelView]:
        manage_models(self._settings, self._prompts, self._queue.models_in_use)
        return self._models()

    def _two_channels(self, source_ids: Sequence[int]) -> Callable[[], bool]:
        """Return what finds out, on any thread, whether each of these recordings has two channels."""
        recordings = [media.media_of_source(self._project, source_id) for source_id in source_ids]
        # Opened here: looking them up needs the session, and that is this thread's.
        streams = [(media.open_stream(self._project, each.id), each.name) for each in recordings if each is not None]

        def all_have_two() -> bool:
            from interviewcoder.sources.read_recording import channels_of

            counts = []
            for stream, name in streams:
                with closing(stream):
                    counts.append(channels_of(cast(BinaryIO, stream), name))
            return bool(counts) and min(counts) == _STEREO

        return all_have_two

    def _remember(self, choice: TranscribeChoice) -> None:
        """Keep what was chosen for the next time; not the glossary, which may name people: the project keeps that."""
        told = choice.hearing
        self._settings.model, self._settings.language = told.model, told.language
        speakers = CHANNELS if told.by_channel else str(told.speakers or UNKNOWN)
        self._settings.transcribe = {"speakers": speakers, "rules": choice.conventions.preset}

    # The strip

    def _on_queue(self) -> None:
        running = self._queue.running_id
        if running is None:
            self.close()
        else:
            self._show(running, self._queue.progress)

    def _show(self, source_id: int, progress: Progress | None) -> None:
        if self._work is None:
            self._work = self._strip.begin_work()
        self._work.on_cancel = lambda: self._prompts.attempt(lambda: self._queue.pause(source_id))
        item = self._queue.item_of(source_id)
        words = self.tr("Transcribing {name}").format(name=item.name if item is not None else "")
        waiting = len(self._queue.waiting_ids)
        more = self.tr("{count} more wait").format(count=waiting) if waiting > 1 else ""
        if waiting == 1:
            more = self.tr("1 more waits")
        left = time_left(progress.seconds_left) if progress is not None else ""
        told = " · ".join(filter(None, [words, left, more]))
        self._work.show_progress(told, progress.share if progress is not None else None)

    def _on_stored(self, source_id: int) -> None:
        words = self.tr("Transcribed “{name}”").format(name=self._name(source_id))
        self._strip.tell_with_way(words, self.tr("Open it"), lambda: self.shown.emit(source_id))

    def _on_stopped(self, source_id: int) -> None:
        item = self._queue.item_of(source_id)
        if not self._name(source_id):
            self._strip.tell(self.tr("Stopped: its recording is gone. What was heard comes back with it."))
        elif item is None:
            self._strip.tell(self.tr("Taken out of the queue"))
        else:
            share = share_words(item.share)
            kept = self.tr("Paused. What was heard is kept: {share}.").format(share=share)
            words = kept if item.share > 0 else self.tr("Paused. It begins anew when you go on.")
            way = partial(remove_asking, self._queue, self._prompts, source_id)
            self._strip.tell_with_way(words, self.tr("Take it out"), way)

    def _on_failed(self, source_id: int, _: InterviewCoderError) -> None:
        words = self.tr("“{name}” couldn’t be transcribed").format(name=self._name(source_id))
        self._strip.tell_with_way(words, self.tr("Why?"), lambda: self.shown.emit(source_id))

    def _name(self, source_id: int) -> str:
        return catalogue.names(self._project).get(source_id, "")


def manage_models(settings: Settings, prompts: Prompts, in_use: Collection[str]) -> None:
    """Open the dialog of the Whisper models; those `in_use` can't be removed."""
    from interviewcoder.ui.dialogs.models import ModelsDialog

    dialog = ModelsDialog(settings.model, prompts, in_use)
    dialog.default_chosen.connect(lambda name: setattr(settings, "model", name))
    prompts.run(dialog)
