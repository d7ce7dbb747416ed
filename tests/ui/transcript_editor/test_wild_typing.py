"""An afternoon of correcting: whatever is done in whatever order, words keep their times and codings their words."""

from __future__ import annotations

import random
import re

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent, QTextCursor
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from interviewcoder.coding import segments
from interviewcoder.sources.text import Span
from interviewcoder.sources.transcript import Transcript, rename_speaker
from interviewcoder.ui.key_bindings import KeyBindings
from interviewcoder.ui.transcript_editor.correct_bar import CorrectBar
from tests.ui.transcript_editor.conftest import SAID, Desk

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier
_STEPS = 30


def marked(desk: Desk) -> list[str]:
    """The words under the codings on the page, as it shows them now."""
    return [desk.page.span_of(mark.start, mark.end).text_in(desk.page.text) for mark in desk.page.marks]


def whole_words(text: str) -> set[str]:
    """The words that stand alone and once in a text."""
    words = [word.strip(",.?") for word in text.split()]
    return {word for word in words if word and words.count(word) == 1}


def write_by_input_method(desk: Desk) -> None:
    """Press a dead key, and a letter that goes with it."""
    QCoreApplication.sendEvent(desk.page, QInputMethodEvent("´", []))
    done = QInputMethodEvent("", [])
    done.setCommitString("é")
    QCoreApplication.sendEvent(desk.page, done)


def press(desk: Desk, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE, *, times: int = 1) -> None:
    for _ in range(times):
        desk.press(key, modifiers)


WAYS = (
    lambda desk: desk.type("zz "),
    lambda desk: desk.type(" zz, z"),
    lambda desk: press(desk, Key.Key_Backspace, times=4),
    lambda desk: press(desk, Key.Key_Delete, times=5),
    lambda desk: press(desk, Key.Key_Backspace, CTRL),
    lambda desk: press(desk, Key.Key_Return),
    lambda desk: press(desk, Key.Key_J, CTRL),
    lambda desk: press(desk, Key.Key_F5),
    lambda desk: press(desk, Key.Key_2, CTRL),
    lambda desk: press(desk, Key.Key_S, CTRL | SHIFT),
    lambda desk: desk.paste("zz\r\nzz zz\u2028z"),
    lambda desk: desk.paste("👩\u200d👧😀"),
    write_by_input_method,
    lambda desk: desk.window.menus.action("undo").trigger() if may_go_back(desk) else None,
    lambda desk: press(desk, Key.Key_Z, CTRL | SHIFT),
    lambda desk: desk.save(),
    lambda desk: QCoreApplication.processEvents(),
)


def may_go_back(desk: Desk) -> bool:
    """Whether there is something to undo that was done while correcting."""
    typed = desk.page.document().isUndoAvailable()
    return typed or desk.work.project.undo_label in {"Correct text", "Set speaker", "Swap speakers"}


def go_anywhere(desk: Desk, chance: random.Random) -> None:
    """Put the caret somewhere, or select something."""
    offsets, length = desk.page.offsets, len(desk.page.text)
    at = chance.randint(0, length)
    cursor = desk.page.textCursor()
    cursor.setPosition(offsets.to_qt(at))
    if chance.random() < 0.4:
        cursor.setPosition(offsets.to_qt(min(length, at + chance.choice((1, 8, 30)))), QTextCursor.MoveMode.KeepAnchor)
    desk.page.setTextCursor(cursor)


def times_of(read: Transcript, wanted: set[str]) -> dict[str, tuple[int, int]]:
    named = [(word.span.text_in(read.text).strip(",.?"), word) for word in read.words]
    return {name: (word.start_ms, word.end_ms) for name, word in named if name in wanted}


@pytest.mark.parametrize("seed", [3, 11])
def test_whatever_is_done_words_keep_their_times_and_codings_their_words(desk: Desk, seed: int) -> None:
    chance = random.Random(seed)
    before = desk.stored()
    intact = whole_words(before.text)
    coded = [set(re.findall(r"\w+", words)) for words in desk.coded()]
    times = times_of(before, intact)
    for _ in range(_STEPS):
        if chance.random() < 0.7:
            go_anywhere(desk, chance)
        chance.choice(WAYS)(desk)
        intact &= whole_words(desk.page.text)
    desk.save()
    read = desk.stored()
    assert (desk.page.text, desk.page.turns) == (read.text, read.turns)
    starts = [0, *(place.end() for place in re.finditer("\n", read.text))]
    ends = [*(start - 1 for start in starts[1:]), len(read.text)]
    assert [turn.span for turn in read.turns] == list(map(Span, starts, ends))
    assert times_of(read, intact) == {word: times[word] for word in intact if word in times}
    assert [set(re.findall(r"\w+", words)) & intact for words in desk.coded()] == [words & intact for words in coded]


def test_what_is_taken_out_and_put_back_is_coded_as_before(desk: Desk) -> None:
    turns = desk.page.turns
    desk.place("afraid of lawsuits, honestly", select=True)
    desk.press(Key.Key_Delete)
    desk.press(Key.Key_Z, CTRL)
    assert not desk.work.reading.editor.pending
    assert marked(desk) == desk.coded() == ["afraid of lawsuits", "We all were", "Nobody dared"]
    assert desk.page.turns == turns


def test_all_of_it_can_be_taken_out_and_written_anew(desk: Desk) -> None:
    whole = desk.stored()
    press(desk, Key.Key_A, CTRL)
    press(desk, Key.Key_Delete)
    desk.save()
    assert desk.work.reading.editor.active and desk.stored().text == ""
    desk.type("All new")
    desk.save()
    assert desk.said() == [("Interviewer", "All new")]
    press(desk, Key.Key_Z, CTRL, times=2)
    assert desk.stored() == whole
    assert desk.coded() == marked(desk) == ["afraid of lawsuits", "We all were", "Nobody dared"]


def test_correcting_may_end_with_nothing_written(desk: Desk) -> None:
    press(desk, Key.Key_A, CTRL)
    press(desk, Key.Key_Delete)
    press(desk, Key.Key_Escape)
    reading = desk.work.reading
    assert not reading.editor.active
    assert reading.missing.isVisible() and not reading.view.isVisible()
    assert len(segments.in_source(desk.work.project, 1)) == 3


def test_what_is_typed_while_something_else_changes_isnt_lost(desk: Desk) -> None:
    desk.place("afraid")
    desk.type("so ")
    rename_speaker(desk.work.project, desk.stored().speakers[1].id, "P08")
    assert desk.said()[1] == ("P08", SAID[1][1].replace("afraid", "so afraid"))
    assert desk.page.text == desk.stored().text
    desk.type("very ")
    desk.save()
    assert "was so very afraid" in desk.stored().text


@pytest.mark.parametrize("width", [360, 420, 560, 700, 1200])
def test_keys_are_named_whole_or_not_at_all(qtbot: QtBot, width: int) -> None:
    bar = CorrectBar(KeyBindings())
    qtbot.addWidget(bar)
    bar.resize(width, 40)
    bar.show()
    hint = bar.findChild(QLabel)
    assert hint is not None and hint.text()
    said = [part.strip() for part in hint.text().split("  ")]
    assert said == ["Correcting"] or said == [part.strip() for part in hint.toolTip().split("  ")][: len(said)]
    assert not hint.text().endswith("·") and "…" not in hint.text()


def test_a_turn_without_words_keeps_its_place(desk: Desk) -> None:
    place = desk.page.geometry_of_text.first_line(0).topLeft()
    press(desk, Key.Key_A, CTRL)
    press(desk, Key.Key_Delete)
    desk.save()
    assert desk.page.geometry_of_text.first_line(0).topLeft() == place
