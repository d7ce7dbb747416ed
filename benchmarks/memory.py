"""How much memory the transcription process takes on hours of speech."""

from __future__ import annotations

import io
import time
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np

from benchmarks.made_sounds import RATE, Samples
from interviewcoder.sources.hearing import Hearing
from interviewcoder.sources.recognised import Recognised
from interviewcoder.transcription.protocol import Progress
from interviewcoder.transcription.runner import TranscriptionJob, TranscriptionRequest


@dataclass(frozen=True, slots=True)
class HoursHeard:
    """A long recording transcribed by the process that the program uses; memory is the process's resident set."""

    hours: float
    seconds: float
    words: int
    peak_mb: float
    tenths_mb: tuple[float, ...]


def peak_of_hours(samples: Samples, hours: float, model: str) -> HoursHeard:
    """Transcribe a recording played again and again for so many hours, two speakers."""
    recording = _looped(samples, hours)
    ended: list[object] = []
    readings: list[tuple[float, float]] = []
    job = TranscriptionJob(TranscriptionRequest(lambda: io.BytesIO(recording), "hours.opus", Hearing(model=model)))
    peak = 0.0

    def on_progress(step: Progress) -> None:
        nonlocal peak
        status = Path(f"/proc/{job.process_id}/status")
        try:
            known = dict(line.split(":", 1) for line in status.read_text().splitlines())
            peak = max(peak, float(known["VmHWM"].split()[0]) / 1000)
            readings.append((step.share, float(known["VmRSS"].split()[0]) / 1000))
        except (OSError, KeyError):
            return  # It has just ended.

    began = time.perf_counter()
    job.start(on_progress, ended.append, ended.append)
    job.wait()
    seconds = time.perf_counter() - began
    (recognised,) = ended
    assert isinstance(recognised, Recognised), recognised
    tenths = tuple(max((mb for share, mb in readings if share <= (n + 1) / 10), default=0.0) for n in range(10))
    words = sum(len(turn.words) for turn in recognised.turns)
    return HoursHeard(recognised.duration_ms / 3_600_000, seconds, words, peak, tenths)


def _looped(samples: Samples, hours: float) -> bytes:
    target = io.BytesIO()
    piece = (np.clip(samples, -1, 1) * 32767).astype(np.int16)
    with av.open(target, "w", format="ogg") as container:
        stream = container.add_stream("libopus", rate=48_000, layout="mono", options={"b": "32000"})
        resampler = av.AudioResampler(format="s16", layout="mono", rate=48_000)
        at = 0
        while at < hours * 3600 * RATE:
            for start in range(0, len(piece), 10 * RATE):
                part = piece[start : start + 10 * RATE]
                frame = av.AudioFrame.from_ndarray(part[None], format="s16", layout="mono")
                frame.sample_rate, frame.pts = RATE, at
                at += len(part)
                for ready in resampler.resample(frame):
                    container.mux(stream.encode(ready))
        container.mux(stream.encode(None))
    return target.getvalue()
