"""The parts of an open project hold together when what they show is changed or goes."""

from __future__ import annotations

import json
import subprocess
import sys
import wave
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLabel

from interviewcoder.coding import segments
from interviewcoder.errors import NotAllowed
from interviewcoder.sources import catalogue, importing
from interviewcoder.sources.hearing import Hearing
from interviewcoder.sources.recognised import Recognised, RecognisedTurn, RecognisedWord
from interviewcoder.sources.transcript import store_recognised
from interviewcoder.ui.coding_view.page import Page
from interviewcoder.ui.dialogs.transcribe import TranscribeChoice

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from interviewcoder.sources.catalogue import SourceView
    from interviewcoder.ui.main_window import MainWindow
    from interviewcoder.ui.workspace import Workspace
    from tests.ui.conftest import FakePrompts

_LONG_MS = 60_000
CHOICE = TranscribeChoice(Hearing("tiny.en", "en", 1))
# Opens Qt's own file dialog in a folder with a name in it and chooses a file there.
_CHOOSE = """
import json, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit
from interviewcoder.ui.prompts import QtPrompts

application = QApplication([])
def choose():
    (dialog,) = [widget for widget in application.topLevelWidgets() if isinstance(widget, QFileDialog)]
    dialog.findChild(QLineEdit, "fileNameEdit").setText("P01.txt")
    dialog.accept()
QTimer.singleShot(0, choose)
chosen = QtPrompts().choose_open_files("Add", "All files (*)", Path(sys.argv[1]))
print(json.dumps([path.name for path in chosen]))
"""


@pytest.fixture
def workspace(study: MainWindow) -> Workspace:
    """The open project, with one transcript."""
    assert study.workspace is not None
    return study.workspace


@pytest.fixture
def recording(workspace: Workspace, tmp_path: Path) -> SourceView:
    """A second source, chosen: a recording of three seconds in which nobody speaks."""
    path = tmp_path / "P08.wav"
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(16_000)
        out.writeframes(bytes(16_000 * 2 * 3))
    (added,) = importing.add_files(workspace.project, [path])
    workspace.sources.choose(added.id)
    assert length_of(workspace) == "0:03"
    return added


def length_of(workspace: Workspace) -> str:
    """What the player says of the length."""
    (time,) = [label for label in workspace.player.findChildren(QLabel) if label.accessibleName() == "Time and length"]
    return time.text().split(" / ")[1]


def test_an_undone_recording_leaves_the_player(study: MainWindow, workspace: Workspace, recording: SourceView) -> None:
    study.menus.action("undo").trigger()
    assert length_of(workspace) == "0:00"
    assert not workspace.player.play_action.isEnabled()
    study.menus.action("redo").trigger()
    workspace.sources.choose(recording.id)
    assert length_of(workspace) == "0:03" and workspace.player.play_action.isEnabled()


def test_a_deleted_source_leaves_the_player(workspace: Workspace, recording: SourceView) -> None:
    for source in catalogue.listing(workspace.project):
        catalogue.delete(workspace.project, source.id)
    assert length_of(workspace) == "0:00"
    assert not workspace.player.play_action.isEnabled()


def test_another_change_leaves_the_recording_where_it_is(workspace: Workspace, recording: SourceView) -> None:
    workspace.player.seek(2_000)
    catalogue.rename(workspace.project, recording.id, "P08 nurse")
    assert workspace.player.position_ms == 2_000


def test_undoing_a_recording_stops_its_transcription(
    study: MainWindow, workspace: Workspace, recording: SourceView, qtbot: QtBot
) -> None:
    workspace.queue.add([recording.id], CHOICE.hearing, CHOICE.conventions)
    assert workspace.queue.running_id == recording.id
    with qtbot.waitSignal(workspace.queue.stopped, timeout=_LONG_MS):
        study.menus.action("undo").trigger()
    assert not workspace.queue.is_busy
    assert study.strip.message() == "Stopped: its recording is gone. What was heard comes back with it."


def test_a_recording_whose_transcript_is_coded_is_not_transcribed_again(
    workspace: Workspace, recording: SourceView, prompts: FakePrompts, qtbot: QtBot
) -> None:
    said = RecognisedTurn("S1", (RecognisedWord("Hello", 0, 300, 0.9), RecognisedWord("there.", 400, 700, 0.9)))
    store_recognised(workspace.project, recording.id, Recognised((said,), "en", 3_000, "tiny.en"))
    span = segments.find_passage(workspace.project, recording.id, "Hello")
    segments.code_in_vivo(workspace.project, recording.id, span)
    prompts.transcribe = CHOICE
    workspace.ask_transcription([recording.id])
    assert [type(error) for error in prompts.errors] == [NotAllowed]
    assert prompts.offers == [] and not workspace.queue.is_busy
    workspace.queue.add([recording.id], CHOICE.hearing, CHOICE.conventions)
    item = workspace.queue.item_of(recording.id)
    assert item is not None and item.state == "failed" and isinstance(item.error, NotAllowed)
    assert not workspace.queue.is_busy and "coded already" in workspace.waiting_list.reason()


def test_undo_keeps_the_source_and_goes_to_what_comes_back(
    study: MainWindow, workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "P09.txt"
    path.write_text("\n".join(f"I: Question {n}?\nP09: Answer {n}." for n in range(200)), encoding="utf-8")
    (added,) = importing.add_files(workspace.project, [path])
    workspace.sources.choose(added.id)
    span = segments.find_passage(workspace.project, added.id, "Answer 190.")
    coded = segments.code_in_vivo(workspace.project, added.id, span)
    segments.remove(workspace.project, coded.id)
    page = study.findChildren(Page)[0]
    assert page.scrolled == 0
    study.menus.action("undo").trigger()
    assert workspace.sources.current_id() == added.id
    first, last = page.visible_range()
    assert first <= page.offsets.to_qt(span.start) < last


def test_a_file_dialog_keeps_no_folder(fresh_home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "Karin Lindqvist"
    folder.mkdir()
    (folder / "P01.txt").touch()
    root = str(Path(__file__).resolve().parents[2])
    done = subprocess.run(
        [sys.executable, "-c", _CHOOSE, str(folder)], capture_output=True, text=True, check=True, cwd=root
    )
    assert json.loads(done.stdout) == ["P01.txt"]
    kept = [path for path in fresh_home.rglob("*") if path.is_file() and b"Karin" in path.read_bytes()]
    assert kept == [] and not list(fresh_home.rglob("QtProject*"))
