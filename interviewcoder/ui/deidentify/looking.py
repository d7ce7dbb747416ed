"""Looks for identifiers on a thread of its own, source by source; nothing of the project is touched there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Event, Thread
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from interviewcoder.errors import InterviewCoderError

if TYPE_CHECKING:
    from interviewcoder.privacy.detection import Reading, Suggestion
    from interviewcoder.privacy.name_model import NameModel


class Looking(QObject):
    """One run at a time; a new one ends the last. `progressed` carries sources done and to do.

    `found` carries all suggestions, in the order of the readings. Texts are
    handed over; the worker never asks the project.
    """

    progressed = Signal(int, int)
    found = Signal(list)  # of Suggestion
    failed = Signal(InterviewCoderError)

    _step = Signal(int, int, int)
    _done = Signal(int, object)
    _raised = Signal(int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # Gives the recogniser of names, or none; asked on the thread, as loading one takes a while.
        self.load_model: Callable[[], NameModel | None] = _own_recogniser
        self._threads: list[Thread] = []
        self._stop = Event()
        self._run = 0
        self.is_busy = False
        queued = Qt.ConnectionType.QueuedConnection
        self._step.connect(self._on_step, queued)
        self._done.connect(self._on_done, queued)
        self._raised.connect(self._on_raised, queued)

    def start(self, readings: Sequence[Reading]) -> None:
        """Look through these texts."""
        self.cancel()
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        self._stop, self.is_busy = Event(), True
        self._threads.append(
            Thread(target=self._look, args=(list(readings), self._stop, self._run), name="Identifiers")
        )
        self._threads[-1].start()

    def cancel(self) -> None:
        """Look no further, and say nothing of it; the thread ends after the source at hand."""
        self._stop.set()
        self._run += 1
        self.is_busy = False

    def stop(self) -> None:
        """Look no further, and wait until nothing looks any more."""
        self.cancel()
        for thread in self._threads:
            thread.join()

    def _look(self, readings: list[Reading], stop: Event, run: int) -> None:
        from interviewcoder.privacy.detection import suggest_in

        found: list[Suggestion] = []
        try:
            model = self.load_model()
            for number, reading in enumerate(readings):
                if stop.is_set():
                    return
                self._step.emit(run, number, len(readings))
                found += suggest_in(reading, model=model)
        except BaseException as error:  # noqa: BLE001  # handed over whole and raised again on the other thread
            self._raised.emit(run, error)
        else:
            self._done.emit(run, found)

    def _on_step(self, run: int, done: int, of: int) -> None:
        if run == self._run:
            self.progressed.emit(done, of)

    def _on_done(self, run: int, found: list[Suggestion]) -> None:
        if run == self._run:
            self.is_busy = False
            self.found.emit(found)

    def _on_raised(self, run: int, error: BaseException) -> None:
        if run != self._run:
            return
        self.is_busy = False
        if not isinstance(error, InterviewCoderError):
            raise error
        self.failed.emit(error)


def _own_recogniser() -> NameModel:
    from interviewcoder.privacy.name_model import load_name_model

    return load_name_model()
