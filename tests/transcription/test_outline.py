"""A recording's outline is made while it is read, at the same times as everything else."""

from __future__ import annotations

import io
import tracemalloc
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from interviewcoder.errors import Cancelled, ImportFailed
from interviewcoder.sources.sound import PEAK_MS, SPEECH_MS, Sound
from interviewcoder.transcription.decode import decode
from interviewcoder.transcription.outline import outline
from interviewcoder.transcription.voice import speech_probabilities

RATE = 16_000


def wav_of(samples: NDArray[np.float64]) -> io.BytesIO:
    file = io.BytesIO()
    with av.open(file, "w", format="wav") as container:
        stream = container.add_stream("pcm_s16le", rate=RATE)
        assert isinstance(stream, av.AudioStream)
        stream.layout = "mono"
        frame = av.AudioFrame.from_ndarray((samples * 32767).astype(np.int16)[None], "s16", "mono")
        frame.sample_rate = RATE
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    file.seek(0)
    return file


def test_the_outline_is_what_listening_to_the_whole_gives(shared_data: Path) -> None:
    path = shared_data / "speech" / "jfk.flac"
    with path.open("rb") as stream:
        sound = outline(stream, path.name)
    with path.open("rb") as stream:
        samples = decode(stream, path.name)
    peaks = np.abs(np.pad(samples, (0, -len(samples) % 160))).reshape(-1, 160).max(axis=1)
    heard = np.frombuffer(sound.peaks, np.uint8) / 255
    assert np.abs(heard - peaks).max() < 0.003
    spoken = np.frombuffer(sound.speech, np.uint8) / 255
    assert np.abs(spoken - speech_probabilities(samples)).max() < 0.003
    assert sound.duration_ms == pytest.approx(len(samples) / RATE * 1000, abs=PEAK_MS)
    assert len(sound.speech) * SPEECH_MS == pytest.approx(sound.duration_ms, abs=SPEECH_MS)
    assert (spoken > 0.5).mean() > 0.5
    assert Sound.unpack(sound.pack()) == sound


def test_a_long_recording_is_heard_in_little_memory() -> None:
    times = np.arange(90 * RATE) / RATE
    loud = np.where((times >= 70) & (times < 71), 0.8, 0.0) * np.sin(2764 * times)
    recording = wav_of(loud)
    shares: list[float] = []
    outline(wav_of(loud[:RATE]), "warm up")  # what is loaded once doesn't count
    tracemalloc.start()
    sound = outline(recording, "long.wav", shares.append)
    peak_bytes = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    loud_at = np.flatnonzero(np.frombuffer(sound.peaks, np.uint8) > 100)
    assert (loud_at[0] * PEAK_MS, loud_at[-1] * PEAK_MS) == (
        pytest.approx(70_000, abs=20),
        pytest.approx(70_990, abs=20),
    )
    assert shares == sorted(shares) and shares[-1] == pytest.approx(1, abs=0.01)
    # All samples at once would be 5.8 MB; more so with what the detector makes of them.
    assert peak_bytes < 20_000_000


def test_it_can_be_stopped_on_the_way() -> None:
    def stop(share: float) -> None:
        raise Cancelled("Enough.")

    with pytest.raises(Cancelled):
        outline(wav_of(np.zeros(RATE)), "a.wav", stop)


def test_what_holds_no_sound_is_told() -> None:
    with pytest.raises(ImportFailed):
        outline(io.BytesIO(b"no recording at all, but some text"), "a.wav")
