"""The transcription process: hears one recording and ends.

It runs apart from the program, so that a crash or a full memory ends a
transcription and not somebody's work, and so that stopping it is certain.
It knows nothing of projects; what it hears goes back over its output.
"""

from __future__ import annotations

from interviewcoder.privacy.network_lock import engage

# First of all: nothing that is imported below can reach the network.
engage()

import ctypes  # noqa: E402
import faulthandler  # noqa: E402
import io  # noqa: E402
import os  # noqa: E402
import signal  # noqa: E402
import sys  # noqa: E402
import traceback  # noqa: E402
from pathlib import Path  # noqa: E402
from threading import Thread  # noqa: E402
from time import monotonic  # noqa: E402
from types import TracebackType  # noqa: E402
from typing import IO  # noqa: E402

from interviewcoder.errors import InterviewCoderError  # noqa: E402
from interviewcoder.sources.recognised import Recognised  # noqa: E402
from interviewcoder.transcription.protocol import (  # noqa: E402
    RemoteRecording,
    Stage,
    WorkOrder,
    read_frame,
    write_message,
)

# Fewer, larger reads: each is a round trip between two processes.
_READ_BYTES = 1 << 20

# How much of the whole each stage takes, from measurements on interviews.
_LISTENING_FROM, _SPEAKERS_FROM = 0.03, 0.86
# Before this nothing is said about the time left: the first segments come in bursts.
_SETTLING_SECONDS = 3.0


def main() -> int:
    """Do one transcription over standard input and output; return the process's exit code."""
    sys.excepthook = _report_without_text
    # By number: a bundle without a console has no sys.stderr.
    faulthandler.enable(2)
    _step_back()
    # Whatever a native library prints to standard output must not end up between the messages.
    outgoing = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    incoming = open(0, "rb", buffering=0, closefd=False)  # noqa: SIM115  # lives as long as the process
    try:
        recognised = _transcribe(incoming, outgoing)
    except InterviewCoderError as failure:
        kind, message, hint = type(failure).__name__, failure.message, failure.hint
        write_message(outgoing, {"kind": "failed", "error": kind, "message": message, "hint": hint})
        return 1
    except (EOFError, BrokenPipeError):
        return 1  # The program is gone; there is nobody to tell.
    write_message(outgoing, {"kind": "done", "recognised": recognised.to_dict()})
    return 0


def _transcribe(incoming: IO[bytes], outgoing: IO[bytes]) -> Recognised:
    from interviewcoder.transcription import models
    from interviewcoder.transcription.decode import SAMPLE_RATE, decode
    from interviewcoder.transcription.diarise import assign_speakers
    from interviewcoder.transcription.recognise import Recogniser
    from interviewcoder.transcription.voice import speech_probabilities

    order = WorkOrder.from_bytes(read_frame(incoming))
    report = _Reporter(outgoing, with_speakers=order.speakers != 1)
    report.tell("reading", 0.0)
    model = models.find(order.model)

    def fetch(offset: int, size: int) -> bytes:
        write_message(outgoing, {"kind": "read", "offset": offset, "size": size})
        return read_frame(incoming)

    recording = io.BufferedReader(RemoteRecording(order.size_bytes, fetch), _READ_BYTES)
    samples = decode(recording, order.media_name, lambda share: report.tell("reading", share))
    # The program says no more from here on; that it hangs up is the sign that it has ended.
    Thread(target=_end_with_program, args=(incoming,), daemon=True).start()

    probabilities = speech_probabilities(samples)
    recogniser = Recogniser(model.path, workers())
    heard = recogniser.hear(
        samples, probabilities, order.language, lambda share, text: report.tell("listening", share, text)
    )
    del recogniser  # Its memory is needed for the speakers.
    turns = assign_speakers(
        heard.words,
        samples,
        probabilities,
        speakers=order.speakers,
        model=models.speaker_model_path(),
        threads=workers(),
        on_progress=lambda share: report.tell("speakers", share),
    )
    return Recognised(turns, heard.language, len(samples) * 1000 // SAMPLE_RATE, model.name)


def workers() -> int:
    """Return how many blocks are heard at a time: all processor cores, above two all but one."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return cores if cores <= 2 else cores - 1


class _Reporter:
    """Tells the program how far the work is; several threads may use it one after another."""

    def __init__(self, outgoing: IO[bytes], *, with_speakers: bool) -> None:
        self._outgoing = outgoing
        listening_to = _SPEAKERS_FROM if with_speakers else 1.0
        self._ranges: dict[Stage, tuple[float, float]] = {
            "reading": (0.0, _LISTENING_FROM),
            "listening": (_LISTENING_FROM, listening_to),
            "speakers": (listening_to, 1.0),
        }
        self._told = -1.0
        self._stage: Stage = "reading"
        self._began = monotonic()

    def tell(self, stage: Stage, share: float, text: str = "") -> None:
        """Report the share of a stage; steps under half a percent without text are passed over."""
        if stage != self._stage and self._stage == "reading":
            self._began = monotonic()
        low, high = self._ranges[stage]
        overall = low + (high - low) * share
        if stage == self._stage and not text and overall - self._told < 0.005:
            return
        self._stage, self._told = stage, overall
        message = {"kind": "progress", "share": overall, "seconds_left": self._left(overall)}
        write_message(self._outgoing, message | {"stage": stage, "text": text})

    def _left(self, overall: float) -> float | None:
        elapsed, done = monotonic() - self._began, overall - _LISTENING_FROM
        if elapsed < _SETTLING_SECONDS or done <= 0:
            return None
        return elapsed / done * (1.0 - overall)


def _step_back() -> None:
    """Let everything else on the machine go first, and end when the program does."""
    if hasattr(os, "nice"):
        os.nice(10)
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL)


def _end_with_program(incoming: IO[bytes]) -> None:
    while incoming.read(1):
        pass
    # Threads in native code can't be asked to stop.
    os._exit(1)


def _report_without_text(kind: type[BaseException], _: BaseException, trace: TracebackType | None) -> None:
    """Say where our own fault is, never with what: an exception's message may quote a participant."""
    frames = traceback.extract_tb(trace)
    places = " > ".join(f"{frame.name} ({Path(frame.filename).name}:{frame.lineno})" for frame in frames)
    os.write(2, f"{kind.__name__} in {places}\n".encode())


if __name__ == "__main__":
    sys.exit(main())
