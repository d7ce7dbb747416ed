"""What was recognised becomes the transcript of a source: one step, with everything that belongs to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from interviewcoder.project import media
from interviewcoder.project.file import Project
from interviewcoder.sources import findings
from interviewcoder.sources.conventions import Conventions, spoken_turns
from interviewcoder.sources.findings import Found
from interviewcoder.sources.hearing import Hearing
from interviewcoder.sources.recognised import Recognised
from interviewcoder.sources.sound import Sound
from interviewcoder.sources.stored_sound import sound_of
from interviewcoder.sources.transcript import SpokenTurn, laid_out, replace_transcript
from interviewcoder.sources.transcript_record import record_of, record_row
from interviewcoder.transcription.checking import check_recognised


@dataclass(frozen=True, slots=True)
class Written:
    """A transcript before it is stored: its turns by the rules, and the places that should be heard again."""

    turns: Sequence[SpokenTurn]
    found: Sequence[Found]


def write_out(recognised: Recognised, conventions: Conventions, sound: Sound | None) -> Written:
    """Write what was recognised by the conventions and check it; a long interview takes a second, on any thread.

    `sound` is the recording's outline; without it the words are checked alone.
    """
    turns = spoken_turns(recognised, conventions)
    text, words = laid_out(turns)
    return Written(turns, check_recognised(recognised, text, words, sound))


def store_transcription(
    project: Project,
    source_id: int,
    recognised: Recognised,
    hearing: Hearing,
    conventions: Conventions,
    *,
    written: Written | None = None,
) -> None:
    """Store a recognised recording as a source's transcript, written by the conventions, with its doubtful places.

    `written` is what `write_out` gave of it by these conventions, where somebody has done that on another thread.

    Raises:
        NotAllowed: the source's present transcript is coded already.
        NotFound: there is no such source.
    """
    if written is None:
        recording = media.media_of_source(project, source_id)
        sound = sound_of(project, recording.uuid) if recording is not None else None
        written = write_out(recognised, conventions, sound)
    recorded_on = record_of(project, source_id).recorded_on
    with project.op("Transcribe") as session:
        told = {"language": recognised.language, "model": recognised.model}
        source = replace_transcript(session, source_id, written.turns, **told)
        project.tell(source=source.name, name=recognised.model)
        record = record_row(session, source_id)
        record.origin = f"Whisper {recognised.model}"
        record.hearing = hearing.to_json()
        record.conventions = conventions.to_json()
        # The day of the interview is known of the recording, whichever transcript it has.
        record.recorded_on = recorded_on
        findings.write(session, source_id, written.found)
