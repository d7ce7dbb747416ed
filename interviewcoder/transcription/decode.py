"""From any recording to 16 kHz mono samples whose index is the time."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, BinaryIO

import av
import numpy as np
from numpy.typing import NDArray

from interviewcoder.errors import ImportFailed
from interviewcoder.sources.read_recording import (
    frames_of,
    open_recording,
    packets_of,
    sound_of,
    start_seconds,
)

if TYPE_CHECKING:
    from av.audio.frame import AudioFrame

SAMPLE_RATE = 16_000

# Containers round their time stamps; only a difference that can be heard is a gap.
_GAP_SECONDS = 0.05
# A header may announce any duration; memory is taken for this much at first and grown from there.
_FIRST_GUESS_SECONDS = 4 * 3600
# No interview lasts longer; a time stamp beyond it is damage.
_LONGEST_SECONDS = 24 * 3600
# Up to here FFmpeg takes a usual arrangement of loudspeakers where the file names none.
_GUESSED_CHANNELS = 8


def decode(stream: BinaryIO, name: str, on_progress: Callable[[float], None] | None = None) -> NDArray[np.float32]:
    """Decode the main sound track of a seekable stream.

    Sample `i` is heard `i / 16000` seconds after the moment a player calls
    0:00: a track that begins late, and gaps within it, are filled with
    silence. Damaged packets are passed over. `on_progress` gets the share
    decoded, 0 to 1. Memory: 230 MB an hour.

    Raises:
        ImportFailed: there is no sound, or none of it can be decoded.
    """
    with open_recording(stream, name) as container:
        audio = sound_of(container, name)
        announced = (container.duration or 0) / 1_000_000
        origin = start_seconds(container)
        track = _Track(announced)
        for packet in packets_of(container, audio):
            for frame in frames_of(packet):
                track.add(mixable(frame), None if frame.time is None else frame.time - origin)
            if on_progress is not None and announced > 0:
                on_progress(min(1.0, track.seconds / announced))
        samples = track.finish()
    if not len(samples):
        raise ImportFailed(f"“{name}” holds no sound that can be decoded.", "Save it as WAV, MP3 or M4A and try again.")
    return samples


def mixable(frame: AudioFrame) -> AudioFrame:
    """Return the frame, as the mean of its channels where FFmpeg doesn't know what each is and so can't mix them."""
    channels = frame.layout.nb_channels
    if channels <= _GUESSED_CHANNELS or not frame.layout.name.endswith("channels"):
        return frame
    sound: NDArray[Any] = frame.to_ndarray()
    sound = sound if frame.format.is_planar else sound.reshape(-1, channels).T
    mean = sound.mean(axis=0, dtype=np.float64)
    if sound.dtype.kind == "u":
        mean = mean / 128 - 1  # 8 bits: FFmpeg has no other unsigned samples
    elif sound.dtype.kind == "i":
        mean /= 2.0 ** (8 * sound.itemsize - 1)
    mixed = av.AudioFrame.from_ndarray(mean[None].astype(np.float32), format="flt", layout="mono")
    mixed.sample_rate = frame.sample_rate
    return mixed


class _Track:
    """Samples in the making: each decoded frame goes to its place in time."""

    def __init__(self, announced_seconds: float) -> None:
        guess = min(announced_seconds + 1, _FIRST_GUESS_SECONDS)
        # Zeros cost no memory until they are written to.
        self._samples = np.zeros(int(guess * SAMPLE_RATE), dtype=np.float32)
        self._length = 0
        self._latest_seconds = (announced_seconds or _LONGEST_SECONDS) + _GAP_SECONDS
        self._next_seconds = 0.0
        self._resampler: av.AudioResampler | None = None
        self._kind: tuple[str, str, int] | None = None

    @property
    def seconds(self) -> float:
        """Return how far the track reaches."""
        return self._length / SAMPLE_RATE

    def add(self, frame: AudioFrame, at_seconds: float | None) -> None:
        """Append a frame, after silence where it begins later than the last one ended."""
        kind = (frame.format.name, frame.layout.name, frame.sample_rate)
        # A time beyond the file's own end is damage, not a pause.
        late = at_seconds is not None and self._next_seconds + _GAP_SECONDS < at_seconds <= self._latest_seconds
        if late or kind != self._kind:
            self._flush()
            self._kind = kind
            self._resampler = av.AudioResampler(format="flt", layout="mono", rate=SAMPLE_RATE)
        if late and at_seconds is not None:
            self._next_seconds = at_seconds
            self._reach(max(self._length, round(at_seconds * SAMPLE_RATE)))
        self._next_seconds += frame.samples / frame.sample_rate
        assert self._resampler is not None
        for piece in self._resampler.resample(frame):
            self._append(piece)

    def finish(self) -> NDArray[np.float32]:
        """Return the samples."""
        self._flush()
        return self._samples[: self._length]

    def _flush(self) -> None:
        if self._resampler is not None:
            for piece in self._resampler.resample(None):
                self._append(piece)
            self._resampler = None

    def _append(self, piece: AudioFrame) -> None:
        start = self._length
        self._reach(start + piece.samples)
        self._samples[start : self._length] = piece.to_ndarray()[0]

    def _reach(self, length: int) -> None:
        if length > len(self._samples):
            grown = np.zeros(max(length, len(self._samples) * 3 // 2), dtype=np.float32)
            grown[: self._length] = self._samples[: self._length]
            self._samples = grown
        self._length = length
