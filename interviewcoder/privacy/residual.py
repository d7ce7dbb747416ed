"""What still identifies somebody in words that are about to leave the project.

Looked for are known names (the key's, the list's, all words that have a
pseudonym), numbers and addresses, and names behind plain cues. Dates aren't:
every report has dates of its own. Neither is the recogniser of names asked: it
only suggests, see `detection`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from interviewcoder.privacy.detect_addresses import addresses
from interviewcoder.privacy.detect_cues import cued
from interviewcoder.privacy.detect_dates import ages
from interviewcoder.privacy.detect_endings import ended
from interviewcoder.privacy.detect_names import KnownNames
from interviewcoder.privacy.detect_numbers import numbers
from interviewcoder.privacy.detect_spelt import spelt
from interviewcoder.privacy.detection import settle
from interviewcoder.privacy.known_names import KnownName
from interviewcoder.privacy.possible_identifier import Found
from interviewcoder.privacy.said_words import said_words
from interviewcoder.privacy.written_text import written_text
from interviewcoder.sources.folding import fold

# Numbers that files have of their own: places, durations, counts.
_EVERY_FILE_HAS = ("number", "record", "account", "device")
_LINE = re.compile("\n")


@dataclass(frozen=True, slots=True)
class Residual:
    """Words that were found. `masked` may be logged, `words` are for the window alone.

    `where` says in which part of a file, in a person's words. `certain` ones
    (a known name, a number with its check digit, an address) stop an export
    until somebody lets it go by name; the others are a warning.
    """

    words: str
    kind: str
    where: str
    certain: bool

    @property
    def masked(self) -> str:
        """The first letter and how long it is: “M••••••”."""
        return masked(self.words)


def masked(words: str) -> str:
    """The first letter of words and a dot for each other character."""
    return words[:1] + "•" * (len(words) - 1)


def scan_text(known: Iterable[KnownName | str], text: str, where: str = "") -> list[Residual]:
    """What is still in a text, in its order; `where` is said of each."""
    names = tuple(name if isinstance(name, KnownName) else KnownName(name) for name in known)
    return [_told(each, text, where) for each in _found(names, text)]


def scan_file(known: Iterable[KnownName | str], path: Path) -> list[Residual]:
    """What is still in a file that was written, read back from the disk; each says its part and its line.

    Raises:
        ExportFailed: the file can't be read back.
    """
    names = tuple(name if isinstance(name, KnownName) else KnownName(name) for name in known)
    residuals: list[Residual] = []
    for part, text in written_text(path):
        residuals += _by_lines(names, text, ", ".join(said for said in (path.name, part) if said))
    return residuals


def scan_lines(known: Iterable[KnownName | str], text: str, where: str) -> list[Residual]:
    """What is still in a text of many lines, in its order; each says `where` and its line."""
    names = tuple(name if isinstance(name, KnownName) else KnownName(name) for name in known)
    return _by_lines(names, text, where)


def _by_lines(names: tuple[KnownName, ...], text: str, where: str) -> list[Residual]:
    found = _found(names, text)
    if not found:
        return []
    ends = [match.start() for match in _LINE.finditer(text)]
    lines = (bisect_right(ends, each.span.start) + 1 for each in found)
    return [_told(each, text, f"{where}, line {line}") for each, line in zip(found, lines, strict=True)]


def _told(found: Found, text: str, where: str) -> Residual:
    return Residual(found.span.text_in(text), found.kind, where, found.certain)


def _found(names: tuple[KnownName, ...], text: str) -> list[Found]:
    finder, harmless = _finder(names)
    words = said_words(text)
    found = finder.find(words)
    found += spelt(words, text, finder)
    found += (each for each in numbers(words, text, over_turns=False) if _is_somebodys(each))
    found += (each for each in addresses(words, text) if each.kind != "web")
    found += ages(text)
    found += cued(words, text, sure=True)
    found += ended(words, text)
    return [each for each in settle(found, text) if each.certain or not _is_harmless(each, text, harmless)]


def _is_somebodys(found: Found) -> bool:
    return found.certain or found.kind not in _EVERY_FILE_HAS


def _is_harmless(found: Found, text: str, harmless: frozenset[str]) -> bool:
    """Whether somebody decided that words stay, or they are a pseudonym or stand inside one (“[Hospital A]”)."""
    opened = text.rfind("[", max(0, found.span.start - 60), found.span.start)
    closed = text.find("]", found.span.start, found.span.end + 60)
    if opened >= 0 and closed >= 0 and "]" not in text[opened : found.span.start] and "\n" not in text[opened:closed]:
        return True
    return fold(found.span.text_in(text)) in harmless


@lru_cache(maxsize=2)
def _finder(names: tuple[KnownName, ...]) -> tuple[KnownNames, frozenset[str]]:
    return KnownNames(names), frozenset(_harmless(names))


def _harmless(names: Sequence[KnownName]) -> Iterator[str]:
    for name in names:
        if not name.identifies:
            yield fold(name.words)
