"""A transcript laid out for paper: what is known of it, then its turns with labels, numbers and times.

Text, Word and RTF are written from it, so that they say the same. What isn't
known stays blank; nothing is worked out that nobody said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from interviewcoder.privacy.readings import reading_of
from interviewcoder.privacy.sharing import DE_IDENTIFIED, ORIGINAL, Wording
from interviewcoder.project import media
from interviewcoder.project.file import Project
from interviewcoder.reports.subtitles import clock
from interviewcoder.sources import catalogue
from interviewcoder.sources.conventions import Labels, Numbers
from interviewcoder.sources.text import Span
from interviewcoder.sources.transcript import Speaker, Transcript, Turn, transcript_of
from interviewcoder.sources.transcript_record import TranscriptRecord, record_of
from interviewcoder.sources.words import Words

Spacing = Literal["spaced", "close"]


@dataclass(frozen=True, slots=True)
class SheetOptions:
    """How a transcript is laid out.

    `labels` "roles" writes I for who is marked as the interviewer and P for
    who isn't, numbered where there are several; where nobody is marked, S1,
    S2. It is meant for transcripts that shall show no name. `times_every`: a
    time mark stands at the end of each so many turns (0: none) and of the last.
    """

    labels: Labels = "numbered"
    numbers: Numbers = "none"
    times_every: int = 0
    header: bool = True
    spacing: Spacing = "spaced"


@dataclass(frozen=True, slots=True)
class SheetTurn:
    """A turn as it is printed: `number` counts from 1, `label` and `time_mark` may be empty."""

    number: int
    label: str
    text: str
    time_mark: str
    start_ms: int | None
    end_ms: int | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A transcript as it is printed. `facts` are names with what is known, which may be nothing."""

    project: str
    name: str
    language: str
    recording: str
    facts: tuple[tuple[str, str], ...]
    turns: tuple[SheetTurn, ...]
    transcript: Transcript
    labels: dict[int, str]


def opening_of(sheet: Sheet, turns: int) -> Sheet:
    """Return a sheet of the first turns only, to look at."""
    kept = sheet.transcript.turns[:turns]
    end = kept[-1].span.end if kept else 0
    words = Words(sheet.transcript.words.within(Span(0, end)))
    shown = replace(sheet.transcript, text=sheet.transcript.text[:end], turns=kept, words=words)
    return replace(sheet, turns=sheet.turns[:turns], transcript=shown)


def sheet_of(
    project: Project,
    source_id: int,
    options: SheetOptions,
    *,
    record: TranscriptRecord | None = None,
    wording: Wording = DE_IDENTIFIED,
) -> Sheet:
    """Read a source and lay its transcript out; with `record`, as if that were written down about it.

    `project` may be its outgoing copy; `wording` is what the header says of it.

    Raises:
        NotFound: there is no such source.
    """
    transcript = transcript_of(project, source_id)
    source = next(each for each in catalogue.listing(project) if each.id == source_id)
    recording = media.media_of_source(project, source_id)
    record = record or record_of(project, source_id)
    if not record.origin and source.model:
        record = replace(record, origin=f"Whisper {source.model}")
    duration_ms = recording.duration_ms if recording else None
    labels = labels_of(transcript.speakers, options.labels)
    return Sheet(
        project.title,
        source.name,
        source.language,
        recording.name if recording else "",
        tuple(facts_of(project.title, source.name, record, duration_ms, deidentified_as(project, source_id, wording)))
        if options.header
        else (),
        tuple(sheet_turns(transcript, labels, options.times_every)),
        transcript,
        labels,
    )


def facts_of(
    project_title: str, name: str, record: TranscriptRecord, duration_ms: int | None, deidentified: str = ""
) -> list[tuple[str, str]]:
    """Return a transcript's header, in the order in which it is printed."""
    checked = f"to {clock(record.verified_ms)}" if record.verified_ms else ""
    return [
        ("Project", project_title),
        ("ID", name),
        ("Date of recording", record.recorded_on),
        ("Duration", clock(duration_ms) if duration_ms is not None else ""),
        ("Transcriber", record.origin),
        ("Verified by", ", ".join(part for part in (record.verifier, checked) if part)),
        ("Transcription rules", record.conventions.name if record.conventions else ""),
        ("De-identified", deidentified),
    ]


def deidentified_as(project: Project, source_id: int, wording: Wording) -> str:
    """Say who read a transcript through for identifiers, and when; empty where nobody did since it was changed."""
    if wording == ORIGINAL:
        return "no: original wording"
    reading = reading_of(project, source_id)
    if reading is None or not reading.holds:
        return ""
    return f"yes; read through by {reading.coder}, {reading.read_at.astimezone().date().isoformat()}"


def labels_of(speakers: Sequence[Speaker], style: Labels) -> dict[int, str]:
    """Return by speaker id what stands before their turns."""
    if style == "numbered":
        return {speaker.id: speaker.label for speaker in speakers}
    interviewers = [speaker.id for speaker in speakers if speaker.interviewer]
    others = [speaker.id for speaker in speakers if not speaker.interviewer]
    if not interviewers:
        return {speaker_id: f"S{number}" for number, speaker_id in enumerate(others, start=1)}
    return _counted("I", interviewers) | _counted("P", others)


def time_mark(time_ms: int) -> str:
    """Write a time as f4 does: hours, minutes, seconds and tenths, `#00:12:03-4#`."""
    tenths = time_ms % 1000 // 100
    return f"#{clock(time_ms)}-{tenths}#"


def _counted(letter: str, ids: Sequence[int]) -> dict[int, str]:
    if len(ids) == 1:
        return {ids[0]: letter}
    return {speaker_id: f"{letter}{number}" for number, speaker_id in enumerate(ids, start=1)}


def sheet_turns(transcript: Transcript, labels: dict[int, str], times_every: int) -> list[SheetTurn]:
    """Return a transcript's turns as they are printed."""
    last = len(transcript.turns)
    return [
        SheetTurn(
            number,
            labels.get(turn.speaker_id, "") if turn.speaker_id is not None else "",
            turn.span.text_in(transcript.text),
            _mark(turn) if times_every and (number % times_every == 0 or number == last) else "",
            turn.start_ms,
            turn.end_ms,
        )
        for number, turn in enumerate(transcript.turns, start=1)
    ]


def _mark(turn: Turn) -> str:
    return time_mark(turn.end_ms) if turn.end_ms is not None else ""
