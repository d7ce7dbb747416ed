"""The words of a transcription that isn't finished, to be read while it goes on."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_PAUSE_MS = 1_000
_SENTENCE_ENDS = (".", "?", "!", "…")
# Shorter sentences share a line; a longer run is broken where a word ends.
_FEWEST_WORDS, _MOST_WORDS = 8, 40


@dataclass(frozen=True, slots=True)
class HeardLine:
    """Some words that were heard one after the other, and when in the recording they begin."""

    at_ms: int
    text: str


def lines_of(blocks: Mapping[int, bytes]) -> list[HeardLine]:
    """Return what the kept blocks of a recording hold, in its order, a sentence or so a line.

    It is no transcript: where two blocks overlap, both say what they heard.
    """
    # Not by `HeardBlock`: a window reads this, and has no need of numpy and voices.
    lines = [line for number in sorted(blocks) for line in _lines(json.loads(zlib.decompress(blocks[number]))["words"])]
    return sorted(lines, key=lambda line: line.at_ms)


def _lines(words: Iterable[list[object]]) -> list[HeardLine]:
    lines: list[HeardLine] = []
    held: list[str] = []
    begins = heard_until = 0
    for text, start_ms, end_ms, _, space_before, *_ in words:
        assert isinstance(text, str) and isinstance(start_ms, int) and isinstance(end_ms, int)
        ended = len(held) >= _FEWEST_WORDS and held[-1].endswith(_SENTENCE_ENDS)
        if held and (ended or len(held) >= _MOST_WORDS or start_ms - heard_until >= _PAUSE_MS):
            lines.append(HeardLine(begins, "".join(held).strip()))
            held = []
        if not held:
            begins = start_ms
        held.append(f" {text}" if space_before else text)
        heard_until = end_ms
    if held:
        lines.append(HeardLine(begins, "".join(held).strip()))
    return lines
