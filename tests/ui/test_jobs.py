"""Long work: it comes back to the window's thread, and it can be stopped."""

from __future__ import annotations

import threading
import wave
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from interviewcoder.errors import Cancelled, ImportFailed, StorageFailed
from interviewcoder.project import media
from interviewcoder.sources import catalogue
from interviewcoder.ui.jobs import Errand, FileAdding

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from interviewcoder.project.file import Project


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    """Two minutes of silence: more than one step of writing takes."""
    path = tmp_path / "P09.wav"
    with wave.open(str(path), "wb") as out:
        out.setnchannels(2)
        out.setsampwidth(2)
        out.setframerate(48_000)
        for _ in range(120):
            out.writeframes(bytes(48_000 * 4))
    return path


def test_an_errand_runs_on_another_thread_and_answers_on_this_one(qtbot: QtBot) -> None:
    errand = Errand(threading.get_ident, "Test")
    heard: list[int] = []
    errand.done.connect(lambda _: heard.append(threading.get_ident()))
    with qtbot.waitSignal(errand.done) as done:
        errand.start()
    assert done.args != [threading.get_ident()]
    assert heard == [threading.get_ident()]


def test_an_errand_that_fails_says_why(qtbot: QtBot) -> None:
    def fail() -> None:
        raise StorageFailed("The disk is full.")

    errand = Errand(fail, "Test")
    with qtbot.waitSignal(errand.failed) as failed:
        errand.start()
    assert isinstance(failed.args[0], StorageFailed)


def test_a_fault_of_ours_in_an_errand_reaches_the_window(qtbot: QtBot) -> None:
    errand = Errand(lambda: 1 / 0, "Test")
    with qtbot.captureExceptions() as faults:
        errand.start()
        qtbot.waitUntil(lambda: bool(faults))
    assert faults[0][0] is ZeroDivisionError


def test_an_abandoned_errand_says_nothing(qtbot: QtBot) -> None:
    errand = Errand(lambda: 1, "Test")
    heard: list[object] = []
    errand.done.connect(heard.append)
    errand.start()
    errand.abandon()
    qtbot.wait(20)
    assert heard == []


def test_a_recording_is_added_in_steps(project: Project, recording: Path, qtbot: QtBot) -> None:
    adding = FileAdding(project, [recording])
    shares: list[float | None] = []
    adding.progressed.connect(lambda name, share: shares.append(share))
    with qtbot.waitSignal(adding.finished):
        adding.start()
    assert shares[0] is None and shares[-1] == 1.0 and len(shares) > 2
    source = catalogue.by_name(project, "P09")
    stored = media.media_of_source(project, source.id)
    assert stored is not None and stored.size_bytes == recording.stat().st_size


def test_adding_stops_between_two_steps_and_leaves_nothing(project: Project, recording: Path, qtbot: QtBot) -> None:
    adding = FileAdding(project, [recording])
    adding.progressed.connect(lambda name, share: adding.cancel() if share else None)
    with qtbot.waitSignal(adding.failed) as failed:
        adding.start()
    assert isinstance(failed.args[0], Cancelled)
    assert catalogue.listing(project) == []
    assert project.undo_label is None


def test_a_file_that_is_no_recording_is_refused_by_name(project: Project, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "letter.mp3"
    path.write_text("Dear all")
    adding = FileAdding(project, [path])
    with qtbot.waitSignal(adding.failed) as failed:
        adding.start()
    assert isinstance(failed.args[0], ImportFailed) and "letter.mp3" in failed.args[0].message


def test_adding_that_is_abandoned_leaves_nothing(project: Project, recording: Path, qtbot: QtBot) -> None:
    adding = FileAdding(project, [recording])
    with qtbot.waitSignal(adding.progressed):
        adding.start()
    adding.abandon()
    qtbot.wait(20)
    assert catalogue.listing(project) == []
