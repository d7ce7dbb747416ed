"""Recordings of the usual kinds are recognised; what can't be used is refused with its reason."""

from __future__ import annotations

import io
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.video.stream import VideoStream

from interviewcoder.errors import ImportFailed
from interviewcoder.sources.read_recording import probe, probe_stream


def write_recording(
    path: Path, codec: str | None, *, seconds: float = 3.0, rate: int = 48_000, video: bool = False
) -> Path:
    """Write a tone as sound in `codec` (None: no sound), with a grey picture if `video`."""
    with av.open(str(path), "w") as container:
        picture = container.add_stream("mpeg4", rate=10) if video else None
        sound = container.add_stream(codec, rate=rate, layout="mono") if codec else None
        if isinstance(picture, VideoStream):
            _write_picture(container, picture, seconds)
        if isinstance(sound, AudioStream):
            _write_tone(container, sound, seconds)
    return path


def _write_tone(container: OutputContainer, stream: AudioStream, seconds: float) -> None:
    rate = stream.rate
    tone = 0.3 * np.sin(2 * np.pi * 440 * np.arange(int(seconds * rate)) / rate)
    frame = av.AudioFrame.from_ndarray((tone * 32767).astype(np.int16)[None], format="s16", layout="mono")
    frame.sample_rate, frame.pts, frame.time_base = rate, 0, Fraction(1, rate)
    container.mux(stream.encode(frame))
    container.mux(stream.encode(None))


def _write_picture(container: OutputContainer, stream: VideoStream, seconds: float) -> None:
    stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
    for number in range(int(seconds * 10)):
        frame = av.VideoFrame.from_ndarray(np.full((48, 64, 3), 128, np.uint8), format="rgb24")
        frame.pts, frame.time_base = number, Fraction(1, 10)
        container.mux(stream.encode(frame))
    container.mux(stream.encode(None))


@pytest.mark.parametrize(
    ("name", "codec", "container"),
    [
        ("a.wav", "pcm_s16le", "wav"),
        ("a.mp3", "libmp3lame", "mp3"),
        ("a.m4a", "aac", "m4a"),
        ("a.mp4", "aac", "mp4"),
        ("a.mov", "aac", "mov"),
        ("a.ogg", "libopus", "ogg"),
        ("a.flac", "flac", "flac"),
        ("a.mkv", "libopus", "matroska"),
    ],
)
def test_recordings_of_the_usual_kinds_are_recognised(tmp_path: Path, name: str, codec: str, container: str) -> None:
    facts = probe(write_recording(tmp_path / name, codec))
    assert facts.container == container
    assert facts.duration_ms == pytest.approx(3000, abs=60)
    assert (facts.sample_rate, facts.channels, facts.warning) == (48_000, 1, None)


def test_the_sound_of_a_video_is_found_whatever_the_file_is_called(tmp_path: Path) -> None:
    video = write_recording(tmp_path / "talk.mp4", "aac", video=True)
    misnamed = video.rename(tmp_path / "talk.mp3")
    assert probe(misnamed).codec == "aac"


def test_a_recording_can_be_read_from_a_stream(tmp_path: Path) -> None:
    content = write_recording(tmp_path / "a.m4a", "aac").read_bytes()
    assert probe_stream(io.BytesIO(content), "a.m4a").duration_ms == pytest.approx(3000, abs=60)


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.mp3").touch()
    with pytest.raises(ImportFailed, match=r"“empty\.mp3” is empty") as refused:
        probe(tmp_path / "empty.mp3")
    assert refused.value.hint


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportFailed, match=r"“gone\.mp3” can't be read: No such file"):
        probe(tmp_path / "gone.mp3")


@pytest.mark.parametrize(
    "content",
    [
        b"I: How did it begin?\nP: With a phone call.\n" * 200,
        b"#EXTM3U\n#EXTINF:10,\nhttp://example.org/a.ts\n",
        b"ffconcat version 1.0\nfile /etc/hostname\n",
        bytes(20_000),
    ],
)
def test_a_file_that_is_only_called_mp3_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "notes.mp3").write_bytes(content)
    with pytest.raises(ImportFailed, match=r"“notes\.mp3” is no sound or video recording") as refused:
        probe(tmp_path / "notes.mp3")
    assert "Choose a sound or video file" in refused.value.hint


def test_a_recording_that_was_never_finished_is_refused(tmp_path: Path) -> None:
    whole = write_recording(tmp_path / "a.m4a", "aac").read_bytes()
    (tmp_path / "cut.m4a").write_bytes(whole[: whole.rindex(b"moov") - 4])
    with pytest.raises(ImportFailed, match=r"“cut\.m4a” is incomplete") as refused:
        probe(tmp_path / "cut.m4a")
    assert "never finished" in refused.value.hint


def test_a_video_without_sound_is_refused(tmp_path: Path) -> None:
    write_recording(tmp_path / "silent.mp4", None, video=True)
    with pytest.raises(ImportFailed, match=r"“silent\.mp4” is a video without sound"):
        probe(tmp_path / "silent.mp4")


def test_a_file_whose_sound_cannot_be_decoded_is_refused(tmp_path: Path) -> None:
    whole = write_recording(tmp_path / "a.flac", "flac").read_bytes()
    # The header stays; what should be sound is noise.
    noise = np.random.default_rng(1).integers(0, 200, len(whole) - 200, dtype=np.uint8).tobytes()
    (tmp_path / "noise.flac").write_bytes(whole[:100] + noise)
    with pytest.raises(ImportFailed, match=r"“noise\.flac” holds no sound that can be decoded"):
        probe(tmp_path / "noise.flac")


@pytest.mark.parametrize(("name", "codec"), [("a.wav", "pcm_s16le"), ("a.flac", "flac"), ("a.mp3", "libmp3lame")])
def test_a_recording_that_was_cut_off_is_taken_with_a_warning(tmp_path: Path, name: str, codec: str) -> None:
    whole = write_recording(tmp_path / name, codec, seconds=20).read_bytes()
    (tmp_path / name).write_bytes(whole[: len(whole) // 2])
    facts = probe(tmp_path / name)
    assert facts.duration_ms == pytest.approx(10_000, abs=700)
    assert facts.warning is not None
    assert facts.warning.startswith("The file says that it lasts 0:20, but the sound ends at 0:")
