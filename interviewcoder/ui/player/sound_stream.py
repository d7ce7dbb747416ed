"""A recording as sound for the ear: from any moment on, at any speed, cleared of rumble, made louder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from interviewcoder.sources.read_recording import frames_of, open_recording, packets_of, sound_of, start_seconds

if TYPE_CHECKING:
    from av.audio.frame import AudioFrame
    from av.filter import Graph

    from interviewcoder.ui.player.stored_audio import StoredBytes

LOUDEST_GAIN_DB = 20
# A decoder is in tune only some packets after a jump: Opus asks for 80 ms, MP3 for the bits of frames before.
_RUN_UP_SECONDS = 0.25
# Containers round their time stamps; only a difference that can be heard is a gap.
_GAP_SECONDS = 0.05
_SILENCE_SECONDS = 0.5
_HISS_DELAY_MS = 25.0
# Their demuxers find a moment by reading up to it; they remember the way.
_WITHOUT_INDEX = {"mp3", "aac"}


@dataclass(frozen=True, slots=True)
class Treatment:
    """What is done to the sound: `speed` 0.5 to 2 with the pitch kept, `gain_db` 0 to 20 with a limiter behind it.

    `high_pass_hz` takes away what is below (0: nothing), `less_hiss` what is
    steady noise, and `even` makes quiet voices as loud as loud ones.
    """

    speed: float = 1.0
    gain_db: int = 0
    high_pass_hz: int = 0
    less_hiss: bool = False
    even: bool = False

    @property
    def delay_ms(self) -> float:
        """How much later the sound leaves the filters than it should; measured, as FFmpeg doesn't say."""
        return _HISS_DELAY_MS if self.less_hiss else 0.0

    def filters(self) -> list[tuple[str, str]]:
        """FFmpeg's filters in the order of the sound's way."""
        chain = []
        if self.high_pass_hz:
            # Twice: 24 dB an octave, so that what is above stays untouched.
            chain += [("highpass", f"f={self.high_pass_hz}")] * 2
        if self.less_hiss:
            chain.append(("afftdn", "nr=12:nf=-40:tn=1"))
        if self.even:
            chain.append(("dynaudnorm", "f=150:g=11:m=10:p=0.9:b=1"))
        if self.gain_db:
            chain.append(("volume", f"{self.gain_db}dB"))
        if self.gain_db or self.even:
            chain.append(("alimiter", "limit=0.9:attack=5:release=60:level=0:latency=1"))
        if self.speed != 1.0:
            chain.append(("atempo", f"{self.speed:g}"))
        return chain


UNTREATED = Treatment()


@dataclass(frozen=True, slots=True)
class Form:
    """How samples are handed out: per second, channels, and FFmpeg's name for their kind."""

    rate: int = 48_000
    channels: int = 2
    kind: str = "s16"

    @property
    def frame_bytes(self) -> int:
        """The bytes of one moment, all channels."""
        return self.channels * {"u8": 1, "s16": 2, "s32": 4, "flt": 4}[self.kind]


USUAL_FORM = Form()


@dataclass(frozen=True, slots=True)
class Piece:
    """Samples in a row, and the moment of the recording at which the first is heard, in ms."""

    start_ms: float
    content: bytes


class SoundStream:
    """Decodes a recording piece by piece from where `go_to` went; a damaged packet is passed over.

    Raises:
        ImportFailed: there is no sound in it that can be decoded.
    """

    def __init__(self, stored: StoredBytes, name: str, duration_ms: int) -> None:
        self._container = open_recording(stored, name)  # type: ignore[arg-type]  # a raw stream is one, too
        self._audio = sound_of(self._container, name)
        self._origin = start_seconds(self._container)
        self._latest_seconds = duration_ms / 1000 + _GAP_SECONDS
        if self._container.format.name in _WITHOUT_INDEX:
            self._jump(duration_ms / 1000)
        self.go_to(0, UNTREATED, USUAL_FORM)

    def go_to(self, position_ms: float, treatment: Treatment, form: Form) -> None:
        """Go on from a moment, treated like this, in samples of this form."""
        self._start_ms, self._treatment, self._form = position_ms, treatment, form
        # What the chain is late by comes out first and is nobody's.
        self._handed_out = -round(treatment.delay_ms / treatment.speed * self._form.rate / 1000)
        self._graph: Graph | None = None
        self._kind: tuple[str, str, int] | None = None
        self._samples_in = 0
        self._jump(position_ms / 1000 - _RUN_UP_SECONDS)
        self._frames: Iterator[AudioFrame] | None = self._from(position_ms / 1000)

    def read(self) -> list[Piece]:
        """The next pieces; none at the end."""
        while self._frames is not None:
            frame = next(self._frames, None)
            if frame is None:
                self._frames = None
                return self._drain(last=True)
            pieces = self._drain(last=True) if self._kind_of(frame) != self._kind else []
            self._push(frame)
            pieces += self._drain()
            if pieces:
                return pieces
        return []

    def close(self) -> None:
        """Let go of the recording."""
        self._graph = self._frames = None
        self._container.close()

    def _jump(self, seconds: float) -> None:
        import av

        try:
            self._container.seek(int((max(0.0, seconds) + self._origin) * 1_000_000))
        except av.FFmpegError:
            # Some streams go back to nothing but their beginning: what is before the moment is passed over then.
            self._container.seek(0)

    def _from(self, seconds: float) -> Iterator[AudioFrame]:
        """Frames from exactly one moment on, with silence where the recording has a gap."""
        from interviewcoder.transcription.decode import mixable

        next_seconds = seconds
        for packet in packets_of(self._container, self._audio):
            for frame in map(mixable, frames_of(packet)):
                at = next_seconds if frame.time is None else frame.time - self._origin
                if next_seconds + _GAP_SECONDS < at <= self._latest_seconds:
                    for silence in _silence_like(frame, at - next_seconds):
                        next_seconds += silence.samples / silence.sample_rate
                        yield silence
                late = round((next_seconds - at) * frame.sample_rate)
                if at < seconds and late > 0:
                    # Still running up to the moment.
                    if late >= frame.samples:
                        continue
                    frame = _without_beginning(frame, late)
                next_seconds += frame.samples / frame.sample_rate
                yield frame

    def _kind_of(self, frame: AudioFrame) -> tuple[str, str, int]:
        return frame.format.name, frame.layout.name, frame.sample_rate

    def _push(self, frame: AudioFrame) -> None:
        if self._graph is None:
            self._kind = self._kind_of(frame)
            self._graph = self._make_graph(frame)
            self._samples_in = 0
        frame.time_base, frame.pts = Fraction(1, frame.sample_rate), self._samples_in
        self._samples_in += frame.samples
        self._graph.push(frame)

    def _make_graph(self, frame: AudioFrame) -> Graph:
        from av.filter import Graph

        form = self._form
        layout = "mono" if form.channels == 1 else "stereo"
        graph = Graph()
        last = graph.add_abuffer(
            format=frame.format.name,
            sample_rate=frame.sample_rate,
            layout=frame.layout.name,
            time_base=Fraction(1, frame.sample_rate),
        )
        one_channel = frame.layout.nb_channels == 1
        chain = [
            # Many WAVs don't say what their channels are, and some filters pass such sound on untouched.
            ("aformat", f"channel_layouts={'mono' if one_channel else 'stereo'}"),
            *self._treatment.filters(),
            # Left to itself, FFmpeg would make one voice on two sides quieter.
            *([("pan", "stereo|c0=c0|c1=c0")] if one_channel and form.channels == 2 else []),
            ("aresample", str(form.rate)),
            ("aformat", f"sample_fmts={form.kind}:channel_layouts={layout}"),
            ("abuffersink", None),
        ]
        for name, arguments in chain:
            step = graph.add(name, arguments)
            last.link_to(step)
            last = step
        graph.configure()
        return graph

    def _drain(self, *, last: bool = False) -> list[Piece]:
        if self._graph is None:
            return []
        if last:
            self._graph.push(None)
        pieces = []
        while (frame := self._pulled()) is not None:
            # Any: PyAV types its planes loosely.
            plane: Any = frame.planes[0]
            too_early = min(max(0, -self._handed_out), frame.samples)
            content = bytes(plane)[too_early * self._form.frame_bytes : frame.samples * self._form.frame_bytes]
            if content:
                pieces.append(Piece(self._start_ms + self._heard_ms(self._handed_out + too_early), content))
            self._handed_out += frame.samples
        if last:
            self._graph = None
        return pieces

    def _heard_ms(self, samples: int) -> float:
        return samples * 1000 / self._form.rate * self._treatment.speed

    def _pulled(self) -> AudioFrame | None:
        assert self._graph is not None
        try:
            return self._graph.pull()  # type: ignore[return-value]  # a graph of sound gives sound
        except (BlockingIOError, EOFError):
            return None


def _silence_like(frame: AudioFrame, seconds: float) -> Iterator[AudioFrame]:
    """Silent frames of the same kind that last so long together."""
    left = round(seconds * frame.sample_rate)
    while left > 0:
        samples = min(left, round(_SILENCE_SECONDS * frame.sample_rate))
        left -= samples
        yield _frame_of(frame, frame.to_ndarray()[:, :0], samples)


def _without_beginning(frame: AudioFrame, samples: int) -> AudioFrame:
    step = 1 if frame.format.is_planar else frame.layout.nb_channels
    return _frame_of(frame, frame.to_ndarray()[:, samples * step :], frame.samples - samples)


def _frame_of(like: AudioFrame, content: Any, samples: int) -> AudioFrame:  # an array of any of the kinds of samples
    """A frame of this content, filled up with silence to a number of samples."""
    import av
    import numpy as np

    step = 1 if like.format.is_planar else like.layout.nb_channels
    silence = 128 if like.format.name.startswith("u8") else 0
    padded = np.pad(content, ((0, 0), (0, samples * step - content.shape[1])), constant_values=silence)
    made = av.AudioFrame.from_ndarray(np.ascontiguousarray(padded), like.format.name, like.layout.name)
    made.sample_rate = like.sample_rate
    return made
