"""The sound of quotes: cut from the recording by the times of their words, packed small enough for a document.

A clip is Opus in WebM, mono, 24 kb/s: free of licences, and played by
Chrome, Edge, Firefox, and Safari from 15 (macOS 12) and iOS 17.4 on; Opus
in Ogg would need Safari 18.4. A voice identifies who speaks.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from interviewcoder.errors import NotAllowed
from interviewcoder.privacy import silenced_audio
from interviewcoder.privacy.outgoing import is_de_identified, original_of, span_in
from interviewcoder.project import media
from interviewcoder.project.file import Project
from interviewcoder.reports.quotes import Quote
from interviewcoder.sources import catalogue
from interviewcoder.sources.read_recording import frames_of, open_recording, packets_of, sound_of, start_seconds
from interviewcoder.sources.text import Span
from interviewcoder.sources.transcript import transcript_of

if TYPE_CHECKING:
    from av.audio.frame import AudioFrame

    from interviewcoder.project.media import MediaStream

AROUND_MS = 150
MEDIA_TYPE = "audio/webm; codecs=opus"
_RATE = 48_000
_BITS = 24_000
_SAMPLE_BYTES = 2
# Codecs need what came before to find their way; nothing of it is kept.
_RUN_UP_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Cut:
    """A stretch of a recording, in ms, for a quote."""

    segment_id: int
    start_ms: int
    end_ms: int
    # Where in the recording words are said that a pseudonym replaces: silence is heard there.
    silenced: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Recording:
    """A recording with what is to be cut from it, in the order of time. Its stream may be read on any one thread."""

    name: str
    stream: MediaStream
    cuts: tuple[Cut, ...]


@dataclass(frozen=True, slots=True)
class CutList:
    """What is to be cut; `without` counts quotes that have no recording, or no times of words."""

    recordings: tuple[Recording, ...]
    without: int

    @property
    def clips(self) -> int:
        """How many clips there will be."""
        return sum(len(recording.cuts) for recording in self.recordings)


def cut_list(project: Project, quotes: Sequence[Quote]) -> CutList:
    """Find where quotes are said: from 150 ms before their first word to 150 ms after their last.

    Of an outgoing copy, the sound of replaced words is silenced, 150 ms around
    them; the recordings are the project's.
    """
    by_source: dict[int, dict[int, Quote]] = {}
    for quote in quotes:
        by_source.setdefault(quote.source_id, {})[quote.segment_id] = quote
    media_ids = {source.id: source.media_id for source in catalogue.listing(project)}
    recordings, without = [], 0
    for source_id, wanted in by_source.items():
        media_id = media_ids.get(source_id)
        cuts = _cuts(project, source_id, list(wanted.values())) if media_id is not None else []
        without += len(wanted) - len(cuts)
        if media_id is not None and cuts:
            name = media.view(project, media_id).name
            recordings.append(Recording(name, media.open_stream(original_of(project), media_id), tuple(cuts)))
    return CutList(tuple(recordings), without)


def cut(
    wanted: CutList, on_clip: Callable[[int], object] = lambda done: None
) -> tuple[dict[int, str], tuple[str, ...]]:
    """Cut the clips; returns them as data: addresses by the coding's id, and the names of recordings that failed.

    `on_clip` hears how many are done, and may raise to stop.
    """
    from interviewcoder.errors import ImportFailed

    found: dict[int, str] = {}
    failed = []
    for recording in wanted.recordings:
        try:
            for segment_id, sound in _clips_of(recording):
                found[segment_id] = (
                    f"data:{MEDIA_TYPE.replace(' ', '')};base64,{base64.b64encode(sound).decode('ascii')}"
                )
                on_clip(len(found))
        except ImportFailed:
            failed.append(recording.name)
    return found, tuple(failed)


def _cuts(project: Project, source_id: int, quotes: Sequence[Quote]) -> list[Cut]:
    words = transcript_of(project, source_id).words
    silenced, audible = _silenced(project, source_id)
    found = []
    for quote in quotes:
        said = words.within(quote.span)
        if said and not any(quote.span.overlaps(name) for name in audible):
            start_ms = max(0, min(word.start_ms for word in said) - AROUND_MS)
            end_ms = max(word.end_ms for word in said) + AROUND_MS
            hushed = tuple((start, end) for start, end in silenced if start < end_ms and start_ms < end)
            found.append(Cut(quote.segment_id, start_ms, end_ms, hushed))
    return sorted(found, key=lambda each: (each.start_ms, each.end_ms))


def _silenced(project: Project, source_id: int) -> tuple[list[tuple[int, int]], list[Span]]:
    """Where replaced words are said, in ms, and which are without a time: these can't be silenced, so no clip has them.

    Nothing where the project is read as it is.
    """
    original = original_of(project)
    if original is project or not is_de_identified(project):
        return [], []
    try:
        plan = silenced_audio.plan(original, source_id)
    except NotAllowed:  # nothing in this source is replaced
        return [], []
    stretches = [(stretch.start_ms, stretch.end_ms) for stretch in plan.stretches]
    return stretches, [span_in(project, source_id, span) for span in plan.untimed]


def _clips_of(recording: Recording) -> Iterator[tuple[int, bytes]]:
    with open_recording(recording.stream, recording.name) as container:  # type: ignore[arg-type]  # all that it reads
        audio = sound_of(container, recording.name)
        origin = start_seconds(container)
        for each in recording.cuts:
            start, end = each.start_ms / 1000, each.end_ms / 1000
            container.seek(max(0, int((origin + start - _RUN_UP_SECONDS) * 1_000_000)))
            sound = _Stretch(start, end)
            for packet in packets_of(container, audio):
                for frame in frames_of(packet):
                    if frame.time is not None:
                        sound.add(frame, frame.time - origin)
                if sound.is_full:
                    break
            if samples := sound.samples():
                yield each.segment_id, _packed(_hushed(samples, each))


class _Stretch:
    """The samples between two moments, in seconds, out of frames that come with their times."""

    def __init__(self, start: float, end: float) -> None:
        import av

        self._start, self._length = start, round((end - start) * _RATE)
        self._resampler = av.AudioResampler(format="s16", layout="mono", rate=_RATE)
        self._samples = bytearray()
        self._skip: int | None = None
        self.is_full = False

    def add(self, frame: AudioFrame, at: float) -> None:
        if self.is_full or at + frame.samples / frame.sample_rate <= self._start:
            return
        if self._skip is None:
            # What comes late begins with nothing: silence would lie about when.
            self._skip = max(0, round((self._start - at) * _RATE))
        frame.pts = None
        for piece in self._resampler.resample(frame):
            self._samples += bytes(piece.planes[0])[: piece.samples * _SAMPLE_BYTES]
        self.is_full = len(self._samples) >= (self._skip + self._length) * _SAMPLE_BYTES

    def samples(self) -> bytes:
        skip = (self._skip or 0) * _SAMPLE_BYTES
        return bytes(self._samples[skip : skip + self._length * _SAMPLE_BYTES])


def _hushed(samples: bytes, cut: Cut) -> bytes:
    """The samples of a cut with nothing to be heard where it is silenced, rounded outwards."""
    quiet = bytearray(samples)
    for start_ms, end_ms in cut.silenced:
        first = max(0, (start_ms - cut.start_ms) * _RATE // 1000) * _SAMPLE_BYTES
        beyond = min(len(quiet), -(-(end_ms - cut.start_ms) * _RATE // 1000) * _SAMPLE_BYTES)
        if first < beyond:
            quiet[first:beyond] = bytes(beyond - first)
    return bytes(quiet)


def _packed(samples: bytes) -> bytes:
    """Pack samples (16 bits, mono, 48 kHz) as Opus in WebM; the same samples give the same bytes."""
    import av

    file = io.BytesIO()
    container = av.open(file, "w", format="webm", options={"fflags": "+bitexact"})
    stream = container.add_stream("libopus", rate=_RATE, layout="mono")
    assert isinstance(stream, av.AudioStream)
    stream.codec_context.format = "s16"
    stream.codec_context.bit_rate = _BITS
    count = len(samples) // _SAMPLE_BYTES
    frame = av.AudioFrame(format="s16", layout="mono", samples=count)
    frame.planes[0].update(samples + bytes(frame.planes[0].buffer_size - len(samples)))
    frame.sample_rate, frame.pts = _RATE, 0
    fifo = av.AudioFifo()
    fifo.write(frame)
    size = stream.codec_context.frame_size or 960
    while piece := fifo.read(size, partial=False) or fifo.read(size, partial=True):
        container.mux(stream.encode(piece))
    container.mux(stream.encode(None))
    container.close()
    return file.getvalue()
