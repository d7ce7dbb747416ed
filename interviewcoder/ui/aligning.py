"""Align a transcript with its recording in the background, told at the foot of the window."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from interviewcoder.errors import Cancelled, InterviewCoderError
from interviewcoder.sources import catalogue
from interviewcoder.ui.jobs import Errand, TranscriptionBridge
from interviewcoder.ui.wording import time_left

if TYPE_CHECKING:
    from interviewcoder.project.file import Project
    from interviewcoder.settings import Settings
    from interviewcoder.sources.recognised import Recognised
    from interviewcoder.transcription.align import Aligned
    from interviewcoder.transcription.runner import Progress, TranscriptionRequest
    from interviewcoder.ui.prompts import Prompts
    from interviewcoder.ui.status_strip import StatusStrip, WorkInHand
    from interviewcoder.ui.transcription_queue import TranscriptionQueue


class Aligning(QObject):
    """Aligns one source at a time: its recording is listened to, its words are found, their times stored.

    Everything is told in the strip, and errors by the prompts. `close` before the project is closed.
    """

    def __init__(
        self, project: Project, settings: Settings, prompts: Prompts, strip: StatusStrip, queue: TranscriptionQueue
    ) -> None:
        super().__init__(queue)
        self._project, self._settings = project, settings
        self._prompts, self._strip, self._queue = prompts, strip, queue
        self._source_id = 0
        self._name = ""
        self._bridge: TranscriptionBridge | None = None
        self._errand: Errand | None = None
        self._work: WorkInHand | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a source is being aligned."""
        return self._work is not None

    def begin(self, source_id: int) -> None:
        """Begin with a source; returns at once."""
        from interviewcoder.transcription.aligned_source import request_for, turns_to_align

        if self.is_busy or self._queue.is_busy:
            doing = (
                self.tr("Another transcript is being aligned")
                if self.is_busy
                else self.tr("A recording is being transcribed")
            )
            self._strip.tell(self.tr("{doing}. Align this one when that is done.").format(doing=doing))
            return
        requests: list[TranscriptionRequest] = []

        def prepare() -> None:
            turns_to_align(self._project, source_id)
            requests.append(request_for(self._project, source_id, model=self._settings.model))

        if not self._prompts.attempt(prepare):
            return
        self._source_id = source_id
        self._name = catalogue.names(self._project).get(source_id, "")
        self._bridge = TranscriptionBridge(requests[0], self)
        self._bridge.progressed.connect(self._on_progressed)
        self._bridge.finished.connect(self._on_heard)
        self._bridge.failed.connect(self._on_failed)
        self._work = self._strip.begin_work()
        self._work.on_cancel = self._bridge.cancel
        self._show(None, 0.0)
        self._bridge.start()

    def close(self) -> None:
        """Stop, wait for process and thread to be gone, and say nothing more; the project is about to close."""
        if self._bridge is not None:
            self._bridge.abandon()
        if self._errand is not None:
            self._errand.abandon()
        self._end()

    def _show(self, seconds_left: float | None, share: float) -> None:
        words = self.tr("Aligning {name}").format(name=self._name)
        if self._work is not None:
            self._work.show_progress(" · ".join(filter(None, [words, time_left(seconds_left)])), share)

    def _on_progressed(self, progress: Progress) -> None:
        self._show(progress.seconds_left, progress.share)

    def _on_heard(self, recognised: Recognised) -> None:
        from interviewcoder.transcription.align import align
        from interviewcoder.transcription.aligned_source import turns_to_align

        try:
            # As they are now: the text may have been corrected while the recording was listened to.
            turns = turns_to_align(self._project, self._source_id)
        except InterviewCoderError:
            self._on_failed(Cancelled("The source is gone."))
            return
        self._errand = Errand(partial(align, turns, recognised), "Aligning a transcript", self)
        self._errand.done.connect(self._on_aligned)
        self._errand.failed.connect(self._on_failed)
        self._errand.start()

    def _on_aligned(self, aligned: Aligned) -> None:
        from interviewcoder.transcription.aligned_source import store_alignment

        source_id, name = self._source_id, self._name
        self._end()
        if self._prompts.attempt(lambda: store_alignment(self._project, source_id, aligned)):
            words = self.tr("Aligned “{name}”: {found} of {total} words found")
            self._strip.tell(words.format(name=name, found=f"{aligned.found:,}", total=f"{aligned.total:,}"))

    def _on_failed(self, error: InterviewCoderError) -> None:
        self._end()
        if isinstance(error, Cancelled):
            self._strip.tell(self.tr("Stopped. The transcript is as it was."))
        else:
            self._prompts.show_error(error)

    def _end(self) -> None:
        if self._work is not None:
            self._strip.end_work(self._work)
        for part in (self._bridge, self._errand):
            if part is not None:
                part.deleteLater()
        self._work = self._bridge = self._errand = None
