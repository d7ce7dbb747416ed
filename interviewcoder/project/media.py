"""Recordings inside the project file, in chunk rows.

They are read straight out of the encrypted file: nothing is decrypted to disk.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Generator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from sqlalchemy import select

from interviewcoder.errors import ImportFailed, NotFound, StorageFailed
from interviewcoder.project import chunks
from interviewcoder.project.file import Project
from interviewcoder.project.schema import MediaRow, SourceRow

_READ_CHUNK = "SELECT content FROM media_chunk WHERE media_uuid = ? AND number = ?"


@dataclass(frozen=True, slots=True)
class MediaView:
    """A recording that the project holds. `warning` is empty where it is sound."""

    id: int
    uuid: str
    name: str
    container: str
    codec: str
    size_bytes: int
    duration_ms: int
    sha256: str
    warning: str


@dataclass(frozen=True, slots=True)
class StoredAudio:
    """A recording's bytes, written ahead of its row."""

    uuid: str
    size_bytes: int
    sha256: str


def store_audio(project: Project, path: Path, *, on_bytes: Callable[[int], None] | None = None) -> StoredAudio:
    """Copy a recording's bytes into the project, some megabytes a transaction.

    Until a row refers to them they don't count: whatever stops the work, the
    next opening clears them away. `on_bytes` hears how many are in so far,
    and may raise to stop.

    Raises:
        ImportFailed: the recording can't be read.
        StorageFailed: the disk is full.
    """
    steps = storing_audio(project, path)
    try:
        while True:
            size = next(steps)
            if on_bytes:
                on_bytes(size)
    except StopIteration as end:
        stored: StoredAudio = end.value
        return stored
    finally:
        steps.close()


def storing_audio(project: Project, path: Path) -> Generator[int, None, StoredAudio]:
    """The same in steps of some megabytes, for a window that stays awake between them.

    Yields how many bytes are in so far and returns the recording. A generator
    that is closed early leaves nothing behind.

    Raises:
        ImportFailed, StorageFailed: as in `store_audio`.
    """
    # Else a view that is only read would take a whole recording into memory before it says so.
    project.check_writable()
    uuid = str(uuid4())
    digest = hashlib.sha256()
    size = number = 0
    try:
        with path.open("rb") as file:
            while block := file.read(chunks.CHUNK_BYTES * chunks.CHUNKS_A_COMMIT):
                digest.update(block)
                size += len(block)
                with project.quiet_write() as session:
                    number = chunks.write(session, uuid, number, block)
                yield size
    except OSError as error:
        discard_audio(project, uuid)
        raise ImportFailed(
            f"“{path.name}” can't be read: {error.strerror}.", "Check the file and try again."
        ) from error
    except BaseException:
        discard_audio(project, uuid)
        raise
    return StoredAudio(uuid, size, digest.hexdigest())


def discard_audio(project: Project, uuid: str) -> None:
    """Remove bytes that no row refers to; where the disk is too full for that, the next opening does."""
    with suppress(StorageFailed):
        chunks.discard(project.quiet_write, uuid)


def view(project: Project, media_id: int) -> MediaView:
    """One recording.

    Raises:
        NotFound: there is none with that id.
    """
    row = project.session.get(MediaRow, media_id)
    if row is None:
        raise NotFound("The recording is no longer in the project.")
    return MediaView(
        row.id,
        row.uuid,
        row.name,
        row.container,
        row.codec,
        row.size_bytes,
        row.duration_ms,
        row.sha256,
        row.warning,
    )


def media_of_source(project: Project, source_id: int) -> MediaView | None:
    """The recording of a source, if it has one."""
    media_id = project.session.scalar(select(SourceRow.media_id).where(SourceRow.id == source_id))
    return None if media_id is None else view(project, media_id)


def read(project: Project, media_id: int, offset: int, size: int) -> bytes:
    """Bytes of a recording; fewer at its end. For many reads open a stream."""
    with open_stream(project, media_id) as stream:
        stream.seek(offset)
        return stream.read(size) or b""


def open_stream(project: Project, media_id: int) -> MediaStream:
    """A seekable, read-only stream over a recording, usable from any one thread."""
    media = view(project, media_id)
    return MediaStream(project, media.uuid, media.size_bytes)


class MediaStream(io.RawIOBase):
    """Random access to the chunk rows of one recording.

    It goes past the session, straight to the connection: SQLite's own mutex
    lets it read beside the window's writes.
    """

    def __init__(self, project: Project, uuid: str, size_bytes: int) -> None:
        super().__init__()
        self._connection = project.raw_connection
        self._uuid = uuid
        self.size_bytes = size_bytes
        self._position = 0
        self._chunk_number = -1
        self._chunk = b""

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always."""
        return True

    def tell(self) -> int:
        """Where the next read begins, in bytes."""
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move to a byte; never before the first."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self.size_bytes}[whence]
        self._position = max(0, base + offset)
        return self._position

    def read(self, size: int | None = -1) -> bytes:
        """Up to `size` bytes; all that is left where it is negative."""
        left = max(0, self.size_bytes - self._position)
        wanted = left if size is None or size < 0 else min(size, left)
        parts = []
        while wanted > 0:
            number, start = divmod(self._position, chunks.CHUNK_BYTES)
            part = self._chunk_at(number)[start : start + wanted]
            if not part:
                break
            parts.append(part)
            self._position += len(part)
            wanted -= len(part)
        return b"".join(parts)

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # the stub wants a private type
        """Fill `buffer` as far as the recording goes."""
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def _chunk_at(self, number: int) -> bytes:
        if number != self._chunk_number:
            row = self._connection.execute(_READ_CHUNK, (self._uuid, number)).fetchone()
            self._chunk, self._chunk_number = (bytes(row[0]) if row else b""), number
        return self._chunk
