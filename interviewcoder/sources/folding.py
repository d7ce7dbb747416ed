"""Text in which things that a reader takes for the same are the same, with the way back to the stored text.

Capitals and accents can be told to count. Apostrophes, quotation marks,
hyphens and spaces of all kinds are alike in any case, and what nobody sees
(soft hyphens, zero-width spaces) isn't there. Letters that only look alike,
such as “ø” and “o”, stay two.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

from interviewcoder.sources.text import Span

# Above this class a mark is an accent or a vowel point; below are marks that make another letter (nukta, voicing).
_LEAST_ACCENT = 10
_BEYOND_ASCII = re.compile("([^\0-\x7f]+)")
_MOST_REMEMBERED = 20_000
_ALIKE = {
    **dict.fromkeys("‘’‚‛ʼʹ′＇", "'"),
    **dict.fromkeys("“”„‟«»″＂", '"'),
    **dict.fromkeys("‐‑", "-"),
    **dict.fromkeys(
        "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " "
    ),
    **dict.fromkeys("\u00ad\u200b\u2060\ufeff", ""),
}


@dataclass(frozen=True, slots=True)
class Folded:
    """A text as it is searched. `text` is folded; places of it are told in code points of the `original`."""

    original: str
    text: str
    # For each character that is folded to none or to several: where it is, where it begins in `text`, how long there.
    _places: tuple[int, ...] = ()
    _starts: tuple[int, ...] = ()
    _lengths: tuple[int, ...] = ()

    def span(self, start: int, end: int) -> Span:
        """Give the stored passage that folded characters come from; a letter's own accents belong to it."""
        last = self._place(end - 1) + 1
        while last < len(self.original) and unicodedata.combining(self.original[last]):
            last += 1
        return Span(self._place(start), last)

    def _place(self, at: int) -> int:
        number = bisect_right(self._starts, at) - 1
        if number < 0:
            return at
        beyond = at - self._starts[number] - self._lengths[number]
        return self._places[number] + (beyond + 1 if beyond >= 0 else 0)


class Folding:
    """Folds texts in one way. It remembers words that it met, so let go of it with the study."""

    def __init__(self, *, case: bool = False, accents: bool = False) -> None:
        self._case, self._accents = case, accents
        self._known: dict[str, tuple[str, tuple[int, ...]]] = {}

    def fold(self, text: str) -> str:
        """Fold a text, without the way back."""
        if text.isascii():
            return self._plain(text)
        return "".join(
            self._run(part)[0] if number % 2 else self._plain(part)
            for number, part in enumerate(_BEYOND_ASCII.split(text))
        )

    def folded(self, text: str) -> Folded:
        """Fold a text so that places of it can be told."""
        if text.isascii():
            return Folded(text, self._plain(text))
        parts: list[str] = []
        places: list[int] = []
        starts: list[int] = []
        lengths: list[int] = []
        place = start = 0
        for number, part in enumerate(_BEYOND_ASCII.split(text)):
            if number % 2:
                run, sizes = self._run(part)
                within = start
                for step, size in enumerate(sizes):
                    if size != 1:
                        places.append(place + step)
                        starts.append(within)
                        lengths.append(size)
                    within += size
            else:
                run = self._plain(part)
            parts.append(run)
            place += len(part)
            start += len(run)
        return Folded(text, "".join(parts), tuple(places), tuple(starts), tuple(lengths))

    def occurrences(self, text: str, wanted: str) -> list[Span]:
        """Where a text holds other words; none overlapping another. Nothing holds nothing."""
        needle = self.fold(wanted)
        if not needle or needle not in self.fold(text):
            return []
        folded = self.folded(text)
        found: list[Span] = []
        at = folded.text.find(needle)
        while at >= 0:
            span = folded.span(at, at + len(needle))
            # Both halves of an “ß” are one “ß”.
            if not found or span.start >= found[-1].end:
                found.append(span)
            at = folded.text.find(needle, at + len(needle))
        return found

    def _plain(self, text: str) -> str:
        return text if self._case else text.lower()

    def _run(self, run: str) -> tuple[str, tuple[int, ...]]:
        """Fold characters beyond ASCII; gives each one's length too, or nothing where all are one long."""
        found = self._known.get(run)
        if found is None:
            pieces = [self._character(char) for char in run]
            sizes = tuple(len(piece) for piece in pieces)
            found = "".join(pieces), sizes if any(size != 1 for size in sizes) else ()
            if len(self._known) >= _MOST_REMEMBERED:
                self._known.clear()
            self._known[run] = found
        return found

    def _character(self, char: str) -> str:
        if char in _ALIKE:
            return _ALIKE[char]
        folded = unicodedata.normalize("NFD", char if self._case else char.casefold())
        # A letter that holds an apostrophe (“ŉ”) holds the one that all are.
        return "".join(_ALIKE.get(each, each) for each in folded if self._accents or not _is_accent(each))


def fold(text: str) -> str:
    """Fold a name or a few words, in one case and without accents; nothing is remembered."""
    return Folding().fold(text)


def _is_accent(char: str) -> bool:
    return unicodedata.combining(char) >= _LEAST_ACCENT and unicodedata.category(char) == "Mn"
