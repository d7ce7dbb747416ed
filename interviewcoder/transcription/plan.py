"""Reading a recording through before it is heard: how long it is, where somebody speaks, where it is cut."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from interviewcoder.sources.sound import Sound
from interviewcoder.transcription.blocks import Block, cut_blocks
from interviewcoder.transcription.decode import SAMPLE_RATE, decoding
from interviewcoder.transcription.outline import Peaks, as_bytes, outline
from interviewcoder.transcription.voice import FRAME, VoiceDetector

# Shorter silences are filled in where a container rounds its times or leaves out quiet; nobody misses anything there.
_GAP_TO_TELL = SAMPLE_RATE // 2


@dataclass(frozen=True, slots=True)
class Plan:
    """A recording as it is going to be heard: its length, its blocks and `gaps` without any sound, in samples."""

    length: int
    blocks: tuple[Block, ...]
    gaps: tuple[tuple[int, int], ...]
    sound: Sound

    @property
    def probabilities(self) -> NDArray[np.float32]:
        """The probability of speech in each frame of 512 samples, to a 255th."""
        return np.frombuffer(self.sound.speech, dtype=np.uint8).astype(np.float32) / np.float32(255)

    def to_bytes(self) -> bytes:
        """Return the plan as it is sent and kept."""
        stored = {
            "length": self.length,
            "blocks": [[block.start, block.end, block.heard_to] for block in self.blocks],
            "gaps": [list(gap) for gap in self.gaps],
            "sound": base64.b64encode(self.sound.pack()).decode(),
        }
        return json.dumps(stored).encode()

    @classmethod
    def from_bytes(cls, content: bytes) -> Plan:
        """Read back what `to_bytes` wrote."""
        stored = json.loads(content)
        blocks = tuple(Block(*ends) for ends in stored["blocks"])
        gaps = tuple((start, end) for start, end in stored["gaps"])
        return cls(stored["length"], blocks, gaps, Sound.unpack(base64.b64decode(stored["sound"])))


def read_through(stream: BinaryIO, name: str, workers: int, on_progress: Callable[[float], None]) -> Plan:
    """Decode a recording once, keeping its outline only, and plan its blocks for so many `workers`.

    Raises:
        ImportFailed: there is no sound, or none of it can be decoded.
    """
    gaps: list[tuple[int, int]] = []

    def on_gap(start: int, end: int) -> None:
        if end - start >= _GAP_TO_TELL:
            gaps.append((start, end))

    peaks, voice, length = Peaks(), VoiceDetector(), 0
    for piece in decoding(stream, name, on_progress=on_progress, on_gap=on_gap):
        peaks.hear(piece)
        voice.hear(piece)
        length += len(piece)
    sound = Sound(peaks.finish(), as_bytes(voice.finish()))
    read = Plan(length, (), tuple(gaps), sound)
    return replace(read, blocks=tuple(cut_blocks(read.probabilities, length, workers)))


def known_by_sound(sound: Sound) -> Plan:
    """Say of a recording only how it sounds, which is what planning a stretch of it takes."""
    return Plan(sound.duration_ms * SAMPLE_RATE // 1000, (), (), sound)


def plan_of_stretch(stream: BinaryIO, name: str, stretch_ms: tuple[int, int], known: Plan | None = None) -> Plan:
    """Plan to hear a stretch of a recording as one block; without a plan that is known all of it is read first.

    Raises:
        ImportFailed: as in `read_through`.
    """
    start_ms, end_ms = stretch_ms
    sound = known.sound if known is not None else outline(stream, name)
    frame_ms = FRAME * 1000 / SAMPLE_RATE
    length = sound.duration_ms * SAMPLE_RATE // 1000
    start = int(start_ms / frame_ms) * FRAME
    end = min(length, end_ms * SAMPLE_RATE // 1000)
    return Plan(length, (Block(start, max(start, end), max(start, end)),), (), sound)
