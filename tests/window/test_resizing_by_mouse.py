"""Codings pulled by their ends with a real mouse, judged by the project that is left on disk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from interviewcoder.coding import codes, segments
from interviewcoder.project import file
from interviewcoder.sources import catalogue
from interviewcoder.sources.text import Span
from interviewcoder.sources.transcript import transcript_of

if TYPE_CHECKING:
    from tests.window.conftest import Hand, Watched

    Start = Callable[[Path], Watched]

WORDS = "afraid of lawsuits, honestly"


def code(study: Path) -> None:
    """Give the words a code before the window opens."""
    with file.open_project(study) as project:
        (source,) = catalogue.listing(project)
        start = transcript_of(project, source.id).text.index(WORDS)
        relief = codes.find_or_add(project, "Relief")
        segments.code_passage(project, source.id, Span(start, start + len(WORDS)), relief.id)


def passage(window: Watched) -> list[str]:
    return [coding[0] for coding in window.ask("state")["codings"]]


def test_a_coding_is_pulled_longer_and_shorter_and_each_is_one_step(study: Path, start: Start, hand: Hand) -> None:
    code(study)
    window = start(study)
    hand.click(window.ask("stripe", name="Relief"))
    window.until(lambda state: state["selection"] == WORDS)
    hand.drag(window.ask("handle", opens=False), window.word("answer"))
    longer = "afraid of lawsuits, honestly. We all were. Nobody dared to answer"
    window.until(lambda state: state["codings"][0][0] == longer and state["selection"] == longer)
    hand.drag(window.ask("handle", opens=True), window.word("lawsuits"))
    shorter = longer.removeprefix("afraid of ")
    window.until(lambda state: state["codings"][0][0] == shorter)
    hand.press("ctrl+z")
    window.until(lambda state: state["codings"][0][0] == longer)
    hand.press("ctrl+z")
    window.until(lambda state: state["codings"][0][0] == WORDS)
    assert window.quit() == [(WORDS, "Relief", False)]


def test_a_coding_is_pulled_over_turns_with_alt_to_the_letter_and_escape_leaves_it(
    study: Path, start: Start, hand: Hand
) -> None:
    code(study)
    window = start(study)
    hand.click(window.ask("stripe", name="Relief"))
    window.until(lambda state: state["selection"] == WORDS)
    handle, over = window.ask("handle", opens=False), window.word("helped")
    hand.do("mousemove", *handle, "sleep", 0.1, "mousedown", 1, "sleep", 0.1, "mousemove", *over, "sleep", 0.2)
    window.until(lambda state: window.ask("seen").endswith("helped"))
    hand.press("Escape")
    window.until(lambda state: window.ask("seen") == WORDS)
    hand.do("mouseup", 1)
    assert passage(window) == [WORDS]
    hand.drag(window.ask("handle", opens=False), window.word("helped"))
    window.until(lambda state: state["codings"][0][0].endswith("And what helped"))
    hand.do("keydown", "alt")
    hand.drag(window.ask("handle", opens=False), window.word("Nobody"))
    hand.do("keyup", "alt")
    found = window.until(lambda state: "Nob" in state["codings"][0][0] and "helped" not in state["codings"][0][0])
    assert not found["codings"][0][0].endswith("Nobody")
    window.quit()
