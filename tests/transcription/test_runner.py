"""A transcription runs apart from the program, ends when told to, and never harms the project."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest

from interviewcoder.errors import (
    Cancelled,
    ImportFailed,
    InterviewCoderError,
    ModelMissing,
    TranscriptionFailed,
)
from interviewcoder.settings import PASSPHRASE_VARIABLE
from interviewcoder.sources.hearing import Hearing
from interviewcoder.sources.recognised import Recognised
from interviewcoder.transcription import engine, languages, runner
from interviewcoder.transcription.decode import SAMPLE_RATE, decode
from interviewcoder.transcription.protocol import Progress
from interviewcoder.transcription.runner import HeardSoFar, Kept, TranscriptionJob, TranscriptionRequest
from interviewcoder.transcription.word_error import word_error_rate

RunJob = Callable[[TranscriptionRequest], tuple[Recognised | InterviewCoderError, list[Progress]]]


def request(
    path: Path, *, model: str = "tiny.en", language: str = "en", speakers: int | None = 1
) -> TranscriptionRequest:
    return TranscriptionRequest(lambda: path.open("rb"), path.name, Hearing(model, language, speakers))


def test_a_recording_becomes_words_with_times_and_progress(run_job: RunJob, speech: Path) -> None:
    recognised, progress = run_job(request(speech / "jfk.flac", language="auto"))
    assert isinstance(recognised, Recognised)
    assert (recognised.language, recognised.duration_ms, recognised.model) == ("en", 11_000, "tiny.en")
    assert word_error_rate((speech / "jfk.txt").read_text(), " ".join(t.text for t in recognised.turns)) == 0
    assert recognised.turns[-1].end_ms <= 11_000
    assert [step.share for step in progress] == sorted(step.share for step in progress)
    assert list(dict.fromkeys(step.stage for step in progress)) == ["reading", "listening", "done"]
    assert any("Americans" in step.text for step in progress)


def test_the_base_model_hears_read_speech_with_two_voices_asked_for(run_job: RunJob, speech: Path) -> None:
    recognised, progress = run_job(request(speech / "ps_0880.flac", model="base", language="auto", speakers=2))
    assert isinstance(recognised, Recognised)
    assert word_error_rate((speech / "ps_0880.txt").read_text(), " ".join(t.text for t in recognised.turns)) <= 0.15
    assert "speakers" in {step.stage for step in progress}


def test_where_nobody_speaks_there_is_no_turn(run_job: RunJob, tmp_path: Path) -> None:
    with av.open(str(tmp_path / "quiet.flac"), "w") as container:
        stream = container.add_stream("flac", rate=16_000, layout="mono")
        assert isinstance(stream, av.AudioStream)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 160_000), np.int16), format="s16", layout="mono")
        frame.sample_rate = 16_000
        container.mux([*stream.encode(frame), *stream.encode(None)])
    recognised, _ = run_job(request(tmp_path / "quiet.flac", speakers=2))
    assert isinstance(recognised, Recognised)
    assert (recognised.turns, recognised.duration_ms) == ((), 10_000)


def test_what_is_no_recording_fails_with_its_reason(run_job: RunJob) -> None:
    text = TranscriptionRequest(lambda: io.BytesIO(b"not a sound " * 100), "notes.mp3", Hearing("tiny.en"))
    failure, _ = run_job(text)
    assert isinstance(failure, ImportFailed)
    assert "“notes.mp3” is no sound or video recording" in failure.message
    assert failure.hint


def test_a_missing_model_fails_with_its_reason(run_job: RunJob, speech: Path) -> None:
    failure, _ = run_job(request(speech / "jfk.flac", model="enormous"))
    assert isinstance(failure, ModelMissing)
    assert "“enormous”" in failure.message


def end_at_first_words(recording: Path, end: Callable[[TranscriptionJob], None]) -> tuple[InterviewCoderError, int]:
    """Transcribe until the first words are heard, then end; return the failure and the process that did it."""
    job = TranscriptionJob(request(recording))
    ended: list[InterviewCoderError] = []

    def on_progress(step: Progress) -> None:
        if step.stage == "listening" and step.text:
            end(job)

    job.start(on_progress, lambda _: None, ended.append)
    assert job.wait(120)
    assert job.process_id is not None
    (failure,) = ended
    return failure, job.process_id


def test_a_killed_worker_is_told_calmly_and_leaves_nothing(speech: Path) -> None:
    def kill(job: TranscriptionJob) -> None:
        assert job.process_id is not None
        os.kill(job.process_id, signal.SIGKILL)

    failure, process_id = end_at_first_words(speech / "phone_call.flac", kill)
    assert isinstance(failure, TranscriptionFailed)
    assert failure.message == "The transcription of “phone_call.flac” stopped before it was finished."
    assert "goes on from there" in failure.hint
    assert "free memory" in failure.hint
    assert failure.__notes__ == ["exit code -9; "]
    with pytest.raises(ProcessLookupError):
        os.kill(process_id, 0)


def test_cancelling_ends_the_worker_at_once(speech: Path) -> None:
    failure, process_id = end_at_first_words(speech / "phone_call.flac", TranscriptionJob.cancel)
    assert isinstance(failure, Cancelled)
    with pytest.raises(ProcessLookupError):
        os.kill(process_id, 0)


def test_a_job_cancelled_before_it_begins_never_starts_a_process(speech: Path) -> None:
    ended: list[InterviewCoderError] = []
    job = TranscriptionJob(request(speech / "jfk.flac"))
    job.cancel()
    job.start(lambda _: None, lambda _: None, ended.append)
    assert job.wait(10)
    assert job.process_id is None
    assert isinstance(ended[0], Cancelled)


def test_a_fault_while_reading_the_recording_ends_the_job_and_is_not_hidden(
    speech: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Torn(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise ZeroDivisionError

    faults: list[type[BaseException]] = []
    monkeypatch.setattr("threading.excepthook", lambda hook: faults.append(hook.exc_type))
    ended: list[InterviewCoderError] = []
    job = TranscriptionJob(TranscriptionRequest(lambda: Torn(b"x" * 100), "torn.wav", Hearing("tiny.en")))
    job.start(lambda _: None, lambda _: None, ended.append)
    assert job.wait(60)
    assert isinstance(ended[0], TranscriptionFailed)
    assert faults == [ZeroDivisionError]


@pytest.mark.skipif(sys.platform != "linux", reason="adopts the orphan to see it end")
def test_the_worker_ends_with_the_program(speech: Path) -> None:
    program = f"""
import pathlib
from interviewcoder.sources.hearing import Hearing
from interviewcoder.transcription.runner import TranscriptionJob, TranscriptionRequest
recording = pathlib.Path({str(speech / "phone_call.flac")!r})
job = TranscriptionJob(TranscriptionRequest(lambda: recording.open("rb"), "call", Hearing("tiny.en", "en", 1)))
job.start(lambda step: print(job.process_id, step.stage, flush=True), print, print)
"""
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        worker = next(int(line.split()[0]) for line in parent.stdout if line.endswith("listening\n"))
        parent.kill()
    # This process adopts what its children leave behind, so it is told of the end.
    _, status = os.waitpid(worker, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 1


def test_a_worker_that_ends_by_a_fault_of_ours_isnt_put_down_to_memory(
    run_job: RunJob, speech: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("interviewcoder.transcription.runner._command", lambda: [sys.executable, "-c", "1 / 0"])
    failure, _ = run_job(request(speech / "jfk.flac"))
    assert isinstance(failure, TranscriptionFailed)
    assert "fault of ours" in failure.hint and "memory" not in failure.hint
    assert failure.__notes__[0].startswith("exit code 1;")


def test_the_worker_never_gets_the_passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PASSPHRASE_VARIABLE, "seven quiet rivers")
    program = "import os; print(PASSPHRASE in os.environ)".replace("PASSPHRASE", repr(PASSPHRASE_VARIABLE))
    shown = subprocess.run([sys.executable, "-c", program], env=runner._environment(), capture_output=True, text=True)
    assert shown.stdout == "False\n"


def test_the_languages_are_those_of_faster_whisper() -> None:
    engine.prepare()
    from faster_whisper.tokenizer import _LANGUAGE_CODES  # type: ignore[import-untyped]

    assert frozenset(_LANGUAGE_CODES) == languages.CODES


def beginning_of(path: Path, seconds: int, folder: Path) -> Path:
    """The first seconds of a recording, as a file."""
    with path.open("rb") as stream:
        samples = decode(stream, path.name)[: seconds * SAMPLE_RATE]
    beginning = folder / "beginning.flac"
    with av.open(str(beginning), "w") as container:
        stream_out = container.add_stream("flac", rate=SAMPLE_RATE, layout="mono")
        frame = av.AudioFrame.from_ndarray((samples * 32767).astype(np.int16)[None], format="s16", layout="mono")
        frame.sample_rate = SAMPLE_RATE
        container.mux([*stream_out.encode(frame), *stream_out.encode(None)])
    return beginning


def test_what_an_earlier_attempt_heard_isnt_heard_again_and_the_end_is_the_same(speech: Path, tmp_path: Path) -> None:
    beginning = beginning_of(speech / "phone_call.flac", 46, tmp_path)
    asked = request(beginning, speakers=2)
    kept: list[Kept] = []
    ended: list[Recognised | InterviewCoderError] = []
    job = TranscriptionJob(asked)
    job.start(lambda _: None, ended.append, ended.append, kept.append)
    assert job.wait(120)
    plan, *blocks = sorted(kept, key=lambda k: -1 if k.number is None else k.number)
    assert (plan.number, [block.number for block in blocks]) == (None, [0, 1])

    again: list[Kept] = []
    steps: list[Progress] = []
    so_far = HeardSoFar(plan.content, {0: blocks[0].content})
    job = TranscriptionJob(replace(asked, so_far=so_far))
    job.start(steps.append, ended.append, ended.append, again.append)
    assert job.wait(120)
    assert [block.number for block in again] == [1]
    assert next(step.share for step in steps if step.stage == "listening") > 0.4
    whole, resumed = ended
    assert isinstance(whole, Recognised) and resumed == whole
    assert {turn.speaker for turn in whole.turns} == {"S1", "S2"}


def test_a_stretch_is_heard_by_itself_at_its_own_times(run_job: RunJob, speech: Path) -> None:
    recognised, _ = run_job(replace(request(speech / "jfk.flac"), stretch_ms=(8_000, 11_000)))
    assert isinstance(recognised, Recognised)
    words = [word for turn in recognised.turns for word in turn.words]
    assert "your country" in " ".join(word.text for word in words)
    assert words[0].start_ms >= 7_900 and words[-1].end_ms <= 11_000


def test_a_recording_of_one_channel_cannot_have_a_speaker_on_each(run_job: RunJob, speech: Path) -> None:
    hearing = Hearing("tiny.en", "en", None, by_channel=True)
    failure, _ = run_job(replace(request(speech / "jfk.flac"), hearing=hearing))
    assert isinstance(failure, TranscriptionFailed)
    assert "has one channel" in failure.message
