"""Where somebody speaks: Silero voice activity detection over a whole recording.

Silero VAD v6 (Silero Team 2024) gives, for each 32 ms, the probability of
speech. faster-whisper's own wrapper runs ten thousand frames at once and takes
gigabytes on an hour; the model's state is handed on here, batch by batch, with
the same figures as result.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from interviewcoder.transcription.decode import SAMPLE_RATE
from interviewcoder.transcription.engine import load_onnx, voice_model_path

FRAME = 512
_CONTEXT = 64
_BATCH = 1024

# Silero's own thresholds: speech begins above the one and ends below the other.
_BEGINS, _ENDS = 0.5, 0.35


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a recording, in samples, end excluded."""

    start: int
    end: int


class VoiceDetector:
    """Hears a recording piece by piece and says where somebody speaks."""

    def __init__(self) -> None:
        self._session = load_onnx(voice_model_path(), threads=1)
        self._hidden = np.zeros((1, 1, 128), dtype=np.float32)
        self._cell = np.zeros((1, 1, 128), dtype=np.float32)
        self._before = np.zeros(_CONTEXT, dtype=np.float32)
        self._waiting: list[NDArray[np.float32]] = []
        self._waiting_length = 0
        self._found: list[NDArray[np.float32]] = []

    def hear(self, samples: NDArray[np.float32]) -> None:
        """Take in the next samples."""
        self._waiting.append(samples)
        self._waiting_length += len(samples)
        if self._waiting_length >= _BATCH * FRAME:
            self._work_off(self._waiting_length // (_BATCH * FRAME) * (_BATCH * FRAME))

    def finish(self) -> NDArray[np.float32]:
        """Return the probability of speech in each frame of 512 samples heard (the last one padded)."""
        self._work_off(self._waiting_length)
        return np.concatenate(self._found) if self._found else np.zeros(0, dtype=np.float32)

    def _work_off(self, length: int) -> None:
        samples = np.concatenate(self._waiting) if self._waiting else np.zeros(0, dtype=np.float32)
        self._waiting, self._waiting_length = [samples[length:]], len(samples) - length
        for start in range(0, length, _BATCH * FRAME):
            piece = samples[start : min(length, start + _BATCH * FRAME)]
            frames = np.pad(piece, (0, -len(piece) % FRAME)).reshape(-1, FRAME)
            # Each frame is seen with the end of the one before it.
            context = np.vstack([self._before, frames[:-1, -_CONTEXT:]])
            inputs = {"input": np.hstack([context, frames]), "h": self._hidden, "c": self._cell}
            output, self._hidden, self._cell = self._session.run(None, inputs)
            self._found.append(output.reshape(-1))
            self._before = frames[-1, -_CONTEXT:]


def speech_probabilities(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the probability of speech in each frame of 512 samples (the last one padded)."""
    detector = VoiceDetector()
    detector.hear(samples)
    return detector.finish()


def speech_stretches(
    probabilities: NDArray[np.float32], *, min_pause_ms: int, min_speech_ms: int = 120, pad_ms: int = 0
) -> list[Stretch]:
    """Return the stretches of speech: pauses shorter than `min_pause_ms` don't end one.

    Each is widened by `pad_ms` on both sides, without touching its neighbour.
    """
    min_pause, min_speech = (ms * SAMPLE_RATE // 1000 for ms in (min_pause_ms, min_speech_ms))
    found: list[Stretch] = []
    start: int | None = None
    quiet_since: int | None = None
    for index, probability in enumerate(probabilities.tolist()):
        at = index * FRAME
        if probability >= _BEGINS:
            quiet_since = None
            start = at if start is None else start
        elif probability < _ENDS and start is not None:
            quiet_since = at if quiet_since is None else quiet_since
            if at - quiet_since >= min_pause:
                found.append(Stretch(start, quiet_since))
                start = quiet_since = None
    end = len(probabilities) * FRAME
    if start is not None:
        found.append(Stretch(start, end))
    return _padded([s for s in found if s.end - s.start >= min_speech], pad_ms * SAMPLE_RATE // 1000, end)


def _padded(stretches: list[Stretch], pad: int, end: int) -> list[Stretch]:
    padded = []
    for index, stretch in enumerate(stretches):
        floor = (stretches[index - 1].end + stretch.start) // 2 if index else 0
        ceiling = (stretch.end + stretches[index + 1].start) // 2 if index + 1 < len(stretches) else end
        padded.append(Stretch(max(stretch.start - pad, floor), min(stretch.end + pad, ceiling)))
    return padded
