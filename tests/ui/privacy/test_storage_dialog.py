from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from interviewcoder.ui.privacy.storage_dialog import StorageDialog

if TYPE_CHECKING:
    import pytest
    from pytestqt.qtbot import QtBot

    from interviewcoder.ui.main_window import MainWindow
    from tests.ui.conftest import FakePrompts


def listed(dialog: StorageDialog, qtbot: QtBot) -> StorageDialog:
    qtbot.addWidget(dialog)
    with qtbot.waitSignal(dialog.listed, timeout=10_000):
        dialog.show()
    return dialog


def test_it_says_where_everything_lies_and_what_was_written(
    tmp_path: Path, empty_project: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    started_ns = time.time_ns() - 20_000_000
    (tmp_path / "cloud/.stfolder").mkdir(parents=True)
    path = tmp_path / "cloud/study.icproj"
    shutil.copyfile(empty_project, path)
    dialog = listed(StorageDialog(path, started_ns=started_ns), qtbot)
    assert dialog.file_rows() == [[str(path), "new", "InterviewCoder: the project"]]
    dialog.copy_text()
    copied = QGuiApplication.clipboard().text()
    assert f"Project: {path}" in copied
    assert "kept in step by Syncthing" in copied
    assert "mountinfo:" in copied
    dialog.hide()


def test_hiding_it_while_it_looks_ends_the_looking(study: MainWindow, qtbot: QtBot) -> None:
    assert study.workspace is not None
    dialog = StorageDialog(study.workspace.project.path)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.hide()
    assert dialog.file_rows() == []


def test_a_project_in_a_synced_folder_is_warned_of_once(
    window: MainWindow, prompts: FakePrompts, tmp_path: Path, empty_project: Path
) -> None:
    path = tmp_path / "cloud/study.icproj"
    (path.parent / ".stfolder").mkdir(parents=True)
    shutil.copyfile(empty_project, path)
    window.open_project(path)
    (note,) = prompts.notes
    assert note.startswith("This project lies in a folder that is copied elsewhere: Syncthing copies")
    assert "The project is not encrypted" in note
    assert "What to do" in note
    window.close_project()
    window.open_project(path)
    assert len(prompts.notes) == 1
    window.close_project()
    elsewhere = tmp_path / "Dropbox/study.icproj"
    elsewhere.parent.mkdir()
    path.rename(elsewhere)
    window.open_project(elsewhere)
    assert "looks like a folder that Dropbox copies" in prompts.notes[1]


def test_a_project_in_a_folder_of_its_own_is_not_warned_of(study: MainWindow, prompts: FakePrompts) -> None:
    assert study.workspace is not None
    assert prompts.notes == []
