"""Which codes a person means by the letters typed so far."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import IntEnum
from typing import Protocol

from interviewcoder.sources.folding import fold


class Named(Protocol):
    """Anything with an id and a name: a code."""

    @property
    def id(self) -> int:
        """Tell it from the others."""

    @property
    def name(self) -> str:
        """What people call it."""


class Closeness(IntEnum):
    """How well a name answers to what was typed; the smaller the better."""

    SAME = 0
    BEGINS = 1
    WORD_BEGINS = 2
    CONTAINS = 3
    LETTERS_IN_ORDER = 4
    MISSPELT = 5


# From this many letters on, a slip of the finger is forgiven.
_LETTERS_OF_A_WORD = 4
_ALIKE = 0.78


@dataclass(frozen=True, slots=True)
class Match:
    """A code and how well it answers."""

    code_id: int
    closeness: Closeness


def closeness(typed: str, name: str) -> Closeness | None:
    """Tell how well a name answers to what was typed; None where it doesn't.

    Case makes no difference, nor do accents, unless the name is to be the same.
    Words typed in any order match the beginnings of words ("law fear" finds
    "Fear of lawsuits").
    """
    if typed.casefold().strip() == name.casefold():
        return Closeness.SAME
    typed, name = fold(typed.strip()), fold(name.strip())
    if name.startswith(typed):
        return Closeness.BEGINS
    words = name.replace("-", " ").replace("/", " ").split()
    if all(any(word.startswith(part) for word in words) for part in typed.split()):
        return Closeness.WORD_BEGINS
    if typed in name:
        return Closeness.CONTAINS
    letters = iter(name)
    if len(typed) > 1 and all(letter in letters for letter in typed if not letter.isspace()):
        return Closeness.LETTERS_IN_ORDER
    return None


def matching(typed: str, codes: Iterable[Named], recent: Sequence[int] = ()) -> list[Match]:
    """Give the codes that answer to what was typed, the closest first.

    Among equals the recently used come first (`recent`: ids, last used first),
    then the order of the tree. Nothing typed matches everything. Names that
    merely have the letters in order are given only when nothing is closer, and
    those that are nearly what was typed only when there are none of these.
    """
    codes = list(codes)
    rank = {code_id: place for place, code_id in enumerate(recent)}
    found = [
        (close, rank.get(code.id, len(rank)), place, code.id)
        for place, code in enumerate(codes)
        if (close := closeness(typed, code.name)) is not None
    ]
    if not typed.strip():
        found = [(Closeness.BEGINS, recency, place, code_id) for _, recency, place, code_id in found]
    if not found and len(typed.strip()) >= _LETTERS_OF_A_WORD:
        found = [
            (Closeness.MISSPELT, rank.get(code.id, len(rank)), place, code.id)
            for place, code in enumerate(codes)
            if _misspelt(fold(typed.strip()), fold(code.name.strip()))
        ]
    matches = [Match(code_id, close) for close, _, _, code_id in sorted(found)]
    return [match for match in matches if match.closeness is not Closeness.LETTERS_IN_ORDER] or matches


def _misspelt(typed: str, name: str) -> bool:
    """Whether what was typed is nearly the name, or nearly how one of its words begins."""
    beginnings = (name, *name.split())
    return any(
        SequenceMatcher(None, typed, beginning[: len(typed) + 1], autojunk=False).ratio() >= _ALIKE
        or SequenceMatcher(None, typed, beginning[: len(typed)], autojunk=False).ratio() >= _ALIKE
        or sorted(typed) == sorted(beginning[: len(typed)])
        for beginning in beginnings
    )
