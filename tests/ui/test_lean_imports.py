"""Modules that are imported behind Qt are imported, and not read as text too."""

from __future__ import annotations

import subprocess
import sys

_LOOK = """
import linecache
from interviewcoder.ui import project_signals
import sqlalchemy.orm
print([name for name in linecache.cache if "sqlalchemy" in name])
"""


def test_importing_a_library_keeps_none_of_its_source() -> None:
    ended = subprocess.run([sys.executable, "-c", _LOOK], capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == "[]"
