"""A search that goes on: first hits at once, the rest between events; then its counts, its order, its index."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from interviewcoder.analysis import word_index
from interviewcoder.analysis.find import Finder, Limits
from interviewcoder.analysis.find_counts import Counting
from interviewcoder.analysis.find_notes import NoteHit, find_notes
from interviewcoder.analysis.find_query import Matcher, Query
from interviewcoder.analysis.keyword_in_context import Contexts, Order
from interviewcoder.ui.find_page.idle_work import IdleWork
from interviewcoder.ui.find_page.results import Results

if TYPE_CHECKING:
    from interviewcoder.errors import InterviewCoderError
    from interviewcoder.project.file import Project

MOST_TO_SORT = 100_000
"""More hits are not put in an order of their own: nobody reads them, and it would take long."""

_AT_ONCE_S = 0.04
_INDEX_PORTION_S = 0.015


class Search(QObject):
    """One search at a time in a project. `began` when what was found before is gone, `ended` when all is found."""

    began = Signal()
    progressed = Signal()
    ended = Signal()
    counted = Signal()
    sorted = Signal(object)  # Sequence[int] | None
    indexed = Signal(int, int)  # sources done, sources there are
    failed = Signal(object)  # InterviewCoderError

    def __init__(self, project: Project, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self.query, self.limits = Query(""), Limits()
        self.matcher: Matcher | None = None
        self.finder: Finder | None = None
        self.contexts = Contexts(project)
        self.results = Results()
        self.notes: list[NoteHit] = []
        self.counting: Counting | None = None
        self.stopped = self.closed = False
        # How many hits there are, by the index, before they are all found.
        self.foretold: dict[int, int] | None = None
        self.left = 0
        self._finding, self._counting = IdleWork(self), IdleWork(self)
        self._sorting, self._indexing = IdleWork(self), IdleWork(self)
        self._connect()

    def _connect(self) -> None:
        self._finding.progressed.connect(self.progressed)
        self._finding.ended.connect(self.ended)
        for work in (self._finding, self._counting, self._sorting, self._indexing):
            work.failed.connect(self._on_failed)
        self._counting.ended.connect(self.counted)
        self._indexing.progressed.connect(self._tell_index)

    @property
    def is_busy(self) -> bool:
        """Whether texts are still being read."""
        return self._finding.is_busy

    def start(self, query: Query, limits: Limits) -> None:
        """Search for something else. What is found at once is there when this returns.

        Raises:
            BadPattern: there is nothing to look for, or the pattern is none.
        """
        self.clear()
        self.query, self.limits = query, limits
        matcher = self.matcher = Matcher(query)
        self.contexts.forget()
        finder = self.finder = Finder(self._project, matcher, limits)
        self.began.emit()
        self._finding.start(self._find(finder, matcher), at_once_s=_AT_ONCE_S)

    def clear(self) -> None:
        """Search for nothing."""
        self.stop()
        self.stopped = False
        self.matcher = self.finder = self.counting = self.foretold = None
        self.results, self.notes, self.left = Results(), [], 0

    def stop(self) -> None:
        """Leave it at what is found."""
        self.stopped = self.stopped or self._finding.is_busy
        for work in (self._finding, self._counting, self._sorting):
            work.stop()

    def close(self) -> None:
        """Let go of the project."""
        self.clear()
        self._indexing.stop()
        self.closed = True

    def look_again(self, source_ids: Sequence[int]) -> bool:
        """Search texts that changed once more; False where all has to be searched again."""
        if self.finder is None or self._finding.is_busy:
            return False
        self.contexts.forget()
        for source_id in source_ids:
            if source_id not in self.results.source_ids and source_id not in self.finder.source_ids:
                return False
            self.results.replace(source_id, self.finder.spans_in(source_id))
        self.counting = self.foretold = None
        return True

    def count(self) -> None:
        """Count by source and by participant, if it isn't done or under way."""
        if self.counting is None and self.finder is not None and not self._finding.is_busy:
            self.counting = Counting(self._project, self.contexts)
            self._counting.start(self._count(self.counting, self.finder, self.results), at_once_s=_AT_ONCE_S)

    @property
    def is_counting(self) -> bool:
        """Whether the counts are incomplete."""
        return self._counting.is_busy

    def put_in_order(self, order: Order) -> None:
        """Put the hits in an order; `sorted` carries it, None for that of their places."""
        self._sorting.stop()
        if order == "place" or self.results.total > MOST_TO_SORT:
            self.sorted.emit(None)
            return
        self._sorting.start(self._sort(self.results, order), at_once_s=_AT_ONCE_S)

    def bring_index_up_to_date(self) -> None:
        """Index texts that changed, in idle time."""
        if not self._indexing.is_busy and word_index.stale_ids(self._project):
            self._indexing.start(self._index())

    def stop_indexing(self) -> None:
        """Index no more for now; texts that aren't indexed are read instead."""
        self._indexing.stop()

    def _find(self, finder: Finder, matcher: Matcher) -> Iterator[None]:
        for batch in finder:
            self.results.add(batch.source_id, batch.spans)
            self.left = batch.left
            yield
            if self.foretold is None and batch.left > _MANY:
                self.foretold = finder.counts_at_once() or {}
                yield
        for notes in find_notes(self._project, matcher):
            self.notes += notes
            yield

    def _count(self, counting: Counting, finder: Finder, results: Results) -> Iterator[None]:
        for source_id, spans in results.by_source():
            counting.add(source_id, spans)
            yield
        # What they say where the word isn't counts into how often they say it.
        for source_id in finder.other_sources(results.source_ids, counting.case_ids):
            counting.add(source_id, [])
            yield

    def _sort(self, results: Results, order: Order) -> Iterator[None]:
        keys: list[str] = []
        for source_id, spans in results.by_source():
            keys += self.contexts.sort_keys(source_id, spans, order)
            yield
        self.sorted.emit(sorted(range(len(keys)), key=keys.__getitem__))

    def _index(self) -> Iterator[None]:
        while word_index.bring_up_to_date(self._project, budget_s=_INDEX_PORTION_S).left:
            yield

    def _tell_index(self) -> None:
        self.indexed.emit(*word_index.indexed_count(self._project))

    def _on_failed(self, error: InterviewCoderError) -> None:
        self.failed.emit(error)


# With fewer sources than this left, all is found before anybody has read a foretold number.
_MANY = 30
