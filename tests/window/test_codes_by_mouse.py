"""Codes moved and merged with a real mouse, judged by the project that is left on disk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from interviewcoder.coding import codes
from interviewcoder.project import file

if TYPE_CHECKING:
    from tests.window.conftest import Hand, Watched

    Start = Callable[[Path], Watched]


def outline(path: Path) -> list[str]:
    with file.open_project(path) as project:
        return [f"{'  ' * node.depth}{node.name}" for node in codes.tree(project)]


def test_a_code_dragged_onto_another_stands_below_it(study: Path, start: Start, hand: Hand) -> None:
    window = start(study)
    before = window.ask("code", name="Team talk")
    hand.drag(before, window.ask("code", name="Relief"))
    window.until(lambda state: window.ask("code", name="Team talk") != before)
    window.quit()
    assert outline(study) == ["Relief", "  Team talk"]


def test_a_code_dragged_onto_another_with_ctrl_is_merged_into_it(study: Path, start: Start, hand: Hand) -> None:
    window = start(study)
    places = window.ask("code", name="Team talk"), window.ask("code", name="Relief")
    hand.do("keydown", "ctrl")
    try:
        hand.drag(*places)
    finally:
        hand.do("keyup", "ctrl")
    window.until(lambda state: state["dialog"] == "Merge codes")
    assert "Merge “Team talk” into “Relief”" in window.ask("state")["told"]
    hand.focus("Merge codes")
    hand.press("Return")
    window.until(lambda state: state["codes"] == ["Relief"] and not state["dialog"])
    hand.focus("InterviewCoder")
    window.until(lambda state: state["active"])
    hand.press("ctrl+z")
    window.until(lambda state: state["codes"] == ["Relief", "Team talk"])
    window.quit()
    assert outline(study) == ["Relief", "Team talk"]
