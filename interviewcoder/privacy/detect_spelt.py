"""Find names that are spelt letter by letter: “that's K-O-W-A-L-S-K-A”."""

from __future__ import annotations

from collections.abc import Sequence

from interviewcoder.privacy.detect_names import KnownNames
from interviewcoder.privacy.possible_identifier import CERTAIN, Found
from interviewcoder.privacy.said_words import SaidWord
from interviewcoder.sources.text import Span

_FEWEST = 4
_BETWEEN = frozenset({" ", "-", ", ", ". ", ".", "‑", "–", " - "})


def spelt(words: Sequence[SaidWord], text: str, known: KnownNames) -> list[Found]:
    """All rows of four letters and more; one that is a known name brings its pseudonym."""
    found: list[Found] = []
    place = 0
    while place < len(words):
        last = place
        while last + 1 < len(words) and _goes_on(words, place, last + 1, text):
            last += 1
        if last - place + 1 >= _FEWEST:
            span = Span(words[place].start, words[last].end)
            name = known.called("".join(word.key for word in words[place : last + 1]))
            if name is None:
                found.append(Found(span, "name", "cue", 0.6, "Spelt letter by letter"))
            else:
                why = "A known name, spelt letter by letter"
                found.append(Found(span, name.kind, "spelling", CERTAIN, why, name.pseudonym_id))
        place = last + 1
    return found


def _is_letter(word: SaidWord) -> bool:
    return len(word.key) == 1 and word.key.isalpha()


def _goes_on(words: Sequence[SaidWord], first: int, place: int, text: str) -> bool:
    """Whether a letter belongs to the row that begins with another: what is between them is the same throughout."""
    before, word = words[place - 1], words[place]
    if not (_is_letter(before) and _is_letter(word) and word.line == before.line):
        return False
    between = text[before.end : word.start]
    return between in _BETWEEN and between == text[words[first].end : words[first + 1].start]
