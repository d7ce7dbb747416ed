"""Faults planted into a recording or its transcript: how many are flagged, and how much of the good speech is too.

    python -m benchmarks.trust [FOLDER]

FOLDER holds `speech` (phone_call.flac and the read sentences, each with its
words) and `av` (French). Limits: every planted fault flagged; under 10 % of the
right words flagged. Then, without a limit, what doubtful words are worth: the
share of the recogniser's real errors that lie in them.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from wave import open as open_wave

import numpy as np
from numpy.typing import NDArray

from interviewcoder.sources.conventions import FULL_VERBATIM, spoken_turns
from interviewcoder.sources.findings import Found
from interviewcoder.sources.hearing import Hearing
from interviewcoder.sources.recognised import Recognised, RecognisedTurn, RecognisedWord
from interviewcoder.sources.sound import Sound
from interviewcoder.sources.speech_time import Stretch, speech_stretches
from interviewcoder.sources.text import Span
from interviewcoder.sources.words import Word
from interviewcoder.transcription.checks import Told, check
from interviewcoder.transcription.decode import SAMPLE_RATE, decode
from interviewcoder.transcription.outline import outline
from interviewcoder.transcription.runner import TranscriptionJob, TranscriptionRequest
from interviewcoder.transcription.word_error import normalised_words

MOST_GOOD_FLAGGED = 0.10
Floats = NDArray[np.float32]

_SILENCE_S, _MUTED_S, _FRENCH_S = 30, 10, 15
_PLACES_S = (45, 105, 165, 225)
_FRENCH = (("smartphone.mp3", 20), ("radio_short.mp3", 60), ("smartphone.mp3", 120), ("smartphone.mp3", 75))
_INVENTED = "Thank you very much for watching"


def main() -> int:
    """Print the figures; 1 when a limit is passed."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[2] / "shared" / "data"
    call = samples_of(folder / "speech" / "phone_call.flac")
    said = (folder / "speech" / "phone_call.txt").read_text(encoding="utf-8")
    heard, sound = recognise(call, "en")
    rates = [
        ("30 s of silence put in", *flagged(*_silences(call), {"muted"})),
        ("10 s muted", *flagged(*_muted(call), {"muted"})),
        *_french_rates(call, folder, "en", "asked for English"),
        *_french_rates(call, folder, "auto", "language open"),
        ("a phrase again and again, in the text", *_loops(heard, sound)),
        ("a phrase again and again, in the sound", *_looped_sound(call, folder)),
        ("text over silence", *_invented(*_silences(call)[:2])),
        ("speech left out of the text", *_dropped(heard, sound)),
    ]
    for name, found, planted in rates:
        print(f"{name}: {found} of {planted} flagged")
    good, right = right_words_flagged(heard, sound, said)
    print(f"good speech flagged: {good} of {right} right words, {good / right:.1%} (limit {MOST_GOOD_FLAGGED:.0%})")
    _tell_errors(folder / "speech")
    return 0 if all(found == planted for _, found, planted in rates) and good / right < MOST_GOOD_FLAGGED else 1


def samples_of(path: Path) -> Floats:
    """A recording's samples, 16 kHz mono."""
    with path.open("rb") as stream:
        return decode(stream, path.name)


def as_wave(samples: Floats) -> BytesIO:
    """Samples as a WAV file."""
    stream = BytesIO()
    with open_wave(stream, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
    stream.seek(0)
    return stream


def recognise(samples: Floats, language: str, model: str = "base") -> tuple[Recognised, Sound]:
    """Hear samples as the program does; one speaker, as who speaks is of no matter here."""
    ended: list[object] = []
    hearing = Hearing(model=model, language=language, speakers=1)
    job = TranscriptionJob(TranscriptionRequest(lambda: as_wave(samples), "planted.wav", hearing))
    job.start(lambda _: None, ended.append, ended.append)
    job.wait()
    (heard,) = ended
    if not isinstance(heard, Recognised):
        raise SystemExit(f"recognition failed: {heard}")
    return heard, outline(as_wave(samples), "planted.wav")


def found_in(heard: Recognised, sound: Sound) -> tuple[list[Found], list[Word], str]:
    """What the checks find, with the words and the text as they would be stored."""
    text = ""
    words: list[Word] = []
    for turn in spoken_turns(heard, FULL_VERBATIM):
        start = len(text) + 1 if text else 0
        text += "\n" + turn.text if text else turn.text
        words += (Word(Span(start + w.start, start + w.end), w.start_ms, w.end_ms, w.confidence) for w in turn.words)
    return check(text, words, Told(sound, heard.doubts, heard.edges_ms)), words, text


def flagged(heard: Recognised, sound: Sound, faults: Sequence[Stretch], kinds: set[str]) -> tuple[int, int]:
    """How many faults a finding of the right kind lies in, and how many there are."""
    found, _, _ = found_in(heard, sound)
    spans = [(each.start_ms, each.end_ms) for each in found if each.kind in kinds]
    return sum(any(start < b and a < end for start, end in spans) for a, b in faults), len(faults)


def _silences(call: Floats) -> tuple[Recognised, Sound, list[Stretch]]:
    silence = np.zeros(_SILENCE_S * SAMPLE_RATE, dtype=np.float32)
    return _spliced(call, [silence] * len(_PLACES_S), "en")


def _spliced(call: Floats, pieces: Iterable[Floats], language: str) -> tuple[Recognised, Sound, list[Stretch]]:
    parts: list[Floats] = []
    faults: list[Stretch] = []
    done = shift = 0
    for place_s, piece in zip(_PLACES_S, pieces, strict=True):
        at = place_s * SAMPLE_RATE
        parts += [call[done:at], piece]
        start = (at + shift) * 1000 // SAMPLE_RATE
        faults.append((start, start + len(piece) * 1000 // SAMPLE_RATE))
        done, shift = at, shift + len(piece)
    return *recognise(np.concatenate([*parts, call[done:]]), language), faults


def _muted(call: Floats) -> tuple[Recognised, Sound, list[Stretch]]:
    muted = call.copy()
    for place_s in _PLACES_S:
        muted[place_s * SAMPLE_RATE : (place_s + _MUTED_S) * SAMPLE_RATE] = 0
    return *recognise(muted, "en"), [(s * 1000, (s + _MUTED_S) * 1000) for s in _PLACES_S]


def _french_pieces(folder: Path) -> list[Floats]:
    pieces = []
    for name, at_s in _FRENCH:
        samples = samples_of(folder / "av" / "whisper_timestamped" / name)
        pieces.append(samples[at_s * SAMPLE_RATE : (at_s + _FRENCH_S) * SAMPLE_RATE])
    return pieces


def _french_rates(call: Floats, folder: Path, language: str, how: str) -> list[tuple[str, int, int]]:
    heard, sound, faults = _spliced(call, _french_pieces(folder), language)
    named = flagged(heard, sound, faults, {"language"})
    print(f"(French, {how}: {named[0]} of {named[1]} are called French)")
    # Where Whisper leaves the French out, it is speech without words.
    return [(f"French, {how}", *flagged(heard, sound, faults, {"language", "no_text", "guess"}))]


def _with_words(heard: Recognised, words: Sequence[RecognisedWord]) -> Recognised:
    ordered = tuple(sorted(words, key=lambda word: word.start_ms))
    return replace(heard, turns=(RecognisedTurn("", ordered),), doubts=(), edges_ms=())


def _words(heard: Recognised) -> list[RecognisedWord]:
    return [word for turn in heard.turns for word in turn.words]


def _loops(heard: Recognised, sound: Sound) -> tuple[int, int]:
    """Let phrases of two to nine words stand three to six times."""
    words = _words(heard)
    caught = planted = 0
    for length in range(2, 10):
        for times in (3, 6):
            first = 31 * length + 7 * times
            phrase = words[first : first + length]
            looped = [*words[: first + length], *(phrase * (times - 1)), *words[first + length :]]
            # In the order in which they stand: the times of a loop are anybody's guess.
            one = replace(heard, turns=(RecognisedTurn("", tuple(looped)),), doubts=(), edges_ms=())
            spans = [(each.start_ms, each.end_ms) for each in found_in(one, sound)[0] if each.kind == "loop"]
            planted += 1
            caught += any(a <= phrase[0].start_ms <= b for a, b in spans)
    return caught, planted


def _looped_sound(call: Floats, folder: Path) -> tuple[int, int]:
    """Let a phrase be heard ten times on end, as from a player that hangs."""
    speech = samples_of(folder / "speech" / "jfk.flac")
    phrase = speech[int(7.6 * SAMPLE_RATE) : int(9.6 * SAMPLE_RATE)]
    at = _PLACES_S[0] * SAMPLE_RATE
    heard, sound = recognise(np.concatenate([call[:at], np.tile(phrase, 10), call[at : at + 20 * SAMPLE_RATE]]), "en")
    return flagged(heard, sound, [(_PLACES_S[0] * 1000, _PLACES_S[0] * 1000 + 20_000)], {"loop", "no_text"})


def _invented(heard: Recognised, sound: Sound) -> tuple[int, int]:
    """Write a sentence where nobody speaks, as Whisper does."""
    faults = []
    words = _words(heard)
    for place, inserted_s in enumerate(_PLACES_S):
        start = (inserted_s + place * _SILENCE_S + 10) * 1000
        for number, text in enumerate(_INVENTED.split()):
            words.append(RecognisedWord(text, start + 300 * number, start + 300 * number + 250, 0.9))
        faults.append((start, start + 300 * len(_INVENTED.split())))
    return flagged(_with_words(heard, words), sound, faults, {"silence"})


def _dropped(heard: Recognised, sound: Sound) -> tuple[int, int]:
    """Leave out the words of stretches in which somebody speaks for 3 s and more."""
    long = [(start, end) for start, end in speech_stretches(sound) if end - start >= 3000]
    faults = random.Random(4).sample(long, min(8, len(long)))
    kept = [w for w in _words(heard) if not any(a - 300 < w.end_ms and w.start_ms < b + 300 for a, b in faults)]
    return flagged(_with_words(heard, kept), sound, faults, {"no_text"})


def right_words_flagged(heard: Recognised, sound: Sound, said: str) -> tuple[int, int]:
    """How many of the right words lie in a finding, and how many there are."""
    found, words, text = found_in(heard, sound)
    right = [
        (word, in_finding(word, found))
        for word, wrong in zip(words, wrong_words(said, [word.span.text_in(text) for word in words]), strict=True)
        if not wrong
    ]
    return sum(doubtful for _, doubtful in right), len(right)


def in_finding(word: Word, found: Iterable[Found]) -> bool:
    """Whether a word lies in one of the findings."""
    return any(each.span.overlaps(word.span) for each in found)


def wrong_words(said: str, heard: Sequence[str]) -> list[bool]:
    """Which of the recognised words are none of those that were said there, by the smallest number of edits.

    The alignment is that of the word error rate (`word_error_rate`); a word
    that is left out makes no other word wrong.
    """
    reference = normalised_words(said)
    parts = [(number, part) for number, word in enumerate(heard) for part in normalised_words(word)]
    rows = [list(range(len(parts) + 1))]
    for index, word in enumerate(reference, 1):
        row = [index]
        for column, (_, part) in enumerate(parts, 1):
            row.append(min(rows[-1][column - 1] + (word != part), rows[-1][column] + 1, row[-1] + 1))
        rows.append(row)
    wrong = [False] * len(heard)
    i, j = len(reference), len(parts)
    while j:
        number, part = parts[j - 1]
        if i and rows[i][j] == rows[i - 1][j - 1] + (reference[i - 1] != part):
            wrong[number] |= reference[i - 1] != part
            i, j = i - 1, j - 1
        elif rows[i][j] == rows[i][j - 1] + 1:
            wrong[number] = True
            j -= 1
        else:
            i -= 1
    return wrong


def _tell_errors(folder: Path) -> None:
    """Print which share of real errors lies in doubtful words, over all that has reference words."""
    errors = caught = rights = doubted = places = 0
    for path in sorted(folder.glob("*.flac")):
        heard, sound = recognise(samples_of(path), "en")
        found, words, text = found_in(heard, sound)
        said = path.with_suffix(".txt").read_text(encoding="utf-8")
        wrong = wrong_words(said, [word.span.text_in(text) for word in words])
        places += sum(bool(each.span.length) for each in found)
        for word, is_wrong in zip(words, wrong, strict=True):
            doubtful = in_finding(word, found)
            errors, caught = errors + is_wrong, caught + (is_wrong and doubtful)
            rights, doubted = rights + (not is_wrong), doubted + (not is_wrong and doubtful)
    total = errors + rights
    print(f"of {errors} wrong words in {total}, {caught} are flagged ({caught / errors:.0%})")
    print(f"of {rights} right words {doubted} ({doubted / rights:.1%}); {places} places to hear")


if __name__ == "__main__":
    sys.exit(main())
