"""Open another file of a study to be merged: read into memory, its own bytes never touched."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from interviewcoder.project import read_only, recovery
from interviewcoder.project.read_only import SavedState


@contextmanager
def reading(path: Path, *, passphrase: str | None = None) -> Iterator[SavedState]:
    """Give the other file, as it was last saved, to be read: a project or a review copy, whose last day may be over.

    It may be of an earlier version of the program, and open elsewhere. `passphrase` may be its recovery code.

    Raises:
        InterviewCoderError: as `project.read_only.open_read_only`.
    """
    if passphrase is not None and recovery.is_code(passphrase):
        other = read_only.open_read_only(path, key=recovery.key_of(path, passphrase), even_expired=True)
    else:
        other = read_only.open_read_only(path, passphrase=passphrase, even_expired=True)
    with other:
        yield other
