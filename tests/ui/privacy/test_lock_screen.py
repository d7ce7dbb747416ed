"""A locked window shows nothing of the study, and its passphrase brings everything back."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLabel, QLineEdit

from interviewcoder.coding import codes
from interviewcoder.privacy import key_file
from interviewcoder.project import cipher, file
from interviewcoder.sources import catalogue, importing
from interviewcoder.sources.transcript import transcript_of
from interviewcoder.ui.privacy import idle_lock
from interviewcoder.ui.privacy.clipboard import MARKS
from interviewcoder.ui.privacy.idle_lock import IdleWatch
from interviewcoder.ui.privacy.lock_screen import LockPage

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from interviewcoder.project.file import Project
    from interviewcoder.ui.main_window import MainWindow
    from tests.ui.conftest import FakePrompts


@pytest.fixture(autouse=True)
def quick_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys of few rounds: what is shown here has nothing to do with how slowly a passphrase is tried."""
    monkeypatch.setattr(cipher, "KDF_ITERATIONS", 1000)


@pytest.fixture
def secret_study(
    window: MainWindow, encrypted_project: Project, interview_file: Path, passphrase: str
) -> Iterator[MainWindow]:
    """The window with an encrypted project in it that holds one transcript."""
    importing.add_files(encrypted_project, [interview_file])
    codes.add(encrypted_project, "Fear")
    encrypted_project.close()
    window.open_project(encrypted_project.path, passphrase=passphrase)
    yield window
    window.locking.locked = False


def is_locked(window: MainWindow) -> bool:
    return window.locking.locked


def page_of(window: MainWindow) -> LockPage:
    page = window.findChild(LockPage)
    assert page is not None
    return page


def shown_words(window: MainWindow) -> str:
    """Everything that can be read of a window now, its title and tooltips too."""
    labels = [label.text() for label in window.findChildren(QLabel) if label.isVisible()]
    return " ".join([window.windowTitle(), window.toolTip(), *labels])


def lock(window: MainWindow, qtbot: QtBot) -> None:
    window.menus.action("lock_now").trigger()
    qtbot.waitUntil(lambda: window.workspace is None)


def test_a_locked_window_shows_nothing_and_its_project_is_closed(
    secret_study: MainWindow, qtbot: QtBot, passphrase: str
) -> None:
    assert secret_study.workspace is not None
    path = secret_study.workspace.project.path
    lock(secret_study, qtbot)
    assert page_of(secret_study).isVisible()
    assert "Study" not in shown_words(secret_study)
    assert not secret_study.menus.isVisible()
    assert not secret_study.strip.isVisible()
    # Closed and given back: another process could have it now.
    assert not file.is_open_here(path)
    assert file.needs_passphrase(path)


def test_the_passphrase_brings_back_the_same_place(secret_study: MainWindow, qtbot: QtBot, passphrase: str) -> None:
    work = secret_study.workspace
    assert work is not None
    work.right.show_page("memos")
    lock(secret_study, qtbot)
    page = page_of(secret_study)
    for typed in ("wrong", ""):
        page.line.setText(typed)
        page.button.click()
        assert is_locked(secret_study)
        assert secret_study.workspace is None
    assert page.line.text() == ""
    page.line.setText(passphrase)
    QTest.keyClick(page.line, Qt.Key.Key_Return)
    work = secret_study.workspace
    assert work is not None
    assert not is_locked(secret_study)
    assert work.isVisible()
    assert secret_study.menus.isVisible()
    assert "Study" in secret_study.windowTitle()
    assert work.right.current_name == "memos"
    assert [code.name for code in codes.tree(work.project)] == ["Fear"]


def test_what_is_being_typed_is_stored_before_the_project_is_closed(
    secret_study: MainWindow, qtbot: QtBot, passphrase: str
) -> None:
    work = secret_study.workspace
    assert work is not None
    page = work.reading.view.page
    assert work.reading.editor.set_active(True)
    page.setFocus()
    QTest.keyClicks(page, "Well ")
    lock(secret_study, qtbot)
    page_of(secret_study).unlock_asked.emit(passphrase)
    work = secret_study.workspace
    assert work is not None
    (source,) = catalogue.listing(work.project)
    assert "Well " in transcript_of(work.project, source.id).text


def test_while_a_job_runs_the_project_stays_open_out_of_sight(
    secret_study: MainWindow, qtbot: QtBot, passphrase: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = secret_study.workspace
    assert work is not None
    with monkeypatch.context() as going_on:
        going_on.setattr(type(work.adding), "is_busy", property(lambda adding: True))
        secret_study.locking.lock()
        QApplication.processEvents()
        assert secret_study.workspace is work
        assert not work.isVisible()
        assert "goes on" in shown_words(secret_study)
        # What a step of the work changes doesn't bring the title back.
        codes.add(work.project, "Hope")
        assert "Study" not in secret_study.windowTitle()
        page_of(secret_study).unlock_asked.emit("wrong")
        assert is_locked(secret_study)
        page_of(secret_study).unlock_asked.emit(passphrase)
    assert not is_locked(secret_study)
    assert secret_study.workspace is work
    assert work.isVisible()


def test_an_unencrypted_project_is_hidden_and_it_is_said_that_this_is_all(study: MainWindow) -> None:
    work = study.workspace
    assert work is not None
    study.locking.lock()
    QApplication.processEvents()
    assert not work.isVisible()
    assert "doesn’t protect it" in shown_words(study)
    page = page_of(study)
    assert not page.line.isVisible()
    page.button.click()
    assert work.isVisible()


def test_dialogs_and_menus_above_the_window_are_closed(secret_study: MainWindow, qtbot: QtBot) -> None:
    dialog = QDialog(secret_study)
    QLineEdit(dialog)
    dialog.open()
    lock(secret_study, qtbot)
    assert not dialog.isVisible()
    assert [each for each in QApplication.topLevelWidgets() if each.isVisible()] == [secret_study]


def test_without_a_project_there_is_nothing_to_lock(window: MainWindow) -> None:
    window.locking.lock()
    assert not is_locked(window)


def test_after_its_time_without_a_hand_on_anything_the_window_locks(
    secret_study: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = secret_study.locking.idle
    assert watch.minutes == 15
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now + 14 * 60)
    watch.look()
    assert not is_locked(secret_study)
    handle = secret_study.windowHandle()
    QTest.mouseMove(handle, QPoint(30, 30))
    QTest.mouseClick(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(400, 750))
    monkeypatch.setattr(time, "monotonic", lambda: now + 20 * 60)
    watch.look()
    assert not is_locked(secret_study)
    monkeypatch.setattr(time, "monotonic", lambda: now + 30 * 60)
    watch.look()
    qtbot.waitUntil(lambda: secret_study.workspace is None)


def test_a_time_of_zero_never_locks(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    watch = IdleWatch(0)
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now + 1e6)
    with qtbot.assertNotEmitted(watch.idled):
        watch.look()
    watch.deleteLater()


def test_a_machine_that_slept_is_told_by_its_clocks_and_by_the_system(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = IdleWatch(0)
    with qtbot.assertNotEmitted(watch.slept):
        watch.look()
    monkeypatch.setattr(idle_lock, "_asleep_s", lambda: 1e9)
    with qtbot.waitSignal(watch.slept):
        watch.look()
    with qtbot.assertNotEmitted(watch.slept):
        watch.look()
        watch.on_sleep(False)
    with qtbot.waitSignal(watch.slept):
        watch.on_sleep(True)
    watch.deleteLater()


def test_an_open_key_is_closed_also_where_the_project_stays_open(study: MainWindow, qtbot: QtBot) -> None:
    work = study.workspace
    assert work is not None and not work.project.encrypted
    key_work = work.deidentify.key
    key_work.key = key_file.create(work.project, work.project.path.with_name("study.ickey"), "three loud brooks")
    study.menus.action("lock_now").trigger()
    qtbot.waitUntil(lambda: key_work.key is None)
    assert study.workspace is work and is_locked(study)
    page_of(study).unlock_asked.emit("")
    assert not is_locked(study) and key_work.key is None


def test_the_person_chooses_on_the_page_when_it_locks_itself(secret_study: MainWindow, qtbot: QtBot) -> None:
    lock(secret_study, qtbot)
    page_of(secret_study).minutes_chosen.emit(5)
    assert secret_study.settings.lock_after_minutes == secret_study.locking.idle.minutes == 5


def test_copied_words_are_marked_for_histories_to_leave_and_forgotten_when_locked(
    secret_study: MainWindow, qtbot: QtBot
) -> None:
    clipboard = QGuiApplication.clipboard()
    field = QLineEdit("afraid of lawsuits")
    qtbot.addWidget(field)
    field.selectAll()
    field.copy()
    content = clipboard.mimeData()
    assert content.text() == "afraid of lawsuits"
    assert set(MARKS) <= set(content.formats())
    assert content.data("x-kde-passwordManagerHint") == b"secret"
    lock(secret_study, qtbot)
    assert clipboard.text() == ""


def test_the_lock_page_is_read_and_reached_without_eyes_and_mouse(
    secret_study: MainWindow, qtbot: QtBot, prompts: FakePrompts
) -> None:
    lock(secret_study, qtbot)
    page = page_of(secret_study)
    reached = [page.line, page.button, page.findChild(QComboBox)]
    for part in reached:
        assert part is not None
        interface = QAccessible.queryAccessibleInterface(part)
        assert interface is not None
        assert interface.text(QAccessible.Text.Name)
        assert part.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert page.line.hasFocus()
    assert prompts.errors == []
