"""Long work in the window's own thread, done in slices so short that nobody waits for the window."""

from __future__ import annotations

import time
from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer, Signal

from interviewcoder.errors import InterviewCoderError

# A slice, and the pause in which keys and pictures have their turn. 60 pictures a second leave 16 ms for each.
_SLICE_S = 0.010
_PAUSE_MS = 1


class IdleWork(QObject):
    """Goes through an iterator between events. `ended` when it is through, `failed` with the error where it can't."""

    progressed = Signal()
    ended = Signal()
    failed = Signal(object)  # InterviewCoderError

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._steps: Iterator[object] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(lambda: self._go_on(_SLICE_S))

    @property
    def is_busy(self) -> bool:
        """Whether there is more to do."""
        return self._steps is not None

    def start(self, steps: Iterator[object], *, at_once_s: float = 0.0) -> None:
        """Begin work in the place of what went on; for so long before this returns."""
        self.stop()
        self._steps = steps
        if at_once_s:
            self._go_on(at_once_s)
        else:
            self._timer.start(_PAUSE_MS)

    def stop(self) -> None:
        """Leave the rest undone."""
        self._timer.stop()
        self._steps = None

    def _go_on(self, budget_s: float) -> None:
        steps, ends = self._steps, time.monotonic() + budget_s
        try:
            while steps is not None and steps is self._steps:
                next(steps)
                if time.monotonic() >= ends:
                    break
        except StopIteration:
            self.stop()
            self.progressed.emit()
            self.ended.emit()
            return
        except InterviewCoderError as error:
            self.stop()
            self.failed.emit(error)
            return
        if steps is not None and steps is self._steps:
            self._timer.start(_PAUSE_MS)
            self.progressed.emit()
