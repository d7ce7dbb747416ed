"""How long a transcription takes on this machine: by what earlier ones took here, else by our measurements.

The speeds that were measured here are kept beside the settings, one figure a
model; they say nothing about any recording.
"""

from __future__ import annotations

import os
import tomllib
from contextlib import suppress
from pathlib import Path
from time import monotonic

from interviewcoder import settings
from interviewcoder.transcription.published_models import relative_time

# The worker's seconds for a second of recording on one core, base model: measured on 2 cores of a virtual machine
# (709 s of speech in 27.7 s, with 48 s of the processor's time).
_BASE_CORE_SECONDS = 0.068
# Two workers did 1.73 times the work of one.
_GAIN_OF_A_CORE = 0.73
# Telling voices apart: 5 s for a phone call of 278 s, whichever the model.
_SPEAKERS_SECONDS = 0.018
# Starting the process and loading a model of base's size.
_START_SECONDS = 3.0
# What of it lies behind the first word of the worker, so that a stopwatch has it in its time.
_LOADING_SECONDS = 2.0
# Below this the start counts for more than the work, so nothing is learnt.
_SHORTEST_MS = 20_000
# A machine that was busy once shall not spoil the figure for long, nor one that was idle.
_NEWEST_WEIGHT = 0.5
_SLOWEST = 1000.0


def estimate(
    duration_ms: int, model: str, *, speakers: int | None = 2, cores: int | None = None, size_bytes: int | None = None
) -> float:
    """Return the seconds that a recording of this length will take with a model on this machine.

    `cores` None: all that this process may use. `size_bytes` of a model that
    isn't published says how heavy it is.
    """
    model = Path(model).name  # where a folder is given
    measured = learnt().get(model)
    if measured is None:
        measured = _calibrated(model, cores or _cores(), size_bytes)
        if speakers != 1:
            measured += _SPEAKERS_SECONDS
    return _START_SECONDS + measured * duration_ms / 1000


def is_measured(model: str) -> bool:
    """Whether a transcription with this model has been timed on this machine."""
    return Path(model).name in learnt()


def learn(model: str, duration_ms: int, seconds: float) -> None:
    """Keep what a finished transcription took: `seconds` of work for `duration_ms` of recording.

    The newest counts half. A folder that can't be written keeps nothing.
    """
    if duration_ms < _SHORTEST_MS or not 0 < seconds < _SLOWEST * duration_ms / 1000:
        return
    speeds, newest = learnt(), seconds * 1000 / duration_ms
    known = speeds.get(model)
    speeds[model] = newest if known is None else known + _NEWEST_WEIGHT * (newest - known)
    with suppress(OSError):
        _write(speeds)


def learnt() -> dict[str, float]:
    """Return the seconds of work for a second of recording, for each model that was timed on this machine."""
    try:
        stored = tomllib.loads(_file().read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError):
        return {}
    speeds = stored.get("seconds_a_second")
    if not isinstance(speeds, dict):
        return {}
    return {str(name): float(s) for name, s in speeds.items() if isinstance(s, int | float) and 0 < s < _SLOWEST}


class Stopwatch:
    """Times one transcription, from the first it tells of its progress to its end.

    A transcription that goes on where an earlier one stopped counts for what it still did.
    """

    def __init__(self, model: str | Path, duration_ms: int) -> None:
        # A folder's last name alone: the rest may name a person or a study.
        self._model, self._duration_ms = Path(model).name, duration_ms
        self._began: float | None = None
        self._share = 0.0

    def hear(self, share: float) -> None:
        """Take note of how far it is, 0 to 1."""
        if self._began is None:
            self._began, self._share = monotonic(), share

    def stop(self) -> None:
        """It was finished: learn from it."""
        if self._began is not None:
            seconds = monotonic() - self._began
            work = max(seconds - _LOADING_SECONDS, seconds / 2)
            learn(self._model, round(self._duration_ms * (1 - self._share)), work)


def _calibrated(model: str, cores: int, size_bytes: int | None) -> float:
    workers = cores if cores <= 2 else cores - 1
    return _BASE_CORE_SECONDS * relative_time(model, size_bytes) / (1 + _GAIN_OF_A_CORE * (workers - 1))


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _file() -> Path:
    return settings.folder() / "speeds.toml"


def _write(speeds: dict[str, float]) -> None:
    import tomli_w

    file = _file()
    file.parent.mkdir(parents=True, exist_ok=True)
    partial = file.with_name(f".speeds-{os.getpid()}.part")
    rounded = {name: round(seconds, 4) for name, seconds in speeds.items()}
    partial.write_text(tomli_w.dumps({"seconds_a_second": rounded}), encoding="utf-8")
    partial.replace(file)
