"""Read EXMARaLDA's basic transcription (.exb): events on a common timeline."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from xml.etree.ElementTree import Element

from interviewcoder.errors import ImportFailed
from interviewcoder.sources import tiers
from interviewcoder.sources.heard import in_line, joined_turns
from interviewcoder.sources.json_values import milliseconds
from interviewcoder.sources.language_codes import language_code
from interviewcoder.sources.safe_xml import read_xml
from interviewcoder.sources.time_marks import Mark, timed_turn
from interviewcoder.sources.transcript import SpokenTurn
from interviewcoder.sources.transcript_file import ReadTranscript, TranscriptFile

# "AW [v]": the tier's category behind the speaker's abbreviation.
_CATEGORY = re.compile(r"\s*\[\w*\]\s*$")


def read_exmaralda(file: TranscriptFile) -> ReadTranscript:
    """Read the tiers of type “t”, the speech, each its speaker's; those of annotations and descriptions are left out.

    Events that follow one another without a gap are written together, as
    EXMARaLDA does: their spaces are in them. Places of the timeline without a
    time are estimated; without any the transcript has no times.

    Raises:
        ImportFailed: it is no such file, or holds no speech, as a template does.
    """
    return exmaralda_turns(file, read_xml(file, "an EXMARaLDA transcription"))


def exmaralda_turns(file: TranscriptFile, root: Element) -> ReadTranscript:
    """Read what `read_exmaralda` reads from the root of a file."""
    body = root.find("basic-body")
    if root.tag != "basic-transcription" or body is None:
        raise file.damaged("an EXMARaLDA transcription", "Save it as a basic transcription (.exb).")
    times = {place.get("id", ""): milliseconds(place.get("time")) for place in body.findall("common-timeline/tli")}
    order = {name: number for number, name in enumerate(times)}
    filled = dict(zip(times, tiers.filled_in(list(times.values())), strict=True))
    speech = [tier for tier in body.findall("tier") if tier.get("type") == "t"]
    rest = [tier for tier in body.findall("tier") if tier not in speech and tier.find("event") is not None]
    others = [tier.get("display-name") or _name(tier) for tier in rest]
    if not any(in_line(_said(event)) for tier in speech for event in tier.findall("event")):
        raise ImportFailed(
            f"“{file.name}” is an EXMARaLDA file without speech: a template, or a transcription not begun yet.",
            "Choose the transcription that was made with it. Nothing was added.",
        )
    names = _speakers(root)
    labels = tiers.speaker_names([(names.get(tier.get("speaker", ""), ""), _name(tier)) for tier in speech])
    turns = [
        (order.get(first, 0), turn)
        for tier, label in zip(speech, labels, strict=True)
        for first, turn in _utterances(tier, label, filled, order)
    ]
    timed = any(time is not None for time in times.values())
    said = [
        turn if timed else SpokenTurn(turn.speaker, turn.text) for _, turn in sorted(turns, key=lambda each: each[0])
    ]
    used = [
        ref
        for tier in speech
        for event in tier.findall("event")
        for ref in (event.get("start", ""), event.get("end", ""))
    ]
    notes = [tiers.left_out("tiers", others), tiers.unset(times, used) if timed else "it has no times"]
    return ReadTranscript(joined_turns(said), "EXMARaLDA", _language(root)).with_notes(*notes)


def _speakers(root: Element) -> dict[str, str]:
    table = root.findall("head/speakertable/speaker")
    return {speaker.get("id", ""): (speaker.findtext("abbreviation") or "").strip() for speaker in table}


def _language(root: Element) -> str:
    found = {
        language_code(language.get("lang", ""))
        for language in root.findall("head/speakertable/speaker/languages-used/language")
    } - {""}
    return found.pop() if len(found) == 1 else ""


def _name(tier: Element) -> str:
    shown = in_line(_CATEGORY.sub("", tier.get("display-name") or ""))
    return shown or tier.get("category") or tier.get("id") or ""


def _said(event: Element) -> str:
    # Inside an event stand what its author noted of it, and media; the words are around these.
    return (event.text or "") + "".join(child.tail or "" for child in event)


def _utterances(
    tier: Element, speaker: str, times: Mapping[str, int], order: Mapping[str, int]
) -> Iterator[tuple[str, SpokenTurn]]:
    """Events written together as long as one begins where the other ends; with each where it begins."""
    events = [event for event in tier.findall("event") if event.get("start") in order and event.get("end") in order]
    events.sort(key=lambda event: order[event.get("start", "")])
    group: list[Element] = []
    for event in events:
        if group and group[-1].get("end") != event.get("start"):
            yield group[0].get("start", ""), _utterance(group, speaker, times)
            group = []
        group.append(event)
    if group:
        yield group[0].get("start", ""), _utterance(group, speaker, times)


def _utterance(events: list[Element], speaker: str, times: Mapping[str, int]) -> SpokenTurn:
    text = ""
    marks: list[Mark] = []
    for event in events:
        piece = _said(event).replace("\n", " ")
        marks += [Mark(len(text), times[event.get("start", "")])]
        text += piece
        marks += [Mark(len(text), times[event.get("end", "")])]
    # Blanks go one for one where they are doubled: marks are moved with them.
    tidy = in_line(text)
    moved = [replace(mark, offset=min(len(tidy), len(in_line(text[: mark.offset] + "|")) - 1)) for mark in marks]
    return timed_turn(in_line(speaker), tidy, moved)
