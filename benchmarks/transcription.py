"""Transcription against its peers, in one run: wall time, word errors, memory, speakers, inventions, fillers.

    python -m benchmarks.transcription [FOLDER] [--hearings 5] [--model base] [--hours 3] [--only PART ...]

FOLDER holds recordings with a text of the same name beside each, and for
speakers an .rttm; by default the shared collection of recorded speech.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from benchmarks import made_sounds
from benchmarks.bars import draw
from benchmarks.memory import peak_of_hours
from benchmarks.speech_sets import Engine, Ours, Result, SpeechSet, compare, faster_whisper, openai_whisper, sets_in
from interviewcoder.sources.hearing import Hearing
from interviewcoder.sources.recognised import RecognisedWord
from interviewcoder.transcription import models
from interviewcoder.transcription.decode import SAMPLE_RATE, decode
from interviewcoder.transcription.overlap import ExchangeFinder, cut_at
from interviewcoder.transcription.speaker_prints import VoicePrinter
from interviewcoder.transcription.voice import speech_probabilities, speech_stretches
from interviewcoder.transcription.word_error import normalised_words

_SPEECH = Path(__file__).resolve().parents[2] / "shared" / "data" / "speech"
_PICTURE = Path(__file__).resolve().parents[1] / "docs" / "transcription.svg"
_FILLERS = frozenset({"um", "uh", "uhm", "er", "erm", "ah", "hm", "hmm", "mm", "mhm"})
_PARTS = ("peers", "memory", "speakers", "inventions", "fillers")


class Claims:
    """Figures beside their limits; remembers whether one was broken."""

    def __init__(self) -> None:
        self.broken: list[str] = []
        self.rows: list[tuple[str, float, float, str]] = []

    def check(self, what: str, figure: float, limit: float, unit: str = "", *, at_least: bool = False) -> None:
        """Print a figure and whether it keeps to its limit."""
        kept = figure >= limit if at_least else figure <= limit
        self.rows.append((what, figure, limit, unit))
        sign = "at least" if at_least else "at most"
        print(f"{'ok    ' if kept else 'BROKEN'} {what}: {figure:.3g}{unit} ({sign} {limit:.3g}{unit})", flush=True)
        if not kept:
            self.broken.append(what)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure; return 1 where a limit is broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=_SPEECH)
    parser.add_argument("--hearings", type=int, default=5, help="how often each set is heard (1 to 5)")
    parser.add_argument("--model", default="base")
    parser.add_argument("--hours", type=float, default=3.0, help="length of the recording for the memory")
    parser.add_argument("--only", nargs="+", choices=_PARTS, default=_PARTS)
    options = parser.parse_args(arguments)
    sets = list(sets_in(options.folder)) if options.folder.is_dir() else []
    if not sets:
        print(f"There are no recordings with texts in {options.folder}.", file=sys.stderr)
        return 2
    claims = Claims()
    model = models.find(options.model).path
    parts: dict[str, Callable[[], None]] = {
        "peers": lambda: _against_peers(claims, sets, model, options),
        "memory": lambda: _memory(claims, sets, options),
        "speakers": lambda: _speakers(claims, options.folder, model),
        "inventions": lambda: _inventions(claims, model),
        "fillers": lambda: _fillers(claims, sets, model),
    }
    for part in options.only:
        print(f"\n{part}", flush=True)
        parts[part]()
    print(f"\n{len(claims.broken)} limits broken" + "".join(f"\n  {what}" for what in claims.broken))
    return 1 if claims.broken else 0


def _against_peers(claims: Claims, sets: list[SpeechSet], model: Path, options: argparse.Namespace) -> None:
    engines: dict[str, Engine] = {
        "ours": Ours(model, Hearing(speakers=1)),
        "faster-whisper": faster_whisper(model),
    }
    original = openai_whisper(options.model)
    if original is None:
        print("  openai-whisper isn't installed; it is left out")
    else:
        engines["openai-whisper"] = original
    results = compare(sets, engines, options.hearings)
    for name in engines:
        for each in sets:
            result = results[name][each.name]
            print(f"  {name}, {each.name} ({each.seconds:.0f} s): {result.wall:.2f} s, {result.error:.2f} % wrong")
    ours, peer = results["ours"], results["faster-whisper"]
    claims.check("wall time, of faster-whisper's", _total(ours) / _total(peer), 0.5, "x")
    for each in sets:
        more = ours[each.name].error - peer[each.name].error
        claims.check(f"word errors more than faster-whisper, {each.name}", more, 0.3, " points")
    if original is not None:
        theirs = results["openai-whisper"]
        claims.check("wall time, of openai-whisper's", _total(ours) / _total(theirs), 0.12, "x")
        more = max(ours[each.name].error - theirs[each.name].error for each in sets)
        claims.check("word errors more than openai-whisper", more, 0.0, " points")
    _PICTURE.write_text(draw(sets, results), encoding="utf-8")
    print(f"  drawn in {_PICTURE.name}")


def _total(results: dict[str, Result]) -> float:
    return sum(result.wall for result in results.values())


def _memory(claims: Claims, sets: list[SpeechSet], options: argparse.Namespace) -> None:
    longest = max(sets, key=lambda each: each.seconds)
    found = peak_of_hours(longest.samples, options.hours, options.model)
    print("  resident after each tenth, MB: " + " ".join(f"{mb:.0f}" for mb in found.tenths_mb))
    print(f"  {found.hours:.2f} h of recording in {found.seconds / 60:.1f} min, {found.words} words")
    claims.check(f"peak memory, {found.hours:.2f} h", found.peak_mb / 1000, 1.3, " GB")
    claims.check("growth from the third tenth to the ninth", found.tenths_mb[8] / found.tenths_mb[2], 1.15, "x")


def _speakers(claims: Claims, folder: Path, model: Path) -> None:
    for turns in sorted(folder.glob("*.rttm")):
        with turns.with_suffix(".flac").open("rb") as stream:
            samples = decode(stream, turns.stem)
        seconds = len(samples) / SAMPLE_RATE
        speech = speech_stretches(speech_probabilities(samples), min_pause_ms=250, pad_ms=60)
        printer = VoicePrinter(models.speaker_model_path(), 1)
        exchanges = ExchangeFinder(models.exchange_model_path(), 1)
        began = time.perf_counter()
        printer.take(samples, cut_at(speech, exchanges.find(samples).changes))
        claims.check(
            f"telling voices apart, {turns.stem}, of real time", (time.perf_counter() - began) / seconds, 0.03, "x"
        )
        ours = Ours(model, Hearing(speakers=2), models.speaker_model_path())
        recognised = ours.recognised(turns.with_suffix(".flac").read_bytes())
        said = [(turn.speaker, word) for turn in recognised.turns for word in turn.words]
        claims.check(f"words with the wrong speaker, {turns.stem}", 100 * _wrong_speaker(said, turns), 2.0, " %")


def _wrong_speaker(said: list[tuple[str, RecognisedWord]], rttm: Path) -> float:
    """The share of words whose middle lies in another person's turn, under the best naming of the speakers."""
    lines = [line.split() for line in rttm.read_text(encoding="utf-8").splitlines() if line.startswith("SPEAKER")]
    truth = [(float(line[3]) * 1000, (float(line[3]) + float(line[4])) * 1000, line[7]) for line in lines]
    pairs = []
    for speaker, word in said:
        middle = (word.start_ms + word.end_ms) / 2
        inside = [who for start, end, who in truth if start <= middle < end]
        if len(inside) == 1:
            pairs.append((speaker, inside[0]))
    people = sorted({who for _, who in pairs})
    namings = [dict(zip(("S1", "S2"), order, strict=False)) for order in (people, people[::-1])]
    right = max(sum(naming.get(speaker) == who for speaker, who in pairs) for naming in namings)
    return 1 - right / len(pairs)


def _inventions(claims: Claims, model: Path) -> None:
    sounds = {
        "silence": made_sounds.silence(45),
        "noise": made_sounds.noise(45),
        "music": made_sounds.music(45),
        "a ringing phone": made_sounds.ringing(45),
    }
    whole = np.concatenate(list(sounds.values()))
    peer = faster_whisper(model)
    total = 0
    for name, samples in {**sounds, "all of it": whole}.items():
        recording = made_sounds.as_flac(samples)
        for language in ("auto", "en"):
            words = Ours(model, Hearing(language=language, speakers=1))(recording).split()
            total += len(words)
            if words:
                print(f"  {name}, {language}: {' '.join(words)}")
        print(f"  {name}: faster-whisper writes {len(peer(recording).split())} words")
    claims.check("invented words in 3 minutes without speech, each twice", total, 0)


def _fillers(claims: Claims, sets: list[SpeechSet], model: Path) -> None:
    """Fillers that two of three other hearings agree on, and how many of them ours keeps, and writes when not asked."""
    longest = max(sets, key=lambda each: each.seconds)
    others = [(model, 17), (model, 53), (models.find("tiny.en").path, 0)]
    heard = [
        [at - shift for at in _fillers_in(Ours(path, Hearing(verbatim=True, speakers=1)), longest.moved(shift))]
        for path, shift in others
    ]
    agreed = [at for at in heard[0] if any(_near(at, other) for other in heard[1:])]
    agreed += [at for at in heard[1] if not _near(at, heard[0]) and _near(at, heard[2])]
    ours = _fillers_in(Ours(model, Hearing(verbatim=True, speakers=1)), longest.moved(0))
    clean = _fillers_in(Ours(model, Hearing(speakers=1)), longest.moved(0))
    kept = sum(_near(at, ours) for at in agreed)
    smoothed = sum(_near(at, clean) for at in agreed)
    print(f"  {longest.name}: {len(agreed)} fillers; verbatim keeps {kept}, clean {smoothed}")
    claims.check("share of fillers kept in verbatim mode", kept / max(1, len(agreed)), 0.9, at_least=True)


def _fillers_in(engine: Ours, recording: bytes) -> list[int]:
    words = [word for turn in engine.recognised(recording).turns for word in turn.words]
    return [word.start_ms for word in words if _FILLERS.intersection(normalised_words(word.text))]


def _near(at_ms: int, others: Sequence[int]) -> bool:
    return any(abs(at_ms - other) < 700 for other in others)


if __name__ == "__main__":
    sys.exit(main())
