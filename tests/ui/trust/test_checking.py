"""Doubtful places are heard, corrected and confirmed without a mouse, and the window says how far one is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QDialog

from interviewcoder.sources import findings, importing
from interviewcoder.sources.conventions import FULL_VERBATIM
from interviewcoder.sources.hearing import Hearing
from interviewcoder.sources.recognised import Doubt, Recognised, RecognisedTurn, RecognisedWord
from interviewcoder.sources.text import Span
from interviewcoder.sources.transcript import transcript_of
from interviewcoder.sources.transcript_record import record_of
from interviewcoder.transcription.checking import outline_of
from interviewcoder.transcription.storing import store_transcription
from interviewcoder.ui.trust.clock import WorkClock
from interviewcoder.ui.trust.hear_again import HearAgain
from interviewcoder.ui.trust.rows import row_of

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from interviewcoder.project.file import Project
    from interviewcoder.ui.main_window import MainWindow
    from interviewcoder.ui.trust.checking import Checking
    from interviewcoder.ui.workspace import Workspace
    from tests.ui.conftest import FakePrompts

# The first half of what is said, with the times at which it is.
SAID = {
    "And": (0, 520),
    "so": (520, 840),
    "my": (840, 1180),
    "fellow": (1180, 1560),
    "Americans,": (1560, 2100),
    "ask": (2760, 3740),
    "not": (3740, 4240),
    "what": (4240, 5520),
    "your": (5520, 5760),
    "country": (5760, 6240),
    "can": (6240, 6620),
    "do": (6620, 6820),
}
UNSURE = {"fellow": 0.1, "country": 0.15}


@pytest.fixture
def at_work(window: MainWindow, project: Project, shared_data: Path) -> Workspace:
    """A recording of eleven seconds whose transcript leaves its end out and is unsure of two words."""
    (source,) = importing.add_files(project, [shared_data / "speech" / "jfk.flac"])
    words = tuple(RecognisedWord(word, *times, UNSURE.get(word, 0.97)) for word, times in SAID.items())
    made_up = Doubt(7400, 7600, "invented", "Bye")
    recognised = Recognised((RecognisedTurn("S1", words),), "en", 11_000, "tiny.en", (), (made_up,))
    outline_of(project, source.id)
    store_transcription(project, source.id, recognised, Hearing("tiny.en", "en"), FULL_VERBATIM)
    path = project.path
    project.close()
    window.open_project(path)
    assert window.workspace is not None
    window.workspace.right.show_page("check")
    return window.workspace


@pytest.fixture
def checking(at_work: Workspace) -> Checking:
    return at_work.checking


def selected(at_work: Workspace) -> str:
    span = at_work.reading.view.selection()
    return span.text_in(at_work.reading.view.page.text) if span else ""


def press(at_work: Workspace, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(at_work.reading.view.page, key, modifier)


def states(at_work: Workspace) -> dict[str, str]:
    source_id = at_work.checking.source_id
    assert source_id is not None
    text = transcript_of(at_work.project, source_id).text
    return {each.span.text_in(text) or each.kind: each.state for each in findings.listing(at_work.project, source_id)}


def test_a_key_goes_from_place_to_place_and_plays_each(at_work: Workspace) -> None:
    at_work.reading.view.setFocus()
    press(at_work, Qt.Key.Key_F9)
    assert selected(at_work) == "fellow" and at_work.player.playing
    assert at_work.checking.passages.passage == (180, 2560)
    press(at_work, Qt.Key.Key_F9)
    assert selected(at_work) == "country"
    press(at_work, Qt.Key.Key_F9, Qt.KeyboardModifier.ShiftModifier)
    assert selected(at_work) == "fellow"


def test_hear_correct_and_confirm_without_the_mouse(at_work: Workspace, qtbot: QtBot) -> None:
    at_work.reading.view.setFocus()
    press(at_work, Qt.Key.Key_F9)
    press(at_work, Qt.Key.Key_F8)
    assert selected(at_work) == "country"
    QTest.keyClicks(at_work.reading.view.page, "homeland")
    press(at_work, Qt.Key.Key_F8)
    assert "your homeland can" in at_work.reading.view.page.text
    assert states(at_work) == {
        "fellow": "confirmed",
        "homeland": "corrected",
        "left_out": "open",
        "no_text": "open",
    }
    assert "2 of 4 done" in at_work.checking.panel._count.text()


def test_playing_ends_a_second_behind_the_place(at_work: Workspace, qtbot: QtBot) -> None:
    press(at_work, Qt.Key.Key_F9)
    with qtbot.waitSignal(at_work.player.playing_changed, timeout=8000, check_params_cb=lambda playing: not playing):
        at_work.player.seek(2400)
    # It went back as far as the person has set.
    assert at_work.player.position_ms < 2560


def test_who_goes_elsewhere_is_not_stopped(at_work: Workspace) -> None:
    press(at_work, Qt.Key.Key_F9)
    at_work.player.seek(9000)
    assert at_work.checking.passages.passage is None and at_work.player.playing


def test_the_header_says_what_is_known_and_never_that_it_is_right(checking: Checking, at_work: Workspace) -> None:
    header = checking.panel.header
    assert "% of the speech has words" in header.coverage.text()
    assert header.verified.text() == "Not verified against the recording yet"
    at_work.player.seek(5000)
    header.here.click()
    assert header.verified.text().startswith("Verified to 0:05 by ") and "% of the speech" in header.verified.text()
    at_work.project.undo()
    assert header.verified.text() == "Not verified against the recording yet"


def test_rows_can_be_filtered_and_done_ones_are_shown_on_wish(checking: Checking, at_work: Workspace) -> None:
    panel = checking.panel
    QAbstractItemModelTester(panel.rows, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert panel.rows.rowCount() == 4
    panel._kinds.setCurrentIndex(panel._kinds.findData("low_confidence"))
    assert [row.words for row in panel.rows.rows] == ["fellow", "country"]
    checking.go_to(panel.rows.rows[0].finding)
    checking.confirm()
    assert [row.words for row in panel.rows.rows] == ["country"]
    assert "1 of 2 done" in panel._count.text()
    panel._done.setChecked(True)
    assert [row.finding.state for row in panel.rows.rows] == ["confirmed", "open"]


def test_arrows_walk_in_the_list_and_enter_confirms(checking: Checking, at_work: Workspace) -> None:
    panel = checking.panel
    panel.list.setFocus()
    panel.list.selectionModel().setCurrentIndex(panel.rows.index(0), QItemSelectionModel.SelectionFlag.ClearAndSelect)
    assert selected(at_work) == "fellow" and panel.list.hasFocus()
    QTest.keyClick(panel.list, Qt.Key.Key_Return)
    assert states(at_work)["fellow"] == "confirmed" and selected(at_work) == "country"


def test_what_is_open_is_marked_on_the_waveform(checking: Checking, at_work: Workspace) -> None:
    shown = at_work.rows.waveform._shown
    assert len(shown.marks) == 4 and shown.marks[0] == (1180, 1560)
    checking.go_to(checking.panel.rows.rows[0].finding)
    checking.confirm()
    assert len(shown.marks) == 3
    at_work.player.seek(4000)
    checking.verify_here()
    assert at_work.rows.waveform._shown.verified_ms == 4000


def test_when_all_is_done_it_is_said_calmly(checking: Checking, at_work: Workspace, window: MainWindow) -> None:
    for each in findings.listing(at_work.project, checking.source_id or 0):
        findings.confirm(at_work.project, each.id)
    checking.step(1)
    assert window.strip.message() == "No doubtful place is open. Unmarked words can be wrong as well."


def test_places_are_looked_for_when_somebody_asks(checking: Checking, at_work: Workspace, window: MainWindow) -> None:
    assert checking.source_id is not None
    for each in findings.listing(at_work.project, checking.source_id):
        findings.confirm(at_work.project, each.id)
    checking.look()
    assert window.strip.message() == "0 doubtful places are open"


def test_keys_walk_while_the_codes_are_in_sight(at_work: Workspace) -> None:
    at_work.right.show_page("codes")
    at_work.sources.choose(at_work.checking.source_id or 0)
    at_work.reading.view.setFocus()
    press(at_work, Qt.Key.Key_F9)
    press(at_work, Qt.Key.Key_F8)
    assert states(at_work)["fellow"] == "confirmed" and selected(at_work) == "country"
    at_work.right.show_page("check")
    assert "1 of 4 done" in at_work.checking.panel._count.text()


def test_a_text_without_times_says_how_to_have_it_checked(study: MainWindow) -> None:
    assert study.workspace is not None
    panel = study.workspace.checking.panel
    study.workspace.right.show_page("check")
    assert "Align the transcript" in panel._empty._hint.text() and panel.header.isHidden()


def test_a_place_is_heard_again_and_what_is_heard_taken(
    checking: Checking, at_work: Workspace, prompts: FakePrompts, qtbot: QtBot
) -> None:
    shown: list[tuple[str, str]] = []

    def hear(dialog: QDialog) -> bool:
        assert isinstance(dialog, HearAgain)
        dialog.model.setCurrentIndex(dialog.model.findData("tiny.en"))
        dialog.listen.click()
        qtbot.waitUntil(lambda: dialog._bridge is None, timeout=60_000)
        assert dialog.take.isEnabled()
        dialog.take.click()
        assert dialog.outcome is not None
        shown.append((dialog.outcome.old, dialog.outcome.new))
        return True

    prompts.on_dialog = hear
    missing = next(row.finding for row in checking.panel.rows.rows if row.finding.kind == "no_text")
    checking.go_to(missing)
    checking.hear_again()
    assert prompts.errors == [] and shown[0][0] == ""
    text = transcript_of(at_work.project, checking.source_id or 0).text
    assert "for your country" in text and states(at_work)["fellow"] == "open"


def test_hearing_again_can_be_stopped(checking: Checking, prompts: FakePrompts, qtbot: QtBot) -> None:
    def stop(dialog: QDialog) -> bool:
        assert isinstance(dialog, HearAgain)
        dialog.listen.click()
        dialog.listen.click()
        qtbot.waitUntil(lambda: dialog._bridge is None, timeout=20_000)
        assert dialog._told.text() == "Stopped." and not dialog.take.isEnabled()
        dialog.reject()
        return False

    prompts.on_dialog = stop
    checking.go_to(checking.panel.rows.rows[0].finding)
    checking.hear_again()


def test_time_is_counted_while_somebody_works_and_not_while_nobody_does(qtbot: QtBot) -> None:
    playing = [False]
    clock = WorkClock(lambda: playing[0], tick_ms=20)
    counted: list[int] = []
    clock.spent.connect(counted.append)
    with qtbot.assertNotEmitted(clock.spent, wait=150):
        clock.flush()
    playing[0] = True
    qtbot.waitUntil(lambda: sum(counted) >= 100, timeout=5000)
    playing[0] = False
    clock.flush()
    told = sum(counted)
    with qtbot.assertNotEmitted(clock.spent, wait=150):
        clock.flush()
    assert sum(counted) == told
    clock.deleteLater()


def test_time_spent_is_stored_beside_the_steps(checking: Checking, at_work: Workspace) -> None:
    label = at_work.project.undo_label
    checking.clock.spent.emit(125_000)
    assert record_of(at_work.project, checking.source_id or 0).spent_ms == 125_000
    assert checking.panel.header.spent.text() == "2 min spent on it"
    assert at_work.project.undo_label == label


def test_a_row_shows_the_words_in_what_is_said_around_them(checking: Checking, at_work: Workspace) -> None:
    transcript = transcript_of(at_work.project, checking.source_id or 0)
    (place,) = [row.finding for row in checking.panel.rows.rows if row.words == "country"]
    row = row_of(place, transcript)
    assert (row.before, row.words, row.after) == ("…not what your ", "country", " can do")
    assert place.span == Span(46, 53)


def test_the_text_is_dotted_where_something_is_open_while_it_is_corrected(
    checking: Checking, at_work: Workspace
) -> None:
    page = at_work.reading.view.page

    def dotted() -> list[str]:
        stretches = page.unsure(0, page.document().characterCount())
        return [page.span_of(*stretch).text_in(page.text) for stretch in stretches]

    assert dotted() == []
    at_work.reading.editor.set_active(True)
    assert dotted() == ["fellow", "country"]
    checking.go_to(checking.panel.rows.rows[0].finding)
    checking.confirm()
    assert dotted() == ["country"]
