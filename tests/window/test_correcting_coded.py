"""A coded transcript corrected with a real keyboard: the project on disk has each coding on its words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import pytest

from interviewcoder.coding import segments
from interviewcoder.project import file
from interviewcoder.sources.text import Span
from interviewcoder.sources.transcript import transcript_of

if TYPE_CHECKING:
    from tests.window.conftest import Hand, Watched

    Start = Callable[[Path], Watched]

CODED = (
    ("What came to mind", "Opening"),
    ("afraid of lawsuits", "Fear"),
    ("We all were", "Solidarity"),
    ("Nobody dared", "Silence"),
    ("whole team", "Team"),
    ("long afternoon.", "End"),
)


@pytest.fixture
def coded_study(study: Path) -> Path:
    """The typed interview with six codings, the last of which ends where the text ends."""
    with file.open_project(study) as project:
        text = transcript_of(project, 1).text
        for words, name in CODED:
            at = text.index(words)
            segments.code_with_name(project, 1, Span(at, at + len(words)), name)
    return study


def codings_of(state: dict[str, list[tuple[str, str, bool]]]) -> dict[str, str]:
    return {code: words for words, code, _ in state["codings"]}


def text_of(state: dict[str, list[tuple[str, str]]]) -> str:
    return "\n".join(words for _, words in state["said"])


def begin(window: Watched, hand: Hand) -> None:
    window.until(lambda state: state["said"])
    hand.press("ctrl+e")
    window.until(lambda state: state["correcting"])


def go_before(window: Watched, hand: Hand, word: str) -> None:
    """Put the caret before a word by a click on it."""
    hand.click(window.ask("words", said=word)[0])
    hand.press("ctrl+Left")


def test_an_hour_of_correcting_leaves_each_coding_on_its_words(coded_study: Path, start: Start, hand: Hand) -> None:
    window = start(coded_study)
    begin(window, hand)
    whole = text_of(window.ask("state"))
    # Typed inside a passage; typed at its edge.
    go_before(window, hand, "of lawsuits")
    hand.type("mostly ")
    go_before(window, hand, "Nobody")
    hand.type("But ")
    window.until(lambda state: "But Nobody" in text_of(state))
    assert codings_of(window.ask("state")) | {"Fear": "afraid mostly of lawsuits"} == codings_of(window.ask("state"))
    # A word deleted with Ctrl+Backspace and typed anew; words selected with the keyboard and typed over.
    go_before(window, hand, "team")
    hand.press("ctrl+BackSpace")
    hand.type("entire ")
    go_before(window, hand, "afraid")
    hand.press("ctrl+shift+Right", "shift+Left")
    hand.type("scared")
    window.until(lambda state: "scared mostly" in text_of(state) and "entire team" in text_of(state))
    # Copied and pasted somewhere else.
    go_before(window, hand, "honestly")
    hand.press("ctrl+shift+Right", "ctrl+c")
    go_before(window, hand, "Talking")
    hand.press("ctrl+v")
    window.until(lambda state: "\nhonestly" in text_of(state))
    # A turn divided and joined again, inside a coding.
    go_before(window, hand, "dared")
    hand.press("Return")
    window.until(lambda state: len(state["said"]) == 5)
    hand.press("BackSpace")
    window.until(lambda state: len(state["said"]) == 4)
    # Undo and redo of what is stored.
    before = text_of(window.ask("state"))
    hand.press("ctrl+z")
    window.until(lambda state: len(state["said"]) == 5)
    hand.press("ctrl+shift+z")
    window.until(lambda state: text_of(state) == before)
    hand.press("Escape")
    window.until(lambda state: not state["correcting"])
    left = {code: words for words, code, _ in window.quit()}
    assert left == {
        "Opening": "What came to mind",
        "Fear": "scared mostly of lawsuits",
        "Solidarity": "We all were",
        "Silence": "Nobody dared",
        "Team": "entire team",
        "End": "long afternoon.",
    }
    with file.open_project(coded_study) as project:
        assert transcript_of(project, 1).text == before
        while project.undo_label in ("Correct text", "Divide turn", "Join turns"):
            project.undo()
        assert transcript_of(project, 1).text == whole
        assert {one.code_name: segments.quote(project, one.id) for one in segments.listing(project)} == {
            code: words for words, code in CODED
        }


def test_one_letter_at_the_start_keeps_the_coding_that_ends_at_the_end(
    coded_study: Path, start: Start, hand: Hand
) -> None:
    window = start(coded_study)
    begin(window, hand)
    hand.click(window.word("What"))
    hand.press("ctrl+Home")
    hand.type("x")
    window.until(lambda state: text_of(state).startswith("xWhat"))
    left = {code: words for words, code, _ in window.quit()}
    assert left["End"] == "long afternoon."
    assert {name: left[name] for _, name in CODED[1:]} == {name: words for words, name in CODED[1:]}


def type_sign(window: Watched, hand: Hand, sign: str, there: str) -> None:
    """Type a sign that no key has, until the text begins so.

    The hand lends it a key and takes it back at once: a window that is busy, with a first emoji's font, reads nothing.
    """
    for _ in range(4):
        hand.type(sign)
        give_up = monotonic() + 5
        while monotonic() < give_up:
            if text_of(window.ask("state")).startswith(there):
                return
    raise AssertionError(sign)


def test_two_emoji_before_a_selection_dont_move_the_coding(coded_study: Path, start: Start, hand: Hand) -> None:
    window = start(coded_study)
    begin(window, hand)
    hand.click(window.word("What"))
    hand.press("ctrl+Home")
    hand.type(" ")
    hand.press("Left")
    type_sign(window, hand, "😀", "😀 What")
    type_sign(window, hand, "👍", "😀👍 What")
    hand.press("Escape")
    window.until(lambda state: not state["correcting"])
    window.select("talked it through")
    hand.press("ctrl+i")
    window.until(lambda state: len(state["codings"]) == len(CODED) + 1)
    left = {code: words for words, code, _ in window.quit()}
    assert left == {**{code: words for words, code in CODED}, "talked it through": "talked it through"}


def test_all_of_a_word_replaced_leaves_the_later_codings_whole(coded_study: Path, start: Start, hand: Hand) -> None:
    window = start(coded_study)
    begin(window, hand)
    hand.press("ctrl+f")
    hand.type("it")
    hand.click(window.part("Whole words only"))
    hand.click(window.part("Replace with"))
    hand.type("all of that")
    hand.press("ctrl+Return")
    window.until(lambda state: "Talking about all of that. We" in text_of(state))
    hand.press("Escape")
    left = {code: words for words, code, _ in window.quit()}
    assert left == {code: words for words, code in CODED}
