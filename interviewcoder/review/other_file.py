"""Open another file of a study to be merged: read into memory, its own bytes never touched."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from interviewcoder.project.file import Project


@contextmanager
def reading(path: Path, *, passphrase: str | None = None) -> Iterator[Project]:
    """Give the other file as a project to read from, of whatever version of the program it is.

    Raises:
        NotAProject, WrongPassphrase, ProjectTooNew: as in `open_project`.
        ProjectLocked: somebody has it open.
    """
    raise NotImplementedError
    yield
