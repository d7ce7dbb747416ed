"""Two interviews in which the same people are named."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from interviewcoder.sources import importing

if TYPE_CHECKING:
    from interviewcoder.project.file import Project
    from interviewcoder.ui.deidentify.work import DeidentifyWork
    from interviewcoder.ui.main_window import MainWindow

FIRST = """I: Who are you, and where did it begin?
P07: My name is Amara Osei and I was a nurse at Sunnybrook. Write to amara.osei@example.org, if you like.
I: And what helped?
P07: Doctor Lefebvre sat down with us, and we talked about it. Amara, he said, this isn't about you."""
SECOND = """I: Whom did you turn to?
P08: To Amara Osei, and nobody else."""


@pytest.fixture
def named(window: MainWindow, project: Project, tmp_path: Path) -> MainWindow:
    """The window with both interviews, the first one open."""
    paths = [tmp_path / "P07.txt", tmp_path / "P08.txt"]
    for path, words in zip(paths, (FIRST, SECOND), strict=True):
        path.write_text(words, encoding="utf-8")
    importing.add_files(project, paths)
    path = project.path
    project.close()
    window.open_project(path)
    return window


@pytest.fixture
def work(named: MainWindow) -> DeidentifyWork:
    """What the window offers to de-identify."""
    return named.at_work().deidentify
