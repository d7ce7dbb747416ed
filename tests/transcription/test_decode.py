"""Whatever the file, sample number over 16,000 is the time a player shows."""

from __future__ import annotations

import io
import wave
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from av.audio.stream import AudioStream
from av.video.stream import VideoStream
from numpy.typing import NDArray

from interviewcoder.errors import ImportFailed
from interviewcoder.transcription.decode import SAMPLE_RATE, decode


def tones(path: Path, codec: str, begins: list[float], *, rate: int = 44_100, picture: bool = False) -> io.BytesIO:
    """Write a second of stereo tone at each of the given times; a picture, if any, begins at 0."""
    with av.open(str(path), "w") as container:
        video = container.add_stream("mpeg4", rate=10) if picture else None
        audio = container.add_stream(codec, rate=rate, layout="stereo")
        assert isinstance(audio, AudioStream)
        if isinstance(video, VideoStream):
            video.width, video.height, video.pix_fmt = 64, 48, "yuv420p"
            image = av.VideoFrame.from_ndarray(np.zeros((48, 64, 3), np.uint8), format="rgb24")
            image.pts, image.time_base = 0, Fraction(1, 10)
            container.mux([*video.encode(image), *video.encode(None)])
        tone = (10_000 * np.sin(2 * np.pi * 440 * np.arange(rate) / rate)).astype(np.int16)
        for begin in begins:
            frame = av.AudioFrame.from_ndarray(np.repeat(tone, 2)[None], format="s16", layout="stereo")
            frame.sample_rate, frame.pts, frame.time_base = rate, round(begin * rate), Fraction(1, rate)
            container.mux(audio.encode(frame))
        container.mux(audio.encode(None))
    return io.BytesIO(path.read_bytes())


def heard_at(samples: NDArray[np.float32]) -> list[tuple[float, float]]:
    """Return where there is sound, in seconds rounded to a twentieth."""
    loud = np.abs(samples[: len(samples) // 160 * 160].reshape(-1, 160)).max(axis=1) > 0.05
    edges = np.flatnonzero(np.diff(np.concatenate([[False], loud, [False]]).astype(int))) / 100
    return [(round(a * 20) / 20, round(b * 20) / 20) for a, b in edges.reshape(-1, 2).tolist()]


@pytest.mark.parametrize(
    ("name", "codec", "rate"),
    [
        ("a.wav", "pcm_s16le", 44_100),
        ("a.mp3", "libmp3lame", 44_100),
        ("a.m4a", "aac", 48_000),
        ("a.ogg", "libopus", 48_000),
    ],
)
def test_any_rate_and_codec_becomes_16_khz_mono(tmp_path: Path, name: str, codec: str, rate: int) -> None:
    samples = decode(tones(tmp_path / name, codec, [0.0], rate=rate), name)
    assert samples.dtype == np.float32
    assert len(samples) == pytest.approx(SAMPLE_RATE, abs=1000)
    assert heard_at(samples) == [(0.0, 1.0)]


def test_sound_that_begins_after_the_picture_keeps_its_time(tmp_path: Path) -> None:
    samples = decode(tones(tmp_path / "late.mkv", "pcm_s16le", [1.5], picture=True), "late.mkv")
    assert heard_at(samples) == [(1.5, 2.5)]
    assert len(samples) == pytest.approx(2.5 * SAMPLE_RATE, abs=100)


def test_a_gap_in_the_sound_stays_a_gap(tmp_path: Path) -> None:
    samples = decode(tones(tmp_path / "gap.mkv", "pcm_s16le", [0.0, 2.25, 4.0]), "gap.mkv")
    assert heard_at(samples) == [(0.0, 1.0), (2.25, 3.25), (4.0, 5.0)]


def test_a_damaged_part_doesnt_end_the_recording(tmp_path: Path) -> None:
    content = bytearray(tones(tmp_path / "a.mp3", "libmp3lame", [0.0, 1.0, 2.0]).getvalue())
    middle = len(content) // 2
    content[middle : middle + 1500] = bytes(1500)
    samples = decode(io.BytesIO(bytes(content)), "a.mp3")
    assert len(samples) == pytest.approx(3 * SAMPLE_RATE, rel=0.1)


def test_progress_runs_to_the_end(tmp_path: Path) -> None:
    shares: list[float] = []
    decode(tones(tmp_path / "a.wav", "pcm_s16le", [0.0, 1.0, 2.0]), "a.wav", shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1, abs=0.05)


def test_what_holds_no_sound_is_refused() -> None:
    with pytest.raises(ImportFailed, match=r"“notes\.wav” is no sound or video recording"):
        decode(io.BytesIO(b"only text " * 500), "notes.wav")


@pytest.mark.parametrize("channels", [9, 32, 48, 65])
@pytest.mark.parametrize("sample_bytes", [1, 2, 4])
def test_a_recorder_with_many_channels_is_heard(channels: int, sample_bytes: int) -> None:
    tone = 0.25 * np.sin(2 * np.pi * 440 * np.arange(44_100) / 44_100)
    kind = {1: "u1", 2: "<i2", 4: "<i4"}[sample_bytes]
    whole = tone * 2.0 ** (8 * sample_bytes - 1) + (128 if sample_bytes == 1 else 0)
    stream = io.BytesIO()
    with wave.open(stream, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(sample_bytes)
        file.setframerate(44_100)
        file.writeframes(np.repeat(whole.astype(kind)[:, None], channels, axis=1).tobytes())
    samples = decode(stream, "many.wav")
    assert len(samples) == pytest.approx(SAMPLE_RATE, abs=10)
    assert np.abs(samples).max() == pytest.approx(0.25, abs=0.02)
