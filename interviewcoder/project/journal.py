"""SQLite's journal beside a project: whether a save is under way, or was cut off."""

from __future__ import annotations

from pathlib import Path

# What a journal begins with while the file beside it may be half written. When all is saved, SQLite writes zeros there.
_UNDER_WAY = bytes.fromhex("d9d505f920a163d7")


def of(project_path: Path) -> Path:
    """Where the journal of a project lies."""
    return project_path.with_name(f"{project_path.name}-journal")


def is_hot(project_path: Path) -> bool:
    """Whether a save of the project is under way, or was cut off: its file may hold half of it then.

    Raises:
        OSError: the journal can't be read.
    """
    try:
        with of(project_path).open("rb") as file:
            return file.read(len(_UNDER_WAY)) == _UNDER_WAY
    except FileNotFoundError:
        return False
