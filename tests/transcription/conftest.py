"""Real speech, and a way to run a transcription to its end."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from interviewcoder.errors import InterviewCoderError
from interviewcoder.sources.recognised import Recognised
from interviewcoder.transcription.protocol import Progress
from interviewcoder.transcription.runner import TranscriptionJob, TranscriptionRequest

Outcome = tuple[Recognised | InterviewCoderError, list[Progress]]


@pytest.fixture
def speech(shared_data: Path) -> Path:
    """The folder of recorded speech with reference words."""
    return shared_data / "speech"


@pytest.fixture
def run_job() -> Callable[[TranscriptionRequest], Outcome]:
    """Run a job to its end; return what it ended with and what it reported on the way."""

    def run(request: TranscriptionRequest) -> Outcome:
        progress: list[Progress] = []
        ended: list[Recognised | InterviewCoderError] = []
        job = TranscriptionJob(request)
        job.start(progress.append, ended.append, ended.append)
        assert job.wait(120)
        (outcome,) = ended
        return outcome, progress

    return run
