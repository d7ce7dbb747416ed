"""Sounds in which nobody speaks, and recordings put together: made from numbers, 16 kHz, one channel."""

from __future__ import annotations

import io

import av
import numpy as np
from numpy.typing import NDArray

RATE = 16_000

Samples = NDArray[np.float32]


def silence(seconds: float) -> Samples:
    """Nothing at all."""
    return np.zeros(round(seconds * RATE), dtype=np.float32)


def noise(seconds: float) -> Samples:
    """A fan or traffic behind a window: noise that falls off to the high tones, swelling slowly."""
    chance = np.random.default_rng(7)
    white = chance.normal(0, 1, round(seconds * RATE))
    low = np.convolve(white, np.full(40, 1 / 40), mode="same")
    swell = 0.6 + 0.4 * np.sin(2 * np.pi * _times(seconds) / 9)
    return np.asarray(0.08 * swell * low / low.std(), dtype=np.float32)


def music(seconds: float) -> Samples:
    """A slow tune of bell-like tones over chords."""
    times = _times(seconds)
    chords = [(261.6, 329.6, 392.0), (220.0, 261.6, 329.6), (174.6, 220.0, 261.6), (196.0, 246.9, 293.7)]
    sound = np.zeros(len(times))
    for start in range(0, int(seconds), 2):
        chord = chords[start // 2 % len(chords)]
        here = (times >= start) & (times < start + 2)
        since = times[here] - start
        for number, tone in enumerate((*chord, chord[start % 3] * 2)):
            bell = np.exp(-since * (1 + number)) * np.sin(2 * np.pi * tone * since)
            sound[here] += bell + 0.3 * np.exp(-since * 3) * np.sin(4 * np.pi * tone * since)
    return np.asarray(0.2 * sound / np.abs(sound).max(), dtype=np.float32)


def ringing(seconds: float) -> Samples:
    """A telephone: 440 and 480 Hz together, two seconds of every six."""
    times = _times(seconds)
    tone = np.sin(2 * np.pi * 440 * times) + np.sin(2 * np.pi * 480 * times)
    return np.asarray(0.2 * tone * (times % 6 < 2), dtype=np.float32)


def in_a_row(recordings: list[Samples], pause_seconds: float = 1.0) -> Samples:
    """Recordings as one, with silence between them."""
    pause = silence(pause_seconds)
    return np.concatenate([part for recording in recordings for part in (recording, pause)])


def as_flac(samples: Samples) -> bytes:
    """A FLAC file."""
    target = io.BytesIO()
    with av.open(target, "w", format="flac") as container:
        stream = container.add_stream("flac", rate=RATE, layout="mono")
        for start in range(0, len(samples), RATE):
            piece = np.clip(samples[start : start + RATE] * 32767, -32768, 32767).astype(np.int16)
            frame = av.AudioFrame.from_ndarray(piece[None], format="s16", layout="mono")
            frame.sample_rate, frame.pts = RATE, start
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return target.getvalue()


def _times(seconds: float) -> NDArray[np.float64]:
    return np.arange(round(seconds * RATE)) / RATE
