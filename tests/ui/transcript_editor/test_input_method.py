"""Dead keys, Chinese, dictation: of what an input method puts in, Qt tells the paragraph, and the caret the place."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent

from tests.ui.transcript_editor.conftest import Desk


def commit(desk: Desk, words: str) -> None:
    """Let an input method show the first letter, and then put the words into the text."""
    QCoreApplication.sendEvent(desk.page, QInputMethodEvent(words[:1], []))
    done = QInputMethodEvent("", [])
    done.setCommitString(words)
    QCoreApplication.sendEvent(desk.page, done)


@pytest.mark.parametrize(
    ("before", "words", "codings"),
    [
        ("We all", "We ", ["afraid of lawsuits", "We all were", "Nobody dared"]),
        ("all were", "all ", ["afraid of lawsuits", "We all all were", "Nobody dared"]),
        (". We all", " lawsuits, honestly", ["afraid of lawsuits", "We all were", "Nobody dared"]),
        (", honestly", " of lawsuits", ["afraid of lawsuits", "We all were", "Nobody dared"]),
    ],
)
def test_a_word_put_beside_its_equal_is_the_new_one(desk: Desk, before: str, words: str, codings: list[str]) -> None:
    text = desk.page.text
    at = text.index(before)
    desk.place(before)
    commit(desk, words)
    desk.save()
    assert desk.stored().text == text[:at] + words + text[at:]
    assert desk.coded() == codings


def test_of_equal_words_the_one_that_is_written_over_goes(desk: Desk) -> None:
    desk.place("We all were")
    desk.type("We all were ")
    desk.save()
    cursor = desk.page.textCursor()
    cursor.movePosition(cursor.MoveOperation.Left, cursor.MoveMode.KeepAnchor, len("We all were "))
    desk.page.setTextCursor(cursor)
    commit(desk, "Nobody: ")
    desk.save()
    assert "honestly. Nobody: We all were." in desk.stored().text
    assert desk.coded() == ["afraid of lawsuits", "We all were", "Nobody dared"]


def test_what_an_input_method_puts_in_is_taken_back(desk: Desk) -> None:
    whole = desk.stored()
    desk.place("We all")
    commit(desk, "We ")
    desk.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not desk.work.reading.editor.pending
    desk.save()
    assert desk.stored() == whole
    assert desk.coded() == ["afraid of lawsuits", "We all were", "Nobody dared"]
