"""Somebody who works on a study: what they do with mouse and keyboard, a step at a time."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.window.conftest import Hand, Watched

RECENT = 9


@dataclass(frozen=True, slots=True)
class Passage:
    """Some words of one line of the screen; `start` and `end` are their places in the text."""

    words: str
    start: int
    end: int


@dataclass
class Researcher:
    """Works in a window and keeps in mind what they coded: source, words and code of each coding."""

    window: Watched
    hand: Hand
    coded: list[tuple[str, str, str]] = field(default_factory=list)
    recent: list[str] = field(default_factory=list)
    source: str = ""

    # The window

    def brief(self) -> dict[str, Any]:
        """How much there is of everything, and what undo and redo would do."""
        told: dict[str, Any] = self.window.ask("brief")
        return told

    def answer(self, title: str) -> None:
        """Wait for a dialog and give it the keyboard, as a window manager would."""
        self.window.until(lambda state: state["dialog"] == title)
        self.hand.focus(title)

    def back_at_work(self) -> None:
        """Wait until no dialog is there, and give the window the keyboard."""
        self.window.until(lambda state: not state["dialog"] and not state["popup"])
        self.hand.focus("InterviewCoder")
        self.window.until(lambda state: state["active"])

    def choose(self, menu: str, entry: str) -> None:
        """Choose an entry of a menu with the mouse."""
        self.hand.click(self.window.ask("entry", text=menu))
        self.window.until(lambda state: state["popup"])
        self.hand.click(self.window.ask("entry", text=entry))

    def fill(self, *fields: tuple[str, str]) -> None:
        """Click fields by their names and type into them, over what is there."""
        for name, words in fields:
            self.hand.click(self.window.part(name))
            self.hand.do("key", "ctrl+a", "type", "--delay", 2, words)

    def until_coded(self) -> None:
        """Wait until the window has as many codings as the researcher has in mind."""
        self.window.until_brief(lambda brief: brief["codings"] == len(self.coded))

    # The study

    def begin_project(self, path: Path, title: str) -> None:
        """Make a project without a passphrase."""
        self.hand.press("ctrl+n")
        self.answer("New project")
        self.fill(("Title of the study", title), ("Project file", str(path)), ("Your name as coder", "Rana"))
        # Over both lines of the passphrase and the suggestion to the box that says: without.
        self.hand.press("Tab", "Tab", "Tab", "Tab", "space", "Return")
        self.window.until(lambda state: "codes" in state)
        self.back_at_work()

    def add_files(self, files: list[Path]) -> None:
        """Add files of one folder by the window's own dialog, and agree with how they were understood."""
        self.hand.press("ctrl+shift+a")
        self.answer("Add recordings or transcripts")
        names = " ".join(f'"{path.name}"' for path in files)
        # The folder first: what is typed then are names in it.
        folder = f"{files[0].parent}/"
        self.hand.do("type", "--delay", 2, folder)
        # Read before it is entered: else the field is empty because nothing was read yet.
        self.window.until(lambda _: self.window.ask("text_of", name="File &name:") == folder)
        self.hand.press("Return")
        self.window.until(lambda _: self.window.ask("text_of", name="File &name:") == "")
        self.hand.do("type", "--delay", 1, names)
        self.hand.press("Return")
        self.answer("Add transcripts")
        self.hand.press("Return")
        self.window.until(lambda state: state["said"])
        self.back_at_work()

    def open_source(self, name: str) -> None:
        """Click a source in the list, which is turned until it is in sight."""
        self.hand.click(self.row("Sources", name))
        self.window.until(lambda state: state["source"] == name)
        self.source = name

    def row(self, listed: str, name: str) -> list[int]:
        """Where a row of a list is; the list is turned by the wheel until the row is in sight."""
        for _ in range(60):
            place, beyond, middle = self.window.ask("row", listed=listed, name=name)
            if not beyond:
                found: list[int] = place
                return found
            self.hand.do("mousemove", *middle, "click", 5 if beyond > 0 else 4, "sleep", 0.03)
        raise AssertionError(name)

    def code(self, name: str) -> list[int]:
        """Where a code stands in the tree, in sight."""
        return self.row("Codes", name)

    def add_participants(self, interviews: list[str]) -> None:
        """Add a participant under the label that is suggested for each interview, and tick it."""
        self.hand.click(self.window.ask("tab", name="Participants"))
        for number, name in enumerate(interviews, 1):
            self.hand.click(self.window.part("Add a participant"))
            self.answer("Add participant")
            self.hand.press("Return")
            self.back_at_work()
            self.hand.click(self.row("Participants and their attributes", f"P{number:02d}"))
            self.hand.click(self.row(f"Interviews with P{number:02d}", name))
            self.hand.press("space")
            self.window.until_brief(lambda brief: brief["undo"] == "Tie source to participant")
        self.hand.click(self.window.ask("tab", name="Sources"))

    def write_memo(self, passage: Passage, title: str, text: str) -> None:
        """Write a memo on selected words; it is stored when the keyboard goes elsewhere."""
        self.select(passage, "ctrl+shift+m")
        self.window.until(lambda state: state["focus"] == "Text of the memo")
        self.hand.do("type", "--delay", 2, text)
        self.fill(("Title", title))
        self.hand.click(self.window.ask("tab", name="Codes"))
        self.window.until_brief(lambda brief: "memo" in brief["undo"].lower())

    def save_version(self, name: str) -> None:
        """Keep the codebook under a name."""
        self.choose("Code", "Codebook versions")
        self.answer("Codebook versions")
        self.hand.do("type", "--delay", 2, name)
        self.hand.press("Return")
        self.window.until_brief(lambda brief: brief["undo"] == "Save codebook version")
        self.hand.press("Escape")
        self.back_at_work()

    def bring_back_version(self) -> None:
        """Bring the chosen, newest version back."""
        self.choose("Code", "Codebook versions")
        self.answer("Codebook versions")
        self.hand.click(self.window.part("Bring back…"))
        self.window.until(lambda state: state["dialog"].startswith("Bring"))
        self.hand.focus(self.window.ask("state")["dialog"])
        self.hand.click(self.window.part("Bring back"))
        self.answer("Codebook versions")
        self.window.until_brief(lambda brief: brief["undo"] == "Restore codebook version")
        self.hand.press("Escape")
        self.back_at_work()

    def go_in_history(self, key: str) -> None:
        """Go to one end of the history by its page; the key leads there."""
        self.hand.press("ctrl+h")
        self.window.until(lambda state: state["focus"] == "History, newest step first")
        self.hand.press(key, "Return")
        self.window.until(lambda state: state["dialog"])
        self.hand.focus(self.window.ask("state")["dialog"])
        self.hand.press("Return")
        self.back_at_work()
        self.hand.click(self.window.ask("tab", name="Codes"))

    def merge(self, leaving: list[str], into: str, name: str) -> None:
        """Merge codes by key, under another name and with a reason."""
        self.hand.click(self.code(into))
        for code in leaving:
            place = self.code(code)
            self.hand.do("keydown", "ctrl", "mousemove", *place, "sleep", 0.05, "click", 1, "keyup", "ctrl")
        self.hand.press("F3")
        self.answer("Merge codes")
        self.fill(("Name afterwards", name), ("Reason", "Told apart by nobody"))
        self.hand.click(self.window.part("Merge"))
        self.back_at_work()

    def merge_by_dragging(self, leaving: str, into: str) -> None:
        """Pull a code onto another with Ctrl held, and agree."""
        self.code(leaving)
        places = self.window.ask("code", name=leaving), self.window.ask("code", name=into)
        self.hand.do("keydown", "ctrl")
        try:
            self.hand.drag(*places)
        finally:
            self.hand.do("keyup", "ctrl")
        self.answer("Merge codes")
        self.hand.press("Return")
        self.back_at_work()

    def move_by_dragging(self, code: str, theme: str) -> None:
        """Pull a code onto a theme."""
        if (
            self.window.ask("row", listed="Codes", name=code)[1]
            or self.window.ask("row", listed="Codes", name=theme)[1]
        ):
            # Both have to be in sight at once.
            self.code(theme)
        self.hand.drag(self.window.ask("code", name=code), self.window.ask("code", name=theme))
        self.window.until_brief(lambda brief: brief["undo"] == "Move code")

    def split(self, code: str, into: tuple[str, ...], dealt: str) -> None:
        """Deal the passages of a code out by keys, a key for each passage."""
        self.hand.click(self.code(code))
        self.hand.press("shift+F3")
        self.answer("Split code")
        for name in into:
            self.fill(("Add a code to deal to", name))
            self.hand.press("Return")
        self.hand.press(*dealt)
        self.hand.click(self.window.part(f"Finish: deal out {sum(key.isdigit() for key in dealt)}"))
        self.back_at_work()

    def press_until(self, key: str, done: str) -> int:
        """Press a key over and over until there is nothing left of "undo" or "redo"; how often it takes, about."""
        presses = 0
        while self.brief()[done] is not None:
            before = self.brief()[done]
            self.hand.do("key", "--delay", 4, "--repeat", 20, "--repeat-delay", 4, key)
            presses += 20
            assert presses < 5000, before
        return presses

    # Passages

    def passages(self, count: int) -> list[Passage]:
        """Take passages of three words from the lines that are in sight, none over another."""
        found: list[Passage] = []
        page: dict[str, Any] = self.window.ask("in_sight")
        for _, line in groupby(page["words"], key=lambda word: word[2]):
            words = list(line)
            for at in range(0, len(words) - 3, 5):
                first, last = words[at], words[at + 2]
                quote = page["text"][first[0] : last[1]]
                # A word of its own, so that it can be found by what it says, and no sentence's end inside.
                if re.fullmatch(r"[\w’' ,]+", quote):
                    found.append(Passage(quote, first[0], last[1]))
        assert len(found) >= count, (self.source, len(found))
        return found[:count]

    def select(self, passage: Passage, *then: str) -> list[int]:
        """Drag over a passage and press keys; gives a place on it."""
        first, last = self.window.ask("ends", start=passage.start, end=passage.end)
        middle = [(first[0] + last[0]) // 2, first[1]]
        keys = ["key", "--delay", 10, *then] if then else []
        self.hand.do(
            *("mousemove", *first, "mousedown", 1, "mousemove", *middle, "mousemove", *last, "mouseup", 1, *keys)
        )
        return middle

    def _note(self, passage: Passage, code: str) -> None:
        self.coded.append((self.source, passage.words, code))
        if code in self.recent:
            self.recent.remove(code)
        self.recent.insert(0, code)
        self.until_coded()

    # Roads to a coding

    def code_by_typing(self, passage: Passage, typed: str) -> None:
        """Type a code's name, or its path where it is new, onto selected words."""
        self.select(passage)
        # The first letter opens the field that takes the rest.
        self.hand.do("type", typed[0])
        self.window.until_brief(lambda brief: brief["popup"] == "Code the passage")
        self.hand.do("type", "--delay", 2, typed[1:])
        self.hand.press("Return")
        self._note(passage, typed.split(" > ")[-1])

    def code_by_number(self, passage: Passage, number: int) -> None:
        """Press the number of a recent code."""
        self.select(passage, str(number))
        self._note(passage, self.recent[number - 1])

    def code_again(self, passage: Passage) -> None:
        """Press the key of the code used last."""
        self.select(passage, "period")
        self._note(passage, self.recent[0])

    def code_in_vivo(self, passage: Passage) -> None:
        """Make a code of the words."""
        self.select(passage, "ctrl+i")
        self._note(passage, passage.words)

    def drag_code_onto(self, passage: Passage, code: str) -> None:
        """Pull a code from the tree onto selected words."""
        place = self.code(code)
        self.hand.drag(place, self.select(passage))
        self._note(passage, code)

    def drag_onto_code(self, passage: Passage, code: str) -> None:
        """Pull selected words onto a code in the tree."""
        place = self.code(code)
        self.hand.drag(self.select(passage), place)
        self._note(passage, code)
