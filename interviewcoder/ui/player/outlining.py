"""The outline of a recording, from the project or made in the background."""

from __future__ import annotations

from functools import partial
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING, BinaryIO, cast

from PySide6.QtCore import QObject, Qt, Signal

from interviewcoder.errors import Cancelled, InterviewCoderError
from interviewcoder.project import media as recordings
from interviewcoder.sources.sound import Sound
from interviewcoder.sources.stored_sound import sound_of, store_sound
from interviewcoder.ui.jobs import Errand
from interviewcoder.ui.player.stored_audio import StoredBytes

if TYPE_CHECKING:
    from interviewcoder.project.file import Project
    from interviewcoder.project.media import MediaView

_PROGRESS_S = 0.4


class Outlining(QObject):
    """Gives the outline of one recording at a time; listening through an hour takes some seconds.

    It is heard on a thread: FFmpeg and the voice detector let the window work
    meanwhile. `stop` before the project is closed.
    """

    made = Signal(object)  # Sound
    progressed = Signal(float)  # 0 to 1
    failed = Signal(object)  # InterviewCoderError

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._errand: Errand | None = None
        self._asked: tuple[Project, str] | None = None
        self._stopped = Event()

    def ask(self, project: Project, media: MediaView) -> Sound | None:
        """The outline if the project has it; else None, and `made` or `failed` follows.

        Raises:
            NotFound: the recording is no longer in the project.
        """
        self.stop()
        if (stored := sound_of(project, media.uuid)) is not None:
            return stored
        content = StoredBytes(recordings.open_stream(project, media.id))
        self._stopped = Event()
        self._errand = Errand(partial(self._listen, content, media.name, self._stopped), "Outlining", self)
        self._asked = project, media.uuid
        self._errand.done.connect(self._on_done, Qt.ConnectionType.DirectConnection)
        self._errand.failed.connect(self._on_failed)
        self._errand.start()
        return None

    def stop(self) -> None:
        """Stop what is being made and wait for its thread: nothing reads from the project any more."""
        self._stopped.set()
        if self._errand is not None:
            errand, self._errand = self._errand, None
            errand.abandon()
            errand.deleteLater()

    def _listen(self, content: StoredBytes, name: str, stopped: Event) -> Sound:
        from interviewcoder.transcription.outline import outline

        told_s = 0.0

        def tell(share: float) -> None:
            nonlocal told_s
            if stopped.is_set():
                content.stop()
                raise Cancelled("Stopped.")
            # Said oftener than it can be read, it would keep the window painting.
            if (now_s := monotonic()) - told_s >= _PROGRESS_S:
                told_s = now_s
                self.progressed.emit(share)

        return outline(cast("BinaryIO", content), name, tell)

    def _on_done(self, sound: Sound) -> None:
        self._errand = None
        assert self._asked is not None
        store_sound(*self._asked, sound)
        self.made.emit(sound)

    def _on_failed(self, error: InterviewCoderError) -> None:
        self._errand = None
        if not isinstance(error, Cancelled):
            self.failed.emit(error)
