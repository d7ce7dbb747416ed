"""Memory that is free inside the process goes back to the system."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from interviewcoder.ui.spare_memory import give_back

_PIECES, _BYTES = 40_000, 900  # small enough to come from the heap


def resident_bytes() -> int:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * 4096


@pytest.mark.skipif(sys.platform != "linux", reason="other systems' C libraries give it back by themselves")
def test_what_was_let_go_is_given_back() -> None:
    pieces = [bytes([n % 256]) * _BYTES for n in range(_PIECES)]
    last = bytes(_BYTES)  # above the others: the C library can't shrink its heap by itself
    full = resident_bytes()
    del pieces
    give_back()
    assert full - resident_bytes() > _PIECES * _BYTES / 2
    assert len(last) == _BYTES
