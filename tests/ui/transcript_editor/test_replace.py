"""Replacing words: in the transcript that is corrected, and in all of them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from interviewcoder.coding import codes, segments
from interviewcoder.sources.text import Span
from interviewcoder.sources.transcript import transcript_of
from interviewcoder.ui.transcript_editor.receipt_page import ReceiptPage
from interviewcoder.ui.transcript_editor.replace_dialog import ReplaceDialog
from tests.ui.transcript_editor.conftest import SAID, Desk, add_interview

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


def find(desk: Desk, words: str, by: str) -> None:
    """Look for words with the bars of a transcript that is corrected."""
    desk.window.menus.action("replace").trigger()
    reading = desk.work.reading
    reading.find_bar._line.setText(words)
    reading.replace_bar.line.setText(by)


def test_the_second_line_is_there_only_while_one_corrects(desk: Desk) -> None:
    reading = desk.work.reading
    reading.find_bar.open()
    assert reading.replace_bar.isVisible()
    reading.editor.set_active(False)
    assert not reading.replace_bar.isVisible()
    reading.find_bar.open()
    assert not reading.replace_bar.isVisible()
    desk.window.menus.action("replace").trigger()
    assert reading.editor.active and reading.replace_bar.isVisible()
    reading.find_bar.close_bar()
    assert not reading.replace_bar.isVisible()


def test_all_are_replaced_in_one_step_and_the_codings_are_counted_before(desk: Desk) -> None:
    before = desk.stored()
    find(desk, "a", "aa")
    bar = desk.work.reading.replace_bar
    desk.qtbot.waitUntil(lambda: bar.touched.text() == "3 codings touched", timeout=3000)
    bar.all.click()
    assert desk.stored().text == before.text.replace("a", "aa")
    assert desk.coded() == ["aafraaid of laawsuits", "We aall were", "Nobody daared"]
    assert desk.window.strip.message() == f"Replaced {before.text.count('a')} times: 3 extended or shortened"
    assert desk.work.project.undo_label == "Replace in text"
    desk.window.menus.action("undo").trigger()
    assert desk.stored() == before


def test_return_replaces_one_after_the_other(desk: Desk) -> None:
    find(desk, "were", "weren't")
    bar = desk.work.reading.replace_bar
    desk.place("I was")
    QTest.keyClick(bar.line, Key.Key_Return)
    assert desk.work.reading.view.selection() is not None
    assert "weren't" not in desk.stored().text
    QTest.keyClick(bar.line, Key.Key_Return)
    assert desk.coded()[1] == "We all weren't"
    assert desk.page.text == desk.stored().text


def test_whole_words_and_capitals_are_minded(desk: Desk) -> None:
    find(desk, "i", "X")
    reading = desk.work.reading
    reading.find_bar.whole.setChecked(True)
    reading.find_bar.case.setChecked(True)
    assert not reading.replace_bar.all.isEnabled()
    reading.find_bar.case.setChecked(False)
    reading.replace_bar.all.click()
    assert [who for who, _ in desk.said()] == [who for who, _ in SAID]
    assert desk.said()[1][1] == SAID[1][1].replace("I was", "X was")


def test_what_is_typed_is_stored_before_anything_is_replaced(desk: Desk) -> None:
    desk.place("lawsuits")
    desk.type("the ")
    find(desk, "the", "these")
    desk.work.reading.replace_bar.replace_all()
    assert desk.coded()[0] == "afraid of these lawsuits"


def dialog_of(desk: Desk, words: str, by: str) -> ReplaceDialog:
    dialog = desk.work.receipts.replace_everywhere()
    dialog.sought.setText(words)
    dialog.by.setText(by)
    desk.qtbot.waitUntil(lambda: not dialog._wait.isActive() and not dialog._search.is_busy, timeout=3000)
    return dialog


def test_a_misheard_word_is_replaced_in_all_transcripts_in_one_step(desk: Desk) -> None:
    project = desk.work.project
    second = add_interview(project, "P08")
    before = [transcript_of(project, source_id).text for source_id in (1, second)]
    dialog = dialog_of(desk, "lawsuits", "law suits")
    assert [place.source_id for place in dialog.rows.places] == [1, second]
    assert dialog.count.text() == "2 of 2 ticked, in 2 transcripts · codings touched: 2"
    dialog.replace_button.click()
    after = [transcript_of(project, source_id).text for source_id in (1, second)]
    assert after == [text.replace("lawsuits", "law suits") for text in before]
    assert project.undo_label == "Replace in transcripts"
    told = [dialog.receipts.item(row).text() for row in range(dialog.receipts.count())]
    assert told == [f"{who} – 1 place: 2 codings unchanged, 1 extended or shortened" for who in ("P07", "P08")]
    dialog._show_codings.click()
    page = desk.work.results.page("receipt")
    assert isinstance(page, ReceiptPage)
    assert [line.after for line in page.rows.lines] == ["afraid of law suits"] * 2
    project.undo()
    assert [transcript_of(project, source_id).text for source_id in (1, second)] == before
    dialog.close()


def test_what_is_unticked_stays_as_it_is(desk: Desk) -> None:
    project = desk.work.project
    second = add_interview(project, "P08")
    dialog = dialog_of(desk, "nobody", "No one")
    dialog.rows.tick([dialog.rows.places[1]], ticked=False)
    assert dialog.replace_button.text() == "Replace 1 place"
    dialog.replace_button.click()
    assert "No one dared" in transcript_of(project, 1).text
    assert "Nobody dared" in transcript_of(project, second).text
    dialog.close()


def test_part_of_a_word_is_left_alone_unless_it_is_asked_for(desk: Desk) -> None:
    dialog = dialog_of(desk, "suit", "x")
    assert not dialog.rows.places and not dialog.replace_button.isEnabled()
    assert dialog.count.text() == "Nowhere in the transcripts."
    dialog.whole.setChecked(False)
    desk.qtbot.waitUntil(lambda: len(dialog.rows.places) == 1, timeout=3000)
    dialog.close()


def test_nurse_replaced_by_physician_leaves_the_later_codings_whole(desk: Desk) -> None:
    desk.place("Nobody")
    desk.type("The nurse saw another nurse. ")
    desk.save()
    text = desk.stored().text
    at = text.index("nurse. Nobody")
    fear = codes.find_or_add(desk.work.project, "Care")
    segments.code_passage(desk.work.project, 1, Span(at, at + 5), fear.id)
    find(desk, "nurse", "physician")
    desk.work.reading.replace_bar.all.click()
    assert desk.coded() == ["afraid of lawsuits", "We all were", "physician", "Nobody dared"]
