"""A recording's outline as a picture of any stretch of it, at once, however long it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from interviewcoder.sources.sound import PEAK_MS, SPEECH_MS, Sound

_COARSEST = 512
_SPOKEN = 128
# A quiet recording is drawn as large as a loud one, up to this; noise alone stays small.
_MOST_ENLARGED = 8.0
# Ears hear ratios: soft voices are drawn larger than their share.
_CURVE = 0.7


@dataclass(frozen=True, slots=True)
class Stretch:
    """What part of a recording is shown: its first moment, how many ms a pixel is, and how many pixels."""

    start_ms: float
    ms_per_pixel: float
    width: int


@dataclass(frozen=True, slots=True)
class Voice:
    """Who is heard from one moment to another, by the colour that is drawn."""

    start_ms: int
    end_ms: int
    colour: QColor


@dataclass(frozen=True, slots=True)
class Shades:
    """The colours of what is heard where nobody is known to speak, and of what lies behind it."""

    wave: QColor
    page: QColor
    speech: QColor


class SoundPicture:
    """The outline in halves of halves: each level holds the loudest of two values of the one before it."""

    def __init__(self, sound: Sound) -> None:
        self.duration_ms = sound.duration_ms
        level = np.frombuffer(sound.peaks, dtype=np.uint8)
        self._levels = [level]
        while len(level) > _COARSEST:
            if len(level) % 2:
                level = np.append(level, np.uint8(0))
            level = np.maximum(level[0::2], level[1::2])
            self._levels.append(level)
        loud = _percentile(self._levels[0], 0.995)
        self._enlarged = min(_MOST_ENLARGED, 255 / max(1, loud))
        spoken = np.frombuffer(sound.speech, dtype=np.uint8) >= _SPOKEN
        self._spoken_before = np.concatenate([[0], np.cumsum(spoken)])
        self.show_voices([])

    def show_voices(self, voices: Sequence[Voice]) -> None:
        """Draw from now on in the colours of those who speak; of two at a time in that of the later one."""
        ordered = sorted(voices, key=lambda voice: voice.start_ms)
        self._starts = np.array([voice.start_ms for voice in ordered], dtype=np.float64)
        self._ends = np.array([voice.end_ms for voice in ordered], dtype=np.float64)
        self._colours = np.array([voice.colour.rgb() for voice in ordered], dtype=np.uint32)

    def loudness(self, stretch: Stretch) -> NDArray[np.float32]:
        """How high each pixel's column is, 0 to 1."""
        step = max(0, min(len(self._levels) - 1, int(np.log2(max(1.0, stretch.ms_per_pixel / PEAK_MS)))))
        level = self._levels[step]
        edges = (self._edges(stretch) / (PEAK_MS << step)).astype(np.int64)
        # One zero behind the end for all that lies there.
        padded = np.append(level, np.uint8(0))
        highest = np.maximum.reduceat(padded, np.clip(edges, 0, len(level)))[:-1]
        shares = np.minimum(1, highest.astype(np.float32) * (self._enlarged / 255))
        curved: NDArray[np.float32] = shares ** np.float32(_CURVE)
        return curved

    def spoken(self, stretch: Stretch) -> NDArray[np.bool_]:
        """Whether somebody speaks for half of a pixel's time or more."""
        places = self._edges(stretch) / SPEECH_MS
        last = len(self._spoken_before) - 1
        before = self._spoken_before[np.clip(places.astype(np.int64), 0, last)]
        count = np.clip(np.ceil(places).astype(np.int64)[1:], 0, last)
        inside = self._spoken_before[count] - before[:-1]
        frames = count - np.clip(places.astype(np.int64)[:-1], 0, last)
        half: NDArray[np.bool_] = (inside > 0) & (inside * 2 >= frames)
        return half

    def image(self, stretch: Stretch, height: int, shades: Shades) -> QImage:
        """The picture, `height` pixels high."""
        heights = np.maximum(0.5, self.loudness(stretch) * (height / 2 - 1))
        spoken = self.spoken(stretch)
        away = np.abs(np.arange(height, dtype=np.float32) - (height - 1) / 2)
        front = self._front(stretch, spoken, shades)
        behind = np.where(spoken, np.uint32(shades.speech.rgb()), np.uint32(shades.page.rgb()))
        pixels = np.ascontiguousarray(np.where(away[:, None] <= heights[None, :], front, behind), dtype=np.uint32)
        return QImage(pixels.data, stretch.width, height, stretch.width * 4, QImage.Format.Format_RGB32).copy()

    def _front(self, stretch: Stretch, spoken: NDArray[np.bool_], shades: Shades) -> NDArray[np.uint32]:
        plain = np.full(stretch.width, shades.wave.rgb(), dtype=np.uint32)
        if not len(self._starts):
            return plain
        middles = self._edges(stretch)[:-1] + stretch.ms_per_pixel / 2
        voice = np.searchsorted(self._starts, middles, side="right") - 1
        known = (voice >= 0) & (middles < self._ends[voice])
        return np.where(known, self._colours[voice], plain)

    def _edges(self, stretch: Stretch) -> NDArray[np.float64]:
        return stretch.start_ms + np.arange(stretch.width + 1, dtype=np.float64) * stretch.ms_per_pixel


def _percentile(values: NDArray[np.uint8], share: float) -> int:
    """The value that this share doesn't exceed: of bytes they need only be counted, not put in order."""
    counted = np.cumsum(np.bincount(values, minlength=256))
    return int(np.searchsorted(counted, share * len(values)))
