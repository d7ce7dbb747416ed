"""Looking at some codings alone, and setting the transcript, in the window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QTextCursor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QTreeWidget
from pytestqt.qtbot import QtBot

from interviewcoder.coding import codes, segments
from interviewcoder.sources.text import Span
from interviewcoder.ui.coding_view.focus import Focus
from interviewcoder.ui.main_window import MainWindow
from interviewcoder.ui.workspace import Workspace

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def work(study: MainWindow) -> Workspace:
    """The window's project: Fear > Of courts, and Team, a coding of each."""
    assert study.workspace is not None
    work = study.workspace
    source = work.reading.source
    assert source is not None
    text = work.reading.view.page.text
    fear = codes.add(work.project, "Fear")
    for words, code in (
        ("We all were", fear),
        ("afraid of lawsuits", codes.add(work.project, "Of courts", parent_id=fear.id)),
        ("the whole team", codes.add(work.project, "Team")),
    ):
        start = text.index(words)
        segments.code_passage(work.project, source.id, Span(start, start + len(words)), code.id)
    return work


def painted(work: Workspace) -> list[str]:
    return [mark.segment.code_name for mark in work.reading.view.page.marks]


def code_id(work: Workspace, name: str) -> int:
    return next(node.id for node in work.reading.view.codes if node.name == name)


def test_a_focus_shows_the_codings_of_a_code_and_below_and_says_so(work: Workspace) -> None:
    undo = work.project.undo_label
    work.codes.focus_asked.emit([code_id(work, "Fear")])
    assert painted(work) == ["Of courts", "Fear"]
    assert work.reading.focus_bar.isVisible()
    assert work.reading.focus_bar.told == "Showing 2 of 3 codings: Fear"
    assert work.reading.header.focus.text().startswith("2 of 3")
    assert work.project.undo_label == undo


def test_escape_shows_all_again_once_nothing_is_selected(work: Workspace) -> None:
    page = work.reading.view.page
    work.options.focus_on_codes([code_id(work, "Team")])
    work.reading.view.select(Span(0, 4))
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert painted(work) == ["Team"] and page.selected() is None
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert painted(work) == ["Of courts", "Fear", "Team"]
    assert not work.reading.focus_bar.isVisible()


def test_what_is_coded_out_of_focus_is_counted_and_a_code_that_goes_takes_the_focus_along(work: Workspace) -> None:
    team, source = code_id(work, "Team"), work.reading.source
    assert source is not None
    work.options.focus_on_codes([team])
    segments.code_passage(work.project, source.id, Span(0, 4), code_id(work, "Fear"))
    assert work.reading.focus_bar.told == "Showing 1 of 4 codings: Team"
    codes.delete(work.project, team)
    assert len(painted(work)) == 3 and not work.reading.focus_bar.isVisible()
    work.project.undo()
    assert len(painted(work)) == 4


def test_coding_out_of_focus_says_that_it_is_not_seen(work: Workspace) -> None:
    told: list[str] = []
    work.reading.told.connect(told.append)
    work.codes.focus_asked.emit([code_id(work, "Fear")])
    for name in ("Team", "Fear"):
        work.reading.view.select(Span(0, 5))
        work.reading.apply_code(code_id(work, name))
    assert told[-2:] == ["Coded as “Team”, which is out of focus", "Coded as “Fear”"]


def test_a_focus_is_found_by_typing_and_enter(study: MainWindow, work: Workspace, qtbot: QtBot) -> None:
    study.menus.action("focus").trigger()
    popup = QApplication.activePopupWidget()
    assert popup is not None and popup.accessibleName() == "Focus on codes and people"
    line = popup.findChild(QLineEdit)
    assert line is not None
    QTest.keyClicks(line, "court")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert not popup.isVisible() and painted(work) == ["Of courts"]
    study.menus.action("show_all").trigger()
    assert len(painted(work)) == 3


def test_several_are_ticked_with_the_space_bar(work: Workspace) -> None:
    work.options.open_menu()
    popup = QApplication.activePopupWidget()
    assert popup is not None
    line, listed = popup.findChild(QLineEdit), popup.findChild(QTreeWidget)
    assert line is not None and listed is not None
    QTest.keyClicks(line, "Team")
    QTest.keyClick(line, Qt.Key.Key_Down)
    QTest.keyClick(listed, Qt.Key.Key_Space)
    line.setText("court")
    QTest.keyClick(line, Qt.Key.Key_Down)
    QTest.keyClick(listed, Qt.Key.Key_Space)
    assert painted(work) == ["Of courts", "Team"]
    QTest.keyClick(listed, Qt.Key.Key_Space)
    assert painted(work) == ["Team"]
    popup.close()


def test_a_row_is_ticked_by_a_click_on_its_name(work: Workspace) -> None:
    work.options.open_menu()
    popup = QApplication.activePopupWidget()
    listed = popup.findChild(QTreeWidget) if popup is not None else None
    assert popup is not None and listed is not None
    (item,) = listed.findItems("Team", Qt.MatchFlag.MatchExactly)
    place = listed.visualItemRect(item).center()
    QTest.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert painted(work) == ["Team"]
    box = QPoint(8, place.y())
    QTest.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=box)
    assert len(painted(work)) == 3
    popup.close()


def test_a_focus_on_a_speaker_counts_what_they_said(work: Workspace) -> None:
    transcript = work.reading.view.transcript
    assert transcript is not None
    asker = next(one for one in transcript.speakers if one.label == "I")
    work.options.set_focus(Focus(speakers=frozenset({asker.id})))
    assert work.reading.focus_bar.told == "Showing 0 of 3 codings: said by I"


def turn_wheel(work: Workspace, by: int) -> None:
    viewport = work.reading.view.page.viewport()
    at = QPointF(viewport.rect().center())
    place, no_button = QPointF(viewport.mapToGlobal(at.toPoint())), Qt.MouseButton.NoButton
    phase = Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(at, place, QPoint(), QPoint(0, by), no_button, CONTROL, phase, False)
    QApplication.sendEvent(viewport, event)


def test_the_wheel_with_ctrl_enlarges_the_text_alone_and_it_is_kept(study: MainWindow, work: Workspace) -> None:
    view = work.reading.view
    before = view.page.font().pointSizeF(), view.font().pointSizeF()
    for _ in range(3):
        turn_wheel(work, 40)
    turn_wheel(work, 240)
    assert (view.page.font().pointSizeF(), view.font().pointSizeF()) == (before[0] + 3, before[1])
    assert study.settings.transcript == {"larger_pt": "3"}
    study.menus.action("transcript_smaller").trigger()
    assert view.page.font().pointSizeF() == before[0] + 2


def entry(menu: QMenu, title: str) -> QAction:
    """The entry of a menu by its words."""
    return next(action for action in menu.actions() if action.text().replace("&", "") == title)


def test_lines_and_gutter_are_chosen_in_the_menu(study: MainWindow, work: Workspace) -> None:
    menu = study.menus.transcript
    work.options.looks.fill_menu(menu)
    spacings = entry(menu, "Line spacing").menu()
    assert isinstance(spacings, QMenu)
    entry(spacings, "Double").trigger()
    entry(menu, "Turn numbers").trigger()
    looks = work.options.looks.looks
    assert looks.spacing == "2" and not looks.numbers
    assert work.reading.view.page.looks == looks
    assert study.settings.transcript == {"spacing": "2", "numbers": "no"}


def test_words_that_arent_stored_yet_stay_when_letters_and_lines_change(study: MainWindow, work: Workspace) -> None:
    page = work.reading.view.page
    text = page.text
    work.reading.toggle_correcting()
    page.moveCursor(QTextCursor.MoveOperation.End)
    QTest.keyClicks(page, " Yes.")
    work.options.looks.enlarge(2)
    study.set_text_size(14)
    QApplication.processEvents()
    work.options.looks.enlarge(-1)
    assert page.toPlainText() == text + " Yes."
    work.reading.toggle_correcting()
    assert work.reading.view.page.text == text + " Yes."
    study.set_text_size(0)


@pytest.mark.parametrize("width", [300, 420, 700, 1100])
def test_the_line_above_the_text_keeps_room_for_the_name(work: Workspace, width: int) -> None:
    header = work.reading.header
    header.setFixedWidth(width)
    QApplication.processEvents()
    name = next(label for label in header.findChildren(QLabel) if label.property("role") == "name")
    assert name.text() and name.geometry().right() <= header.focus.geometry().left()
    assert header.focus.isVisible() and header.focus.width() >= header.focus.sizeHint().width()
