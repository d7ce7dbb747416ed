"""A window that opens an old copy of a project shows nothing of what was withdrawn since."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pytestqt.qtbot import QtBot

from interviewcoder.cases import cases
from interviewcoder.errors import NotFound
from interviewcoder.privacy import withdrawal
from interviewcoder.project.file import Project
from interviewcoder.ui import opening
from interviewcoder.ui.shared_folder.held_dialog import HeldChoice
from tests.project.others import write_note

if TYPE_CHECKING:
    from tests.ui.conftest import FakePrompts


def test_an_old_copy_loses_what_was_withdrawn_before_it_is_shown(
    project: Project, prompts: FakePrompts, tmp_path: Path, qtbot: QtBot
) -> None:
    case = cases.add(project, "P7")
    old = tmp_path / "old.icproj"
    shutil.copy(project.path, old)
    withdrawal.withdraw(project, case.id)
    opened = opening.open_asking(prompts, old)
    assert opened is not None
    with opened, pytest.raises(NotFound):
        cases.by_name(opened, "P7")
    (note,) = prompts.notes
    assert "older than what was withdrawn" in note and "1 participant" in note
    assert not prompts.errors


def test_a_view_of_an_old_copy_shows_nothing_of_it_and_leaves_the_copy_as_it_is(
    project: Project, prompts: FakePrompts, tmp_path: Path, qtbot: QtBot
) -> None:
    case = cases.add(project, "P7")
    old = tmp_path / "old.icproj"
    shutil.copy(project.path, old)
    withdrawal.withdraw(project, case.id)
    write_note(old, host="elsewhere")
    before = old.read_bytes()
    prompts.held = [HeldChoice.READ]
    view = opening.open_asking(prompts, old)
    assert view is not None
    with view, pytest.raises(NotFound):
        cases.by_name(view, "P7")
    assert old.read_bytes() == before
