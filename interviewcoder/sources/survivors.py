"""The characters that an edit leaves standing, and the passages they hold in place."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate

from interviewcoder.sources.text import Edit, Span


class Survivors:
    """Where the characters are that edits don't take away.

    A word of which a letter is changed counts as replaced; two words that run
    together do, too. Whose passage a letter was that stayed is known all the
    same, and that is what these bounds keep.
    """

    def __init__(self, edits: Sequence[Edit]) -> None:
        edits = self._edits = _coalesced(edits)
        self._starts = [edit.at for edit in edits]
        self._ends = [edit.end for edit in edits]
        self._shifts = [0, *accumulate(edit.shift for edit in edits)]

    def retyped(self, span: Span, text: str) -> Span | None:
        """All that was typed over just this passage of a text, with the space around it or without; else None."""
        number = bisect_right(self._starts, span.start) - 1
        if number < 0 or self._ends[number] < span.end:
            return None
        edit = self._edits[number]
        if not edit.inserted.strip() or edit.removed.strip() != span.text_in(text).strip():
            return None
        start = edit.at + self._shifts[number]
        return Span(start, start + len(edit.inserted))

    def hold(self, span: Span, there: Span | None) -> Span | None:
        """Hold a passage that was moved to `there` to its own characters; None where nothing is left of it.

        It takes in all of them that stayed and none that wasn't its own.
        """
        first, last = self._next(span.start), self._previous(span.end)
        start, end = (there.start, there.end) if there else (first, last)
        start = min(max(start, self._previous(span.start)), first)
        end = min(max(end, last), self._next(span.end))
        return Span(start, end) if start < end else None

    def _previous(self, at: int) -> int:
        """Just behind the last character before a place that stayed."""
        number = bisect_left(self._starts, at) - 1
        if number >= 0 and self._ends[number] >= at and self._ends[number] > self._starts[number]:
            return self._starts[number] + self._shifts[number]
        return at + self._shifts[number + 1]

    def _next(self, at: int) -> int:
        """The first character at or behind a place that stayed."""
        number = bisect_right(self._starts, at) - 1
        if number >= 0 and self._ends[number] > at:
            return self._ends[number] + self._shifts[number + 1]
        return at + self._shifts[number + 1]


def _coalesced(edits: Sequence[Edit]) -> list[Edit]:
    """Edits of which none touches another."""
    apart: list[Edit] = []
    for edit in edits:
        if apart and apart[-1].end == edit.at:
            last = apart.pop()
            edit = Edit(last.at, last.removed + edit.removed, last.inserted + edit.inserted)
        if edit.removed or edit.inserted:
            apart.append(edit)
    return apart
