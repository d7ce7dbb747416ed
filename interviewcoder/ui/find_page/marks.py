"""The hits that are painted in the text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from interviewcoder.sources.text import Span

if TYPE_CHECKING:
    from interviewcoder.ui.coding_view.page import Page


def mark(page: Page, spans: Sequence[Span]) -> None:
    """Paint these passages of the text that a page shows, in its order; none: paint none."""
    starts = [page.offsets.to_qt(span.start) for span in spans]
    ends = [page.offsets.to_qt(span.end) for span in spans]

    def between(start: int, end: int) -> Iterator[tuple[int, int]]:
        # Of passages that don't overlap, ends are in order like starts.
        for place in range(bisect_left(ends, start + 1), bisect_left(starts, end)):
            yield starts[place], ends[place]

    page.found = between
    page.viewport().update()
