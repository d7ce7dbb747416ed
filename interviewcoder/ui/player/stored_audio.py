"""A recording inside the project file, as something that FFmpeg can read on a thread of its own."""

from __future__ import annotations

import io
from threading import Event
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from interviewcoder.project.media import MediaStream


class StoredBytes(io.RawIOBase):
    """Reads a recording's chunks as they are asked for; nothing is decrypted to disk.

    A chunk that is missing or can't be read makes it `unreadable`; the
    recording ends there for whoever reads. `stop` ends every read from then on.
    """

    def __init__(self, stream: MediaStream) -> None:
        super().__init__()
        self._stream = stream
        self._stopped = Event()
        self.unreadable = False

    def stop(self) -> None:
        """Give no more; may be called from another thread, and ends what is being read there soon."""
        self._stopped.set()

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always."""
        return True

    def tell(self) -> int:
        """Where the next read begins, in bytes."""
        return self._stream.tell()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move to a byte."""
        return self._stream.seek(offset, whence)

    def read(self, size: int | None = -1) -> bytes:
        """Up to `size` bytes; none where the recording ends, can't be read further, or was stopped."""
        if self._stopped.is_set() or self.unreadable:
            return b""
        try:
            content = self._stream.read(size)
        except Exception:  # noqa: BLE001  # the driver's own classes; none may unwind through FFmpeg
            content = b""
        if not content and size != 0 and self._stream.tell() < self._stream.size_bytes:
            self.unreadable = True
        return content
