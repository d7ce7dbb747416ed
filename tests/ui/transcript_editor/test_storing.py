"""What is typed is never called saved before it is, and never lost where it can't be."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QApplication

from interviewcoder.errors import StorageFailed
from interviewcoder.ui.transcript_editor import editor
from tests.ui.conftest import FakePrompts
from tests.ui.transcript_editor.conftest import Desk, add_interview

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


def refuse() -> None:
    raise StorageFailed("The disk is full.")


def test_the_strip_says_saved_only_when_what_is_typed_is_stored(desk: Desk) -> None:
    saved = desk.window.strip._saved
    assert saved.text() == "All changes saved"
    desk.place("afraid")
    desk.type("so ")
    assert saved.text() == "Not saved yet…"
    desk.window.strip.show_saved("14:32")
    assert saved.text() == "Not saved yet…"
    desk.save()
    assert saved.text() == "All changes saved"
    assert "14:32" in saved.toolTip()
    desk.type("very")
    for _ in "very":
        desk.press(Key.Key_Backspace)
    assert saved.text() == "All changes saved"


def test_what_is_typed_is_stored_after_two_seconds_at_most(desk: Desk) -> None:
    assert editor.PAUSE_MS <= 2000
    desk.place("afraid")
    desk.type("so ")
    timer = desk.work.reading.editor._pause
    assert timer.isActive() and timer.interval() <= 2000


def test_another_source_isnt_shown_while_what_is_typed_cant_be_stored(
    desk: Desk, prompts: FakePrompts, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = desk.work
    second = add_interview(work.project, "P08")
    desk.place("afraid")
    desk.type("so ")
    with monkeypatch.context() as full_disk:
        full_disk.setattr(work.project.history, "_commit", refuse)
        work.sources.choose(second)
        assert work.reading.source is not None and work.reading.source.id == 1
        assert work.reading.editor.active and "so afraid" in desk.page.text
        assert prompts.errors[-1].message == "The disk is full."
        assert desk.window.strip.message() == "What you typed isn’t stored yet, so the transcript stays open."
        assert desk.window.strip._saved.text() == "Not saved yet…"
        desk.qtbot.waitUntil(lambda: work.sources.current_id() == 1, timeout=1000)
    work.sources.choose(second)
    assert work.reading.source.id == second
    assert "so afraid" in work.signals.transcript_of(1).text


def test_a_source_that_is_added_throws_nobody_out_of_the_edit(desk: Desk) -> None:
    desk.place("afraid")
    desk.type("so ")
    add_interview(desk.work.project, "P08")
    assert desk.work.reading.editor.active
    desk.type("very ")
    desk.save()
    assert "was so very afraid" in desk.stored().text


def test_the_edit_isnt_left_while_what_is_typed_cant_be_stored(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.place("afraid")
    desk.type("so ")
    with monkeypatch.context() as full_disk:
        full_disk.setattr(desk.work.project.history, "_commit", refuse)
        desk.press(Key.Key_Escape)
        assert not desk.page.isReadOnly()
        desk.work.reading.header.correct.click()
        assert desk.work.reading.header.correct.isChecked()
    desk.press(Key.Key_Escape)
    assert not desk.work.reading.editor.active
    assert "so afraid" in desk.stored().text


def test_a_menu_that_qt_shows_while_one_types_loses_nothing(desk: Desk) -> None:
    desk.place("afraid")
    desk.type("so ")
    # So Qt tells a page that a pop-up of its own takes the keys; this platform shows none.
    QApplication.sendEvent(desk.page, QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.PopupFocusReason))
    assert "so afraid" in desk.stored().text
    QApplication.sendEvent(desk.page, QFocusEvent(QEvent.Type.FocusIn, Qt.FocusReason.PopupFocusReason))
    desk.type("very ")
    desk.press(Key.Key_Z, CTRL)
    desk.save()
    assert "I was so afraid" in desk.stored().text
    assert desk.coded() == ["afraid of lawsuits", "We all were", "Nobody dared"]
