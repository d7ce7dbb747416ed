"""Text and recording never lose each other, also when the text is corrected."""

from __future__ import annotations

import wave
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from interviewcoder.settings import Settings
from interviewcoder.sources import catalogue, importing
from interviewcoder.sources.correcting import correct_text
from interviewcoder.sources.recognised import Recognised, RecognisedTurn, RecognisedWord
from interviewcoder.sources.text import Edit, Span
from interviewcoder.sources.transcript import store_recognised, transcript_of
from interviewcoder.sources.transcript_record import record_row
from interviewcoder.ui.coding_view.page import Page
from interviewcoder.ui.player.choices import Choices
from interviewcoder.ui.player.sound_stream import Treatment

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from interviewcoder.sources.catalogue import SourceView
    from interviewcoder.ui.main_window import MainWindow
    from interviewcoder.ui.workspace import Workspace

LENGTH_MS = 12_000


@pytest.fixture
def workspace(study: MainWindow) -> Workspace:
    """The open project."""
    assert study.workspace is not None
    return study.workspace


@pytest.fixture
def interview(workspace: Workspace, tmp_path: Path) -> SourceView:
    """Twelve seconds of two voices, a word a second, transcribed and shown."""
    path = tmp_path / "P09.wav"
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(16_000)
        out.writeframes(bytes(16_000 * 2 * LENGTH_MS // 1000))
    (added,) = importing.add_files(workspace.project, [path])
    said = [("I", "what happened then"), ("P09", "we were very afraid of losing"), ("I", "tell me more")]
    words = [(who, word) for who, words in said for word in words.split()]
    turns, at = [], 0
    for who, spoken in said:
        of_turn = spoken.split()
        turns.append(
            RecognisedTurn(
                who,
                tuple(
                    RecognisedWord(word, (at + place) * 1000, (at + place) * 1000 + 900, 0.9, place > 0)
                    for place, word in enumerate(of_turn)
                ),
            )
        )
        at += len(of_turn)
    assert len(words) == LENGTH_MS // 1000
    store_recognised(workspace.project, added.id, Recognised(tuple(turns), "en", LENGTH_MS, "base"))
    workspace.sources.choose(added.id)
    return next(source for source in catalogue.listing(workspace.project) if source.id == added.id)


def click_waveform(workspace: Workspace, moment_ms: int) -> None:
    waveform = workspace.rows.waveform
    place = QPoint(round(waveform.x_of(moment_ms)), waveform.height() // 2)
    QTest.mouseClick(waveform, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)


def spoken_word(workspace: Workspace, source_id: int) -> str:
    """The word that is lit up in the text."""
    page = workspace.reading.view.findChild(Page)
    assert page is not None and page.spoken is not None
    start, end = page.spoken
    return transcript_of(workspace.project, source_id).text[start:end]


def click_word(workspace: Workspace, source_id: int, word: str) -> None:
    text = transcript_of(workspace.project, source_id).text
    workspace.reading.view.word_clicked.emit(text.index(word) + 1)


def put_in(workspace: Workspace, source_id: int, before: str, inserted: str) -> None:
    """Type something before a word."""
    text = transcript_of(workspace.project, source_id).text
    correct_text(workspace.project, source_id, [Edit(text.index(before), "", inserted)])


def test_clicking_the_waveform_lights_up_the_word_said_there(workspace: Workspace, interview: SourceView) -> None:
    click_waveform(workspace, 6_300)
    assert workspace.player.position_ms == pytest.approx(6_300, abs=20)
    assert spoken_word(workspace, interview.id) == "afraid"


def test_clicking_a_word_plays_it_and_moves_the_playhead(
    qtbot: QtBot, workspace: Workspace, interview: SourceView
) -> None:
    workspace.rows.waveform.set_zoom(2)
    click_word(workspace, interview.id, "more")
    assert workspace.player.position_ms == 11_000
    assert 0 <= workspace.rows.waveform.x_of(11_000) <= workspace.rows.waveform.width()
    qtbot.waitUntil(lambda: workspace.player.position_ms > 11_050)
    workspace.player.pause()


def test_both_ways_still_lead_to_the_same_place_after_the_text_was_corrected(
    workspace: Workspace, interview: SourceView
) -> None:
    put_in(workspace, interview.id, "happened", "on earth really ")
    put_in(workspace, interview.id, "afraid", "terribly, ")
    click_waveform(workspace, 6_300)
    assert spoken_word(workspace, interview.id) == "afraid"
    click_word(workspace, interview.id, "losing")
    assert workspace.player.position_ms == 8_000
    workspace.player.pause()
    workspace.project.undo()
    workspace.project.undo()
    click_waveform(workspace, 8_400)
    assert spoken_word(workspace, interview.id) == "losing"
    click_word(workspace, interview.id, "very")
    assert workspace.player.position_ms == 5_000
    workspace.player.pause()


def test_the_loop_key_loops_the_turn_that_is_spoken_and_then_ends_it(
    workspace: Workspace, interview: SourceView
) -> None:
    workspace.player.seek(4_200)
    workspace.player.loop_action.trigger()
    assert (workspace.player.loop, workspace.player.loop_action.isChecked()) == ((3_000, 8_900), True)
    workspace.player.loop_action.trigger()
    assert (workspace.player.loop, workspace.player.loop_action.isChecked()) == (None, False)


def test_the_loop_key_loops_what_is_selected(workspace: Workspace, interview: SourceView) -> None:
    text = transcript_of(workspace.project, interview.id).text
    start = text.index("very afraid")
    workspace.reading.view.select(Span(start, start + len("very afraid")))
    workspace.player.loop_action.trigger()
    assert workspace.player.loop == (5_000, 6_900)
    assert workspace.player.position_ms == 5_000


def test_the_waveform_is_folded_away_and_stays_so(study: MainWindow, interview: SourceView) -> None:
    work = study.workspace
    assert work is not None and work.rows.panel.isVisible()
    path = work.project.path
    work.player.waveform_action.trigger()
    assert not work.rows.panel.isVisible()
    study.close_project()
    study.open_project(path)
    assert study.workspace is not None and not study.workspace.rows.panel.isVisible()


def test_without_a_recording_the_text_has_the_waveforms_height(
    qtbot: QtBot, workspace: Workspace, interview: SourceView
) -> None:
    other = next(source for source in catalogue.listing(workspace.project) if source.media_id is None)
    panel, text = workspace.rows.panel, workspace.reading
    qtbot.waitUntil(lambda: text.height() + panel.height() < workspace.rows.height())
    height, shown = text.height(), panel.height()
    workspace.sources.choose(other.id)
    assert not panel.isVisible() and workspace.player.waveform_action.isChecked()
    qtbot.waitUntil(lambda: text.height() >= height + shown)
    workspace.sources.choose(interview.id)
    assert panel.isVisible()
    qtbot.waitUntil(lambda: (panel.height(), text.height()) == (shown, height))


def test_how_a_person_listens_is_kept(study: MainWindow, interview: SourceView) -> None:
    work = study.workspace
    assert work is not None
    listens = Choices(Treatment(speed=1.25, gain_db=10, high_pass_hz=120, even=True), volume=70)
    work.player.choose(listens)
    work.rows.waveform.set_zoom(5)
    path = work.project.path
    study.close_project()
    assert study.settings.player["zoom"] == "5"
    study.open_project(path)
    assert study.workspace is not None
    assert study.workspace.player.choices() == listens
    assert study.workspace.rows.waveform.zoom == 5


def test_settings_that_offer_what_isnt_offered_are_passed_over() -> None:
    written = {"speed": "9", "volume": "loud", "gain_db": "7", "high_pass_hz": "120", "even": "maybe"}
    assert Choices.of(written) == Choices(Treatment(high_pass_hz=120))
    assert Choices.of(Settings().player) == Choices()


def test_what_was_checked_and_what_is_doubtful_are_shown_in_the_waveform(
    workspace: Workspace, interview: SourceView
) -> None:
    waveform = workspace.rows.waveform
    before = waveform.grab().toImage()
    with workspace.project.op("Verify") as session:
        record_row(session, interview.id).verified_ms = 6_000
    workspace.rows.set_marks(interview.id, [(9_000, 10_000)])
    after = waveform.grab().toImage()
    checked = round(waveform.x_of(3_000)), waveform.height() - 2
    doubtful = round(waveform.x_of(9_500)), 2
    for x, y in (checked, doubtful):
        assert after.pixelColor(x, y) != before.pixelColor(x, y)
    # Another source has doubts of its own.
    first_id = workspace.sources.first_id()
    assert first_id is not None
    workspace.sources.choose(first_id)
    workspace.sources.choose(interview.id)
    again = waveform.grab().toImage()
    assert again.pixelColor(*checked) == after.pixelColor(*checked)
    assert again.pixelColor(*doubtful) == before.pixelColor(*doubtful)
