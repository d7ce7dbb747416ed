"""Open sound and video files of any kind that FFmpeg decodes, and say what is in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from interviewcoder.errors import ImportFailed

if TYPE_CHECKING:
    from av.audio.frame import AudioFrame
    from av.audio.stream import AudioStream
    from av.container import InputContainer
    from av.packet import Packet
    from av.stream import Stream

# A file announcing more than it holds by this much was cut off: an upload that broke, a recorder that lost power.
_SHORTFALL_MS = 2000
_SHORTFALL_SHARE = 0.02
# What a recorder writes as the length of a WAV that it never came back to finish.
_LENGTH_UNKNOWN = 0xFFFFFFFF
# Files that are nothing but packets: no header tells their length, except in some MP3s.
_RAW_FORMATS = frozenset({"mp3", "aac", "ac3", "eac3", "amr", "amrnb", "amrwb", "loas", "latm", "dts", "gsm"})
_FIRST_FRAME_BYTES = 2048
# A time stamp beyond this is damage; no interview lasts longer.
_LONGEST_SECONDS = 48 * 3600
# Single broken packets can't be heard.
_DAMAGE_SECONDS = 0.2
# How MPEG-4 files mark sound that only its seller's player can decrypt.
_PROTECTED = frozenset({"drms", "enca", "aavd"})
# Enough packets to know whether a codec can be decoded, past a damaged beginning.
_TRIAL_PACKETS = 50

_CONVERT_HINT = "Open it in the program that recorded it and save it as WAV, MP3 or M4A."
_OTHER_FILE_HINT = "Choose a sound or video file, for instance WAV, MP3, M4A, MP4, OGG, FLAC, MOV or MKV."


@dataclass(frozen=True, slots=True)
class RecordingFacts:
    """What a recording is.

    `container` and `codec` are FFmpeg's short names ("mp4", "aac").
    `duration_ms` is where the sound really ends. `warning` says, in a
    person's words, what is wrong with a file that can still be used.
    """

    container: str
    codec: str
    duration_ms: int
    sample_rate: int
    channels: int
    warning: str | None


def probe(path: Path) -> RecordingFacts:
    """Read through a recording on disk and say what it is.

    Raises:
        ImportFailed: it can't be read or holds no sound that can be decoded.
    """
    try:
        with path.open("rb") as stream:
            return probe_stream(stream, path.name)
    except OSError as failure:
        reason = failure.strerror or type(failure).__name__
        raise ImportFailed(
            f"“{path.name}” can't be read: {reason}.", "Check that the file is there and may be read."
        ) from failure


def channels_of(stream: BinaryIO, name: str) -> int:
    """Return how many channels a recording has, by its header; `name` is used in messages only.

    Raises:
        ImportFailed: it is no recording.
    """
    with open_recording(stream, name) as container:
        return int(sound_of(container, name).codec_context.channels)


def probe_stream(stream: BinaryIO, name: str) -> RecordingFacts:
    """Read through a recording in a seekable stream; `name` is used in messages only.

    Raises:
        ImportFailed: it holds no sound that can be decoded.
    """
    with open_recording(stream, name) as container:
        audio = sound_of(container, name)
        _refuse_undecodable(container, audio, name)
        # The trial moved on in the file. A format that can't go back to its start is opened anew below.
    stream.seek(0)
    with open_recording(stream, name) as container:
        audio = sound_of(container, name)
        found = _measure(container, audio)
        duration_ms = round(found.sound_end * 1000)
        if duration_ms <= 0:
            raise _no_sound_inside(name)
        warnings = [_shortfall(found.sound_end, _announced(container, audio, found, stream)), _damage(found)]
        return RecordingFacts(
            container=_short_name(container),
            codec=audio.codec_context.name,
            duration_ms=duration_ms,
            sample_rate=audio.codec_context.sample_rate,
            channels=audio.codec_context.channels,
            warning=" ".join(filter(None, warnings)) or None,
        )


def open_recording(stream: BinaryIO, name: str) -> InputContainer:
    """Open a seekable stream with FFmpeg, whatever its name ends in.

    Raises:
        ImportFailed: the file is empty, no recording, or cut off before its index.
    """
    import av

    stream.seek(0, 2)
    size_bytes = stream.tell()
    stream.seek(0)
    if size_bytes == 0:
        raise ImportFailed(
            f"“{name}” is empty.", "Copy it again from the recorder; the copy may have been interrupted."
        )
    try:
        # A play list could name other files or addresses; only the stream itself is ever read.
        return av.open(stream, mode="r", options={"protocol_whitelist": "none"}, metadata_errors="replace")
    except av.FFmpegError as failure:
        stream.seek(0)
        raise _unreadable(stream.read(12), name) from failure


def sound_of(container: InputContainer, name: str) -> AudioStream:
    """Return the main sound track.

    Raises:
        ImportFailed: there is none, or no decoder for it.
    """
    audio = container.streams.best("audio")
    if audio is None:
        if container.streams.video:
            raise ImportFailed(f"“{name}” is a video without sound.", "Choose the recording that has the sound.")
        raise ImportFailed(f"“{name}” is no sound or video recording.", _OTHER_FILE_HINT)
    # PyAV leaves the context out where FFmpeg has no decoder.
    if getattr(audio, "codec_context", None) is None:
        raise ImportFailed(f"The sound of “{name}” is in a format that can't be decoded.", _CONVERT_HINT)
    if audio.codec_context.codec_tag in _PROTECTED:
        raise ImportFailed(
            f"“{name}” is protected against copying (DRM), so its sound can't be read.",
            "Only the program it was bought for can play it. Ask for an unprotected copy.",
        )
    return audio  # type: ignore[return-value]  # best("audio") gives audio streams; the stubs say Stream


def _refuse_undecodable(container: InputContainer, audio: AudioStream, name: str) -> None:
    """Raise ImportFailed unless one of the first packets gives sound."""
    for packet in islice(packets_of(container, audio), _TRIAL_PACKETS):
        if any(frame.samples for frame in frames_of(packet)):
            return
    raise _no_sound_inside(name)


def frames_of(packet: Packet[Stream]) -> list[AudioFrame]:
    """Decode one packet of sound; a damaged one gives nothing and doesn't damn the file."""
    import av

    try:
        return [frame for frame in packet.decode() if isinstance(frame, av.AudioFrame)]
    except (av.FFmpegError, EOFError):
        return []


def packets_of(container: InputContainer, *streams: AudioStream) -> Iterator[Packet[Stream]]:
    """Yield the packets of these streams (of all, if none is given) as far as the file can be read."""
    import av

    try:
        yield from container.demux(*streams)
    except av.FFmpegError:
        return  # What lies behind the damage can't be reached; `probe` tells of the shortfall.


@dataclass(slots=True)
class _Found:
    """What reading through showed, in seconds from the start; `damaged` is how much is silent for want of sound."""

    sound_end: float = 0.0
    file_end: float = 0.0
    damaged: float = 0.0
    first_damage: float | None = None

    def miss(self, at: float, length: float) -> None:
        """Take note of a stretch without sound."""
        self.damaged += length
        self.first_damage = max(0.0, at) if self.first_damage is None else min(self.first_damage, at)


def _measure(container: InputContainer, audio: AudioStream) -> _Found:
    """Read and decode to the end; takes about three seconds for an hour."""
    origin = start_seconds(container)
    found, reached = _Found(), 0.0
    for packet in packets_of(container):
        end = _end_seconds(packet, origin)
        found.file_end = max(found.file_end, end)
        if packet.stream.index != audio.index:
            continue
        if end <= _LONGEST_SECONDS:
            found.sound_end = max(found.sound_end, end)
        length = float((packet.duration or 0) * (packet.time_base or 0))
        if 0 < reached < end - length - _DAMAGE_SECONDS and end <= _LONGEST_SECONDS:
            found.miss(reached, end - length - reached)
        if packet.is_corrupt or not _is_decodable(packet):
            found.miss(end - length, length)
        reached = max(reached, end)
    return found


def _is_decodable(packet: Packet[Stream]) -> bool:
    """Whether a decoder takes a packet; its sound may come with a later one."""
    import av

    try:
        packet.decode()
    except EOFError:
        return True
    except av.FFmpegError:
        return False
    return True


def _damage(found: _Found) -> str | None:
    """Return a warning where more than a moment of the sound is missing or can't be decoded."""
    if found.first_damage is None or found.damaged < _DAMAGE_SECONDS:
        return None
    return (
        f"About {max(1, round(found.damaged))} s of the sound are missing or damaged, from "
        f"{_clock(found.first_damage)} on; they stay silent. Compare it with the original."
    )


def start_seconds(container: InputContainer) -> float:
    """Return the time stamp at which a player shows 0:00."""
    return (container.start_time or 0) / 1_000_000


def _end_seconds(packet: Packet[Stream], origin: float) -> float:
    if packet.pts is None or packet.time_base is None:
        return 0.0
    return float((packet.pts + (packet.duration or 0)) * packet.time_base) - origin


def _announced(container: InputContainer, audio: AudioStream, found: _Found, stream: BinaryIO) -> float:
    """Return how long the sound would be, in seconds, if the file held all that it announces."""
    if container.format.name == "wav":
        # FFmpeg takes a WAV's length from the file; what its recorder meant to write stands in the header.
        return found.sound_end + _bytes_missing(stream) * 8 / max(1, audio.codec_context.bit_rate or 0)
    if container.format.name in _RAW_FORMATS and not _has_mp3_header(stream):
        # Nothing announces anything; FFmpeg guesses from the first frames, wrong where the bit rate varies.
        return found.sound_end
    if audio.duration and audio.time_base:
        return float(audio.duration * audio.time_base)
    # A container with a picture may rightly go on after the sound; only the end of all it holds can be compared.
    return found.sound_end + max(0.0, (container.duration or 0) / 1_000_000 - found.file_end)


def _has_mp3_header(stream: BinaryIO) -> bool:
    """Whether the first frame of an MP3 says how long the file is."""
    stream.seek(0)
    start = stream.read(10)
    # What stands before the sound may be a picture of megabytes: its length is written in four times seven bits.
    tag_bytes = 10 + sum((byte & 0x7F) << shift for byte, shift in zip(start[6:], (21, 14, 7, 0), strict=False))
    stream.seek(tag_bytes if start[:3] == b"ID3" else 0)
    frame = stream.read(_FIRST_FRAME_BYTES)
    return any(mark in frame for mark in (b"Xing", b"Info", b"VBRI"))


def _bytes_missing(wav: BinaryIO) -> int:
    wav.seek(0)
    header = wav.read(8)
    announced = int.from_bytes(header[4:8], "little")
    if header[:4] != b"RIFF" or announced == _LENGTH_UNKNOWN:
        return 0
    return max(0, announced + 8 - wav.seek(0, 2))


def _shortfall(sound_end: float, announced: float) -> str | None:
    """Return a warning where the sound ends well before the file says it does (both in seconds)."""
    missing_ms = (announced - sound_end) * 1000
    if missing_ms <= max(_SHORTFALL_MS, announced * 1000 * _SHORTFALL_SHARE):
        return None
    return (
        f"The file says that it lasts {_clock(announced)}, but the sound ends at {_clock(sound_end)}. "
        "It may have been cut off; compare it with the original."
    )


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def _short_name(container: InputContainer) -> str:
    name = container.format.name.split(",")[0]
    if name != "mov":
        return name
    # One demuxer serves the whole family; the file itself says which member it is.
    brand = container.metadata.get("major_brand", "").strip().lower()
    return {"qt": "mov", "m4a": "m4a"}.get(brand, "mp4")


def _unreadable(beginning: bytes, name: str) -> ImportFailed:
    if beginning[4:8] in (b"ftyp", b"mdat", b"free", b"wide"):
        return ImportFailed(
            f"“{name}” is incomplete: the index that recorders write last is missing.",
            "Copy it again from the recorder. If the original is the same, the recording was never finished.",
        )
    return ImportFailed(f"“{name}” is no sound or video recording.", _OTHER_FILE_HINT)


def _no_sound_inside(name: str) -> ImportFailed:
    return ImportFailed(f"“{name}” holds no sound that can be decoded.", _CONVERT_HINT)
