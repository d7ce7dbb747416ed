"""Correcting in the window, by real keys: what is typed is stored, and nothing moves off its words."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu

from interviewcoder.errors import StorageFailed
from interviewcoder.sources.transcript import Transcript
from interviewcoder.ui.transcript_editor.speaker_menu import SpeakerMenu
from tests.ui.conftest import FakePrompts
from tests.ui.transcript_editor.conftest import SAID, Desk

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def times(transcript: Transcript) -> dict[str, tuple[int, int]]:
    return {word.span.text_in(transcript.text): (word.start_ms, word.end_ms) for word in transcript.words}


def test_words_typed_anew_keep_coding_and_time(desk: Desk) -> None:
    before = times(desk.stored())
    desk.place("afraid", select=True)
    desk.type("scared stiff")
    desk.place("lawsuits", end=True)
    desk.press(Key.Key_Backspace)
    desk.save()
    assert desk.said()[1] == ("P07", "I was scared stiff of lawsuit, honestly. We all were.")
    assert desk.coded() == ["scared stiff of lawsuit", "We all were", "Nobody dared"]
    after = times(desk.stored())
    assert after["lawsuit,"] == before["lawsuits,"]
    assert {word: after[word] for word in ("I", "was", "Nobody", "שלום")} == {
        word: before[word] for word in ("I", "was", "Nobody", "שלום")
    }


def test_what_stands_unchanged_stays_as_it_is_stored(desk: Desk) -> None:
    desk.place("What")
    desk.type("Well, ")
    desk.paste("😨  ")
    desk.save()
    assert desk.stored().text.startswith("😕 Well, 😨  What came\u00a0to mind?\n")
    assert desk.stored().text.split("\n")[1:] == [text for _, text in SAID[1:]]


def test_a_pause_stores_and_the_caret_stays(desk: Desk) -> None:
    editor = desk.work.reading.editor
    editor.pause_ms = 80
    desk.place("afraid")
    desk.type("so ")
    position = desk.page.textCursor().position()
    assert editor.pending
    desk.qtbot.waitUntil(lambda: not editor.pending, timeout=4000)
    assert "was so afraid" in desk.stored().text
    assert desk.page.textCursor().position() == position
    assert desk.page.text == desk.stored().text


def test_leaving_the_turn_stores(desk: Desk) -> None:
    desk.place("afraid")
    desk.type("so ")
    desk.press(Key.Key_Down)
    desk.press(Key.Key_Down)
    desk.qtbot.waitUntil(lambda: "was so afraid" in desk.stored().text, timeout=1000)


def test_closing_stores(desk: Desk) -> None:
    desk.place("afraid")
    desk.type("so ")
    path = desk.work.project.path
    desk.window.close_project()
    desk.window.open_project(path)
    assert "was so afraid" in desk.stored().text


def test_undo_takes_back_typing_first_and_then_what_is_stored(desk: Desk) -> None:
    whole = desk.stored().text
    desk.place("afraid")
    desk.type("so ")
    desk.save()
    desk.place("honestly")
    desk.type("very ")
    desk.press(Key.Key_Z, CTRL)
    assert not desk.work.reading.editor.pending
    assert desk.page.text == desk.stored().text == whole.replace("afraid", "so afraid")
    desk.press(Key.Key_Z, CTRL)
    assert desk.page.text == desk.stored().text == whole
    assert desk.page.toPlainText() == whole.replace("\u00a0", " ")
    desk.press(Key.Key_Z, CTRL | SHIFT)
    assert desk.page.text == desk.stored().text == whole.replace("afraid", "so afraid")
    assert desk.coded() == ["afraid of lawsuits", "We all were", "Nobody dared"]


def test_return_divides_a_turn_and_backspace_joins_it_again(desk: Desk) -> None:
    desk.place("We all")
    desk.press(Key.Key_Return)
    desk.qtbot.waitUntil(lambda: len(desk.said()) == 5, timeout=1000)
    assert desk.said()[1:3] == [("P07", "I was afraid of lawsuits, honestly."), ("P07", "We all were.")]
    assert desk.stored().turns[2].start_ms == 13_000
    desk.place("We all")
    desk.press(Key.Key_Backspace)
    desk.qtbot.waitUntil(lambda: desk.said() == list(SAID), timeout=1000)
    assert desk.coded() == ["afraid of lawsuits", "We all were", "Nobody dared"]


def test_delete_at_the_end_of_a_turn_joins_the_next(desk: Desk) -> None:
    desk.place("mind?", end=True)
    desk.press(Key.Key_Delete)
    desk.qtbot.waitUntil(lambda: len(desk.said()) == 3, timeout=1000)
    assert desk.said()[0] == ("Interviewer", f"{SAID[0][1]} {SAID[1][1]}")


def test_f5_writes_the_time(desk: Desk) -> None:
    desk.work.reading.editor.position_ms = lambda: 723_450
    desk.place("of lawsuits")
    desk.press(Key.Key_F5)
    desk.save()
    assert "afraid #00:12:03-4# of lawsuits" in desk.stored().text


def test_number_keys_say_who_speaks_and_swapping_swaps_a_range(desk: Desk) -> None:
    desk.place("afraid")
    desk.type("so ")
    desk.press(Key.Key_1, CTRL)
    assert [who for who, _ in desk.said()] == ["Interviewer", "Interviewer", "Interviewer", "P07"]
    assert "so afraid" in desk.said()[1][1]
    desk.press(Key.Key_Z, CTRL)
    desk.place(desk.page.text[: desk.page.text.index("lawsuits")], select=True)
    desk.press(Key.Key_S, CTRL | SHIFT)
    assert [who for who, _ in desk.said()] == ["P07", "Interviewer", "Interviewer", "P07"]
    desk.place("שלום")
    desk.press(Key.Key_S, CTRL | SHIFT)
    assert [who for who, _ in desk.said()] == ["P07", "Interviewer", "P07", "Interviewer"]


def test_a_receipt_leads_to_the_coding_that_lost_its_words(desk: Desk) -> None:
    desk.place("We all were", select=True)
    desk.press(Key.Key_Delete)
    desk.place("Nobody", select=True)
    desk.type("No one")
    desk.press(Key.Key_Escape)
    assert not desk.work.reading.editor.active
    assert desk.window.strip.message() == "Corrected: 1 coding unchanged, 1 extended or shortened, 1 to look at"
    assert desk.coded() == ["afraid of lawsuits", "", "No one dared"]
    desk.window.strip._way.click()
    chosen = desk.work.reading.view.coding.id
    empty = next(one for one in desk.work.reading._codings if not one.span.length)
    assert chosen == empty.id


def test_copy_and_paste_carry_the_stored_words(desk: Desk) -> None:
    desk.place("came\u00a0to", select=True)
    desk.press(Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "came\u00a0to"
    desk.place("mind")
    desk.press(Key.Key_V, CTRL)
    desk.save()
    assert desk.stored().text.startswith("😕 What came\u00a0to came\u00a0tomind?")


def test_keys_code_again_after_correcting(desk: Desk) -> None:
    desk.press(Key.Key_Escape)
    desk.place("honestly", select=True)
    desk.type("1")
    assert desk.coded() == ["afraid of lawsuits", "honestly", "We all were", "Nobody dared"]
    assert desk.page.isReadOnly()


def test_codings_and_turns_move_along_while_one_types(desk: Desk) -> None:
    desk.place("afraid")
    desk.paste("so 😨 very ")
    assert desk.work.reading.editor.pending
    page = desk.page
    shown = [page.span_of(mark.start, mark.end).text_in(page.text) for mark in page.marks]
    assert shown == ["afraid of lawsuits", "We all were", "Nobody dared"]
    assert [turn.span.text_in(page.text) for turn in page.turns] == page.text.split("\n")
    assert [page.offsets.to_code_point(start) for start in page.turn_starts] == [turn.span.start for turn in page.turns]


def test_the_word_that_is_played_is_lit_where_it_stands_now(desk: Desk) -> None:
    desk.place("I was")
    desk.type("Well, ")
    desk.work.reading.show_moment(13_600)
    page = desk.page
    assert page._spoken is not None
    assert page.span_of(*page._spoken).text_in(page.text) == "all"


def test_unsure_words_are_marked_until_somebody_heard_them(desk: Desk) -> None:
    page = desk.page

    def unsure() -> list[str]:
        stretches = page.unsure(0, page.document().characterCount())
        return [page.span_of(*stretch).text_in(page.text) for stretch in stretches]

    assert unsure() == ["lawsuits,"]
    desk.press(Key.Key_F9)
    assert page.span_of(*(page.selected() or (0, 0))).text_in(page.text) == "lawsuits,"
    desk.type("suits,")
    desk.save()
    assert unsure() == []
    desk.press(Key.Key_Z, CTRL)
    assert unsure() == ["lawsuits,"]
    desk.work.reading._correct_bar.unsure.setChecked(False)
    assert unsure() == []


def test_the_menu_of_a_turn_says_who_speaks_it(desk: Desk, prompts: FakePrompts) -> None:
    desk.place("afraid")
    desk.type("so ")
    menu = open_menu(desk, 2)
    entries = [action.text() for action in menu.actions() if action.text()]
    assert entries[:5] == ["This turn is spoken by", "Interviewer", "P07", "New speaker…", "Nobody in particular"]
    prompts.text = "Nurse"
    action(menu, "New speaker…").trigger()
    assert [who for who, _ in desk.said()] == ["Interviewer", "P07", "Nurse", "P07"]
    assert "so afraid" in desk.said()[1][1]
    prompts.text = "Midwife"
    action(open_menu(desk, 2), "Rename “Nurse”…").trigger()
    action(open_menu(desk, 2), "“Midwife” is an interviewer").trigger()
    assert [(one.label, one.interviewer) for one in desk.stored().speakers][-1] == ("Midwife", True)


def test_the_menu_swaps_from_here_on(desk: Desk) -> None:
    menu = open_menu(desk, 2)
    swaps = action(menu, "Swap “Interviewer” with").menu()
    assert isinstance(swaps, QMenu)
    action(swaps, "P07, from here on").trigger()
    assert [who for who, _ in desk.said()] == ["Interviewer", "P07", "P07", "Interviewer"]
    assert desk.page.text == desk.stored().text


def test_correcting_ends_with_another_source_and_loses_nothing(desk: Desk) -> None:
    reading = desk.work.reading
    assert reading.source is not None
    source_id = reading.source.id
    desk.place("afraid")
    desk.type("so ")
    reading.show_source(None)
    assert not reading.editor.active
    reading.show_source(source_id)
    assert "so afraid" in desk.stored().text
    assert desk.page.isReadOnly()


def open_menu(desk: Desk, number: int) -> SpeakerMenu:
    """The menu that a click on the speaker of a turn opens; this platform shows none."""
    desk.save()
    return desk.work.reading.editor.speakers.menu_of(desk.stored(), desk.stored().turns[number])


def action(menu: QMenu, text: str) -> QAction:
    (found,) = (one for one in menu.actions() if one.text() == text)
    return found


def test_what_cant_be_stored_is_still_there_to_be_stored(
    desk: Desk, prompts: FakePrompts, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.place("afraid")
    desk.type("so ")
    history = desk.work.project.history
    with monkeypatch.context() as full_disk:
        full_disk.setattr(history, "_commit", refuse)
        assert not desk.work.reading.editor.save_pending()
        prompts.yes = False
        assert not desk.window.close_project()
    assert {error.message for error in prompts.errors} == {"The disk is full."}
    assert prompts.asked[-1] == "Close without what you typed last?"
    assert "so afraid" not in desk.stored().text
    assert "so afraid" in desk.page.text
    desk.type("very ")
    desk.save()
    assert "was so very afraid" in desk.stored().text


def refuse() -> None:
    raise StorageFailed("The disk is full.")
