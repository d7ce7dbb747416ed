"""What is asked for a coding in the text is done in the project, each as one step of undo."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from interviewcoder.coding import codes, segments
from interviewcoder.coding.segments import SegmentView
from interviewcoder.ui.coding_view import CodingView
from interviewcoder.ui.main_window import MainWindow

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
ALT, SHIFT, CONTROL = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)


@pytest.fixture
def view(study: MainWindow) -> CodingView:
    return study.at_work().reading.view


@pytest.fixture
def coding(study: MainWindow, view: CodingView) -> SegmentView:
    """“afraid of lawsuits”, coded as Fear and chosen."""
    work = study.at_work()
    assert work.reading.source is not None
    span = segments.find_passage(work.project, work.reading.source.id, "afraid of lawsuits")
    made = segments.code_with_name(work.project, work.reading.source.id, span, "Fear")
    view.choose_segment(made.id)
    return made


def now(study: MainWindow) -> list[SegmentView]:
    return segments.listing(study.at_work().project)


def quotes(study: MainWindow) -> list[str]:
    return [segments.quote(study.at_work().project, segment.id) for segment in now(study)]


def test_keys_make_a_coding_longer_and_shorter_again_and_again(
    study: MainWindow, view: CodingView, coding: SegmentView
) -> None:
    for _ in range(3):
        QTest.keyClick(view.page, Qt.Key.Key_Right, SHIFT | ALT)
    assert quotes(study) == ["afraid of lawsuits, honestly. We all"]
    QTest.keyClick(view.page, Qt.Key.Key_Left, SHIFT | ALT | CONTROL)
    QTest.keyClick(view.page, Qt.Key.Key_Left, SHIFT | ALT)
    assert quotes(study) == ["was afraid of lawsuits, honestly. We"]
    for _ in range(5):
        study.menus.action("undo").trigger()
    assert quotes(study) == ["afraid of lawsuits"]
    assert now(study)[0].memo == coding.memo


def test_the_menu_marks_the_coding_in_the_text(study: MainWindow, coding: SegmentView) -> None:
    for name in ("exemplar", "negative", "latent"):
        study.menus.action(name).trigger()
    (marked,) = now(study)
    assert (marked.exemplar, marked.negative, marked.level) == (True, True, "latent")
    study.menus.action("semantic").trigger()
    assert now(study)[0].level == "semantic"
    study.menus.action("semantic").trigger()
    study.menus.action("negative").trigger()
    assert (now(study)[0].level, now(study)[0].negative) == ("", False)


def test_without_a_coding_the_strip_says_what_to_do(study: MainWindow, view: CodingView) -> None:
    study.menus.action("negative").trigger()
    assert study.strip.message() == "Put the caret into a coded passage, or click its stripe beside the text."


def test_a_memo_is_one_step_however_much_is_typed(study: MainWindow, view: CodingView, coding: SegmentView) -> None:
    study.menus.action("coding_memo").trigger()
    text = view.memo_entry.findChild(QPlainTextEdit)
    assert text is not None
    QTest.keyClicks(text, "She whispers.")
    view.memo_entry.close()
    assert now(study)[0].memo == "She whispers."
    study.menus.action("undo").trigger()
    assert now(study)[0].memo == ""


def test_a_coding_gets_another_code_old_or_new(study: MainWindow, view: CodingView, coding: SegmentView) -> None:
    study.menus.action("change_code").trigger()
    popup = QApplication.activePopupWidget()
    line = popup.findChild(QLineEdit) if popup is not None else None
    assert line is not None
    QTest.keyClicks(line, "Legal risk")
    QTest.keyClick(line, Qt.Key.Key_Return)
    (recoded,) = now(study)
    assert (recoded.id, recoded.code_name, recoded.span) == (coding.id, "Legal risk", coding.span)
    study.menus.action("undo").trigger()
    assert now(study)[0].code_name == "Fear"
    assert [code.name for code in codes.tree(study.at_work().project)] == ["Fear"]


def test_the_last_code_and_the_one_in_the_tree_are_given_by_a_key(
    study: MainWindow, view: CodingView, coding: SegmentView
) -> None:
    work = study.at_work()
    pride = codes.add(work.project, "Pride")
    span = segments.find_passage(work.project, coding.source_id, "whole team")
    view.select(span)
    QTest.keyClicks(view.page, ".")
    work.codes.choose(pride.id)
    study.menus.action("code_chosen").trigger()
    assert [s.code_name for s in now(study) if s.span == span] == ["Fear", "Pride"]


def test_the_whole_turn_is_coded_by_typing(study: MainWindow, view: CodingView, coding: SegmentView) -> None:
    study.menus.action("code_turn").trigger()
    popup = QApplication.activePopupWidget()
    line = popup.findChild(QLineEdit) if popup is not None else None
    assert line is not None
    QTest.keyClicks(line, "Answer")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert "I was afraid of lawsuits, honestly. We all were." in quotes(study)
