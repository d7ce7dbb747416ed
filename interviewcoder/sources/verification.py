"""How far somebody has checked a transcript against its recording, and how long that took."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import update

from interviewcoder.errors import NotAllowed
from interviewcoder.project import media
from interviewcoder.project.file import Project
from interviewcoder.project.schema import SourceRow, TranscriptRow
from interviewcoder.sources.speech_time import Coverage, Stretch, coverage, speech_stretches, total_ms, within
from interviewcoder.sources.stored_sound import sound_of
from interviewcoder.sources.transcript import transcript_of
from interviewcoder.sources.transcript_record import record_of, record_row
from interviewcoder.sources.words import Words


@dataclass(frozen=True, slots=True)
class Verification:
    """What was done to make sure of a transcript.

    `verified_ms` is how far into the recording somebody has listened,
    `verifier` who; `share` how much of the speech lies before that (0 to 1;
    None where the recording's sound isn't known). `spent_ms` counts the time
    in which somebody played the recording or wrote. `coverage` is how much of
    the speech has words; None where it can't be told.
    """

    verified_ms: int
    verifier: str
    share: float | None
    spent_ms: int
    coverage: Coverage | None


def speech_of(project: Project, source_id: int) -> list[Stretch] | None:
    """When somebody speaks in a source's recording; None where its sound isn't known yet."""
    recording = media.media_of_source(project, source_id)
    sound = sound_of(project, recording.uuid) if recording is not None else None
    return speech_stretches(sound) if sound is not None else None


def verification_of(
    project: Project, source_id: int, speech: Sequence[Stretch] | None = None, words: Words | None = None
) -> Verification:
    """Read how far a source's transcript is checked.

    `speech` is what `speech_of` says, `words` are the transcript's: who has
    them already need not have them read again.

    Raises:
        NotFound: there is no such source.
    """
    record = record_of(project, source_id)
    words = transcript_of(project, source_id).words if words is None else words
    speech = speech_of(project, source_id) if speech is None else speech
    share = covered = None
    if speech:
        share = total_ms(within(speech, record.verified_ms)) / total_ms(speech)
        covered = coverage(speech, words) if len(words) else None
    return Verification(record.verified_ms, record.verifier, share, record.spent_ms, covered)


def verify_to(project: Project, source_id: int, moment_ms: int) -> None:
    """Say that the transcript was checked against the recording from its beginning to a moment, by the coder at work.

    A moment before the present one takes back what lies between.

    Raises:
        NotAllowed: the source has no recording to check against.
        NotFound: there is no such source.
    """
    with project.op("Verify to here") as session:
        row = record_row(session, source_id)
        recording = media.media_of_source(project, source_id)
        if recording is None:
            raise NotAllowed("This source has no recording to check against.", "Attach its recording first.")
        row.verified_ms = min(max(0, moment_ms), recording.duration_ms)
        project.tell(source=session.get_one(SourceRow, source_id).name, time_ms=row.verified_ms)
        row.verifier = project.coder.name if row.verified_ms else ""


def add_spent(project: Project, source_id: int, spent_ms: int) -> bool:
    """Count time spent on a transcript; no step that undo takes back. False where nothing is known of it yet."""
    with project.quiet_write() as session:
        statement = update(TranscriptRow).where(TranscriptRow.source_id == source_id)
        counted = statement.values(spent_ms=TranscriptRow.spent_ms + spent_ms).returning(TranscriptRow.source_id)
        return session.scalar(counted, execution_options={"synchronize_session": False}) is not None
