"""Turns move along with what is typed, as a reading of the whole text would have them."""

from __future__ import annotations

import random

from interviewcoder.sources.text import Edit, Span
from interviewcoder.sources.transcript import Turn
from interviewcoder.ui.transcript_editor.page_text import PlacedTurns


def turns_of(text: str) -> list[Turn]:
    """A turn for each line."""
    turns, start = [], 0
    for number, line in enumerate(text.split("\n")):
        turns.append(Turn(number, Span(start, start + len(line)), 1 + number % 2, 1000 * number, 1000 * number + 900))
        start += len(line) + 1
    return turns


def test_a_letter_moves_all_that_is_behind_it_and_widens_its_turn() -> None:
    moved = PlacedTurns.of(turns_of("How?\nI was afraid.\nAnd then?")).moved(Edit(7, "", "s"))
    assert [turn.span for turn in moved] == [Span(0, 4), Span(5, 19), Span(20, 29)]
    assert [turn.id for turn in moved] == [0, 1, 2]
    assert moved[1].start_ms == 1000


def test_what_is_typed_at_the_very_start_of_a_turn_belongs_to_it() -> None:
    moved = PlacedTurns.of(turns_of("How?\nI was.")).moved(Edit(5, "", "So "))
    assert [turn.span for turn in moved] == [Span(0, 4), Span(5, 14)]


def test_an_afternoon_of_typing_inside_of_turns_leaves_each_on_its_line() -> None:
    chance = random.Random(5)
    text = "\n".join("".join(chance.choices("ab c", k=chance.randrange(1, 30))) for _ in range(40))
    placed = PlacedTurns.of(turns_of(text))
    for _ in range(300):
        lines = text.split("\n")
        number = chance.randrange(len(lines))
        begin = sum(len(line) + 1 for line in lines[:number])
        within = chance.randrange(len(lines[number]) + 1)
        removed = lines[number][within : within + chance.randrange(3)]
        edit = Edit(begin + within, removed, "".join(chance.choices("xy ", k=chance.randrange(3))))
        text = text[: edit.at] + edit.inserted + text[edit.end :]
        placed = placed.moved(edit)
        assert [turn.span for turn in placed] == [turn.span for turn in turns_of(text)]


def test_a_stretch_of_turns_is_given_as_they_are_now() -> None:
    moved = PlacedTurns.of(turns_of("a\nb\nc\nd")).moved(Edit(0, "", "x"))
    assert [turn.span.start for turn in moved[1:3]] == [3, 5]
    assert len(moved) == 4
