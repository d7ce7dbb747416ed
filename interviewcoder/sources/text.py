"""Places in a source's text, in Unicode code points."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from interviewcoder.errors import NotAllowed
from interviewcoder.sources.word_tokens import words

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A passage: from `start` up to, not including, `end`, in code points."""

    start: int
    end: int

    @property
    def length(self) -> int:
        """How many code points it holds."""
        return self.end - self.start

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def text_in(self, text: str) -> str:
        """The passage's words."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Edit:
    """Words taken out of a text and words put in their place; `at` is a place of the text as it was before.

    `removed` are the words that stood there, `inserted` those that stand there now; either may be empty.
    """

    at: int
    removed: str
    inserted: str

    @property
    def end(self) -> int:
        """The place, in the text as it was, behind what was removed."""
        return self.at + len(self.removed)

    @property
    def shift(self) -> int:
        """By how much what follows moves."""
        return len(self.inserted) - len(self.removed)


def apply_edits(text: str, edits: Sequence[Edit]) -> str:
    """Carry edits out: in the order of the text, none overlapping another.

    Raises:
        NotAllowed: the text doesn't have, where an edit says, the words it removes; or the edits overlap.
    """
    parts: list[str] = []
    done = 0
    for edit in edits:
        if not done <= edit.at <= len(text) or text[edit.at : edit.end] != edit.removed:
            raise NotAllowed(
                "The correction doesn't fit the text that is stored.",
                "The transcript was changed meanwhile. Correct the words once more.",
            )
        parts += (text[done : edit.at], edit.inserted)
        done = edit.end
    parts.append(text[done:])
    return "".join(parts)


def remap(span: Span, edits: Sequence[Edit]) -> Span | None:
    """Where a passage is after edits; None where nothing is left of it.

    What is typed inside a passage belongs to it, what is typed at its edge
    doesn't. A passage whose words are typed anew is on the new words; where a
    replacement reaches beyond it, on as many of them as it had of the old
    ones. An empty passage takes in what is typed just there.
    """
    return Remapping(edits).span(span)


class Remapping:
    """Maps places of a text through the same edits again and again, in O(log n) each."""

    def __init__(self, edits: Sequence[Edit]) -> None:
        self._edits = edits
        self._starts = [edit.at for edit in edits]
        self._ends = [edit.end for edit in edits]
        self._shifts = [0, *accumulate(edit.shift for edit in edits)]

    def span(self, span: Span) -> Span | None:
        """See `remap`."""
        if span.start == span.end:
            return self._empty(span.start)
        start, end = self.point(span.start), self._closing(span.end)
        return Span(start, end) if start < end and self._words_left(span) else None

    def touches(self, span: Span) -> bool:
        """Whether an edit changes words of a passage or puts some in between; of an empty one, in its place."""
        if span.start == span.end:
            return self._at(span.start) is not None
        place = bisect_right(self._ends, span.start)
        return place < len(self._edits) and self._starts[place] < span.end

    def point(self, at: int) -> int:
        """Where a place is; behind what is typed just there."""
        place = bisect_right(self._ends, at)
        if place == len(self._edits) or self._starts[place] >= at:
            return at + self._shifts[place]
        edit, base = self._edits[place], self._starts[place] + self._shifts[place]
        return base + _counterpart(edit, at - edit.at, opening=True)

    def _empty(self, at: int) -> Span:
        place = self._at(at)
        if place is None or self._edits[place].removed:
            return Span(self.point(at), self.point(at))
        start = at + self._shifts[place]
        typed = words(self._edits[place].inserted)
        return Span(start + typed[0].start, start + typed[-1].end) if typed else Span(start, start)

    def _at(self, at: int) -> int | None:
        """The edit that puts words just at a place, or in the place of those around it."""
        place = bisect_left(self._ends, at)
        while place < len(self._edits) and self._starts[place] <= at:
            edit = self._edits[place]
            if not edit.removed or edit.at < at < edit.end:
                return place
            place += 1
        return None

    def _closing(self, at: int) -> int:
        """Where a passage ends that ended at `at`."""
        place = bisect_left(self._ends, at)
        if place == len(self._edits) or self._starts[place] >= at:
            return at + self._shifts[place]
        edit, base = self._edits[place], self._starts[place] + self._shifts[place]
        if edit.end == at:
            return base + len(edit.inserted)
        return base + _counterpart(edit, at - edit.at, opening=False)

    def _words_left(self, span: Span) -> bool:
        """Whether a passage that one edit covers whole was replaced, not just blanked."""
        place = bisect_right(self._ends, span.start)
        if place == len(self._edits):
            return True
        edit = self._edits[place]
        covers = edit.at <= span.start and span.end <= edit.end
        return not covers or bool(edit.inserted.strip())


def _counterpart(edit: Edit, at: int, *, opening: bool) -> int:
    """The place in what an edit inserts that answers to one inside what it removes, word by word."""
    old, new = words(edit.removed), words(edit.inserted)
    if not new:
        return 0 if opening else len(edit.inserted)
    if opening:
        before = sum(word.end <= at for word in old)
        number = min(before * len(new) // max(len(old), 1), len(new) - 1)
        return new[number].start
    until = sum(word.start < at for word in old)
    number = max(-(-until * len(new) // max(len(old), 1)), 1)
    return new[min(number, len(new)) - 1].end


def as_name(text: str) -> str:
    """Text as the name of something: on one line, without space around it, accents written one way (NFC).

    File names of macOS bring accents as letters of their own, keyboards don't;
    a person sees one name.
    """
    return unicodedata.normalize("NFC", " ".join(normalise(text).split()))


def shortened(text: str, most: int = 60) -> str:
    """The first words of a passage on one line, as the history tells them: `most` characters with the “…”."""
    # Of a passage of an hour no more is looked at than can be told.
    line = " ".join(text[: 4 * most].split())
    return line if len(line) <= most and len(text) <= 4 * most else line[: most - 1].rstrip() + "…"


def normalise(text: str) -> str:
    r"""Text as it is stored: no byte-order mark, every line end `\n`, nothing that can't be stored.

    Lone surrogates and NUL, which no file should hold, become U+FFFD.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return _UNSTORABLE.sub("\ufffd", text)
