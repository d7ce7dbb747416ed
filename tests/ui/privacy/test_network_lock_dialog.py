from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog

from interviewcoder.ui.privacy import lock_words
from interviewcoder.ui.privacy.network_lock_dialog import NetworkLockDialog
from interviewcoder.ui.privacy.padlock import Padlock

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from interviewcoder.ui.main_window import MainWindow
    from tests.ui.conftest import FakePrompts

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="seccomp is a feature of Linux")


@pytest.fixture
def dialog(qtbot: QtBot) -> Iterator[NetworkLockDialog]:
    shown = NetworkLockDialog()
    qtbot.addWidget(shown)
    shown.show()
    yield shown
    shown.hide()


@linux_only
def test_the_padlock_in_the_window_is_closed_and_opens_the_dialog(window: MainWindow, prompts: FakePrompts) -> None:
    padlock = window.strip.findChild(Padlock)
    assert padlock is not None
    assert padlock.text() == "Offline"
    assert "kernel" in padlock.toolTip()
    opened: list[QDialog] = []

    def look(shown: QDialog) -> bool:
        opened.append(shown)
        return False

    prompts.on_dialog = look
    padlock.click()
    assert [type(each) for each in opened] == [NetworkLockDialog]


def test_the_padlock_says_when_it_is_not_closed(qtbot: QtBot) -> None:
    padlock = Padlock()
    qtbot.addWidget(padlock)
    padlock.show_lock("half", "Native libraries are not held.")
    assert padlock.text() == "Half locked"
    assert padlock.toolTip().startswith("Native libraries are not held.")
    padlock.show_lock("open", "")
    assert padlock.text() == "Not locked"


@linux_only
def test_it_says_before_any_test_what_is_in_force(dialog: NetworkLockDialog) -> None:
    told = dict(lock_words.layers())
    assert told["The system’s kernel"].endswith(f"/proc/{os.getpid()}/status says Seccomp: 2")
    assert "refused" in told["Python (audit hook)"]
    assert told["The program’s own code"].startswith("no client for a network is loaded")
    assert dialog.cell_words("TCP", "Python") == "–"


@linux_only
def test_a_test_fills_the_table_before_ones_eyes(dialog: NetworkLockDialog, qtbot: QtBot) -> None:
    with qtbot.waitSignal(dialog.tested, timeout=10_000):
        dialog.test_now()
        assert dialog.cell_words("TCP", "Python") == "…"
    for by in ("Python", "native code", "child process"):
        assert dialog.cell_words("TCP", by) == dialog.cell_words("DNS", by) == "✓ refused"
    assert dialog.cell_words("io_uring", "child shell") == "–"
    assert dialog.test is not None
    assert dialog.test.verdict == "closed"


@linux_only
def test_all_of_it_can_be_copied_with_ways_to_check_it(dialog: NetworkLockDialog, qtbot: QtBot) -> None:
    with qtbot.waitSignal(dialog.tested, timeout=10_000):
        dialog.test_now()
    dialog.copy_text()
    copied = QGuiApplication.clipboard().text()
    assert "The network lock is closed" in copied
    assert "refused by the kernel (EPERM)" in copied
    assert f"ss -tupn | grep pid={os.getpid()}," in copied


def test_closing_it_in_the_middle_of_a_test_leaves_nothing(dialog: NetworkLockDialog) -> None:
    dialog.test_now()
    dialog.reject()
    assert dialog.test is None
