"""Keep a page true to a text that changes under it: places of turns and codings move along, nobody loses their own."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QTextCursor

from interviewcoder.sources.rewording import edits_between
from interviewcoder.sources.text import Edit, Remapping, Span
from interviewcoder.sources.transcript import Turn
from interviewcoder.ui.coding_view.lanes import RangeIndex
from interviewcoder.ui.coding_view.marks import Mark, Room
from interviewcoder.ui.text_offsets import TextOffsets, shown_text

if TYPE_CHECKING:
    from interviewcoder.sources.transcript import Transcript
    from interviewcoder.ui.coding_view.page import Page


@dataclass(frozen=True, slots=True)
class BesideText:
    """Where the turns and codings of a page are, to be put back with the words that they were on."""

    turns: tuple[Turn, ...]
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


def take_edit(page: Page, edit: Edit, text: str) -> None:
    """Take over one edit that the page's document has already; `text` is what the page shows now."""
    in_qt = Edit(page.offsets.to_qt(edit.at), "x" * _units(edit.removed), "x" * _units(edit.inserted))
    page.text = text
    page.offsets = TextOffsets(text)
    _move_turns(page, edit, in_qt)
    if page.marks:
        page.marks = RangeIndex(_moved(page.marks, in_qt))
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
    page.take_over(transcript)


def _units(text: str) -> int:
    """How many of Qt's characters a text is."""
    return TextOffsets(text).to_qt(len(text))


def _move_turns(page: Page, edit: Edit, in_qt: Edit) -> None:
    # A letter more or less is typed with each key: what lies behind it is only shifted.
    first = max(0, bisect_left(page.turn_starts, in_qt.at) - 1)
    places, beyond, shift = Remapping([edit]), edit.end, edit.shift
    moved = []
    for turn in page.turns[first:]:
        if turn.span.start > beyond:
            span = Span(turn.span.start + shift, turn.span.end + shift)
            moved.append(Turn(turn.id, span, turn.speaker_id, turn.start_ms, turn.end_ms))
            continue
        start, end = places.point(turn.span.start), places.point(turn.span.end)
        # What is typed at the very start of a turn belongs to it.
        start = turn.span.start if turn.span.start == edit.at else start
        moved.append(Turn(turn.id, Span(start, max(start, end)), turn.speaker_id, turn.start_ms, turn.end_ms))
    page.turns = (*page.turns[:first], *moved)
    page.turn_starts[first:] = [page.offsets.to_qt(turn.span.start) for turn in moved]


def _moved(marks: RangeIndex[Mark], edit: Edit) -> list[Mark]:
    places, beyond, shift = Remapping([edit]), edit.end, edit.shift
    found = []
    for mark in marks:
        if mark.room.end <= edit.at:
            found.append(mark)
            continue
        if mark.start >= beyond:
            start, end = mark.start + shift, mark.end + shift
            room = Room(mark.id, start, mark.room.end + shift)
            found.append(Mark(mark.segment, start, end, mark.colour, room))
            continue
        there = places.span(Span(mark.start, mark.end)) or Span(places.point(mark.start), places.point(mark.start) + 1)
        room = Room(mark.id, there.start, max(there.end, places.point(mark.room.end)))
        found.append(Mark(mark.segment, there.start, there.end, mark.colour, room))
    return found
