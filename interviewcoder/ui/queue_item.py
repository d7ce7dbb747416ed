"""A recording of the transcription queue, as the window shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from interviewcoder.errors import InterviewCoderError

State = Literal["running", "waiting", "paused", "left", "failed"]


@dataclass(frozen=True, slots=True)
class QueueItem:
    """A recording of the queue.

    `state` "left" is one that an earlier session left unfinished and nobody
    has gone on with; `share` is 0 to 1. `seconds_left` is how long it still
    takes, None where that isn't known; `error` is why it failed.
    """

    task_id: int
    source_id: int
    name: str
    state: State
    share: float
    seconds_left: float | None
    error: InterviewCoderError | None = None
