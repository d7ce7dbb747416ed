"""The way from a copy in conflict to its merging, which is the menu “Team”’s."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewcoder.ui.team import steps as team_steps

if TYPE_CHECKING:
    from pathlib import Path

    from interviewcoder.ui.main_window import MainWindow


def can_merge() -> bool:
    """Whether there is something that merges files."""
    return team_steps.MERGE_FILE is not None


def merge_requested(window: MainWindow, path: Path) -> bool:
    """Compare a file with the open project and merge it as the person decides; True where it was merged."""
    return team_steps.MERGE_FILE is not None and team_steps.MERGE_FILE(window, path)
