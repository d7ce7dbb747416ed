"""The same words again and again: what Whisper writes when it is caught in a loop."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from operator import eq

# So often in a row, and a single word so often: “no, no, no” is said, “no” five times rarely.
_TIMES, _TIMES_OF_ONE_WORD = 3, 5
_LONGEST_PHRASE = 40
# Whisper takes its own text for a loop where zlib makes it that much smaller (Radford et al. 2023, 4.5).
_COMPRESSION, _WINDOW_WORDS, _WINDOW_STEP = 2.4, 60, 15


@dataclass(frozen=True, slots=True)
class Loop:
    """Words from `start` up to, not including, `end`: `length` of them, `times` times; 0 where it varies."""

    start: int
    end: int
    length: int
    times: int


def loops_in(words: Sequence[str]) -> list[Loop]:
    """Find loops among words, whatever their case and signs; none overlaps another."""
    plain = ["".join(char for char in word if char.isalnum()).casefold() for word in words]
    found = _exact(plain)
    return sorted([*found, *_dense(plain, found)], key=lambda loop: loop.start)


def _exact(words: Sequence[str]) -> list[Loop]:
    taken = bytearray(len(words))
    found: list[Loop] = []
    # The shortest phrase first: twelve times one word isn't four times three.
    for length in range(1, min(_LONGEST_PHRASE, len(words) // _TIMES) + 1):
        times = _TIMES_OF_ONE_WORD if length == 1 else _TIMES
        # A byte for each word that is said again a phrase later; a loop is a run of them.
        again = bytes(map(eq, words, words[length:]))
        for run in re.finditer(b"\x01{%d,}" % ((times - 1) * length), again):
            said = (run.end() - run.start()) // length + 1
            end = run.start() + said * length
            if not any(taken[run.start() : end]):
                taken[run.start() : end] = b"\x01" * (end - run.start())
                found.append(Loop(run.start(), end, length, said))
    return found


def _dense(words: Sequence[str], known: Sequence[Loop]) -> list[Loop]:
    """Find windows that say the same over and over, with small changes in between."""
    marked = [False] * len(words)
    for start in range(0, max(1, len(words) - _WINDOW_WORDS + 1), _WINDOW_STEP):
        end = min(len(words), start + _WINDOW_WORDS)
        content = " ".join(words[start:end]).encode()
        if end - start == _WINDOW_WORDS and len(content) / len(zlib.compress(content)) > _COMPRESSION:
            marked[start:end] = [True] * (end - start)
    found = []
    place = 0
    while place < len(words):
        end = place
        while end < len(words) and marked[end]:
            end += 1
        if end > place and not any(loop.start < end and place < loop.end for loop in known):
            found.append(Loop(place, end, 0, 0))
        place = max(end, place + 1)
    return found
