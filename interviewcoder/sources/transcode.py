"""Write sound anew, as FLAC, WAV or Opus, with every sample at its time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, BinaryIO, Literal

from interviewcoder.errors import ImportFailed
from interviewcoder.sources.read_recording import frames_of, open_recording, packets_of, sound_of, start_seconds

if TYPE_CHECKING:
    from av.audio.frame import AudioFrame
    from av.audio.resampler import AudioResampler

Kind = Literal["flac", "opus", "wav"]

# Containers round their time stamps; only a difference that can be heard is a gap.
_GAP_SECONDS = 0.05
_LONGEST_SECONDS = 48 * 3600
_SILENCE_SAMPLES = 48_000
OPUS_RATE = 48_000
OPUS_BITS_A_CHANNEL = 32_000
# Above two, which channel is whose would have to be guessed.
MOST_OPUS_CHANNELS = 2


def timed_frames(stream: BinaryIO, name: str) -> Iterator[tuple[AudioFrame, float]]:
    """Yield the decoded frames of a recording and the silence in seconds that belongs before each.

    A track that begins late and gaps within it are silence; damaged packets too.

    Raises:
        ImportFailed: there is no sound in it.
    """
    with open_recording(stream, name) as container:
        audio = sound_of(container, name)
        origin = start_seconds(container)
        latest = (container.duration or 0) / 1_000_000 or _LONGEST_SECONDS
        reached = 0.0
        for packet in packets_of(container, audio):
            for frame in frames_of(packet):
                at = None if frame.time is None else frame.time - origin
                gap = 0.0
                if at is not None and reached + _GAP_SECONDS < at <= latest + _GAP_SECONDS:
                    gap, reached = at - reached, at
                reached += frame.samples / frame.sample_rate
                yield frame, gap


class SoundFile:
    """An encoder that writes one sound track into a seekable file.

    FLAC and WAV hold 16 bits a sample, or 24 where `fine`; Opus 32 kb/s a
    channel. Close it by `finish`; `seconds` is how long it is so far.
    """

    def __init__(self, file: BinaryIO, kind: Kind, *, rate: int, channels: int, fine: bool = False) -> None:
        import av

        self.rate = OPUS_RATE if kind == "opus" else rate
        self._layout = {1: "mono", 2: "stereo"}.get(channels, f"{channels} channels")
        self._format = "s16" if kind == "opus" or not fine else "s32"
        # Beyond 4 GB a plain WAV has no room to say how long it is.
        options = {"rf64": "auto"} if kind == "wav" else {}
        self._container = av.open(file, "w", format="ogg" if kind == "opus" else kind, options=options)
        codec = {"opus": "libopus", "wav": "pcm_s24le" if fine else "pcm_s16le"}.get(kind, "flac")
        stream = self._container.add_stream(codec, rate=self.rate, layout=self._layout)
        assert isinstance(stream, av.AudioStream)
        self._stream = stream
        self._stream.codec_context.format = self._format
        if kind == "opus":
            self._stream.codec_context.bit_rate = OPUS_BITS_A_CHANNEL * channels
        elif fine and kind == "flac":
            self._stream.codec_context.options = {"bits_per_raw_sample": "24"}
        self._resampler: AudioResampler | None = None
        self._from: tuple[str, str, int] | None = None
        self._samples = 0
        # Is handed each frame with the number of its first sample before it is encoded, and may write into it.
        self.touch: Callable[[AudioFrame, int], object] = lambda frame, first: None

    @property
    def seconds(self) -> float:
        """How long the track is."""
        return self._samples / self.rate

    def add(self, frame: AudioFrame, gap_seconds: float = 0.0) -> None:
        """Append a frame of any kind after that much silence."""
        import av

        kind = (frame.format.name, frame.layout.name, frame.sample_rate)
        if gap_seconds or kind != self._from:
            self.end_part()
            self._from = kind
            self._resampler = av.AudioResampler(format=self._format, layout=self._layout, rate=self.rate)
        self._add_silence(round(gap_seconds * self.rate))
        frame.pts = None
        assert self._resampler is not None
        for piece in self._resampler.resample(frame):
            self._encode(piece)

    def end_part(self) -> None:
        """Write what the resampler still holds; another part may follow."""
        if self._resampler is not None:
            for piece in self._resampler.resample(None):
                self._encode(piece)
        self._resampler = self._from = None

    def finish(self) -> None:
        """Write the end; the file itself stays open."""
        self.end_part()
        if self._samples:
            self._container.mux(self._stream.encode(None))
        self._container.close()

    def _add_silence(self, samples: int) -> None:
        import av

        while samples > 0:
            frame = av.AudioFrame(format=self._format, layout=self._layout, samples=min(samples, _SILENCE_SAMPLES))
            frame.sample_rate = self.rate
            for plane in frame.planes:
                plane.update(bytes(plane.buffer_size))
            samples -= frame.samples
            self._encode(frame)

    def _encode(self, frame: AudioFrame) -> None:
        self.touch(frame, self._samples)
        frame.pts, frame.time_base = self._samples, Fraction(1, self.rate)
        self._samples += frame.samples
        self._container.mux(self._stream.encode(frame))


def refuse_for_opus(name: str, channels: int) -> None:
    """Refuse a recording that Opus, as it is used here, wouldn't keep as it is.

    Raises:
        ImportFailed: it has more than two channels.
    """
    if channels > MOST_OPUS_CHANNELS:
        raise ImportFailed(f"“{name}” has {channels} channels; as Opus only one or two are kept.", "Keep it as it is.")
