"""What the program and its transcription process say to each other.

The worker writes one JSON object a line to its standard output: how far it is,
which part of the recording it wants to read, and at the end what it heard or
why it failed. The program writes frames to the worker's standard input (four
bytes of length, then as many bytes): first the request as JSON, then the parts
asked for. So a recording of any size goes over piece by piece and never
touches the disk.
"""

from __future__ import annotations

import io
import json
import struct
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import IO, TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_LENGTH = struct.Struct(">I")

Stage = Literal["reading", "listening", "speakers", "done"]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a transcription is.

    `share` is 0 to 1 over all stages; `seconds_left` is None as long as
    nothing can be said. `text` is what was heard last, if anything.
    """

    share: float
    seconds_left: float | None
    stage: Stage
    text: str


@dataclass(frozen=True, slots=True)
class WorkOrder:
    """What the worker is to do; `size_bytes` is the recording's, `speakers` None is to be estimated."""

    media_name: str
    size_bytes: int
    model: str
    language: str
    speakers: int | None

    def to_bytes(self) -> bytes:
        """Return the order as the first frame's content."""
        return json.dumps(asdict(self)).encode()

    @classmethod
    def from_bytes(cls, content: bytes) -> WorkOrder:
        """Read back what `to_bytes` wrote."""
        return cls(**json.loads(content))


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
