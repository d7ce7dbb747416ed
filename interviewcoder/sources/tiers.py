"""What linguists' tools have in common: tiers of annotations on a timeline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from interviewcoder.sources.heard import in_line, joined_turns
from interviewcoder.sources.time_marks import LATEST_MS, Mark, timed_turn
from interviewcoder.sources.transcript import SpokenTurn

_NAMED = 6


def annotation(speaker: str, text: str, start_ms: int, end_ms: int) -> SpokenTurn:
    """Return an annotation as a turn; its words share the time by their length."""
    text = in_line(text)
    start_ms = min(max(0, start_ms), LATEST_MS)
    marks = [Mark(0, start_ms), Mark(len(text), min(max(start_ms, end_ms), LATEST_MS))]
    return timed_turn(in_line(speaker), text, marks)


def turns_in_time(annotations: Iterable[SpokenTurn]) -> list[SpokenTurn]:
    """Put the annotations of all tiers in the order in which they begin, and join those of one speaker."""
    said = [each for each in annotations if each.text]
    return joined_turns(sorted(said, key=lambda each: (each.start_ms or 0, each.end_ms or 0)))


def speaker_names(tiers: Sequence[tuple[str, str]]) -> list[str]:
    """Name the speakers of tiers, each (participant, tier): the participant, unless two tiers are theirs."""
    count = Counter(participant for participant, _ in tiers)
    return [participant if participant and count[participant] == 1 else tier for participant, tier in tiers]


def filled_in(times: Sequence[int | None]) -> list[int]:
    """Times along a timeline, those that nobody set spread evenly between their neighbours."""
    known = [(place, time) for place, time in enumerate(times) if time is not None]
    if not known:
        return [0] * len(times)
    filled = [known[0][1]] * known[0][0]
    for (place, start), (after, end) in pairwise(known):
        filled += [start + (end - start) * number // (after - place) for number in range(after - place)]
    return filled + [known[-1][1]] * (len(times) - known[-1][0])


def left_out(what: str, names: Iterable[str]) -> str:
    """A note of tiers that hold no speech: “3 tiers left out: …”; empty where there is none."""
    every = list(dict.fromkeys(in_line(name)[:40] for name in names))
    shown = ", ".join(every[:_NAMED]) + (" …" if len(every) > _NAMED else "")
    return f"{what} left out: {shown}" if every else ""


def unset(times: Mapping[str, int | None], used: Iterable[str]) -> str:
    """A note of how many places on the timeline have no time and were estimated; empty where all have."""
    count = sum(times.get(name) is None for name in set(used))
    return f"{count:,} {'time was' if count == 1 else 'times were'} not set and estimated" if count else ""
