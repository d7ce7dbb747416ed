"""Speech to words with times: Whisper over blocks cut at pauses, all processor cores at work.

One Whisper decoder hardly profits from a second thread, two decoders of one
thread each do. So the recording is cut into blocks of about five minutes and
the blocks are heard side by side.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from interviewcoder.errors import TranscriptionFailed
from interviewcoder.sources.recognised import RecognisedWord
from interviewcoder.transcription.decode import SAMPLE_RATE
from interviewcoder.transcription.engine import load_whisper
from interviewcoder.transcription.voice import FRAME, Stretch

_BLOCK_SECONDS = 300
# A shorter block isn't worth the cut: Whisper starts each without knowing what went before.
_SHORTEST_BLOCK_SECONDS = 60
# A cut may move this far from its even place to meet a pause ...
_CUT_REACH_SECONDS = 25
# ... where it is quiet for this long.
_CUT_PAUSE_SECONDS = 2.0
# Where Silero hears no more than this, what Whisper writes is invented ("Thank you very much").
_SILENT = 0.25
# Below this mean log probability Whisper itself took every attempt for a failure; over laughter it ends there.
_GUESS = -1.0
_FRAMES_PER_SECOND = SAMPLE_RATE / FRAME

# Whisper gives single characters or syllables in these; they are written without spaces.
_WITHOUT_SPACES = frozenset({"zh", "ja", "th", "lo", "my", "yue"})

OnSegment = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class Heard:
    """What was said: all words in order, and the language (ISO 639-1)."""

    words: tuple[RecognisedWord, ...]
    language: str


class Recogniser:
    """A loaded Whisper model that hears `workers` blocks at a time."""

    def __init__(self, folder: Path, workers: int) -> None:
        # Any: faster-whisper comes without types.
        self._model: Any = load_whisper(folder, workers)
        self._workers = workers

    def hear(
        self, samples: NDArray[np.float32], probabilities: NDArray[np.float32], language: str, on_segment: OnSegment
    ) -> Heard:
        """Recognise a recording; `language` is a code or "auto".

        `probabilities` are those of `voice.speech_probabilities`. `on_segment`
        gets the share heard so far and the words of the latest segment; it is
        called from several threads, one at a time.

        Raises:
            TranscriptionFailed: the model doesn't know the language.
        """
        if not len(probabilities) or probabilities.max() < _SILENT:
            return Heard((), "" if language == "auto" else language)
        language = self._language(samples, probabilities, language)
        blocks = cut_blocks(probabilities, len(samples), self._workers)
        progress = _SharedProgress(len(samples), on_segment)
        with ThreadPoolExecutor(self._workers) as pool:
            heard = pool.map(lambda block: self._hear_block(samples, probabilities, block, language, progress), blocks)
            return Heard(tuple(word for words in heard for word in words), language)

    def _language(self, samples: NDArray[np.float32], probabilities: NDArray[np.float32], asked: str) -> str:
        known = self._model.supported_languages
        if asked == "auto":
            if len(known) == 1:
                return str(known[0])
            # Music or silence at the beginning says nothing about the language.
            first = max(0, int(np.argmax(probabilities >= 2 * _SILENT)) - 10) * FRAME
            found, _, _ = self._model.detect_language(audio=samples[first:], language_detection_segments=4)
            return str(found)
        if asked not in known:
            raise TranscriptionFailed(
                f"This Whisper model doesn't know the language “{asked}”.",
                "Choose another language, or a multilingual model such as “base”.",
            )
        return asked

    def _hear_block(
        self,
        samples: NDArray[np.float32],
        probabilities: NDArray[np.float32],
        block: Stretch,
        language: str,
        progress: _SharedProgress,
    ) -> list[RecognisedWord]:
        segments, _ = self._model.transcribe(
            samples[block.start : block.end],
            language=language,
            beam_size=5,
            word_timestamps=True,
            hallucination_silence_threshold=2,
        )
        offset = block.start / SAMPLE_RATE
        words: list[RecognisedWord] = []
        done = 0
        for segment in segments:
            now_done = min(block.end - block.start, round(segment.end * SAMPLE_RATE))
            doubtful = segment.avg_logprob < _GUESS
            if _is_spoken(probabilities, offset + segment.start, offset + segment.end, doubtful=doubtful):
                words += words_of(segment.words or (), language, offset, block.end / SAMPLE_RATE)
                progress.add(now_done - done, segment.text.strip())
            done = max(done, now_done)
        progress.add(block.end - block.start - done, "")
        return in_order(words)


class _SharedProgress:
    """Adds up what the blocks have heard."""

    def __init__(self, total: int, on_segment: OnSegment) -> None:
        self._total, self._done = total, 0
        self._on_segment = on_segment
        self._lock = Lock()

    def add(self, samples: int, text: str) -> None:
        with self._lock:
            self._done += max(0, samples)
            self._on_segment(min(1.0, self._done / self._total), text)


def cut_blocks(probabilities: NDArray[np.float32], length: int, workers: int) -> list[Stretch]:
    """Divide a recording of `length` samples at its quietest places into blocks of about five minutes.

    Each worker gets as many, and at least one, unless that made them shorter than a minute.
    """
    seconds = length / SAMPLE_RATE
    count = math.ceil(seconds / _BLOCK_SECONDS)
    if count > workers:
        count = math.ceil(count / workers) * workers
    else:
        count = max(count, min(workers, math.ceil(seconds / _SHORTEST_BLOCK_SECONDS)))
    if count < 2:
        return [Stretch(0, length)]
    window = max(1, round(_CUT_PAUSE_SECONDS * _FRAMES_PER_SECOND))
    loudness = np.convolve(probabilities, np.full(window, 1 / window), mode="same")
    reach = round(min(_CUT_REACH_SECONDS, seconds / count / 3) * _FRAMES_PER_SECOND)
    cuts = [0]
    for index in range(1, count):
        even = round(len(probabilities) * index / count)
        near = np.arange(max(0, even - reach), min(len(probabilities), even + reach))
        # Of two pauses, the nearer one; but a real pause wins over an even cut.
        cost = loudness[near] + np.abs(near - even) / reach * 0.1
        cuts.append(_before_speech(probabilities, int(near[np.argmin(cost)])) * FRAME)
    return [Stretch(start, end) for start, end in zip(cuts, [*cuts[1:], length], strict=True)]


def _before_speech(probabilities: NDArray[np.float32], quiet: int) -> int:
    """Return the frame a second before the speech that follows a quiet one; Whisper errs more after a long silence."""
    reach = round(2 * _CUT_REACH_SECONDS * _FRAMES_PER_SECOND)
    speech = np.flatnonzero(probabilities[quiet : quiet + reach] >= 2 * _SILENT)
    return quiet + max(0, int(speech[0]) - round(_FRAMES_PER_SECOND)) if len(speech) else quiet


def _is_spoken(probabilities: NDArray[np.float32], start: float, end: float, *, doubtful: bool) -> bool:
    """Return whether somebody speaks there at all; what Whisper doubts itself needs speech most of the time."""
    first = max(0, int((start - 0.2) * _FRAMES_PER_SECOND))
    last = int((end + 0.2) * _FRAMES_PER_SECOND) + 1
    within = probabilities[first:last]
    if doubtful:
        return bool(len(within) and within.mean() >= 2 * _SILENT)
    return bool(np.any(within >= _SILENT))


# Any: faster-whisper's Word comes without types.
def words_of(heard: Iterable[Any], language: str, offset: float, latest: float) -> Iterator[RecognisedWord]:
    """Yield the words of one Whisper segment, `offset` seconds later and none after `latest`.

    In languages with spaces, what Whisper gives without one in front belongs
    to the word before ("V-I-O" comes as three pieces).
    """
    pending: RecognisedWord | None = None
    for piece in heard:
        text = piece.word.strip()
        if not text:
            continue
        start_ms, end_ms = (round(min(offset + at, latest) * 1000) for at in (piece.start, piece.end))
        spaced = piece.word.startswith(" ") or (pending is None and language not in _WITHOUT_SPACES)
        word = RecognisedWord(text, start_ms, max(start_ms, end_ms), float(piece.probability), spaced)
        if pending is not None and not spaced and language not in _WITHOUT_SPACES:
            pending = _joined(pending, word)
            continue
        if pending is not None:
            yield pending
        pending = word
    if pending is not None:
        yield pending


def _joined(first: RecognisedWord, second: RecognisedWord) -> RecognisedWord:
    confidence = min(first.confidence, second.confidence)
    return RecognisedWord(
        first.text + second.text, first.start_ms, max(first.end_ms, second.end_ms), confidence, first.space_before
    )


def in_order(words: list[RecognisedWord]) -> list[RecognisedWord]:
    """Return the words with starts that never go back, as a player needs them."""
    ordered: list[RecognisedWord] = []
    earliest = 0
    for word in words:
        start = max(word.start_ms, earliest)
        ordered.append(RecognisedWord(word.text, start, max(start, word.end_ms), word.confidence, word.space_before))
        earliest = start
    return ordered
