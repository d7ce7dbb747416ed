"""How the window was left is kept in the project, but is no step of anybody's work."""

from __future__ import annotations

from interviewcoder.project import preferences
from interviewcoder.project.file import Project


def test_what_is_kept_is_found_again_and_cannot_be_undone(project: Project) -> None:
    assert preferences.preference(project, "layout", "none") == "none"
    preferences.keep(project, "layout", "wide")
    preferences.keep(project, "layout", "narrow")
    assert preferences.preference(project, "layout") == "narrow"
    assert project.undo_label is None
    assert project.log() == []


def test_keeping_what_is_kept_already_leaves_the_file_alone(project: Project) -> None:
    preferences.keep(project, "layout", "wide")
    before = project.path.read_bytes()
    preferences.keep(project, "layout", "wide")
    assert project.path.read_bytes() == before
