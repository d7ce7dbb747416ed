"""What Kaldi and Vosk write, also with the BBC's list of who speaks when."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from interviewcoder.sources.heard import Stretch, Token
from interviewcoder.sources.json_values import Json, first_of, mapping, milliseconds, objects, share, text
from interviewcoder.sources.recogniser_file import Heard


def kaldi(content: Json) -> Heard | None:
    """The BBC's Kaldi: `{"retval": {"words": [{"start", "end", "punct", "confidence"}], "segmentation"}}`."""
    entry = mapping(mapping(content).get("retval")) or mapping(content)
    words = objects(entry.get("words"))
    if not words or not all({"word", "start", "end"} <= word.keys() for word in words):
        return None
    tokens = [_token(word) for word in words]
    segments = sorted(_segments(entry.get("segmentation")))
    return Heard(list(_by_speaker(tokens, segments)), "Kaldi (JSON)")


def vosk(content: Json) -> Heard | None:
    """Vosk: `{"result": [{"conf", "start", "end", "word"}], "text"}`, or a list of such."""
    parts = objects(content) or [mapping(content)]
    if not any(objects(part.get("result")) for part in parts) or not all("text" in part for part in parts):
        return None
    stretches = []
    for part in parts:
        tokens = tuple(_token(word) for word in objects(part.get("result")))
        stretches.append(Stretch("", text(part.get("text")), tokens))
    return Heard(stretches, "Vosk (JSON)")


def _token(word: dict[str, Json]) -> Token:
    return Token(
        text(first_of(word, "punct", "word")),
        milliseconds(word.get("start")),
        milliseconds(word.get("end")),
        share(first_of(word, "confidence", "conf")),
    )


def _segments(segmentation: Json) -> Iterator[tuple[int, str]]:
    for segment in objects(mapping(segmentation).get("segments")):
        speaker = mapping(segment.get("speaker"))
        start_ms = milliseconds(segment.get("start"))
        name = text(speaker.get("@id"))
        if start_ms is not None and name:
            gender = text(speaker.get("gender"))
            yield start_ms, f"{gender}_{name}" if gender else name


def _by_speaker(tokens: Sequence[Token], segments: Sequence[tuple[int, str]]) -> Iterator[Stretch]:
    """Cut the words where another speaker begins: a word is the speaker's in whose segment its middle is."""
    if not segments:
        yield Stretch(tokens=tuple(tokens))
        return
    starts = [start_ms for start_ms, _ in segments]
    speaker = ""
    part: list[Token] = []
    for token in tokens:
        if token.start_ms is not None:
            middle = (token.start_ms + (token.end_ms or token.start_ms)) // 2
            says = segments[max(0, bisect_right(starts, middle) - 1)][1]
            if says != speaker and part:
                yield Stretch(speaker, tokens=tuple(part))
                part = []
            speaker = says
        part.append(token)
    yield Stretch(speaker, tokens=tuple(part))
