"""A script transcribes a recording of a project, stops when it likes, and goes on where it was."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest

from interviewcoder.errors import ModelMissing, NotAllowed, NotFound
from interviewcoder.project import media
from interviewcoder.project.file import Project
from interviewcoder.sources.catalogue import SourceView
from interviewcoder.sources.conventions import INTELLIGENT_VERBATIM
from interviewcoder.sources.hearing import Hearing
from interviewcoder.sources.importing import add_files
from interviewcoder.sources.stored_sound import sound_of
from interviewcoder.sources.transcript import transcript_of
from interviewcoder.sources.transcript_record import record_of
from interviewcoder.transcription import tasks
from interviewcoder.transcription.transcribing import transcribe


@pytest.fixture
def speech(shared_data: Path) -> Path:
    """The folder of recorded speech with reference words."""
    return shared_data / "speech"


@pytest.fixture
def interview(project: Project, speech: Path) -> SourceView:
    """A short recording in a project, not transcribed yet."""
    (source,) = add_files(project, [speech / "jfk.flac"])
    return source


def test_a_script_transcribes_a_recording_of_the_project(project: Project, interview: SourceView) -> None:
    stages = [step.stage for step in transcribe(project, interview.id, Hearing("tiny.en", "en", 1))]
    assert stages[-1] == "done"
    transcript = transcript_of(project, interview.id)
    assert "ask not what your country can do for you" in transcript.text
    assert transcript.words[-1].end_ms <= 11_000


def test_leaving_the_loop_leaves_the_project_as_it_was(project: Project, interview: SourceView) -> None:
    entries = len(project.log())
    steps = transcribe(project, interview.id, Hearing("tiny.en"))
    assert isinstance(steps, Generator)
    next(steps)
    steps.close()
    assert transcript_of(project, interview.id).text == ""
    assert len(project.log()) == entries


def test_a_failed_transcription_leaves_the_project_as_it_was(project: Project, interview: SourceView) -> None:
    with pytest.raises(ModelMissing):
        list(transcribe(project, interview.id, Hearing("enormous")))
    assert transcript_of(project, interview.id).text == ""


def test_a_source_without_a_recording_is_refused(project: Project) -> None:
    with pytest.raises(NotFound, match="no recording"):
        list(transcribe(project, 404))


@pytest.mark.parametrize("language", ["klingon", "", "EN"])
def test_a_language_that_whisper_lacks_is_refused_at_once(
    project: Project, interview: SourceView, language: str
) -> None:
    with pytest.raises(NotAllowed) as refused:
        next(transcribe(project, interview.id, Hearing(language=language)))
    assert "de, el, en" in refused.value.hint


def test_what_it_was_told_is_kept_beside_the_transcript(project: Project, interview: SourceView) -> None:
    hearing = Hearing("tiny.en", "en", 1, glossary=("fellow",))
    list(transcribe(project, interview.id, hearing))
    record = record_of(project, interview.id)
    assert (record.origin, record.hearing, record.conventions) == ("Whisper tiny.en", hearing, INTELLIGENT_VERBATIM)
    recording = media.media_of_source(project, interview.id)
    assert recording is not None
    sound = sound_of(project, recording.uuid)
    assert sound is not None and sound.duration_ms == 11_000
    assert max(sound.speech) > 240 and max(sound.peaks) > 100
    assert tasks.listing(project) == []


def test_a_stopped_transcription_is_kept_and_one_heard_otherwise_begins_anew(
    project: Project, interview: SourceView
) -> None:
    hearing = Hearing("tiny.en", "en", 1)
    steps = transcribe(project, interview.id, hearing)
    next(step for step in steps if step.stage == "listening" and step.text)
    steps.close()
    kept = tasks.of_source(project, interview.id)
    assert kept is not None
    so_far = tasks.heard_so_far(project, kept.id)
    assert so_far.plan is not None
    assert tasks.heard_so_far(project, tasks.add(project, interview.id, hearing, kept.conventions).id) == so_far
    other = tasks.add(project, interview.id, Hearing("base", "en", 1), kept.conventions)
    assert tasks.heard_so_far(project, other.id).plan is None
    list(transcribe(project, interview.id, hearing))
    assert tasks.listing(project) == []
