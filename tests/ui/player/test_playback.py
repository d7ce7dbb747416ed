"""What is heard is what was asked for."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import pytest
from PySide6.QtMultimedia import QMediaDevices
from pytestqt.qtbot import QtBot

from interviewcoder.coding import codes
from interviewcoder.project.file import Project
from interviewcoder.project.media import MediaView
from interviewcoder.ui.player import PlayerBar

if TYPE_CHECKING:
    from tests.ui.player.conftest import Ear

TakeIn = Callable[[Path], MediaView]
Listen = Callable[[PlayerBar], "Ear"]
ENDINGS = ["wav", "flac", "mp3", "m4a", "opus"]
# A click on a word may be this far from it; what the player does is far closer.
TOLERANCE_MS = 150
ON_ITS_WAY_MS = 3000


def start_playing(qtbot: QtBot, bar: PlayerBar, position_ms: int) -> None:
    """Play from a moment and wait until time passes."""
    bar.play_from(position_ms)
    qtbot.waitUntil(lambda: bar.position_ms > position_ms)


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_is_heard_begins_where_it_was_asked_for(
    qtbot: QtBot,
    bar: PlayerBar,
    encrypted_project: Project,
    take_in: TakeIn,
    listen: Listen,
    tones: dict[str, Path],
    ending: str,
) -> None:
    bar.load(encrypted_project, take_in(tones[ending]))
    ear = listen(bar)
    start_playing(qtbot, bar, 0)
    for asked_ms in (41_300, 3_050, 55_777, 20_000):
        bar.pause()
        # The last sound from before the jump may still be on its way to the ear.
        left_ms = ear.heard[-1].start_ms
        ear.heard.clear()
        bar.play_from(asked_ms)
        qtbot.waitUntil(lambda: len(ear.heard) > 9)
        while abs(ear.heard[0].start_ms - left_ms) < ON_ITS_WAY_MS:
            ear.heard.pop(0)
        assert abs(ear.heard[0].start_ms - asked_ms) < TOLERANCE_MS
        # Right after a jump a decoder isn't in tune yet.
        assert median(abs(heard.pitch_ms - heard.start_ms) for heard in ear.heard) < TOLERANCE_MS


def test_a_moment_asked_for_while_the_recording_opens_is_played_then(
    qtbot: QtBot, bar: PlayerBar, encrypted_project: Project, recording: MediaView, listen: Listen
) -> None:
    bar.load(encrypted_project, recording)
    ear = listen(bar)
    bar.play_from(30_000)
    assert bar.position_ms == 30_000
    assert bar.playing
    qtbot.waitUntil(lambda: len(ear.heard) > 0)
    assert abs(ear.heard[0].start_ms - 30_000) < TOLERANCE_MS


def test_time_passes_as_on_the_clock_also_where_nothing_can_be_heard(
    qtbot: QtBot, bar: PlayerBar, encrypted_project: Project, recording: MediaView
) -> None:
    bar.load(encrypted_project, recording)
    start_playing(qtbot, bar, 10_000)
    began, at_ms = time.monotonic(), bar.position_ms
    qtbot.waitUntil(lambda: bar.position_ms > at_ms + 1000)
    assert time.monotonic() - began == pytest.approx(1.0, abs=0.4)


def test_twice_the_speed_keeps_the_pitch(
    qtbot: QtBot,
    bar: PlayerBar,
    encrypted_project: Project,
    recording: MediaView,
    listen: Listen,
    choose_speed: Callable[[PlayerBar, float], None],
) -> None:
    bar.load(encrypted_project, recording)
    ear = listen(bar)
    choose_speed(bar, 2.0)
    start_playing(qtbot, bar, 10_000)
    began, at_ms = time.monotonic(), bar.position_ms
    qtbot.waitUntil(lambda: bar.position_ms > at_ms + 1500)
    assert (bar.position_ms - at_ms) / 1000 / (time.monotonic() - began) == pytest.approx(2.0, abs=0.5)
    assert median(abs(heard.pitch_ms - heard.start_ms) for heard in ear.heard) < TOLERANCE_MS


def test_pausing_goes_back_a_little_but_not_before_the_beginning(
    qtbot: QtBot, bar: PlayerBar, encrypted_project: Project, recording: MediaView
) -> None:
    bar.load(encrypted_project, recording)
    start_playing(qtbot, bar, 20_000)
    bar.pause()
    assert 18_000 <= bar.position_ms < 19_000
    start_playing(qtbot, bar, 500)
    bar.pause()
    assert bar.position_ms == 0


def test_playing_on_at_the_end_begins_anew(
    qtbot: QtBot, bar: PlayerBar, encrypted_project: Project, recording: MediaView
) -> None:
    bar.load(encrypted_project, recording)
    start_playing(qtbot, bar, recording.duration_ms - 300)
    qtbot.waitUntil(lambda: not bar.playing)
    assert bar.position_ms == pytest.approx(recording.duration_ms, abs=200)
    bar.toggle()
    qtbot.waitUntil(lambda: 0 < bar.position_ms < 10_000)


def test_the_project_is_written_to_while_its_recording_plays(
    qtbot: QtBot, bar: PlayerBar, encrypted_project: Project, take_in: TakeIn, tones: dict[str, Path]
) -> None:
    bar.load(encrypted_project, take_in(tones["wav"]))
    start_playing(qtbot, bar, 0)
    with qtbot.assertNotEmitted(bar.failed):
        for number in range(40):
            codes.add(encrypted_project, f"Code {number}")
            bar.seek(number * 1400)
        at_ms = bar.position_ms
        qtbot.waitUntil(lambda: bar.position_ms > at_ms)
    assert len(codes.tree(encrypted_project)) == 40


def test_a_project_can_be_closed_once_its_recording_is_let_go(
    qtbot: QtBot, bar: PlayerBar, encrypted_project: Project, recording: MediaView
) -> None:
    bar.load(encrypted_project, recording)
    start_playing(qtbot, bar, 5_000)
    with qtbot.assertNotEmitted(bar.failed, wait=100):
        bar.load(None)
        encrypted_project.close()
    assert (bar.position_ms, bar.playing) == (0, False)


# Until the player has stopped, FFmpeg wonders at what it gets.
@pytest.mark.qt_log_ignore("AVPacket with pts == AV_NOPTS_VALUE")
def test_a_project_closed_while_its_recording_plays_ends_in_a_message(
    qtbot: QtBot, bar: PlayerBar, encrypted_project: Project, take_in: TakeIn, tones: dict[str, Path]
) -> None:
    bar.load(encrypted_project, take_in(tones["wav"]))
    start_playing(qtbot, bar, 5_000)
    with qtbot.waitSignal(bar.failed) as failed:
        encrypted_project.close()
        bar.seek(50_000)
    assert "can't be read" in failed.args[0]
    assert not bar.playing


@pytest.mark.qt_log_ignore("AVPacket with pts == AV_NOPTS_VALUE")
def test_a_recording_with_a_hole_ends_in_a_message(
    qtbot: QtBot, bar: PlayerBar, encrypted_project: Project, take_in: TakeIn, tones: dict[str, Path]
) -> None:
    recording = take_in(tones["wav"])
    encrypted_project.raw_connection.execute("DELETE FROM media_chunk WHERE number = 4")
    bar.load(encrypted_project, recording)
    with qtbot.waitSignal(bar.failed) as failed:
        bar.play_from(40_000)
    assert "can't be read" in failed.args[0]
    assert not bar.play_action.isEnabled()


def test_recordings_are_changed_in_quick_succession(
    qtbot: QtBot, bar: PlayerBar, encrypted_project: Project, take_in: TakeIn, tones: dict[str, Path]
) -> None:
    recordings = [take_in(path) for path in tones.values()]
    for turn in range(30):
        bar.load(encrypted_project, recordings[turn % len(recordings)])
        bar.play_from(turn * 1000)
        if turn % 3 == 0:
            qtbot.waitUntil(lambda: bar.position_ms > turn * 1000)  # noqa: B023  # called at once
    start_playing(qtbot, bar, 40_000)


def test_a_bar_may_be_deleted_while_it_plays(qtbot: QtBot, encrypted_project: Project, recording: MediaView) -> None:
    left_alone = PlayerBar()
    left_alone.load(encrypted_project, recording)
    start_playing(qtbot, left_alone, 5_000)
    with qtbot.waitSignal(left_alone.destroyed):
        left_alone.deleteLater()


def test_a_loop_is_played_again_and_again_without_what_is_around_it(
    qtbot: QtBot, bar: PlayerBar, encrypted_project: Project, recording: MediaView, listen: Listen
) -> None:
    bar.load(encrypted_project, recording)
    ear = listen(bar)
    bar.set_loop((30_500, 31_000))
    assert bar.position_ms == 30_500
    bar.toggle()
    qtbot.waitUntil(lambda: sum(heard.start_ms < 30_510 for heard in ear.heard) >= 3)
    assert all(30_500 - 1 <= heard.start_ms < 31_000 for heard in ear.heard)
    assert all(30_450 < heard.pitch_ms < 31_050 for heard in ear.heard)
    assert 30_500 <= bar.position_ms <= 31_000
    bar.set_loop(None)
    qtbot.waitUntil(lambda: bar.position_ms > 31_100)


def test_from_behind_a_loop_the_recording_is_played_on(
    qtbot: QtBot, bar: PlayerBar, encrypted_project: Project, recording: MediaView
) -> None:
    bar.load(encrypted_project, recording)
    bar.set_loop((10_000, 11_000))
    start_playing(qtbot, bar, 20_000)
    qtbot.waitUntil(lambda: bar.position_ms > 20_300)


def test_speed_is_changed_while_it_plays_without_losing_the_place(
    qtbot: QtBot, bar: PlayerBar, encrypted_project: Project, recording: MediaView, listen: Listen
) -> None:
    bar.load(encrypted_project, recording)
    ear = listen(bar)
    start_playing(qtbot, bar, 20_000)
    qtbot.waitUntil(lambda: bar.position_ms > 20_200)
    for _ in range(20):
        bar.slower_action.trigger()
    before_ms = bar.position_ms
    ear.heard.clear()
    qtbot.waitUntil(lambda: len(ear.heard) > 12)
    assert bar.choices().treatment.speed == 0.5
    assert abs(ear.heard[0].start_ms - before_ms) < 60
    assert median(abs(heard.pitch_ms - heard.start_ms) for heard in ear.heard) < TOLERANCE_MS
    bar.normal_speed_action.trigger()
    assert bar.choices().treatment.speed == 1.0


def test_headphones_that_come_or_go_leave_the_place_as_it_is(
    qtbot: QtBot, bar: PlayerBar, encrypted_project: Project, recording: MediaView, listen: Listen
) -> None:
    bar.load(encrypted_project, recording)
    ear = listen(bar)
    start_playing(qtbot, bar, 20_000)
    (devices,) = bar.findChildren(QMediaDevices)
    before_ms = bar.position_ms
    ear.heard.clear()
    devices.audioOutputsChanged.emit()
    qtbot.waitUntil(lambda: len(ear.heard) > 3)
    assert abs(ear.heard[0].start_ms - before_ms) < 60
    assert bar.playing
