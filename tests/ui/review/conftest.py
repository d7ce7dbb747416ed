"""A study that two people coded, looked at by the one who reviews it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from interviewcoder.coding import segments
from interviewcoder.project import coders
from interviewcoder.sources import catalogue, importing

if TYPE_CHECKING:
    from pathlib import Path

    from interviewcoder.project.file import Project
    from interviewcoder.ui.main_window import MainWindow
    from interviewcoder.ui.workspace import Workspace

CODED = (("afraid of lawsuits", "Fear"), ("We all were", "Shared"), ("the whole team", "Team talk"))


@pytest.fixture
def reviewed(project: Project, interview_file: Path) -> Project:
    """One interview, coded by Okafor, and Lindqvist at work."""
    (source,) = importing.add_files(project, [interview_file])
    coders.work_as(project, "Okafor")
    for words, name in CODED:
        segments.code_with_name(project, source.id, segments.find_passage(project, source.id, words), name)
    coders.work_as(project, "Lindqvist")
    return project


@pytest.fixture
def workspace(window: MainWindow, reviewed: Project) -> Workspace:
    """That study, open in the window."""
    path = reviewed.path
    reviewed.close()
    window.settings.coder_name = "Lindqvist"
    window.open_project(path)
    assert window.workspace is not None
    window.workspace.reading.view.setFocus()
    return window.workspace


def source_of(project: Project) -> int:
    """The one interview."""
    return catalogue.listing(project)[0].id


def coding(project: Project, name: str) -> segments.SegmentView:
    """The coding with a code."""
    return next(one for one in segments.in_source(project, source_of(project)) if one.code_name == name)
