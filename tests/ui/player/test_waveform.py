"""The waveform shows what is heard, goes where it is clicked, and is quick however long the recording is."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from interviewcoder.project.file import Project
from interviewcoder.project.media import MediaView
from interviewcoder.sources.sound import PEAK_MS, Sound
from interviewcoder.sources.stored_sound import sound_of
from interviewcoder.sources.text import Span
from interviewcoder.sources.transcript import Speaker, Transcript, Turn
from interviewcoder.sources.words import Word, Words
from interviewcoder.ui.player.sound_picture import SoundPicture, Stretch
from interviewcoder.ui.player.waveform import Waveform
from interviewcoder.ui.player.waveform_panel import WaveformPanel

HOUR_MS = 3_600_000
LENGTH_MS = 100_000
NONE = Qt.KeyboardModifier.NoModifier


def sound_with(loud: list[int], duration_ms: int = LENGTH_MS, *, spoken: bool = False) -> Sound:
    """Silence that is loud in the 10 ms at these moments."""
    peaks = np.zeros(duration_ms // PEAK_MS, dtype=np.uint8)
    peaks[[moment // PEAK_MS for moment in loud]] = 255
    return Sound(peaks.tobytes(), bytes([255 if spoken else 0]) * (duration_ms // 32))


def transcript_with(*turns: tuple[int, int, int]) -> Transcript:
    """Turns of one word each, by speaker, start and end; speaker 1 is the interviewer."""
    text = "\n".join("word" for _ in turns)
    spans = [Span(5 * place, 5 * place + 4) for place in range(len(turns))]
    return Transcript(
        1,
        text,
        tuple(
            Turn(place, span, turn[0], turn[1], turn[2])
            for place, (span, turn) in enumerate(zip(spans, turns, strict=True))
        ),
        Words(Word(span, turn[1], turn[2], 1.0) for span, turn in zip(spans, turns, strict=True)),
        (Speaker(1, "I", True, None), Speaker(2, "P07", False, None), Speaker(3, "P08", False, None)),
    )


@pytest.fixture
def waveform(qtbot: QtBot) -> Waveform:
    """A waveform of a hundred seconds on a thousand pixels."""
    shown = Waveform()
    qtbot.addWidget(shown)
    shown.resize(1000, 100)
    shown.show_sound(sound_with([20_000, 50_000]), LENGTH_MS)
    with qtbot.waitExposed(shown):
        shown.show()
    return shown


def drawn(waveform: Waveform) -> QImage:
    return waveform.grab().toImage()


def colour_at(waveform: Waveform, moment_ms: int, y: int) -> QColor:
    return drawn(waveform).pixelColor(round(waveform.x_of(moment_ms)), y)


def turn_wheel(waveform: Waveform, x: int, notches: int) -> None:
    at, way = QPointF(x, 30), QPoint(0, 120 * notches)
    event = QWheelEvent(at, at, QPoint(), way, Qt.MouseButton.NoButton, NONE, Qt.ScrollPhase.NoScrollPhase, False)
    QApplication.sendEvent(waveform, event)


@pytest.mark.parametrize("ms_per_pixel", [2.0, 10.0, 37.0, 640.0, 10_800.0])
def test_ten_loud_milliseconds_in_three_hours_are_seen_from_near_and_far(ms_per_pixel: float) -> None:
    picture = SoundPicture(sound_with([2 * HOUR_MS + 1230], 3 * HOUR_MS))
    stretch = Stretch(2 * HOUR_MS + 1230 - 300 * ms_per_pixel, ms_per_pixel, 600)
    loud = np.flatnonzero(picture.loudness(stretch) > 0.5)
    assert abs(loud - 300).max() <= max(1, 10 / ms_per_pixel)


def test_behind_the_end_nothing_is_drawn() -> None:
    picture = SoundPicture(Sound(b"\xff" * 100, b"\xff" * 31))
    loudness = picture.loudness(Stretch(0, 10, 300))
    assert loudness[:100].min() == 1 and loudness[100:].max() == 0
    spoken = picture.spoken(Stretch(0, 10, 300))
    assert spoken[:99].all() and not spoken[101:].any()


def test_a_recording_without_a_sound_in_it_is_drawn_as_a_line() -> None:
    assert SoundPicture(Sound(b"", b"")).loudness(Stretch(0, 10, 50)).max() == 0


def test_a_click_goes_there(qtbot: QtBot, waveform: Waveform) -> None:
    with qtbot.waitSignal(waveform.seek_asked) as asked:
        QTest.mouseClick(waveform, Qt.MouseButton.LeftButton, NONE, QPoint(250, 40))
    assert asked.args == [25_000]


def test_dragging_loops_the_passage_and_a_double_click_ends_it(qtbot: QtBot, waveform: Waveform) -> None:
    with qtbot.waitSignal(waveform.loop_asked) as asked, qtbot.assertNotEmitted(waveform.seek_asked):
        QTest.mousePress(waveform, Qt.MouseButton.LeftButton, NONE, QPoint(600, 40))
        QTest.mouseMove(waveform, QPoint(450, 40))
        QTest.mouseRelease(waveform, Qt.MouseButton.LeftButton, NONE, QPoint(450, 40))
    assert asked.args == [(45_000, 60_000)]
    with qtbot.waitSignal(waveform.loop_asked) as asked:
        QTest.mouseDClick(waveform, Qt.MouseButton.LeftButton, NONE, QPoint(500, 40))
    assert asked.args == [None]


def test_the_wheel_comes_nearer_at_the_pointer_and_goes_back_to_the_whole(waveform: Waveform) -> None:
    turn_wheel(waveform, 500, 5)
    assert waveform.ms_per_pixel == pytest.approx(100 / 1.4**5)
    assert waveform.moment_at(500) == pytest.approx(50_000, abs=60)
    turn_wheel(waveform, 500, -8)
    assert (waveform.ms_per_pixel, waveform.start_ms) == (100, 0)


def test_nobody_zooms_or_scrolls_out_of_the_recording(waveform: Waveform) -> None:
    turn_wheel(waveform, 999, 60)
    assert waveform.ms_per_pixel == 2
    waveform.scroll_to(10 * LENGTH_MS)
    assert waveform.start_ms == LENGTH_MS - 2000
    waveform.scroll_to(-5)
    assert waveform.start_ms == 0


def test_the_picture_follows_the_playhead_when_it_runs_out_of_sight(waveform: Waveform) -> None:
    waveform.set_zoom(10, around_x=0)
    waveform.set_position(5_000, follow=True)
    assert waveform.start_ms == 0
    waveform.set_position(9_500, follow=True)
    assert waveform.start_ms == pytest.approx(8_300)
    waveform.set_position(70_000, follow=False)
    assert waveform.start_ms == pytest.approx(8_300)
    waveform.set_position(70_000, follow=True)
    assert 0 < waveform.x_of(70_000) < 200


def test_the_keys_step_through_it(qtbot: QtBot, waveform: Waveform) -> None:
    waveform.set_position(30_000, follow=True)
    for key, moment_ms in ((Qt.Key.Key_Left, 29_000), (Qt.Key.Key_Right, 31_000), (Qt.Key.Key_End, LENGTH_MS)):
        with qtbot.waitSignal(waveform.seek_asked) as asked:
            QTest.keyClick(waveform, key)
        assert asked.args == [moment_ms]
    QTest.keyClick(waveform, Qt.Key.Key_Plus)
    assert waveform.ms_per_pixel < 100
    QTest.keyClick(waveform, Qt.Key.Key_0)
    assert waveform.ms_per_pixel == 100


def test_each_voice_has_its_colour_and_the_interviewer_none(waveform: Waveform) -> None:
    moments = {1: 10_000, 2: 30_000, 3: 60_000}
    waveform.show_sound(sound_with(list(range(0, LENGTH_MS, 10))), LENGTH_MS)
    waveform.show_transcript(transcript_with(*((id_, at, at + 10_000) for id_, at in moments.items())))
    one, two, three = (colour_at(waveform, moment + 5000, 30) for moment in moments.values())
    assert one.hsvSaturation() < 30
    assert min(two.hsvSaturation(), three.hsvSaturation()) > 120
    assert two != three
    assert colour_at(waveform, 50_000, 30).hsvSaturation() < 30


def test_voices_are_as_colourful_after_a_source_without_a_recording(qtbot: QtBot, waveform: Waveform) -> None:
    began_without = Waveform()
    qtbot.addWidget(began_without)
    began_without.resize(waveform.size())
    began_without.setEnabled(False)
    drawn(began_without)
    began_without.setEnabled(True)
    for one in (waveform, began_without):
        one.show_sound(sound_with(list(range(0, LENGTH_MS, 10))), LENGTH_MS)
        one.show_transcript(transcript_with((1, 10_000, 20_000), (2, 30_000, 40_000)))
    for moment_ms in (5_000, 15_000, 35_000):
        assert colour_at(began_without, moment_ms, 30) == colour_at(waveform, moment_ms, 30)


def test_doubtful_places_and_what_was_checked_are_marked(waveform: Waveform) -> None:
    waveform.set_marks([(80_000, 82_000), (40_000, 40_010)])
    waveform.set_verified(50_000)
    orange, nothing = colour_at(waveform, 81_000, 2), colour_at(waveform, 60_000, 2)
    assert 15 < orange.hsvHue() < 45 and orange.hsvSaturation() > 100
    assert colour_at(waveform, 40_005, 2) == orange != nothing
    green, unchecked = (colour_at(waveform, moment, 98) for moment in (30_000, 70_000))
    assert 100 < green.hsvHue() < 180 and green != unchecked


def test_three_hours_are_painted_in_under_eight_milliseconds(waveform: Waveform) -> None:
    generator = np.random.default_rng(1)
    peaks = generator.integers(0, 255, 3 * HOUR_MS // 10, dtype=np.uint8).tobytes()
    speech = generator.integers(0, 255, 3 * HOUR_MS // 32, dtype=np.uint8).tobytes()
    waveform.show_sound(Sound(peaks, speech), 3 * HOUR_MS)
    waveform.show_transcript(transcript_with(*((n % 3 + 1, n * 3000, n * 3000 + 2900) for n in range(3600))))
    waveform.set_marks([(n * 20_000, n * 20_000 + 500) for n in range(540)])
    waveform.resize(1366, 110)
    for zoom in (0.0, 200.0, 20.0, 4.0):
        waveform.set_zoom(zoom)
        took = []
        for step in range(9):
            # Scrolling: all of it is new each time.
            waveform.scroll_to(HOUR_MS + step * 100 * waveform.ms_per_pixel)
            waveform.set_position(HOUR_MS + step, follow=False)
            # Of this thread: what else the machine does meanwhile doesn't count.
            began = time.thread_time()
            waveform.repaint()
            took.append(time.thread_time() - began)
        assert median(took) < 0.008, zoom


@pytest.fixture
def panel(qtbot: QtBot, encrypted_project: Project) -> Iterator[WaveformPanel]:
    """A panel on the screen, which lets go of the project before that is closed."""
    made = WaveformPanel()
    qtbot.addWidget(made)
    made.resize(900, 110)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.load(None)


def test_a_recording_is_drawn_in_the_background_and_next_time_at_once(
    qtbot: QtBot, panel: WaveformPanel, encrypted_project: Project, recording: MediaView
) -> None:
    panel.load(encrypted_project, recording)
    assert panel.waveform.picture is None
    qtbot.waitUntil(lambda: panel.waveform.picture is not None, timeout=20_000)
    stored = sound_of(encrypted_project, recording.uuid)
    assert stored is not None and stored.duration_ms == pytest.approx(recording.duration_ms, abs=20)
    panel.load(None)
    assert panel.waveform.picture is None
    panel.load(encrypted_project, recording)
    assert panel.waveform.picture is not None


def test_going_elsewhere_stops_the_drawing(
    panel: WaveformPanel, encrypted_project: Project, recording: MediaView
) -> None:
    panel.load(encrypted_project, recording)
    panel.load(None)
    encrypted_project.close()


def test_a_panel_that_nobody_sees_doesnt_listen(
    qtbot: QtBot, panel: WaveformPanel, encrypted_project: Project, recording: MediaView, tmp_path: Path
) -> None:
    panel.hide()
    panel.load(encrypted_project, recording)
    assert panel.waveform.picture is None and sound_of(encrypted_project, recording.uuid) is None
    panel.show()
    qtbot.waitUntil(lambda: panel.waveform.picture is not None, timeout=20_000)
