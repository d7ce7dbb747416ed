"""Passages coded with a real mouse, judged by the project that is left on disk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.window.conftest import Hand, Watched

    Start = Callable[[Path], Watched]


def code_by_dragging(window: Watched, hand: Hand, passage: str, code: str) -> None:
    """Select a passage and pull it onto a code in the tree."""
    window.select(passage)
    hand.drag(window.ask("words", said=passage)[1], window.ask("code", name=code))
    window.until(lambda state: [passage, code, False] in state["codings"])


def test_words_dragged_over_get_the_code_that_is_typed(study: Path, start: Start, hand: Hand) -> None:
    window = start(study)
    window.select("afraid of lawsuits")
    hand.type("Fear of courts")
    window.until(lambda state: state["popup"] == "Code the passage")
    hand.press("Return")
    window.until(lambda state: state["codings"])
    assert window.quit() == [("afraid of lawsuits", "Fear of courts", False)]


def test_a_code_dragged_onto_the_selection_is_given_to_it(study: Path, start: Start, hand: Hand) -> None:
    window = start(study)
    window.select("sat down, the whole")
    hand.drag(window.ask("code", name="Team talk"), window.word("down"))
    window.until(lambda state: state["codings"])
    assert window.quit() == [("sat down, the whole", "Team talk", False)]


def test_the_selection_dragged_onto_a_code_gets_it(study: Path, start: Start, hand: Hand) -> None:
    window = start(study)
    code_by_dragging(window, hand, "Talking about it", "Relief")
    assert window.quit() == [("Talking about it", "Relief", False)]


def test_a_coding_is_chosen_in_the_margin_marked_and_removed(study: Path, start: Start, hand: Hand) -> None:
    window = start(study)
    shorter, longer = "afraid of lawsuits, honestly", "afraid of lawsuits, honestly. We all"
    code_by_dragging(window, hand, shorter, "Relief")
    # Pressed where words are selected, the mouse would drag them away.
    hand.press("Escape")
    code_by_dragging(window, hand, longer, "Team talk")
    hand.click(window.ask("stripe", name="Relief"))
    window.until(lambda state: state["selection"] == shorter)
    hand.press("ctrl+m")
    window.until(lambda state: [coding[1] for coding in state["codings"] if coding[2]] == ["Relief"])
    hand.click(window.ask("stripe", name="Team talk"))
    window.until(lambda state: state["selection"] == longer)
    hand.press("Delete")
    window.until(lambda state: len(state["codings"]) == 1)
    assert window.quit() == [(shorter, "Relief", True)]


def test_a_click_on_a_word_plays_the_recording_from_that_word(
    recorded_study: Path, start: Start, hand: Hand, word_ms: int
) -> None:
    window = start(recorded_study)
    window.until(lambda state: state["recording"])
    # The 19th word of the recording, in the second speaker's turn.
    begins_ms = 18 * word_ms
    hand.click(window.word("strangers"))
    heard = window.until(lambda state: len(state["heard_ms"]) > 5)["heard_ms"]
    assert abs(heard[0] - begins_ms) < 500
    assert all(begins_ms - 500 < at < begins_ms + 10_000 for at in heard)
    hand.press("F4")
    window.until(lambda state: not state["playing"])
    window.quit()
