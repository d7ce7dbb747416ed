"""How a recording sounds at a glance: loudness every 10 ms and the chance of speech every 32 ms.

It is drawn as the waveform and read by the checks; an hour takes some 200 KB.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass

PEAK_MS = 10
SPEECH_MS = 32

# Version of the layout, number of peaks, number of speech values; then both, a byte each.
_HEADER = struct.Struct("<III")
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Sound:
    """A recording's outline.

    `peaks` holds the loudest sample of each 10 ms, 0 (silence) to 255 (full
    scale); `speech` the probability of speech in each 32 ms, times 255.
    """

    peaks: bytes
    speech: bytes

    @property
    def duration_ms(self) -> int:
        """How long the recording is, to 10 ms."""
        return len(self.peaks) * PEAK_MS

    def pack(self) -> bytes:
        """The outline as it is stored and sent."""
        return zlib.compress(_HEADER.pack(_VERSION, len(self.peaks), len(self.speech)) + self.peaks + self.speech, 6)

    @classmethod
    def unpack(cls, packed: bytes) -> Sound:
        """The outline that `pack` made."""
        content = zlib.decompress(packed)
        version, peaks, speech = _HEADER.unpack_from(content)
        if version != _VERSION:
            raise ValueError(f"outline of layout {version}; this program reads {_VERSION}")
        start = _HEADER.size
        return cls(content[start : start + peaks], content[start + peaks : start + peaks + speech])
