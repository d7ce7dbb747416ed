"""What was understood of a transcript is shown before it is kept."""

from __future__ import annotations

import wave
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox, QLabel, QListWidget, QPushButton

from interviewcoder.errors import NotAllowed
from interviewcoder.sources import catalogue, importing
from interviewcoder.sources.transcript import transcript_of
from interviewcoder.ui.dialogs.import_preview import ImportPreviewDialog

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from interviewcoder.sources.incoming import ReadFile
    from interviewcoder.ui.main_window import MainWindow
    from interviewcoder.ui.workspace import Workspace
    from tests.ui.conftest import FakePrompts

_VTT = """WEBVTT

1
00:00:01.000 --> 00:00:03.000
Ines Weber: What came to mind?

2
00:00:03.500 --> 00:00:06.000
Jo: I was afraid.

3
00:00:06.500 --> 00:00:06.800


4
00:01:03.000 --> 00:01:05.000
Ines Weber: And now?
"""


def _text(path: Path, content: str) -> Path:
    path.write_text(content, encoding="utf-8")
    return path


def _recording(path: Path) -> Path:
    with wave.open(str(path), "wb") as out:
        out.setparams((1, 2, 8000, 0, "NONE", ""))
        out.writeframes(b"\1\0" * 16000)
    return path


def _preview(qtbot: QtBot, paths: list[Path], recording: ReadFile | None = None) -> ImportPreviewDialog:
    dialog = ImportPreviewDialog(importing.paired(importing.read_files(paths)), lambda folder: recording, None)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def _words(dialog: ImportPreviewDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())


def _cells(dialog: ImportPreviewDialog, page: int = 0) -> list[list[str]]:
    table = dialog.pages[page].turns
    cells = []
    for row in range(table.rowCount()):
        items = [table.item(row, column) for column in range(table.columnCount())]
        cells.append([item.text() if item else "" for item in items])
    return cells


@pytest.fixture
def workspace(study: MainWindow) -> Workspace:
    """The study's parts."""
    shown = study.workspace
    assert shown is not None
    return shown


def test_origin_speakers_first_turns_and_notes_are_shown(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = _preview(qtbot, [_text(tmp_path / "P01.vtt", _VTT)])
    words = _words(dialog)
    assert "P01.vtt" in words
    assert "Zoom (VTT) · 3 turns · times to 1:05" in words
    assert "1 cue without text left out." in words
    assert [(row.name.text(), row.interviewer.isChecked()) for row in dialog.pages[0].rows] == [
        ("Ines Weber", False),
        ("Jo", False),
    ]
    assert _cells(dialog) == [
        ["0:01", "Ines Weber", "What came to mind?"],
        ["0:03", "Jo", "I was afraid."],
        ["1:03", "Ines Weber", "And now?"],
    ]


def test_names_and_the_interviewer_are_mended_before_anything_is_kept(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = _preview(qtbot, [_text(tmp_path / "P01.vtt", _VTT)])
    asks, answers = dialog.pages[0].rows
    asks.interviewer.setChecked(True)
    answers.name.setText("  P01 ")
    asks.name.clear()
    assert [row[1] for row in _cells(dialog)] == ["Ines Weber", "P01", "Ines Weber"]
    (chosen,) = dialog.choice()
    assert [turn.speaker for turn in chosen.turns()] == ["Ines Weber", "P01", "Ines Weber"]
    assert chosen.interviewers == frozenset({"Ines Weber"})


def test_speakers_of_many_files_are_mended_at_once(qtbot: QtBot, tmp_path: Path) -> None:
    talk = "D: What brings you here?\n\nP: My chest.\n"
    paths = [_text(tmp_path / f"P{number:02d}.txt", talk) for number in range(1, 4)]
    paths.append(_text(tmp_path / "P04.txt", "Moderator: Who begins?\n\nModerator: You?\n"))
    dialog = _preview(qtbot, paths)
    same = next(button for button in dialog.findChildren(QPushButton) if "Same speakers" in button.text())
    assert same.text() == "Same speakers in 3 of them" and not same.isEnabled()
    doctor, _ = dialog.pages[0].rows
    QTest.mouseClick(doctor.interviewer, Qt.MouseButton.LeftButton, pos=QPoint(8, doctor.interviewer.height() // 2))
    QTest.keyClick(doctor.name, Qt.Key.Key_End)
    QTest.keyClicks(doctor.name, "r")
    QTest.mouseClick(same, Qt.MouseButton.LeftButton)
    assert not same.isEnabled()
    told = [(source.labels, set(source.interviewers or ())) for source in dialog.choice()]
    assert told[:3] == [({"D": "Dr", "P": "P"}, {"D"})] * 3
    assert told[3] == ({"Moderator": "Moderator"}, {"Moderator"})
    files = dialog.findChild(QListWidget)
    assert files is not None
    files.setCurrentRow(3)
    assert not same.isVisible()


def test_several_files_are_listed_and_recordings_counted(qtbot: QtBot, tmp_path: Path) -> None:
    paths = [
        _text(tmp_path / "P01.vtt", _VTT),
        _text(tmp_path / "P02.txt", "One.\n\nTwo."),
        _recording(tmp_path / "P01.wav"),
        _recording(tmp_path / "P09.wav"),
    ]
    dialog = _preview(qtbot, paths)
    files = dialog.findChild(QListWidget)
    assert files is not None
    assert [files.item(row).text() for row in range(files.count())] == ["P01.vtt", "P02.txt"]
    assert "With its recording P01.wav (0:02)" in _words(dialog)
    assert "1 recording is added with them." in _words(dialog)
    files.setCurrentRow(1)
    assert "No speakers were found" in _words(dialog)
    assert "Text file · 2 turns · no times" in _words(dialog)
    assert [source.path.name for source in dialog.choice()] == ["P01.vtt", "P02.txt", "P09.wav"]


def test_a_recording_is_attached_exchanged_and_left_out(qtbot: QtBot, tmp_path: Path) -> None:
    (recording,) = importing.read_files([_recording(tmp_path / "talk.wav")])
    dialog = _preview(qtbot, [_text(tmp_path / "P01.vtt", _VTT)], recording)
    page = dialog.pages[0]
    assert not page.detach.isVisible()
    page.attach.click()
    assert "With its recording talk.wav (0:02)" in _words(dialog)
    assert dialog.choice()[0].recording == recording
    page.detach.click()
    assert "Without a recording" in _words(dialog)
    assert dialog.choice()[0].recording is None


def test_many_speakers_and_long_names_do_not_burst_the_dialog(qtbot: QtBot, tmp_path: Path) -> None:
    lines = [f"Speaker {number}: {'word ' * 400}" for number in range(1, 26)] * 2
    dialog = _preview(qtbot, [_text(tmp_path / f"{'n' * 200}.txt", "\n".join(lines))])
    assert len(dialog.pages[0].rows) == 25
    assert dialog.width() <= 700
    assert dialog.height() <= 640
    box = dialog.findChild(QDialogButtonBox)
    assert box is not None and box.geometry().bottom() <= dialog.height()


def test_a_transcript_is_kept_as_it_was_mended(
    workspace: Workspace, prompts: FakePrompts, tmp_path: Path, qtbot: QtBot
) -> None:
    before = len(catalogue.listing(workspace.project))
    workspace.adding.add_files([_text(tmp_path / "P01.vtt", _VTT), _recording(tmp_path / "P01.wav")])
    qtbot.waitUntil(lambda: len(catalogue.listing(workspace.project)) == before + 1)
    qtbot.waitUntil(lambda: not workspace.is_busy)
    (shown,) = prompts.reviewed
    assert [source.understood() for source in shown] == [
        "Zoom (VTT); 3 turns; Ines Weber, Jo; times to 0:01:05; 1 cue without text left out; with its recording P01.wav"
    ]
    source = catalogue.listing(workspace.project)[-1]
    assert source.duration_ms == 2000
    assert [speaker.label for speaker in transcript_of(workspace.project, source.id).speakers] == ["Ines Weber", "Jo"]


def test_nothing_is_kept_of_what_the_person_refuses(
    workspace: Workspace, prompts: FakePrompts, tmp_path: Path, qtbot: QtBot
) -> None:
    prompts.yes = False
    before = catalogue.listing(workspace.project)
    workspace.adding.add_files([_text(tmp_path / "P01.vtt", _VTT)])
    qtbot.waitUntil(lambda: bool(prompts.reviewed) and not workspace.is_busy)
    assert catalogue.listing(workspace.project) == before
    assert prompts.errors == []


def test_recordings_alone_are_added_without_a_question(
    workspace: Workspace, prompts: FakePrompts, tmp_path: Path, qtbot: QtBot
) -> None:
    before = len(catalogue.listing(workspace.project))
    workspace.adding.add_files([_recording(tmp_path / "P09.wav")])
    qtbot.waitUntil(lambda: len(catalogue.listing(workspace.project)) == before + 1)
    qtbot.waitUntil(lambda: not workspace.is_busy)
    assert prompts.reviewed == []


def test_a_source_without_a_recording_gets_one_from_its_menu(
    workspace: Workspace, prompts: FakePrompts, tmp_path: Path, qtbot: QtBot
) -> None:
    (source,) = catalogue.listing(workspace.project)
    prompts.files = [_recording(tmp_path / "talk.wav")]
    workspace.sources.attach_asked.emit(source.id)
    qtbot.waitUntil(lambda: catalogue.listing(workspace.project)[0].media_id is not None)
    qtbot.waitUntil(lambda: not workspace.is_busy)
    assert workspace.project.log()[-1].label == "Attach recording"
    workspace.adding.attach_recording(source.id)
    qtbot.waitUntil(lambda: bool(prompts.errors))
    assert isinstance(prompts.errors[0], NotAllowed)
    qtbot.waitUntil(lambda: not workspace.is_busy)
