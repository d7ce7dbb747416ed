"""A source of the project aligned with its recording: read, heard, stored."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from queue import SimpleQueue

from sqlalchemy import select

from interviewcoder.errors import InterviewCoderError, NotAllowed, NotFound
from interviewcoder.project import media
from interviewcoder.project.file import Project
from interviewcoder.project.schema import SourceRow, TurnRow, WordsRow
from interviewcoder.sources.hearing import Hearing
from interviewcoder.sources.recognised import Recognised
from interviewcoder.sources.text import Span
from interviewcoder.sources.transcript import SpokenTurn, transcript_of
from interviewcoder.sources.words import Word, Words
from interviewcoder.transcription.align import Aligned, align
from interviewcoder.transcription.checking import check_again
from interviewcoder.transcription.languages import CODES, refuse_unknown
from interviewcoder.transcription.runner import Progress, TranscriptionJob, TranscriptionRequest


def turns_to_align(project: Project, source_id: int) -> list[SpokenTurn]:
    """Read a source's turns as `align` takes them.

    Raises:
        NotFound: there is no such source, or no text in it.
    """
    transcript = transcript_of(project, source_id)
    if not transcript.text.strip():
        raise NotFound("This source has no transcript to align.", "Add its transcript, or transcribe the recording.")
    return [SpokenTurn("", turn.span.text_in(transcript.text)) for turn in transcript.turns]


def request_for(project: Project, source_id: int, *, model: str | Path, language: str = "auto") -> TranscriptionRequest:
    """Return what has to be recognised for a source to be aligned; call on the project's thread.

    With "auto" the source's own language is taken where it is known.

    Raises:
        NotFound: there is no such source, or it has no recording.
        NotAllowed: Whisper has no such language.
    """
    refuse_unknown(language)
    recording = media.media_of_source(project, source_id)
    if recording is None:
        raise NotFound("This source has no recording to align with.", "Attach its sound or video file first.")
    known = project.session.scalar(select(SourceRow.language).where(SourceRow.id == source_id)) or ""
    spoken = known if language == "auto" and known in CODES else language
    stream = media.open_stream(project, recording.id)
    # One speaker: who speaks is the transcript's to say, and needn't be found out.
    hearing = Hearing(str(model), spoken, speakers=1)
    return TranscriptionRequest(lambda: stream, recording.name, hearing)


def aligning(
    project: Project, source_id: int, *, model: str | Path = "base", language: str = "auto"
) -> Generator[Progress, None, Aligned]:
    """Align a source with its recording, yielding how far it is, and store the times at the end.

    For scripts: it waits between two steps. Leaving the loop stops the work
    and leaves the project as it was.

    Raises:
        NotFound: the source has no text or no recording.
        NotAllowed: Whisper has no such language, or the text was changed meanwhile.
        TranscriptionFailed: it is another recording, or recognition failed; nothing was stored.
        ModelMissing, ModelDamaged, ImportFailed: nothing was stored.
    """
    turns = turns_to_align(project, source_id)
    job = TranscriptionJob(request_for(project, source_id, model=model, language=language))
    events: SimpleQueue[Progress | Recognised | InterviewCoderError] = SimpleQueue()
    job.start(events.put, events.put, events.put)
    try:
        while isinstance(event := events.get(), Progress):
            yield event
    finally:
        job.cancel()
        job.wait()
    if isinstance(event, InterviewCoderError):
        raise event
    aligned = align(turns, event)
    store_alignment(project, source_id, aligned)
    return aligned


def store_alignment(project: Project, source_id: int, aligned: Aligned) -> None:
    """Keep the times of words and turns, in one step; not a letter of the text changes, so codings stay.

    Now that the words have times, the places that should be heard again are looked for.

    Raises:
        NotFound: the source is gone.
        NotAllowed: its text was changed since it was read.
    """
    with project.op("Align with recording") as session:
        source = session.get(SourceRow, source_id)
        if source is None:
            raise NotFound("The source is no longer in the project.")
        project.tell(source=source.name)
        query = select(TurnRow).where(TurnRow.source_id == source_id).order_by(TurnRow.start)
        rows = session.scalars(query).all()
        if [source.text[row.start : row.end] for row in rows] != [turn.text for turn in aligned.turns]:
            raise NotAllowed("The transcript was changed while it was aligned.", "Align it once more.")
        words: list[Word] = []
        for row, turn in zip(rows, aligned.turns, strict=True):
            words += (
                Word(Span(row.start + word.start, row.start + word.end), word.start_ms, word.end_ms, word.confidence)
                for word in turn.words
            )
            row.start_ms, row.end_ms = turn.start_ms, turn.end_ms
        packed = Words(words).pack()
        if stored := session.get(WordsRow, source_id):
            stored.packed = packed
        else:
            session.add(WordsRow(source_id=source_id, packed=packed))
        session.flush()
        check_again(project, source_id)
