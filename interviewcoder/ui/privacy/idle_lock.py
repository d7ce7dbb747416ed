"""When nobody is there: no hand on keys or mouse for some time, or the machine was put to sleep."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from PySide6.QtCore import SLOT, QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QWindow

_LOOK_MS = 5000
# A clock that ran on this much longer than the program did was a machine asleep, not one that was busy.
_ASLEEP_S = 30.0
_SYSTEM_BUS = Path("/run/dbus/system_bus_socket")
_LOGIND = "org.freedesktop.login1"
_TOUCHED = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
    QEvent.Type.TouchUpdate,
    QEvent.Type.TabletMove,
    QEvent.Type.InputMethod,
}


class IdleWatch(QObject):
    """Tells when nobody was there for `minutes` (0: never asks), and when the machine sleeps or has slept.

    It looks at what comes to our windows as a whole, before it is shared out among their parts: some hundred events
    in a busy minute instead of all of them.
    """

    idled = Signal()
    slept = Signal()

    def __init__(self, minutes: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.minutes = minutes
        self._touched_at = time.monotonic()
        self._asleep_s = _asleep_s()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(_LOOK_MS)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.focusWindowChanged.connect(self._on_window)
        self._on_window(application.focusWindow())

    def touch(self) -> None:
        """Begin the time anew."""
        self._touched_at = time.monotonic()

    def look(self) -> None:
        """See whether the time is over, or the machine has slept since the last look."""
        asleep_s, self._asleep_s = self._asleep_s, _asleep_s()
        if self._asleep_s - asleep_s > _ASLEEP_S:
            self.slept.emit()
        elif self.minutes > 0 and time.monotonic() - self._touched_at >= self.minutes * 60:
            self.idled.emit()

    def listen_to_the_system(self) -> None:
        """Let logind tell before the machine sleeps, where there is one; the clock tells all others afterwards."""
        if sys.platform != "linux" or not _SYSTEM_BUS.exists():
            return
        from PySide6.QtDBus import QDBusConnection

        path, kind = "/org/freedesktop/login1", f"{_LOGIND}.Manager"
        slot = SLOT("on_sleep(bool)")
        # PySide6 says that it wants bytes, and refuses them.
        QDBusConnection.systemBus().connect(_LOGIND, path, kind, "PrepareForSleep", self, slot)  # type: ignore[call-overload]

    @Slot(bool)
    def on_sleep(self, begins: bool) -> None:
        """The machine is about to sleep, or wakes."""
        if begins:
            self.slept.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See that somebody is there."""
        if event.type() in _TOUCHED:
            self._touched_at = time.monotonic()
        return False

    def _on_window(self, window: QWindow | None) -> None:
        if window is not None:
            # Twice would be called twice.
            window.removeEventFilter(self)
            window.installEventFilter(self)


def _asleep_s() -> float:
    """How long the machine has slept since some moment, or what grows by that."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME) - time.clock_gettime(time.CLOCK_MONOTONIC)
    # Elsewhere the clock on the wall runs on; somebody who sets it locks the window, too.
    return time.time() - time.monotonic()
