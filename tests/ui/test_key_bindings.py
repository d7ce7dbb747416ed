"""Keys do what a person set them to, and a foot pedal is a keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from interviewcoder.ui.key_bindings import KeyBindings, text_of, types_text

_NONE, _CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = _NONE) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, key, modifiers)


def test_the_keys_of_the_first_day_are_those_of_the_field(qtbot: QtBot) -> None:
    keys = KeyBindings()
    assert (text_of([keys.sequence("play")]), text_of([keys.sequence("time_mark")])) == ("F4", "F5")
    assert keys.matches(press(Qt.Key.Key_F4)) == keys.matches(press(Qt.Key.Key_Space, _CTRL)) == "play"
    assert keys.matches(press(Qt.Key.Key_3, _CTRL)) == "speaker_3"
    assert keys.matches(press(Qt.Key.Key_A)) is None


def test_no_key_does_two_things_at_first(qtbot: QtBot) -> None:
    keys = KeyBindings()
    all_keys = [text_of([key]) for action in keys.actions for key in keys.sequences(action.id)]
    assert len(all_keys) == len(set(all_keys))
    assert not any(types_text(key) for action in keys.actions for key in keys.sequences(action.id))


def test_a_pedal_that_sends_f13_plays(qtbot: QtBot) -> None:
    settings: dict[str, str] = {}
    keys = KeyBindings(settings)
    with qtbot.waitSignal(keys.changed):
        keys.set_sequences("play", [QKeySequence("F13")])
    assert keys.matches(press(Qt.Key.Key_F13)) == "play"
    assert keys.matches(press(Qt.Key.Key_F4)) is None
    assert KeyBindings(dict(settings)).sequence("play") == QKeySequence("F13")


def test_a_key_given_to_one_action_is_taken_from_the_other(qtbot: QtBot) -> None:
    keys = KeyBindings({})
    keys.set_sequences("time_mark", [QKeySequence("F4")])
    assert keys.matches(press(Qt.Key.Key_F4)) == "time_mark"
    assert text_of(keys.sequences("play")) == "Ctrl+Space"


def test_keys_can_be_taken_off_and_had_back(qtbot: QtBot) -> None:
    settings: dict[str, str] = {}
    keys = KeyBindings(settings)
    keys.set_sequences("loop", [])
    assert keys.sequence("loop").isEmpty()
    assert keys.words("loop") == ""
    keys.reset()
    assert (text_of(keys.sequences("loop")), settings) == ("F12", {})


def test_going_back_to_the_first_keys_by_hand_leaves_nothing_in_the_settings(qtbot: QtBot) -> None:
    settings = {"loop": "F24"}
    KeyBindings(settings).set_sequences("loop", [QKeySequence("F12")])
    assert settings == {}


def test_a_menu_follows_until_it_is_gone(qtbot: QtBot) -> None:
    keys, window = KeyBindings(), QWidget()
    qtbot.addWidget(window)
    action = QAction("Play", window)
    keys.bind(action, "play")
    keys.set_sequences("play", [QKeySequence("F20")])
    assert action.shortcuts() == [QKeySequence("F20")]
    with qtbot.waitSignal(action.destroyed):
        action.deleteLater()
    keys.reset()


def test_what_is_no_key_in_the_settings_is_passed_over(qtbot: QtBot) -> None:
    keys = KeyBindings({"play": "Blah; F6", "no such action": "F4"})
    assert text_of(keys.sequences("play")) == "F6"


@pytest.mark.parametrize(
    ("key", "types"),
    [("A", True), ("Shift+A", True), ("Ctrl+A", False), ("F13", False), ("Return", True), ("Alt+Left", False)],
)
def test_keys_that_write_are_told_apart(key: str, types: bool) -> None:
    assert types_text(QKeySequence(key)) == types
