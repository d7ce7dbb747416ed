"""What the platforms AssemblyAI, Deepgram and Rev AI write."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from interviewcoder.sources.heard import Stretch, Token
from interviewcoder.sources.json_values import Json, first_object, first_of, mapping, milliseconds, objects, share, text
from interviewcoder.sources.recogniser_file import Heard


def assembly_ai(content: Json) -> Heard | None:
    """AssemblyAI: `{"utterances": [{"speaker", "text", "words": [{"text", "start", "end"}]}], "words"}`, in ms."""
    entry = mapping(content)
    parts = objects(entry.get("utterances"))
    if not parts and "audio_url" in entry and objects(entry.get("words")):
        parts = [{"text": entry.get("text"), "words": entry["words"]}]
    if not parts or not all("text" in part and "words" in part for part in parts):
        return None
    stretches = []
    for part in parts:
        tokens = tuple(
            Token(
                text(word.get("text")),
                milliseconds(word.get("start"), unit_ms=1),
                milliseconds(word.get("end"), unit_ms=1),
                share(word.get("confidence")),
            )
            for word in objects(part.get("words"))
        )
        stretches.append(Stretch(text(part.get("speaker")), text(part.get("text")), tokens))
    return Heard(stretches, "AssemblyAI (JSON)", text(entry.get("language_code")))


def deepgram(content: Json) -> Heard | None:
    """Deepgram: `{"results": {"channels": [{"alternatives": [{"words": [{"word", "start", "end", "speaker"}]}]}]}}`.

    Of several channels each is a speaker.
    """
    channels = objects(mapping(mapping(content).get("results")).get("channels"))
    if not channels:
        return None
    stretches: list[Stretch] = []
    for number, channel in enumerate(channels, start=1):
        words = objects(first_object(channel.get("alternatives")).get("words"))
        apart = len(channels) > 1
        for speaker, said in groupby(words, key=lambda word: text(word.get("speaker"))):
            name = f"Channel {number}" if apart else f"S{speaker}" if speaker.isdecimal() else speaker
            tokens = tuple(_deepgram_token(word) for word in said)
            stretches += _sentences(name, tokens) if apart else [Stretch(name, tokens=tokens)]
    if len(channels) > 1:
        stretches.sort(key=lambda stretch: stretch.tokens[0].start_ms or 0)
    return Heard(stretches, "Deepgram (JSON)", text(channels[0].get("detected_language")))


def _deepgram_token(word: dict[str, Json]) -> Token:
    return Token(
        text(first_of(word, "punctuated_word", "word")),
        milliseconds(word.get("start")),
        milliseconds(word.get("end")),
        share(word.get("confidence")),
    )


def _sentences(speaker: str, tokens: tuple[Token, ...]) -> Iterator[Stretch]:
    """Cut a channel behind its sentences, so that question and answer can be put in the order of time."""
    first = 0
    for place, token in enumerate(tokens, start=1):
        if token.text.endswith((".", "?", "!")) or place == len(tokens):
            yield Stretch(speaker, tokens=tokens[first:place])
            first = place


def rev_ai(content: Json) -> Heard | None:
    """Rev AI: `{"monologues": [{"speaker", "elements": [{"type", "value", "ts", "end_ts"}]}]}`; signs are elements."""
    parts = objects(mapping(content).get("monologues"))
    if not parts or not all("elements" in part for part in parts):
        return None
    stretches = []
    for part in parts:
        elements = objects(part.get("elements"))
        written = "".join(text(element.get("value")) for element in elements)
        tokens = tuple(
            Token(
                text(element.get("value")),
                milliseconds(element.get("ts")),
                milliseconds(element.get("end_ts")),
                share(element.get("confidence")),
            )
            for element in elements
            if element.get("type") == "text"
        )
        speaker = text(part.get("speaker"))
        stretches.append(Stretch(f"S{speaker}" if speaker.isdecimal() else speaker, written, tokens))
    return Heard(stretches, "Rev AI (JSON)")
