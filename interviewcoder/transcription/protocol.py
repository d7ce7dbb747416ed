"""What the program and its transcription process say to each other.

The worker writes one JSON object a line to its standard output: how far it is,
which part of the recording it wants to read, and at the end what it heard or
why it failed. The program writes frames to the worker's standard input (four
bytes of length, then as many bytes): first the request as JSON, then the parts
asked for. So a recording of any size goes over piece by piece and never
touches the disk.
"""

from __future__ import annotations

import base64
import io
import json
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any, Literal

from interviewcoder.sources.hearing import Hearing

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_LENGTH = struct.Struct(">I")

Stage = Literal["reading", "listening", "speakers", "done"]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a transcription is.

    `share` is 0 to 1 over all stages; `seconds_left` is None as long as
    nothing can be said. `text` is what was heard last, if anything, and
    `at_ms` where in the recording it begins: blocks are heard side by side,
    so it goes back and forth.
    """

    share: float
    seconds_left: float | None
    stage: Stage
    text: str
    at_ms: int = 0


@dataclass(frozen=True, slots=True)
class HeardSoFar:
    """What an earlier attempt had done: the plan, if there was time for it, and blocks by their number."""

    plan: bytes | None = None
    blocks: Mapping[int, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WorkOrder:
    """What the worker is to do; `size_bytes` is the recording's.

    `stretch_ms` is the part of the recording to hear, None for all of it.
    """

    media_name: str
    size_bytes: int
    hearing: Hearing
    so_far: HeardSoFar = field(default_factory=HeardSoFar)
    stretch_ms: tuple[int, int] | None = None

    def to_bytes(self) -> bytes:
        """Return the order as the first frame's content."""
        plan, blocks = self.so_far.plan, self.so_far.blocks
        stored = {
            "media_name": self.media_name,
            "size_bytes": self.size_bytes,
            "hearing": self.hearing.to_json(),
            "plan": None if plan is None else as_text(plan),
            "blocks": {number: as_text(content) for number, content in blocks.items()},
            "stretch_ms": self.stretch_ms,
        }
        return json.dumps(stored).encode()

    @classmethod
    def from_bytes(cls, content: bytes) -> WorkOrder:
        """Read back what `to_bytes` wrote."""
        stored = json.loads(content)
        plan = None if stored["plan"] is None else from_text(stored["plan"])
        so_far = HeardSoFar(plan, {int(number): from_text(text) for number, text in stored["blocks"].items()})
        stretch = stored["stretch_ms"]
        hearing = Hearing.from_json(stored["hearing"])
        return cls(stored["media_name"], stored["size_bytes"], hearing, so_far, tuple(stretch) if stretch else None)


def as_text(content: bytes) -> str:
    """Return bytes as JSON can hold them."""
    return base64.b64encode(content).decode()


def from_text(text: str) -> bytes:
    """Read back what `as_text` wrote."""
    return base64.b64decode(text)


def write_frame(stream: IO[bytes], content: bytes) -> None:
    """Send one frame to the worker."""
    stream.write(_LENGTH.pack(len(content)))
    stream.write(content)
    stream.flush()


def read_frame(stream: IO[bytes]) -> bytes:
    """Wait for one frame of the program.

    Raises:
        EOFError: the program is gone.
    """
    (length,) = _LENGTH.unpack(_exactly(stream, _LENGTH.size))
    return _exactly(stream, length)


def _exactly(stream: IO[bytes], size: int) -> bytes:
    pieces = []
    while size:
        piece = stream.read(size)
        if not piece:
            raise EOFError("the program closed the connection")
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


# Any: what JSON can hold.
def write_message(stream: IO[bytes], message: dict[str, Any]) -> None:
    """Send one line to the program."""
    stream.write(json.dumps(message).encode() + b"\n")
    stream.flush()


def read_message(line: bytes) -> dict[str, Any]:
    """Return what the worker said in a line."""
    message: dict[str, Any] = json.loads(line)
    return message


class RemoteRecording(io.RawIOBase):
    """The recording as the worker sees it: each read is asked of the program, `fetch(offset, size)`."""

    def __init__(self, size_bytes: int, fetch: Callable[[int, int], bytes]) -> None:
        super().__init__()
        self._size = size_bytes
        self._fetch = fetch
        self._at = 0

    def readable(self) -> bool:
        """Return True."""
        return True

    def seekable(self) -> bool:
        """Return True."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move, and return the new position from the start."""
        self._at = max(0, offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence])
        return self._at

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fill the buffer as far as the recording goes."""
        view = memoryview(buffer).cast("B")
        wanted = min(len(view), max(0, self._size - self._at))
        if not wanted:
            return 0
        content = self._fetch(self._at, wanted)
        view[: len(content)] = content
        self._at += len(content)
        return len(content)
