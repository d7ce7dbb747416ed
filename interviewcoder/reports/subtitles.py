"""Cut a transcript into subtitles that a person can read while the words are said."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise, zip_longest

from interviewcoder.sources.transcript import Transcript, Turn
from interviewcoder.sources.words import Word

# Two lines of 42 characters and seven seconds, as broadcasters' subtitling guides have it.
LINE_CELLS = 42
_CUE_CELLS = 2 * LINE_CELLS
_CUE_MS = 7_000
# Nothing is said any more: a cue that stayed would be read as if it were.
_PAUSE_MS = 1_000
# Of a turn whose end nobody knows: a second at least, and what a quick speaker takes for a letter.
_SHORTEST_MS, _LETTER_MS = 1_000, 70
_SENTENCE_ENDS = (".", "?", "!", "…", "。", "？", "！")
_CLAUSE_ENDS = (",", ";", ":", "–", "—", "、", "，", "；")
_CLOSERS = "”»›’\"')]}」』）/"
_WIDE = frozenset("WF")
_WORD = re.compile(r"\S+\s*")


@dataclass(frozen=True, slots=True)
class Cue:
    """A subtitle: `text` is one line, `speaker_id` None where nobody said who speaks.

    `name` is the number of its turn and its own number in it, "12-1".
    """

    name: str
    speaker_id: int | None
    text: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class _Piece:
    """A word with the marks and the space that go with it, and its time."""

    text: str
    start_ms: int
    end_ms: int


def end_of(transcript: Transcript, number: int) -> int | None:
    """Return when the turn at a place of the list ends, in ms; None where nobody timed it.

    Where its beginning alone is known it ends as soon as its words can be
    read, or when the next turn begins.
    """
    turn = transcript.turns[number]
    if turn.start_ms is None or turn.end_ms is not None:
        return turn.end_ms
    end_ms = turn.start_ms + max(_SHORTEST_MS, turn.span.length * _LETTER_MS)
    later = next((turn.start_ms for turn in transcript.turns[number + 1 :] if turn.start_ms is not None), None)
    return end_ms if later is None or later <= turn.start_ms else min(end_ms, later)


def untimed(transcript: Transcript) -> int:
    """Count the turns that can't be among subtitles, or in ELAN: nobody timed them."""
    return sum(
        turn.start_ms is None and not transcript.words.within(turn.span)
        for turn in transcript.turns
        if turn.span.length
    )


def cues(transcript: Transcript) -> list[Cue]:
    """Return the subtitles in the order in which they begin; turns that nobody timed have none.

    A cue begins with its first word and ends with its last. Only where a turn
    has a time and its words have none, the turn's time is shared out among
    its cues by their length.
    """
    found = [cue for place in range(len(transcript.turns)) for cue in _cues_of(transcript, place)]
    return sorted(found, key=lambda cue: cue.start_ms)


def clock(time_ms: int) -> str:
    """Write a time in whole seconds, `00:12:03`."""
    minutes, seconds = divmod(time_ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}"


def in_two_lines(text: str) -> str:
    """Break a subtitle that is too long for one line where both lines are about as long."""
    if _cells(text) <= LINE_CELLS:
        return text
    places = [place for place, sign in enumerate(text) if sign == " "]
    if not places:
        return text
    best = min(places, key=lambda place: abs(_cells(text[:place]) - _cells(text[place + 1 :])))
    return f"{text[:best]}\n{text[best + 1 :]}"


def _cues_of(transcript: Transcript, place: int) -> Iterator[Cue]:
    turn, end_ms = transcript.turns[place], end_of(transcript, place)
    if words := transcript.words.within(turn.span):
        pieces = _by_words(transcript.text, turn, words)
    elif turn.start_ms is not None and end_ms is not None:
        pieces = _by_length(turn.span.text_in(transcript.text), turn.start_ms, end_ms)
    else:
        return
    parts = [part for sentence in _sentences(pieces) for part in _halved(sentence)]
    for number, part in enumerate(parts, start=1):
        said = " ".join("".join(piece.text for piece in part).split())
        end_ms = max(part[-1].end_ms, part[0].start_ms + 1)
        yield Cue(f"{place + 1}-{number}", turn.speaker_id, said, part[0].start_ms, end_ms)


def _by_words(text: str, turn: Turn, words: Sequence[Word]) -> list[_Piece]:
    """Share a turn's text out among its words: what stands between two goes with the one that it touches."""
    starts = [turn.span.start, *(_boundary(text, *pair) for pair in pairwise(words)), turn.span.end]
    return [
        _Piece(text[begin:end], word.start_ms, word.end_ms)
        for word, (begin, end) in zip(words, pairwise(starts), strict=True)
    ]


def _by_length(text: str, start_ms: int, end_ms: int) -> list[_Piece]:
    """Cut a turn whose words have no times: each takes as much of the turn's time as it is long."""
    words = _WORD.findall(text.strip())
    total = sum(len(word) for word in words)
    times = [
        start_ms + (end_ms - start_ms) * said // total for said in accumulate((len(word) for word in words), initial=0)
    ]
    return [_Piece(word, *time) for word, time in zip(words, pairwise(times), strict=True)]


def _boundary(text: str, word: Word, following: Word) -> int:
    """Where one word's cue would end and the next one's begin: an opening mark stays with what it opens."""
    between = text[word.span.end : following.span.start]
    return word.span.end + (between.rfind(" ") + 1 or len(between))


def _sentences(pieces: Sequence[_Piece]) -> Iterator[list[_Piece]]:
    """Group words up to the end of a sentence, or up to a pause."""
    sentence: list[_Piece] = []
    for piece, following in zip_longest(pieces, pieces[1:]):
        sentence.append(piece)
        pause_ms = following.start_ms - piece.end_ms if following else 0
        if pause_ms >= _PAUSE_MS or piece.text.strip().rstrip(_CLOSERS).endswith(_SENTENCE_ENDS):
            yield sentence
            sentence = []
    if sentence:
        yield sentence


def _halved(sentence: list[_Piece]) -> Iterator[list[_Piece]]:
    """Halve what is too much for one subtitle until it isn't, at a comma where one is near the middle."""
    widths = [_cells(piece.text) for piece in sentence]
    total = sum(widths)
    if len(sentence) == 1 or (total <= _CUE_CELLS and sentence[-1].end_ms - sentence[0].start_ms <= _CUE_MS):
        yield sentence
        return
    so_far = list(accumulate(widths))

    def out_of_balance(place: int) -> float:
        at_clause = sentence[place - 1].text.strip().rstrip(_CLOSERS).endswith(_CLAUSE_ENDS)
        return abs(so_far[place - 1] - total / 2) - (total / 4 if at_clause else 0)

    middle = min(range(1, len(sentence)), key=out_of_balance)
    yield from _halved(sentence[:middle])
    yield from _halved(sentence[middle:])


def _cells(text: str) -> int:
    """Count a text's width on a screen: a Chinese or Japanese character takes two cells."""
    return sum(2 if unicodedata.east_asian_width(sign) in _WIDE else 1 for sign in text)
