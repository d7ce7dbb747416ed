"""Keep PySide6 from reading the source of each module that is imported.

It does so with `inspect`, to learn whether the module asks for its snake_case
names, and Python then holds all that it has read: with SQLAlchemy, numpy and
PyAV 23 MB and 130 ms of CPU time. Nothing here asks for them.
"""

from __future__ import annotations

import PySide6.QtCore  # noqa: F401  # sets up what is looked for below


def read_no_sources() -> None:
    """Let modules that are imported from now on be taken for ones that ask for nothing."""
    try:
        from shibokensupport import feature  # type: ignore[import-not-found]  # it lies inside PySide6
    except ImportError:
        # A later PySide6 may have it elsewhere: then it costs what it costs.
        return
    if hasattr(feature, "_mod_uses_pyside"):
        feature._mod_uses_pyside = _asks_for_nothing


def _asks_for_nothing(module: object) -> bool:
    return False
