"""A recording heard from its first block to its last, several blocks at a time, in a memory that doesn't grow."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from threading import Lock, Semaphore
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from interviewcoder.errors import TranscriptionFailed
from interviewcoder.sources.hearing import Hearing
from interviewcoder.sources.read_recording import open_recording, sound_of
from interviewcoder.transcription.blocks import Block
from interviewcoder.transcription.channels import balances
from interviewcoder.transcription.decode import SAMPLE_RATE, decoding
from interviewcoder.transcription.heard import HeardBlock
from interviewcoder.transcription.overlap import ExchangeFinder, Exchanges, cut_at
from interviewcoder.transcription.plan import Plan
from interviewcoder.transcription.recognise import Recogniser
from interviewcoder.transcription.speaker_prints import VoicePrinter
from interviewcoder.transcription.voice import FRAME, Stretch, speech_stretches

Floats = NDArray[np.float32]

# Gets the share of the recording heard, where the latest segment begins in ms, and its words; one call at a time.
OnSegment = Callable[[float, int, str], None]
# Gets a block's number and what was heard in it.
OnBlock = Callable[[int, HeardBlock], None]


class Listener:
    """Hears the blocks of one recording with one model.

    `printer` is None where voices needn't be told apart, `exchanges` where
    nobody is expected to speak at the same time as somebody else.
    """

    def __init__(
        self,
        recogniser: Recogniser,
        printer: VoicePrinter | None,
        hearing: Hearing,
        workers: int,
        exchanges: ExchangeFinder | None = None,
    ) -> None:
        self._recogniser = recogniser
        self._printer = printer
        self._exchanges = exchanges
        self._hearing = hearing
        self._workers = workers

    def hear(
        self,
        stream: BinaryIO,
        name: str,
        plan: Plan,
        done: Mapping[int, HeardBlock],
        *,
        on_segment: OnSegment,
        on_block: OnBlock,
    ) -> list[HeardBlock]:
        """Hear what isn't `done` yet and return all blocks in order.

        Both callbacks are called from several threads, one at a time.

        Raises:
            ImportFailed: the recording can't be decoded.
        """
        progress = _SharedProgress(plan, done, on_segment)
        # As many blocks wait with their samples as are being heard, and no more.
        room = Semaphore(self._workers + 1)
        lock = Lock()
        futures: dict[int, Future[HeardBlock]] = {}

        def hear_one(number: int, samples: Floats) -> HeardBlock:
            try:
                heard = self._hear_block(plan, plan.blocks[number], samples, progress.of_block(number))
                with lock:
                    on_block(number, heard)
                return heard
            finally:
                room.release()

        pieces = decoding(stream, name, stereo=self._hearing.by_channel)
        with ThreadPoolExecutor(self._workers) as pool:
            for number, samples in samples_of(plan.blocks, pieces, skip=done.keys()):
                room.acquire()
                futures[number] = pool.submit(hear_one, number, samples)
            return [done[n] if n in done else futures[n].result() for n in range(len(plan.blocks))]

    def _hear_block(
        self, plan: Plan, block: Block, samples: Floats, on_segment: Callable[[float, float, str], None]
    ) -> HeardBlock:
        mono = samples.mean(axis=1, dtype=np.float32) if samples.ndim == 2 else samples
        probabilities = plan.probabilities[block.start // FRAME : -(-block.heard_to // FRAME)]
        heard = self._recogniser.hear(mono, probabilities, self._hearing, block.start, on_segment)
        exchanges = self._exchanges.find(mono) if self._exchanges else Exchanges()
        heard = replace(heard, overlaps=tuple(_later(exchanges.overlaps, block.start)))
        if samples.ndim == 2:
            return replace(heard, balances=balances(heard.words, samples, block.start))
        if self._printer is None:
            return heard
        own = probabilities[: (block.end - block.start) // FRAME]
        speech = cut_at(speech_stretches(own, min_pause_ms=250, pad_ms=60), exchanges.changes)
        return replace(heard, prints=self._printer.take(mono, speech, block.start))


def _later(stretches: Iterable[Stretch], offset: int) -> Iterator[Stretch]:
    return (Stretch(stretch.start + offset, stretch.end + offset) for stretch in stretches)


def refuse_single_channel(stream: BinaryIO, name: str) -> None:
    """Check that a recording can have a speaker on each channel.

    Raises:
        TranscriptionFailed: it has one channel.
    """
    with open_recording(stream, name) as container:
        channels = sound_of(container, name).codec_context.channels
    if channels < 2:
        raise TranscriptionFailed(
            f"“{name}” has one channel, so it can't have a speaker on each.",
            "Transcribe it again and give the number of speakers instead.",
        )


def samples_of(
    blocks: Sequence[Block], pieces: Iterable[Floats], skip: Iterable[int] = ()
) -> Iterator[tuple[int, Floats]]:
    """Yield each block's number and samples, as they come out of a decoder; where it ends too soon, silence."""
    skipped = frozenset(skip)
    source = iter(pieces)
    held: list[Floats] = []
    first = end = 0
    for number, block in enumerate(blocks):
        while end < block.heard_to and (piece := next(source, None)) is not None:
            held.append(piece)
            end += len(piece)
        if not held:
            return
        together = np.concatenate(held)
        if number not in skipped:
            samples = together[block.start - first : block.heard_to - first]
            missing = block.heard_to - block.start - len(samples)
            yield number, np.pad(samples, [(0, missing), *[(0, 0)] * (samples.ndim - 1)]) if missing else samples.copy()
        # What the next block shares is all that is kept.
        held = [together[block.end - first :].copy()]
        first = min(block.end, end)


class _SharedProgress:
    """Adds up what the blocks have heard."""

    def __init__(self, plan: Plan, done: Mapping[int, HeardBlock], on_segment: OnSegment) -> None:
        self._blocks = plan.blocks
        self._total = max(1, plan.length)
        self._heard = {number: plan.blocks[number].end - plan.blocks[number].start for number in done}
        self._on_segment = on_segment
        self._lock = Lock()

    def of_block(self, number: int) -> Callable[[float, float, str], None]:
        """Return what one block reports to: the seconds of it heard, when its latest segment begins, its words."""
        block = self._blocks[number]

        def report(seconds: float, begins: float, text: str) -> None:
            with self._lock:
                self._heard[number] = min(block.end - block.start, round(seconds * SAMPLE_RATE))
                share = min(1.0, sum(self._heard.values()) / self._total)
                self._on_segment(share, round(begins * 1000), text)

        return report
