"""A transcript as text, as JSON's objects, as WebVTT and SubRip."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from interviewcoder.errors import ExportFailed
from interviewcoder.reports.subtitles import Cue, cues, in_two_lines
from interviewcoder.reports.transcript_sheet import Sheet, SheetOptions, SheetTurn, labels_of, sheet_turns
from interviewcoder.sources.read_subtitles import OUR_NOTE
from interviewcoder.sources.transcript import Transcript

# A page of typescript: where lines are numbered, they have to be of this file's own making.
_LINE_CHARACTERS = 72


def as_text(sheet: Sheet, options: SheetOptions) -> str:
    """The header, then turns as paragraphs, each behind its speaker's label."""
    blocks = ["\n".join(f"{name}: {fact}".rstrip() for name, fact in sheet.facts)] if sheet.facts else []
    turns = [_turn_text(turn, options) for turn in sheet.turns]
    if options.numbers == "lines":
        turns = _with_line_numbers(turns)
    between = "\n\n" if options.spacing == "spaced" else "\n"
    return "\n\n".join([*blocks, between.join(turns)])


def as_entry(name: str, transcript: Transcript, labels: Mapping[int, str] | None = None) -> dict[str, Any]:
    """The transcript as JSON has it; offsets in code points of `text`, times in ms or null."""
    text = transcript.text
    shown = labels_of(transcript.speakers, "numbered") if labels is None else labels
    return {
        "source": name,
        "text": text,
        "turns": [
            {
                "speaker": shown.get(turn.speaker_id, "") if turn.speaker_id is not None else "",
                "start": turn.span.start,
                "end": turn.span.end,
                "start_ms": turn.start_ms,
                "end_ms": turn.end_ms,
                "text": turn.span.text_in(text),
            }
            for turn in transcript.turns
        ],
        "words": [
            {
                "start": word.span.start,
                "end": word.span.end,
                "start_ms": word.start_ms,
                "end_ms": word.end_ms,
                "confidence": round(word.confidence, 3),
                "text": word.span.text_in(text),
            }
            for word in transcript.words
        ],
    }


def as_vtt(transcript: Transcript, labels: Mapping[int, str] | None = None, language: str = "") -> str:
    """WebVTT (W3C, 2019), a voice span a cue; turns that nobody timed are left out.

    A cue is named by its turn, so that what is read back has the same turns.

    Raises:
        ExportFailed: nobody timed any of them.
    """
    blocks = ["WEBVTT", OUR_NOTE + (f"\nLanguage: {language}" if language else "")]
    for cue, label in _timed(transcript, labels, "WebVTT"):
        voice = f"<v {_escaped(label)}>" if label else ""
        times = f"{_clock(cue.start_ms, '.')} --> {_clock(cue.end_ms, '.')}"
        blocks.append(f"{cue.name}\n{times}\n{voice}{_escaped(cue.text)}")
    return "\n\n".join(blocks)


def as_srt(transcript: Transcript, labels: Mapping[int, str] | None = None) -> str:
    """SubRip, as players read it; the label stands where the speaker changes. Turns that nobody timed are left out.

    Raises:
        ExportFailed: nobody timed any of them.
    """
    blocks = []
    before: str | None = None
    for number, (cue, label) in enumerate(_timed(transcript, labels, "SubRip"), start=1):
        times = f"{_clock(cue.start_ms, ',')} --> {_clock(cue.end_ms, ',')}"
        said = f"{label}: {cue.text}" if label and label != before else cue.text
        blocks.append(f"{number}\n{times}\n{in_two_lines(said)}")
        before = label
    return "\n\n".join(blocks)


def printed(transcript: Transcript, format_name: str) -> str:
    """Return a transcript as a terminal shows it, "txt", "vtt" or "srt", with its own labels and nothing else.

    Raises:
        ExportFailed: the format needs times that nobody measured.
    """
    if format_name == "vtt":
        return as_vtt(transcript)
    if format_name == "srt":
        return as_srt(transcript)
    labels = labels_of(transcript.speakers, "numbered")
    return "\n\n".join(_turn_text(turn, SheetOptions()) for turn in sheet_turns(transcript, labels, 0))


def _timed(transcript: Transcript, labels: Mapping[int, str] | None, format_name: str) -> Iterator[tuple[Cue, str]]:
    shown = labels_of(transcript.speakers, "numbered") if labels is None else labels
    found = cues(transcript)
    if not found:
        raise ExportFailed(
            f"The transcript has no times, and {format_name} can't do without.",
            "Take it as text or as JSON, or transcribe the recording: that measures the times.",
        )
    for cue in found:
        yield cue, shown.get(cue.speaker_id, "") if cue.speaker_id is not None else ""


def _turn_text(turn: SheetTurn, options: SheetOptions) -> str:
    number = f"{turn.number} " if options.numbers == "turns" else ""
    label = f"{turn.label}: " if turn.label else ""
    mark = f" {turn.time_mark}" if turn.time_mark else ""
    return f"{number}{label}{turn.text}{mark}"


def _with_line_numbers(turns: list[str]) -> list[str]:
    """Break turns into lines and count these through, flush right before each."""
    broken = [
        textwrap.wrap(turn, _LINE_CHARACTERS, break_on_hyphens=False, replace_whitespace=False) or [""]
        for turn in turns
    ]
    width = len(str(sum(len(lines) for lines in broken)))
    numbered = []
    count = 0
    for lines in broken:
        numbered.append("\n".join(f"{count + place:>{width}}  {line}" for place, line in enumerate(lines, start=1)))
        count += len(lines)
    return numbered


def _clock(time_ms: int, point: str) -> str:
    seconds, ms = divmod(time_ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{point}{ms:03}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
