"""What nobody caught is said; the window is seen before what takes long."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QDialog, QLabel

from interviewcoder.app import Faults
from interviewcoder.errors import StorageFailed
from interviewcoder.ui.dialogs.crash import CrashDialog
from interviewcoder.ui.first_paint import AfterFirstPaint

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from interviewcoder.ui.main_window import MainWindow
    from tests.ui.conftest import FakePrompts


def raise_and_catch(error: BaseException) -> BaseException:
    try:
        raise error
    except type(error) as caught:
        return caught


def test_a_fault_of_ours_opens_a_dialog_with_a_report(
    prompts: FakePrompts, qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    shown: list[QDialog] = []

    def on_dialog(dialog: QDialog) -> bool:
        shown.append(dialog)
        return True

    prompts.on_dialog = on_dialog
    error = raise_and_catch(KeyError("what she said"))
    Faults(prompts).on_error(KeyError, error, error.__traceback__)
    assert isinstance(shown[0], CrashDialog)
    told = capsys.readouterr().err
    assert "KeyError" in told and "what she said" not in told


def test_an_error_of_the_users_world_is_said_as_such(prompts: FakePrompts, qtbot: QtBot) -> None:
    error = StorageFailed("The disk is full.")
    Faults(prompts).on_error(StorageFailed, error, None)
    assert prompts.errors == [error]


def test_a_second_fault_during_the_first_opens_no_second_dialog(
    prompts: FakePrompts, qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    faults = Faults(prompts)
    shown: list[QDialog] = []

    def on_dialog(dialog: QDialog) -> bool:
        shown.append(dialog)
        faults.on_error(RuntimeError, raise_and_catch(RuntimeError()), None)
        return True

    prompts.on_dialog = on_dialog
    faults.on_error(RuntimeError, raise_and_catch(RuntimeError()), None)
    assert len(shown) == 1
    assert capsys.readouterr().err.count("RuntimeError") == 2


def test_pythons_own_ways_come_back(prompts: FakePrompts, qtbot: QtBot) -> None:
    before = sys.excepthook
    faults = Faults(prompts)
    faults.watch()
    assert sys.excepthook == faults.on_error
    faults.end()
    sys.excepthook = before


def test_what_takes_long_begins_after_the_first_picture(qtbot: QtBot) -> None:
    label = QLabel("InterviewCoder")
    done: list[bool] = []
    AfterFirstPaint(label, lambda: done.append(label.isVisible()))
    assert not done
    label.show()
    qtbot.waitUntil(lambda: done == [True])
    label.close()
    label.deleteLater()


def test_work_that_goes_on_is_asked_about_before_the_window_closes(
    study: MainWindow, prompts: FakePrompts, tmp_path_factory: pytest.TempPathFactory
) -> None:
    workspace = study.workspace
    assert workspace is not None
    path = tmp_path_factory.mktemp("files") / "P08.txt"
    path.write_text("I: And you?\nP08: Fine.", encoding="utf-8")
    workspace.adding.add_files([path])
    prompts.yes = False
    assert not study.close()
    assert workspace.is_busy
    prompts.yes = True
    assert study.close()
    assert study.welcome.isVisibleTo(study)
    assert prompts.asked == ["Stop the work that is going on?"] * 2
