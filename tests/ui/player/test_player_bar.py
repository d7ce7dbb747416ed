"""The player's buttons, line, keys and boxes, used as a person uses them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QMainWindow, QSlider, QWidget
from pytestqt.qtbot import QtBot

from interviewcoder.project.file import Project
from interviewcoder.project.media import MediaView
from interviewcoder.ui.player import PlayerBar
from interviewcoder.ui.player.seek_slider import SeekSlider


def line_of(bar: PlayerBar) -> SeekSlider:
    line = bar.findChild(SeekSlider)
    assert line is not None
    return line


def time_of(bar: PlayerBar) -> str:
    return next(label.text() for label in bar.findChildren(QLabel) if label.accessibleName() == "Time and length")


def box_of(bar: PlayerBar, name: str) -> QComboBox:
    return next(box for box in bar.findChildren(QComboBox) if box.accessibleName() == name)


def test_a_click_on_the_line_goes_exactly_there(
    qtbot: QtBot, bar: PlayerBar, encrypted_project: Project, recording: MediaView
) -> None:
    bar.load(encrypted_project, recording)
    line = line_of(bar)
    for share in (0.75, 0.2, 0.5):
        place = QPoint(round(line.width() * share), line.height() // 2)
        QTest.mouseClick(line, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
        assert bar.position_ms == line.value_at(place)
        assert bar.position_ms == pytest.approx(recording.duration_ms * share, abs=1500)


def test_the_line_can_be_dragged(
    qtbot: QtBot, bar: PlayerBar, encrypted_project: Project, recording: MediaView
) -> None:
    bar.load(encrypted_project, recording)
    line = line_of(bar)
    there, beyond = QPoint(line.width() // 4, line.height() // 2), QPoint(line.width() + 50, line.height() // 2)
    QTest.mousePress(line, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, there)
    QTest.mouseMove(line, beyond)
    QTest.mouseRelease(line, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, beyond)
    assert bar.position_ms == recording.duration_ms


def test_the_line_listens_to_the_keys(
    qtbot: QtBot, bar: PlayerBar, encrypted_project: Project, recording: MediaView
) -> None:
    bar.load(encrypted_project, recording)
    line = line_of(bar)
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_PageUp)
    QTest.keyClick(line, Qt.Key.Key_Right)
    assert bar.position_ms == 11_000
    QTest.keyClick(line, Qt.Key.Key_Home)
    assert bar.position_ms == 0


def test_the_time_and_the_length_are_written_beside_the_line(
    qtbot: QtBot, bar: PlayerBar, encrypted_project: Project, recording: MediaView
) -> None:
    assert time_of(bar) == "0:00 / 0:00"
    bar.load(encrypted_project, recording)
    bar.seek(47_900)
    assert time_of(bar) == "0:47 / 1:00"


@pytest.mark.parametrize(
    ("key", "modifier"),
    [(Qt.Key.Key_F4, Qt.KeyboardModifier.NoModifier), (Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)],
)
def test_the_keys_play_and_pause_from_anywhere_in_the_window(
    qtbot: QtBot, encrypted_project: Project, recording: MediaView, key: Qt.Key, modifier: Qt.KeyboardModifier
) -> None:
    window, page, bar = QMainWindow(), QWidget(), PlayerBar()
    qtbot.addWidget(window)
    window.setCentralWidget(page)
    field = QLineEdit(page)
    window.setMenuWidget(bar)
    with qtbot.waitActive(window):
        window.show()
    field.setFocus()
    bar.load(encrypted_project, recording)
    QTest.keyClick(field, key, modifier)
    qtbot.waitUntil(lambda: bar.position_ms > 0)
    assert bar.play_action.text() == "Pause"
    QTest.keyClick(field, key, modifier)
    assert bar.play_action.text() == "Play"
    assert not bar.playing
    bar.load(None)


def test_back_and_forward_skip_five_seconds_and_stay_inside(
    qtbot: QtBot, bar: PlayerBar, encrypted_project: Project, recording: MediaView
) -> None:
    bar.load(encrypted_project, recording)
    bar.seek(57_000)
    bar.forward_action.trigger()
    assert bar.position_ms == recording.duration_ms
    bar.seek(7_000)
    bar.back_action.trigger()
    assert bar.position_ms == 2_000
    bar.back_action.trigger()
    assert bar.position_ms == 0


def test_how_far_to_go_back_on_pause_is_a_choice(
    qtbot: QtBot, bar: PlayerBar, encrypted_project: Project, recording: MediaView
) -> None:
    bar.load(encrypted_project, recording)
    box_of(bar, "Back on pause").setCurrentIndex(0)
    bar.play_from(10_000)
    qtbot.waitUntil(lambda: bar.position_ms > 10_000)
    bar.pause()
    assert bar.position_ms > 10_000


def test_without_a_recording_nothing_can_be_pressed(qtbot: QtBot, bar: PlayerBar) -> None:
    assert not any(button.isEnabled() for button in bar.findChildren(QAbstractButton))
    assert not any(slider.isEnabled() for slider in bar.findChildren(QSlider))
    bar.play_from(5_000)
    assert (bar.playing, bar.position_ms) == (False, 0)


def test_everything_that_can_be_used_has_a_name(qtbot: QtBot, bar: PlayerBar) -> None:
    used = [*bar.findChildren(QSlider), *bar.findChildren(QComboBox)]
    assert all(widget.accessibleName() for widget in used)
    assert all(button.accessibleName() or button.text() for button in bar.findChildren(QAbstractButton))


@pytest.mark.parametrize("width", [320, 500, 1300])
def test_nothing_is_cut_off_at_any_width(qtbot: QtBot, bar: PlayerBar, width: int) -> None:
    used = [*bar.findChildren(QSlider), *bar.findChildren(QComboBox), *bar.findChildren(QAbstractButton)]
    bar.resize(width, bar.height())
    qtbot.waitUntil(lambda: bar.width() == width)
    qtbot.waitUntil(lambda: max(part.mapTo(bar, QPoint(part.width(), 0)).x() for part in used) <= width)
