"""When somebody speaks in a recording, from its outline, and how much of that a transcript's words cover."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from interviewcoder.sources.sound import PEAK_MS, SPEECH_MS, Sound
from interviewcoder.sources.words import Word

# A stretch of time in ms, end excluded.
Stretch = tuple[int, int]

# Silero's own thresholds (voice.py): speech begins above the one and ends below the other.
_BEGINS, _ENDS = round(0.5 * 255), round(0.35 * 255)
_SHORTEST_PAUSE_MS, _SHORTEST_SPEECH_MS = 300, 120
# Recognisers' words begin and end up to so much beside the speech.
_AROUND_A_WORD_MS = 300
# Recognisers stretch a word over what they didn't write down: a word is given so long, and more for each letter.
_A_WORD_MS, _A_LETTER_MS = 1000, 500
_SPEECH, _UNDECIDED, _QUIET = b"s", b"u", b"q"
_LEVELS = b"".join(_SPEECH if n >= _BEGINS else _UNDECIDED if n >= _ENDS else _QUIET for n in range(256))
_RUNS = re.compile(b"s+|u+|q+")


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of the speech has words, in ms."""

    speech_ms: int
    covered_ms: int

    @property
    def share(self) -> float | None:
        """0 to 1; None where nobody speaks."""
        return self.covered_ms / self.speech_ms if self.speech_ms else None


def speech_stretches(sound: Sound) -> list[Stretch]:
    """When somebody speaks: Silero's probability of each 32 ms, pauses under 0.3 s counted as speech."""
    found: list[Stretch] = []
    start: int | None = None
    quiet_since: int | None = None
    # Run by run: an hour has 112,000 frames, but far fewer changes.
    for run in _RUNS.finditer(sound.speech.translate(_LEVELS)):
        level = run.group()[:1]
        if level == _SPEECH:
            quiet_since = None
            start = run.start() if start is None else start
        elif level == _QUIET and start is not None:
            quiet_since = run.start() if quiet_since is None else quiet_since
            if (run.end() - 1 - quiet_since) * SPEECH_MS >= _SHORTEST_PAUSE_MS:
                found.append((start * SPEECH_MS, quiet_since * SPEECH_MS))
                start = quiet_since = None
    if start is not None:
        found.append((start * SPEECH_MS, len(sound.speech) * SPEECH_MS))
    return [(begin, end) for begin, end in found if end - begin >= _SHORTEST_SPEECH_MS]


def coverage(speech: Sequence[Stretch], words: Iterable[Word]) -> Coverage:
    """Measure how much of a recording's speech has words.

    The unit is the millisecond of speech, as Silero VAD v6 (Silero Team 2024)
    hears it (`speech_stretches`); a word covers its own time and 0.3 s on both
    sides. It says that something was written there, not that it is right.
    """
    return Coverage(total_ms(speech), total_ms(speech) - total_ms(without(speech, padded(times_of(words)))))


def times_of(words: Iterable[Word]) -> list[Stretch]:
    """When words are said. Of one that is longer than anybody speaks it, only its beginning and its end count."""
    found: list[Stretch] = []
    for word in words:
        half = (_A_WORD_MS + _A_LETTER_MS * word.span.length) // 2
        if word.end_ms - word.start_ms > 2 * half:
            found += [(word.start_ms, word.start_ms + half), (word.end_ms - half, word.end_ms)]
        else:
            found.append((word.start_ms, word.end_ms))
    return found


def padded(words: Iterable[Stretch]) -> list[Stretch]:
    """Times of words, widened by 0.3 s on both sides, in order and joined where they touch."""
    return joined((start - _AROUND_A_WORD_MS, end + _AROUND_A_WORD_MS) for start, end in words)


def joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Stretches in order, those that overlap or touch as one."""
    found: list[Stretch] = []
    for start, end in sorted(stretches):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def without(stretches: Sequence[Stretch], taken: Sequence[Stretch]) -> list[Stretch]:
    """What is left of stretches where others are taken out; both in order, none overlapping its neighbour."""
    ends = [end for _, end in taken]
    left: list[Stretch] = []
    for start, end in stretches:
        for cut_start, cut_end in taken[bisect_left(ends, start) :]:
            if cut_start >= end:
                break
            if cut_start > start:
                left.append((start, cut_start))
            start = max(start, cut_end)
        if start < end:
            left.append((start, end))
    return left


def within(stretches: Iterable[Stretch], until_ms: int) -> list[Stretch]:
    """The part of stretches before a moment."""
    return [(start, min(end, until_ms)) for start, end in stretches if start < until_ms]


def total_ms(stretches: Iterable[Stretch]) -> int:
    """How long stretches are together."""
    return sum(end - start for start, end in stretches)


def mute_stretches(sound: Sound, least_ms: int) -> list[Stretch]:
    """Where there is no sound at all for so long: a muted microphone, not somebody who is silent.

    One that is on hears more than a 255th of full scale now and then.
    """
    runs = re.finditer(b"\x00{%d,}" % max(1, least_ms // PEAK_MS), sound.peaks)
    return [(run.start() * PEAK_MS, run.end() * PEAK_MS) for run in runs]


def likeliest(sound: Sound, start_ms: int, end_ms: int) -> float:
    """The highest probability of speech between two moments, 0 to 1."""
    frames = sound.speech[max(0, start_ms) // SPEECH_MS : max(0, -(-end_ms // SPEECH_MS))]
    return max(frames, default=0) / 255


def loudness(sound: Sound, stretches: Iterable[Stretch]) -> float:
    """The mean of the 10 ms peaks in stretches, 0 to 255; 0 where there are none."""
    count = total = 0
    for start, end in stretches:
        peaks = sound.peaks[max(0, start) // PEAK_MS : max(0, end) // PEAK_MS]
        count, total = count + len(peaks), total + sum(peaks)
    return total / count if count else 0.0
