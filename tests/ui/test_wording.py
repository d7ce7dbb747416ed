"""Words are shown as they are."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QDate, QDateTime, QLocale, QTime
from PySide6.QtGui import QTextDocument
from pytestqt.qtbot import QtBot

from interviewcoder.ui.people_words import people_words
from interviewcoder.ui.wording import clock_words, day_words, moment_words, tip


def test_a_tooltip_shows_markup_in_a_name_as_it_was_written(qtbot: QtBot) -> None:
    words = '<b>Ward & "A"</b>\n3 codings'
    shown = QTextDocument()
    shown.setHtml(tip(words))
    assert shown.toPlainText() == words
    assert tip("Fear & trust") == "Fear & trust"


def test_a_duration_never_shows_a_second_that_isn_t_there() -> None:
    assert [clock_words(ms) for ms in (0, 999, 219_900, 3_753_000)] == ["0:00", "0:00", "3:39", "1:02:33"]


@pytest.mark.parametrize(
    ("name", "day", "moment"),
    [
        ("en_GB", "22/11/2026", "22/11/2026 21:14"),
        ("de_DE", "22.11.26", "22.11.26 21:14"),
        ("C", "2026-11-22", "2026-11-22 21:14"),
    ],
)
def test_a_day_is_written_as_the_person_writes_it(name: str, day: str, moment: str) -> None:
    before = QLocale()
    QLocale.setDefault(QLocale(name))
    try:
        assert day_words(QDate(2026, 11, 22)) == day
        assert moment_words(QDateTime(QDate(2026, 11, 22), QTime(21, 14))) == moment
    finally:
        QLocale.setDefault(before)


def test_sources_without_a_participant_are_not_called_participants() -> None:
    assert people_words({"case 1", "case 2", ""}) == "2 participants"
    assert people_words({"source 1", "source 2", "source 3"}) == "3 sources"
    assert people_words({"case 1", "source 2", "source 3"}) == "1 participant and 2 sources without one"
    assert people_words({""}) == ""
