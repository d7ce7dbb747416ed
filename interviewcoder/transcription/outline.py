"""How a recording sounds at a glance, made while it is read: little of it is ever in memory."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from interviewcoder.sources.sound import PEAK_MS, Sound
from interviewcoder.transcription.decode import SAMPLE_RATE, decoding
from interviewcoder.transcription.voice import VoiceDetector

_PEAK_SAMPLES = SAMPLE_RATE * PEAK_MS // 1000
_FULL_SCALE = 255


def outline(stream: BinaryIO, name: str, on_progress: Callable[[float], None] | None = None) -> Sound:
    """Listen through a seekable stream once.

    The times are those of `decode.decoding`. `on_progress` gets the share
    heard, 0 to 1, and may raise to stop.

    Raises:
        ImportFailed: there is no sound, or none of it can be decoded.
    """
    peaks, voice = Peaks(), VoiceDetector()
    for piece in decoding(stream, name, on_progress=on_progress):
        peaks.hear(piece)
        voice.hear(piece)
    return Sound(peaks.finish(), as_bytes(voice.finish()))


class Peaks:
    """The loudest sample of each 10 ms, of a recording that comes piece by piece."""

    def __init__(self) -> None:
        self._rest = np.zeros(0, dtype=np.float32)
        self._found: list[bytes] = []

    def hear(self, samples: NDArray[np.float32]) -> None:
        """Take in the next samples."""
        joined = np.concatenate([self._rest, np.abs(samples)])
        whole = len(joined) // _PEAK_SAMPLES * _PEAK_SAMPLES
        self._found.append(as_bytes(joined[:whole].reshape(-1, _PEAK_SAMPLES).max(axis=1)))
        self._rest = joined[whole:]

    def finish(self) -> bytes:
        """Return a byte each, 0 (silence) to 255 (full scale)."""
        if len(self._rest):
            self._found.append(as_bytes(self._rest.max(keepdims=True)))
        return b"".join(self._found)


def as_bytes(shares: NDArray[np.float32]) -> bytes:
    """Return shares of 1 as a byte each."""
    return np.rint(np.clip(shares, 0, 1) * _FULL_SCALE).astype(np.uint8).tobytes()
