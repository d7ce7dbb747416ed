"""Passages coded with the keyboard alone, judged by the project that is left on disk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from interviewcoder.coding import codes
from interviewcoder.project import file

if TYPE_CHECKING:
    from tests.window.conftest import Hand, Watched

    Start = Callable[[Path], Watched]


def select_next_words(window: Watched, hand: Hand, passage: str) -> None:
    """Extend a selection from the caret word by word, Shift and Ctrl let go between the words."""
    for _ in range(3 * len(passage.split())):
        if window.ask("state")["selection"] == passage:
            return
        hand.press("ctrl+shift+Right")
    window.until(lambda state: state["selection"] == passage)


def test_one_and_ctrl_i_code_what_is_selected(study: Path, start: Start, hand: Hand) -> None:
    window = start(study)
    window.select("afraid of lawsuits")
    hand.drag(window.word("lawsuits"), window.ask("code", name="Relief"))
    window.until(lambda state: len(state["codings"]) == 1)
    window.select("Nobody dared")
    hand.press("1")
    window.until(lambda state: len(state["codings"]) == 2)
    window.select("whole team")
    hand.press("ctrl+i")
    window.until(lambda state: "whole team" in state["codes"])
    assert window.quit() == [
        ("afraid of lawsuits", "Relief", False),
        ("Nobody dared", "Relief", False),
        ("whole team", "whole team", False),
    ]
    with file.open_project(study) as project:
        assert codes.by_name(project, "whole team").provenance == "in vivo"


def test_undo_and_redo_go_back_and_forth(study: Path, start: Start, hand: Hand) -> None:
    window = start(study)
    window.select("Talking about it")
    hand.press("ctrl+i")
    window.until(lambda state: len(state["codings"]) == 1)
    window.select("whole team")
    hand.press("ctrl+i")
    window.until(lambda state: len(state["codings"]) == 2)
    hand.press("ctrl+z", "ctrl+z")
    window.until(lambda state: not state["codings"] and state["codes"] == ["Relief", "Team talk"])
    hand.press("ctrl+shift+z")
    window.until(lambda state: len(state["codings"]) == 1)
    assert window.quit() == [("Talking about it", "Talking about it", False)]


def test_a_session_needs_no_mouse(study: Path, start: Start, hand: Hand) -> None:
    window = start(study)
    window.until(lambda state: state["source"] == "P07")
    # From wherever the keyboard is to the transcript.
    for _ in range(12):
        if window.ask("state")["focus"] == "Transcript":
            break
        hand.press("Tab")
    window.until(lambda state: state["focus"] == "Transcript")
    hand.press("ctrl+Home", "Down")
    select_next_words(window, hand, "I was afraid")
    hand.type("tea")
    window.until(lambda state: state["popup"])
    hand.press("Return")
    window.until(lambda state: len(state["codings"]) == 1)
    hand.press("ctrl+m", "Right")
    select_next_words(window, hand, "of lawsuits")
    hand.press("Return")
    window.until(lambda state: state["popup"])
    hand.type("Dread")
    hand.press("Return")
    window.until(lambda state: len(state["codings"]) == 2)
    hand.press("Right", "Right", "Right")
    select_next_words(window, hand, "honestly")
    hand.press("2")
    window.until(lambda state: len(state["codings"]) == 3)
    hand.press("Delete")
    window.until(lambda state: len(state["codings"]) == 2)
    hand.press("alt+Up")
    window.until(lambda state: state["selection"] == "of lawsuits")
    assert window.quit() == [("I was afraid", "Team talk", True), ("of lawsuits", "Dread", False)]


def test_a_coding_is_lengthened_and_its_code_given_again(study: Path, start: Start, hand: Hand) -> None:
    window = start(study)
    window.select("afraid of")
    hand.press("ctrl+i")
    window.until(lambda state: len(state["codings"]) == 1)
    hand.press("alt+shift+Right")
    window.until(lambda state: ["afraid of lawsuits", "afraid of", False] in state["codings"])
    hand.press("alt+ctrl+shift+Left")
    window.until(lambda state: ["was afraid of lawsuits", "afraid of", False] in state["codings"])
    window.select("whole team")
    hand.press("period")
    window.until(lambda state: len(state["codings"]) == 2)
    assert window.quit() == [("was afraid of lawsuits", "afraid of", False), ("whole team", "afraid of", False)]


def test_every_hit_of_a_search_is_coded_by_keys(study: Path, start: Start, hand: Hand) -> None:
    window = start(study)
    hand.press("ctrl+shift+h")
    hand.focus("Autocode")
    window.until(lambda state: state["focus"] == "Words to look for")
    hand.type("we")
    hand.press("Return")
    window.until(lambda state: state["focus"] == "Code")
    hand.type("Togetherness")
    hand.press("ctrl+Return")
    window.until(lambda state: len(state["codings"]) == 2)
    hand.press("Escape")
    hand.focus("InterviewCoder")
    assert window.quit() == [("We", "Togetherness", False), ("We", "Togetherness", False)]
