"""Two wordings as one text in which what went and what came is marked, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Mark = Literal["", "gone", "new"]
# Less than this, and what is shared is “or” and a comma here and there, which only makes it hard to read.
_LEAST_SHARED = 0.35
_TOKEN = re.compile(r"\w+\s*|[^\w\s]\s*|\s+")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that are in both wordings, or are marked: "gone" are in the first alone, "new" in the second."""

    text: str
    mark: Mark = ""


def word_diff(before: str, after: str) -> tuple[Piece, ...]:
    """The pieces of two wordings (Ratcliff & Obershelp 1988, as in `difflib`), unmarked ones shared.

    Two that have hardly a word in common are marked as a whole.
    """
    first, second = _TOKEN.findall(before), _TOKEN.findall(after)
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    if before and after and matcher.ratio() < _LEAST_SHARED:
        return (Piece(before, "gone"), Piece(after, "new"))
    found: list[Piece] = []
    for what, start, end, new_start, new_end in matcher.get_opcodes():
        if what == "equal":
            found.append(Piece("".join(first[start:end])))
            continue
        if start < end:
            found.append(Piece("".join(first[start:end]), "gone"))
        if new_start < new_end:
            found.append(Piece("".join(second[new_start:new_end]), "new"))
    return tuple(found)


def before_of(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """The first wording's pieces."""
    return tuple(piece for piece in pieces if piece.mark != "new")


def after_of(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """The second wording's pieces."""
    return tuple(piece for piece in pieces if piece.mark != "gone")
