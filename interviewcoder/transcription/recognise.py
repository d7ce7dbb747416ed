"""Speech to words with times: Whisper on one block of a recording; several blocks are heard side by side.

One Whisper decoder hardly profits from a second thread, two decoders of one
thread each do: so a `Recogniser` is used from as many threads as it has
workers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from interviewcoder.errors import TranscriptionFailed
from interviewcoder.sources.hearing import Hearing
from interviewcoder.sources.recognised import Doubt, RecognisedWord
from interviewcoder.transcription.attentive import ATTEMPTS, AttentiveWhisper
from interviewcoder.transcription.decode import SAMPLE_RATE
from interviewcoder.transcription.engine import load_whisper
from interviewcoder.transcription.heard import HeardBlock, LanguageStretch
from interviewcoder.transcription.voice import FRAME

# Where Silero hears no more than this, what Whisper writes is invented ("Thank you very much").
_SILENT = 0.25
# Below this mean log probability Whisper itself took every attempt for a failure; over laughter it ends there.
_GUESS = -1.0
_FRAMES_PER_SECOND = SAMPLE_RATE / FRAME

# Whisper gives single characters or syllables in these; they are written without spaces.
WITHOUT_SPACES = frozenset({"zh", "ja", "th", "lo", "my", "yue"})

# What people say while they think. Named among the words to expect, Whisper writes them down instead of smoothing them.
_FILLERS = {
    "de": "Ähm, äh, hm, mhm.",
    "es": "Eh, este, em, mm.",
    "fr": "Euh, hum, ben, hein.",
    "it": "Ehm, eh, mm.",
    "nl": "Eh, ehm, hm.",
    "pt": "Hã, é, hum.",
}
_FILLERS_ELSEWHERE = "Um, uh, hmm, er, ah."

OnSegment = Callable[[float, float, str], None]
Floats = NDArray[np.float32]


class Recogniser:
    """A loaded Whisper model that hears `workers` blocks at a time, with `threads` processor threads for each."""

    def __init__(self, folder: Path, workers: int, threads: int = 1) -> None:
        # Any: faster-whisper comes without types.
        self._model: Any = load_whisper(folder, workers, threads)
        start = self._model.hf_tokenizer.token_to_id("<|startoftranscript|>")
        self._attentive = self._model.model = AttentiveWhisper(self._model.model, start)

    def check(self, hearing: Hearing) -> None:
        """Refuse before any work what this model can't do.

        Raises:
            TranscriptionFailed: it doesn't know the language, or can't translate.
        """
        if hearing.language not in ("auto", *self._model.supported_languages):
            raise TranscriptionFailed(
                f"This Whisper model doesn't know the language “{hearing.language}”.",
                "Choose another language, or a multilingual model such as “base”.",
            )
        if hearing.translate and not self._model.model.is_multilingual:
            raise TranscriptionFailed(
                "This Whisper model knows English only and can't translate.",
                "Choose a multilingual one such as “base”.",
            )

    def hear(
        self, samples: Floats, probabilities: Floats, hearing: Hearing, offset: int, on_segment: OnSegment
    ) -> HeardBlock:
        """Recognise a block that begins `offset` samples into its recording; may be called from several threads.

        `probabilities` are those of `voice.speech_probabilities` for the block.
        `on_segment` gets the seconds of the block heard so far, when the latest
        segment begins, in seconds of the recording, and its words.
        """
        if nobody_speaks(probabilities):
            return HeardBlock(())
        begins = offset / SAMPLE_RATE
        ends = begins + len(samples) / SAMPLE_RATE
        block = _Collected()
        for segment in self._segments(samples, hearing):
            window = self._attentive.window
            start, end = (round((begins + at) * 1000) for at in (segment.start, segment.end))
            block.in_language(start, end, window.spoken, window.heard, window.probability)
            text = segment.text.strip()
            doubtful = segment.avg_logprob < _GUESS
            if _is_spoken(probabilities, segment.start, segment.end, doubtful=doubtful):
                block.words += words_of(segment.words or (), window.spoken, begins, ends)
                on_segment(segment.end, begins + segment.start, text)
                if doubtful:
                    block.doubts.append(Doubt(start, end, "guess"))
            elif text:
                block.doubts.append(Doubt(start, end, "invented", text))
        return HeardBlock(tuple(block.words), tuple(block.languages), tuple(block.doubts))

    def _segments(self, samples: Floats, hearing: Hearing) -> Iterable[Any]:
        asked = None if hearing.language == "auto" else hearing.language
        multilingual = bool(self._model.model.is_multilingual)
        if not multilingual:
            asked = self._model.supported_languages[0]
        self._attentive.begin(asked)
        segments, _ = self._model.transcribe(
            samples,
            # Each window is asked for its own: this one stands in until then.
            language=asked or "en",
            multilingual=multilingual,
            task="translate" if hearing.translate else "transcribe",
            beam_size=10 if hearing.careful else 5,
            patience=2 if hearing.careful else 1,
            condition_on_previous_text=not hearing.careful,
            temperature=ATTEMPTS,
            word_timestamps=True,
            hallucination_silence_threshold=2,
            hotwords=_expected(hearing),
        )
        found: Iterable[Any] = segments
        return found


class _Collected:
    """A block in the making."""

    def __init__(self) -> None:
        self.words: list[RecognisedWord] = []
        self.doubts: list[Doubt] = []
        self.languages: list[LanguageStretch] = []

    def in_language(self, start_ms: int, end_ms: int, spoken: str, heard: str, probability: float) -> None:
        """Note a segment's language, as one stretch with the segment before where nothing changes."""
        if self.languages and (last := self.languages[-1]).spoken == spoken and last.heard == heard:
            start_ms, probability = last.start_ms, min(probability, last.probability)
            self.languages.pop()
        self.languages.append(LanguageStretch(start_ms, end_ms, spoken, heard, probability))


def _expected(hearing: Hearing) -> str | None:
    """Return the words that Whisper is told to expect."""
    fillers = _FILLERS.get(hearing.language, _FILLERS_ELSEWHERE) if hearing.verbatim else ""
    return " ".join([fillers, ", ".join(hearing.glossary)]).strip() or None


def nobody_speaks(probabilities: Floats) -> bool:
    """Whether there is nothing to hear: no frame that could be speech."""
    return not len(probabilities) or bool(probabilities.max() < _SILENT)


def _is_spoken(probabilities: Floats, start: float, end: float, *, doubtful: bool) -> bool:
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
        spaced = piece.word.startswith(" ") or (pending is None and language not in WITHOUT_SPACES)
        word = RecognisedWord(text, start_ms, max(start_ms, end_ms), float(piece.probability), spaced)
        if pending is not None and not spaced and language not in WITHOUT_SPACES:
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
