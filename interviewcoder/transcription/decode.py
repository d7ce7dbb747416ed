"""From any recording to 16 kHz mono samples whose index is the time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
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
# No interview lasts longer; a time stamp beyond it is damage.
_LONGEST_SECONDS = 24 * 3600
# Up to here FFmpeg takes a usual arrangement of loudspeakers where the file names none.
_GUESSED_CHANNELS = 8
_SILENCE_AT_ONCE = 60 * SAMPLE_RATE

Floats = NDArray[np.float32]


def decode(stream: BinaryIO, name: str, on_progress: Callable[[float], None] | None = None) -> Floats:
    """Decode the main sound track of a seekable stream, whole. Memory: 230 MB an hour.

    Raises:
        ImportFailed: as `decoding`.
    """
    return np.concatenate(list(decoding(stream, name, on_progress=on_progress)))


def decoding(
    stream: BinaryIO,
    name: str,
    *,
    stereo: bool = False,
    on_progress: Callable[[float], None] | None = None,
    on_gap: Callable[[int, int], None] | None = None,
) -> Iterator[Floats]:
    """Decode the main sound track of a seekable stream piece by piece, in a memory that doesn't grow.

    The pieces follow each other; sample `i` of them all is heard `i / 16000`
    seconds after the moment a player calls 0:00: a track that begins late, and
    gaps within it, are filled with silence. Damaged packets are passed over.
    `stereo` gives both channels, samples x 2, else one, as a row. `on_progress`
    gets the share decoded, 0 to 1; `on_gap` where silence was filled in, in
    samples.

    Raises:
        ImportFailed: there is no sound, or none of it can be decoded.
    """
    with open_recording(stream, name) as container:
        audio = sound_of(container, name)
        announced = (container.duration or 0) / 1_000_000
        origin = start_seconds(container)
        track = _Track(announced, stereo=stereo, on_gap=on_gap)
        for packet in packets_of(container, audio):
            for frame in frames_of(packet):
                yield from track.add(mixable(frame), None if frame.time is None else frame.time - origin)
            if on_progress is not None and announced > 0:
                on_progress(min(1.0, track.seconds / announced))
        yield from track.finish()
    if not track.length:
        raise ImportFailed(f"“{name}” holds no sound that can be decoded.", "Save it as WAV, MP3 or M4A and try again.")


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
    """Brings each decoded frame to its place in time."""

    def __init__(
        self, announced_seconds: float, *, stereo: bool, on_gap: Callable[[int, int], None] | None = None
    ) -> None:
        self.length = 0
        self._layout = "stereo" if stereo else "mono"
        self._on_gap = on_gap
        self._latest_seconds = (announced_seconds or _LONGEST_SECONDS) + _GAP_SECONDS
        self._next_seconds = 0.0
        self._resampler: av.AudioResampler | None = None
        self._kind: tuple[str, str, int] | None = None

    @property
    def seconds(self) -> float:
        """Return how far the track reaches."""
        return self.length / SAMPLE_RATE

    def add(self, frame: AudioFrame, at_seconds: float | None) -> Iterator[Floats]:
        """Yield a frame's samples, after silence where it begins later than the last one ended."""
        kind = (frame.format.name, frame.layout.name, frame.sample_rate)
        # A time beyond the file's own end is damage, not a pause.
        late = at_seconds is not None and self._next_seconds + _GAP_SECONDS < at_seconds <= self._latest_seconds
        if late or kind != self._kind:
            yield from self.finish()
            self._kind = kind
            self._resampler = av.AudioResampler(format="flt", layout=self._layout, rate=SAMPLE_RATE)
        if late and at_seconds is not None:
            self._next_seconds = at_seconds
            yield from self._silence_until(round(at_seconds * SAMPLE_RATE))
        self._next_seconds += frame.samples / frame.sample_rate
        assert self._resampler is not None
        yield from self._samples(self._resampler.resample(frame))

    def finish(self) -> Iterator[Floats]:
        """Yield what the resampler still holds."""
        if self._resampler is not None:
            resampler, self._resampler = self._resampler, None
            yield from self._samples(resampler.resample(None))

    def _silence_until(self, end: int) -> Iterator[Floats]:
        if end > self.length and self._on_gap is not None:
            self._on_gap(self.length, end)
        while self.length < end:
            count = min(end - self.length, _SILENCE_AT_ONCE)
            self.length += count
            yield np.zeros(count if self._layout == "mono" else (count, 2), dtype=np.float32)

    def _samples(self, pieces: list[AudioFrame]) -> Iterator[Floats]:
        for piece in pieces:
            found: Floats = piece.to_ndarray()[0]
            self.length += piece.samples
            yield found if self._layout == "mono" else found.reshape(-1, 2)
