"""Looks for what a rule means, a few sources at a time, so that the window stays at hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from interviewcoder.coding import autocode
from interviewcoder.errors import InterviewCoderError

if TYPE_CHECKING:
    from interviewcoder.coding.autocode import Place, Rule
    from interviewcoder.project.file import Project

_AT_ONCE_MS = 25


class Finding(QObject):
    """One search at a time; a new one ends the last. `progressed` carries sources done and to do."""

    progressed = Signal(int, int)
    found = Signal(list)  # of Place
    failed = Signal(InterviewCoderError)

    def __init__(self, project: Project, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._search: Iterator[list[Place]] | None = None
        self._places: list[Place] = []
        self._done = self._of = 0
        self._steps = QTimer(self)
        self._steps.timeout.connect(self._go_on)

    @property
    def is_busy(self) -> bool:
        """Whether a search is under way."""
        return self._search is not None

    def start(self, rule: Rule, source_ids: Sequence[int]) -> None:
        """Look for what a rule means in these sources."""
        self._search = autocode.places(self._project, rule, source_ids)
        self._places, self._done, self._of = [], 0, len(source_ids)
        self._steps.start(0)

    def stop(self) -> None:
        """Look no further."""
        self._steps.stop()
        self._search = None

    def _go_on(self) -> None:
        clock = QElapsedTimer()
        clock.start()
        while self._search is not None and not clock.hasExpired(_AT_ONCE_MS):
            try:
                self._places += next(self._search)
                self._done += 1
            except StopIteration:
                self.stop()
                self.found.emit(self._places)
                return
            except InterviewCoderError as error:
                self.stop()
                self.failed.emit(error)
                return
        self.progressed.emit(self._done, self._of)
