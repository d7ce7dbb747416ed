"""Cut a transcript into subtitles that a person can read while the words are said."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from interviewcoder.sources.transcript import Transcript, Turn
from interviewcoder.sources.words import Word

# Two lines of 42 characters and seven seconds, as broadcasters' subtitling guides have it.
LINE_CELLS = 42
_CUE_CELLS = 2 * LINE_CELLS
_CUE_MS = 7_000
# Nothing is said any more: a cue that stayed would be read as if it were.
_PAUSE_MS = 1_000
# A cue that is nearly full ends at a comma rather than some words later.
_COMMA_CELLS = 60
_SENTENCE_ENDS = (".", "?", "!", "…", "。", "？", "！")
_CLAUSE_ENDS = (",", ";", ":", "–", "—", "、", "，", "；")
_CLOSERS = "”»›’\"')]}」』）/"
_WIDE = frozenset("WF")
_PIECE = re.compile(r"\S+\s*")


@dataclass(frozen=True, slots=True)
class Cue:
    """A subtitle: `text` is one line, `speaker_id` None where nobody said who speaks."""

    speaker_id: int | None
    text: str
    start_ms: int
    end_ms: int


def cues(transcript: Transcript) -> list[Cue]:
    """Return the subtitles in the order in which they begin; turns that nobody timed have none.

    A cue begins with its first word and ends with its last. Only where a turn
    has a time and its words have none, the turn's time is shared out among
    its cues by their length.
    """
    found = [cue for turn in transcript.turns for cue in _cues_of(transcript, turn)]
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


def _cues_of(transcript: Transcript, turn: Turn) -> Iterator[Cue]:
    words = transcript.words.within(turn.span)
    if words:
        yield from _by_words(transcript.text, turn, words)
    elif turn.start_ms is not None and turn.end_ms is not None:
        yield from _by_length(transcript.text, turn, turn.start_ms, turn.end_ms)


def _by_words(text: str, turn: Turn, words: Sequence[Word]) -> Iterator[Cue]:
    """Group a turn's words into cues. What stands between words goes with the one that it touches."""
    starts = [turn.span.start, *(_boundary(text, *pair) for pair in pairwise(words))]
    ends = [*starts[1:], turn.span.end]
    first = 0
    for place in range(len(words)):
        so_far = text[starts[first] : ends[place]].strip()
        following = text[starts[first] : ends[place + 1]].strip() if place + 1 < len(words) else ""
        start_ms = words[first].start_ms
        if place + 1 == len(words) or (
            words[place + 1].start_ms - words[place].end_ms >= _PAUSE_MS
            or _ends_here(so_far, following, words[place + 1].end_ms - start_ms)
        ):
            end_ms = max(words[place].end_ms, start_ms + 1)
            yield Cue(turn.speaker_id, " ".join(so_far.split()), start_ms, end_ms)
            first = place + 1


def _ends_here(so_far: str, with_next: str, with_next_ms: int) -> bool:
    bare = so_far.rstrip(_CLOSERS)
    full = _cells(with_next) > _CUE_CELLS or with_next_ms > _CUE_MS
    at_comma = _cells(so_far) >= _COMMA_CELLS and bare.endswith(_CLAUSE_ENDS)
    return full or at_comma or bare.endswith(_SENTENCE_ENDS)


def _boundary(text: str, word: Word, following: Word) -> int:
    """Where one word's cue would end and the next one's begin: an opening mark stays with what it opens."""
    between = text[word.span.end : following.span.start]
    return word.span.end + (between.rfind(" ") + 1 or len(between))


def _by_length(text: str, turn: Turn, start_ms: int, end_ms: int) -> Iterator[Cue]:
    pieces = _pieces(turn.span.text_in(text))
    total = sum(len(piece) for piece in pieces)
    said = 0
    for piece in pieces:
        begin = start_ms + (end_ms - start_ms) * said // total
        said += len(piece)
        end = start_ms + (end_ms - start_ms) * said // total
        yield Cue(turn.speaker_id, " ".join(piece.split()), begin, max(end, begin + 1))


def _pieces(text: str) -> list[str]:
    pieces = [""]
    for word in _PIECE.findall(text):
        if pieces[-1] and _ends_here(pieces[-1].strip(), (pieces[-1] + word).strip(), 0):
            pieces.append("")
        pieces[-1] += word
    return [piece for piece in pieces if piece]


def _cells(text: str) -> int:
    """Count a text's width on a screen: a Chinese or Japanese character takes two cells."""
    return sum(2 if unicodedata.east_asian_width(sign) in _WIDE else 1 for sign in text)
