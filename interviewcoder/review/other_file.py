"""Open another file of a study to be merged: read into memory, its own bytes never touched."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from interviewcoder.project import read_only, recovery
from interviewcoder.project.read_only import SavedState


@contextmanager
def reading(path: Path, *, passphrase: str | None = None) -> Iterator[SavedState]:
    """Give the other file, as `opened` does, and let go of it at the end."""
    with opened(path, passphrase=passphrase) as other:
        yield other


def opened(path: Path, *, passphrase: str | None = None) -> SavedState:
    """Read the other file as it was last saved: a project or a review copy, whose last day may be over.

    It may be of an earlier version of the program, and open elsewhere.
    `passphrase` may be its recovery code. Whoever gets it closes it.

    Raises:
        InterviewCoderError: as `project.read_only.open_read_only`.
    """
    if passphrase is not None and recovery.is_code(passphrase):
        return read_only.open_read_only(path, key=recovery.key_of(path, passphrase), even_expired=True)
    return read_only.open_read_only(path, passphrase=passphrase, even_expired=True)
