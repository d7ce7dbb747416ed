"""What a voice sounds like: a speaker embedding for every second and a half of speech.

CAM++ (Wang et al. 2023, "CAM++: A Fast and Efficient Network for Speaker
Verification") of the 3D-Speaker project, over 80-bin Kaldi filter banks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from interviewcoder.transcription.decode import SAMPLE_RATE
from interviewcoder.transcription.engine import load_onnx
from interviewcoder.transcription.heard import Prints
from interviewcoder.transcription.voice import Stretch

Floats = NDArray[np.float32]

_WINDOW = int(1.5 * SAMPLE_RATE)
_HOP = SAMPLE_RATE * 3 // 4
_BINS = 80
_FRAME_SHIFT = SAMPLE_RATE // 100
_FRAME_LENGTH = SAMPLE_RATE // 40
# The network pools over time; below this it has nothing to pool.
_FEWEST_FRAMES = 40
_BATCH = 8


class VoicePrinter:
    """The loaded speaker model; may be used from several threads."""

    def __init__(self, model: Path, threads: int) -> None:
        self._session = load_onnx(model, threads)

    def take(self, samples: Floats, speech: Sequence[Stretch], offset: int = 0) -> Prints:
        """Return the prints of all speech: windows of 1.5 s, each three quarters of a second after the last.

        A shorter stretch is one window of its own. `speech` is counted from
        the first of the samples; the windows returned lie `offset` later, as
        in the recording that the samples are a part of.
        """
        windows = [window for stretch in speech for window in _windows_in(stretch)]
        vectors = np.zeros((len(windows), 192), dtype=np.float32)
        for batch in _batches(windows):
            features = np.stack([_filter_banks(samples, windows[index]) for index in batch])
            found = self._session.run(None, {"x": features})[0]
            vectors[batch] = found / np.linalg.norm(found, axis=1, keepdims=True)
        return Prints(tuple(Stretch(w.start + offset, w.end + offset) for w in windows), vectors)


def _windows_in(stretch: Stretch) -> Iterator[Stretch]:
    if stretch.end - stretch.start < _WINDOW * 6 // 5:
        yield stretch
        return
    yield from (Stretch(at, at + _WINDOW) for at in range(stretch.start, stretch.end - _WINDOW, _HOP))
    yield Stretch(stretch.end - _WINDOW, stretch.end)


def _batches(windows: Sequence[Stretch]) -> Iterator[list[int]]:
    """Yield the indices of windows of one length together: a batch can't mix lengths."""
    by_length: dict[int, list[int]] = defaultdict(list)
    for index, window in enumerate(windows):
        by_length[_frames_of(window)].append(index)
    for indices in by_length.values():
        yield from (indices[at : at + _BATCH] for at in range(0, len(indices), _BATCH))


def _frames_of(window: Stretch) -> int:
    """Return how many frames a window has; short ones in steps of a fifth of a second, to share batches."""
    frames = (window.end - window.start - _FRAME_LENGTH) // _FRAME_SHIFT + 1
    return frames if window.end - window.start == _WINDOW else max(_FEWEST_FRAMES, frames // 20 * 20)


def _filter_banks(samples: Floats, window: Stretch) -> Floats:
    """Return frames x 80 log filter banks of a window, less their mean over time."""
    import kaldi_native_fbank  # type: ignore[import-untyped]

    frames = _frames_of(window)
    length = (frames - 1) * _FRAME_SHIFT + _FRAME_LENGTH
    start = max(0, min(window.start, len(samples) - length))
    piece = samples[start : start + length]
    # Any: kaldi-native-fbank comes without types.
    bank: Any = kaldi_native_fbank.OnlineFbank(_bank_options(kaldi_native_fbank))
    # An array, not a list: on an hour of speech lists of floats take gigabytes.
    bank.accept_waveform(SAMPLE_RATE, np.pad(piece, (0, length - len(piece))) * np.float32(32768))
    bank.input_finished()
    found = np.stack([bank.get_frame(index) for index in range(frames)])
    return np.asarray(found - found.mean(axis=0), dtype=np.float32)


# Any: the options of a library without types.
def _bank_options(library: Any) -> Any:
    options = library.FbankOptions()
    options.frame_opts.dither = 0.0
    options.frame_opts.samp_freq = SAMPLE_RATE
    options.mel_opts.num_bins = _BINS
    return options
