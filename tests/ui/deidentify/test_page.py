"""Suggestions are decided one by one, by a key each."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from interviewcoder.privacy import pseudonyms
from interviewcoder.sources import correcting
from interviewcoder.sources.text import Edit, Span
from interviewcoder.sources.transcript import transcript_of
from interviewcoder.ui.deidentify.page import DeidentifyPage
from interviewcoder.ui.deidentify.read_dialog import ReadDialog
from interviewcoder.ui.deidentify.work import DeidentifyWork
from interviewcoder.ui.main_window import MainWindow
from tests.ui.conftest import FakePrompts

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def page(qtbot: QtBot, named: MainWindow, work: DeidentifyWork) -> DeidentifyPage:
    """The page with what was found in the first interview."""
    made = work.show_page()
    with qtbot.waitSignal(made.looking.found):
        pass
    return made


def go_to(page: DeidentifyPage, words: str) -> None:
    """Make the first suggestion of these words the current one."""
    place = next(row for row, item in enumerate(page.queue.items) if item.words == words)
    page._go_to(place)


def states(page: DeidentifyPage) -> dict[str, str]:
    """What became of each suggestion, by its words."""
    return {item.words: item.state for item in page.queue.items}


def replaced(window: MainWindow) -> list[tuple[int, str, str]]:
    """What is replaced: in which source, which words, by what."""
    project = window.at_work().project
    texts = {view.id: view.text for view in pseudonyms.listing(project)}
    return [
        (one.source_id, one.span.text_in(transcript_of(project, one.source_id).text), texts[one.pseudonym_id])
        for one in pseudonyms.decisions(project)
        if one.pseudonym_id is not None
    ]


def test_a_key_replaces_and_the_next_one_is_shown_in_the_transcript(named: MainWindow, page: DeidentifyPage) -> None:
    QAbstractItemModelTester(page.rows)
    go_to(page, "Amara Osei")
    assert named.at_work().reading.view.selection() == page.queue.items[0].suggestion.span
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert replaced(named) == [(1, "Amara Osei", "[Person A]")]
    following = page.current()
    assert following is not None and following.state == "open"
    assert named.at_work().reading.view.selection() == following.suggestion.span
    proposals = {item.words: item.proposal for item in page.queue.items}
    # A part of the name means the same person; another name gets the next one.
    assert proposals["Amara"].text == "[Person A]" and proposals["Amara"].pseudonym_id is not None
    assert proposals["Lefebvre"].text == "[Person B]"
    assert page.count.text() == f"1 of {len(page.queue.items)} looked at"


def test_everywhere_is_one_step_over_all_sources_that_undo_takes_back(
    named: MainWindow, page: DeidentifyPage, qtbot: QtBot
) -> None:
    go_to(page, "Amara Osei")
    with qtbot.waitSignal(page.told) as told:
        QTest.keyClick(page.table, Qt.Key.Key_A)
    assert told.args == ["Replaced by [Person A] in 2 places of 2 sources"]
    assert [(source_id, text) for source_id, _, text in replaced(named)] == [(1, "[Person A]"), (2, "[Person A]")]
    named.step_back(undo=True)
    assert not replaced(named) and not pseudonyms.listing(named.at_work().project)
    assert states(page)["Amara Osei"] == "open"


def test_keeping_skipping_and_taking_back_have_a_key_each_and_corrections_are_noticed(
    named: MainWindow, page: DeidentifyPage
) -> None:
    go_to(page, "Amara Osei")
    QTest.keyClick(page.table, Qt.Key.Key_K)
    go_to(page, "Lefebvre")
    QTest.keyClick(page.table, Qt.Key.Key_S)
    assert (states(page)["Amara Osei"], states(page)["Lefebvre"]) == ("kept", "skipped")
    QTest.keyClick(page.table, Qt.Key.Key_Backspace)
    assert states(page)["Lefebvre"] == "open"
    QTest.keyClick(page.table, Qt.Key.Key_Backspace)
    assert states(page)["Amara Osei"] == "open"
    assert not pseudonyms.decisions(named.at_work().project)
    current = page.current()
    assert current is not None and current.words == "Amara Osei"
    # A pseudonym that was made for it, and stands for nothing else, goes along.
    QTest.keyClick(page.table, Qt.Key.Key_R)
    assert pseudonyms.listing(named.at_work().project)
    QTest.keyClick(page.table, Qt.Key.Key_Backspace)
    assert not pseudonyms.listing(named.at_work().project)
    text = transcript_of(named.at_work().project, 1).text
    correcting.correct_text(named.at_work().project, 1, [Edit(text.index("Lefebvre"), "Lefebvre", "Miller")])
    assert "Lefebvre" not in states(page) and "Amara Osei" in states(page)


def test_another_kind_is_chosen_by_typing(named: MainWindow, page: DeidentifyPage) -> None:
    go_to(page, "Lefebvre")
    QTest.keyClick(page.table, Qt.Key.Key_E)
    entry = page._entry
    assert entry is not None
    QTest.keyClicks(entry._line, "phys")
    QTest.keyClick(entry._line, Qt.Key.Key_Return)
    assert replaced(named) == [(1, "Lefebvre", "[Physician A]")]
    # Shift+Enter makes just what is typed.
    go_to(page, "Amara Osei")
    QTest.keyClick(page.table, Qt.Key.Key_E)
    QTest.keyClicks(entry._line, "Ama")
    QTest.keyClick(entry._line, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert (1, "Amara Osei", "[Ama]") in replaced(named)


def test_all_sources_can_be_looked_through_and_the_search_can_be_stopped(
    named: MainWindow, page: DeidentifyPage, qtbot: QtBot
) -> None:
    page.scope.setCurrentIndex(1)
    assert page.looking.is_busy and page.look.text() == "Stop"
    page.look.click()
    assert page.look.text() == "Look" and not page.queue.items
    with qtbot.waitSignal(page.looking.found):
        page.look.click()
    assert {item.source for item in page.queue.items} == {"P07", "P08"}
    # What is corrected while it is looked through has its words in other places by now.
    page.start()
    with qtbot.waitSignal(page.looking.found):
        correcting.correct_text(named.at_work().project, 1, [Edit(0, "", "Well. ")])
    assert {item.source for item in page.queue.items} == {"P08"}


def test_a_source_is_marked_as_read_through_with_a_note(
    named: MainWindow, page: DeidentifyPage, prompts: FakePrompts
) -> None:
    def read(dialog: QDialog) -> bool:
        assert isinstance(dialog, ReadDialog)
        dialog._note.setPlainText("Sunnybrook stays, agreed with P07")
        return True

    prompts.on_dialog = read
    page.read.click()
    reading = pseudonyms.reading_of(named.at_work().project, 1)
    assert reading is not None and reading.holds and reading.note == "Sunnybrook stays, agreed with P07"


def test_selected_words_are_replaced_by_hand_and_all_alike_are_offered(named: MainWindow, work: DeidentifyWork) -> None:
    view = named.at_work().reading.view
    start = view.page.text.index("Amara Osei")
    view.select(Span(start, start + len("Amara Osei")))
    named.menus.action("pseudonymise").trigger()
    assert work._entry is not None
    QTest.keyClick(work._entry._line, Qt.Key.Key_Return)
    assert replaced(named) == [(1, "Amara Osei", "[Person A]")]
    assert "1 more place" in named.strip._message.text()
    named.strip._way.click()
    assert [source_id for source_id, _, _ in replaced(named)] == [1, 2]


def test_the_key_is_asked_for_names_and_learns_what_was_replaced(
    named: MainWindow, page: DeidentifyPage, prompts: FakePrompts, tmp_path: Path, qtbot: QtBot
) -> None:
    from interviewcoder.privacy import key_file
    from interviewcoder.privacy.key_file import ListedName

    project, work = named.at_work().project, named.at_work().deidentify
    place = tmp_path / "elsewhere"
    place.mkdir()
    with key_file.create(project, place / "study.ickey", "nine slow lanterns") as made:
        made.add_names([ListedName("nobody else", "name")])
    prompts.files, prompts.passphrases = [place / "study.ickey"], ["wrong", "nine slow lanterns"]
    work.key.ask_open()
    assert prompts.asked[-2] == "" and "doesn't open" in prompts.asked[-1]
    assert page.key_state.text() == "Key open" and work._sign.isVisible()
    page.scope.setCurrentIndex(1)
    with qtbot.waitSignal(page.looking.found):
        page.start()
    assert "nobody else" in states(page)
    go_to(page, "Amara Osei")
    QTest.keyClick(page.table, Qt.Key.Key_R)
    table = work.show_pseudonyms()
    assert work.key.key is not None
    assert [entity.canonical for entity in work.key.key.entities()] == ["Amara Osei"]
    assert table.rows.index(0, 5).data() == "Amara Osei"
    work.key.close()
    assert page.key_state.text() == "Key closed" and not work._sign.isVisible()
    assert table.rows.columnCount() == 5


def test_pseudonyms_are_renamed_merged_and_deleted_in_their_list(
    named: MainWindow, work: DeidentifyWork, prompts: FakePrompts
) -> None:
    project = named.at_work().project
    first, second = pseudonyms.add(project, "name"), pseudonyms.add(project, "name")
    text = transcript_of(project, 1).text
    start = text.index("Lefebvre")
    pseudonyms.decide(project, [(1, Span(start, start + 8))], second.id)
    table = work.show_pseudonyms()
    QAbstractItemModelTester(table.rows)
    assert table.rows.setData(table.rows.index(0, 0), "Dean")
    assert [view.text for view in pseudonyms.listing(project)] == ["[Dean]", "[Person B]"]
    assert not table.rows.setData(table.rows.index(0, 0), "Person B")
    assert "already" in prompts.errors[-1].message
    table.table.setCurrentIndex(table.rows.index(1, 0))
    QTest.keyClick(table.table, Qt.Key.Key_M)
    assert table._entry is not None and [row.name for row in table._entry._rows.rows] == ["[Dean]"]
    QTest.keyClick(table._entry._line, Qt.Key.Key_Return)
    assert [(view.id, view.uses) for view in pseudonyms.listing(project)] == [(first.id, 1)]
    QTest.keyClick(table.table, Qt.Key.Key_Delete)
    assert not pseudonyms.listing(project) and not pseudonyms.decisions(project)


def test_what_was_found_in_one_source_is_not_said_of_another(
    named: MainWindow, page: DeidentifyPage, work: DeidentifyWork, qtbot: QtBot
) -> None:
    assert page.queue.items
    named.at_work().open_source(2)
    assert not page.queue.items and page.look.text() == "Look"
    with qtbot.waitSignal(page.looking.found):
        work.show_page()
    assert {item.source for item in page.queue.items} == {"P08"}
