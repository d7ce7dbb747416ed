"""The dialog of keys says what a key is taken for, and makes the keys what was chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QKeySequenceEdit, QLabel, QLineEdit, QPushButton, QTreeWidget
from pytestqt.qtbot import QtBot

from interviewcoder.ui.dialogs.keys import KeysDialog
from interviewcoder.ui.key_bindings import KeyAction, KeyBindings, text_of
from interviewcoder.ui.key_list import save_key_list
from interviewcoder.ui.key_sheet import key_groups

if TYPE_CHECKING:
    from interviewcoder.ui.main_window import MainWindow
    from tests.ui.conftest import FakePrompts

# The field for keys has a line of its own inside.
DIRECT = Qt.FindChildOption.FindDirectChildrenOnly


@pytest.fixture
def keys(qtbot: QtBot) -> KeyBindings:
    """Keys as they are at first."""
    return KeyBindings({})


@pytest.fixture
def dialog(qtbot: QtBot, keys: KeyBindings, prompts: FakePrompts) -> Iterator[KeysDialog]:
    """The dialog, in a program whose menus have Ctrl+T."""
    keys.take([KeyAction("menu.transcribe", "Transcribe this recording", "Ctrl+T", "Menu “Transcribe”")])
    save_list = partial(save_key_list, prompts=prompts)
    shown = KeysDialog(keys, save_list)
    shown.show()
    yield shown
    shown.hide()
    shown.deleteLater()


def choose(dialog: QDialog, what: str) -> None:
    tree = dialog.findChild(QTreeWidget)
    assert tree is not None
    (row,) = tree.findItems(what, Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive)
    tree.setCurrentItem(row)


def press(dialog: QDialog, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    field = dialog.findChild(QKeySequenceEdit)
    assert field is not None
    QTest.keyClick(field, key, modifier)


def button(dialog: QDialog, text: str) -> QPushButton:
    return next(button for button in dialog.findChildren(QPushButton) if button.text() == text)


def told(dialog: QDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


def test_a_pedal_is_set_by_stepping_on_it(dialog: KeysDialog, keys: KeyBindings) -> None:
    choose(dialog, "Play or pause")
    press(dialog, Qt.Key.Key_F14)
    button(dialog, "Use it too").click()
    assert text_of(keys.sequences("play")) == "F4; Ctrl+Space"
    dialog.apply()
    assert text_of(keys.sequences("play")) == "F4; Ctrl+Space; F14"


def test_a_key_that_does_something_else_is_taken_from_there_after_a_word(dialog: KeysDialog, keys: KeyBindings) -> None:
    choose(dialog, "Next doubtful place")
    press(dialog, Qt.Key.Key_F5)
    assert "F5 is “Write a time mark” now" in told(dialog)
    button(dialog, "Use this key").click()
    dialog.apply()
    assert text_of(keys.sequences("next_doubt")) == "F5"
    assert keys.sequences("time_mark") == []


def test_a_key_of_a_menu_goes_over_to_another_entry(dialog: KeysDialog, keys: KeyBindings) -> None:
    choose(dialog, "Play or pause")
    press(dialog, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert "Ctrl+T is “Transcribe this recording” now" in told(dialog)
    button(dialog, "Use this key").click()
    dialog.apply()
    assert (text_of(keys.sequences("play")), keys.sequences("menu.transcribe")) == ("Ctrl+T", [])


def test_the_list_is_narrowed_by_words_and_by_keys(dialog: KeysDialog) -> None:
    tree, line = dialog.findChild(QTreeWidget), dialog.findChild(QLineEdit, options=DIRECT)
    assert tree is not None and line is not None

    def shown() -> list[str]:
        rows = tree.findItems("", Qt.MatchFlag.MatchContains | Qt.MatchFlag.MatchRecursive)
        return [row.text(0) for row in rows if not row.isHidden() and not row.childCount()]

    line.setText("TURN next")
    assert shown() == ["Next turn"]
    line.setText("ctrl+t")
    assert shown() == ["Transcribe this recording"]


def test_keys_of_the_text_and_of_writing_are_refused_with_the_reason(dialog: KeysDialog) -> None:
    press(dialog, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert "Alt+Down is “Next and previous coding” in the transcript" in told(dialog)
    assert not button(dialog, "Use this key").isEnabled()
    press(dialog, Qt.Key.Key_B)
    assert "B is for writing" in told(dialog)
    assert not button(dialog, "Use this key").isEnabled()


def test_one_action_or_all_get_their_first_keys_again(dialog: KeysDialog, keys: KeyBindings) -> None:
    choose(dialog, "Slower")
    button(dialog, "No key").click()
    choose(dialog, "Faster")
    button(dialog, "No key").click()
    button(dialog, "First key again").click()
    dialog.apply()
    assert (keys.sequences("slower"), keys.sequence("faster")) == ([], QKeySequence("F7"))
    button(dialog, "All as at first").click()
    dialog.apply()
    assert keys.sequence("slower") == QKeySequence("F6")


def test_closing_without_saving_changes_nothing(dialog: KeysDialog, keys: KeyBindings) -> None:
    choose(dialog, "Slower")
    button(dialog, "No key").click()
    dialog.reject()
    assert keys.sequence("slower") == QKeySequence("F6")


def test_the_list_can_be_printed(dialog: KeysDialog, prompts: FakePrompts, keys: KeyBindings, tmp_path: Path) -> None:
    prompts.save_to = tmp_path / "keys.pdf"
    button(dialog, "Save as PDF…").click()
    assert prompts.save_to.read_bytes().startswith(b"%PDF") and prompts.save_to.read_bytes().rstrip().endswith(b"%%EOF")
    words = {row for group in key_groups(keys) for _, row in group.rows}
    assert {action.label for action in keys.actions} <= words
    prompts.save_to = tmp_path / "no folder" / "keys.pdf"
    button(dialog, "Save as PDF…").click()
    assert "can't be written" in prompts.errors[0].message


def test_keys_set_in_the_menu_hold_in_the_window_and_after_a_restart(window: MainWindow, prompts: FakePrompts) -> None:
    from interviewcoder import settings

    def answer(dialog: QDialog) -> bool:
        choose(dialog, "Play or pause")
        press(dialog, Qt.Key.Key_F21)
        button(dialog, "Use this key").click()
        return True

    on_dialog: Callable[[QDialog], bool] = answer
    prompts.on_dialog = on_dialog
    window.menus.action("keys").trigger()
    assert window.keys.sequence("play") == QKeySequence("F21")
    assert settings.load().keys == {"play": "F21"}
