"""One coding: its ends moved by words, its memo, its code, and what the menu says of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPlainTextEdit
from pytestqt.qtbot import QtBot

from interviewcoder.coding.segments import SegmentView
from interviewcoder.sources.text import Span
from interviewcoder.sources.transcript import Transcript
from interviewcoder.ui.coding_view import CodingView
from interviewcoder.ui.coding_view.one_coding import resized

Code = Callable[..., SegmentView]
SpanOf = Callable[[str], Span]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
ALT, SHIFT, CONTROL = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)
TEXT = "I was 😨 afraid, we don't know.\nAnd שלום Cafe\u0301 then?"


def moved(words: str, *, at_start: bool, step: int, text: str = TEXT) -> str:
    start = text.index(words)
    return resized(text, Span(start, start + len(words)), at_start=at_start, step=step).text_in(text)


@pytest.mark.parametrize(
    ("words", "at_start", "step", "then"),
    [
        ("afraid", False, 1, "afraid, we"),
        ("afraid, we", False, 1, "afraid, we don't"),
        ("afraid, we don't", False, -1, "afraid, we"),
        ("afraid", True, -1, "😨 afraid"),
        ("was 😨 afraid", True, 1, "😨 afraid"),
        ("know", False, 1, "know.\nAnd"),
        ("And שלום", True, -1, "know.\nAnd שלום"),
        ("And", False, 1, "And שלום"),
        ("And שלום", False, 1, "And שלום Cafe\u0301"),
        ("afraid", False, -1, "afraid"),
        ("afraid", True, 1, "afraid"),
        ("I", True, -1, "I"),
        ("then", False, 1, "then"),
    ],
)
def test_an_end_moves_from_word_to_word_and_a_word_stays(words: str, at_start: bool, step: int, then: str) -> None:
    assert moved(words, at_start=at_start, step=step) == then


def test_keys_move_the_end_and_the_start_of_the_coding_that_is_meant(
    qtbot: QtBot, view: CodingView, coded: Code, span_of: SpanOf
) -> None:
    view.set_segments([coded("afraid", 1)])
    view.choose_segment(1)
    with qtbot.waitSignal(view.coding.resized) as asked:
        QTest.keyClick(view.page, Qt.Key.Key_Right, SHIFT | ALT)
    assert asked.args == [1, span_of("afraid, because")]
    with qtbot.waitSignal(view.coding.resized) as asked:
        QTest.keyClick(view.page, Qt.Key.Key_Left, SHIFT | ALT | CONTROL)
    assert asked.args == [1, span_of("was afraid")]


def test_what_is_selected_without_a_code_changes_by_letters(view: CodingView, coded: Code, span_of: SpanOf) -> None:
    view.set_segments([coded("😕😕 I was afraid", 1)])
    view.select(span_of("😕 I was"))
    page = view.page
    QTest.keyPress(page, Qt.Key.Key_Shift)
    for _ in range(2):
        QTest.keyClick(page, Qt.Key.Key_Left, SHIFT | ALT)
    QTest.keyRelease(page, Qt.Key.Key_Shift)
    assert view.selection() == span_of("😕 I w")
    page.select_positions(page.offsets.to_qt(span_of("I was").end), page.offsets.to_qt(span_of("I was").start))
    for _ in range(2):
        QTest.keyClick(page, Qt.Key.Key_Left, SHIFT | ALT)
    assert view.selection() == span_of("😕 I was"), "an emoji is one letter"


def test_a_coding_that_was_resized_stays_the_chosen_one(view: CodingView, coded: Code, span_of: SpanOf) -> None:
    view.set_segments([coded("afraid", 1)])
    view.choose_segment(1)
    longer = coded("afraid, because", 1)
    view.set_segments([SegmentView(**{name: getattr(longer, name) for name in longer.__slots__} | {"id": 1})])
    assert view.coding.id == 1
    assert view.selection() == span_of("afraid, because")


def test_all_codings_of_one_place_are_reached_by_keys(qtbot: QtBot, view: CodingView, coded: Code) -> None:
    view.set_segments([coded("I was afraid", 1), coded("I was afraid", 2), coded("afraid", 3), coded("was", 4)])
    seen: list[int] = []
    view.segment_clicked.connect(seen.append)
    for _ in range(6):
        QTest.keyClick(view.page, Qt.Key.Key_Down, ALT)
    assert seen == [1, 2, 4, 3]
    for _ in range(6):
        QTest.keyClick(view.page, Qt.Key.Key_Up, ALT)
    assert seen[4:] == [4, 2, 1]


def test_a_memo_is_written_in_a_small_window_and_kept_once(qtbot: QtBot, view: CodingView, coded: Code) -> None:
    view.set_segments([coded("afraid", 1, memo="She whispers.")])
    view.choose_segment(1)
    QTest.keyClick(view.page, Qt.Key.Key_F2, SHIFT)
    text = view.memo_entry.findChild(QPlainTextEdit)
    assert text is not None and text.toPlainText() == "She whispers."
    QTest.keyClicks(text, " And looks away.")
    with qtbot.waitSignal(view.memo_entry.written) as written:
        QTest.keyClick(text, Qt.Key.Key_Return, CONTROL)
    assert written.args == [1, "She whispers. And looks away."]
    assert not view.memo_entry.isVisible()


def test_escape_leaves_a_memo_as_it_was(qtbot: QtBot, view: CodingView, coded: Code) -> None:
    view.set_segments([coded("afraid", 1, memo="She whispers.")])
    view.choose_segment(1)
    view.write_memo()
    text = view.memo_entry.findChild(QPlainTextEdit)
    assert text is not None
    QTest.keyClicks(text, "!")
    with qtbot.assertNotEmitted(view.memo_entry.written):
        QTest.keyClick(text, Qt.Key.Key_Escape)
    assert not view.memo_entry.isVisible()


def test_another_code_is_chosen_for_a_coding_by_typing(qtbot: QtBot, view: CodingView, coded: Code) -> None:
    view.set_segments([coded("afraid", 1)])
    view.choose_segment(1)
    QTest.keyClick(view.page, Qt.Key.Key_F2)
    popup = QApplication.activePopupWidget()
    line = popup.findChild(QLineEdit) if popup is not None else None
    assert line is not None
    QTest.keyClicks(line, "pri")
    with qtbot.waitSignal(view.recoded) as recoded, qtbot.assertNotEmitted(view.code_chosen):
        QTest.keyClick(line, Qt.Key.Key_Return)
    assert recoded.args == [1, 2]


def test_a_full_stop_repeats_the_code_used_last(qtbot: QtBot, view: CodingView, span_of: SpanOf) -> None:
    view.select(span_of("proud"))
    with qtbot.waitSignal(view.recent_asked) as asked:
        QTest.keyClicks(view.page, ".")
    assert asked.args == [span_of("proud"), 1]


def test_the_whole_turn_is_selected_to_be_coded(view: CodingView, interview: Transcript, span_of: SpanOf) -> None:
    view.select(span_of("afraid"))
    view.code_turn()
    assert view.selection() == interview.turns[1].span
    popup = QApplication.activePopupWidget()
    assert popup is not None and popup.accessibleName() == "Code the passage"
    popup.close()


def test_the_menu_of_a_coding_says_what_it_is_and_came_from(view: CodingView, coded: Code) -> None:
    made = coded("afraid", 1)
    values = {name: getattr(made, name) for name in made.__slots__}
    told = {"negative": True, "level": "latent", "made_by": "search: afraid", "came_from": ("Dread", "Worry")}
    view.set_segments([SegmentView(**values | told)])
    view.choose_segment(1)
    view.menus.open_at_caret()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    coding = menu.actions()[0].menu()
    assert isinstance(coding, QMenu)
    actions = coding.actions()
    assert [action.text() for action in actions if action.isChecked()] == ["Negative case", "Latent"]
    assert [action.text() for action in actions if action.text() and not action.isEnabled()] == [
        "Coded by Karin",
        "search: afraid",
        "Came from Dread, Worry",
    ]
    levels = []
    view.coding.level_chosen.connect(lambda id_, level: levels.append((id_, level)))
    next(action for action in actions if action.text() == "Latent").trigger()
    next(action for action in actions if action.text() == "Semantic").trigger()
    assert levels == [(1, ""), (1, "semantic")]
    menu.close()


def test_clicks_with_ctrl_on_the_same_words_reach_each_coding_there(
    qtbot: QtBot, view: CodingView, coded: Code, span_of: SpanOf
) -> None:
    view.set_segments(
        [coded("I was afraid, because", 1), coded("was afraid", 2), coded("afraid", 3), coded("proud", 4)]
    )
    start = view.page.offsets.to_qt(span_of("afraid").start)
    place = view.page.rects(start, start + 3)[0].center().toPoint()
    reached: list[int | None] = []
    with qtbot.assertNotEmitted(view.word_clicked):
        for _ in range(4):
            QTest.mouseClick(view.page.viewport(), Qt.MouseButton.LeftButton, CONTROL, place)
            QTest.qWait(QApplication.doubleClickInterval() + 20)
            reached.append(view.coding.id)
    assert reached == [3, 2, 1, 3]


def test_a_click_on_a_name_that_tells_of_several_reaches_each_and_doesnt_scroll(view: CodingView, coded: Code) -> None:
    view.resize(700, 120)
    words = "afraid, because we don't have a well-written policy. Nobody told us what we may answer"
    view.set_segments([coded(words, number % 4 + 1) for number in range(4)])
    view.page.verticalScrollBar().setValue(30)
    marks = list(view.page.marks)
    reached = []
    for _ in range(5):
        view.margin.marks_clicked.emit(marks)
        reached.append(view.coding.id)
    assert reached == [1, 2, 3, 4, 1]
    assert view.page.verticalScrollBar().value() == 30
