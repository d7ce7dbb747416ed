"""Keep a page true to a text that changes under it: places of turns and codings move along, nobody loses their own."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, overload

from PySide6.QtGui import QTextCursor

from interviewcoder.sources.rewording import edits_between
from interviewcoder.sources.text import Edit, Remapping, Span
from interviewcoder.sources.transcript import Turn
from interviewcoder.ui.coding_view.lanes import RangeIndex
from interviewcoder.ui.coding_view.marks import Mark
from interviewcoder.ui.text_offsets import TextOffsets, shown_text

if TYPE_CHECKING:
    from interviewcoder.sources.transcript import Transcript
    from interviewcoder.ui.coding_view.page import Page


@dataclass(frozen=True, slots=True)
class BesideText:
    """Where the turns and codings of a page are, to be put back with the words that they were on."""

    turns: Sequence[Turn]
    turn_starts: tuple[int, ...]
    marks: RangeIndex[Mark]

    @classmethod
    def of(cls, page: Page) -> BesideText:
        """Remember them."""
        return cls(page.turns, tuple(page.turn_starts), page.marks)

    def put_back(self, page: Page) -> None:
        """Let them be where they were; the page shows the text of then."""
        page.turns, page.turn_starts, page.marks = self.turns, list(self.turn_starts), self.marks
        page.dim_paragraphs(0, page.document().characterCount())
        page.viewport().update()
        page.moved.emit()


class PlacedTurns(Sequence[Turn]):
    """Turns whose places move with what is typed; each is made when somebody looks at it.

    With each key all turns behind it move, thousands in a long interview.
    """

    def __init__(self, turns: Sequence[Turn], starts: list[int], ends: list[int]) -> None:
        self._turns, self._starts, self._ends = turns, starts, ends

    @classmethod
    def of(cls, turns: Sequence[Turn]) -> PlacedTurns:
        """The same turns, ready to be moved."""
        if isinstance(turns, PlacedTurns):
            return turns
        return cls(turns, [turn.span.start for turn in turns], [turn.span.end for turn in turns])

    def moved(self, edit: Edit) -> PlacedTurns:
        """The turns after an edit."""
        starts, ends = self._starts, self._ends
        first, within = bisect_left(ends, edit.at), bisect_right(starts, edit.end)
        places, shift = Remapping([edit]), edit.shift
        near = range(first, within)
        # What is typed at the very start of a turn belongs to it.
        near_starts = [starts[n] if starts[n] == edit.at else places.point(starts[n]) for n in near]
        near_ends = [max(start, places.point(ends[n])) for n, start in zip(near, near_starts, strict=True)]
        return PlacedTurns(
            self._turns,
            starts[:first] + near_starts + [start + shift for start in starts[within:]],
            ends[:first] + near_ends + [end + shift for end in ends[within:]],
        )

    def __len__(self) -> int:
        return len(self._turns)

    @overload
    def __getitem__(self, place: int) -> Turn: ...
    @overload
    def __getitem__(self, place: slice) -> list[Turn]: ...
    def __getitem__(self, place: int | slice) -> Turn | list[Turn]:
        if isinstance(place, slice):
            return [self[number] for number in range(*place.indices(len(self)))]
        turn, span = self._turns[place], Span(self._starts[place], self._ends[place])
        return Turn(turn.id, span, turn.speaker_id, turn.start_ms, turn.end_ms)


def take_edit(page: Page, edit: Edit, text: str, since_stored: Sequence[Edit]) -> None:
    """Take over one edit that the page's document has already; `text` is what the page shows now.

    `since_stored` are all edits that lead there from what is stored.
    """
    in_qt = Edit(page.offsets.to_qt(edit.at), "x" * _units(edit.removed), "x" * _units(edit.inserted))
    page.text = text
    page.offsets = TextOffsets(text)
    _move_turns(page, edit, in_qt)
    if page.marks:
        page.marks = RangeIndex(_moved(page, in_qt, Remapping(since_stored)))
    page.dim_paragraphs(in_qt.at, in_qt.at + len(in_qt.inserted))
    page.moved.emit()


def follow_text(page: Page, transcript: Transcript) -> None:
    """Show another wording of the transcript that is shown; caret and place stay where they are."""
    edits = edits_between(page.text, transcript.text)
    cursor = QTextCursor(page.document())
    cursor.beginEditBlock()
    for edit in reversed(edits):
        cursor.setPosition(page.offsets.to_qt(edit.at))
        cursor.setPosition(page.offsets.to_qt(edit.end), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(shown_text(edit.inserted))
    cursor.endEditBlock()
    page.take_over(transcript, reworded=bool(edits))


def _units(text: str) -> int:
    """How many of Qt's characters a text is."""
    return TextOffsets(text).to_qt(len(text))


def _move_turns(page: Page, edit: Edit, in_qt: Edit) -> None:
    page.turns = PlacedTurns.of(page.turns).moved(edit)
    first = bisect_left(page.turn_starts, in_qt.at)
    behind = bisect_right(page.turn_starts, in_qt.end, lo=first)
    near = [page.offsets.to_qt(turn.span.start) for turn in page.turns[first:behind]]
    page.turn_starts[first:] = near + [start + in_qt.shift for start in page.turn_starts[behind:]]


def _moved(page: Page, edit: Edit, since_stored: Remapping) -> list[Mark]:
    beyond, shift = edit.end, edit.shift
    found = []
    for mark in page.marks:
        if mark.end < edit.at:
            found.append(mark)
        elif mark.start > beyond:
            # The room is for giving lanes; that is done anew from what is stored.
            found.append(Mark(mark.segment, mark.start + shift, mark.end + shift, mark.colour, mark.room))
        else:
            # From what is stored: of words that are typed anew, letter by letter, each belongs to the coding.
            span = mark.segment.span
            there = since_stored.span(span) or Span(since_stored.point(span.start), since_stored.point(span.start))
            start = page.offsets.to_qt(there.start)
            end = max(page.offsets.to_qt(there.end), start + 1)
            found.append(Mark(mark.segment, start, end, mark.colour, mark.room))
    return found
