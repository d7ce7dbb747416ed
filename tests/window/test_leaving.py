"""What is in the project and on the disk after a person has left the program."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from docx import Document

from interviewcoder.coding import codes
from interviewcoder.project import file

if TYPE_CHECKING:
    from tests.window.conftest import Hand, Program, Watched

    Start = Callable[[Path], Watched]

CLOSE_BUTTON = Path(__file__).with_name("close_button.py")


def test_the_codebook_is_exported_through_the_menu(study: Path, start: Start, hand: Hand, tmp_path: Path) -> None:
    window = start(study)
    window.select("whole team")
    hand.press("ctrl+i")
    window.until(lambda state: state["codings"])
    hand.click(window.ask("entry", text="File"))
    window.until(lambda state: state["popup"])
    hand.click(window.ask("entry", text="Export codebook"))
    window.until(lambda state: state["dialog"] == "Export codebook")
    hand.focus("Export codebook")
    hand.press("Return")
    window.until(lambda state: state["dialog"] == "Where to export to")
    hand.focus("Where to export to")
    hand.press("ctrl+a")
    hand.type(str(tmp_path / "from the window"))
    hand.press("Return")
    told = window.until(lambda state: state["dialog"] == "Codebook exported")["told"]
    assert any("3 codes and 1 quote" in line for line in told)
    hand.focus("Codebook exported")
    hand.press("Return")
    window.until(lambda state: not state["dialog"])
    hand.focus("Study")
    window.quit()
    words = " ".join(paragraph.text for paragraph in Document(str(tmp_path / "from the window.docx")).paragraphs)
    assert "whole team" in words


def test_a_window_closed_at_its_corner_has_lost_nothing(study: Path, start: Start, hand: Hand) -> None:
    window = start(study)
    window.select("whole team")
    hand.press("ctrl+i")
    window.until(lambda state: state["codings"])
    subprocess.run([sys.executable, str(CLOSE_BUTTON), hand.window("Study")], env=hand.environment, check=True)
    assert window.left() == [("whole team", "whole team", False)]
    again = start(study)
    again.until(lambda state: state["codings"] == [["whole team", "whole team", False]])
    assert again.quit() == [("whole team", "whole team", False)]


def test_a_memo_still_being_written_is_kept_when_the_program_is_left(study: Path, start: Start, hand: Hand) -> None:
    window = start(study)
    hand.click(window.ask("code", name="Relief"))
    hand.click(window.part("Definition"))
    window.until(lambda state: state["focus"] == "Definition")
    hand.type("A weight taken off.")
    window.quit()
    with file.open_project(study) as project:
        assert codes.by_name(project, "Relief").definition == "A weight taken off."


def test_the_program_as_it_is_started_from_a_terminal(
    study: Path, start_plain: Callable[[Path], Program], hand: Hand
) -> None:
    program = start_plain(study)
    hand.focus("Study – InterviewCoder")
    hand.press("ctrl+f")
    hand.type("nobody dared")
    hand.press("Return", "Escape", "ctrl+i")
    assert program.quit() == [("Nobody dared", "Nobody dared", False)]
