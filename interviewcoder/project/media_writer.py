"""A file to be written into that lies in the project's chunk rows and nowhere else."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Generator
from uuid import uuid4

from sqlalchemy import delete

from interviewcoder.project import chunks
from interviewcoder.project.file import Project
from interviewcoder.project.media import MediaStream, StoredAudio, discard_audio
from interviewcoder.project.schema import MediaChunkRow

_READ_BYTES = 1 << 20


class AudioWriter(io.RawIOBase):
    """A seekable file for a recording in the making.

    What is written stays in memory until `flush_pages`, which the owner calls
    now and then on the project's thread; the first chunk stays to the end,
    since containers come back to it to write down how long they became.
    Nothing is written to disk but the project's own rows.
    """

    def __init__(self, project: Project) -> None:
        super().__init__()
        self._project = project
        self.uuid = str(uuid4())
        self.size_bytes = 0
        self._position = 0
        self._pages: dict[int, bytearray] = {}
        self._stored: set[int] = set()

    @property
    def pending_bytes(self) -> int:
        """How much waits in memory to be stored."""
        return sum(map(len, self._pages.values()))

    def writable(self) -> bool:
        """Always."""
        return True

    def readable(self) -> bool:
        """Never: it is written, then read as a recording."""
        return False

    def seekable(self) -> bool:
        """Always."""
        return True

    def tell(self) -> int:
        """Where the next write begins, in bytes."""
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move to a byte; never before the first."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self.size_bytes}[whence]
        self._position = max(0, base + offset)
        return self._position

    def write(self, data: bytes | bytearray | memoryview) -> int:  # type: ignore[override]  # the stub wants a private type
        """Take bytes at the present place, over what stands there."""
        content = memoryview(data)
        done = 0
        while done < len(content):
            number, start = divmod(self._position, chunks.CHUNK_BYTES)
            piece = content[done : done + chunks.CHUNK_BYTES - start]
            page = self._page(number)
            if len(page) < start:
                page.extend(bytes(start - len(page)))
            page[start : start + len(piece)] = piece
            done += len(piece)
            self._position += len(piece)
        self.size_bytes = max(self.size_bytes, self._position)
        return done

    def flush_pages(self, *, all_of_them: bool = False) -> None:
        """Store what is complete.

        Raises:
            StorageFailed: the disk is full.
        """
        last = self._position // chunks.CHUNK_BYTES
        ready = sorted(number for number in self._pages if all_of_them or number not in (0, last))
        for start in range(0, len(ready), chunks.CHUNKS_A_COMMIT):
            numbers = ready[start : start + chunks.CHUNKS_A_COMMIT]
            with self._project.quiet_write() as session:
                for number in numbers:
                    if number in self._stored:
                        mine = (MediaChunkRow.media_uuid == self.uuid, MediaChunkRow.number == number)
                        session.execute(delete(MediaChunkRow).where(*mine))
                    chunks.write(session, self.uuid, number, bytes(self._pages[number]))
            self._stored.update(numbers)
            for number in numbers:
                del self._pages[number]

    def finishing(self) -> Generator[int, None, StoredAudio]:
        """Store the rest and read it once for its hash, in steps; yields the bytes read and returns the recording.

        Raises:
            StorageFailed: the disk is full.
        """
        self.flush_pages(all_of_them=True)
        digest, read = hashlib.sha256(), 0
        with MediaStream(self._project, self.uuid, self.size_bytes) as stream:
            while block := stream.read(_READ_BYTES):
                digest.update(block)
                read += len(block)
                yield read
        return StoredAudio(self.uuid, self.size_bytes, digest.hexdigest())

    def discard(self) -> None:
        """Take back what was stored so far."""
        self._pages.clear()
        discard_audio(self._project, self.uuid)

    def _page(self, number: int) -> bytearray:
        page = self._pages.get(number)
        if page is None:
            page = self._pages[number] = bytearray()
            if number in self._stored:
                with MediaStream(self._project, self.uuid, self.size_bytes) as stream:
                    stream.seek(number * chunks.CHUNK_BYTES)
                    page.extend(stream.read(chunks.CHUNK_BYTES) or b"")
            elif number * chunks.CHUNK_BYTES < self.size_bytes:
                page.extend(bytes(min(chunks.CHUNK_BYTES, self.size_bytes - number * chunks.CHUNK_BYTES)))
        return page
