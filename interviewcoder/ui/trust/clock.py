"""Counts the time that somebody spends on a transcript: while they play its recording or write."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QTimer, Signal

TICK_MS = 5_000
# A key that was pressed so long ago is no work any more.
_LASTING_MS = 15_000


class WorkClock(QObject):
    """Tells in `spent` how many ms more somebody has worked; `flush` tells what is left over.

    `is_playing` says whether the recording plays. Keys and clicks on what is
    watched count as work for a while.
    """

    spent = Signal(int)

    def __init__(
        self, is_playing: Callable[[], bool], parent: QObject | None = None, *, tick_ms: int = TICK_MS
    ) -> None:
        super().__init__(parent)
        self._is_playing = is_playing
        self._since = QElapsedTimer()
        self._since.start()
        self._last_key = QElapsedTimer()
        self._counted_ms = 0
        self._ticks = QTimer(self)
        self._ticks.setInterval(tick_ms)
        self._ticks.timeout.connect(self._on_tick)
        self._tick_ms = tick_ms
        self._ticks.start()

    def watch(self, part: QObject) -> None:
        """Count keys and clicks on a part of the window as work."""
        part.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note that somebody is at work; everything goes on its way."""
        if event.type() in (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress):
            self._last_key.start()
        return False

    def flush(self) -> None:
        """Tell what was counted and not told yet."""
        self._count()
        if self._counted_ms:
            counted, self._counted_ms = self._counted_ms, 0
            self.spent.emit(counted)

    def forget(self) -> None:
        """Begin anew: another source is shown."""
        self._counted_ms = 0
        self._since.start()
        self._last_key.invalidate()

    def _on_tick(self) -> None:
        self._count()
        # Not at each tick: it is written to the disk.
        if self._counted_ms >= 6 * self._tick_ms or (self._counted_ms and not self._is_at_work()):
            self.flush()

    def _count(self) -> None:
        passed = self._since.restart()
        if self._is_at_work():
            # A machine that slept did no work.
            self._counted_ms += min(passed, 2 * self._tick_ms)

    def _is_at_work(self) -> bool:
        return self._is_playing() or (self._last_key.isValid() and self._last_key.elapsed() < _LASTING_MS)
