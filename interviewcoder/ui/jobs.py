"""Work that takes long, brought back to the window's thread: transcribing, adding files, backing up."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from interviewcoder.errors import Cancelled, InterviewCoderError
from interviewcoder.sources import importing

if TYPE_CHECKING:
    from interviewcoder.project.file import Project
    from interviewcoder.sources.catalogue import SourceView
    from interviewcoder.sources.importing import ReadFile
    from interviewcoder.transcription.runner import TranscriptionRequest


class TranscriptionBridge(QObject):
    """A transcription whose callbacks arrive as signals on the thread of the window.

    Exactly one of `finished` and `failed` ends it, unless it was abandoned.
    """

    progressed = Signal(object)  # Progress
    kept = Signal(object)  # Kept: to be stored at once, so that nothing has to be heard twice
    finished = Signal(object)  # Recognised
    failed = Signal(object)  # InterviewCoderError

    _heard_progress = Signal(object)
    _heard_kept = Signal(object)
    _heard_done = Signal(object)
    _heard_error = Signal(object)

    def __init__(self, request: TranscriptionRequest, parent: QObject | None = None) -> None:
        from interviewcoder.transcription.runner import TranscriptionJob

        super().__init__(parent)
        self._job = TranscriptionJob(request)
        self._abandoned = False
        queued = Qt.ConnectionType.QueuedConnection
        self._heard_progress.connect(self._on_progress, queued)
        self._heard_kept.connect(self._on_kept, queued)
        self._heard_done.connect(self._on_done, queued)
        self._heard_error.connect(self._on_error, queued)

    def start(self) -> None:
        """Begin; returns at once."""
        self._job.start(self._heard_progress.emit, self._heard_done.emit, self._heard_error.emit, self._heard_kept.emit)

    def cancel(self) -> None:
        """Stop; `failed` follows with `Cancelled`."""
        self._job.cancel()

    def abandon(self) -> None:
        """Stop, wait until process and thread are gone, and say nothing more."""
        self._abandoned = True
        self._job.cancel()
        self._job.wait()

    def _on_progress(self, progress: object) -> None:
        if not self._abandoned:
            self.progressed.emit(progress)

    def _on_kept(self, kept: object) -> None:
        if not self._abandoned:
            self.kept.emit(kept)

    def _on_done(self, recognised: object) -> None:
        if not self._abandoned:
            self._job.wait()
            self.finished.emit(recognised)

    def _on_error(self, error: object) -> None:
        if not self._abandoned:
            self._job.wait()
            self.failed.emit(error)


class Errand(QObject):
    """One function run on a thread of its own; its result or its error comes back as a signal.

    An error that isn't of ours goes on to the window's thread and is raised there.
    """

    done = Signal(object)
    failed = Signal(object)  # InterviewCoderError

    _returned = Signal(object)
    _raised = Signal(object)

    def __init__(self, function: Callable[[], object], name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._function = function
        self._abandoned = False
        self._thread = Thread(target=self._run, name=name)
        self._returned.connect(self._on_returned, Qt.ConnectionType.QueuedConnection)
        self._raised.connect(self._on_raised, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    def abandon(self) -> None:
        """Wait for the end and say nothing of it."""
        self._abandoned = True
        if self._thread.ident is not None:
            self._thread.join()

    def _run(self) -> None:
        try:
            result = self._function()
        except BaseException as error:  # noqa: BLE001  # handed over whole and raised again on the other thread
            self._raised.emit(error)
        else:
            self._returned.emit(result)

    def _on_returned(self, result: object) -> None:
        self._thread.join()
        if not self._abandoned:
            self.done.emit(result)

    def _on_raised(self, error: BaseException) -> None:
        self._thread.join()
        if self._abandoned:
            return
        if not isinstance(error, InterviewCoderError):
            raise error
        self.failed.emit(error)


class FileAdding(QObject):
    """Adds files without holding the window up: read on a thread, written in short steps between events.

    Exactly one of `finished` and `failed` ends it; `failed` carries `Cancelled` where the person stopped it.
    """

    progressed = Signal(str, object)  # the file at hand, the share done (0..1) or None
    finished = Signal(object)  # list[SourceView]
    failed = Signal(object)  # InterviewCoderError

    _reading = Signal(str)

    def __init__(
        self,
        project: Project,
        paths: Sequence[Path],
        parent: QObject | None = None,
        *,
        begin: Callable[[list[ReadFile]], Generator[tuple[str, float], None, list[SourceView]]] | None = None,
    ) -> None:
        """Add files as sources, or do with them what `begin` does, in steps as `importing.adding_files`.

        `begin` may ask the person, and raise to refuse or to stop.
        """
        super().__init__(parent)
        self._paths = list(paths)
        self._begin = begin or (lambda files: importing.adding_files(project, importing.paired(files)))
        self._stop = Event()
        self._steps: Generator[tuple[str, float], None, list[SourceView]] | None = None
        self._errand = Errand(self._read, "Reading files to add", self)
        self._errand.done.connect(self._on_read)
        self._errand.failed.connect(self.failed)
        self._reading.connect(self._on_reading, Qt.ConnectionType.QueuedConnection)
        # Zero: the next step comes when the window has answered what was waiting.
        self._ticks = QTimer(self)
        self._ticks.setInterval(0)
        self._ticks.timeout.connect(self._step)

    def start(self) -> None:
        """Begin; returns at once."""
        self._errand.start()

    def cancel(self) -> None:
        """Stop before the next file or step; nothing is added."""
        self._stop.set()

    def abandon(self) -> None:
        """Stop now and say nothing more; nothing is added."""
        self._stop.set()
        self._ticks.stop()
        self._errand.abandon()
        if self._steps is not None:
            self._steps.close()

    def _read(self) -> list[ReadFile]:
        return importing.read_files(self._paths, on_file=self._on_file)

    def _on_file(self, name: str) -> None:
        self._refuse_if_stopped()
        self._reading.emit(name)

    def _on_reading(self, name: str) -> None:
        # One that was sent before the stop arrives after it.
        if not self._stop.is_set():
            self.progressed.emit(name, None)

    def _refuse_if_stopped(self) -> None:
        if self._stop.is_set():
            raise Cancelled("Nothing was added.")

    def _on_read(self, files: list[ReadFile]) -> None:
        try:
            self._steps = self._begin(files)
            # It may have been stopped while the person was asked.
            self._refuse_if_stopped()
        except InterviewCoderError as error:
            self.failed.emit(error)
        else:
            self._ticks.start()

    def _step(self) -> None:
        assert self._steps is not None
        try:
            self._refuse_if_stopped()
            name, share = next(self._steps)
        except StopIteration as end:
            self._ticks.stop()
            self.finished.emit(end.value)
        except InterviewCoderError as error:
            self._ticks.stop()
            self._steps.close()
            self.failed.emit(error)
        else:
            self.progressed.emit(name, share)
