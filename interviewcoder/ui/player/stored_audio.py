"""A recording inside the project file, as something Qt can play from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QIODevice, QObject, Signal

if TYPE_CHECKING:
    from interviewcoder.project.media import MediaStream

_REFUSED = -1


class StoredAudioDevice(QIODevice):
    """Reads a recording's chunks as they are asked for; nothing is decrypted to disk.

    Qt reads it on threads of its own. Where a chunk is missing or can't be
    read, the recording ends for the player, and `unreadable` is emitted: once,
    from the thread that read.
    """

    unreadable = Signal()

    def __init__(self, stream: MediaStream, parent: QObject) -> None:
        super().__init__(parent)
        self._stream = stream
        self._broken = False
        # Unbuffered: FFmpeg has a buffer of its own, and the stream holds the last chunk.
        self.open(QIODevice.OpenModeFlag.ReadOnly | QIODevice.OpenModeFlag.Unbuffered)

    def isSequential(self) -> bool:
        """Never: the player seeks."""
        return False

    def size(self) -> int:
        """How long the recording is, in bytes."""
        return self._stream.size_bytes

    def readData(self, maxlen: int) -> bytes:
        """Read from where the device stands."""
        place = self.pos()
        try:
            self._stream.seek(place)
            data = self._stream.read(maxlen)
        except Exception:  # noqa: BLE001  # the driver's own classes; none may unwind through a thread of Qt's
            data = b""
        if not data and maxlen > 0 and place < self._stream.size_bytes and not self._broken:
            self._broken = True
            self.unreadable.emit()
        return data

    def writeData(self, data: bytes | bytearray | memoryview, len: int) -> int:
        """Refuse: a recording is never changed."""
        return _REFUSED
