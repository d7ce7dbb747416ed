"""A small codebook in a real project, and a panel that shows it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pytestqt.qtbot import QtBot

from interviewcoder.coding import codes, segments
from interviewcoder.project import file
from interviewcoder.project.file import Project
from interviewcoder.sources import importing
from interviewcoder.sources.catalogue import SourceView
from interviewcoder.sources.text import Span
from interviewcoder.ui.code_tree import CodeTreePanel
from interviewcoder.ui.project_signals import ProjectSignals

if TYPE_CHECKING:
    from interviewcoder.ui.prompts import Prompts

SPOKEN = """I: How did it start?
P: I was afraid of lawsuits. Nobody asked us. We were proud of the team."""


@dataclass(frozen=True, slots=True)
class Codebook:
    """The ids of the codes: Fear > (Lawsuits, Reputation > Family), Pride, Trust."""

    fear: int
    lawsuits: int
    reputation: int
    family: int
    pride: int
    trust: int


@pytest.fixture(scope="session")
def coded_project(tmp_path_factory: pytest.TempPathFactory, empty_project: Path) -> tuple[Path, Codebook]:
    """The file of a project with six codes in a tree, made once: to copy it is quicker than to make another."""
    path = tmp_path_factory.mktemp("codebook") / "study.icproj"
    shutil.copy(empty_project, path)
    with file.open_project(path) as project:
        fear = codes.add(project, "Fear").id
        lawsuits = codes.add(project, "Lawsuits", parent_id=fear).id
        reputation = codes.add(project, "Reputation", parent_id=fear).id
        family = codes.add(project, "Family", parent_id=reputation).id
        pride, trust = codes.add(project, "Pride").id, codes.add(project, "Trust").id
    return path, Codebook(fear, lawsuits, reputation, family, pride, trust)


@pytest.fixture
def project(request: pytest.FixtureRequest, tmp_path: Path, empty_project: Path) -> Iterator[Project]:
    """A new project, empty or, for a test that asks for the codebook, with six codes in a tree."""
    made = request.getfixturevalue("coded_project")[0] if "codebook" in request.fixturenames else empty_project
    path = tmp_path / "study.icproj"
    shutil.copy(made, path)
    with file.open_project(path) as opened:
        yield opened


@pytest.fixture
def codebook(project: Project, coded_project: tuple[Path, Codebook]) -> Codebook:
    """Six codes in a tree."""
    return coded_project[1]


@pytest.fixture
def interview(project: Project, tmp_path: Path) -> SourceView:
    """A transcript of two turns."""
    path = tmp_path / "P03 physician.txt"
    path.write_text(SPOKEN, encoding="utf-8")
    return importing.add_files(project, [path])[0]


@pytest.fixture
def coded(project: Project, codebook: Codebook, interview: SourceView) -> list[Span]:
    """“afraid of lawsuits” is coded with Lawsuits, “Nobody asked us” with Lawsuits and Family."""
    afraid = segments.find_passage(project, interview.id, "afraid of lawsuits")
    nobody = segments.find_passage(project, interview.id, "Nobody asked us")
    segments.code_passage(project, interview.id, afraid, codebook.lawsuits)
    segments.code_passage(project, interview.id, nobody, codebook.lawsuits)
    segments.code_passage(project, interview.id, nobody, codebook.family)
    return [afraid, nobody]


@pytest.fixture
def panel(qtbot: QtBot, project: Project, codebook: Codebook, prompts: Prompts) -> Iterator[CodeTreePanel]:
    """The panel on the screen with the codebook."""
    signals = ProjectSignals(project)
    shown = CodeTreePanel(project, signals, prompts)
    qtbot.addWidget(shown)
    shown.resize(300, 800)
    with qtbot.waitActive(shown):
        shown.show()
    yield shown
    signals.end()
