"""Offsets in code points and in Qt's units."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QTextCursor, QTextDocument
from pytestqt.qtbot import QtBot

from interviewcoder.ui.text_offsets import TextOffsets, shown_text

texts = st.text(st.sampled_from("ab é\u0301😀𝄞👩‍👧 \nש"), max_size=60)


@given(texts)
def test_every_offset_comes_back_from_qt(text: str) -> None:
    offsets = TextOffsets(text)
    for at in range(len(text) + 1):
        assert offsets.to_qt(at) == len(text[:at].encode("utf-16-le")) // 2
        assert offsets.to_code_point(offsets.to_qt(at)) == at


def test_a_position_inside_an_emoji_is_the_emojis_start() -> None:
    assert TextOffsets("a😀b").to_code_point(2) == 1


def test_two_emoji_before_a_passage_do_not_move_it(qtbot: QtBot) -> None:
    text = "😀😀 the nurse answered"
    document = QTextDocument(shown_text(text))
    offsets = TextOffsets(text)
    cursor = QTextCursor(document)
    cursor.setPosition(offsets.to_qt(text.index("nurse")))
    cursor.setPosition(offsets.to_qt(text.index("nurse") + 5), QTextCursor.MoveMode.KeepAnchor)
    assert cursor.selectedText() == "nurse"


@pytest.mark.parametrize(
    "odd", ["\u00a0", "\u2028", "\u2029", "\ufdd0", "\ufdd1", "\ufeff", "\ud800", "\t", "\x0c", "\xad"]
)
def test_signs_that_qt_rewrites_do_not_move_what_follows(qtbot: QtBot, odd: str) -> None:
    text = f"{odd}one{odd}two\nthree"
    document = QTextDocument()
    document.setPlainText(shown_text(text))
    assert document.characterCount() - 1 == TextOffsets(text).to_qt(len(text))
    assert document.blockCount() == 2
