"""Give the words of a transcript made elsewhere the times of its recording."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from interviewcoder.errors import TranscriptionFailed
from interviewcoder.sources.recognised import Recognised, RecognisedWord
from interviewcoder.sources.transcript import SpokenTurn, TimedWord
from interviewcoder.sources.word_tokens import words as words_in
from interviewcoder.transcription.word_matching import matched

# A typed word that the recogniser heard too is certain; one that it heard alike, or not at all, is worth a look.
HEARD_TOO, HEARD_ALIKE, NOT_HEARD = 1.0, 0.7, 0.3
# Of the words, how many must be found in a recording for it to be the transcript's.
LEAST_SHARE = 0.3

# Scripts without spaces are matched sign by sign; all else in runs of letters and figures.
_ALONE = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u312f\u3190-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_PART = re.compile(rf"[{_ALONE}]|[^\W_{_ALONE}]+")
_APOSTROPHES = str.maketrans("", "", "'’ʼ`´")
_NOTE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}|<[^<>]*>")
_LIKENESS = 0.7
# Unrelated texts share their “and” and “the”: a word counts where as many of its neighbours agree.
_NEIGHBOURS, _FAR, _LEAST_AGREEING = 4, 8, 0.5
# How long a word takes that nobody timed, where there is room for more.
_WORD_MS, _LONGEST_WORD_MS = 350, 1_000


@dataclass(frozen=True, slots=True)
class Aligned:
    """Turns with the times of their recording, and how many of their words were found in it.

    What stands in brackets and isn't spoken, such as “(laughs)”, is not counted and has no time.
    """

    turns: tuple[SpokenTurn, ...]
    found: int
    total: int

    @property
    def share(self) -> float:
        """How many of the words were found, 0 to 1."""
        return self.found / self.total if self.total else 0.0


@dataclass(slots=True)
class _Typed:
    """A word of the transcript: where it is, and what is found out about it."""

    turn: int
    start: int
    end: int
    text: str
    is_note: bool
    parts: int = 0
    heard: int = 0
    alike: int = 0
    start_ms: int | None = None
    end_ms: int | None = None

    @property
    def confidence(self) -> float:
        if 2 * self.heard >= self.parts:
            return HEARD_TOO
        return HEARD_ALIKE if 2 * (self.heard + self.alike) >= self.parts else NOT_HEARD

    @property
    def counts(self) -> bool:
        """Whether it is spoken: a note in brackets is when it was heard."""
        return not self.is_note or self.confidence > NOT_HEARD


@dataclass(frozen=True, slots=True)
class _Heard:
    """A part of a recognised word with its share of the word's time."""

    key: str
    start_ms: int
    end_ms: int


def align(turns: Sequence[SpokenTurn], recognised: Recognised) -> Aligned:
    """Find the words of a transcript in what was recognised of its recording, and time them by that.

    Words that agree, but for case, signs and apostrophes, have the time of the
    recognised word. The others get the room between their neighbours and a
    confidence of `NOT_HEARD`, so that they can be checked by ear. Texts stay
    as they are; times that the turns had are replaced.

    Raises:
        TranscriptionFailed: under 30 % of the words were found, so it is another recording.
    """
    typed = [word for number, turn in enumerate(turns) for word in _typed_words(number, turn.text)]
    heard = [part for word in _in_time(recognised) for part in _heard_parts(word)]
    owners = [word for word in typed for _ in range(word.parts)]
    keys = [key for word in typed for key in _keys(word.text)]
    _measure(owners, keys, heard)
    counted = [word for word in typed if word.counts]
    found = sum(word.confidence > NOT_HEARD for word in counted)
    if found < LEAST_SHARE * len(counted) or not found:
        share = 100 * found // max(1, len(counted))
        raise TranscriptionFailed(
            f"This isn't the recording of this transcript: only {share} % of its words were found in it.",
            "Nothing was changed. Check which recording belongs to it, or its language, or take a larger model.",
        )
    _fill_gaps(counted, recognised.duration_ms)
    words: list[list[TimedWord]] = [[] for _ in turns]
    for word in counted:
        assert word.start_ms is not None and word.end_ms is not None
        words[word.turn].append(TimedWord(word.start, word.end, word.start_ms, word.end_ms, word.confidence))
    timed = tuple(_timed(turn, part) for turn, part in zip(turns, words, strict=True))
    return Aligned(timed, found, len(counted))


def _typed_words(number: int, text: str) -> Iterator[_Typed]:
    notes = [found.span() for found in _NOTE.finditer(text)]
    for word in words_in(text):
        if parts := len(_keys(word.text)):
            while notes and notes[0][1] <= word.start:
                notes.pop(0)
            is_note = bool(notes) and notes[0][0] < word.end
            yield _Typed(number, word.start, word.end, word.text, is_note, parts)


def _keys(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_APOSTROPHES)
    return _PART.findall(plain)


def _in_time(recognised: Recognised) -> list[RecognisedWord]:
    words = [word for turn in recognised.turns for word in turn.words]
    return sorted(words, key=lambda word: word.start_ms)


def _heard_parts(word: RecognisedWord) -> Iterator[_Heard]:
    keys = _keys(word.text)
    letters = sum(map(len, keys))
    length_ms = word.end_ms - word.start_ms
    done = 0
    for key in keys:
        start_ms = word.start_ms + length_ms * done // letters
        done += len(key)
        yield _Heard(key, start_ms, word.start_ms + length_ms * done // letters)


def _measure(owners: Sequence[_Typed], keys: Sequence[str], heard: Sequence[_Heard]) -> None:
    """Give each word the time of its parts that were heard."""
    pairs = matched(keys, [part.key for part in heard])
    agreeing = [keys[place] == heard[other].key for place, other in pairs]
    for number, (place, other) in enumerate(pairs):
        word, part = owners[place], heard[other]
        alike = not agreeing[number] and _alike(keys[place], part.key)
        if not (agreeing[number] or alike) or not _among_agreeing(pairs, agreeing, number):
            continue
        word.heard += agreeing[number]
        word.alike += alike
        word.start_ms = part.start_ms if word.start_ms is None else word.start_ms
        word.end_ms = part.end_ms


def _alike(key: str, other: str) -> bool:
    """Whether two words are spellings or forms of one, as “colour” and “color” are."""
    if min(len(key), len(other)) < 4:
        return False
    matcher = SequenceMatcher(None, key, other, autojunk=False)
    return matcher.real_quick_ratio() >= _LIKENESS and matcher.ratio() >= _LIKENESS


def _among_agreeing(pairs: Sequence[tuple[int, int]], agreeing: Sequence[bool], number: int) -> bool:
    """Whether enough of the pairs around one agree and are near it, in the transcript and in what was heard."""
    place, other = pairs[number]
    around = [n for n in range(max(0, number - _NEIGHBOURS), min(len(pairs), number + _NEIGHBOURS + 1)) if n != number]
    near = (abs(pairs[n][0] - place) <= _FAR and abs(pairs[n][1] - other) <= _FAR and agreeing[n] for n in around)
    return sum(near) >= _LEAST_AGREEING * len(around)


def _fill_gaps(words: Sequence[_Typed], duration_ms: int) -> None:
    """Give the words that weren't found the room between their neighbours, by their length."""
    place = 0
    before_ms: int | None = None
    while place < len(words):
        if words[place].start_ms is not None:
            before_ms = words[place].end_ms
            place += 1
            continue
        last = next((n for n in range(place, len(words)) if words[n].start_ms is not None), len(words))
        gap = words[place:last]
        after_ms = words[last].start_ms if last < len(words) else None
        usual_ms = _WORD_MS * len(gap)
        if before_ms is None:
            before_ms = max(0, (after_ms or 0) - usual_ms)
        until_ms = min(max(before_ms, duration_ms), before_ms + usual_ms) if after_ms is None else after_ms
        _spread(gap, before_ms, max(before_ms, until_ms))
        before_ms = gap[-1].end_ms
        place = last


def _spread(words: Sequence[_Typed], start_ms: int, until_ms: int) -> None:
    letters = sum(word.end - word.start for word in words)
    done = 0
    for word in words:
        word.start_ms = start_ms + (until_ms - start_ms) * done // letters
        done += word.end - word.start
        end_ms = start_ms + (until_ms - start_ms) * done // letters
        word.end_ms = min(end_ms, word.start_ms + _LONGEST_WORD_MS)


def _timed(turn: SpokenTurn, words: Iterable[TimedWord]) -> SpokenTurn:
    words = tuple(words)
    if not words:
        return replace(turn, start_ms=None, end_ms=None, words=())
    return replace(turn, start_ms=words[0].start_ms, end_ms=max(word.end_ms for word in words), words=words)
