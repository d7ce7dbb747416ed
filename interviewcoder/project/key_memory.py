"""Take keys and passphrases out of memory again, as far as Python lets us.

What we hold in bytes is overwritten. A `str` can't be changed and may have been
copied by Python, by Qt or by the system: docs/encryption.md says what that leaves.
"""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress

# One byte, and none, are objects that all of Python shares.
_SHARED_BYTES = 1


def wipe(secret: bytearray | bytes) -> None:
    """Overwrite with zeros what the caller made and nobody else reads.

    Of `bytes` the object itself is overwritten, although Python calls it immutable: the caller
    must own its only use.
    """
    if isinstance(secret, bytearray):
        secret[:] = bytes(len(secret))
    elif len(secret) > _SHARED_BYTES and sys.implementation.name == "cpython":
        # A bytes object is its header, its bytes and one zero.
        header = sys.getsizeof(b"") - 1
        ctypes.memset(id(secret) + header, 0, len(secret))


def forbid_core_dumps() -> None:
    """Let a crash write no image of this process's memory to the disk; children inherit it.

    Where the system has no such limit, nothing is done.
    """
    with suppress(ImportError):
        import resource

        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
