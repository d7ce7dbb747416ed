"""Words as they are looked for: upper and lower case alike, with and without accents."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from interviewcoder.sources.text import Span


def folded(text: str) -> str:
    """Text without accents and in one case: “Ärger” and “arger” are the same."""
    return text.lower() if text.isascii() else "".join(map(_folded, text))


def occurrences(text: str, wanted: str) -> list[Span]:
    """Where a text holds other words, case and accents aside; none overlapping another. Nothing holds nothing."""
    needle = folded(wanted)
    if not needle:
        return []
    hay = folded(text)
    at = hay.find(needle)
    if at < 0:
        return []
    # Some letters fold into several, an accent into none: a place in what is folded is another in the text.
    places = range(len(text)) if text.isascii() else [n for n, char in enumerate(text) for _ in _folded(char)]
    found: list[Span] = []
    while at >= 0:
        last = places[at + len(needle) - 1]
        # An accent that is a character of its own belongs to its letter.
        while last + 1 < len(text) and unicodedata.combining(text[last + 1]):
            last += 1
        found.append(Span(places[at], last + 1))
        at = hay.find(needle, at + len(needle))
    return found


@lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    parts = unicodedata.normalize("NFD", character)
    return "".join(part for part in parts if not unicodedata.combining(part)).casefold()
