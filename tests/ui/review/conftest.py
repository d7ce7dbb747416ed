"""A study that two people coded, looked at by the one who reviews it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from interviewcoder.coding import segments
from interviewcoder.project import coders
from interviewcoder.sources import catalogue

if TYPE_CHECKING:
    from interviewcoder.project.file import Project
    from interviewcoder.ui.main_window import MainWindow
    from interviewcoder.ui.workspace import Workspace

CODED = (("afraid of lawsuits", "Fear"), ("We all were", "Shared"), ("the whole team", "Team talk"))


@pytest.fixture
def workspace(study: MainWindow) -> Workspace:
    """The open project: one interview, coded by Okafor, and Lindqvist at work."""
    assert study.workspace is not None
    work = study.workspace
    coders.work_as(work.project, "Okafor")
    for words, name in CODED:
        span = segments.find_passage(work.project, source_of(work.project), words)
        segments.code_with_name(work.project, source_of(work.project), span, name)
    coders.work_as(work.project, "Lindqvist")
    work.reading.view.setFocus()
    return work


def source_of(project: Project) -> int:
    """The one interview."""
    return catalogue.listing(project)[0].id


def coding(work: Workspace, name: str) -> segments.SegmentView:
    """The coding with a code."""
    return next(one for one in segments.in_source(work.project, source_of(work.project)) if one.code_name == name)
