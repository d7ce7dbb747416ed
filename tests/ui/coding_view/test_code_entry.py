"""The pop-up for a code's name."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QListView, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from interviewcoder.coding.codes import CodeNode
from interviewcoder.ui.coding_view.code_entry import CodeEntry
from interviewcoder.ui.coding_view.code_rows import CodeRow, CodeRows

# What a screen that only exists in memory can't do for a pop-up.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def entry(qtbot: QtBot, codes: list[CodeNode]) -> Iterator[CodeEntry]:
    owner = QWidget()
    qtbot.addWidget(owner)
    entry = CodeEntry(owner)
    entry.set_codes(codes)
    entry.set_recent([3, 1])
    yield entry
    entry.close()


def shown(entry: CodeEntry) -> list[str]:
    model = entry.findChildren(QListView)[0].model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def current(entry: CodeEntry) -> str:
    return str(entry.findChildren(QListView)[0].currentIndex().data())


def line(entry: CodeEntry) -> QLineEdit:
    return entry.findChildren(QLineEdit)[0]


def test_the_recent_codes_stand_first_before_anything_is_typed(entry: CodeEntry) -> None:
    entry.open_at(QRect(100, 100, 50, 20))
    assert shown(entry) == ["Policy", "Fear", "Pride", "Fear of lawsuits"]


def test_a_new_name_stands_last_and_an_old_one_is_not_made_twice(entry: CodeEntry) -> None:
    entry.open_at(QRect(100, 100, 50, 20), "law")
    assert shown(entry) == ["Fear of lawsuits", "Create “law”"]
    line(entry).setText("fear")
    assert shown(entry) == ["Fear", "Fear of lawsuits"]


def test_a_loose_likeness_is_not_taken_by_a_careless_enter(entry: CodeEntry) -> None:
    entry.open_at(QRect(100, 100, 50, 20), "flw")
    assert shown(entry) == ["Fear of lawsuits", "Create “flw”"]
    assert current(entry) == "Create “flw”"


def test_arrows_walk_round_the_list_while_the_line_keeps_the_letters(entry: CodeEntry) -> None:
    entry.open_at(QRect(100, 100, 50, 20), "p")
    seen = []
    for _ in range(3):
        seen.append(current(entry))
        QTest.keyClick(line(entry), Qt.Key.Key_Down)
    assert seen == ["Policy", "Pride", "Create “p”"]
    assert current(entry) == "Policy"
    QTest.keyClick(line(entry), Qt.Key.Key_Up)
    assert current(entry) == "Create “p”"
    assert line(entry).text() == "p"


def test_shift_enter_makes_a_code_although_others_match(qtbot: QtBot, entry: CodeEntry) -> None:
    entry.open_at(QRect(100, 100, 50, 20), "Fear of")
    with qtbot.waitSignal(entry.named) as named:
        QTest.keyClick(line(entry), Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert named.args == ["Fear of"]


def test_a_click_chooses(qtbot: QtBot, entry: CodeEntry) -> None:
    entry.open_at(QRect(100, 100, 50, 20))
    rows = entry.findChildren(QListView)[0]
    place = rows.visualRect(rows.model().index(2, 0)).center()
    with qtbot.waitSignal(entry.chosen) as chosen:
        QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert chosen.args == [2]


def test_escape_closes_without_a_choice(qtbot: QtBot, entry: CodeEntry) -> None:
    entry.open_at(QRect(100, 100, 50, 20), "fear")
    with qtbot.assertNotEmitted(entry.chosen), qtbot.assertNotEmitted(entry.named):
        QTest.keyClick(line(entry), Qt.Key.Key_Escape)
    assert not entry.isVisible()


def test_it_stays_on_the_screen(entry: CodeEntry) -> None:
    # The screen in memory gives pop-ups a frame of two pixels that nobody asked for.
    room = entry.screen().availableGeometry().adjusted(-2, -2, 2, 2)
    for anchor in (QRect(room.right() - 10, room.bottom() - 10, 8, 8), QRect(-40, -40, 8, 8)):
        entry.open_at(anchor)
        assert room.contains(entry.geometry())
        entry.close()


def test_the_rows_are_a_sound_model(qtmodeltester: ModelTester) -> None:
    rows = CodeRows()
    rows.show_rows([CodeRow("Fear", 1, "Feelings", "#cc6677", "1"), CodeRow("New", None)])
    qtmodeltester.check(rows)  # type: ignore[no-untyped-call]  # pytest-qt has no types here


def test_a_path_finds_the_code_below_its_theme(qtbot: QtBot, entry: CodeEntry) -> None:
    entry.open_at(QRect(100, 100, 10, 10))
    line = entry.findChildren(QLineEdit)[0]
    QTest.keyClicks(line, "fear>fear of")
    assert current(entry) == "Fear of lawsuits"
    QTest.keyClicks(line, " courts")
    assert current(entry) == "Create “fear > fear of courts”"
    with qtbot.waitSignal(entry.named) as named:
        QTest.keyClick(line, Qt.Key.Key_Return)
    assert named.args == ["fear > fear of courts"]


def test_a_misspelt_name_is_offered_and_a_new_one_is_chosen(entry: CodeEntry) -> None:
    entry.open_at(QRect(100, 100, 10, 10), "Prdie")
    assert shown(entry) == ["Pride", "Create “Prdie”"]
    assert current(entry) == "Create “Prdie”"
