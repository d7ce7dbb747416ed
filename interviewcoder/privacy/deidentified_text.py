"""A text as others may read it, with the way there and back: nothing of the stored text is changed.

Places are code points, passages half-open. A passage that cuts into a replaced
one takes in the whole replacement: half a pseudonym says nothing, and half a
name too much.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

from interviewcoder.sources.text import Span


@dataclass(frozen=True, slots=True, order=True)
class Replacement:
    """A passage of the original and what stands in its place."""

    span: Span
    text: str


class DeidentifiedText:
    """A text with its replacements: `source` is the stored one, `text` the one for others.

    Replacements may be given in any order. Each puts a text in the place of at
    least one character, and none overlaps another.

    Raises:
        ValueError: they don't fit the text or each other; a fault of whoever stored them.
    """

    __slots__ = ("_ends", "_new_ends", "_new_starts", "_starts", "replacements", "source", "text")

    def __init__(self, original: str, replacements: Iterable[Replacement] = ()) -> None:
        self.source = original
        self.replacements = tuple(sorted(replacements))
        parts: list[str] = []
        done = 0
        for each in self.replacements:
            if not done <= each.span.start < each.span.end <= len(original) or not each.text:
                raise ValueError("replacements overlap, are empty or lie outside the text")
            parts += (original[done : each.span.start], each.text)
            done = each.span.end
        self.text = "".join((*parts, original[done:]))
        self._starts = tuple(each.span.start for each in self.replacements)
        self._ends = tuple(each.span.end for each in self.replacements)
        moved = (0, *accumulate(len(each.text) - each.span.length for each in self.replacements))
        self._new_starts = tuple(start + by for start, by in zip(self._starts, moved, strict=False))
        self._new_ends = tuple(end + by for end, by in zip(self._ends, moved[1:], strict=True))

    def span(self, span: Span) -> Span:
        """Where a passage of the original is in the de-identified text."""
        return _mapped(span, self._starts, self._ends, self._new_starts, self._new_ends)

    def original(self, span: Span) -> Span:
        """Where a passage of the de-identified text is in the original."""
        return _mapped(span, self._new_starts, self._new_ends, self._starts, self._ends)

    def point(self, at: int) -> int:
        """Where a place of the original is; one inside a replaced passage is before its replacement."""
        return _point(at, self._starts, self._ends, self._new_starts, self._new_ends)


def apart(replacements: Iterable[Replacement], length: int) -> list[Replacement]:
    """Replacements of which none overlaps another, in a text of `length` code points.

    A correction that types two names anew as one word leaves both decisions on that word:
    the first one's replacement stands for it then.
    """
    kept: list[Replacement] = []
    for each in sorted(replacements):
        span = Span(each.span.start, min(each.span.end, length))
        if kept and span.start < kept[-1].span.end:
            both = Span(kept[-1].span.start, max(kept[-1].span.end, span.end))
            kept[-1] = Replacement(both, kept[-1].text)
        elif span.start < span.end:
            kept.append(Replacement(span, each.text))
    return kept


_Places = tuple[int, ...]


def _mapped(span: Span, starts: _Places, ends: _Places, new_starts: _Places, new_ends: _Places) -> Span:
    start = _point(span.start, starts, ends, new_starts, new_ends)
    if span.start == span.end:
        return Span(start, start)
    place = bisect_left(ends, span.end)
    if place < len(ends) and starts[place] < span.end:
        return Span(start, new_ends[place])
    return Span(start, span.end + (new_ends[place - 1] - ends[place - 1] if place else 0))


def _point(at: int, starts: _Places, ends: _Places, new_starts: _Places, new_ends: _Places) -> int:
    place = bisect_right(ends, at)
    if place < len(ends) and starts[place] <= at:
        return new_starts[place]
    return at + (new_ends[place - 1] - ends[place - 1] if place else 0)
