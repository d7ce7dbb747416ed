"""A transcript as an ELAN file: a tier for each speaker, an annotation for each turn.

EAF 3.0 (Max Planck Institute for Psycholinguistics, *ELAN Annotation Format*, 2017).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import PurePosixPath
from xml.etree import ElementTree

from interviewcoder.errors import ExportFailed
from interviewcoder.reports.subtitles import end_of
from interviewcoder.reports.transcript_sheet import Sheet
from interviewcoder.reports.xml_text import printable
from interviewcoder.sources.transcript import Turn

_SCHEMA = "http://www.mpi.nl/tools/elan/EAFv3.0.xsd"
_TYPE = "default-lt"
_MIME_TYPES = {
    ".wav": "audio/x-wav",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".aac": "audio/aac",
    ".flac": "audio/flac",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".wma": "audio/x-ms-wma",
    ".mp4": "video/mp4",
    ".mov": "video/quicktime",
    ".mpg": "video/mpeg",
    ".avi": "video/x-msvideo",
    ".webm": "video/webm",
    ".mkv": "video/x-matroska",
}
_ANONYMOUS = "speaker"


def as_eaf(sheet: Sheet, written_at: datetime.datetime) -> str:
    """Turns on their speakers' tiers; those that nobody timed are left out.

    On a tier ELAN has no two annotations at a time: where a speaker's turns
    overlap, the earlier one ends where the later begins.

    Raises:
        ExportFailed: nobody timed any of them.
    """
    tiers = _tiers(sheet)
    if not tiers:
        raise ExportFailed(
            "The transcript has no times, and ELAN can't do without.",
            "Take it as text or as JSON, or transcribe the recording: that measures the times.",
        )
    root = ElementTree.Element(
        "ANNOTATION_DOCUMENT",
        {
            "AUTHOR": "",
            "DATE": written_at.isoformat(timespec="seconds"),
            "FORMAT": "3.0",
            "VERSION": "3.0",
            "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
            "xsi:noNamespaceSchemaLocation": _SCHEMA,
        },
    )
    _add_header(root, sheet.recording, sum(len(turns) for turns in tiers.values()))
    slots = ElementTree.SubElement(root, "TIME_ORDER")
    _add_tiers(root, slots, tiers)
    _add_types(root)
    ElementTree.indent(root, "    ")
    body = ElementTree.tostring(root, encoding="unicode", short_empty_elements=True)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'


def _tiers(sheet: Sheet) -> dict[str, list[tuple[int, int, str]]]:
    """Group turns by label: start, end in ms, and text, in the order of time."""
    tiers: dict[str, list[tuple[int, int, str]]] = {}
    for place, turn in enumerate(sheet.transcript.turns):
        end_ms = end_of(sheet.transcript, place)
        if turn.start_ms is None or end_ms is None:
            continue
        text = turn.span.text_in(sheet.transcript.text)
        tiers.setdefault(_tier_of(sheet, turn), []).append((turn.start_ms, end_ms, text))
    return {label: list(_apart(sorted(turns))) for label, turns in tiers.items()}


def _tier_of(sheet: Sheet, turn: Turn) -> str:
    label = sheet.labels.get(turn.speaker_id, "") if turn.speaker_id is not None else ""
    return printable(label) or _ANONYMOUS


def _apart(turns: list[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """Let none begin before the one before has ended; each lasts a millisecond at least."""
    free_from = 0
    for place, (start_ms, end_ms, text) in enumerate(turns):
        start_ms = max(start_ms, free_from)
        if place + 1 < len(turns):
            end_ms = min(end_ms, turns[place + 1][0])
        free_from = max(end_ms, start_ms + 1)
        yield start_ms, free_from, text


def _add_header(root: ElementTree.Element, recording: str, annotations: int) -> None:
    header = ElementTree.SubElement(root, "HEADER", {"MEDIA_FILE": "", "TIME_UNITS": "milliseconds"})
    if recording:
        # ELAN looks for the recording beside the file; where it lay once is nobody's business.
        place = PurePosixPath("/", printable(recording))
        ElementTree.SubElement(
            header,
            "MEDIA_DESCRIPTOR",
            {
                "MEDIA_URL": place.as_uri(),
                "MIME_TYPE": _MIME_TYPES.get(place.suffix.casefold(), "unknown"),
                "RELATIVE_MEDIA_URL": f"./{place.as_uri().removeprefix('file:///')}",
            },
        )
    last = ElementTree.SubElement(header, "PROPERTY", {"NAME": "lastUsedAnnotationId"})
    last.text = str(annotations)


def _add_tiers(
    root: ElementTree.Element, slots: ElementTree.Element, tiers: dict[str, list[tuple[int, int, str]]]
) -> None:
    # ELAN wants the slots in the order of time, over all tiers.
    times = sorted(
        (time_ms, label, place, end)
        for label, turns in tiers.items()
        for place, (start_ms, end_ms, _) in enumerate(turns)
        for end, time_ms in enumerate((start_ms, end_ms))
    )
    names = {}
    for number, (time_ms, label, place, end) in enumerate(times, start=1):
        names[label, place, end] = f"ts{number}"
        ElementTree.SubElement(slots, "TIME_SLOT", {"TIME_SLOT_ID": f"ts{number}", "TIME_VALUE": str(time_ms)})
    number = 0
    for label, turns in tiers.items():
        about = {"LINGUISTIC_TYPE_REF": _TYPE, "PARTICIPANT": label, "TIER_ID": label}
        tier = ElementTree.SubElement(root, "TIER", about)
        for place, (_, _, text) in enumerate(turns):
            number += 1
            annotation = ElementTree.SubElement(ElementTree.SubElement(tier, "ANNOTATION"), "ALIGNABLE_ANNOTATION")
            annotation.set("ANNOTATION_ID", f"a{number}")
            annotation.set("TIME_SLOT_REF1", names[label, place, 0])
            annotation.set("TIME_SLOT_REF2", names[label, place, 1])
            ElementTree.SubElement(annotation, "ANNOTATION_VALUE").text = printable(text)


def _add_types(root: ElementTree.Element) -> None:
    ElementTree.SubElement(
        root, "LINGUISTIC_TYPE", {"GRAPHIC_REFERENCES": "false", "LINGUISTIC_TYPE_ID": _TYPE, "TIME_ALIGNABLE": "true"}
    )
