"""The checks of a transcript of the project: when it is stored, and again whenever somebody asks."""

from __future__ import annotations

import io

from sqlalchemy.orm import Session

from interviewcoder.errors import NotAllowed, NotFound
from interviewcoder.project import media
from interviewcoder.project.file import Project
from interviewcoder.project.schema import SourceRow, WordsRow
from interviewcoder.sources import findings
from interviewcoder.sources.findings import HEARD_ONLY, KINDS, Found
from interviewcoder.sources.recognised import Recognised
from interviewcoder.sources.sound import Sound
from interviewcoder.sources.speech_time import Stretch
from interviewcoder.sources.stored_sound import sound_of, store_sound
from interviewcoder.sources.transcript_record import record_row
from interviewcoder.sources.words import Words
from interviewcoder.transcription.checks import Told, check


def check_recognised(recognised: Recognised, text: str, words: Words, sound: Sound | None) -> list[Found]:
    """Find the doubtful places of a text as what was recognised was written; any thread may do it."""
    return check(text, words, Told(sound, recognised.doubts, recognised.edges_ms, _left_out(recognised, words)))


def check_again(project: Project, source_id: int) -> int:
    """Check a source's transcript as it is now, in one step; returns how many places are open.

    What was confirmed or corrected stays so where it is found again. What the
    recogniser said while it heard the recording stays as it is: it can't be
    found anew. Without the recording's outline, words are checked alone.

    Raises:
        NotAllowed: the words have no times.
        NotFound: there is no such source.
    """
    with project.op("Look for doubtful places") as session:
        text, words = _written(session, source_id)
        if not len(words):
            raise NotAllowed(
                "This transcript has no times, so it can't be held against its recording.",
                "Align it with its recording first.",
            )
        # A record there must be: the time that is spent on it is counted without a step of its own.
        record_row(session, source_id)
        found = check(text, words, Told(_sound(project, source_id)))
        project.tell(source=session.get_one(SourceRow, source_id).name, count=len(found))
        findings.renew(session, source_id, found, frozenset(KINDS) - HEARD_ONLY)
    return sum(each.state == "open" for each in findings.listing(project, source_id))


def needs_outline(project: Project, source_id: int) -> bool:
    """Whether a source has a recording whose outline isn't stored yet."""
    recording = media.media_of_source(project, source_id)
    return recording is not None and sound_of(project, recording.uuid) is None


def outline_of(project: Project, source_id: int) -> Sound | None:
    """The outline of a source's recording, made and stored where it isn't there; None without a recording.

    For scripts: it listens through the whole recording.

    Raises:
        ImportFailed: the recording can't be decoded.
        NotFound: there is no such source.
    """
    recording = media.media_of_source(project, source_id)
    if recording is None:
        return None
    sound = sound_of(project, recording.uuid)
    if sound is None:
        from interviewcoder.transcription.outline import outline  # brings numpy along

        with media.open_stream(project, recording.id) as stream:
            sound = outline(io.BufferedReader(stream), recording.name)
        store_sound(project, recording.uuid, sound)
    return sound


def _written(session: Session, source_id: int) -> tuple[str, Words]:
    source = session.get(SourceRow, source_id)
    if source is None:
        raise NotFound("The source is no longer in the project.")
    row = session.get(WordsRow, source_id)
    return source.text, Words.unpack(row.packed) if row is not None else Words()


def _left_out(recognised: Recognised, written: Words) -> tuple[Stretch, ...]:
    """The times of words that were heard and, by the rules, not written: fillers, repetitions."""
    times = {(word.start_ms, word.end_ms) for word in written}
    heard = ((word.start_ms, word.end_ms) for turn in recognised.turns for word in turn.words)
    return tuple(stretch for stretch in heard if stretch not in times)


def _sound(project: Project, source_id: int) -> Sound | None:
    recording = media.media_of_source(project, source_id)
    return sound_of(project, recording.uuid) if recording is not None else None
