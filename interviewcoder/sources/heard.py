"""What a recogniser's file says was heard, and how it becomes turns: joined, mended, in paragraphs."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from interviewcoder.sources.text import normalise
from interviewcoder.sources.time_marks import Mark, cut_long, joint, timed_turn
from interviewcoder.sources.transcript import SpokenTurn, TimedWord

# How sure we are of a time that nobody measured: low enough to be shown as doubtful.
ESTIMATED = 0.3
# Languages that are written without spaces between words.
_UNSPACED = frozenset({"zh", "ja", "th", "lo", "km", "my", "yue"})

# Not the no-break spaces, which French and others write on purpose.
_BLANKS = re.compile("[ \t\n\r\f\v\x1c-\x1f\x85\u2028\u2029]+")
_CLOSING = re.compile(r"[^\w\s(\[{«“„‘¿¡#$£€@&*+–—-]+$")
_SENTENCE_END = re.compile(r"[.?!…。？！]['\"”’»)\]]*$")
_PARAGRAPH_PAUSE_MS = 2_000
_LONG_PARAGRAPH = 1_500
_LONG_TURN = 4_000
# Of a text's words, how many may be missing in it before we rather believe the words.
_SHARE_ASTRAY = 0.2
# How far ahead of its place a word is looked for.
_REACH = 200


@dataclass(frozen=True, slots=True)
class Token:
    """A word, or a punctuation mark, as a file gives it; `attached` to what stands before it, without a space."""

    text: str
    start_ms: int | None
    end_ms: int | None
    confidence: float = 1.0
    attached: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """What one speaker says in one go, as a file gives it.

    `text` is how the words are written together; empty where the file only has
    tokens. `apart`: the file itself begins a paragraph here. `confidence` is
    that of the whole, where the tokens have none.
    """

    speaker: str = ""
    text: str = ""
    tokens: tuple[Token, ...] = ()
    start_ms: int | None = None
    end_ms: int | None = None
    confidence: float = 1.0
    apart: bool = False


def in_line(text: str) -> str:
    """Text as part of a turn: on one line, single spaces, nothing that can't be stored."""
    return _BLANKS.sub(" ", normalise(text)).strip(" ")


def turns_of(stretches: Iterable[Stretch], *, language: str = "") -> tuple[list[SpokenTurn], tuple[str, ...]]:
    """Make turns of what a file says was heard; also returns what had to be mended, for a person.

    Neighbours of one speaker are joined. Where no speakers are told apart they
    become paragraphs, new ones after a pause of 2 s. The words of a stretch without
    tokens share its time by their length. Times that are missing, negative or run
    backwards inside a stretch are estimated from their neighbours, with a
    confidence of at most `ESTIMATED`.
    """
    spaced = language not in _UNSPACED
    parts: list[tuple[SpokenTurn, bool]] = []
    mended = backwards = 0
    before = 0
    for stretch in stretches:
        tokens, count = _mended(stretch)
        mended += count
        turn = turn_of(replace(stretch, tokens=tokens), spaced=spaced)
        if not turn.text:
            continue
        if turn.start_ms is not None:
            backwards += turn.start_ms < before
            before = max(before, turn.start_ms)
        parts += [(part, stretch.apart and first) for part, first in _sentences(turn)]
    notes = [
        _counted(mended, "time was missing or wrong and is estimated", "times were missing or wrong and are estimated")
    ]
    notes.append(
        _counted(backwards, "passage begins before the one above it", "passages begin before the one above them")
    )
    return _paragraphs(parts), tuple(note for note in notes if note)


def _counted(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}" if count else ""


# Times


def _mended(stretch: Stretch) -> tuple[tuple[Token, ...], int]:
    """The tokens with times that make sense, and how many had none; untimed where there is nothing to go by."""
    tokens = stretch.tokens
    timed = [index for index, token in enumerate(tokens) if token.start_ms is not None and token.start_ms >= 0]
    kept = {timed[place] for place in _longest_rising([tokens[index].start_ms or 0 for index in timed])}
    if not kept and (stretch.start_ms is None or stretch.end_ms is None):
        return tuple(replace(token, start_ms=None, end_ms=None) for token in tokens), 0
    mended: list[Token] = []
    count = 0
    place = 0
    while place < len(tokens):
        token = tokens[place]
        if place in kept:
            start_ms = token.start_ms or 0
            end_ms = token.end_ms if token.end_ms is not None else _next_start(tokens, kept, place + 1, start_ms)
            count += end_ms < start_ms
            mended.append(replace(token, start_ms=start_ms, end_ms=max(start_ms, end_ms)))
            place += 1
            continue
        last = next((index for index in range(place, len(tokens)) if index in kept), len(tokens))
        gap = _estimated(tokens[place:last], mended, tokens[last].start_ms if last < len(tokens) else None, stretch)
        # A punctuation mark has no time of its own: nothing is missing there.
        count += sum(not token.attached for token in tokens[place:last])
        mended += gap
        place = last
    return tuple(mended), count


def _next_start(tokens: Sequence[Token], kept: set[int], place: int, otherwise: int) -> int:
    following = next((tokens[index].start_ms for index in range(place, len(tokens)) if index in kept), None)
    return otherwise if following is None else following


def _estimated(tokens: Sequence[Token], before: Sequence[Token], until: int | None, stretch: Stretch) -> list[Token]:
    """Tokens without a time, spread evenly over the room between their neighbours."""
    first = before[-1].end_ms if before else stretch.start_ms
    last = stretch.end_ms if until is None else until
    known = [max(0, time) for time in (first, last) if time is not None]
    start = min(known)
    until = max(known) if until is None else max(start, until)
    step = (until - start) / len(tokens)
    return [
        replace(
            token,
            start_ms=round(start + number * step),
            end_ms=round(start + (number + 1) * step),
            confidence=min(token.confidence, ESTIMATED),
        )
        for number, token in enumerate(tokens)
    ]


def _longest_rising(values: Sequence[int]) -> list[int]:
    """The places of the longest part of a sequence that never falls: what is left out of it is out of order."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for place, value in enumerate(values):
        at = bisect_right(tails, value)
        before.append(ends[at - 1] if at else -1)
        if at == len(tails):
            tails.append(value)
            ends.append(place)
        else:
            tails[at], ends[at] = value, place
    found = []
    place = ends[-1] if ends else -1
    while place >= 0:
        found.append(place)
        place = before[place]
    return found[::-1]


# Text


def turn_of(stretch: Stretch, *, spaced: bool = True) -> SpokenTurn:
    """One stretch as a turn; its tokens' times are taken as they are."""
    text = in_line(stretch.text)
    words = _located(text, stretch.tokens) if text else None
    if words is None:
        text, words = _joined(stretch.tokens, spaced)
    if not words and stretch.start_ms is not None and stretch.end_ms is not None and text:
        return _shared_evenly(stretch, text)
    start_ms, end_ms = stretch.start_ms, stretch.end_ms
    if words:
        start_ms, end_ms = words[0].start_ms, max(word.end_ms for word in words)
    return SpokenTurn(in_line(stretch.speaker), text, start_ms, end_ms, tuple(words))


def _shared_evenly(stretch: Stretch, text: str) -> SpokenTurn:
    """A stretch of which only beginning and end are known: its words share the time by their length."""
    start_ms = max(0, stretch.start_ms or 0)
    marks = [Mark(0, start_ms), Mark(len(text), max(start_ms, stretch.end_ms or 0))]
    turn = timed_turn(in_line(stretch.speaker), text, marks)
    return replace(turn, words=tuple(replace(word, confidence=stretch.confidence) for word in turn.words))


def _located(text: str, tokens: Sequence[Token]) -> list[TimedWord] | None:
    """The tokens' places in a text that is written together; None when it is not of these words."""
    found: list[tuple[int, int, Token]] = []
    at = astray = 0
    for token in tokens:
        said = in_line(token.text)
        place = text.find(said, at, at + _REACH + len(said)) if said else -1
        if place < 0:
            astray += bool(said)
            continue
        at = place + len(said)
        found.append((place, at, token))
    if tokens and astray > _SHARE_ASTRAY * len(tokens):
        return None
    words: list[TimedWord] = []
    for number, (start, end, token) in enumerate(found):
        after = found[number + 1][0] if number + 1 < len(found) else len(text)
        # A mark right behind a word is the word's, one right before it too.
        while end < after and not (text[end].isspace() or text[end].isalnum()):
            end += 1
        floor = words[-1].end if words else 0
        while start > floor and not (text[start - 1].isspace() or text[start - 1].isalnum()):
            start -= 1
        if token.start_ms is not None and token.end_ms is not None:
            words.append(TimedWord(start, end, token.start_ms, token.end_ms, token.confidence))
    return words


def _joined(tokens: Sequence[Token], spaced: bool) -> tuple[str, list[TimedWord]]:
    """The tokens written together as their language is, and their places."""
    own_spaces = any(token.text.startswith(" ") for token in tokens)
    text = ""
    words: list[TimedWord] = []
    for token in tokens:
        said = in_line(token.text)
        if not said:
            continue
        mark = token.attached or bool(_CLOSING.fullmatch(said))
        glued = not token.text.startswith(" ") if own_spaces else mark or not spaced
        start = len(text) if glued or not text else len(text) + 1
        text += said if start == len(text) else f" {said}"
        if mark and words and words[-1].end == start:
            words[-1] = replace(words[-1], end=len(text))
        elif token.start_ms is not None and token.end_ms is not None:
            words.append(TimedWord(start, len(text), token.start_ms, token.end_ms, token.confidence))
    return text, words


# Paragraphs


def _sentences(turn: SpokenTurn) -> Iterator[tuple[SpokenTurn, bool]]:
    """A turn as it is, or a very long one cut behind its sentences; with each, whether it is the first."""
    first = 0
    if len(turn.text) > _LONG_PARAGRAPH:
        ends = [bool(_SENTENCE_END.search(turn.text[max(0, word.end - 5) : word.end])) for word in turn.words]
        punctuated = any(ends)
        for place in range(1, len(turn.words)):
            pause_ms = turn.words[place].start_ms - turn.words[place - 1].end_ms
            if ends[place - 1] if punctuated else pause_ms > _PARAGRAPH_PAUSE_MS:
                yield _cut(turn, first, place), not first
                first = place
    yield (_cut(turn, first, len(turn.words)) if first else turn), not first


def _cut(turn: SpokenTurn, first: int, last: int) -> SpokenTurn:
    words = turn.words
    start = words[first].start if first else 0
    end = words[last].start if last < len(words) else len(turn.text)
    text = turn.text[start:end].rstrip()
    moved = tuple(replace(word, start=word.start - start, end=word.end - start) for word in words[first:last])
    return SpokenTurn(turn.speaker, text, moved[0].start_ms, max(word.end_ms for word in moved), moved)


def joined_turns(parts: Iterable[SpokenTurn]) -> list[SpokenTurn]:
    """Join neighbours of one speaker; paragraphs, as in `turns_of`, where no speakers are told apart."""
    return _paragraphs([(part, False) for part in parts])


def _paragraphs(parts: Sequence[tuple[SpokenTurn, bool]]) -> list[SpokenTurn]:
    told_apart = len({turn.speaker for turn, _ in parts if turn.speaker}) > 1
    groups: list[list[SpokenTurn]] = []
    length = 0
    for part, apart in parts:
        before = groups[-1][-1] if groups else None
        if before is None or apart or before.speaker != part.speaker or _begins(before, part, length, told_apart):
            groups.append([])
            length = 0
        groups[-1].append(part)
        length += len(part.text) + 1
    return [turn for group in groups for turn in cut_long(_merged(group))]


def _begins(before: SpokenTurn, part: SpokenTurn, length: int, told_apart: bool) -> bool:
    """Whether the same speaker's next words begin a paragraph."""
    if told_apart:
        return length > _LONG_TURN
    known = part.start_ms is not None and before.end_ms is not None
    paused = known and (part.start_ms or 0) - (before.end_ms or 0) > _PARAGRAPH_PAUSE_MS
    return paused or length > _LONG_PARAGRAPH


def _merged(group: Sequence[SpokenTurn]) -> SpokenTurn:
    if len(group) == 1:
        return group[0]
    texts: list[str] = []
    words: list[TimedWord] = []
    length = 0
    for part in group:
        between = joint(texts[-1], part.text) if texts else ""
        length += len(between)
        words += [replace(word, start=word.start + length, end=word.end + length) for word in part.words]
        texts += [between, part.text]
        length += len(part.text)
    starts = [part.start_ms for part in group if part.start_ms is not None]
    ends = [part.end_ms for part in group if part.end_ms is not None]
    return SpokenTurn(
        group[0].speaker, "".join(texts), min(starts, default=None), max([*ends, *starts], default=None), tuple(words)
    )
