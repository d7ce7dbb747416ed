"""What was heard in one block of a recording: all that is needed to go on without hearing it again."""

from __future__ import annotations

import base64
import json
import zlib
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from interviewcoder.sources.recognised import Doubt, RecognisedWord, fields_of
from interviewcoder.transcription.voice import Stretch


@dataclass(frozen=True, slots=True)
class Prints:
    """One unit vector of 192 numbers (a row of `vectors`) for each window of speech."""

    windows: tuple[Stretch, ...] = ()
    vectors: NDArray[np.float32] = field(default_factory=lambda: np.zeros((0, 192), dtype=np.float32))

    @classmethod
    def together(cls, parts: list[Prints]) -> Prints:
        """Return the prints of several blocks as those of one recording."""
        if not parts:
            return cls()
        return cls(tuple(window for part in parts for window in part.windows), np.vstack([p.vectors for p in parts]))

    def some(self, chosen: NDArray[np.bool_]) -> Prints:
        """Return the prints that are chosen, in their order."""
        return Prints(tuple(self.windows[index] for index in np.flatnonzero(chosen)), self.vectors[chosen])


@dataclass(frozen=True, slots=True)
class LanguageStretch:
    """Part of a block in one language: the one it is written in, and the one it sounds like, with how sure that is."""

    start_ms: int
    end_ms: int
    spoken: str
    heard: str
    probability: float


@dataclass(frozen=True, slots=True)
class HeardBlock:
    """A block's words, and what its sound says about them. All times are those of the recording.

    `balances` says of each word how much louder it is on the left channel
    than on the right one, in dB, where a recording has one speaker on each;
    `prints` are the voices where they are told apart by sound. In `overlaps`
    two people speak at once.
    """

    words: tuple[RecognisedWord, ...]
    languages: tuple[LanguageStretch, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    balances: tuple[float | None, ...] = ()
    prints: Prints = field(default_factory=Prints)
    overlaps: tuple[Stretch, ...] = ()

    def to_bytes(self) -> bytes:
        """Return the block as it is sent and kept."""
        prints = self.prints
        stored = {
            "words": [fields_of(word) for word in self.words],
            "languages": [[s.start_ms, s.end_ms, s.spoken, s.heard, round(s.probability, 4)] for s in self.languages],
            "doubts": [[d.start_ms, d.end_ms, d.kind, d.detail] for d in self.doubts],
            "balances": list(self.balances),
            "windows": [[window.start, window.end] for window in prints.windows],
            "overlaps": [[stretch.start, stretch.end] for stretch in self.overlaps],
            "vectors": base64.b64encode(prints.vectors.astype("<f2").tobytes()).decode(),
        }
        return zlib.compress(json.dumps(stored).encode(), 6)

    @classmethod
    def from_bytes(cls, content: bytes) -> HeardBlock:
        """Read back what `to_bytes` wrote."""
        stored = json.loads(zlib.decompress(content))
        windows = tuple(Stretch(*ends) for ends in stored["windows"])
        vectors = np.frombuffer(base64.b64decode(stored["vectors"]), dtype="<f2").astype(np.float32)
        return cls(
            tuple(RecognisedWord(*fields) for fields in stored["words"]),
            tuple(LanguageStretch(*fields) for fields in stored["languages"]),
            tuple(Doubt(*fields) for fields in stored["doubts"]),
            tuple(stored["balances"]),
            Prints(windows, vectors.reshape(len(windows), -1) if windows else Prints().vectors),
            tuple(Stretch(*ends) for ends in stored["overlaps"]),
        )
