"""Words are found in the transcript that is open."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from interviewcoder.sources.text import Span
from interviewcoder.ui.find_bar import FindBar

TEXT = "Fear 😨 and fears.\nFEAR is what the café feared."


@pytest.fixture
def bar(qtbot: QtBot) -> Iterator[FindBar]:
    """The bar over a text."""
    made = FindBar()
    qtbot.addWidget(made)
    made.set_text(TEXT)
    made.open()
    yield made


def words(spans: list[Span]) -> list[str]:
    return [span.text_in(TEXT) for span in spans]


def test_all_that_is_found_is_marked_while_somebody_types(bar: FindBar, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bar.marked) as marked:
        QTest.keyClicks(bar._line, "f")
    assert len(marked.args[0]) == 5
    with qtbot.waitSignal(bar.marked) as marked:
        bar._line.setText("cafe")
    assert words(marked.args[0]) == ["café"]


def test_enter_goes_round_from_where_somebody_is(bar: FindBar, qtbot: QtBot) -> None:
    bar._line.setText("fear")
    bar.place = lambda: 10
    gone: list[Span] = []
    bar.found.connect(gone.append)
    for _ in range(3):
        QTest.keyClick(bar._line, Qt.Key.Key_Return)
    QTest.keyClick(bar._line, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert [span.start for span in gone] == [11, 18, 40, 18]
    assert bar._count.text() == "3 of 4"


@pytest.mark.parametrize(
    ("toggles", "wanted", "found"),
    [
        (["case"], "FEAR", ["FEAR"]),
        (["whole"], "fear", ["Fear", "FEAR"]),
        (["pattern"], r"fear\w+", ["fears", "feared"]),
        (["pattern", "case"], r"^F\w+", ["Fear", "FEAR"]),
    ],
)
def test_how_to_look_can_be_said(bar: FindBar, qtbot: QtBot, toggles: list[str], wanted: str, found: list[str]) -> None:
    for name in toggles:
        getattr(bar, name).setChecked(True)
    with qtbot.waitSignal(bar.marked) as marked:
        bar._line.setText(wanted)
    assert words(marked.args[0]) == found


def test_a_pattern_that_is_none_is_said(bar: FindBar) -> None:
    bar.pattern.setChecked(True)
    bar._line.setText("(fear")
    assert bar._count.text() == "not a pattern"
    assert "missing )" in bar._count.toolTip()


def test_marks_go_with_the_bar(bar: FindBar, qtbot: QtBot) -> None:
    bar._line.setText("fear")
    with qtbot.waitSignal(bar.marked) as marked:
        QTest.keyClick(bar._line, Qt.Key.Key_Escape)
    assert marked.args == [[]] and bar.isHidden()
