"""Where one speaker follows another, and where two speak at once.

Segmentation 3.0 of pyannote (Plaquet & Bredin 2023, "Powerset multi-class
cross entropy loss for neural speaker diarization") hears ten seconds at a time
and says for each 17 ms which of up to three voices speak. Which voice is which
it knows within those ten seconds only: who it is, the prints say.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from interviewcoder.sources.recognised import RecognisedWord
from interviewcoder.transcription.decode import SAMPLE_RATE
from interviewcoder.transcription.engine import load_onnx
from interviewcoder.transcription.voice import Stretch

Floats = NDArray[np.float32]

_WINDOW = 10 * SAMPLE_RATE
# At its edges a window hears half of what it needs: what it says there is left to its neighbours.
_MARGIN = SAMPLE_RATE * 5 // 4
_HOP = _WINDOW - 2 * _MARGIN
# One frame of the network: its step, and where the first one begins that says something about itself.
_STEP, _FIRST = 270, 360
_BATCH = 8
# The classes: nobody, one of three voices, two of them.
_SINGLE, _BOTH = slice(1, 4), slice(4, 7)
# In mixtures of two readers three quarters of what lies above this are overlap, and nine tenths of the overlap do.
_OVERLAPPED = 0.6
# A shorter overlap is where one took the word from the other, and no stretch to mark.
_SHORTEST_OVERLAP = SAMPLE_RATE // 5
# A print of less tells little.
_SHORTEST_PIECE = SAMPLE_RATE // 5


@dataclass(frozen=True, slots=True)
class Exchanges:
    """`changes` of speaker and `overlaps` of two speakers, in samples, in order."""

    changes: tuple[int, ...] = ()
    overlaps: tuple[Stretch, ...] = ()


class ExchangeFinder:
    """The loaded segmentation model; may be used from several threads."""

    def __init__(self, model: Path, threads: int) -> None:
        self._session = load_onnx(model, threads)

    def find(self, samples: Floats) -> Exchanges:
        """Return where speakers change and where two speak at once, counted from the first of the samples."""
        changes: list[int] = []
        overlapped = np.zeros(len(samples) // _STEP + 1, dtype=bool)
        for first, classes in self._windows(samples):
            begins = first + _FIRST + _STEP * np.arange(len(classes))
            own = Stretch(first + _MARGIN, first + _MARGIN + _HOP)
            changes += [at for at in _changes(classes, begins) if own.start <= at < own.end]
            both = begins[classes[:, _BOTH].sum(axis=1) >= _OVERLAPPED]
            both = both[(both >= own.start) & (both < own.end)]
            overlapped[np.clip(both // _STEP, 0, len(overlapped) - 1)] = True
        return Exchanges(tuple(changes), tuple(_runs(overlapped)))

    def _windows(self, samples: Floats) -> Iterator[tuple[int, Floats]]:
        """Yield where each window begins, and its frames x 7 probabilities."""
        starts = range(-_MARGIN, max(1, len(samples) - _MARGIN), _HOP)
        for at in range(0, len(starts), _BATCH):
            batch = starts[at : at + _BATCH]
            sound = np.stack([_window(samples, start) for start in batch])[:, None]
            (found,) = self._session.run(None, {"x": sound})
            yield from zip(batch, np.exp(found), strict=True)


def _window(samples: Floats, start: int) -> Floats:
    piece = samples[max(0, start) : start + _WINDOW]
    before = max(0, -start)
    return np.pad(piece, (before, _WINDOW - before - len(piece)))


def _changes(classes: Floats, begins: NDArray[np.int_]) -> Iterator[int]:
    """Yield the middle between two voices that speak one after the other, with or without a pause."""
    voice = classes.argmax(axis=1)
    last = last_end = 0
    for index in np.flatnonzero((voice >= _SINGLE.start) & (voice < _SINGLE.stop)).tolist():
        if last and voice[index] != last:
            yield int(last_end + begins[index]) // 2
        last, last_end = int(voice[index]), int(begins[index]) + _STEP


def _runs(overlapped: NDArray[np.bool_]) -> Iterator[Stretch]:
    edges = np.flatnonzero(np.diff(overlapped.astype(np.int8), prepend=0, append=0)).tolist()
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        if (last - first) * _STEP >= _SHORTEST_OVERLAP:
            yield Stretch(first * _STEP, last * _STEP)


def cut_at(stretches: Iterable[Stretch], changes: Sequence[int]) -> list[Stretch]:
    """Cut stretches of speech where the speaker changes, unless a piece would be shorter than a fifth of a second."""
    pieces = []
    for stretch in stretches:
        start = stretch.start
        for at in changes[bisect_right(changes, start) : bisect_left(changes, stretch.end)]:
            if min(at - start, stretch.end - at) >= _SHORTEST_PIECE:
                pieces.append(Stretch(start, at))
                start = at
        pieces.append(Stretch(start, stretch.end))
    return pieces


def mark_overlaps(words: Sequence[RecognisedWord], overlaps: Iterable[Stretch]) -> list[RecognisedWord]:
    """Mark the words of which at least half is spoken while somebody else speaks.

    `overlaps` are those of the recording, in any order; some may say the same.
    """
    spans = _united((s.start * 1000 // SAMPLE_RATE, s.end * 1000 // SAMPLE_RATE) for s in overlaps)
    ends = [end for _, end in spans]
    marked = []
    for word in words:
        shared = 0
        # Recognisers give some words no length.
        word_end = max(word.end_ms, word.start_ms + 1)
        for start, end in spans[bisect_right(ends, word.start_ms) :]:
            if start >= word_end:
                break
            shared += min(end, word_end) - max(start, word.start_ms)
        is_overlapped = shared * 2 >= word_end - word.start_ms
        marked.append(replace(word, overlapped=True) if is_overlapped else word)
    return marked


def _united(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    united: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if united and start <= united[-1][1]:
            united[-1] = (united[-1][0], max(end, united[-1][1]))
        else:
            united.append((start, end))
    return united
