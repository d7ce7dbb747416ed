"""Looks for doubtful places; where the recording's outline isn't there yet, it is listened to first."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, cast

from PySide6.QtCore import QObject

from interviewcoder.errors import Cancelled, InterviewCoderError
from interviewcoder.project import media
from interviewcoder.sources.stored_sound import store_sound
from interviewcoder.ui.jobs import Errand
from interviewcoder.ui.player.stored_audio import StoredBytes

if TYPE_CHECKING:
    from interviewcoder.project.file import Project
    from interviewcoder.sources.sound import Sound
    from interviewcoder.ui.prompts import Prompts
    from interviewcoder.ui.status_strip import StatusStrip, WorkInHand


class Looking(QObject):
    """One look at a time. `close` before the project is closed."""

    def __init__(self, project: Project, prompts: Prompts, strip: StatusStrip, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project, self._prompts, self._strip = project, prompts, strip
        self._errand: Errand | None = None
        self._work: WorkInHand | None = None
        self._stopped = False

    def begin(self, source_id: int) -> None:
        """Look through a source's transcript; returns at once where the recording has to be listened to."""
        from interviewcoder.transcription.checking import needs_outline

        if self._errand is not None:
            return
        if not needs_outline(self._project, source_id):
            self._check(source_id)
            return
        recording = media.media_of_source(self._project, source_id)
        assert recording is not None
        content = StoredBytes(media.open_stream(self._project, recording.id))

        def listen() -> Sound:
            from interviewcoder.transcription.outline import outline

            return outline(cast("BinaryIO", content), recording.name, self._on_progress)

        self._stopped = False
        self._work = self._strip.begin_work()
        self._work.on_cancel = self._stop
        self._work.show_progress(self.tr("Listening through the recording"), None)
        self._errand = Errand(listen, "Listening for doubtful places", self)
        self._errand.done.connect(lambda sound: self._on_heard(source_id, recording.uuid, sound))
        self._errand.failed.connect(self._on_failed)
        self._errand.start()

    def close(self) -> None:
        """Stop, and wait for the end."""
        self._stopped = True
        if self._errand is not None:
            self._errand.abandon()
        self._end()

    def _stop(self) -> None:
        self._stopped = True

    def _on_progress(self, _: float) -> None:
        """Called on the errand's thread."""
        if self._stopped:
            raise Cancelled("Stopped.")

    def _on_heard(self, source_id: int, media_uuid: str, sound: Sound) -> None:
        self._end()
        store_sound(self._project, media_uuid, sound)
        self._check(source_id)

    def _on_failed(self, error: InterviewCoderError) -> None:
        self._end()
        if not isinstance(error, Cancelled):
            self._prompts.show_error(error)

    def _check(self, source_id: int) -> None:
        from interviewcoder.transcription.checking import check_again

        counts: list[int] = []
        if self._prompts.attempt(lambda: counts.append(check_again(self._project, source_id))):
            words = (
                self.tr("1 doubtful place is open") if counts == [1] else self.tr("{count} doubtful places are open")
            )
            self._strip.tell(words.format(count=counts[0]))

    def _end(self) -> None:
        if self._work is not None:
            self._strip.end_work(self._work)
        if self._errand is not None:
            self._errand.deleteLater()
        self._work = self._errand = None
