"""A transcript is aligned with its recording while the window goes on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QListView, QMenu

from interviewcoder.errors import TranscriptionFailed
from interviewcoder.project.file import open_project
from interviewcoder.sources import catalogue, importing
from interviewcoder.sources.transcript import SpokenTurn, replace_transcript, transcript_of
from interviewcoder.ui.status_strip import WorkInHand

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from interviewcoder.project.file import Project
    from interviewcoder.ui.main_window import MainWindow
    from interviewcoder.ui.workspace import Workspace
    from tests.ui.conftest import FakePrompts

_LONG_MS = 120_000


def _typed(project: Project, source_id: int, text: str) -> None:
    with project.op("Type transcript") as session:
        replace_transcript(session, source_id, [SpokenTurn("P01", text)], language="en", model="")


@pytest.fixture
def spoken(shared_data: Path) -> str:
    """What is said in the recording."""
    return (shared_data / "speech/jfk.txt").read_text(encoding="utf-8").strip()


@pytest.fixture
def workspace(window: MainWindow, project: Project, shared_data: Path, spoken: str) -> Workspace:
    """An open project: a recording of eleven seconds with a typed transcript."""
    (source,) = importing.add_files(project, [shared_data / "speech/jfk.flac"])
    _typed(project, source.id, spoken)
    path = project.path
    project.close()
    window.settings.model = "tiny.en"
    window.open_project(path)
    assert window.workspace is not None
    return window.workspace


def _source_id(workspace: Workspace) -> int:
    return catalogue.listing(workspace.project)[0].id


def _menu_actions(workspace: Workspace) -> dict[str, QAction]:
    view = workspace.sources.findChild(QListView)
    assert view is not None
    view.customContextMenuRequested.emit(QPoint(20, 10))
    menu = workspace.sources.findChildren(QMenu)[-1]
    actions = {action.text(): action for action in menu.actions()}
    menu.close()
    return actions


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_a_source_with_text_and_recording_is_aligned_from_its_menu(
    workspace: Workspace, window: MainWindow, spoken: str, qtbot: QtBot
) -> None:
    _menu_actions(workspace)["Align with recording"].trigger()
    assert workspace.aligning.is_busy
    assert workspace.is_busy
    qtbot.waitUntil(lambda: not workspace.aligning.is_busy, timeout=_LONG_MS)
    words = transcript_of(workspace.project, _source_id(workspace)).words
    assert len(words) == len(spoken.split())
    assert window.strip.message().startswith("Aligned “jfk”: ")
    assert window.strip.message().endswith(f" of {len(words)} words found")
    assert workspace.project.undo_label == "Align with recording"
    assert not window.strip.findChildren(WorkInHand) or not window.strip.findChildren(WorkInHand)[0].isVisible()


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_what_the_program_transcribed_itself_is_not_offered(workspace: Workspace) -> None:
    project = workspace.project
    with project.op("Transcribe") as session:
        replace_transcript(session, _source_id(workspace), [SpokenTurn("", "Ask not")], language="en", model="tiny.en")
    assert "Align with recording" not in _menu_actions(workspace)


def test_aligning_can_be_stopped_in_the_strip(workspace: Workspace, window: MainWindow, qtbot: QtBot) -> None:
    workspace.aligning.begin(_source_id(workspace))
    (work,) = window.strip.findChildren(WorkInHand)
    work.on_cancel()
    qtbot.waitUntil(lambda: not workspace.aligning.is_busy, timeout=_LONG_MS)
    assert window.strip.message() == "Stopped. The transcript is as it was."
    assert len(transcript_of(workspace.project, _source_id(workspace)).words) == 0


def test_the_transcript_of_another_recording_is_refused(
    workspace: Workspace, prompts: FakePrompts, qtbot: QtBot
) -> None:
    _typed(workspace.project, _source_id(workspace), "We went to the market and bought three red apples yesterday.")
    workspace.aligning.begin(_source_id(workspace))
    qtbot.waitUntil(lambda: not workspace.aligning.is_busy, timeout=_LONG_MS)
    (error,) = prompts.errors
    assert isinstance(error, TranscriptionFailed)
    assert "isn't the recording of this transcript" in error.message


def test_one_after_another_and_not_beside_a_transcription(
    workspace: Workspace, window: MainWindow, qtbot: QtBot
) -> None:
    workspace.aligning.begin(_source_id(workspace))
    workspace.aligning.begin(_source_id(workspace))
    assert window.strip.message().startswith("Another transcript is being aligned.")
    workspace.aligning.close()
    assert not workspace.aligning.is_busy


def test_closing_the_project_ends_the_work(workspace: Workspace, window: MainWindow) -> None:
    workspace.aligning.begin(_source_id(workspace))
    path = workspace.project.path
    assert window.close_project()
    with open_project(path, passphrase=None) as project:
        assert len(transcript_of(project, catalogue.listing(project)[0].id).words) == 0
