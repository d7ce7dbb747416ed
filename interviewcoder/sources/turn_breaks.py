"""Turns after a correction: a new paragraph divides a turn, a paragraph end taken away joins two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from interviewcoder.sources.text import Edit, Span
from interviewcoder.sources.words import Words


@dataclass(frozen=True, slots=True)
class TurnPlan:
    """A turn after a correction, by the turns before it.

    `old` is the number of the turn it goes on from; None for one that was
    divided off. `of` is the turn whose speaker it has, `until` the one whose
    end it has: another where turns were joined.
    """

    span: Span
    old: int | None
    of: int
    until: int


def turns_after(turns: Sequence[Span], edits: Sequence[Edit], length: int) -> list[TurnPlan]:
    """Plan the turns of a text that has `length` code points after edits of whole words.

    A paragraph end that one edit takes away and puts back counts as kept.
    """
    if not turns:
        return []
    breaks = list(_breaks([turn.end for turn in turns[:-1]], edits))
    openings = [(0, 0), *((at + 1, old) for at, old in breaks)]
    closings = [*(at for at, _ in breaks), length]
    plans: list[TurnPlan] = []
    nexts = [*(old for _, old in openings[1:]), len(turns)]
    for (start, old), end, following in zip(openings, closings, nexts, strict=True):
        of = old if old is not None else plans[-1].until
        plans.append(TurnPlan(Span(start, end), old, of, of if following is None else following - 1))
    return plans


def _breaks(ends: Sequence[int], edits: Sequence[Edit]) -> Iterator[tuple[int, int | None]]:
    """Yield the ends of turns in the new text and the old turn that each opens; None where a turn was divided."""
    number, shift = 0, 0
    for edit in edits:
        while number < len(ends) and ends[number] < edit.at:
            yield ends[number] + shift, number + 1
            number += 1
        gone = []
        while number < len(ends) and ends[number] < edit.end:
            gone.append(number + 1)
            number += 1
        at = edit.inserted.find("\n")
        while at >= 0:
            yield edit.at + shift + at, gone.pop(0) if gone else None
            at = edit.inserted.find("\n", at + 1)
        shift += edit.shift
    for place in range(number, len(ends)):
        yield ends[place] + shift, place + 1


def time_of(words: Words, span: Span) -> tuple[int | None, int | None]:
    """From when to when the words of a turn are said; None where they have no times."""
    inside = words.within(span)
    return (inside[0].start_ms, max(word.end_ms for word in inside)) if inside else (None, None)
