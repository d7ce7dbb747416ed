"""Keys in whatever order, held against a transcript in which each character has a name: see `naive_transcript`."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QFocusEvent, QInputMethodEvent

from interviewcoder.sources.text import Edit
from tests.sources.naive_transcript import Naive, check_passages
from tests.ui.transcript_editor.conftest import Desk
from tests.ui.transcript_editor.test_wild_typing import go_anywhere

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
_STEPS = 60
_PASTED = ("one\r\ntwo \u2028three", "👩\u200d👧😀", "e\u0301\u0301", "שלום\u00a0", "x" * 300)


def accent(desk: Desk) -> None:
    """A dead key, the letter that goes with it and a letter of another script, by way of the input method."""
    QCoreApplication.sendEvent(desk.page, QInputMethodEvent("´", []))
    done = QInputMethodEvent("", [])
    done.setCommitString("é\u05d0")
    QCoreApplication.sendEvent(desk.page, done)


def popup(desk: Desk) -> None:
    """Qt shows a pop-up of its own and takes it away again."""
    for kind in (QEvent.Type.FocusOut, QEvent.Type.FocusIn):
        QCoreApplication.sendEvent(desk.page, QFocusEvent(kind, Qt.FocusReason.PopupFocusReason))


def way(chance: random.Random) -> Callable[[Desk], object]:
    """Something that is done with one key, or pasted."""
    pasted = chance.choice(_PASTED)
    letter = chance.choice("az ,.")
    ways: tuple[Callable[[Desk], object], ...] = (
        lambda desk: desk.type(letter),
        lambda desk: desk.type(letter),
        lambda desk: desk.press(Key.Key_Backspace),
        lambda desk: desk.press(Key.Key_Delete),
        lambda desk: desk.press(Key.Key_Backspace, CTRL),
        lambda desk: desk.press(Key.Key_Delete, CTRL),
        lambda desk: desk.press(Key.Key_Return),
        lambda desk: desk.paste(pasted),
        accent,
        popup,
    )
    return chance.choice(ways)


def edit_made(before: str, after: str, caret: int) -> Edit:
    """The one change that leads from a text to another and leaves the caret behind what was inserted."""
    # Delete at the end of a turn puts a space behind the caret, where the end of the turn was.
    if len(after) == len(before) and after[caret : caret + 1] == " " != before[caret : caret + 1]:
        caret += 1
    behind = len(after) - caret
    old, new = before[: len(before) - behind], after[:caret]
    assert before[len(before) - behind :] == after[caret:]
    head = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    return Edit(head, old[head:], new[head:])


@pytest.mark.parametrize("seed", range(8))
def test_whatever_keys_are_pressed_each_character_keeps_its_codings(desk: Desk, seed: int) -> None:
    chance = random.Random(seed)
    project, page = desk.work.project, desk.page
    stored = typed = Naive.read(project, 1)
    for number in range(_STEPS):
        if chance.random() < 0.6:
            go_anywhere(desk, chance)
        before = page.text
        way(chance)(desk)
        if page.text != before:
            caret = page.offsets.to_code_point(page.textCursor().position())
            edit = edit_made(before, page.text, caret)
            typed = typed.edited([edit])
        assert typed.signs == page.text
        if number % 4 == 3 or not desk.work.reading.editor.pending:
            desk.save()
            now = Naive.read(project, 1, typed.names)
            assert now.signs == typed.signs
            check_passages(stored, now)
            stored = typed = now
