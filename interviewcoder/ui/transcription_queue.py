"""Recordings waiting to be transcribed, one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from interviewcoder.errors import Cancelled, InterviewCoderError
from interviewcoder.project import media
from interviewcoder.sources import catalogue, transcript
from interviewcoder.sources.hearing import Hearing
from interviewcoder.transcription.estimate import Stopwatch
from interviewcoder.ui.jobs import TranscriptionBridge

if TYPE_CHECKING:
    from interviewcoder.project.file import Project
    from interviewcoder.sources.recognised import Recognised
    from interviewcoder.transcription.runner import Progress
    from interviewcoder.ui.dialogs.transcribe import TranscribeChoice


@dataclass(frozen=True, slots=True)
class _Waiting:
    source_id: int
    choice: TranscribeChoice


class TranscriptionQueue(QObject):
    """Transcribes one recording at a time and stores what comes of it.

    `changed` says that something joined, began or left the queue; ids in
    signals are of sources.
    """

    changed = Signal()
    progressed = Signal(int, object)  # source id, Progress
    stored = Signal(int)
    stopped = Signal(int)
    failed = Signal(int, object)  # source id, InterviewCoderError

    def __init__(self, project: Project, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._waiting: list[_Waiting] = []
        self._running: _Waiting | None = None
        self._bridge: TranscriptionBridge | None = None
        self.progress: Progress | None = None
        self._watch: Stopwatch | None = None

    @property
    def running_id(self) -> int | None:
        """The source that is being transcribed."""
        return self._running.source_id if self._running else None

    @property
    def waiting_ids(self) -> list[int]:
        """The sources whose turn comes."""
        return [waiting.source_id for waiting in self._waiting]

    @property
    def models_in_use(self) -> set[str]:
        """The models with which something is being transcribed or will be."""
        running = [] if self._running is None else [self._running]
        return {waiting.choice.model for waiting in (*running, *self._waiting)}

    @property
    def is_busy(self) -> bool:
        """Whether anything is being transcribed or waits for it."""
        return self._running is not None or bool(self._waiting)

    def add(self, source_ids: Sequence[int], choice: TranscribeChoice) -> None:
        """Put recordings at the end of the queue; what is in it already stays where it is."""
        known = {self.running_id, *self.waiting_ids}
        self._waiting += [_Waiting(source_id, choice) for source_id in source_ids if source_id not in known]
        self._go_on()

    def cancel(self, source_id: int) -> None:
        """Take a recording out of the queue, or stop it while it runs."""
        self._waiting = [waiting for waiting in self._waiting if waiting.source_id != source_id]
        if self.running_id == source_id and self._bridge is not None:
            self._bridge.cancel()
        self.changed.emit()

    def drop_gone(self) -> None:
        """Take out what isn't in the project any more: its recording was deleted, or adding it undone."""
        there = {source.id for source in catalogue.listing(self._project) if source.media_id is not None}
        running = [] if self.running_id is None else [self.running_id]
        for source_id in {*running, *self.waiting_ids} - there:
            self.cancel(source_id)

    def close(self) -> None:
        """Stop everything and wait for the process to be gone; the project is about to close."""
        self._waiting.clear()
        if self._bridge is not None:
            self._bridge.abandon()
        self._running = self._bridge = None

    def _go_on(self) -> None:
        if self._running is None and self._waiting:
            self._begin(self._waiting.pop(0))
        self.changed.emit()

    def _begin(self, next_one: _Waiting) -> None:
        from interviewcoder.transcription.runner import TranscriptionRequest

        recording = media.media_of_source(self._project, next_one.source_id)
        if recording is None:
            self._go_on()
            return
        try:
            # It may have been coded while it waited.
            transcript.refuse_if_coded(self._project, next_one.source_id)
        except InterviewCoderError as error:
            self.failed.emit(next_one.source_id, error)
            self._go_on()
            return
        # Opened here: looking it up needs the session, and that is this thread's.
        stream = media.open_stream(self._project, recording.id)
        choice = next_one.choice
        request = TranscriptionRequest(
            lambda: stream, recording.name, Hearing(choice.model, choice.language, choice.speakers)
        )
        self._running, self.progress = next_one, None
        self._watch = Stopwatch(choice.model, recording.duration_ms)
        self._bridge = TranscriptionBridge(request, self)
        self._bridge.progressed.connect(self._on_progressed)
        self._bridge.finished.connect(self._on_finished)
        self._bridge.failed.connect(self._on_failed)
        self._bridge.start()

    def _on_progressed(self, progress: Progress) -> None:
        self.progress = progress
        if self._watch is not None:
            self._watch.hear(progress.share)
        if self._running is not None:
            self.progressed.emit(self._running.source_id, progress)

    def _on_finished(self, recognised: Recognised) -> None:
        if self._watch is not None:
            self._watch.stop()
        source_id = self._leave()
        # It may have been deleted meanwhile: then nobody wants the text any more.
        if any(source.id == source_id for source in catalogue.listing(self._project)):
            try:
                transcript.store_recognised(self._project, source_id, recognised)
            except InterviewCoderError as error:
                self.failed.emit(source_id, error)
            else:
                self.stored.emit(source_id)
        self._go_on()

    def _on_failed(self, error: InterviewCoderError) -> None:
        source_id = self._leave()
        if isinstance(error, Cancelled):
            self.stopped.emit(source_id)
        else:
            self.failed.emit(source_id, error)
        self._go_on()

    def _leave(self) -> int:
        assert self._running is not None and self._bridge is not None
        source_id = self._running.source_id
        self._bridge.deleteLater()
        self._running = self._bridge = self.progress = None
        return source_id
