"""Read Praat's .TextGrid, as long or short text: interval tiers, one for each speaker."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from interviewcoder.errors import ImportFailed
from interviewcoder.sources import tiers
from interviewcoder.sources.json_values import milliseconds
from interviewcoder.sources.transcript import SpokenTurn
from interviewcoder.sources.transcript_file import ReadTranscript, TranscriptFile

# What counts is strings, numbers that stand free, and flags; all else (“xmin =”, “intervals [1]:”) is for people.
_VALUE = re.compile(
    r'"(?P<text>[^"]*(?:""[^"]*)*)"'
    r"|(?<!\S)(?P<number>-?\d+(?:\.\d*)?(?:[eE][-+]?\d+)?)(?!\S)"
    r"|(?<!\S)(?P<flag><\w+>)(?!\S)"
    r"|(?<!\S)![^\n]*"
)
# Tiers below words, as forced alignment makes them.
_SOUNDS = re.compile(r"\b(?:phone(?:me)?s?|syllables?|segments?|sounds?|MAU|pitch|tones?|breaks?)\b", re.IGNORECASE)
_WORDS = re.compile(r"\s*[-–:_/ ]?\s*\b(?:words?|ORT|ORT-MAU|utterances?|transcript(?:ion)?)$", re.IGNORECASE)
_SILENCE = frozenset({"", "sil", "sp", "spn", "<sil>", "<p:>", "<p>", "#", "_", "-", "silence"})


@dataclass(frozen=True, slots=True)
class _Tier:
    name: str
    parts: list[tuple[str, str, str]]


class _Broken(Exception):
    pass


def read_textgrid(file: TranscriptFile) -> ReadTranscript:
    """Read interval tiers as speakers, by their names; intervals of silence are passed over.

    Tiers of points, and of sounds where a forced alignment made them, are left out, and said so.

    Raises:
        ImportFailed: it is no TextGrid written as text, or no interval has text.
    """
    if file.content.startswith(b"ooBinaryFile"):
        raise ImportFailed(
            f"“{file.name}” is a TextGrid in Praat's binary form, which can't be read.",
            "In Praat choose Save › Save as text file. Nothing was added.",
        )
    try:
        intervals, others = _tiers(file.text)
    except _Broken as error:
        raise file.damaged("a TextGrid of Praat", "In Praat choose Save › Save as text file.") from error
    spoken = [tier for tier in intervals if not _SOUNDS.search(tier.name)] or intervals
    others += [tier.name for tier in intervals if tier not in spoken]
    turns = tiers.turns_in_time(turn for tier in spoken for turn in _annotations(tier, alone=len(spoken) == 1))
    if not turns:
        raise ImportFailed(
            f"“{file.name}” is a TextGrid, but no interval in it has text.",
            "Check that it is the right file. Nothing was added.",
        )
    return ReadTranscript(turns, "Praat").with_notes(tiers.left_out("tiers", others))


def _annotations(tier: _Tier, *, alone: bool) -> Iterator[SpokenTurn]:
    speaker = _WORDS.sub("", tier.name) or ("" if alone else tier.name)
    for start, end, text in tier.parts:
        start_ms, end_ms = milliseconds(start), milliseconds(end)
        if start_ms is not None and end_ms is not None and text.strip().casefold() not in _SILENCE:
            yield tiers.annotation(speaker, text, start_ms, end_ms)


def _tiers(text: str) -> tuple[list[_Tier], list[str]]:
    """The interval tiers, and the names of the tiers of points."""
    values = _values(text)
    if [next(values, ""), next(values, "")] != ["ooTextFile", "TextGrid"]:
        raise _Broken
    try:
        # From, to, whether there are tiers, how many.
        _, _, there = next(values), next(values), next(values)
        count = int(next(values)) if there == "<exists>" else 0
        intervals: list[_Tier] = []
        points: list[str] = []
        for _ in range(count):
            kind, name = next(values), next(values)
            _, _, size = next(values), next(values), int(next(values))
            if kind == "IntervalTier":
                intervals.append(_Tier(name, [(next(values), next(values), next(values)) for _ in range(size)]))
            elif kind == "TextTier":
                points.append(name)
                for _ in range(2 * size):
                    next(values)
            else:
                raise _Broken
    except (StopIteration, RuntimeError, ValueError) as error:
        raise _Broken from error
    return intervals, points


def _values(text: str) -> Iterator[str]:
    for found in _VALUE.finditer(text):
        if found["text"] is not None:
            yield found["text"].replace('""', '"')
        elif found["number"] or found["flag"]:
            yield found["number"] or found["flag"]
