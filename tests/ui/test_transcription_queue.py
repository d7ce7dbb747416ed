"""Recordings are transcribed one by one; what can't be stored any more isn't."""

from __future__ import annotations

import wave
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from interviewcoder.sources import catalogue, importing
from interviewcoder.ui.dialogs.transcribe import TranscribeChoice
from interviewcoder.ui.transcription_queue import TranscriptionQueue

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from interviewcoder.project.file import Project

TINY = TranscribeChoice("tiny.en", "en", 1)
_LONG_MS = 120_000


@pytest.fixture
def silent_ids(project: Project, tmp_path: Path) -> list[int]:
    """Two recordings of three seconds in which nobody speaks."""
    paths = [tmp_path / "P01.wav", tmp_path / "P02.wav"]
    for path in paths:
        with wave.open(str(path), "wb") as out:
            out.setnchannels(1)
            out.setsampwidth(2)
            out.setframerate(16_000)
            out.writeframes(bytes(16_000 * 2 * 3))
    return [source.id for source in importing.add_files(project, paths)]


@pytest.fixture
def queue(project: Project) -> Iterator[TranscriptionQueue]:
    """A queue that leaves no process."""
    made = TranscriptionQueue(project)
    yield made
    made.close()


def test_one_after_the_other_is_transcribed_and_stored(
    project: Project, queue: TranscriptionQueue, silent_ids: list[int], qtbot: QtBot
) -> None:
    stored: list[int] = []
    queue.stored.connect(stored.append)
    queue.add(silent_ids, TINY)
    assert (queue.running_id, queue.waiting_ids) == (silent_ids[0], silent_ids[1:])
    qtbot.waitUntil(lambda: not queue.is_busy, timeout=_LONG_MS)
    assert stored == silent_ids
    # Nobody speaks: no text, but a language, so that it counts as done.
    assert [(source.has_text, source.language) for source in catalogue.listing(project)] == [(False, "en")] * 2


def test_a_recording_that_was_deleted_meanwhile_is_not_stored(
    project: Project, queue: TranscriptionQueue, silent_ids: list[int], qtbot: QtBot
) -> None:
    told: list[object] = []
    queue.stored.connect(told.append)
    queue.failed.connect(lambda _, error: told.append(error))
    queue.add(silent_ids[:1], TINY)
    catalogue.delete(project, silent_ids[0])
    qtbot.waitUntil(lambda: not queue.is_busy, timeout=_LONG_MS)
    assert told == []


def test_what_runs_can_be_stopped_and_the_next_one_begins(
    project: Project, queue: TranscriptionQueue, silent_ids: list[int], qtbot: QtBot
) -> None:
    queue.add(silent_ids, TINY)
    with qtbot.waitSignal(queue.stopped, timeout=_LONG_MS):
        queue.cancel(silent_ids[0])
    assert queue.running_id == silent_ids[1]
    assert project.undo_label == "Add recording"


def test_what_waits_can_be_taken_out(queue: TranscriptionQueue, silent_ids: list[int]) -> None:
    queue.add(silent_ids, TINY)
    queue.cancel(silent_ids[1])
    assert queue.waiting_ids == []
    queue.add(silent_ids[:1], TINY)
    assert queue.waiting_ids == []
