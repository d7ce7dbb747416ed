"""What one begins with: recent projects, and files that are dropped onto the window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from interviewcoder import settings
from interviewcoder.project import file
from interviewcoder.settings import RecentProject
from interviewcoder.sources import catalogue
from interviewcoder.ui.dialogs.new_project import NewProject

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from interviewcoder.project.file import Project
    from interviewcoder.ui.main_window import MainWindow
    from tests.ui.conftest import FakePrompts

WHEN = "2026-11-22T09:00:00"


def button(window: MainWindow, name: str) -> QPushButton:
    return next(
        found for found in window.welcome.findChildren(QPushButton) if name in (found.accessibleName(), found.text())
    )


def drop(onto: QWidget, *paths: Path) -> None:
    """Let files go over a part of the window, as a file manager does."""
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    modifiers = Qt.KeyboardModifier.NoModifier
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    entering = QDragEnterEvent(QPoint(5, 5), copy, files, left, modifiers)
    QApplication.sendEvent(onto, entering)
    assert entering.isAccepted()
    QApplication.sendEvent(onto, QDropEvent(QPoint(5, 5), copy, files, left, modifiers))


def test_recent_projects_stand_by_title_and_their_path_is_told_in_the_tooltip(
    window: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "Interview with Ada Lovelace.icproj"
    path.touch()
    window.settings.remember(RecentProject(str(path), "Patient stories", WHEN))
    window.welcome.show_recent(window.settings.recent)
    words = [label.text() for label in window.welcome.findChildren(QLabel)]
    assert "Patient stories" in words and not any("Ada" in text for text in words)
    assert button(window, "Open Patient stories").toolTip() == str(path)


def test_one_whose_file_is_gone_is_greyed_and_taken_off_the_list(window: MainWindow, tmp_path: Path) -> None:
    window.settings.remember(RecentProject(str(tmp_path / "gone.icproj"), "Old study", WHEN))
    window.welcome.show_recent(window.settings.recent)
    (title,) = (label for label in window.welcome.findChildren(QLabel) if label.text() == "Old study")
    assert not title.isEnabled()
    QTest.keyClick(button(window, "Remove Old study from the list"), Qt.Key.Key_Space)
    assert settings.load().recent == [] == window.settings.recent


def test_the_keyboard_goes_from_the_ways_to_begin_to_the_recent_projects(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "study.icproj"
    path.touch()
    window.settings.remember(RecentProject(str(path), "Patient stories", WHEN))
    window.welcome.show_recent(window.settings.recent)
    qtbot.waitUntil(button(window, "Open Patient stories").isVisible)
    window.activateWindow()
    window.welcome.setFocus()
    seen = []
    for _ in range(5):
        focus = QApplication.focusWidget()
        assert focus is not None
        seen.append(focus.accessibleName() or getattr(focus, "text", str)())
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert seen[:4] == ["New project…", "Open project…", "Try the sample study", "Open Patient stories"]


def test_a_project_that_is_dropped_is_opened(window: MainWindow, project: Project, qtbot: QtBot) -> None:
    project.close()
    drop(window, project.path)
    qtbot.waitUntil(lambda: window.workspace is not None)


def test_a_project_that_is_dropped_onto_another_takes_its_place(
    study: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    other = tmp_path / "other.icproj"
    file.create(other, title="Other study", passphrase=None).close()
    assert study.workspace is not None
    drop(study.workspace.sources, other)
    qtbot.waitUntil(lambda: study.workspace is not None and study.workspace.project.title == "Other study")


def test_transcripts_dropped_with_no_project_open_get_one(
    window: MainWindow, prompts: FakePrompts, interview_file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    prompts.project = NewProject("Patient stories", tmp_path / "stories.icproj", None, "M. Okafor")
    drop(window, interview_file)
    qtbot.waitUntil(lambda: window.workspace is not None and bool(catalogue.listing(window.workspace.project)))
    assert prompts.asked == ["Make a project for these files?"]
    qtbot.waitUntil(lambda: window.workspace is not None and not window.workspace.is_busy)


def test_dropping_is_nothing_where_the_person_doesn_t_want_a_project(
    window: MainWindow, prompts: FakePrompts, interview_file: Path, qtbot: QtBot
) -> None:
    prompts.yes = False
    drop(window, interview_file)
    qtbot.waitUntil(lambda: bool(prompts.asked))
    assert window.workspace is None
