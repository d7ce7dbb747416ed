"""Words as they are looked for: upper and lower case alike, with and without accents."""

from __future__ import annotations

import unicodedata

from interviewcoder.sources.text import Span


def folded(text: str) -> str:
    """Text without accents and in one case: “Ärger” and “arger” are the same."""
    return "".join(_folded(character) for character in text) if not text.isascii() else text.lower()


def occurrences(text: str, wanted: str) -> list[Span]:
    """Where a text holds other words, case and accents aside; none overlapping another. Nothing holds nothing."""
    needle = folded(wanted)
    if not needle:
        return []
    if text.isascii():
        places = list(range(len(text)))
        hay = text.lower()
    else:
        parts = [_folded(character) for character in text]
        places = [place for place, part in enumerate(parts) for _ in part]
        hay = "".join(parts)
    found: list[Span] = []
    at = hay.find(needle)
    while at >= 0:
        last = places[at + len(needle) - 1]
        # An accent that is a character of its own belongs to its letter.
        while last + 1 < len(text) and unicodedata.combining(text[last + 1]):
            last += 1
        found.append(Span(places[at], last + 1))
        at = hay.find(needle, at + len(needle))
    return found


def _folded(character: str) -> str:
    parts = unicodedata.normalize("NFD", character)
    return "".join(part for part in parts if not unicodedata.combining(part)).casefold()
