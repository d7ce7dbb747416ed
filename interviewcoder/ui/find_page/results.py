"""The places that a search found, as compact as half a million of them have to be."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from interviewcoder.sources.text import Span


class Results:
    """Places of sources, in the order they were found: source after source, each in the order of its text."""

    def __init__(self) -> None:
        self.source_ids: list[int] = []
        self._starts: list[array[int]] = []
        self._ends: list[array[int]] = []
        # How many places there are before each source's first.
        self._before: list[int] = []
        self.total = 0

    def add(self, source_id: int, spans: Sequence[Span]) -> None:
        """Add the places of a source behind all others."""
        if not spans:
            return
        self.source_ids.append(source_id)
        self._starts.append(array("i", (span.start for span in spans)))
        self._ends.append(array("i", (span.end for span in spans)))
        self._before.append(self.total)
        self.total += len(spans)

    def at(self, number: int) -> tuple[int, Span]:
        """Give a place by its number from 0."""
        place = bisect_right(self._before, number) - 1
        within = number - self._before[place]
        return self.source_ids[place], Span(self._starts[place][within], self._ends[place][within])

    def spans_of(self, source_id: int) -> list[Span]:
        """Give the places of a source."""
        if source_id not in self.source_ids:
            return []
        place = self.source_ids.index(source_id)
        return [Span(start, end) for start, end in zip(self._starts[place], self._ends[place], strict=True)]

    def number_near(self, source_id: int, at: int) -> int | None:
        """Give the number of a source's first place at or behind a code point, else of its last; None without any."""
        if source_id not in self.source_ids:
            return None
        place = self.source_ids.index(source_id)
        within = min(bisect_left(self._starts[place], at), len(self._starts[place]) - 1)
        return self._before[place] + within

    def by_source(self) -> Iterator[tuple[int, list[Span]]]:
        """Give all places, source by source."""
        for source_id in list(self.source_ids):
            yield source_id, self.spans_of(source_id)

    def replace(self, source_id: int, spans: Sequence[Span]) -> None:
        """Put other places of a source where its places are; without any before, behind all others."""
        if source_id not in self.source_ids:
            self.add(source_id, spans)
            return
        all_of = [(id_, spans if id_ == source_id else old) for id_, old in self.by_source()]
        Results.__init__(self)
        for id_, each in all_of:
            self.add(id_, each)
