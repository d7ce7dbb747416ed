"""Merging and splitting, as a person does it: dialogs filled in, keys pressed, codes let go of on others."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton
from pytestqt.qtbot import QtBot

from interviewcoder.coding import codes, segments
from interviewcoder.project.file import Project
from interviewcoder.sources.catalogue import SourceView
from interviewcoder.sources.text import Span
from interviewcoder.ui.code_tree import CodeTreePanel
from interviewcoder.ui.code_tree.dealing import Dealing, Target
from interviewcoder.ui.code_tree.merge_dialog import MergeDialog
from interviewcoder.ui.code_tree.split_dialog import SplitDialog
from interviewcoder.ui.drag_formats import codes_to_drag

if TYPE_CHECKING:
    from interviewcoder.ui.main_window import MainWindow
    from tests.ui.code_tree.conftest import Codebook
    from tests.ui.conftest import FakePrompts

CONTROL, SHIFT, PLAIN = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.NoModifier,
)
Fill = Callable[[QDialog], object]


def answering(prompts: FakePrompts, fill: Fill, *, accept: bool = True) -> list[QDialog]:
    """Have the person fill in the next dialog, and tell which there was."""
    seen: list[QDialog] = []

    def handle(dialog: QDialog) -> bool:
        seen.append(dialog)
        fill(dialog)
        return accept

    prompts.on_dialog = handle
    return seen


def names(project: Project) -> list[str]:
    return [f"{'  ' * node.depth}{node.name}" for node in codes.tree(project)]


def press(panel: CodeTreePanel, key: Qt.Key, modifier: Qt.KeyboardModifier = PLAIN) -> None:
    panel.tree.setFocus()
    QTest.keyClick(panel.tree, key, modifier)


@pytest.fixture
def many(project: Project, codebook: Codebook, interview: SourceView) -> list[int]:
    """Four passages of Pride, by their codings' ids."""
    return [
        segments.code_passage(project, interview.id, Span(start, start + 6), codebook.pride).id
        for start in (0, 8, 20, 34)
    ]


def test_chosen_codes_are_merged_by_a_key(
    qtbot: QtBot, project: Project, codebook: Codebook, many: list[int], panel: CodeTreePanel, prompts: FakePrompts
) -> None:
    def fill(dialog: QDialog) -> None:
        assert isinstance(dialog, MergeDialog)
        # What is used most is offered to stay.
        assert dialog.into.currentText() == "Pride"
        assert dialog.name.text() == "Pride"
        dialog.into.setCurrentIndex(dialog.into.findData(codebook.trust))
        assert dialog.name.text() == "Trust"
        dialog.name.clear()
        QTest.keyClicks(dialog.name, "Self-worth")
        dialog.reason.setPlainText("They speak of the same.")

    seen = answering(prompts, fill)
    panel.tree.choose_all([codebook.pride, codebook.trust])
    with qtbot.waitSignal(panel.told) as told:
        press(panel, Qt.Key.Key_F3)
    assert len(seen) == 1
    assert told.args == ["Merged 4 codings into “Self-worth”"]
    assert names(project)[-1] == "Self-worth"
    assert "They speak of the same." in codes.node(project, codebook.trust).memo
    chosen = panel.tree.current_node()
    assert chosen is not None
    assert chosen.id == codebook.trust
    project.undo()
    assert names(project)[-2:] == ["Pride", "Trust"]


def test_a_cancelled_merge_changes_nothing(
    project: Project, codebook: Codebook, panel: CodeTreePanel, prompts: FakePrompts
) -> None:
    before = names(project)
    answering(prompts, lambda dialog: None, accept=False)
    panel.choose(codebook.pride)
    press(panel, Qt.Key.Key_F3)
    assert names(project) == before


def test_one_code_alone_is_merged_into_any_other(
    project: Project, codebook: Codebook, panel: CodeTreePanel, prompts: FakePrompts
) -> None:
    def fill(dialog: QDialog) -> None:
        assert isinstance(dialog, MergeDialog)
        offered = [dialog.into.itemText(row) for row in range(dialog.into.count())]
        assert "Pride" not in offered
        assert "Fear > Reputation > Family" in offered
        dialog.into.setCurrentIndex(dialog.into.findData(codebook.family))

    answering(prompts, fill)
    panel.choose(codebook.pride)
    menu = panel.context_menu()
    next(action for action in menu.actions() if action.text() == "Merge into…").trigger()
    menu.deleteLater()
    assert "Pride" not in names(project)
    assert "Merged “Pride”" in codes.node(project, codebook.family).memo


def test_one_code_alone_is_merged_into_none_until_one_is_chosen(
    qtbot: QtBot, project: Project, codebook: Codebook
) -> None:
    dialog = MergeDialog(codes.tree(project), [codebook.pride], None)
    qtbot.addWidget(dialog)
    merge = next(button for button in dialog.findChildren(QPushButton) if button.text() == "Merge")
    assert dialog.into.currentIndex() == -1 and not merge.isEnabled()
    dialog.into.setCurrentIndex(dialog.into.findData(codebook.trust))
    assert merge.isEnabled() and dialog.wish().into_id == codebook.trust


def test_a_merge_without_a_name_cannot_be_asked_for(qtbot: QtBot, project: Project, codebook: Codebook) -> None:
    dialog = MergeDialog(codes.tree(project), [codebook.pride, codebook.trust], None)
    qtbot.addWidget(dialog)
    (merge,) = (button for button in dialog.findChildren(QPushButton) if button.text() == "Merge")
    assert merge.isEnabled()
    dialog.name.setText("  ")
    assert not merge.isEnabled()


def test_codes_let_go_of_on_another_with_ctrl_are_merged_into_it(
    qtbot: QtBot, project: Project, codebook: Codebook, panel: CodeTreePanel, prompts: FakePrompts
) -> None:
    def fill(dialog: QDialog) -> None:
        assert isinstance(dialog, MergeDialog)
        assert dialog.into.currentData() == codebook.fear

    answering(prompts, fill)
    place = panel.tree.visualRect(panel.model.place_of(codebook.fear)).center()
    mime = codes_to_drag([codebook.pride, codebook.trust])
    actions, button = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction, Qt.MouseButton.LeftButton
    viewport = panel.tree.viewport()
    QApplication.sendEvent(viewport, QDragEnterEvent(place, actions, mime, button, CONTROL))
    move = QDragMoveEvent(place, actions, mime, button, CONTROL)
    QApplication.sendEvent(viewport, move)
    assert move.isAccepted()
    QApplication.sendEvent(viewport, QDropEvent(QPointF(place), actions, mime, button, CONTROL))
    qtbot.waitUntil(lambda: len(names(project)) == 4)
    assert names(project) == ["Fear", "  Lawsuits", "  Reputation", "    Family"]
    assert not panel.model.merging


def test_passages_are_dealt_by_keys_and_written_at_the_end(
    qtbot: QtBot, project: Project, codebook: Codebook, many: list[int], panel: CodeTreePanel, prompts: FakePrompts
) -> None:
    steps_before = len(project.log())

    def fill(dialog: QDialog) -> None:
        assert isinstance(dialog, SplitDialog)
        with qtbot.waitActive(dialog):
            dialog.show()
        QTest.keyClick(dialog.pane, Qt.Key.Key_Plus)
        # Set, not typed: the list that opens below the field wants a keyboard of its own.
        dialog.field.setText("Of the team")
        QTest.keyClick(dialog.field, Qt.Key.Key_Return)
        dialog.add_target("trust")
        for key in (Qt.Key.Key_1, Qt.Key.Key_Space, Qt.Key.Key_1, Qt.Key.Key_Backspace, Qt.Key.Key_2, Qt.Key.Key_1):
            QTest.keyClick(dialog.pane, key)
        assert dialog.dealing.over
        dialog.reason.setText("too wide")
        assert len(project.log()) == steps_before
        dialog.hide()

    answering(prompts, fill)
    panel.choose(codebook.pride)
    # From the menu: within a key's handling another key isn't taken for one.
    menu = panel.context_menu()
    next(action for action in menu.actions() if action.text() == "Split…").trigger()
    menu.deleteLater()
    team = codes.by_name(project, "Of the team")
    assert team.parent_id == codebook.pride
    assert [each.id for each in segments.of_code(project, team.id)] == [many[0], many[3]]
    assert [each.id for each in segments.of_code(project, codebook.trust)] == [many[2]]
    assert [each.id for each in segments.of_code(project, codebook.pride)] == [many[1]]
    assert len(project.log()) == steps_before + 1
    project.undo()
    assert len(segments.of_code(project, codebook.pride)) == 4


def test_leaving_a_split_asks_first_and_writes_nothing(
    qtbot: QtBot, project: Project, codebook: Codebook, many: list[int], prompts: FakePrompts
) -> None:
    dialog = SplitDialog(project, codes.node(project, codebook.pride), prompts)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.add_target("New")
    dialog.deal(0)
    prompts.yes = False
    dialog.reject()
    assert prompts.asked == ["Leave the split?"]
    assert dialog.isVisible()
    prompts.yes = True
    dialog.reject()
    assert not dialog.isVisible()
    assert "New" not in names(project)


def test_a_split_offers_no_target_twice_and_never_the_code_itself(
    qtbot: QtBot, project: Project, codebook: Codebook, many: list[int], prompts: FakePrompts
) -> None:
    dialog = SplitDialog(project, codes.node(project, codebook.pride), prompts)
    qtbot.addWidget(dialog)
    for name in ("Trust", "TRUST", " ", "Pride", "Fear > Lawsuits", "Courts", "courts"):
        dialog.add_target(name)
    assert [(target.name, target.code_id) for target in dialog.dealing.targets] == [
        ("Trust", codebook.trust),
        ("Lawsuits", codebook.lawsuits),
        ("Courts", None),
    ]
    (finish,) = (button for button in dialog.findChildren(QPushButton) if button.text().startswith("Finish"))
    assert not finish.isEnabled()
    dialog.deal(2)
    assert finish.text() == "Finish: deal out 1"
    used = [*dialog.findChildren(QPushButton)]
    assert [button for button in used if not (button.text() or button.accessibleName())] == []


def test_a_code_without_passages_cannot_be_split(
    codebook: Codebook, panel: CodeTreePanel, prompts: FakePrompts
) -> None:
    panel.choose(codebook.trust)
    press(panel, Qt.Key.Key_F3, SHIFT)
    assert prompts.notes == ["“Trust” has no passages yet: There is nothing to split."]


def test_the_menu_bar_merges_and_splits_what_is_chosen_in_the_tree(study: MainWindow, prompts: FakePrompts) -> None:
    workspace = study.workspace
    assert workspace is not None
    study.menus.action("merge_codes").trigger()
    assert study.strip.message() == "Choose a code in the tree first."
    fear, dread = codes.add(workspace.project, "Fear").id, codes.add(workspace.project, "Dread").id
    seen = answering(prompts, lambda dialog: None)
    workspace.codes.tree.choose_all([fear, dread])
    study.menus.action("merge_codes").trigger()
    assert isinstance(seen[0], MergeDialog)
    assert names(workspace.project) == ["Fear"]
    assert study.strip.message() == "Merged into “Fear”"
    study.menus.action("split_code").trigger()
    assert prompts.notes == ["“Fear” has no passages yet: There is nothing to split."]


def test_dealing_goes_forth_and_back_without_losing_count() -> None:
    dealing = Dealing(3, targets=[Target("A", "#4477aa", 7), Target("B", "#4477aa")])
    dealing.deal(11, 0)
    dealing.deal(12, 1)
    dealing.back()
    assert (dealing.at, dealing.target_of(1), dealing.shares()) == (1, 1, [1, 1])
    dealing.skip()
    assert (dealing.at, dealing.target_of(1), dealing.count) == (2, None, 1)
    dealing.deal(13, 1)
    assert dealing.over
    assert dealing.wish() == {11: 7, 13: "B"}
    dealing.skip()
    assert dealing.at == 3


def test_a_split_begins_with_the_name_of_a_code_and_goes_on_with_its_key(
    qtbot: QtBot, project: Project, codebook: Codebook, many: list[int], prompts: FakePrompts
) -> None:
    dialog = SplitDialog(project, codes.node(project, codebook.pride), prompts)
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.show()
    assert dialog.focusWidget() is dialog.field
    dialog.field.setText("My own 2")
    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    assert dialog.focusWidget() is dialog.pane
    QTest.keyClicks(dialog.focusWidget(), "1")
    assert dialog.dealing.count == 1
    QTest.keyClicks(dialog.focusWidget(), "+")
    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    assert dialog.focusWidget() is dialog.pane, "without a name, Return leads back to the passage"
