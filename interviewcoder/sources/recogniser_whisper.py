"""What OpenAI Whisper and its kin write: whisper-timestamped, faster-whisper, WhisperX, whisper.cpp, Transformers."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence

from interviewcoder.sources.heard import Stretch, Token
from interviewcoder.sources.json_values import (
    Json,
    first_of,
    mapping,
    milliseconds,
    objects,
    share,
    text,
)
from interviewcoder.sources.recogniser_file import Heard

# What whisper.cpp lists among its tokens and nobody said: [_BEG_], [_TT_150], <|endoftext|>.
_SPECIAL = re.compile(r"^\s*(?:\[_.*\]|<\|.*\|>)\s*$")


def whisper(content: Json) -> Heard | None:
    """Segments with or without words: `{"segments": [{"start", "end", "text", "words"}], "language"}`."""
    entry = mapping(content)
    segments = objects(entry.get("segments"))
    if not isinstance(entry.get("segments"), list) or not all("text" in segment for segment in segments):
        return None
    stretches = [_segment(segment) for segment in segments]
    if not any(stretch.tokens for stretch in stretches):
        stretches = list(_shared_out(stretches, [_word(word) for word in objects(entry.get("words"))]))
    origin = "WhisperX" if "word_segments" in entry else _whisper_origin(segments)
    return Heard(stretches, f"{origin} (JSON)", text(entry.get("language")))


def _whisper_origin(segments: Sequence[dict[str, Json]]) -> str:
    if any("confidence" in segment and "seek" in segment for segment in segments):
        return "whisper-timestamped"
    return "Whisper"


def _segment(segment: dict[str, Json]) -> Stretch:
    words = objects(segment.get("words"))
    speaker = text(first_of(segment, "speaker", "speaker_id", "speaker_label"))
    if not speaker:
        said = [text(word.get("speaker")) for word in words]
        speaker = max(said, key=said.count, default="")
    return Stretch(
        speaker,
        text(segment.get("text")),
        tuple(_word(word) for word in words),
        milliseconds(first_of(segment, "start")),
        milliseconds(first_of(segment, "end")),
        _confidence(segment),
    )


def _word(word: dict[str, Json]) -> Token:
    return Token(
        text(first_of(word, "word", "text")),
        milliseconds(first_of(word, "start")),
        milliseconds(first_of(word, "end")),
        share(first_of(word, "confidence", "probability", "score")),
    )


def _confidence(segment: dict[str, Json]) -> float:
    if "confidence" in segment:
        return share(segment["confidence"])
    probability = segment.get("avg_logprob")
    if isinstance(probability, int | float) and not isinstance(probability, bool) and probability <= 0:
        return math.exp(probability)
    return 1.0


def _shared_out(stretches: Sequence[Stretch], words: Sequence[Token]) -> Iterator[Stretch]:
    """Give each segment the words of its time, where the file lists all words apart from the segments."""
    place = 0
    for number, stretch in enumerate(stretches):
        first = place
        last = number + 1 == len(stretches)
        until = stretches[number + 1].start_ms if not last else None
        while place < len(words) and (last or until is None or (words[place].start_ms or 0) < until):
            place += 1
        yield Stretch(
            stretch.speaker,
            stretch.text,
            tuple(words[first:place]),
            stretch.start_ms,
            stretch.end_ms,
            stretch.confidence,
        )


def whisper_cpp(content: Json) -> Heard | None:
    """whisper.cpp, with or without tokens: `{"transcription": [{"offsets": {"from", "to"}, "text", "tokens"}]}`."""
    entry = mapping(content)
    segments = objects(entry.get("transcription"))
    if not isinstance(entry.get("transcription"), list) or not all(
        {"text", "offsets"} & segment.keys() for segment in segments
    ):
        return None
    stretches = []
    for segment in segments:
        start_ms, end_ms = _offsets(segment)
        words = _words_of_tokens(objects(segment.get("tokens")))
        stretches.append(
            Stretch(text(segment.get("speaker")), text(segment.get("text")), tuple(words), start_ms, end_ms)
        )
    language = text(first_of(mapping(entry.get("result")), "language") or mapping(entry.get("params")).get("language"))
    return Heard(stretches, "whisper.cpp (JSON)", language)


def _offsets(entry: dict[str, Json]) -> tuple[int | None, int | None]:
    offsets, clocks = mapping(entry.get("offsets")), mapping(entry.get("timestamps"))
    if offsets:
        return milliseconds(offsets.get("from"), unit_ms=1), milliseconds(offsets.get("to"), unit_ms=1)
    return milliseconds(clocks.get("from")), milliseconds(clocks.get("to"))


def _words_of_tokens(tokens: Sequence[dict[str, Json]]) -> Iterator[Token]:
    """Put the pieces of words together; a piece that begins with a space begins a word."""
    pieces: list[Token] = []
    for token in tokens:
        piece = text(token.get("text"))
        # Half a character of a language with long ones: the segment's text has it whole.
        if _SPECIAL.match(piece) or not piece or "\ufffd" in piece:
            continue
        if piece.startswith(" ") and pieces:
            yield _whole_word(pieces)
            pieces = []
        start_ms, end_ms = _offsets(token)
        pieces.append(Token(piece, start_ms, end_ms, share(token.get("p"))))
    if pieces:
        yield _whole_word(pieces)


def _whole_word(pieces: Sequence[Token]) -> Token:
    confidence = sum(piece.confidence for piece in pieces) / len(pieces)
    return Token("".join(piece.text for piece in pieces), pieces[0].start_ms, pieces[-1].end_ms, confidence)


def transformers(content: Json) -> Heard | None:
    """The pipeline of Transformers: `{"text", "chunks": [{"timestamp": [0.0, 1.2], "text"}]}`, "speakers" beside it."""
    entry = mapping(content)
    chunks = objects(entry.get("chunks"))
    told_apart = objects(entry.get("speakers"))
    if not chunks or not all(isinstance(chunk.get("timestamp"), list) for chunk in chunks):
        return None
    if told_apart and all({"text", "timestamp", "speaker"} <= part.keys() for part in told_apart):
        chunks = told_apart
    parts = [(chunk, *_pair(chunk.get("timestamp"))) for chunk in chunks]
    # Asked for words it gives each as a chunk.
    by_word = sum(len(text(chunk.get("text")).split()) <= 1 for chunk in chunks) > 0.9 * len(chunks)
    if by_word and chunks is not told_apart:
        tokens = tuple(Token(text(chunk.get("text")), start_ms, end_ms) for chunk, start_ms, end_ms in parts)
        stretches = [Stretch("", text(entry.get("text")), tokens)]
    else:
        stretches = [
            Stretch(text(chunk.get("speaker")), text(chunk.get("text")), (), start_ms, end_ms)
            for chunk, start_ms, end_ms in parts
        ]
    return Heard(stretches, "Whisper (Transformers, JSON)", text(entry.get("language")))


def _pair(value: Json) -> tuple[int | None, int | None]:
    both = value if isinstance(value, list) and len(value) == 2 else [None, None]
    return milliseconds(both[0]), milliseconds(both[1])


def subtitles(content: Json) -> Heard | None:
    """A bare list of passages: `[{"start", "end", "text"}]`, with "words" where faster-whisper's segments were kept."""
    passages = objects(content)
    if not passages or len(passages) != len(content):
        return None
    if not all("start" in passage and {"text", "speech"} & passage.keys() for passage in passages):
        return None
    whisper_like = any("avg_logprob" in passage or "words" in passage for passage in passages)
    stretches = [_segment({"text": passage.get("speech"), **passage}) for passage in passages]
    return Heard(stretches, "Whisper (JSON)" if whisper_like else "Subtitles (JSON)")
