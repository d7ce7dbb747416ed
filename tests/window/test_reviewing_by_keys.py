"""Somebody reviews another's codings with the keyboard alone, judged by the project that is left on disk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from interviewcoder.coding import segments
from interviewcoder.project import coders, file
from interviewcoder.review import comments, verdicts
from interviewcoder.sources import catalogue

if TYPE_CHECKING:
    from tests.window.conftest import Hand, Watched

    Start = Callable[[Path], Watched]


def test_codings_are_agreed_with_queried_and_commented_on_by_keys(study: Path, start: Start, hand: Hand) -> None:
    with file.open_project(study) as project:
        mine, source = project.coder.name, catalogue.listing(project)[0]
        coders.work_as(project, "Okafor")
        for words, code in (("afraid of lawsuits", "Fear"), ("the whole team", "Team talk")):
            segments.code_with_name(project, source.id, segments.find_passage(project, source.id, words), code)
    window = start(study)
    hand.press("alt+2", "alt+shift+Down")
    window.until(lambda state: state["selection"] == "afraid of lawsuits")
    hand.press("plus")
    window.until(lambda state: state["selection"] == "the whole team")
    hand.press("question")
    window.until(lambda state: state["popup"] == "Note beside the verdict")
    hand.type("Who else?")
    hand.press("Return")
    window.until(lambda state: "2 of 2 codings reviewed" in state["told_below"])
    hand.press("ctrl+shift+c")
    window.until(lambda state: state["focus"] == "Comment")
    hand.type("Was the porter there?")
    hand.press("ctrl+Return")
    window.until(lambda state: state["focus"] == "Answer")
    window.quit()
    with file.open_project(study) as project:
        (thread,) = comments.listing(project)
        assert (thread.quote, thread.first.text, thread.first.coder) == (
            "the whole team",
            "Was the porter there?",
            mine,
        )
        assert [(one.verdict, one.note) for one in verdicts.listing(project)] == [("agree", ""), ("query", "Who else?")]
