"""Recorded speech with reference texts, and those who write it down: ours and its peers."""

from __future__ import annotations

import io
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.made_sounds import Samples, as_flac, in_a_row, silence
from interviewcoder.sources.hearing import Hearing
from interviewcoder.sources.recognised import Recognised
from interviewcoder.transcription import models
from interviewcoder.transcription.assembling import assemble
from interviewcoder.transcription.decode import SAMPLE_RATE, decode
from interviewcoder.transcription.engine import prepare
from interviewcoder.transcription.listening import Listener
from interviewcoder.transcription.overlap import ExchangeFinder
from interviewcoder.transcription.plan import read_through
from interviewcoder.transcription.recognise import Recogniser
from interviewcoder.transcription.speaker_prints import VoicePrinter
from interviewcoder.transcription.word_error import word_error_rate
from interviewcoder.transcription.worker import workers

# One hearing says little: the same words on the same machine come out a point better or worse when a recording begins
# some milliseconds earlier. So each is heard several times, moved by this much.
SHIFTS_MS = (0, 7, 13, 29, 41)


@dataclass(frozen=True, slots=True)
class SpeechSet:
    """Recordings of one kind as one recording, and what is said in it."""

    name: str
    samples: Samples
    reference: str

    @property
    def seconds(self) -> float:
        """How long it is."""
        return len(self.samples) / SAMPLE_RATE

    def moved(self, shift_ms: int) -> bytes:
        """The recording as a FLAC file, after so much silence."""
        return as_flac(np.concatenate([silence(shift_ms / 1000), self.samples]))


@dataclass(slots=True)
class Result:
    """What one engine did with one set, a figure for each hearing: seconds, and share of words wrong."""

    seconds: list[float] = field(default_factory=list)
    wrong: list[float] = field(default_factory=list)

    @property
    def wall(self) -> float:
        """The median of the seconds."""
        return statistics.median(self.seconds)

    @property
    def error(self) -> float:
        """The mean word error rate, in percent."""
        return 100 * statistics.fmean(self.wrong)


Engine = Callable[[bytes], str]


def sets_in(folder: Path) -> Iterator[SpeechSet]:
    """Yield the recordings of a folder that have a text of their name beside them, grouped up to the first `_`.

    `phone_call` is one by its own name; `libri_01…`, `libri_02…` are one set.
    """
    texts = sorted(path for path in folder.glob("*.txt") if _recording_of(path) is not None)
    for name, members in groupby(texts, key=_set_name):
        group = list(members)
        recordings = []
        for text in group:
            recording = _recording_of(text)
            assert recording is not None
            with recording.open("rb") as stream:
                recordings.append(decode(stream, recording.name))
        whole = recordings[0] if len(recordings) == 1 else in_a_row(recordings)
        yield SpeechSet(name, whole, " ".join(text.read_text(encoding="utf-8") for text in group))


def _set_name(path: Path) -> str:
    first, _, rest = path.stem.partition("_")
    return first if rest[:1].isdigit() else path.stem


def _recording_of(text: Path) -> Path | None:
    beside = (text.with_suffix(suffix) for suffix in (".flac", ".wav", ".mp3", ".m4a", ".opus", ".ogg"))
    return next((path for path in beside if path.is_file()), None)


class Ours:
    """The engine of this program, from the file to the words, as its worker does it but in this process."""

    def __init__(self, model: Path, hearing: Hearing, speaker_model: Path | None = None) -> None:
        self._hearing = hearing
        self._loaded = {count: Recogniser(model, count, workers() // count) for count in {1, workers()}}
        self._printer = VoicePrinter(speaker_model, 1) if speaker_model else None
        self._exchanges = ExchangeFinder(models.exchange_model_path(), 1) if speaker_model else None

    def recognised(self, recording: bytes) -> Recognised:
        """What is heard, in turns where voices are told apart."""
        stream = io.BytesIO(recording)
        plan = read_through(stream, "recording.flac", workers(), lambda _: None)
        at_once = 1 if len(plan.blocks) == 1 else workers()
        stream.seek(0)
        listener = Listener(self._loaded[at_once], self._printer, self._hearing, at_once, self._exchanges)
        nothing: dict[int, Any] = {}
        heard = listener.hear(
            stream, "recording.flac", plan, nothing, on_segment=lambda *_: None, on_block=lambda *_: None
        )
        return assemble(plan, heard, self._hearing, "")

    def __call__(self, recording: bytes) -> str:
        """The words of a recording."""
        return " ".join(turn.text for turn in self.recognised(recording).turns)


def faster_whisper(model: Path) -> Engine:
    """faster-whisper as it comes: its own threads, its own settings, int8."""
    prepare()
    from faster_whisper import WhisperModel  # type: ignore[import-untyped]

    loaded = WhisperModel(str(model), device="cpu", compute_type="int8", local_files_only=True)

    def write(recording: bytes) -> str:
        segments, _ = loaded.transcribe(io.BytesIO(recording))
        return " ".join(segment.text for segment in segments)

    return write


def openai_whisper(name: str) -> Engine | None:
    """OpenAI's own program with beam 5, where it and its weights are installed."""
    if find_spec("whisper") is None:
        return None
    import whisper  # type: ignore[import-not-found]

    loaded = whisper.load_model(name)

    def write(recording: bytes) -> str:
        samples = decode(io.BytesIO(recording), "recording.flac")
        return str(loaded.transcribe(samples, beam_size=5, fp16=False)["text"])

    return write


def compare(sets: list[SpeechSet], engines: dict[str, Engine], hearings: int) -> dict[str, dict[str, Result]]:
    """Let the engines hear each set in turn, so many times; engine by set."""
    results = {name: {each.name: Result() for each in sets} for name in engines}
    for each in sets:
        for shift in SHIFTS_MS[:hearings]:
            recording = each.moved(shift)
            for name, engine in engines.items():
                began = time.perf_counter()
                text = engine(recording)
                result = results[name][each.name]
                result.seconds.append(time.perf_counter() - began)
                result.wrong.append(word_error_rate(each.reference, text))
                print(
                    f"  {each.name} +{shift} ms, {name}: {result.seconds[-1]:.1f} s, {result.wrong[-1]:.1%}", flush=True
                )
    return results
