"""Give memory that is free inside the process back to the system, once nobody is waiting."""

from __future__ import annotations

import ctypes
import sys

from PySide6.QtCore import QObject, QTimer

_PAUSE_MS = 1500


class SpareMemory(QObject):
    """Gives back what a long text, its layout and its codings took, some time after another one is shown.

    The C library keeps it for the next time otherwise: 16 MB and more. It
    takes some milliseconds, so it waits for a pause.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(give_back)

    def give_back_soon(self) -> None:
        """Do it after a pause from now."""
        self._pause.start()


def give_back() -> None:
    """Do it now, where the C library can: that of Linux; others do so by themselves."""
    if sys.platform != "linux":
        return
    library = ctypes.CDLL(None)
    if hasattr(library, "malloc_trim"):  # not in every C library of Linux
        library.malloc_trim(0)
