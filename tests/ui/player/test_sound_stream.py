"""Whatever is done to the sound, it stays where it was in time and as high as it was spoken."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from interviewcoder.project import media
from interviewcoder.project.file import Project
from interviewcoder.sources import importing
from interviewcoder.ui.player.sound_stream import UNTREATED, USUAL_FORM, Form, SoundStream, Treatment
from interviewcoder.ui.player.stored_audio import StoredBytes

LENGTH_MS = 60_000
# The tone of the `tones` fixture rises: its pitch says when it was recorded.
LOWEST_HZ, HZ_A_MS = 300.0, 0.08
RATE = USUAL_FORM.rate


@dataclass(frozen=True, slots=True)
class Heard:
    """Some sound of one channel, and the moment of the recording at which it says that it begins."""

    start_ms: float
    samples: NDArray[np.float64]


def opened(project: Project, path: Path) -> SoundStream:
    """A recording in a project, opened for listening."""
    (source,) = importing.add_files(project, [path])
    recording = media.media_of_source(project, source.id)
    assert recording is not None
    return SoundStream(StoredBytes(media.open_stream(project, recording.id)), path.name, recording.duration_ms)


def listen(sound: SoundStream, position_ms: float, treatment: Treatment = UNTREATED, seconds: float = 0.4) -> Heard:
    """What is heard from a moment on."""
    sound.go_to(position_ms, treatment, USUAL_FORM)
    pieces = sound.read()
    while sum(len(piece.content) for piece in pieces) < seconds * RATE * USUAL_FORM.frame_bytes:
        more = sound.read()
        assert more
        pieces += more
    samples = np.frombuffer(b"".join(piece.content for piece in pieces), np.int16)[::2].astype(float)
    return Heard(pieces[0].start_ms, samples[: int(seconds * RATE)])


def hz_of(samples: NDArray[np.float64]) -> float:
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples)), 1 << 18))
    return float(spectrum.argmax() * RATE / (1 << 18))


def write_wav(path: Path, samples: NDArray[np.float64], rate: int = 16_000, layout: str = "mono") -> Path:
    with av.open(str(path), "w") as container:
        stream = container.add_stream("pcm_s16le", rate=rate)
        assert isinstance(stream, av.AudioStream)
        stream.layout = layout
        content = np.ascontiguousarray((samples * 32767).astype(np.int16).reshape(1, -1))
        frame = av.AudioFrame.from_ndarray(content, "s16", layout)
        frame.sample_rate = rate
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


@pytest.mark.parametrize("ending", ["wav", "flac", "mp3", "m4a", "opus"])
@pytest.mark.parametrize(
    "treatment",
    [
        UNTREATED,
        Treatment(speed=0.5),
        Treatment(speed=2.0),
        Treatment(speed=1.5, gain_db=20, high_pass_hz=200, less_hiss=True, even=True),
    ],
)
def test_every_jump_lands_where_it_was_asked_to(
    encrypted_project: Project, tones: dict[str, Path], ending: str, treatment: Treatment
) -> None:
    sound = opened(encrypted_project, tones[ending])
    for asked_ms in (41_300, 3_050, 55_777, 0):
        heard = listen(sound, asked_ms, treatment)
        assert heard.start_ms == pytest.approx(asked_ms, abs=0.1)
        middle = heard.samples[RATE // 10 : RATE // 10 * 3]
        says_ms = heard.start_ms + 200 * treatment.speed
        assert (hz_of(middle) - LOWEST_HZ) / HZ_A_MS == pytest.approx(says_ms, abs=6 if treatment.speed == 1 else 15)
    sound.close()


@pytest.mark.parametrize("speed", [0.5, 0.75, 1.0, 1.5, 2.0])
def test_a_tone_keeps_its_pitch_at_every_speed(project: Project, tmp_path: Path, speed: float) -> None:
    times = np.arange(4 * 16_000) / 16_000
    sound = opened(project, write_wav(tmp_path / "a.wav", 0.3 * np.sin(2 * np.pi * 440 * times)))
    heard = listen(sound, 500, Treatment(speed=speed), seconds=1.0)
    assert hz_of(heard.samples) == pytest.approx(440, abs=1.5)
    sound.go_to(0, Treatment(speed=speed), USUAL_FORM)
    size = 0
    while pieces := sound.read():
        size += sum(len(piece.content) for piece in pieces)
    assert size / USUAL_FORM.frame_bytes / RATE == pytest.approx(4 / speed, rel=0.02)


def test_a_gain_makes_a_whisper_loud_and_a_shout_no_louder_than_the_limit(project: Project, tmp_path: Path) -> None:
    times = np.arange(2 * 16_000) / 16_000
    tone = np.sin(2 * np.pi * 440 * times)
    sound = opened(project, write_wav(tmp_path / "a.wav", np.where(times < 1, 0.02, 0.9) * tone))
    loud = Treatment(gain_db=20)
    quiet_before = np.abs(listen(sound, 300).samples).max()
    quiet_after = np.abs(listen(sound, 300, loud).samples).max()
    assert quiet_after / quiet_before == pytest.approx(10, rel=0.03)
    assert np.abs(listen(sound, 1300, loud).samples).max() <= 0.92 * 32768


def test_a_high_pass_takes_the_rumble_and_leaves_the_voice(project: Project, tmp_path: Path) -> None:
    times = np.arange(2 * 16_000) / 16_000
    rumble, voice = (0.3 * np.sin(2 * np.pi * hz * times) for hz in (50, 500))
    rumbling = opened(project, write_wav(tmp_path / "rumble.wav", rumble))
    speaking = opened(project, write_wav(tmp_path / "voice.wav", voice))
    for hz, at_least in ((80, 7), (120, 20), (200, 100)):
        treatment = Treatment(high_pass_hz=hz)
        assert np.std(listen(rumbling, 800).samples) / np.std(listen(rumbling, 800, treatment).samples) > at_least
        kept = np.std(listen(speaking, 800, treatment).samples) / np.std(listen(speaking, 800).samples)
        assert kept == pytest.approx(1, abs=0.05)


def test_evening_out_brings_a_far_voice_up_to_a_near_one(project: Project, tmp_path: Path) -> None:
    times = np.arange(12 * 16_000) / 16_000
    sound = opened(project, write_wav(tmp_path / "a.wav", np.where(times < 6, 0.05, 0.5) * np.sin(2764 * times)))
    even = Treatment(even=True)
    far, near = (np.std(listen(sound, at_ms, even, seconds=0.5).samples) for at_ms in (2000, 9000))
    assert near / far < 2
    assert np.std(listen(sound, 9000).samples) / np.std(listen(sound, 2000).samples) == pytest.approx(10, rel=0.05)


def test_both_channels_are_heard_on_their_side(project: Project, tmp_path: Path) -> None:
    times = np.arange(2 * 16_000) / 16_000
    left, right = (0.3 * np.sin(2 * np.pi * hz * times) for hz in (300, 900))
    sound = opened(project, write_wav(tmp_path / "a.wav", np.column_stack([left, right]), layout="stereo"))
    sound.go_to(500, UNTREATED, USUAL_FORM)
    both = np.frombuffer(b"".join(piece.content for _ in range(5) for piece in sound.read()), np.int16).astype(float)
    assert hz_of(both[::2]) == pytest.approx(300, abs=3)
    assert hz_of(both[1::2]) == pytest.approx(900, abs=3)


def test_a_device_that_takes_only_its_own_form_gets_it(project: Project, tones: dict[str, Path]) -> None:
    sound = opened(project, tones["wav"])
    form = Form(44_100, 1, "flt")
    sound.go_to(10_000, UNTREATED, form)
    content = b"".join(piece.content for _ in range(3) for piece in sound.read())
    samples = np.frombuffer(content, np.float32)
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples)), 1 << 18))
    middle_ms = 10_000 + len(samples) / form.rate * 500
    assert spectrum.argmax() * form.rate / (1 << 18) == pytest.approx(LOWEST_HZ + HZ_A_MS * middle_ms, abs=3)


def test_a_recording_of_varying_bit_rate_is_as_exact_as_any(project: Project, tmp_path: Path) -> None:
    """Half of it is silence, which takes a tenth of the bytes: no share of the file is the same share of the time."""
    path, rate = tmp_path / "vbr.mp3", 44_100
    clicks = np.zeros(60 * rate, dtype=np.float32)
    clicks[30 * rate :] = np.random.default_rng(1).normal(0, 0.05, 30 * rate)
    clicks[::rate] = clicks[1::rate] = 0.9
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libmp3lame", rate=rate, options={"compression_level": "9"})
        assert isinstance(stream, av.AudioStream)
        stream.layout = "mono"
        stream.codec_context.global_quality = 2 * 118
        stream.codec_context.flags |= 2  # by quality, not by bit rate
        convert = av.AudioResampler(format=stream.codec_context.format, layout="mono", rate=rate)
        frame = av.AudioFrame.from_ndarray(clicks[None], "flt", "mono")
        frame.sample_rate = rate
        for converted in [*convert.resample(frame), *convert.resample(None)]:
            container.mux(stream.encode(converted))
        container.mux(stream.encode(None))
    sound = opened(project, path)
    for second in (51, 12, 44, 29, 33):
        heard = listen(sound, second * 1000 - 200)
        loudest_ms = heard.start_ms + np.abs(heard.samples).argmax() / RATE * 1000
        assert loudest_ms == pytest.approx(second * 1000, abs=3)
