"""Where a transcript can't be trusted, from its words and the sound of its recording.

What isn't found here can be wrong all the same. Measured with Whisper base on
745 words of read speech and a phone call: 45 % of the wrong words lie in what
is found, and so do 5 % of the right ones (`benchmarks/trust.py`).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from interviewcoder.sources.findings import Detail, Found, Kind
from interviewcoder.sources.recognised import Doubt
from interviewcoder.sources.sound import Sound
from interviewcoder.sources.speech_time import (
    Stretch,
    likeliest,
    loudness,
    mute_stretches,
    padded,
    speech_stretches,
    times_of,
    total_ms,
    without,
)
from interviewcoder.sources.text import Span
from interviewcoder.sources.words import Word
from interviewcoder.transcription.loops import loops_in

# A word's doubt is -ln of its probability, at most 3; over so much on average in five words they are doubtful.
_DOUBTFUL, _AROUND, _MOST_DOUBT = 0.4, 2, 3.0
# At the ends of what is doubtful, sure words are left out; a word under the second figure is doubtful by itself.
_SURE, _UNSURE_ALONE = 0.9, 0.2
# Words over silence: in no 32 ms around them is speech likelier than that.
_HARDLY_SPEECH, _BESIDE_A_WORD_MS = 0.25, 200
# Speech without words: how long it is at least, how much of it Silero takes for speech, and how loud it is beside the
# rest of the speech, so that a radio next door isn't taken for somebody who was left out.
_LEAST_SPEECH_MS, _LEAST_LOUDNESS = 1500, 0.25
_LEAST_MUTE_MS = 2000
_LEFT_OUT_TOGETHER_MS = 1500
# How far from where two blocks were joined a word is looked at.
_AROUND_AN_EDGE_MS = 3000

_KIND_OF_DOUBT: dict[str, Kind] = {"guess": "guess", "invented": "left_out", "language": "language", "gap": "gap"}


@dataclass(frozen=True, slots=True)
class Told:
    """What is known besides text and words.

    `sound` is the recording's outline, `doubts` and `edges_ms` what the
    recogniser said (see `Recognised`), `heard` the times of words that it heard
    and that, by the transcription rules, aren't written.
    """

    sound: Sound | None = None
    doubts: tuple[Doubt, ...] = ()
    edges_ms: tuple[int, ...] = ()
    heard: tuple[Stretch, ...] = ()


def check(text: str, words: Sequence[Word], told: Told) -> list[Found]:
    """Find the places of a transcript that should be heard again, in the order of the recording."""
    words = list(words)
    unsure = unsure_words(text, words)
    edges = doubtful_edges(text, words, unsure, told.edges_ms)
    found = [each for each in unsure if not any(each.span.overlaps(edge.span) for edge in edges)]
    found += edges
    found += loops(text, words)
    found += told_doubts(words, told.doubts)
    if told.sound is not None:
        muted = muted_passages(words, told.sound, [d for d in told.doubts if d.kind == "gap"])
        found += muted
        found += over_silence(text, words, told.sound)
        found += speech_without_text(words, told.sound, told.heard)
    return sorted(found, key=lambda each: (each.start_ms, each.span, each.kind))


def unsure_words(text: str, words: Sequence[Word]) -> list[Found]:
    """Find words of which the recogniser wasn't sure, in runs within one turn.

    Probabilities of single words say little: “yes” at the beginning of a turn
    is often under a half and right. So a word is doubtful where the five
    around it are so on average (the mean negative log probability, as Whisper
    judges its own segments: Radford et al. 2023, 4.5).
    """
    doubts = [min(_MOST_DOUBT, -math.log(max(word.confidence, 1e-4))) for word in words]
    found = []
    for first, beyond in _turns(text, words):
        marked = [
            words[place].confidence < _UNSURE_ALONE
            or _mean(doubts[max(first, place - _AROUND) : min(beyond, place + _AROUND + 1)]) > _DOUBTFUL
            for place in range(first, beyond)
        ]
        for start, end in _runs(marked):
            run = _without_sure_ends(words[first + start : first + end])
            if run:
                lowest = min(word.confidence for word in run)
                found.append(_found("low_confidence", run, {"lowest": round(lowest, 2), "words": len(run)}))
    return found


def over_silence(text: str, words: Sequence[Word], sound: Sound) -> list[Found]:
    """Find words that are written where hardly anybody is heard to speak (Silero VAD), in runs within one turn."""
    found = []
    for first, beyond in _turns(text, words):
        heard = [_speech_around(sound, word) for word in words[first:beyond]]
        for start, end in _runs([share < _HARDLY_SPEECH for share in heard]):
            run = words[first + start : first + end]
            found.append(_found("silence", run, {"speech": round(max(heard[start:end]), 2), "words": len(run)}))
    return found


def loops(text: str, words: Sequence[Word]) -> list[Found]:
    """Find the same words said three times and more in a row."""
    parts = [word.span.text_in(text) for word in words]
    return [
        _found("loop", words[loop.start : loop.end], {"times": loop.times, "words": loop.length})
        for loop in loops_in(parts)
    ]


def speech_without_text(words: Sequence[Word], sound: Sound, heard: Iterable[Stretch] = ()) -> list[Found]:
    """Find speech of 1.5 s and more that has no words, unless it is far softer than the rest of the speech."""
    speech = speech_stretches(sound)
    bare = without(speech, padded([*times_of(words), *heard]))
    usual = loudness(sound, without(speech, bare)) or loudness(sound, speech)
    return [
        Found("no_text", Span(at, at), start, end, {"ms": end - start})
        for start, end in bare
        if end - start >= _LEAST_SPEECH_MS and loudness(sound, [(start, end)]) >= _LEAST_LOUDNESS * usual
        for at in [_place_at(words, start)]
    ]


def muted_passages(words: Sequence[Word], sound: Sound, gaps: Sequence[Doubt]) -> list[Found]:
    """Find where there is no sound at all for 2 s and more, between the first sound and the last."""
    silent = [
        (start, end) for start, end in mute_stretches(sound, _LEAST_MUTE_MS) if start > 0 and end < sound.duration_ms
    ]
    known = sorted((gap.start_ms, gap.end_ms) for gap in gaps if gap.end_ms - gap.start_ms >= _LEAST_MUTE_MS)
    return [
        Found("muted", Span(at, at), start, end, {"ms": end - start})
        for start, end in silent
        if total_ms(without([(start, end)], known)) > (end - start) // 2
        for at in [_place_at(words, start)]
    ]


def told_doubts(words: Sequence[Word], doubts: Iterable[Doubt]) -> list[Found]:
    """Say where in the text the recogniser's own doubts are."""
    found = []
    for doubt in _as_few(doubts):
        kind = _KIND_OF_DOUBT[doubt.kind]
        if kind == "gap" and doubt.end_ms - doubt.start_ms < _LEAST_MUTE_MS:
            continue
        meant = [word for word in words if doubt.start_ms <= (word.start_ms + word.end_ms) // 2 < doubt.end_ms]
        at = _place_at(words, doubt.start_ms)
        span = Span(meant[0].span.start, meant[-1].span.end) if meant and kind != "left_out" else Span(at, at)
        if span.length or kind in ("gap", "left_out"):
            found.append(Found(kind, span, doubt.start_ms, doubt.end_ms, _detail(kind, doubt)))
    return found


def doubtful_edges(text: str, words: Sequence[Word], unsure: Sequence[Found], edges_ms: Iterable[int]) -> list[Found]:
    """Find the joints of two blocks around which words are doubtful, or the same words stand twice."""
    found = []
    for edge in edges_ms:
        near = [w for w in words if abs((w.start_ms + w.end_ms) // 2 - edge) <= _AROUND_AN_EDGE_MS]
        if not near:
            continue
        span = Span(near[0].span.start, near[-1].span.end)
        if any(each.span.overlaps(span) for each in unsure):
            found.append(_found("edge", near, {"lowest": round(min(word.confidence for word in near), 2)}))
        elif _said_twice([word.span.text_in(text) for word in near]):
            found.append(_found("edge", near, {"twice": True}))
    return found


def _as_few(doubts: Iterable[Doubt]) -> list[Doubt]:
    """Tell what was left out in one go as one."""
    found: list[Doubt] = []
    for doubt in doubts:
        last = found[-1] if found else None
        if last and last.kind == doubt.kind == "invented" and doubt.start_ms - last.end_ms <= _LEFT_OUT_TOGETHER_MS:
            found[-1] = Doubt(last.start_ms, doubt.end_ms, "invented", f"{last.detail} {doubt.detail}")
        else:
            found.append(doubt)
    return found


def _detail(kind: Kind, doubt: Doubt) -> Detail:
    if kind == "language":
        return {"language": doubt.detail}
    if kind == "left_out":
        return {"text": doubt.detail}
    return {"ms": doubt.end_ms - doubt.start_ms} if kind == "gap" else {}


def _found(kind: Kind, run: Sequence[Word], detail: Detail) -> Found:
    span = Span(run[0].span.start, run[-1].span.end)
    return Found(kind, span, min(word.start_ms for word in run), max(word.end_ms for word in run), detail)


def _place_at(words: Sequence[Word], moment_ms: int) -> int:
    """Where in the text words belong that are said at a moment: behind the last that is said before."""
    return max((word.span.end for word in words if word.start_ms <= moment_ms), default=0)


def _turns(text: str, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Give the first word of each turn and the one beyond its last."""
    first = 0
    for place in range(1, len(words) + 1):
        if place == len(words) or "\n" in text[words[place - 1].span.end : words[place].span.start]:
            yield first, place
            first = place


def _runs(marked: Sequence[bool]) -> Iterator[tuple[int, int]]:
    start: int | None = None
    for place, mark in enumerate([*marked, False]):
        if mark and start is None:
            start = place
        elif not mark and start is not None:
            yield start, place
            start = None


def _without_sure_ends(run: Sequence[Word]) -> Sequence[Word]:
    unsure = [place for place, word in enumerate(run) if word.confidence < _SURE]
    return run[unsure[0] : unsure[-1] + 1] if unsure else ()


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _speech_around(sound: Sound, word: Word) -> float:
    """How likely somebody speaks at a word; certain where the recording has ended by then."""
    if word.start_ms >= sound.duration_ms:
        return 1.0
    return likeliest(sound, word.start_ms - _BESIDE_A_WORD_MS, word.end_ms + _BESIDE_A_WORD_MS)


def _said_twice(parts: Sequence[str]) -> bool:
    """Whether two words or more stand there and then stand there again."""
    plain = ["".join(char for char in part if char.isalnum()).casefold() for part in parts]
    return any(
        plain[start : start + length] == plain[start + length : start + 2 * length]
        for length in range(2, len(plain) // 2 + 1)
        for start in range(len(plain) - 2 * length + 1)
    )
