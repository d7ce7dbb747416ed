"""Works a question through, a portion each time the window has nothing else to do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from interviewcoder.analysis.retrieval import Hit, Portion, Retrieval

if TYPE_CHECKING:
    from interviewcoder.analysis.expressions import Query
    from interviewcoder.project.file import Project

# Enough for the first screen. What comes then is told in portions of this size and larger, as much as there is
# already: a list lays out all its rows at each.
_FIRST_SCREEN = 60
_PORTION = 2500


class PassageSearch(QObject):
    """One question at a time; another one ends it. The first passages are found before `begin` returns.

    `found` carries a list of `Hit`; `advanced` the share of the sources that
    were looked through; `finished` comes at the end, not where it was stopped.
    """

    found = Signal(list)
    advanced = Signal(float)
    finished = Signal()

    def __init__(self, project: Project, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._portions: Iterator[Portion] | None = None
        self._waiting: list[Hit] = []
        self._sources = self._looked = self._told = 0
        self.count: int | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._go_on)

    @property
    def running(self) -> bool:
        """Whether there is more to look through."""
        return self._portions is not None

    def begin(self, query: Query) -> None:
        """Look for something; `count` is known at once where the tally tells it."""
        self.stop()
        retrieval = Retrieval(self._project, query)
        self.count = retrieval.count()
        self._portions = retrieval.portions()
        self._sources, self._looked, self._told = len(retrieval.source_ids), 0, 0
        while self._portions is not None and len(self._waiting) < _FIRST_SCREEN and self._looked < _FIRST_SCREEN:
            self._step()
        self._hand_on()
        if self._portions is not None:
            self._timer.start()

    def stop(self) -> None:
        """Look no further; what was found stays."""
        self._timer.stop()
        self._portions = None
        self._waiting = []

    def _go_on(self) -> None:
        self._step()
        if len(self._waiting) >= max(_PORTION, self._told) or self._portions is None:
            self._hand_on()
        if self._portions is not None:
            self.advanced.emit(self._looked / max(self._sources, 1))

    def _step(self) -> None:
        assert self._portions is not None
        portion = next(self._portions, None)
        if portion is None:
            self._portions = None
            self._timer.stop()
            return
        self._looked += portion.sources
        self._waiting += portion.hits

    def _hand_on(self) -> None:
        waiting, self._waiting = self._waiting, []
        self._told += len(waiting)
        if waiting:
            self.found.emit(waiting)
        if self._portions is None:
            self.finished.emit()
