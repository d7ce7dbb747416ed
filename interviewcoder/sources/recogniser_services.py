"""What the services of AWS, Google, IBM and Speechmatics write."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from interviewcoder.sources.heard import Stretch, Token
from interviewcoder.sources.json_values import Json, first_object, first_of, mapping, milliseconds, objects, share, text
from interviewcoder.sources.recogniser_file import Heard

_Said = tuple[str, Token]


def aws(content: Json) -> Heard | None:
    """AWS Transcribe: `{"results": {"items": [{"start_time", "alternatives", "type"}], "speaker_labels"}}`.

    A bare list of such items is understood too.
    """
    results = mapping(mapping(content).get("results"))
    items = objects(results.get("items")) or objects(content)
    if not items or not all({"alternatives", "type"} <= item.keys() for item in items):
        return None
    labels = mapping(results.get("speaker_labels")) or mapping(first_object(results.get("speaker_labels")))
    speakers = {
        text(item.get("start_time")): text(item.get("speaker_label"))
        for segment in objects(labels.get("segments"))
        for item in objects(segment.get("items"))
    }
    said: list[_Said] = []
    for item in items:
        best = first_object(item.get("alternatives"))
        mark = item.get("type") == "punctuation"
        token = Token(
            text(best.get("content")),
            milliseconds(item.get("start_time")),
            milliseconds(item.get("end_time")),
            share(best.get("confidence")),
            attached=mark,
        )
        speaker = text(item.get("speaker_label")) or speakers.get(text(item.get("start_time")), "")
        said.append((said[-1][0] if said and (mark or not speaker) else speaker, token))
    language = text(first_of(results, "language_code") or mapping(content).get("language_code"))
    return Heard(list(_by_speaker(said)), "AWS Transcribe (JSON)", language)


def google(content: Json) -> Heard | None:
    """Google Speech-to-Text: `{"results": [{"alternatives": [{"transcript", "words": [{"startTime", "word"}]}]}]}`.

    With speakers told apart the last result repeats all words, each with its
    speaker; only the results before it have the punctuation's spaces right.
    """
    entry = mapping(content)
    results = objects((mapping(entry.get("response")) or entry).get("results"))
    best = [first_object(result.get("alternatives")) for result in results]
    if not any("transcript" in each for each in best) or any("timestamps" in each for each in best):
        return None
    language = next(
        (text(code) for result in results if (code := first_of(result, "languageCode", "language_code"))), ""
    )
    every = [[(_google_speaker(word), _google_token(word)) for word in objects(each.get("words"))] for each in best]
    origin = "Google Speech-to-Text (JSON)"
    if (
        len(every) > 1
        and any(speaker for speaker, _ in every[-1])
        and not any(s for part in every[:-1] for s, _ in part)
    ):
        return Heard(list(_by_speaker(every[-1])), origin, language)
    stretches: list[Stretch] = []
    for each, words in zip(best, every, strict=True):
        if any(speaker for speaker, _ in words):
            stretches += _by_speaker(words)
        else:
            tokens = tuple(token for _, token in words)
            stretches.append(
                Stretch("", text(each.get("transcript")), tokens, confidence=share(each.get("confidence")))
            )
    return Heard(stretches, origin, language)


def _google_speaker(word: dict[str, Json]) -> str:
    named = text(first_of(word, "speakerLabel", "speaker_label", "speakerTag", "speaker_tag"))
    return f"S{named}" if named.isdecimal() and named != "0" else named if named != "0" else ""


def _google_token(word: dict[str, Json]) -> Token:
    start_ms = milliseconds(first_of(word, "startTime", "startOffset", "start_time", "start_offset"))
    end_ms = milliseconds(first_of(word, "endTime", "endOffset", "end_time", "end_offset"))
    # What begins at 0 is left out of the newer form.
    start_ms = 0 if start_ms is None and end_ms is not None else start_ms
    return Token(text(word.get("word")), start_ms, end_ms, share(word.get("confidence")))


def ibm(content: Json) -> Heard | None:
    """IBM Watson: `{"results": [{"alternatives": [{"transcript", "timestamps": [["word", 1.0, 1.2]]}]}]}`."""
    entry = mapping(content)
    inner = first_object(entry.get("results"))
    answers = [inner, *objects(entry.get("results"))[1:]] if "results" in inner else [entry]
    stretches: list[Stretch] = []
    known = False
    for answer in answers:
        speakers = {
            milliseconds(label.get("from")): text(label.get("speaker"))
            for label in objects(answer.get("speaker_labels"))
        }
        for result in objects(answer.get("results")):
            best = first_object(result.get("alternatives"))
            known |= "timestamps" in best
            said = list(_ibm_words(best, speakers))
            if len({speaker for speaker, _ in said}) == 1:
                tokens = tuple(token for _, token in said)
                stretches.append(Stretch(said[0][0], text(best.get("transcript")), tokens))
            else:
                stretches += _by_speaker(said)
    if not known:
        return None
    return Heard(stretches, "IBM Watson (JSON)")


def _ibm_words(best: dict[str, Json], speakers: dict[int | None, str]) -> Iterator[_Said]:
    timestamps = best.get("timestamps")
    confidences = best.get("word_confidence")
    sure = confidences if isinstance(confidences, list) else []
    for number, stamp in enumerate(timestamps if isinstance(timestamps, list) else []):
        if not (isinstance(stamp, list) and len(stamp) == 3):
            continue
        start_ms = milliseconds(stamp[1])
        pair = sure[number] if number < len(sure) else None
        confidence = share(pair[1]) if isinstance(pair, list) and len(pair) == 2 else 1.0
        speaker = speakers.get(start_ms, "")
        named = f"S{speaker}" if speaker.isdecimal() else speaker
        yield named, Token(text(stamp[0]), start_ms, milliseconds(stamp[2]), confidence)


def speechmatics(content: Json) -> Heard | None:
    """Speechmatics, format 1.0: `{"words": [{"name", "time", "duration", "confidence"}], "speakers"}`."""
    entry = mapping(content)
    words = objects(entry.get("words"))
    if not words or not all({"name", "time"} <= word.keys() for word in words):
        return None
    begins = sorted(
        (start_ms, text(part.get("name")))
        for part in objects(entry.get("speakers"))
        if (start_ms := milliseconds(part.get("time"))) is not None
    )
    said: list[_Said] = []
    speaker = ""
    for word in words:
        start_ms, name = milliseconds(word.get("time")), text(word.get("name"))
        length_ms = milliseconds(word.get("duration"))
        mark = not any(letter.isalnum() for letter in name)
        while begins and start_ms is not None and not mark and begins[0][0] <= start_ms:
            speaker = begins.pop(0)[1]
        end_ms = None if start_ms is None or length_ms is None else start_ms + length_ms
        said.append((speaker, Token(name, start_ms, end_ms, share(word.get("confidence")), attached=mark)))
    return Heard(list(_by_speaker(said)), "Speechmatics (JSON)", text(mapping(entry.get("job")).get("lang")))


def speechmatics_2(content: Json) -> Heard | None:
    """Speechmatics, format 2: `{"results": [{"type", "start_time", "alternatives": [{"content", "speaker"}]}]}`."""
    entry = mapping(content)
    results = objects(entry.get("results"))
    if not results or not all({"type", "alternatives", "start_time"} <= result.keys() for result in results):
        return None
    said: list[_Said] = []
    for result in results:
        best = first_object(result.get("alternatives"))
        mark = result.get("type") == "punctuation" and result.get("attaches_to", "previous") in ("previous", "both")
        token = Token(
            text(best.get("content")),
            milliseconds(result.get("start_time")),
            milliseconds(result.get("end_time")),
            share(best.get("confidence")),
            attached=mark,
        )
        speaker = text(best.get("speaker"))
        said.append((said[-1][0] if mark and said else "" if speaker == "UU" else speaker, token))
    settings = mapping(mapping(entry.get("metadata")).get("transcription_config"))
    return Heard(list(_by_speaker(said)), "Speechmatics (JSON)", text(settings.get("language")))


def _by_speaker(said: Iterable[_Said] | Sequence[_Said]) -> Iterator[Stretch]:
    for speaker, words in groupby(said, key=lambda word: word[0]):
        yield Stretch(speaker, tokens=tuple(token for _, token in words))
