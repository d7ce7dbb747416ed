"""Lock the network where a bundle starts: PyInstaller's own hooks, which may load Qt, run before `__main__`."""

from __future__ import annotations

from interviewcoder.privacy.network_lock import engage

engage()
