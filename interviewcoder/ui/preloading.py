"""Loads what an open project needs while somebody looks at the welcome page."""

from __future__ import annotations

import importlib
import sys
import threading

_NEEDED = "interviewcoder.ui.workspace"


def begin() -> None:
    """Import what is needed, in a thread of its own; it makes nothing and ends by itself within a second.

    Whoever opens a project before that waits for the rest, as they would have for all of it.
    """
    if _NEEDED not in sys.modules:
        threading.Thread(target=importlib.import_module, args=(_NEEDED,), name="preloading").start()
