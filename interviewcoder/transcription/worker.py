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
from queue import SimpleQueue  # noqa: E402
from threading import Lock, Thread  # noqa: E402
from time import monotonic  # noqa: E402
from types import TracebackType  # noqa: E402
from typing import IO, TYPE_CHECKING, Any  # noqa: E402

from interviewcoder.errors import InterviewCoderError  # noqa: E402
from interviewcoder.sources.hearing import Hearing  # noqa: E402
from interviewcoder.sources.recognised import Recognised  # noqa: E402
from interviewcoder.transcription.protocol import (  # noqa: E402
    RemoteRecording,
    Stage,
    WorkOrder,
    as_text,
    read_frame,
    write_message,
)

if TYPE_CHECKING:
    from interviewcoder.transcription.heard import HeardBlock
    from interviewcoder.transcription.models import ModelView
    from interviewcoder.transcription.plan import Plan

# Fewer, larger reads: each is a round trip between two processes.
_READ_BYTES = 1 << 20

# How much of the whole each stage takes, from measurements on interviews.
_LISTENING_FROM, _SPEAKERS_FROM = 0.03, 0.99
# Before this nothing is said about the time left: the first segments come in bursts.
_SETTLING_SECONDS = 3.0


def main() -> int:
    """Do one transcription over standard input and output; return the process's exit code."""
    sys.excepthook = _report_without_text
    # By number: a bundle without a console has no sys.stderr.
    faulthandler.enable(2)
    _step_back()
    # Whatever a native library prints to standard output must not end up between the messages.
    program = _Program(os.fdopen(os.dup(1), "wb"))
    os.dup2(2, 1)
    try:
        recognised = _transcribe(program)
    except InterviewCoderError as failure:
        kind, message, hint = type(failure).__name__, failure.message, failure.hint
        program.tell({"kind": "failed", "error": kind, "message": message, "hint": hint})
        return 1
    except BrokenPipeError:
        return 1  # The program is gone; there is nobody to tell.
    program.tell({"kind": "done", "recognised": recognised.to_dict()})
    return 0


class _Program:
    """The program at the other end: told of things from several threads, asked for parts of the recording."""

    def __init__(self, outgoing: IO[bytes]) -> None:
        self._outgoing = outgoing
        self._telling = Lock()
        self._frames: SimpleQueue[bytes] = SimpleQueue()
        Thread(target=self._listen, name="Listening to the program", daemon=True).start()

    # Any: what JSON can hold.
    def tell(self, message: dict[str, Any]) -> None:
        """Send one message."""
        with self._telling:
            write_message(self._outgoing, message)

    def next_frame(self) -> bytes:
        """Wait for what the program sends next."""
        return self._frames.get()

    def fetch(self, offset: int, size: int) -> bytes:
        """Return a part of the recording."""
        self.tell({"kind": "read", "offset": offset, "size": size})
        return self.next_frame()

    def _listen(self) -> None:
        incoming = open(0, "rb", buffering=0, closefd=False)  # noqa: SIM115  # lives as long as the process
        try:
            while True:
                self._frames.put(read_frame(incoming))
        except EOFError:
            # That it hangs up is the sign that it has ended. Threads in native code can't be asked to stop.
            os._exit(1)


def _transcribe(program: _Program) -> Recognised:
    from interviewcoder.transcription import models
    from interviewcoder.transcription.assembling import assemble
    from interviewcoder.transcription.heard import HeardBlock
    from interviewcoder.transcription.listening import refuse_single_channel

    order = WorkOrder.from_bytes(program.next_frame())
    report = _Reporter(program)
    report.tell("reading", 0.0)
    model = models.find(order.hearing.model)
    recording = io.BufferedReader(RemoteRecording(order.size_bytes, program.fetch), _READ_BYTES)
    if order.hearing.by_channel:
        refuse_single_channel(recording, order.media_name)
    plan = _planned(order, recording, program, report)
    done = {number: HeardBlock.from_bytes(content) for number, content in order.so_far.blocks.items()}
    heard = _heard(order, recording, plan, done, model, program, report)
    if _tells_voices_apart(order.hearing):
        report.tell("speakers", 0.0)
    return assemble(plan, heard, order.hearing, model.name)


def _planned(
    order: WorkOrder, recording: io.BufferedReader[RemoteRecording], program: _Program, report: _Reporter
) -> Plan:
    from interviewcoder.transcription.plan import Plan, plan_of_stretch, read_through

    recording.seek(0)
    known = Plan.from_bytes(order.so_far.plan) if order.so_far.plan is not None else None
    if order.stretch_ms is not None:
        return plan_of_stretch(recording, order.media_name, order.stretch_ms, known)
    if known is not None:
        return known
    plan = read_through(recording, order.media_name, workers(), lambda share: report.tell("reading", share))
    program.tell({"kind": "plan", "content": as_text(plan.to_bytes())})
    return plan


def _heard(
    order: WorkOrder,
    recording: io.BufferedReader[RemoteRecording],
    plan: Plan,
    done: dict[int, HeardBlock],
    model: ModelView,
    program: _Program,
    report: _Reporter,
) -> list[HeardBlock]:
    """Hear the blocks that aren't done, each kept by the program as soon as it is."""
    from interviewcoder.transcription import models
    from interviewcoder.transcription.heard import HeardBlock
    from interviewcoder.transcription.listening import Listener
    from interviewcoder.transcription.overlap import ExchangeFinder
    from interviewcoder.transcription.recognise import Recogniser, nobody_speaks
    from interviewcoder.transcription.speaker_prints import VoicePrinter

    report.begin_listening(len(done) / len(plan.blocks))
    if len(done) == len(plan.blocks):
        return [done[number] for number in range(len(plan.blocks))]
    if nobody_speaks(plan.probabilities):
        return [HeardBlock(())] * len(plan.blocks)
    at_once = min(workers(), len(plan.blocks))
    recogniser = Recogniser(model.path, at_once, workers() // at_once)
    recogniser.check(order.hearing)
    printer = VoicePrinter(models.speaker_model_path(), 1) if _tells_voices_apart(order.hearing) else None
    several = order.hearing.speakers != 1 or order.hearing.by_channel
    exchanges = ExchangeFinder(models.exchange_model_path(), 1) if several else None
    kept: dict[int, HeardBlock] = {}

    def keep(number: int, block: HeardBlock) -> None:
        content = block.to_bytes()
        # As it comes back from where it is kept, so that a transcription that was interrupted ends like any other.
        kept[number] = HeardBlock.from_bytes(content)
        program.tell({"kind": "block", "number": number, "content": as_text(content)})

    recording.seek(0)
    Listener(recogniser, printer, order.hearing, at_once, exchanges).hear(
        recording,
        order.media_name,
        plan,
        done,
        on_segment=lambda share, at_ms, text: report.tell("listening", share, text, at_ms),
        on_block=keep,
    )
    kept |= done
    return [kept[number] for number in range(len(plan.blocks))]


def _tells_voices_apart(hearing: Hearing) -> bool:
    return hearing.speakers != 1 and not hearing.by_channel


def workers() -> int:
    """Return how many blocks are heard at a time: all processor cores, above two all but one."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return cores if cores <= 2 else cores - 1


class _Reporter:
    """Tells the program how far the work is; several threads may use it one after another."""

    def __init__(self, program: _Program) -> None:
        self._program = program
        self._ranges: dict[Stage, tuple[float, float]] = {
            "reading": (0.0, _LISTENING_FROM),
            "listening": (_LISTENING_FROM, _SPEAKERS_FROM),
            "speakers": (_SPEAKERS_FROM, 1.0),
        }
        self._told = -1.0
        self._stage: Stage = "reading"
        self._began = monotonic()
        self._from = _LISTENING_FROM

    def begin_listening(self, share_done: float) -> None:
        """Count the time left from here; `share_done` is what an earlier attempt had heard."""
        low, high = self._ranges["listening"]
        self._began, self._from = monotonic(), low + (high - low) * share_done
        self.tell("listening", share_done)

    def tell(self, stage: Stage, share: float, text: str = "", at_ms: int = 0) -> None:
        """Report the share of a stage; steps under half a percent without text are passed over."""
        low, high = self._ranges[stage]
        overall = max(self._told, low + (high - low) * share)
        if stage == self._stage and not text and overall - self._told < 0.005:
            return
        self._stage, self._told = stage, overall
        message = {"kind": "progress", "share": overall, "seconds_left": self._left(overall)}
        self._program.tell(message | {"stage": stage, "text": text, "at_ms": at_ms})

    def _left(self, overall: float) -> float | None:
        elapsed, done = monotonic() - self._began, overall - self._from
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


def _report_without_text(kind: type[BaseException], _: BaseException, trace: TracebackType | None) -> None:
    """Say where our own fault is, never with what: an exception's message may quote a participant."""
    frames = traceback.extract_tb(trace)
    places = " > ".join(f"{frame.name} ({Path(frame.filename).name}:{frame.lineno})" for frame in frames)
    os.write(2, f"{kind.__name__} in {places}\n".encode())


if __name__ == "__main__":
    sys.exit(main())
