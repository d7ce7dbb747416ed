"""Read TTML subtitles (Premiere's and others' .xml, .ttml, .dfxp), and send XML of other kinds to its reader."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from interviewcoder.errors import ImportFailed
from interviewcoder.sources.cues import Cue, empty_cues, turns_of_cues, with_labels
from interviewcoder.sources.heard import in_line
from interviewcoder.sources.language_codes import language_code
from interviewcoder.sources.read_elan import elan_turns
from interviewcoder.sources.read_exmaralda import exmaralda_turns
from interviewcoder.sources.safe_xml import local_name, read_xml
from interviewcoder.sources.time_marks import LATEST_MS
from interviewcoder.sources.transcript_file import ReadTranscript, TranscriptFile

_CLOCK = re.compile(r"^(\d{1,6}):(\d{1,2}):(\d{1,2}(?:\.\d+)?)(?::(\d{1,3}))?$")
_OFFSET = re.compile(r"^(\d{1,12}(?:\.\d+)?)(h|ms|m|s|f|t)$")
_PARAMETER = "{http://www.w3.org/ns/ttml#parameter}"
_AGENT = "{http://www.w3.org/ns/ttml#metadata}agent"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_FRAMES_A_SECOND = 30.0


def read_xml_transcript(file: TranscriptFile) -> ReadTranscript:
    """Read XML by what its root is: TTML, ELAN, EXMARaLDA.

    Raises:
        ImportFailed: it is no sound XML, or none of these, or without text.
    """
    root = read_xml(file, "XML")
    readers: dict[str, Callable[[TranscriptFile, Element], ReadTranscript]] = {
        "tt": _ttml_turns,
        "ANNOTATION_DOCUMENT": elan_turns,
        "basic-transcription": exmaralda_turns,
    }
    name = local_name(root)
    if name not in readers:
        raise ImportFailed(
            f"“{file.name}”: this XML holds no transcript that we know: its root is “{name[:60]}”.",
            "Known are TTML subtitles, ELAN and EXMARaLDA. Nothing was added.",
        )
    return readers[name](file, root)


@dataclass(frozen=True, slots=True)
class _Clock:
    """How a file counts its time."""

    frames: float
    ticks: float

    def milliseconds(self, written: str | None) -> int | None:
        """Read a time expression of TTML 2, section 12.3; None when it is none."""
        if found := _CLOCK.match((written or "").strip()):
            hours, minutes, seconds, frame = found.groups()
            time = (int(hours) * 60 + int(minutes)) * 60 + float(seconds) + int(frame or 0) / self.frames
        elif found := _OFFSET.match((written or "").strip()):
            unit = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001, "f": 1 / self.frames, "t": 1 / self.ticks}[found[2]]
            time = float(found[1]) * unit
        else:
            return None
        return round(time * 1000) if time * 1000 <= LATEST_MS else None


def _ttml_turns(file: TranscriptFile, root: Element) -> ReadTranscript:
    frames = _rate(root, "frameRate", _FRAMES_A_SECOND)
    clock = _Clock(frames, _rate(root, "tickRate", frames))
    cues, untimed = _cues(root, clock)
    turns = turns_of_cues(with_labels(cues))
    if not turns:
        raise ImportFailed(
            f"“{file.name}” is a TTML file, but no passage in it has text and a time.",
            "Check that it is the right file. Nothing was added.",
        )
    note = f"{untimed:,} {'passage' if untimed == 1 else 'passages'} without a time left out" if untimed else ""
    read = ReadTranscript(turns, "Subtitles (TTML)", language_code(root.get(_LANGUAGE, "")))
    return read.with_notes(empty_cues(cues), note)


def _rate(root: Element, name: str, otherwise: float) -> float:
    written = root.get(_PARAMETER + name, "")
    return float(written) if written.isdecimal() and 0 < int(written) < 1e9 else otherwise


def _cues(root: Element, clock: _Clock) -> tuple[list[Cue], int]:
    names = {
        value: in_line("".join(agent.itertext()))
        for agent in root.iter(_AGENT)
        for key, value in agent.attrib.items()
        if key.endswith("id")
    }
    cues: list[Cue] = []
    untimed = 0
    for passage in (element for element in root.iter() if local_name(element) == "p"):
        start_ms, end_ms = clock.milliseconds(passage.get("begin")), clock.milliseconds(passage.get("end"))
        if end_ms is None and start_ms is not None:
            length_ms = clock.milliseconds(passage.get("dur"))
            end_ms = None if length_ms is None else start_ms + length_ms
        text = in_line("".join(_pieces(passage)))
        if start_ms is None or end_ms is None:
            untimed += bool(text)
            continue
        cues.append(Cue(text, start_ms, max(start_ms, end_ms), _speaker(passage, names)))
    return cues, untimed


def _speaker(passage: Element, names: Mapping[str, str]) -> str:
    for element in passage.iter():
        if who := element.get(_AGENT):
            return names.get(who) or in_line(who)
    return ""


def _pieces(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if local_name(child) == "br":
            yield " "
        elif local_name(child) in ("span", "p"):
            yield from _pieces(child)
        yield child.tail or ""
