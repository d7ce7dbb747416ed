"""A coding as the page needs it: in Qt's positions, with its colour at hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtGui import QColor

if TYPE_CHECKING:
    from interviewcoder.coding.segments import SegmentView
    from interviewcoder.ui.text_offsets import TextOffsets


# Two codings on one line must not share a lane, or their stripes would run into each other.
_LONGEST_LINE = 90


@dataclass(frozen=True, slots=True)
class Room:
    """What a coding takes up in its lane: its range, and what may stand on the same line after it."""

    id: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mark:
    """One coding on the page; `start` and `end` are positions in the document."""

    segment: SegmentView
    start: int
    end: int
    colour: QColor
    room: Room

    @property
    def id(self) -> int:
        """The segment's id."""
        return self.segment.id


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text all of which carries the same codings, the narrowest first.

    `opens` and `closes` say whether bare text lies before and after it.
    """

    start: int
    end: int
    marks: tuple[Mark, ...]
    opens: bool
    closes: bool


def marks_of(segments: Iterable[SegmentView], text: str, offsets: TextOffsets) -> list[Mark]:
    """Place segments of one source on its page."""
    marks = []
    # Reading a colour's name costs more than all the rest.
    colours: dict[str, QColor] = {}
    for segment in segments:
        colour = colours.get(segment.colour) or colours.setdefault(segment.colour, QColor(segment.colour))
        start, end = offsets.positions(segment.span)
        # A coding whose words were all taken out is still there to be seen and decided upon.
        start, end = (start, end) if start < end else (max(0, start - 1), start + 1)
        line_end = text.find("\n", segment.span.end, segment.span.end + _LONGEST_LINE)
        reach = segment.span.end + _LONGEST_LINE if line_end < 0 else line_end
        room = Room(segment.id, start, max(end, offsets.to_qt(min(reach, len(text)))))
        marks.append(Mark(segment, start, end, colour, room))
    return marks


def mark_beside(marks: Sequence[Mark], current: Mark | None, at: int, step: int) -> Mark | None:
    """The coding after (`step` 1) or before (-1) the current one, or, without that, a position; None at the ends."""
    if current is not None:
        place = marks.index(current) + step
    else:
        after = next((place for place, mark in enumerate(marks) if mark.start >= at), len(marks))
        place = after if step > 0 else after - 1
    return marks[place] if 0 <= place < len(marks) else None


def pieces(marks: Sequence[Mark], start: int, end: int) -> list[Piece]:
    """Cut a range where the set of codings on it changes; bare stretches are left out."""
    inside = [mark for mark in marks if mark.start < end and mark.end > start]
    cuts = sorted({max(start, mark.start) for mark in inside} | {min(end, mark.end) for mark in inside})
    found: list[Piece] = []
    for here, there in pairwise(cuts):
        covering = [mark for mark in inside if mark.start <= here and mark.end >= there]
        if not covering:
            continue
        covering.sort(key=lambda mark: (mark.end - mark.start, mark.id))
        opens = not any(mark.start < here <= mark.end for mark in inside)
        closes = not any(mark.start <= there < mark.end for mark in inside)
        found.append(Piece(here, there, tuple(covering), opens, closes))
    return found
