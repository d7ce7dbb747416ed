"""Remembers which files there were when the program started."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from interviewcoder.privacy.session_files import Snapshot
    from interviewcoder.ui.jobs import Errand

# By then the window is there and its libraries are loaded; what was written before is told by its time.
_DELAY_MS = 2500
# By so much the times of files may lag behind the clock.
_COARSE_NS = 20_000_000


class SessionWatch(QObject):
    """Takes one snapshot, on a thread of its own, for no longer than a third of a second."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.started_ns = time.time_ns() - _COARSE_NS
        self.before: Snapshot | None = None
        self._errand: Errand | None = None

    def begin(self) -> None:
        """Take the snapshot as soon as nobody waits for the window."""
        QTimer.singleShot(_DELAY_MS, self, self._take)

    def _take(self) -> None:
        from interviewcoder.privacy import session_files
        from interviewcoder.ui.jobs import Errand

        def read() -> Snapshot:
            return session_files.snapshot(session_files.roots(None), since_ns=self.started_ns)

        self._errand = Errand(read, "Remembering which files there are", self)
        self._errand.done.connect(self._on_done)
        self._errand.start()

    def _on_done(self, before: Snapshot) -> None:
        self.before = before
