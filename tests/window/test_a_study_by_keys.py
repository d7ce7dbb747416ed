"""A working day with the keyboard alone, from adding a source to the codebook, judged by what is left on disk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from interviewcoder.coding import codes, segments
from interviewcoder.project import file
from interviewcoder.sources import catalogue
from tests.window.test_coding_by_keys import select_next_words

if TYPE_CHECKING:
    from tests.window.conftest import Hand, Watched

    Start = Callable[[Path], Watched]

NEW_INTERVIEW = "I: Were you proud?\nP09: Proud of the team, of course. Ashamed as well, a little."
OURS = "InterviewCoder"


def by_palette(window: Watched, hand: Hand, words: str) -> None:
    """Do something by its name."""
    hand.press("ctrl+k")
    window.until(lambda state: state["popup"] == "Command palette")
    hand.type(words)
    hand.press("Return")
    window.until(lambda state: state["popup"] != "Command palette")


def answer(window: Watched, hand: Hand, title: str, *keys: str, text: str = "") -> None:
    """Answer a dialog, once it is there."""
    window.until(lambda state: state["dialog"] == title)
    hand.focus(title)
    if text:
        hand.type(text)
    hand.press(*keys)
    window.until(lambda state: state["dialog"] != title)


def test_a_day_s_work_needs_no_mouse(study: Path, start: Start, hand: Hand, tmp_path: Path) -> None:
    added = tmp_path / "P09.txt"
    added.write_text(NEW_INTERVIEW, encoding="utf-8")
    window = start(study)

    by_palette(window, hand, "add recordings")
    answer(window, hand, "Add recordings or transcripts", "Return", text=str(added))
    answer(window, hand, "Add a transcript", "Return")
    hand.focus(OURS)
    window.until(lambda state: state["told_below"] == "Added “P09”")
    by_palette(window, hand, "source p09")
    window.until(lambda state: state["source"] == "P09" and state["focus"] == "Transcript")

    # Code by name, give the code again, code in vivo.
    hand.press("ctrl+Home", "Down")
    select_next_words(window, hand, "Proud of the team")
    hand.type("Pride")
    window.until(lambda state: state["popup"])
    hand.press("Return")
    window.until(lambda state: len(state["codings"]) == 1)
    hand.press("Right", "Right", "Right")
    select_next_words(window, hand, "of course")
    hand.press("ctrl+r")
    window.until(lambda state: len(state["codings"]) == 2)
    hand.press("Right", "Right", "Right")
    select_next_words(window, hand, "Ashamed")
    hand.press("ctrl+i")
    window.until(lambda state: "Ashamed" in state["codes"])

    # An exemplar, with a memo.
    hand.press("ctrl+m")
    window.until(lambda state: ["Ashamed", "Ashamed", True] in state["codings"])
    hand.press("shift+F2")
    window.until(lambda state: state["popup"])
    hand.type("She looks away.")
    hand.press("ctrl+Return")
    window.until(lambda state: not state["popup"])

    # Two codes become one; undone and done again.
    by_palette(window, hand, "code team talk")
    hand.press("F3")
    answer(window, hand, "Merge codes", "Down", "Return")
    hand.focus(OURS)
    window.until(lambda state: len(state["codes"]) == 3)
    hand.press("ctrl+z")
    window.until(lambda state: len(state["codes"]) == 4)
    hand.press("ctrl+shift+z")
    window.until(lambda state: len(state["codes"]) == 3)

    # Find, the history, and back to the text by the areas' keys.
    hand.press("ctrl+shift+f")
    window.until(lambda state: state["focus"] == "What to look for")
    hand.type("proud")
    hand.press("Return")
    hand.press("ctrl+h")
    window.until(lambda state: state["focus"].startswith("History"))
    hand.press("alt+2")
    window.until(lambda state: state["focus"] == "Transcript")

    by_palette(window, hand, "export codebook")
    window.until(lambda state: state["dialog"] == "Export codebook")
    hand.focus("Export codebook")
    hand.press("Return")
    window.until(lambda state: state["dialog"] == "Where to export to")
    hand.focus("Where to export to")
    written = tmp_path / "codebook.docx"
    hand.press("ctrl+a")
    hand.type(str(written))
    hand.press("Return")
    window.until(lambda state: state["dialog"] == "Codebook exported")
    assert written.read_bytes().startswith(b"PK")
    hand.focus("Codebook exported")
    hand.press("Escape")
    window.until(lambda state: not state["dialog"])
    hand.focus(OURS)

    assert window.quit() == [
        ("Proud of the team", "Pride", False),
        ("of course", "Pride", False),
        ("Ashamed", "Ashamed", True),
    ]
    with file.open_project(study) as project:
        assert [source.name for source in catalogue.listing(project)] == ["P07", "P09"]
        (memo,) = (segment.memo for segment in segments.listing(project) if segment.memo)
        assert memo == "She looks away."
        assert len(codes.tree(project)) == 3
