"""Several files of one interview made into one recording, and recordings made smaller; in the project alone."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Generator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, BinaryIO, TypeVar

from interviewcoder.errors import ImportFailed
from interviewcoder.project.media import StoredAudio
from interviewcoder.project.media_writer import AudioWriter
from interviewcoder.sources.read_recording import (
    RecordingFacts,
    open_recording,
    packets_of,
    probe,
    sound_of,
    start_seconds,
)
from interviewcoder.sources.text import normalise
from interviewcoder.sources.transcode import OPUS_RATE, SoundFile, refuse_for_opus, timed_frames

if TYPE_CHECKING:
    from interviewcoder.project.file import Project

# A window stays awake where no step takes longer, and memory small where no step makes more.
_STEP_SECONDS = 0.015
_STEP_BYTES = 4 << 20
# Matroska holds the packets of these as they are, whichever file they come from. Not FLAC: what its header counts
# would be wrong, and decoding it loses nothing.
_CARRIED = frozenset({"pcm_s16le", "pcm_s24le", "pcm_s32le", "pcm_f32le", "pcm_u8", "mp3", "mp3float", "aac", "opus"})
# Sound whose packets carry their own headers, which Matroska doesn't take.
_SELF_DESCRIBED = frozenset({"aac", "loas", "latm"})
# A number that stands apart from the name. P03 and P04 are two participants.
_PART = re.compile(r"(.+?)[ _\-.(]*(?:[ _\-.(]|part|teil)[ _\-.(]*(\d{1,4})\)?", re.IGNORECASE)
_FINE = frozenset({"pcm_s24le", "pcm_s32le", "pcm_f32le", "pcm_s24be", "pcm_s32be", "pcm_f32be", "pcm_f64le"})


@dataclass(frozen=True, slots=True)
class Part:
    """A file of an interview that was read through; `header` is what its codec needs to know."""

    path: Path
    facts: RecordingFacts
    size_bytes: int
    sha256: str
    header: bytes
    fine: bool


@dataclass(frozen=True, slots=True)
class StoredPart:
    """Where a file lies in the recording that it became a part of."""

    name: str
    sha256: str
    start_ms: int
    duration_ms: int


@dataclass(frozen=True, slots=True)
class Joined:
    """A recording made of others, ahead of its row."""

    audio: StoredAudio
    facts: RecordingFacts
    parts: Sequence[StoredPart]

    def parts_json(self) -> str:
        """The parts as the project keeps them."""
        return json.dumps([asdict(part) for part in self.parts], ensure_ascii=False)


def parts_of(parts_json: str) -> list[StoredPart]:
    """The parts of a recording as the project keeps them; none where it is one file, as it was added."""
    known = StoredPart.__dataclass_fields__
    return [
        StoredPart(**{name: value for name, value in part.items() if name in known})
        for part in json.loads(parts_json or "[]")
    ]


def look_like_parts(paths: Sequence[Path]) -> bool:
    """Whether files are called as the parts of one recording are: P03_1 and P03_2, or talk.wav and talk-002.wav."""
    if len(paths) < 2:
        return False
    numbered = [_PART.fullmatch(path.stem) for path in paths]
    stems = {(m[1] if m else p.stem).casefold() for m, p in zip(numbered, paths, strict=True)}
    numbers = [int(m[2]) if m else 0 for m in numbered]
    first, last = min(numbers), max(numbers)
    return len(stems) == 1 and "" not in stems and len(set(numbers)) == len(paths) == last - first + 1


def in_order(paths: Sequence[Path]) -> list[Path]:
    """Sort files as a person counts: part 2 before part 10."""
    return sorted(paths, key=lambda path: [int(t) if t.isdigit() else t for t in re.split(r"(\d+)", path.stem.lower())])


def read_part(path: Path) -> Part:
    """Read one file through; may be called on any thread.

    Raises:
        ImportFailed: it can't be read or holds no sound.
    """
    facts = probe(path)
    with path.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        size_bytes = stream.tell()
        container = open_recording(stream, path.name)
        codec = sound_of(container, path.name).codec_context
        fine = codec.name in _FINE or (codec.name == "flac" and codec.format is not None and codec.format.bytes > 2)
        header = bytes(codec.extradata or b"")
        container.close()
    return Part(path, facts, size_bytes, sha256, header, fine)


def can_be_carried(parts: Sequence[Part]) -> bool:
    """Whether the parts can be joined without encoding them anew."""
    first = parts[0]
    alike = {(p.facts.codec, p.facts.sample_rate, p.facts.channels, p.header) for p in parts}
    return len(alike) == 1 and first.facts.codec in _CARRIED and first.facts.container not in _SELF_DESCRIBED


def words_for(parts: Sequence[Part]) -> str:
    """Say what joining does to the sound."""
    if can_be_carried(parts):
        return "The sound is taken over as it is."
    rates = {part.facts.sample_rate for part in parts} | {part.facts.channels for part in parts}
    how = "The parts are of different kinds, so they" if len(rates) > 2 or _kinds(parts) > 1 else "They"
    return f"{how} are stored as FLAC, which loses nothing that can be heard."


def _kinds(parts: Sequence[Part]) -> int:
    return len({part.facts.codec for part in parts})


def joining(project: Project, parts: Sequence[Part], *, opus: bool = False) -> Generator[float, None, Joined]:
    """Join files into one recording in short steps, for a window that stays awake between them.

    With `opus` the recording is Opus, 32 kb/s a channel; one file alone may be
    given. Every sample keeps its time. Yields the share done (0..1) and returns
    the recording; one that is closed early leaves nothing behind.

    Raises:
        ImportFailed: a file can't be read any more, or has too many channels for Opus.
        StorageFailed: the disk is full.
    """
    channels = max(part.facts.channels for part in parts)
    rate = OPUS_RATE if opus else max(part.facts.sample_rate for part in parts)
    carried = not opus and can_be_carried(parts)
    if opus:
        refuse_for_opus(parts[0].path.name, channels)
    writer = AudioWriter(project)
    try:
        if carried:
            spans = yield from _stepped(writer, _carry(writer, parts))
        else:
            fine = any(part.fine for part in parts)
            file = SoundFile(_as_file(writer), "opus" if opus else "flac", rate=rate, channels=channels, fine=fine)
            sounds = [_Sound(part.path.name, partial(_open, part.path), part.facts.duration_ms) for part in parts]
            spans = yield from _stepped(writer, _encode(file, sounds))
        audio = yield from _finished(writer)
    except OSError as failure:
        writer.discard()
        raise ImportFailed(f"The files can't be read: {failure.strerror}.", "Nothing was added.") from failure
    except BaseException:
        writer.discard()
        raise
    first = parts[0].facts
    container, codec = ("ogg", "opus") if opus else ("matroska", first.codec) if carried else ("flac", "flac")
    facts = RecordingFacts(container, codec, round(spans[-1][1] * 1000), rate, channels, _warnings(parts))
    return Joined(audio, facts, [_stored(part, *span) for part, span in zip(parts, spans, strict=True)])


def storing_opus(
    project: Project, open_stream: Callable[[], BinaryIO], name: str, facts: RecordingFacts
) -> Generator[float, None, tuple[StoredAudio, RecordingFacts]]:
    """Store a recording of the project as Opus once more; yields and closes as `joining` does.

    Raises:
        ImportFailed: it has more than two channels or can't be decoded.
        StorageFailed: the disk is full.
    """
    refuse_for_opus(name, facts.channels)
    writer = AudioWriter(project)
    try:
        file = SoundFile(_as_file(writer), "opus", rate=OPUS_RATE, channels=facts.channels)
        spans = yield from _stepped(writer, _encode(file, [_Sound(name, open_stream, facts.duration_ms)]))
        audio = yield from _finished(writer)
    except BaseException:
        writer.discard()
        raise
    made = RecordingFacts("ogg", "opus", round(spans[-1][1] * 1000), OPUS_RATE, facts.channels, facts.warning)
    return audio, made


def _stored(part: Part, begins: float, ends: float) -> StoredPart:
    start_ms = round(begins * 1000)
    return StoredPart(normalise(part.path.name), part.sha256, start_ms, round(ends * 1000) - start_ms)


def _warnings(parts: Sequence[Part]) -> str | None:
    named = len(parts) > 1
    told = [f"“{p.path.name}”: {p.facts.warning}" if named else p.facts.warning for p in parts if p.facts.warning]
    return " ".join(told) or None


@dataclass(frozen=True, slots=True)
class _Sound:
    """A recording to be encoded anew."""

    name: str
    open: Callable[[], BinaryIO]
    duration_ms: int


Spans = list[tuple[float, float]]
T = TypeVar("T")


def _stepped(writer: AudioWriter, work: Generator[float, None, T]) -> Generator[float, None, T]:
    """Do work piece by piece and come back when some milliseconds or megabytes have gone by."""
    shown = 0.0
    while True:
        until = monotonic() + _STEP_SECONDS
        try:
            while monotonic() < until and writer.pending_bytes < _STEP_BYTES:
                shown = next(work)
        except StopIteration as end:
            result: T = end.value
            return result
        writer.flush_pages()
        yield min(1.0, shown)


def _finished(writer: AudioWriter) -> Generator[float, None, StoredAudio]:
    steps = writer.finishing()
    try:
        while True:
            next(steps)
            yield 1.0
    except StopIteration as end:
        audio: StoredAudio = end.value
        return audio


def _carry(writer: AudioWriter, parts: Sequence[Part]) -> Generator[float, None, Spans]:
    """Put the packets of all parts one behind the other, each as it is."""
    import av

    spans: Spans = []
    total_ms = sum(part.facts.duration_ms for part in parts) or 1
    reached = 0.0
    with av.open(writer, "w", format="matroska") as joined:
        track = None
        for part in parts:
            with part.path.open("rb") as stream, open_recording(stream, part.path.name) as container:
                audio = sound_of(container, part.path.name)
                track = track or joined.add_stream_from_template(audio)
                begins, first, end = reached, None, reached
                for packet in packets_of(container, audio):
                    if not packet.size or packet.pts is None or packet.time_base is None:
                        continue
                    at = float(packet.pts * packet.time_base)
                    first = at if first is None else first
                    # Without what says that its edges are to be passed over: in the middle they are sound like any.
                    copy = av.Packet(bytes(packet))
                    copy.stream, copy.time_base = track, packet.time_base
                    copy.pts = copy.dts = round((begins + at - first) / packet.time_base)
                    copy.duration = packet.duration
                    joined.mux(copy)
                    end = max(end, begins + at - first + float((packet.duration or 0) * packet.time_base))
                    yield end * 1000 / total_ms
                # A player shows 0:00 a moment behind the first packet, where the encoder left its start-up silence.
                lead = max(0.0, start_seconds(container) - first) if first is not None else 0.0
                spans.append((begins + lead, end))
                reached = end
    return spans


def _encode(file: SoundFile, sounds: Sequence[_Sound]) -> Generator[float, None, Spans]:
    spans: Spans = []
    total_ms = sum(sound.duration_ms for sound in sounds) or 1
    for sound in sounds:
        begins = file.seconds
        with sound.open() as stream:
            for frame, gap in timed_frames(stream, sound.name):
                file.add(frame, gap)
                yield file.seconds * 1000 / total_ms
        file.end_part()
        spans.append((begins, file.seconds))
    file.finish()
    return spans


def _open(path: Path) -> BinaryIO:
    return path.open("rb")


def _as_file(writer: AudioWriter) -> BinaryIO:
    return writer  # type: ignore[return-value]  # a RawIOBase does all that PyAV asks of a file
