"""What was recognised becomes the transcript of a source: one step, with everything that belongs to it."""

from __future__ import annotations

from collections.abc import Sequence

from interviewcoder.project.file import Project
from interviewcoder.sources.conventions import Conventions, spoken_turns
from interviewcoder.sources.hearing import Hearing
from interviewcoder.sources.recognised import Recognised
from interviewcoder.sources.transcript import SpokenTurn, replace_transcript
from interviewcoder.sources.transcript_record import record_of, record_row
from interviewcoder.transcription.checking import store_findings


def store_transcription(
    project: Project,
    source_id: int,
    recognised: Recognised,
    hearing: Hearing,
    conventions: Conventions,
    *,
    turns: Sequence[SpokenTurn] | None = None,
) -> None:
    """Store a recognised recording as a source's transcript, written by the conventions, with its doubtful places.

    `turns` are its `spoken_turns` by these conventions where somebody has written them already, on another thread.

    Raises:
        NotAllowed: the source's present transcript is coded already.
        NotFound: there is no such source.
    """
    if turns is None:
        turns = spoken_turns(recognised, conventions)
    recorded_on = record_of(project, source_id).recorded_on
    with project.op("Transcribe") as session:
        replace_transcript(session, source_id, turns, language=recognised.language, model=recognised.model)
        record = record_row(session, source_id)
        record.origin = f"Whisper {recognised.model}"
        record.hearing = hearing.to_json()
        record.conventions = conventions.to_json()
        # The day of the interview is known of the recording, whichever transcript it has.
        record.recorded_on = recorded_on
        store_findings(project, session, source_id, recognised)
