"""Transcripts are read de-identified, and come back as they were."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from interviewcoder.coding import codes, segments
from interviewcoder.privacy import pseudonyms
from interviewcoder.privacy.deidentified_text import DeidentifiedText, Replacement
from interviewcoder.sources.text import Span
from interviewcoder.sources.transcript import transcript_of
from interviewcoder.ui.autocode.preview import CodeHitsDialog
from interviewcoder.ui.coding_view.worded import WordedOffsets, shown_in, stretches
from interviewcoder.ui.deidentify.work import DeidentifyWork
from interviewcoder.ui.main_window import MainWindow


@pytest.fixture
def replaced(named: MainWindow, work: DeidentifyWork) -> DeidentifyWork:
    """Two names of the first interview replaced, and a passage coded that ends in the middle of one."""
    project = named.at_work().project
    text = transcript_of(project, 1).text
    person = pseudonyms.add(project, "name", "[Participant with a long pseudonym]")
    place = pseudonyms.add(project, "organisation")
    for words, pseudonym in (("Amara Osei", person), ("Sunnybrook", place)):
        start = text.index(words)
        pseudonyms.decide(project, [(1, Span(start, start + len(words)))], pseudonym.id)
    code = codes.add(project, "Beginning")
    segments.code_passage(project, 1, Span(text.index("My name"), text.index(" Osei")), code.id)
    segments.code_passage(project, 1, Span(text.index("Doctor"), text.index(", and we")), code.id)
    return work


def shown(window: MainWindow) -> str:
    """All that the page shows."""
    return window.at_work().reading.view.page.toPlainText()


def test_the_switch_shows_pseudonyms_and_brings_every_character_back(
    named: MainWindow, replaced: DeidentifyWork
) -> None:
    before, header = shown(named), named.at_work().reading.header
    assert header.wording.isVisible() and header.wording.text() == "Original"
    assert not replaced.switch.bar.isVisible()
    named.menus.action("wording").trigger()
    assert "Amara Osei" not in shown(named) and "Sunnybrook" not in shown(named)
    assert "My name is [Participant with a long pseudonym] and I was a nurse at [Hospital A]." in shown(named)
    assert header.wording.text() == "De-identified" and header.wording.isChecked()
    assert "2 passages replaced · nobody has read it through yet" in replaced.switch.bar.told
    header.wording.click()
    assert shown(named) == before == transcript_of(named.at_work().project, 1).text
    assert not replaced.switch.bar.isVisible()


def test_the_place_of_reading_is_the_same_after_both_switches(named: MainWindow, replaced: DeidentifyWork) -> None:
    reading = named.at_work().reading
    named.resize(700, 420)
    page = reading.view.page
    words = Span(page.text.index("talked"), page.text.index(" about it. Amara"))
    reading.view.select(words)
    page.verticalScrollBar().setValue(37)
    before = (page.scrolled, page.textCursor().anchor(), page.textCursor().position())
    replaced.switch.set_on(True)
    assert reading.view.selection() == words
    assert page.textCursor().selectedText() == "talked"
    replaced.switch.set_on(False)
    assert (page.scrolled, page.textCursor().anchor(), page.textCursor().position()) == before


def test_nothing_is_coded_in_the_deidentified_text_and_it_says_why(named: MainWindow, replaced: DeidentifyWork) -> None:
    replaced.switch.set_on(True)
    workspace = named.at_work()
    view = workspace.reading.view
    view.select(Span(view.page.text.index("talked"), view.page.text.index(" about it. Amara")))
    count = len(segments.listing(workspace.project))
    named.menus.action("code").trigger()
    assert not view._entry.isVisible()
    workspace.reading.apply_code(1)
    named.menus.action("in_vivo").trigger()
    view.coding.mean(next(iter(view.page.marks)))
    named.menus.action("remove").trigger()
    workspace.reading.find_bar.code_asked.emit([Span(0, 3)], "Who")
    assert workspace.findChild(CodeHitsDialog) is None
    named.menus.action("negative").trigger()
    assert len(segments.listing(workspace.project)) == count
    assert not any(segment.negative for segment in segments.listing(workspace.project))
    assert "for reading" in named.strip._message.text()
    assert view.handles.edges_in_sight() == []


def test_correcting_begins_in_the_original(named: MainWindow, replaced: DeidentifyWork) -> None:
    replaced.switch.set_on(True)
    named.menus.action("correct").trigger()
    reading = named.at_work().reading
    assert not replaced.switch.on and reading.editor.active
    assert shown(named) == reading.view.page.text
    QTest.keyClick(reading.view.page, Qt.Key.Key_End)
    reading.editor.set_active(False)


def test_codings_clicks_and_copies_go_by_the_words_that_are_shown(
    named: MainWindow, replaced: DeidentifyWork, qtbot: QtBot
) -> None:
    replaced.switch.set_on(True)
    view = named.at_work().reading.view
    marked = [view.page.toPlainText()[mark.start : mark.end] for mark in view.page.marks]
    assert marked == ["My name is [Participant with a long pseudonym]", "Doctor Lefebvre sat down with us"]
    with qtbot.waitSignal(view.word_clicked) as clicked:
        view._on_clicked(view.page.toPlainText().index("long pseudonym"))
    assert clicked.args == [view.page.text.index("Amara Osei")]
    view.select(Span(view.page.text.index("nurse"), view.page.text.index(". Write")))
    view.copy_passage()
    assert QGuiApplication.clipboard().text() == "nurse at [Hospital A]"
    QGuiApplication.clipboard().clear()


def test_what_is_looked_for_and_decided_is_seen_at_once(named: MainWindow, replaced: DeidentifyWork) -> None:
    replaced.switch.set_on(True)
    reading, project = named.at_work().reading, named.at_work().project
    reading.find_bar.open()
    QTest.keyClicks(reading.find_bar._line, "Sunnybrook")
    assert not reading.find_bar.hits
    reading.find_bar._line.setText("[hospital")
    reading.find_bar.step(1)
    assert reading.view.selection() == Span(*_place(reading.view.page.text, "Sunnybrook"))
    reading.find_bar.close_bar()
    pseudonyms.decide(project, [(1, Span(*_place(reading.view.page.text, "Lefebvre")))], 1)
    assert "Lefebvre" not in shown(named)
    named.step_back(undo=True)
    assert "Lefebvre" in shown(named)


def test_places_lead_to_the_words_shown_and_back() -> None:
    text = "Anna 😀 met Bo in Ulm."
    worded = DeidentifiedText(text, [Replacement(Span(0, 4), "[Person A]"), Replacement(Span(11, 13), "[B]")])
    offsets = WordedOffsets(worded)
    assert offsets.positions(Span(2, 4)) == (0, 10)
    assert offsets.span(3, 5) == Span(0, 4)
    start, end = offsets.positions(Span(14, 16))
    # An emoji is two for Qt.
    assert (start, end) == (21 + 1, 23 + 1)
    assert offsets.span(start, end) == Span(14, 16)
    assert shown_in(offsets, Span(worded.text.index("[B]"), worded.text.index(" in"))) == Span(11, 13)
    assert list(stretches(offsets, [Span(0, 4), Span(11, 13)])(0, 12)) == [(0, 10)]


def _place(text: str, words: str) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)
