"""Recordings are transcribed one by one; what was heard outlives a pause, a failure and the end of the program."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from interviewcoder.coding import segments
from interviewcoder.errors import ModelMissing, NotAllowed
from interviewcoder.sources import catalogue, importing
from interviewcoder.sources.conventions import FULL_VERBATIM, INTELLIGENT_VERBATIM
from interviewcoder.sources.hearing import Hearing
from interviewcoder.sources.recognised import Recognised, RecognisedTurn, RecognisedWord
from interviewcoder.sources.transcript import store_recognised, transcript_of
from interviewcoder.sources.transcript_record import record_of
from interviewcoder.transcription import tasks
from interviewcoder.ui.transcription_queue import TranscriptionQueue
from tests.ui.queued import hear_some, in_background, silence, worker_ids

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from interviewcoder.project.file import Project

TINY = Hearing("tiny.en", "en", 1)
_LONG_MS = 120_000


@pytest.fixture
def ids(project: Project, tmp_path: Path) -> list[int]:
    """Three recordings of three seconds in which nobody speaks."""
    paths = [silence(tmp_path / f"P0{number}.wav") for number in (1, 2, 3)]
    return [source.id for source in importing.add_files(project, paths)]


@pytest.fixture
def speech_id(project: Project, shared_data: Path) -> int:
    """A recording of eleven seconds in which somebody speaks: only then there is something to keep."""
    (source,) = importing.add_files(project, [shared_data / "speech" / "jfk.flac"])
    return source.id


@pytest.fixture
def queue(project: Project) -> Iterator[TranscriptionQueue]:
    """A queue that leaves no process."""
    made = TranscriptionQueue(project)
    yield made
    made.close()


@pytest.fixture
def left(project: Project, ids: list[int]) -> Iterator[TranscriptionQueue]:
    """The queue of a project that was closed with three recordings in it, the second heard to a quarter."""
    kept = [tasks.add(project, source_id, TINY, INTELLIGENT_VERBATIM) for source_id in ids]
    hear_some(project, kept[1].id, "we were afraid")
    made = TranscriptionQueue(project)
    yield made
    made.close()


def states(queue: TranscriptionQueue) -> list[str]:
    return [item.state for item in queue.items()]


def test_one_after_the_other_is_transcribed_and_stored(
    project: Project, queue: TranscriptionQueue, ids: list[int], qtbot: QtBot
) -> None:
    stored: list[int] = []
    queue.stored.connect(stored.append)
    with qtbot.waitSignal(queue.progressed, timeout=_LONG_MS):
        queue.add(ids[:2], TINY, FULL_VERBATIM)
        assert (queue.running_id, queue.waiting_ids) == (ids[0], [ids[1]])
    (worker,) = worker_ids()
    assert in_background(worker)
    qtbot.waitUntil(lambda: not queue.is_busy, timeout=_LONG_MS)
    assert stored == ids[:2]
    # Nobody speaks: no text, but a language, so that it counts as done.
    assert [(source.has_text, source.language) for source in catalogue.listing(project)[:2]] == [(False, "en")] * 2
    assert (record_of(project, ids[0]).hearing, record_of(project, ids[0]).conventions) == (TINY, FULL_VERBATIM)
    assert queue.items() == [] and tasks.listing(project) == []
    assert project.undo_label == "Transcribe"


def test_what_an_earlier_session_left_waits_to_be_asked_for(left: TranscriptionQueue) -> None:
    assert states(left) == ["left"] * 3
    assert [item.share for item in left.items()] == [0.0, 0.25, 0.0]
    assert not left.is_busy and left.seconds_left() is None


def test_another_order_is_kept_by_the_project(project: Project, left: TranscriptionQueue, ids: list[int]) -> None:
    left.move(ids[2], 0)
    assert [item.source_id for item in left.items()] == [ids[2], ids[0], ids[1]]
    left.move(ids[2], 1)
    assert [task.source_id for task in tasks.listing(project)] == [ids[0], ids[2], ids[1]]


def test_going_on_with_one_leaves_the_others(left: TranscriptionQueue, ids: list[int]) -> None:
    left.go_on(ids[2])
    assert states(left) == ["left", "left", "running"]
    left.go_on_all()
    assert states(left) == ["waiting", "waiting", "running"]
    seconds = left.seconds_left()
    assert seconds is not None and seconds == pytest.approx(sum(item.seconds_left or 0 for item in left.items()))


def test_what_is_paused_lets_the_next_one_begin_and_stays_paused(
    project: Project, queue: TranscriptionQueue, ids: list[int], qtbot: QtBot
) -> None:
    queue.add(ids, TINY, INTELLIGENT_VERBATIM)
    with qtbot.waitSignal(queue.stopped, timeout=_LONG_MS):
        queue.pause(ids[0])
    assert states(queue) == ["paused", "running", "waiting"]
    with qtbot.waitSignal(queue.stopped, timeout=_LONG_MS):
        queue.pause_all()
    assert states(queue) == ["paused"] * 3 and not queue.is_busy
    assert [task.paused for task in tasks.listing(project)] == [True] * 3
    assert project.undo_label == "Add recording"


def test_what_is_taken_out_is_forgotten(
    project: Project, queue: TranscriptionQueue, ids: list[int], qtbot: QtBot
) -> None:
    queue.add(ids[:2], TINY, INTELLIGENT_VERBATIM)
    queue.remove(ids[1])
    assert queue.waiting_ids == []
    queue.add(ids[:1], TINY, INTELLIGENT_VERBATIM)
    assert queue.waiting_ids == []
    with qtbot.waitSignal(queue.stopped, timeout=_LONG_MS):
        queue.remove(ids[0])
    assert queue.items() == [] and tasks.listing(project) == []


def test_one_that_fails_says_why_and_stops_no_other(
    project: Project, queue: TranscriptionQueue, ids: list[int], qtbot: QtBot
) -> None:
    with qtbot.waitSignal(queue.failed, timeout=_LONG_MS):
        queue.add(ids[:1], Hearing("enormous"), INTELLIGENT_VERBATIM)
        queue.add(ids[1:2], TINY, INTELLIGENT_VERBATIM)
    assert states(queue) == ["failed", "running"]
    assert isinstance(queue.items()[0].error, ModelMissing)
    queue.go_on_all()
    assert states(queue) == ["failed", "running"]
    queue.go_on(ids[0])
    assert states(queue) == ["waiting", "running"] and queue.items()[0].error is None


def test_one_that_was_coded_meanwhile_keeps_its_codings_and_what_was_heard(
    project: Project, queue: TranscriptionQueue, speech_id: int, qtbot: QtBot
) -> None:
    said = RecognisedTurn("S1", (RecognisedWord("Hello", 0, 300, 0.9), RecognisedWord("there.", 400, 700, 0.9)))
    store_recognised(project, speech_id, Recognised((said,), "en", 3_000, "tiny.en"))
    with qtbot.waitSignal(queue.failed, timeout=_LONG_MS):
        queue.add([speech_id], TINY, INTELLIGENT_VERBATIM)
        segments.code_in_vivo(project, speech_id, segments.find_passage(project, speech_id, "Hello"))
    (item,) = queue.items()
    assert item.state == "failed" and isinstance(item.error, NotAllowed)
    assert "coded already" in item.error.message
    assert transcript_of(project, speech_id).text == "Hello there."
    (task,) = tasks.listing(project)
    assert task.share_heard == 1.0
    queue.remove(speech_id)
    assert tasks.listing(project) == []


def test_one_that_was_deleted_meanwhile_comes_back_with_what_was_heard(
    project: Project, queue: TranscriptionQueue, speech_id: int, qtbot: QtBot
) -> None:
    stored: list[int] = []
    queue.stored.connect(stored.append)
    with qtbot.waitSignal(queue.stopped, timeout=_LONG_MS):
        queue.add([speech_id], TINY, INTELLIGENT_VERBATIM)
        catalogue.delete(project, speech_id)
    assert stored == [] and queue.items() == [] and not queue.is_busy
    project.undo()
    (task,) = tasks.listing(project)
    assert task.share_heard == 1.0
    queue.drop_gone()
    assert queue.running_id == task.source_id


def test_one_that_is_deleted_while_it_runs_is_stopped(
    project: Project, queue: TranscriptionQueue, ids: list[int], qtbot: QtBot
) -> None:
    queue.add(ids[:2], TINY, INTELLIGENT_VERBATIM)
    catalogue.delete(project, ids[0])
    with qtbot.waitSignal(queue.stopped, timeout=_LONG_MS):
        queue.drop_gone()
    assert queue.running_id == ids[1]


def test_what_was_heard_can_be_read_before_it_goes_on(left: TranscriptionQueue, ids: list[int], qtbot: QtBot) -> None:
    text = left.text_of(ids[1])
    assert text is not None
    with qtbot.waitSignal(text.refilled):
        pass
    assert [(line.at_ms, line.text) for line in text.lines] == [(0, "we were afraid")]
    text.add(90_000, " of lawsuits ")
    text.add(30_000, "honestly")
    assert [line.text for line in text.lines] == ["we were afraid", "honestly", "of lawsuits"]
    assert left.text_of(999) is None
