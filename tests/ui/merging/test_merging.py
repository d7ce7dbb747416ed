"""Another file of the study is looked at item by item and merged in one step."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from interviewcoder.coding import codes, segments
from interviewcoder.project import file
from interviewcoder.project.file import Project
from interviewcoder.review import comments, merging_in, other_file
from interviewcoder.review.merge_items import MergePlan
from interviewcoder.sources import catalogue, importing
from interviewcoder.ui.merging.preview import MergePreview
from interviewcoder.ui.merging.rows import MergeRows

if TYPE_CHECKING:
    from pytestqt.modeltest import ModelTester
    from pytestqt.qtbot import QtBot

    from interviewcoder.ui.main_window import MainWindow
    from tests.ui.conftest import FakePrompts

SAID = "I: And then?\nP: I was afraid of the lawyers, and the team talked about it.\n"


@pytest.fixture
def other(project: Project, tmp_path: Path) -> Path:
    """A copy of the project in which Ben coded, commented, and renamed a code that was renamed here, too."""
    (tmp_path / "P07.txt").write_text(SAID, encoding="utf-8")
    importing.add_files(project, [tmp_path / "P07.txt"])
    codes.add(project, "Fear")
    codes.add(project, "Team")
    copy = tmp_path / "copy of ben.icproj"
    shutil.copy(project.path, copy)
    with file.open_project(copy) as theirs:
        theirs.work_as("Ben")
        source = catalogue.listing(theirs)[0].id
        fear, team = codes.tree(theirs)
        span = segments.find_passage(theirs, source, "afraid of the lawyers")
        segments.code_passage(theirs, source, span, fear.id)
        segments.code_with_name(theirs, source, segments.find_passage(theirs, source, "talked about it"), "Talk")
        comments.add(theirs, comments.About.passage(source, span), text="Is it fear?")
        codes.rename(theirs, team.id, "The team")
    codes.rename(project, codes.tree(project)[1].id, "Our team")
    return copy


def plan_of(project: Project, other: Path) -> MergePlan:
    with other_file.reading(other) as theirs:
        return merging_in.plan(project, theirs)


def test_the_tree_keeps_to_the_rules_of_its_kind(
    project: Project, other: Path, qtmodeltester: ModelTester
) -> None:
    rows = MergeRows(plan_of(project, other))
    qtmodeltester.check(rows)
    assert rows.rowCount() >= 3
    rows.show_only("conflicts")
    qtmodeltester.check(rows)
    assert [item.kind for item in rows.items_below(rows.index(0, 0))] == ["code"]


def test_a_code_that_is_left_leaves_its_coding_and_a_coding_that_is_taken_takes_its_code(
    project: Project, other: Path
) -> None:
    rows = MergeRows(plan_of(project, other))
    talk = next(item for item in rows.plan.items if item.kind == "code" and item.action == "add")
    coding = next(item for item in rows.plan.items if item.kind == "coding" and talk.key in item.depends_on)
    place = rows.index_of(talk.key)
    assert rows.setData(place, Qt.CheckState.Unchecked.value, Qt.ItemDataRole.CheckStateRole)
    assert not rows.is_taken(coding)
    rows.decide([coding], take=True)
    assert rows.is_taken(talk)


def test_what_is_ticked_comes_and_undo_takes_all_of_it_back(
    window: MainWindow, project: Project, other: Path, prompts: FakePrompts, qtbot: QtBot
) -> None:
    path = project.path
    project.close()
    window.open_project(path)
    told: list[str] = []

    def on_dialog(dialog: QDialog) -> bool:
        assert isinstance(dialog, MergePreview)
        (conflict,) = dialog.rows.plan.conflicts
        dialog.show_what.setCurrentIndex(1)
        told.append(dialog.detail.toPlainText())
        qtbot.mouseClick(dialog.theirs, Qt.MouseButton.LeftButton)
        assert dialog.rows.is_taken(conflict)
        dialog.accept()
        return dialog.result() == QDialog.DialogCode.Accepted

    prompts.on_dialog, prompts.files = on_dialog, [other]
    window.menus.action("merge").trigger()
    assert prompts.errors == []
    assert "Our team" in told[0]
    assert "The team" in told[0]
    assert window.workspace is not None
    merged = window.workspace.project
    assert {node.name for node in codes.tree(merged)} == {"Fear", "The team", "Talk"}
    assert {coding.coder for coding in segments.listing(merged)} == {"Ben"}
    assert "merged" in prompts.notes[-1]
    merged.undo()
    assert {node.name for node in codes.tree(merged)} == {"Fear", "Our team"}
    merged.redo()
    window.menus.action("merge").trigger()
    assert "Nothing new" in prompts.notes[-1]


def test_conflicts_nobody_looked_at_are_asked_about_before_anything_is_merged(
    project: Project, other: Path, prompts: FakePrompts, qtbot: QtBot
) -> None:
    preview = MergePreview(plan_of(project, other), prompts)
    qtbot.addWidget(preview)
    prompts.yes = False
    preview.rows.looked_at.clear()
    preview.accept()
    assert preview.result() != QDialog.DialogCode.Accepted
    assert preview.rows.only == "conflicts"
    assert preview.theirs.isVisibleTo(preview)
