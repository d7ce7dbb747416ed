"""Transcription rules: how recognised words become the text that is stored.

The presets follow, as far as software can, the simple and the extended rules
of T. Dresing & T. Pehl, *Praxisbuch Interview, Transkription & Analyse*, 8th
ed. 2018, chapter “Transkription” (earlier in English: Dresing, Pehl & Schmieder, *Manual
(on) Transcription*, 3rd ed. 2015), and the usual distinction of full and
intelligent verbatim. Dresing and Pehl's one-page rules of 2023 are none of these.

What no preset does, because it takes an ear and a judgement: emphasis in
capitals, a dragged or falling voice, laughter and other sounds, dialect and slurred
words turned into standard spelling, half-sentences marked by “/”, whether an “mhm” is an
answer (kept) or only says that somebody listens (left out by the simple rules),
longer false starts. A recogniser smooths speech by itself as well: its output is
a draft, even where fillers and repetitions are asked to be kept.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Literal

from interviewcoder.sources.disfluency import SpokenWord, without_disfluency
from interviewcoder.sources.recognised import Doubt, Recognised, RecognisedTurn
from interviewcoder.sources.transcript import SpokenTurn, TimedWord

Pauses = Literal["none", "long", "dots", "seconds"]
Labels = Literal["numbered", "roles"]
Numbers = Literal["none", "turns", "lines"]

OVERLAP = "//"
_SECOND_MS = 1000
_LONG_MS = 3 * _SECOND_MS
_COUNTED_MS = 4 * _SECOND_MS
_ASKED: Mapping[str, frozenset[str]] = {
    "pauses": frozenset(("none", "long", "dots", "seconds")),
    "labels": frozenset(("numbered", "roles")),
    "numbers": frozenset(("none", "turns", "lines")),
}


@dataclass(frozen=True, slots=True)
class Conventions:
    """The rules of one transcript.

    In the text that is stored: `keep_fillers` ("um", "äh"), `keep_repetitions`
    (stuttered words and words cut off), `mark_overlap` (`//…//` around words
    that somebody else speaks into), and `pauses`: "dots" writes `(.)`, `(..)`,
    `(...)` from 1, 2 and 3 s on and `(4 sec)` from 4 s on, "seconds" counts
    from 1 s on, "long" writes `(...)` from 3 s on, "none" nothing.

    Where a transcript is shown or exported: `time_marks` puts `#00:12:03-4#`
    at each turn's end; `labels` "roles" writes I and P for who is marked as
    the interviewer and who isn't, "numbered" the labels as they are;
    `numbers` counts turns or lines; `header` tells what is known about it.
    """

    preset: str = ""
    keep_fillers: bool = True
    keep_repetitions: bool = True
    pauses: Pauses = "none"
    mark_overlap: bool = False
    time_marks: bool = False
    labels: Labels = "numbered"
    numbers: Numbers = "none"
    header: bool = True

    def to_json(self) -> str:
        """Return the same as the project file keeps it."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, stored: str) -> Conventions:
        """Read back what `to_json` wrote; what a later version added, or means by a word, is passed over."""
        values = json.loads(stored)
        known = {field.name: values[field.name] for field in fields(cls) if field.name in values}
        return cls(**{name: value for name, value in known.items() if value in _ASKED.get(name, {value})})

    @property
    def name(self) -> str:
        """Return what a transcript's header calls the rules; empty where they are nobody's preset."""
        return NAMES.get(self.preset, "")


FULL_VERBATIM = Conventions("full_verbatim", pauses="dots", mark_overlap=True)
INTELLIGENT_VERBATIM = Conventions("intelligent_verbatim", keep_fillers=False, keep_repetitions=False)
DRESING_PEHL_SIMPLE = Conventions(
    "dresing_pehl_simple",
    keep_fillers=False,
    keep_repetitions=False,
    pauses="long",
    time_marks=True,
    labels="roles",
)
DRESING_PEHL_EXTENDED = Conventions(
    "dresing_pehl_extended", pauses="dots", mark_overlap=True, time_marks=True, labels="roles"
)
PRESETS: Mapping[str, Conventions] = {
    rules.preset: rules for rules in (FULL_VERBATIM, INTELLIGENT_VERBATIM, DRESING_PEHL_SIMPLE, DRESING_PEHL_EXTENDED)
}
NAMES: Mapping[str, str] = {
    "full_verbatim": "Full verbatim",
    "intelligent_verbatim": "Intelligent verbatim",
    "dresing_pehl_simple": "Dresing & Pehl, simple rules",
    "dresing_pehl_extended": "Dresing & Pehl, extended rules",
}


def spoken_turns(recognised: Recognised, conventions: Conventions) -> list[SpokenTurn]:
    """Write what was recognised as turns to be stored, under these rules.

    Words that stay keep their times, and their places are exact. A turn of
    which nothing stays is left out. What is added (pauses, overlap marks) is
    text without a time of its own. A pause before a turn stands at its
    beginning; where the recording is damaged, silence is no pause.
    """
    turns = []
    damaged = [doubt for doubt in recognised.doubts if doubt.kind == "gap"]
    other_languages = [doubt for doubt in recognised.doubts if doubt.kind == "language"]
    heard_until: int | None = None
    for turn in recognised.turns:
        words, heard_until = _heard(turn, heard_until, damaged)
        spoken = without_disfluency(
            [_with_language(word, recognised.language, other_languages) for word in words],
            fillers=not conventions.keep_fillers,
            repetitions=not conventions.keep_repetitions,
        )
        if spoken:
            turns.append(_written(turn.speaker, spoken, conventions))
    return turns


def pause_token(silence_ms: int, pauses: Pauses) -> str:
    """Write a silence as the rules have it; empty where they write none of that length."""
    if pauses == "none" or silence_ms < (_LONG_MS if pauses == "long" else _SECOND_MS):
        return ""
    if pauses == "long":
        return "(...)"
    seconds = silence_ms // _SECOND_MS
    if pauses == "seconds" or silence_ms >= _COUNTED_MS:
        return f"({seconds} sec)"
    return f"({'.' * seconds})"


def _heard(
    turn: RecognisedTurn, heard_until: int | None, damaged: Iterable[Doubt]
) -> tuple[list[SpokenWord], int | None]:
    """Put before each word the silence before it, and say until when something was heard."""
    words = []
    for word in turn.words:
        silence_ms = 0 if heard_until is None else max(0, word.start_ms - heard_until)
        if any(gap.start_ms < word.start_ms and gap.end_ms > (heard_until or 0) for gap in damaged):
            silence_ms = 0
        heard_until = max(heard_until or 0, word.end_ms)
        if text := word.text.strip():
            words.append(SpokenWord(word, text, silence_ms))
    return words, heard_until


def _with_language(spoken: SpokenWord, language: str, others: Iterable[Doubt]) -> SpokenWord:
    """Say in which language a word is: "um" is a filler in one and an article in another."""
    word = spoken.word
    theirs = next((doubt.detail for doubt in others if doubt.start_ms <= word.start_ms < doubt.end_ms), language)
    return spoken.in_language(theirs)


def _written(speaker: str, spoken: list[SpokenWord], conventions: Conventions) -> SpokenTurn:
    text = ""
    words = []
    for number, each in enumerate(spoken):
        opens = each.word.overlapped and (number == 0 or not spoken[number - 1].word.overlapped)
        closes = each.word.overlapped and (number + 1 == len(spoken) or not spoken[number + 1].word.overlapped)
        if token := pause_token(each.silence_ms, conventions.pauses):
            text += f" {token} " if text else f"{token} "
        elif text and each.word.space_before:
            text += " "
        if opens and conventions.mark_overlap:
            text += OVERLAP
        start = len(text)
        text += each.text
        word = each.word
        words.append(TimedWord(start, len(text), word.start_ms, word.end_ms, word.confidence))
        if closes and conventions.mark_overlap:
            text += OVERLAP
    return SpokenTurn(speaker, text, words[0].start_ms, words[-1].end_ms, tuple(words))
