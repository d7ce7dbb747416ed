"""Times in transcripts made elsewhere: how they are written, and the times of the words between two of them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from interviewcoder.sources.transcript import SpokenTurn, TimedWord

# Nobody records for longer; what claims to be later is no time, or a broken one.
LATEST_MS = 100 * 60 * 60 * 1000

# A turn beyond this becomes several: a window takes a minute to wrap a book without a paragraph,
# and reads a turn of this length in a quarter of an hour.
_LONGEST_TURN = 20_000
_SENTENCE_END = re.compile(r"[.?!…。？！]['\"”’»)]*(?:\s+|(?<=[。？！]))")
# Scripts without blanks between words: each letter is timed by itself.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9d"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\s{_UNSPACED}]+")
_WRITTEN_UNSPACED = re.compile(rf"[{_UNSPACED}\u3000-\u303f\uff00-\uffef]")


@dataclass(frozen=True, slots=True)
class Mark:
    """That the place `offset` of a turn's text (code points) is said at `time_ms`."""

    offset: int
    time_ms: int


def milliseconds(time: str) -> int | None:
    """Read `1:02:03.5`, `02:03,50`, `02:03-5` or plain seconds as ms; None when it is none, or beyond 100 hours."""
    seconds = 0.0
    try:
        for part in time.strip().replace(",", ".").replace("-", ".").split(":"):
            # Only figures: Python's own reader also takes "nan", "1e9" and "1_000".
            if not re.fullmatch(r"\d{1,9}(?:\.\d{0,9})?", part.strip(), re.ASCII):
                return None
            seconds = seconds * 60 + float(part)
    except ValueError:
        return None
    time_ms = round(seconds * 1000)
    return time_ms if time_ms <= LATEST_MS else None


def timed_turn(speaker: str, text: str, marks: Iterable[Mark]) -> SpokenTurn:
    """Make a turn whose words between two marks share the time between these evenly, by their length.

    A mark that goes back in time is passed over.
    """
    rising: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: mark.offset):
        if not rising or mark.time_ms >= rising[-1].time_ms:
            rising.append(mark)
    if not rising:
        return SpokenTurn(speaker, text)
    start_ms = rising[0].time_ms if rising[0].offset == 0 else None
    end_ms = rising[-1].time_ms if rising[-1].offset >= len(text) and len(rising) > (start_ms is not None) else None
    return SpokenTurn(speaker, text, start_ms, end_ms, tuple(_words(text, rising)))


def joint(before: str, after: str) -> str:
    """What stands between two pieces of a text that are put together: a blank, but none in scripts without blanks."""
    unspaced = before and after and _WRITTEN_UNSPACED.match(before[-1]) and _WRITTEN_UNSPACED.match(after[0])
    return "" if unspaced or not before or not after else " "


def cut_long(turn: SpokenTurn) -> list[SpokenTurn]:
    """Cut a turn of more than 20,000 characters behind sentences; a blank at a cut goes, as it does between turns."""
    parts: list[SpokenTurn] = []
    start = 0
    while len(turn.text) - start > _LONGEST_TURN:
        cut = start + _cut_in(turn.text[start : start + _LONGEST_TURN])
        parts.append(_part(turn, start, cut))
        start = cut
    if not parts:
        return [turn]
    parts.append(_part(turn, start, len(turn.text)))
    return [part for part in parts if part.text]


def _words(text: str, marks: Sequence[Mark]) -> list[TimedWord]:
    words = []
    offsets = [mark.offset for mark in marks]
    for found in _WORD.finditer(text):
        place = bisect_right(offsets, found.start())
        if place == 0 or place == len(marks):
            continue
        before, after = marks[place - 1], marks[place]
        pace = (after.time_ms - before.time_ms) / max(1, after.offset - before.offset)
        start_ms = round(before.time_ms + (found.start() - before.offset) * pace)
        end_ms = min(after.time_ms, round(before.time_ms + (found.end() - before.offset) * pace))
        words.append(TimedWord(found.start(), found.end(), start_ms, end_ms))
    return words


def _part(turn: SpokenTurn, start: int, end: int) -> SpokenTurn:
    piece = turn.text[start:end]
    text = piece.strip()
    start += len(piece) - len(piece.lstrip())
    end = start + len(text)
    words = tuple(
        replace(word, start=word.start - start, end=word.end - start)
        for word in turn.words
        if start <= word.start and word.end <= end
    )
    first = turn.start_ms if start == 0 else words[0].start_ms if words else None
    last = turn.end_ms if end == len(turn.text) else words[-1].end_ms if words else None
    return SpokenTurn(turn.speaker, text, first, last, words)


def _cut_in(text: str) -> int:
    """Where to cut: behind the last sentence, else behind the last word, else at the end."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    return ends[-1] if ends else text.rfind(" ") + 1 or len(text)
