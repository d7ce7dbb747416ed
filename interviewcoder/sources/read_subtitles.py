"""Read subtitles: WebVTT as Zoom, Teams, noScribe, Whisper and we write it, and SubRip (SRT)."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from interviewcoder.sources.cues import Cue, empty_cues, turns_of_cues, voices, with_labels
from interviewcoder.sources.time_marks import Mark, joint, milliseconds
from interviewcoder.sources.transcript_file import ReadTranscript, TranscriptFile

_CLOCK = r"(?:\d+:)?\d{1,2}:\d{1,2}[.,]\d{1,3}"
_TIMES = re.compile(rf"^\s*(?P<start>{_CLOCK})\s*--?>\s*(?P<end>{_CLOCK})(?:\s.*)?$")
_FIRST_TIMES = re.compile(_TIMES.pattern, re.MULTILINE)
_TAG = re.compile(r"</?(?:v|c|i|b|u|lang|ruby|rt|font)(?:[.\s][^>]*)?>", re.IGNORECASE)
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+(?P<name>[^>]*)>", re.IGNORECASE)
_TIME_WITHIN = re.compile(rf"<(?P<time>{_CLOCK})>")
_SKIPPED = ("NOTE", "STYLE", "REGION")
_TEAMS_ID = re.compile(r"^[0-9a-fA-F-]{20,}/\d+-\d+$")
_OUR_ID = re.compile(r"^(?P<turn>\d+)-\d+$")
OUR_NOTE = "NOTE InterviewCoder"
# noScribe gives a turn's cue the time of its last sentence; nobody speaks faster than this.
_CHARACTERS_PER_SECOND = 30
_LANGUAGE = re.compile(
    r"\(Language: [^()]*\((?P<code>[a-z]{2,3})\)|^Language:\s*(?P<header>[a-z]{2,3})\b", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class _Block:
    """A cue as it stands in the file."""

    id: str
    start_ms: int
    end_ms: int
    lines: tuple[str, ...]


def read_subtitles(file: TranscriptFile) -> ReadTranscript | None:
    """Read WebVTT or SubRip; None when it is neither.

    Raises:
        ImportFailed: its times are broken.
    """
    text = file.text
    is_vtt = text.lstrip().startswith("WEBVTT")
    if not is_vtt and not _FIRST_TIMES.search(text[:4000]):
        return None
    blocks = list(_blocks(file, text.split("\n")))
    origin = _vtt_origin(text, blocks) if is_vtt else "Subtitles (SRT)"
    cues = [cue for block in _rolled_out(blocks, text) for cue in _cues(block, origin)]
    notes = [empty_cues(cues)]
    if origin == "noScribe (VTT)":
        cues, mended = _mended(cues)
        notes += mended
    elif not any(cue.speaker for cue in cues):
        cues = with_labels(cues)
        if origin == "Subtitles (VTT)" and _is_zoom(blocks, cues):
            origin = "Zoom (VTT)"
    language = _LANGUAGE.search(text[:4000]) if is_vtt else None
    code = (language["code"] or language["header"]) if language else ""
    return ReadTranscript(turns_of_cues(cues), origin, code).with_notes(*notes)


def _blocks(file: TranscriptFile, lines: Sequence[str]) -> Iterator[_Block]:
    """Find the cues by their times; what stands ahead of the first and in notes is no cue."""
    at = [place for place, line in enumerate(lines) if "->" in line and _TIMES.match(line)]
    skipped = _skipped(lines)
    at = [place for place in at if place not in skipped]
    for place, following in zip(at, [*at[1:], len(lines)], strict=False):
        times = _TIMES.match(lines[place])
        assert times is not None
        start_ms, end_ms = milliseconds(times["start"]), milliseconds(times["end"])
        if start_ms is None or end_ms is None:
            raise file.damaged("a subtitle file: one of its times lies beyond 100 hours")
        above = lines[place - 1].strip() if place else ""
        said = lines[place + 1 : following]
        if following < len(lines) and len(said) > 1 and _is_id(said, lines[following - 1]):
            said = said[:-1]
        body = [line.strip() for number, line in enumerate(said, place + 1) if number not in skipped]
        yield _Block(above, start_ms, max(start_ms, end_ms), tuple(line for line in body if line))


def _is_id(said: Sequence[str], last: str) -> bool:
    """Whether the line above the next cue's times is its number or name: it has a blank line before it."""
    return not said[-2].strip() or last.strip().isdecimal()


def _skipped(lines: Sequence[str]) -> set[int]:
    """The lines of notes and styles: from their first word to the next blank line."""
    skipped: set[int] = set()
    inside = False
    for place, line in enumerate(lines):
        begins = not place or not lines[place - 1].strip()
        if inside or (begins and line.split(maxsplit=1)[:1] and line.split(maxsplit=1)[0] in _SKIPPED):
            inside = bool(line.strip())
            skipped.add(place)
    return skipped


def _vtt_origin(text: str, blocks: Sequence[_Block]) -> str:
    head = text[:1000]
    if OUR_NOTE in head:
        return "InterviewCoder (VTT)"
    if "noScribe" in head:
        return "noScribe (VTT)"
    if any(_TEAMS_ID.match(block.id) for block in blocks):
        return "Teams (VTT)"
    if "Kind: captions" in head:
        return "YouTube (VTT)"
    return "Subtitles (VTT)"


def _is_zoom(blocks: Sequence[_Block], cues: Sequence[Cue]) -> bool:
    return any(cue.speaker for cue in cues) and all(block.id.isdecimal() for block in blocks)


def _rolled_out(blocks: Sequence[_Block], text: str) -> Iterator[_Block]:
    """YouTube shows each line twice, the second time above the next one: once is enough."""
    if "Kind: captions" not in text[:1000]:
        yield from blocks
        return
    above = ""
    for block in blocks:
        fresh = tuple(line for line in block.lines if _plain(line) != above)
        if fresh:
            above = _plain(fresh[-1])
            yield replace(block, lines=fresh)


def _cues(block: _Block, origin: str) -> Iterator[Cue]:
    """The cue as it is, or one for each voice in it."""
    markup = ""
    for line in block.lines:
        markup += joint(markup, line) + line
    ours = _OUR_ID.match(block.id) if origin == "InterviewCoder (VTT)" else None
    cue = Cue("", block.start_ms, block.end_ms, group=ours["turn"] if ours else "")
    spans = list(_VOICE.finditer(markup))
    if len(spans) > 1:
        ends = [*(span.start() for span in spans[1:]), len(markup)]
        parts = [("", _plain(markup[: spans[0].start()]))]
        parts += [
            (_name(span["name"]), _plain(markup[span.end() : end])) for span, end in zip(spans, ends, strict=True)
        ]
        yield from voices(parts, cue)
        return
    said, marks = _with_marks(markup, cue)
    yield replace(cue, text=said, speaker=_name(spans[0]["name"]) if spans else "", marks=marks)


def _with_marks(markup: str, cue: Cue) -> tuple[str, tuple[Mark, ...]]:
    """The text of a cue, and the times that stand between its words (`<00:00:01.500>`)."""
    # Split by a pattern with one group, every second part is a time.
    first, *others = _TIME_WITHIN.split(markup)
    said = _plain(first)
    blank = first[-1:].isspace()
    marks = []
    for time, piece in zip(others[::2], others[1::2], strict=True):
        time_ms = milliseconds(time)
        if time_ms is not None and cue.start_ms <= time_ms <= cue.end_ms:
            marks.append(Mark(len(said), time_ms))
        words = html.unescape(_TAG.sub("", piece))
        said += " " * (bool(said) and (blank or words[:1].isspace())) + _plain(piece)
        blank = words[-1:].isspace()
    return said.strip(), tuple(marks)


def _plain(markup: str) -> str:
    text = html.unescape(_TAG.sub("", _TIME_WITHIN.sub("", markup)))
    return " ".join(text.replace("\0", "\ufffd").split())


def _name(name: str) -> str:
    return " ".join(html.unescape(name).split())


def _mended(cues: Sequence[Cue]) -> tuple[list[Cue], list[str]]:
    """Mend what noScribe takes from the last sentence of a turn: the time at which it begins, and who speaks.

    A cue that is too short for its words begins where the one before it ends.
    One that names the voice that spoke into the turn (`//S02`) is nobody's,
    for the file doesn't say whose it is.
    """
    mended: list[Cue] = []
    moved = 0
    for cue in cues:
        too_short = (cue.end_ms - cue.start_ms) * _CHARACTERS_PER_SECOND < len(cue.text) * 1000
        floor = mended[-1].end_ms if mended else 0
        if too_short and floor < cue.start_ms:
            cue = replace(cue, start_ms=floor)
            moved += 1
        mended.append(replace(cue, speaker="") if cue.speaker.startswith("//") else cue)
    unknown = sum(cue.speaker.startswith("//") for cue in cues)
    notes = [
        f"beginnings of {moved:,} turns estimated, as the file has the time of their last sentence alone" * bool(moved),
        f"{unknown:,} turns left without a speaker, as the file names who spoke last alone" * bool(unknown),
    ]
    return mended, notes
