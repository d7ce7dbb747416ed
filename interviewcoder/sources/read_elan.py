"""Read ELAN's .eaf: a tier for each speaker, annotations between time slots."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from interviewcoder.errors import ImportFailed
from interviewcoder.sources import tiers
from interviewcoder.sources.heard import Stretch, Token, turn_of
from interviewcoder.sources.json_values import milliseconds
from interviewcoder.sources.safe_xml import read_xml
from interviewcoder.sources.transcript import SpokenTurn
from interviewcoder.sources.transcript_file import ReadTranscript, TranscriptFile

# The header names other units only in files of old videos.
_UNIT_MS = {"NTSC-frames": 1001 / 30, "PAL-frames": 40.0}


@dataclass(frozen=True, slots=True)
class _Annotation:
    start_ms: int
    end_ms: int
    text: str


def read_elan(file: TranscriptFile) -> ReadTranscript:
    """Read the tiers that stand for themselves, each a speaker by its participant, else by its name.

    Tiers that hang below another (translations, glosses) are left out, and
    said so; where one of them holds the words with times of their own, these
    become the words' times. Slots without a time are estimated.

    Raises:
        ImportFailed: it is no ELAN file, or has no annotation with text.
    """
    return elan_turns(file, read_xml(file, "an ELAN file"))


def elan_turns(file: TranscriptFile, root: Element) -> ReadTranscript:
    """Read what `read_elan` reads from the root of a file."""
    if root.tag != "ANNOTATION_DOCUMENT":
        raise file.damaged("an ELAN file")
    slots = _slots(root)
    filled = dict(zip(slots, tiers.filled_in(list(slots.values())), strict=True))
    every = root.findall("TIER")
    top = [tier for tier in every if not tier.get("PARENT_REF")]
    top = [tier for tier in top if any(each.text for each in _annotations(tier, filled))]
    names = tiers.speaker_names([(tier.get("PARTICIPANT", "").strip(), tier.get("TIER_ID", "")) for tier in top])
    below = [tier for tier in every if tier.get("PARENT_REF") and tier.find("ANNOTATION") is not None]
    turns: list[SpokenTurn] = []
    as_words: list[str] = []
    for tier, name in zip(top, names, strict=True):
        words = {each.get("TIER_ID", ""): list(_annotations(each, filled)) for each in _all_below(tier, below)}
        for each in _annotations(tier, filled):
            said = next(((key, word) for key, part in words.items() if (word := _words_of(each, part))), ("", ()))
            as_words.append(said[0])
            turns.append(_turn(name, each, said[1]))
    read = tiers.turns_in_time(turns)
    if not read:
        raise ImportFailed(
            f"“{file.name}” is an ELAN file, but no annotation in it has text and a time of its own.",
            "Check that it is the right file. Nothing was added.",
        )
    others = [tier.get("TIER_ID", "") for tier in below if tier.get("TIER_ID", "") not in as_words]
    used = [ref for tier in top for ref in _refs(tier)]
    return ReadTranscript(read, "ELAN").with_notes(tiers.left_out("dependent tiers", others), tiers.unset(slots, used))


def _slots(root: Element) -> dict[str, int | None]:
    header = root.find("HEADER")
    unit_ms = _UNIT_MS.get(header.get("TIME_UNITS", "") if header is not None else "", 1.0)
    return {
        slot.get("TIME_SLOT_ID", ""): milliseconds(slot.get("TIME_VALUE"), unit_ms=unit_ms)
        for slot in root.findall("TIME_ORDER/TIME_SLOT")
    }


def _annotations(tier: Element, slots: Mapping[str, int]) -> Iterator[_Annotation]:
    for each in tier.findall("ANNOTATION/ALIGNABLE_ANNOTATION"):
        start_ms, end_ms = slots.get(each.get("TIME_SLOT_REF1", "")), slots.get(each.get("TIME_SLOT_REF2", ""))
        if start_ms is not None and end_ms is not None:
            yield _Annotation(start_ms, end_ms, each.findtext("ANNOTATION_VALUE") or "")


def _refs(tier: Element) -> Iterator[str]:
    for each in tier.findall("ANNOTATION/ALIGNABLE_ANNOTATION"):
        yield each.get("TIME_SLOT_REF1", "")
        yield each.get("TIME_SLOT_REF2", "")


def _all_below(tier: Element, below: Sequence[Element]) -> list[Element]:
    """The tiers that hang below one, at whatever depth."""
    found: list[Element] = []
    names = {tier.get("TIER_ID")}
    waiting = list(below)
    while more := [each for each in waiting if each.get("PARENT_REF") in names]:
        found += more
        names |= {each.get("TIER_ID") for each in more}
        waiting = [each for each in waiting if each not in more]
    return found


def _words_of(whole: _Annotation, parts: Sequence[_Annotation]) -> tuple[Token, ...]:
    """The annotations below one, where together they are its text; else nothing."""
    first = bisect_left(parts, whole.start_ms, key=lambda part: part.start_ms)
    last = bisect_left(parts, whole.end_ms, key=lambda part: part.start_ms)
    inside = parts[first:last]
    if len(inside) < 2 or _letters("".join(part.text for part in inside)) != _letters(whole.text):
        return ()
    return tuple(Token(part.text, part.start_ms, part.end_ms) for part in inside)


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _turn(speaker: str, whole: _Annotation, words: tuple[Token, ...]) -> SpokenTurn:
    if words:
        return turn_of(Stretch(speaker, whole.text, words))
    return tiers.annotation(speaker, whole.text, whole.start_ms, whole.end_ms)
