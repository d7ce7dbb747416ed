"""Transcribe in a process of its own, followed and stopped from here."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock, Thread
from typing import IO, Any, BinaryIO

from interviewcoder import errors
from interviewcoder.errors import Cancelled, InterviewCoderError, TranscriptionFailed
from interviewcoder.privacy import network_lock
from interviewcoder.settings import PASSPHRASE_VARIABLE
from interviewcoder.sources.hearing import Hearing
from interviewcoder.sources.recognised import Recognised
from interviewcoder.transcription.protocol import (
    HeardSoFar,
    Progress,
    WorkOrder,
    from_text,
    read_message,
    write_frame,
)

__all__ = ["HeardSoFar", "Kept", "Progress", "TranscriptionJob", "TranscriptionRequest"]

# The end of what the worker wrote to its error output, kept for a report.
_KEPT_CHARACTERS = 2000
_ENDING_SECONDS = 10.0

Audio = BinaryIO | io.RawIOBase


@dataclass(frozen=True, slots=True)
class TranscriptionRequest:
    """What to transcribe, and how.

    `open_audio` is called on a background thread and returns the recording as a
    seekable stream. `so_far` is what an earlier attempt had done; `stretch_ms`
    the part of the recording to hear, None for all of it.
    """

    open_audio: Callable[[], Audio]
    media_name: str
    hearing: Hearing = field(default_factory=Hearing)
    so_far: HeardSoFar = field(default_factory=HeardSoFar)
    stretch_ms: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """Work that is done and can be kept for a later attempt: the plan (`number` None), or a block."""

    number: int | None
    content: bytes


class TranscriptionJob:
    """One transcription in the background; it never touches a project."""

    def __init__(self, request: TranscriptionRequest) -> None:
        self._request = request
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread: Thread | None = None
        self._cancelled = False

    def start(
        self,
        on_progress: Callable[[Progress], None],
        on_done: Callable[[Recognised], None],
        on_error: Callable[[InterviewCoderError], None],
        on_kept: Callable[[Kept], None] = lambda _: None,
    ) -> None:
        """Begin. The callbacks are called on a background thread; `on_done` or `on_error`, and only one, ends the job.

        A job that was cancelled ends with `Cancelled`.
        """
        hear = _Callbacks(on_progress, on_done, on_error, on_kept)
        self._thread = Thread(target=self._run, args=(hear,), name=f"Transcribing {self._request.media_name}")
        self._thread.start()

    def cancel(self) -> None:
        """Stop the process at once; returns without waiting for the last callback."""
        with self._lock:
            self._cancelled = True
            if self._process is not None:
                self._process.kill()

    def wait(self, timeout_seconds: float | None = None) -> bool:
        """Wait until process and thread are gone; return whether they are."""
        if self._thread is None:
            return True
        self._thread.join(timeout_seconds)
        return not self._thread.is_alive()

    @property
    def process_id(self) -> int | None:
        """Return the worker's process, once it runs."""
        return self._process.pid if self._process is not None else None

    def _run(self, hear: _Callbacks) -> None:
        outcome: Recognised | InterviewCoderError = self._stopped_short()
        try:
            with self._request.open_audio() as audio:
                outcome = self._converse(audio, hear)
        except InterviewCoderError as failure:
            outcome = failure
        finally:
            # Also where a fault of ours is on its way up: whoever waits for the end must hear of it.
            if self._cancelled:
                hear.on_error(Cancelled("The transcription was stopped."))
            elif isinstance(outcome, Recognised):
                hear.on_progress(Progress(1.0, 0.0, "done", ""))
                hear.on_done(outcome)
            else:
                hear.on_error(outcome)

    def _converse(self, audio: Audio, hear: _Callbacks) -> Recognised:
        """Start the worker and answer it until it has finished."""
        # From this thread, which lives as long as the work: on Linux the worker ends with the thread that started it.
        with self._started() as process, _ErrorOutput(process) as error_output:
            assert process.stdin is not None and process.stdout is not None
            try:
                write_frame(process.stdin, self._order(audio).to_bytes())
                for line in process.stdout:
                    finished = self._answer(read_message(line), audio, process.stdin, hear)
                    if finished is not None:
                        return finished
                # It has closed its output: how it ends by itself tells whether somebody ended it.
                with suppress(subprocess.TimeoutExpired):
                    process.wait(_ENDING_SECONDS)
            except BrokenPipeError:
                # It died between two messages; told below like any other end. What it didn't read is let go of
                # here, or closing the pipe would complain of it again.
                with suppress(BrokenPipeError):
                    process.stdin.close()
            finally:
                process.kill()
        failure = self._stopped_short(killed=_was_killed(process.returncode))
        failure.add_note(f"exit code {process.returncode}; {error_output.text.strip()}")
        raise failure

    def _stopped_short(self, *, killed: bool = False) -> TranscriptionFailed:
        # What a system does that runs out of memory; everything else is a fault of ours.
        memory = "If it stops again, close other programs to free memory, or choose a smaller Whisper model."
        ours = "That is a fault of ours. Saving the recording as WAV may help; the other recordings aren't affected."
        return TranscriptionFailed(
            f"The transcription of “{self._request.media_name}” stopped before it was finished.",
            f"What was heard so far is kept: start it again, and it goes on from there. {memory if killed else ours}",
        )

    def _started(self) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._cancelled:
                raise Cancelled("The transcription was stopped.")
            pipe = subprocess.PIPE
            flags = getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0) | getattr(subprocess, "CREATE_NO_WINDOW", 0)
            self._process = subprocess.Popen(
                _command(), stdin=pipe, stdout=pipe, stderr=pipe, env=_environment(), creationflags=flags
            )
            return self._process

    def _order(self, audio: Audio) -> WorkOrder:
        size_bytes = audio.seek(0, os.SEEK_END)
        asked = self._request
        return WorkOrder(asked.media_name, size_bytes, asked.hearing, asked.so_far, asked.stretch_ms)

    # Any: what JSON can hold.
    def _answer(
        self, message: dict[str, Any], audio: Audio, to_worker: IO[bytes], hear: _Callbacks
    ) -> Recognised | None:
        kind = message.pop("kind")
        if kind == "read":
            audio.seek(message["offset"])
            write_frame(to_worker, audio.read(message["size"]) or b"")
        elif kind == "progress":
            hear.on_progress(Progress(**message))
        elif kind in ("plan", "block"):
            hear.on_kept(Kept(message.get("number"), from_text(message["content"])))
        elif kind == "failed":
            raise _as_error(message)
        else:
            return Recognised.from_dict(message["recognised"])
        return None


@dataclass(frozen=True, slots=True)
class _Callbacks:
    """Whom a job tells."""

    on_progress: Callable[[Progress], None]
    on_done: Callable[[Recognised], None]
    on_error: Callable[[InterviewCoderError], None]
    on_kept: Callable[[Kept], None]


class _ErrorOutput:
    """Reads a process's error output, so that it never blocks on it, and keeps the end."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.text = ""
        self._process = process
        self._thread = Thread(target=self._read, name="Transcription's error output")

    def __enter__(self) -> _ErrorOutput:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.join()

    def _read(self) -> None:
        assert self._process.stderr is not None
        for line in self._process.stderr:
            self.text = (self.text + line.decode(errors="replace"))[-_KEPT_CHARACTERS:]


def _was_killed(exit_code: int) -> bool:
    """Whether a signal ended a process. Windows has none: there any end without a message counts."""
    return exit_code < 0 or sys.platform == "win32"


def idle_worker_mode() -> int | None:
    """Start a worker with nothing to do and return what the kernel says of it; see `network_lock.kernel_mode`."""
    quiet = subprocess.DEVNULL
    with subprocess.Popen(_command(), stdin=subprocess.PIPE, stdout=quiet, stderr=quiet, env=_environment()) as worker:
        mode = network_lock.kernel_mode(worker.pid)
        # Nobody speaks to it any more, which ends it.
        worker.kill()
    return mode


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, "--transcription-worker"]
    # -P: whatever lies in the current folder is not imported.
    return [sys.executable, "-P", "-m", "interviewcoder.transcription.worker"]


def _environment() -> dict[str, str]:
    """Return the environment with this very package first, also where it runs from a checkout.

    A passphrase isn't handed on: the worker opens no project.
    """
    package_home = str(Path(__file__).resolve().parents[2])
    known = [package_home, *filter(None, [os.environ.get("PYTHONPATH")])]
    inherited = {name: value for name, value in os.environ.items() if name != PASSPHRASE_VARIABLE}
    return {**inherited, "PYTHONPATH": os.pathsep.join(known)}


def _as_error(message: dict[str, Any]) -> InterviewCoderError:
    kind = getattr(errors, message["error"], TranscriptionFailed)
    failure: InterviewCoderError = kind(message["message"], message["hint"])
    return failure
