"""What transcript editors keep: autoEdit 2, digital-paper-edit, react-transcript-editor, and our own export."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from interviewcoder.sources.heard import Stretch, Token
from interviewcoder.sources.json_values import Json, first_of, mapping, milliseconds, objects, share, text
from interviewcoder.sources.recogniser_file import Heard


def own_export(content: Json) -> Heard | None:
    """Our own JSON: `{"source", "turns": [{"speaker", "start", "end", "text"}], "words": [{"start", "end"}]}`."""
    entry = mapping(content)
    turns, words = objects(entry.get("turns")), objects(entry.get("words"))
    if (
        "source" not in entry
        or not turns
        or not all({"speaker", "start", "end", "text"} <= turn.keys() for turn in turns)
    ):
        return None
    stretches = []
    place = 0
    for turn in turns:
        end = turn["end"] if isinstance(turn["end"], int) else 0
        first = place
        while place < len(words) and isinstance(words[place].get("start"), int) and words[place]["start"] < end:
            place += 1
        tokens = tuple(
            Token(
                text(word.get("text")),
                milliseconds(word.get("start_ms"), unit_ms=1),
                milliseconds(word.get("end_ms"), unit_ms=1),
                share(word.get("confidence")),
            )
            for word in words[first:place]
        )
        times = (milliseconds(turn.get("start_ms"), unit_ms=1), milliseconds(turn.get("end_ms"), unit_ms=1))
        stretches.append(Stretch(text(turn["speaker"]), text(turn["text"]), tokens, *times, apart=True))
    return Heard(stretches, "InterviewCoder (JSON)", text(entry.get("language")))


def auto_edit(content: Json) -> Heard | None:
    """autoEdit 2: `{"text": [{"speaker", "paragraph": [{"line": [{"text", "startTime", "endTime"}]}]}]}`."""
    parts = objects(mapping(content).get("text"))
    if not any("paragraph" in part for part in parts):
        return None
    stretches = []
    for part in parts:
        speaker = text(part.get("speaker"))
        for paragraph in objects(part.get("paragraph")):
            tokens = tuple(
                Token(text(word.get("text")), milliseconds(word.get("startTime")), milliseconds(word.get("endTime")))
                for word in objects(paragraph.get("line"))
            )
            stretches.append(Stretch("" if speaker == "Unnamed Speaker" else speaker, tokens=tokens, apart=True))
    return Heard(stretches, "autoEdit 2 (JSON)", _spoken_in(text(mapping(content).get("languageModel"))))


def _spoken_in(language_model: str) -> str:
    """The language of a name such as “British English”."""
    return language_model.split()[-1] if language_model else ""


def paper_edit(content: Json) -> Heard | None:
    """digital-paper-edit: `{"words": [{"start", "end", "text"}], "paragraphs": [{"start", "end", "speaker"}]}`."""
    entry = mapping(content)
    words = objects(entry.get("words"))
    if not words or not isinstance(entry.get("paragraphs"), list):
        return None
    if not all({"text", "start", "end"} <= word.keys() for word in words):
        return None
    tokens = [
        Token(text(word["text"]), milliseconds(word["start"]), milliseconds(word["end"]), share(word.get("confidence")))
        for word in words
    ]
    begins = sorted(
        (start_ms, text(paragraph.get("speaker")))
        for paragraph in objects(entry["paragraphs"])
        if (start_ms := milliseconds(paragraph.get("start"))) is not None
    )
    stretches = list(_paragraphs(tokens, begins))
    speakers = [stretch.speaker for stretch in stretches if stretch.speaker]
    if len(speakers) > 2 and len(set(speakers)) == len(speakers) and all(name.startswith("TBC") for name in speakers):
        # “To be confirmed”: a number for each paragraph, which tells nobody apart.
        stretches = [Stretch(tokens=stretch.tokens, apart=True) for stretch in stretches]
        note = "its speakers are not told apart yet (“TBC”) and were left out"
        return Heard(stretches, "digital-paper-edit (JSON)", notes=(note,))
    return Heard(stretches, "digital-paper-edit (JSON)")


def _paragraphs(tokens: Sequence[Token], begins: Sequence[tuple[int, str]]) -> Iterator[Stretch]:
    """Cut the words where paragraphs begin; a word before the first or between two belongs to the one above it."""
    speaker = ""
    part: list[Token] = []
    place = 0
    for token in tokens:
        while place < len(begins) and token.start_ms is not None and begins[place][0] <= token.start_ms:
            if part:
                yield Stretch(speaker, tokens=tuple(part), apart=True)
                part = []
            speaker = begins[place][1]
            place += 1
        part.append(token)
    yield Stretch(speaker, tokens=tuple(part), apart=True)


def draft_js(content: Json) -> Heard | None:
    """react-transcript-editor: `{"blocks": [{"text", "data": {"speaker"}, "entityRanges"}], "entityMap"}`."""
    entry = mapping(content)
    blocks = objects(entry.get("blocks"))
    if not isinstance(entry.get("entityMap"), dict | list) or not all("text" in block for block in blocks):
        return None
    listed = entry["entityMap"]
    entities = listed if isinstance(listed, dict) else {str(number): each for number, each in enumerate(listed)}
    stretches = []
    for block in blocks:
        known = mapping(block.get("data"))
        tokens = list(_entity_words(objects(block.get("entityRanges")), entities))
        if not tokens:
            tokens = [
                Token(
                    text(first_of(word, "punct", "text", "word")),
                    milliseconds(word.get("start")),
                    milliseconds(word.get("end")),
                    share(word.get("confidence")),
                )
                for word in objects(known.get("words"))
            ]
        speaker = text(known.get("speaker"))
        start_ms = milliseconds(known.get("start"))
        stretches.append(Stretch(speaker, text(block["text"]), tuple(tokens), start_ms, apart=True))
    return Heard(stretches, "react-transcript-editor (JSON)")


def _entity_words(ranges: Sequence[dict[str, Json]], entities: dict[str, Json]) -> Iterator[Token]:
    for place in ranges:
        word = mapping(mapping(entities.get(text(place.get("key")))).get("data"))
        if "start" in word:
            yield Token(
                text(first_of(word, "text", "punct", "word")),
                milliseconds(word.get("start")),
                milliseconds(word.get("end")),
                share(word.get("confidence")),
            )
