"""Transcribe a recording of a project from a script: from the task to the stored transcript."""

from __future__ import annotations

import json
from collections.abc import Generator
from queue import SimpleQueue

from interviewcoder.errors import InterviewCoderError, NotFound
from interviewcoder.project import media
from interviewcoder.project.file import Project
from interviewcoder.sources.conventions import INTELLIGENT_VERBATIM, Conventions
from interviewcoder.sources.hearing import Hearing
from interviewcoder.sources.recognised import Recognised
from interviewcoder.sources.stored_sound import store_packed_sound
from interviewcoder.sources.transcript import refuse_if_coded
from interviewcoder.transcription import tasks
from interviewcoder.transcription.languages import refuse_unknown
from interviewcoder.transcription.protocol import from_text
from interviewcoder.transcription.runner import Kept, Progress, TranscriptionJob, TranscriptionRequest
from interviewcoder.transcription.storing import store_transcription


def transcribe(
    project: Project,
    source_id: int,
    hearing: Hearing | None = None,
    conventions: Conventions = INTELLIGENT_VERBATIM,
) -> Generator[Progress, None, None]:
    """Transcribe a recording of a project, yielding how far it is; the transcript is stored at the end.

    It waits between two steps. Leaving the loop stops the transcription; what
    was heard is kept, and the next attempt with the same settings goes on
    from there.

    Raises:
        NotFound: the source has no recording.
        NotAllowed: its present transcript is coded, or Whisper has no such language.
        ModelMissing, ModelDamaged, ImportFailed, TranscriptionFailed: nothing was stored.
    """
    hearing = hearing or Hearing()
    recording = media.media_of_source(project, source_id)
    if recording is None:
        raise NotFound("This source has no recording.", "Add the sound or video file first.")
    refuse_if_coded(project, source_id)
    refuse_unknown(hearing.language)
    task = tasks.add(project, source_id, hearing, conventions)
    # Opened here: finding it takes the session, which is this thread's; reading it may happen on any.
    audio = media.open_stream(project, recording.id)
    so_far = tasks.heard_so_far(project, task.id)
    job = TranscriptionJob(TranscriptionRequest(lambda: audio, recording.name, hearing, so_far))
    events: SimpleQueue[Progress | Kept | Recognised | InterviewCoderError] = SimpleQueue()
    job.start(events.put, events.put, events.put, events.put)
    try:
        while isinstance(event := events.get(), Progress | Kept):
            if isinstance(event, Kept):
                keep(project, task.id, recording.uuid, event)
            else:
                yield event
    finally:
        job.cancel()
        job.wait()
    if isinstance(event, InterviewCoderError):
        if not so_far.blocks:
            tasks.remove(project, task.id)
        raise event
    store_transcription(project, source_id, event, hearing, conventions)
    tasks.remove(project, task.id)


def keep(project: Project, task_id: int, media_uuid: str, kept: Kept) -> None:
    """Keep what a running transcription has finished, and how its recording sounds, which comes with the plan."""
    tasks.keep(project, task_id, kept)
    if kept.number is None:
        # Not by `Plan`, which brings numpy along and would unpack it only to have it packed again: a window waits.
        store_packed_sound(project, media_uuid, from_text(json.loads(kept.content)["sound"]))
