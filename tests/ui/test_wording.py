"""Words are shown as they are."""

from __future__ import annotations

from PySide6.QtGui import QTextDocument
from pytestqt.qtbot import QtBot

from interviewcoder.ui.wording import clock_words, tip


def test_a_tooltip_shows_markup_in_a_name_as_it_was_written(qtbot: QtBot) -> None:
    words = '<b>Ward & "A"</b>\n3 codings'
    shown = QTextDocument()
    shown.setHtml(tip(words))
    assert shown.toPlainText() == words
    assert tip("Fear & trust") == "Fear & trust"


def test_a_duration_never_shows_a_second_that_isn_t_there() -> None:
    assert [clock_words(ms) for ms in (0, 999, 219_900, 3_753_000)] == ["0:00", "0:00", "3:39", "1:02:33"]
