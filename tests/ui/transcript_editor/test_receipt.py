"""After a correction: what it meant for each coding, and deciding about those that have no words left."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from interviewcoder.coding import segments
from interviewcoder.ui.transcript_editor.receipt_page import ReceiptPage
from interviewcoder.ui.transcript_editor.receipt_rows import BEFORE, CODE, NOW
from tests.ui.transcript_editor.conftest import Desk

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


def correct(desk: Desk) -> ReceiptPage:
    """Take “We all were” out, put “No one” for “Nobody”, leave the edit and open the list."""
    desk.place("We all were", select=True)
    desk.press(Key.Key_Delete)
    desk.place("Nobody", select=True)
    desk.type("No one")
    desk.press(Key.Key_Escape)
    desk.window.strip._way.click()
    return cast(ReceiptPage, desk.work.results.page("receipt"))


def lines(page: ReceiptPage) -> list[tuple[str, ...]]:
    rows = range(page.rows.rowCount())
    return [tuple(page.rows.index(row, column).data() for column in (CODE, BEFORE, NOW)) for row in rows]


def test_each_coding_with_other_words_is_listed_those_without_first(desk: Desk) -> None:
    page = correct(desk)
    assert page.isVisible()
    assert [line[:2] for line in lines(page)] == [("Fear", "We all were"), ("Fear", "Nobody dared")]
    assert lines(page)[1][NOW] == "No one dared"
    assert str(page.rows.index(0, NOW).data()).startswith("no words left: …")
    assert "honestly. ▏ ." in str(page.rows.index(0, NOW).data())
    assert page._title.text() == "Last correction: 1 coding unchanged, 1 extended or shortened, 1 to look at"
    assert page.current() is not None and page.current() == page.rows.lines[0]


def test_a_coding_is_put_on_the_selected_passage_and_undo_takes_it_back(desk: Desk) -> None:
    page = correct(desk)
    desk.place("honestly", select=True)
    page.put.click()
    assert desk.coded() == ["afraid of lawsuits", "honestly", "No one dared"]
    assert lines(page)[0] == ("Fear", "We all were", "honestly")
    desk.window.menus.action("undo").trigger()
    assert desk.coded() == ["afraid of lawsuits", "", "No one dared"]
    assert page.rows.lines[0].lost


def test_without_a_selection_it_says_what_to_do_first(desk: Desk) -> None:
    page = correct(desk)
    desk.page.setTextCursor(desk.page.cursorForPosition(desk.page.rect().topLeft()))
    page.put.click()
    assert desk.window.strip.message() == "Select the words for “Fear” in its transcript first."
    assert desk.coded() == ["afraid of lawsuits", "", "No one dared"]


def test_one_that_is_removed_comes_back_with_undo(desk: Desk) -> None:
    page = correct(desk)
    page.list.setFocus()
    QTest.keyClick(page.list, Key.Key_Delete)
    assert desk.coded() == ["afraid of lawsuits", "No one dared"]
    assert [line[1] for line in lines(page)] == ["Nobody dared"]
    assert not page.remove.isEnabled()
    desk.window.menus.action("undo").trigger()
    assert [line[1] for line in lines(page)] == ["We all were", "Nobody dared"]


def test_one_that_is_kept_leaves_the_list_but_not_the_codings_without_words(desk: Desk) -> None:
    page = correct(desk)
    page.keep.click()
    assert [line[1] for line in lines(page)] == ["Nobody dared"]
    assert page.study.text() == "Codings without words (1)"
    page.study.click()
    assert [line[:2] for line in lines(page)] == [("Fear", "P07")]
    assert not page.keep.isVisible()
    assert desk.coded() == ["afraid of lawsuits", "", "No one dared"]


def test_codings_without_words_are_found_again_later(desk: Desk) -> None:
    desk.place("We all were", select=True)
    desk.press(Key.Key_Delete)
    desk.press(Key.Key_Escape)
    path = desk.work.project.path
    desk.window.close_project()
    desk.window.open_project(path)
    desk.window.menus.action("without_words").trigger()
    page = cast(ReceiptPage, desk.work.results.page("receipt"))
    assert [line[:2] for line in lines(page)] == [("Fear", "P07")]
    desk.qtbot.waitUntil(lambda: page.list.viewport().height() > 0, timeout=3000)
    QTest.mouseClick(
        page.list.viewport(), Qt.MouseButton.LeftButton, pos=page.list.visualRect(page.rows.index(0, NOW)).center()
    )
    lost = next(one for one in segments.listing(desk.work.project) if not one.span.length)
    assert desk.work.reading.view.coding.id == lost.id


def test_what_undo_took_back_while_correcting_isnt_in_the_receipt(desk: Desk) -> None:
    desk.place("We all were", select=True)
    desk.press(Key.Key_Delete)
    desk.save()
    desk.press(Key.Key_Z, CTRL)
    desk.press(Key.Key_Escape)
    assert desk.window.strip.message() == "Corrected: 3 codings unchanged"


def test_the_page_says_so_where_nothing_was_corrected(desk: Desk) -> None:
    page = cast(ReceiptPage, desk.work.results.open_page("receipt"))
    assert page._title.text() == "No correction yet"
    page.study.click()
    assert page._empty.text() == "Every coding has its words."
