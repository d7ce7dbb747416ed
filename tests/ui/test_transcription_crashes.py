"""A transcription outlives the end of its process, and of the program: it goes on and ends as if nothing had been."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import av
import pytest

from interviewcoder.errors import TranscriptionFailed
from interviewcoder.project import file
from interviewcoder.sources import catalogue, importing
from interviewcoder.sources.conventions import FULL_VERBATIM
from interviewcoder.sources.hearing import Hearing
from interviewcoder.sources.transcript import transcript_of
from interviewcoder.transcription import tasks
from interviewcoder.transcription.runner import Kept
from interviewcoder.ui.transcription_queue import TranscriptionQueue
from tests.ui.queued import worker_ids

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from interviewcoder.project.file import Project

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(
        sys.platform != "linux" or len(os.sched_getaffinity(0)) < 2,
        reason="finds its processes; two blocks take two cores",
    ),
]
_LONG_MS = 120_000
# Just long enough for two blocks.
_SECONDS = 46
_HEARING = Hearing("tiny.en", "en", 2)
# Words with their times, and which speaker has each turn.
Spoken = tuple[list[tuple[str, int, int]], list[tuple[str, int | None]]]

Queues = Callable[["Project"], TranscriptionQueue]

# The window's queue in a program of its own, which nothing warns of its end: it comes when the first block is kept.
_PROGRAM = """
import os, signal, sys
from pathlib import Path
from interviewcoder.privacy.network_lock import engage
engage()
from PySide6.QtCore import QCoreApplication
from interviewcoder.project import file
from interviewcoder.sources import catalogue
from interviewcoder.sources.conventions import FULL_VERBATIM
from interviewcoder.sources.hearing import Hearing
from interviewcoder.ui.transcription_queue import TranscriptionQueue

application = QCoreApplication([])
project = file.open_project(Path(sys.argv[1]))
queue = TranscriptionQueue(project)
(source,) = catalogue.listing(project)
queue.add([source.id], Hearing("tiny.en", "en", 2), FULL_VERBATIM)
queue._run.bridge.kept.connect(lambda kept: kept.number is not None and os.kill(os.getpid(), signal.SIGKILL))
application.exec()
"""


@pytest.fixture(scope="module")
def call(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The beginning of a real phone call of two people."""
    original = Path(__file__).resolve().parents[3] / "shared" / "data" / "speech" / "phone_call.flac"
    if not original.is_file():
        pytest.skip(f"the recording isn't at {original}")
    path = tmp_path_factory.mktemp("call") / "P03.flac"
    with av.open(str(original)) as source, av.open(str(path), "w") as container:
        rate = source.streams.audio[0].rate
        target = container.add_stream("flac", rate=rate, layout="mono")
        assert isinstance(target, av.AudioStream)
        for frame in source.decode(audio=0):
            if frame.time is not None and frame.time >= _SECONDS:
                break
            container.mux(target.encode(frame))
        container.mux(target.encode(None))
    return path


@pytest.fixture(scope="module")
def uninterrupted(call: Path, tmp_path_factory: pytest.TempPathFactory) -> Spoken:
    """What the call gives in one go."""
    from interviewcoder.transcription.transcribing import transcribe

    with file.create(tmp_path_factory.mktemp("whole") / "whole.icproj", title="Whole", passphrase=None) as project:
        (source,) = importing.add_files(project, [call])
        list(transcribe(project, source.id, _HEARING, FULL_VERBATIM))
        return spoken(project)


@pytest.fixture
def interview(project: Project, call: Path) -> Project:
    """A project with the call in it."""
    importing.add_files(project, [call])
    return project


@pytest.fixture
def reopened(interview: Project, qtbot: QtBot) -> Iterator[Project]:
    """The project as the next start of the program finds it: the one before was killed when it had kept a block."""
    path = interview.path
    interview.close()
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    program = subprocess.run([sys.executable, "-c", _PROGRAM, str(path)], env=environment, check=False)
    assert program.returncode == -signal.SIGKILL
    with file.open_project(path) as opened:
        yield opened


@pytest.fixture
def queues() -> Iterator[Queues]:
    """Make queues that leave no process."""
    made: list[TranscriptionQueue] = []

    def make(project: Project) -> TranscriptionQueue:
        made.append(TranscriptionQueue(project))
        return made[-1]

    yield make
    for queue in made:
        queue.close()


def spoken(project: Project) -> Spoken:
    (source,) = catalogue.listing(project)
    transcript = transcript_of(project, source.id)
    words = [(word.span.text_in(transcript.text), word.start_ms, word.end_ms) for word in transcript.words]
    labels = {speaker.id: number for number, speaker in enumerate(transcript.speakers)}
    turns = [(turn.span.text_in(transcript.text), labels.get(turn.speaker_id or 0)) for turn in transcript.turns]
    return words, turns


def test_a_killed_process_is_told_and_trying_again_hears_the_rest_only(
    interview: Project, queues: Queues, uninterrupted: Spoken, qtbot: QtBot
) -> None:
    queue = queues(interview)
    (source,) = catalogue.listing(interview)

    def kill_when_heard(kept: Kept) -> None:
        if kept.number is not None:
            for pid in worker_ids():
                os.kill(pid, signal.SIGKILL)

    with qtbot.waitSignal(queue.failed, timeout=_LONG_MS):
        queue.add([source.id], _HEARING, FULL_VERBATIM)
        assert queue._run is not None
        queue._run.bridge.kept.connect(kill_when_heard)
    (item,) = queue.items()
    assert item.state == "failed" and isinstance(item.error, TranscriptionFailed)
    assert item.share > 0.3 and not queue.is_busy
    shares: list[float] = []
    queue.progressed.connect(lambda _, progress: shares.append(progress.share))
    with qtbot.waitSignal(queue.stored, timeout=_LONG_MS):
        queue.go_on(source.id)
    assert min(share for share in shares if share > 0.03) > 0.3
    assert spoken(interview) == uninterrupted


def test_a_killed_program_goes_on_when_it_is_opened_again(
    reopened: Project, queues: Queues, uninterrupted: Spoken, qtbot: QtBot
) -> None:
    queue = queues(reopened)
    (item,) = queue.items()
    assert item.state == "left" and 0.3 < item.share < 0.7
    with qtbot.waitSignal(queue.stored, timeout=_LONG_MS):
        queue.go_on_all()
    assert spoken(reopened) == uninterrupted
    assert tasks.listing(reopened) == []
