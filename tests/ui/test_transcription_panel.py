"""The queue in the window: what an earlier session left is offered, and each recording can be ordered and stopped."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QPushButton

from interviewcoder.errors import TranscriptionFailed
from interviewcoder.sources import catalogue, importing
from interviewcoder.sources.conventions import FULL_VERBATIM, INTELLIGENT_VERBATIM
from interviewcoder.sources.hearing import Hearing
from interviewcoder.transcription import tasks
from interviewcoder.ui.dialogs.transcribe import CHANNELS, TranscribeChoice
from interviewcoder.ui.queue_item import QueueItem
from interviewcoder.ui.transcription_panel.words import state_words, words_of_all, words_of_left
from tests.ui.queued import hear_some, silence

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from interviewcoder.project.file import Project
    from interviewcoder.ui.main_window import MainWindow
    from interviewcoder.ui.workspace import Workspace
    from tests.ui.conftest import FakePrompts

TINY = Hearing("tiny.en", "en", 1, glossary=("Lindqvist",))
_LONG_MS = 60_000


@pytest.fixture
def workspace(window: MainWindow, project: Project, tmp_path: Path) -> Workspace:
    """A project as it is opened again after it was closed with three recordings it, P02 heard to a quarter."""
    paths = [silence(tmp_path / f"P0{number}.wav") for number in (1, 2, 3)]
    for source in importing.add_files(project, paths):
        task = tasks.add(project, source.id, TINY, INTELLIGENT_VERBATIM)
        if source.name == "P02":
            hear_some(project, task.id, "we were afraid of lawsuits")
    path = project.path
    project.close()
    window.open_project(path)
    assert window.workspace is not None
    return window.workspace


def names(workspace: Workspace) -> list[str]:
    return [item.name for item in workspace.queue.items()]


def choose(workspace: Workspace, name: str) -> int:
    source_id = catalogue.by_name(workspace.project, name).id
    workspace.waiting_list.choose(source_id)
    return source_id


def press(workspace: Workspace, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    workspace.waiting_list.list.setFocus()
    QTest.keyClick(workspace.waiting_list.list, key, modifier)


def item(state: str, share: float, name: str = "P03", seconds_left: float | None = None) -> QueueItem:
    return QueueItem(1, 1, name, state, share, seconds_left)  # type: ignore[arg-type]  # any state


def test_states_are_told_in_words() -> None:
    assert state_words(item("running", 0.436, seconds_left=360)) == "43 % · about 6 min left"
    assert state_words(item("running", 0.999)) == "99 %"
    assert state_words(item("running", 0.0)) == "getting ready"
    assert state_words(item("waiting", 0.0)) == "waits for its turn"
    assert state_words(item("paused", 0.62)) == "paused at 62 %"
    assert words_of_left([item("left", 0.1, "P01"), item("left", 0.62)]) == (
        "2 recordings weren’t finished; P03 was at 62 %."
    )
    assert words_of_left([item("left", 0.62)]) == "“P03” wasn’t finished; it was at 62 %."
    assert words_of_left([item("left", 0.0)]) == "“P03” still waits to be transcribed."
    assert words_of_all([item("running", 0.4), item("waiting", 0)], 720) == "Transcribing 2 · about 12 min left"
    assert words_of_all([item("paused", 0.4)], None) == "1 recording rests"


def test_what_was_left_is_offered_and_can_be_put_off(workspace: Workspace, prompts: FakePrompts) -> None:
    panel = workspace.waiting_list
    assert panel.resume.isVisible()
    assert panel.resume.words() == "3 recordings weren’t finished; P02 was at 25 %."
    panel.resume.later.click()
    assert not panel.resume.isVisible() and panel.isVisible()
    assert not workspace.queue.is_busy and prompts.asked == []
    panel.pause.trigger()
    assert workspace.queue.is_busy


def test_going_on_runs_what_was_left_one_after_the_other(workspace: Workspace) -> None:
    workspace.waiting_list.resume.go_on.click()
    assert [each.state for each in workspace.queue.items()] == ["running", "waiting", "waiting"]
    assert not workspace.waiting_list.resume.isVisible()


def test_keys_order_pause_and_take_out(
    window: MainWindow, workspace: Workspace, prompts: FakePrompts, qtbot: QtBot
) -> None:
    with qtbot.waitActive(window):
        window.activateWindow()
    choose(workspace, "P03")
    press(workspace, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert names(workspace) == ["P01", "P03", "P02"]
    press(workspace, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert names(workspace) == ["P01", "P02", "P03"]
    press(workspace, Qt.Key.Key_Space)
    assert [each.state for each in workspace.queue.items()] == ["left", "left", "running"]
    choose(workspace, "P01")
    press(workspace, Qt.Key.Key_Delete)
    assert names(workspace) == ["P02", "P03"] and prompts.asked == []
    choose(workspace, "P02")
    prompts.yes = False
    press(workspace, Qt.Key.Key_Delete)
    assert prompts.asked == ["Take “P02” out of the queue?"] and names(workspace) == ["P02", "P03"]
    prompts.yes = True
    press(workspace, Qt.Key.Key_Delete)
    assert names(workspace) == ["P03"]


def test_a_row_that_is_dragged_gets_its_new_place(workspace: Workspace) -> None:
    rows = workspace.waiting_list.list.model()
    QAbstractItemModelTester(rows, QAbstractItemModelTester.FailureReportingMode.Fatal)
    carried = rows.mimeData([rows.index(2, 0)])
    move = Qt.DropAction.MoveAction
    rows.dropMimeData(carried, move, 0, 0, QModelIndex())
    assert names(workspace) == ["P03", "P01", "P02"]
    rows.dropMimeData(rows.mimeData([rows.index(0, 0)]), move, 2, 0, QModelIndex())
    assert names(workspace) == ["P01", "P03", "P02"]
    rows.dropMimeData(rows.mimeData([rows.index(0, 0)]), move, -1, -1, QModelIndex())
    assert names(workspace) == ["P03", "P02", "P01"]
    assert carried.text() == "" and len(carried.formats()) == 1


def test_stopping_at_the_foot_pauses_and_offers_to_take_it_out(
    window: MainWindow, workspace: Workspace, qtbot: QtBot
) -> None:
    source_id = choose(workspace, "P01")
    workspace.queue.go_on(source_id)
    with qtbot.waitSignal(workspace.queue.stopped, timeout=_LONG_MS):
        work = workspace.transcribing._work
        assert work is not None
        work.on_cancel()
    paused = workspace.queue.item_of(source_id)
    assert paused is not None and paused.state == "paused"
    assert window.strip.message() == "Paused. It begins anew when you go on."
    window.strip._on_way()
    assert workspace.queue.item_of(source_id) is None


def test_the_reason_of_a_failure_stands_below_the_list(workspace: Workspace, qtbot: QtBot) -> None:
    source_id = choose(workspace, "P01")
    failed = TranscriptionFailed("It stopped before it was finished.", "Choose a smaller model.")
    queue = workspace.queue
    queue._fail(queue._tasks[0], failed)
    queue.changed.emit()
    assert workspace.waiting_list.reason() == "It stopped before it was finished. Choose a smaller model."
    assert workspace.waiting_list.pause.text() == "Try again"
    workspace.sources.choose(source_id)
    assert "failed" in workspace.waiting_list.list.model().index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    buttons = [each.text() for each in workspace.reading.missing.findChildren(QPushButton) if each.isVisible()]
    assert buttons == ["Try again"]
    choose(workspace, "P02")
    assert workspace.waiting_list.reason() == ""


def test_what_is_heard_appears_in_its_order_and_gives_way_to_the_transcript(workspace: Workspace, qtbot: QtBot) -> None:
    source_id = choose(workspace, "P02")
    workspace.sources.choose(source_id)
    live = workspace.reading.missing.live
    qtbot.waitUntil(lambda: "afraid of lawsuits" in live.lines())
    assert live.isVisible() and live.text.isReadOnly() and live.step.text() == "Go on"
    text = workspace.queue.text_of(source_id)
    assert text is not None
    text.add(90_000, "Talking about it.")
    text.add(60_000, "And what helped?")
    assert live.lines().split("\n") == [
        "0:00\twe were afraid of lawsuits",
        "1:00\tAnd what helped?",
        "1:30\tTalking about it.",
    ]
    workspace.queue.remove(source_id)
    assert not live.isVisible()


def test_the_last_choice_is_remembered_and_the_glossary_comes_from_the_project(
    window: MainWindow, workspace: Workspace, prompts: FakePrompts, qtbot: QtBot
) -> None:
    told = Hearing("tiny.en", "en", None, by_channel=True, verbatim=True, glossary=("Triage",))
    prompts.transcribe = TranscribeChoice(told, FULL_VERBATIM)
    source_id = choose(workspace, "P03")
    workspace.ask_transcription([source_id])
    (offer,) = prompts.offers
    assert (offer.speakers, offer.rules, offer.glossary) == ("2", "intelligent_verbatim", ("Lindqvist",))
    assert not offer.stereo() and {view.name for view in offer.models} >= {"base"}
    assert window.settings.transcribe == {"speakers": CHANNELS, "rules": "full_verbatim"}
    task = tasks.of_source(workspace.project, source_id)
    assert task is not None and (task.hearing, task.conventions) == (told, FULL_VERBATIM)
    # One channel can't hold two speakers: the worker says so, and the queue keeps it.
    with qtbot.waitSignal(workspace.queue.failed, timeout=_LONG_MS):
        pass
    prompts.transcribe = None
    workspace.ask_transcription([source_id])
    assert (prompts.offers[1].speakers, prompts.offers[1].rules) == (CHANNELS, "full_verbatim")


def test_closing_while_recordings_are_transcribed_keeps_them(
    window: MainWindow, workspace: Workspace, prompts: FakePrompts
) -> None:
    workspace.queue.go_on_all()
    prompts.yes = False
    assert not window.close_project()
    assert prompts.asked == ["Close while recordings are being transcribed?"] and workspace.queue.is_busy
    prompts.yes = True
    path = workspace.project.path
    assert window.close_project()
    window.open_project(path)
    assert window.workspace is not None
    assert [each.state for each in window.workspace.queue.items()] == ["left"] * 3
