"""Several codes at once, bars of use, and what the filter asks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QToolButton
from pytestqt.qtbot import QtBot

from interviewcoder.coding import codes, segments
from interviewcoder.coding.palette import shades
from interviewcoder.project.file import Project
from interviewcoder.project.preferences import preference
from interviewcoder.sources import importing
from interviewcoder.sources.catalogue import SourceView
from interviewcoder.sources.text import Span
from interviewcoder.ui.code_tree import CodeTreePanel
from interviewcoder.ui.code_tree.model import BARS_ROLE
from interviewcoder.ui.code_tree.places import Narrowing, narrowed
from interviewcoder.ui.code_tree.usage_bars import UsageBars, condensed
from interviewcoder.ui.drag_formats import codes_to_drag, dragged_code, dragged_codes

if TYPE_CHECKING:
    from tests.ui.code_tree.conftest import Codebook
    from tests.ui.conftest import FakePrompts

MOVE = Qt.DropAction.MoveAction


def names(project: Project) -> list[str]:
    return [f"{'  ' * node.depth}{node.name}" for node in codes.tree(project)]


def shown(panel: CodeTreePanel) -> list[str]:
    return [node.name for node in panel.model.nodes()]


def entry(menu: QMenu, text: str) -> QAction:
    return next(action for action in menu.actions() if action.text() == text)


def filter_menu(panel: CodeTreePanel) -> QMenu:
    (button,) = (
        each for each in panel.bar.findChildren(QToolButton) if each.accessibleName() == "What else to filter by"
    )
    menu = button.menu()
    assert isinstance(menu, QMenu)
    return menu


@pytest.fixture
def second(project: Project, interview: SourceView, tmp_path: Path) -> SourceView:
    """Another transcript."""
    (tmp_path / "P04.txt").write_text("P: Nobody came to see us.", encoding="utf-8")
    return importing.add_files(project, [tmp_path / "P04.txt"])[0]


def test_several_codes_are_chosen_and_moved_together(
    qtbot: QtBot, project: Project, codebook: Codebook, panel: CodeTreePanel
) -> None:
    panel.tree.choose_all([codebook.trust, codebook.lawsuits])
    mime = panel.model.mimeData(panel.tree.selectionModel().selectedIndexes())
    assert dragged_codes(mime) == [codebook.lawsuits, codebook.trust]
    # A text takes one code at a time.
    assert dragged_code(mime) is None
    assert panel.model.dropMimeData(mime, MOVE, -1, -1, panel.model.place_of(codebook.pride))
    qtbot.waitUntil(lambda: names(project)[-1] == "  Trust")
    assert names(project) == ["Fear", "  Reputation", "    Family", "Pride", "  Lawsuits", "  Trust"]
    assert [node.id for node in panel.tree.chosen_nodes()] == [codebook.lawsuits, codebook.trust]
    project.undo()
    assert names(project) == ["Fear", "  Lawsuits", "  Reputation", "    Family", "Pride", "Trust"]


def test_several_codes_let_go_of_between_others_stand_there(
    qtbot: QtBot, project: Project, codebook: Codebook, panel: CodeTreePanel
) -> None:
    mime = codes_to_drag([codebook.fear, codebook.pride])
    assert panel.model.dropMimeData(mime, MOVE, 3, 0, QModelIndex())
    qtbot.waitUntil(lambda: names(project)[0] == "Trust")
    assert [name for name in names(project) if not name.startswith(" ")] == ["Trust", "Fear", "Pride"]


def test_shift_and_the_arrows_choose_several(codebook: Codebook, panel: CodeTreePanel) -> None:
    panel.choose(codebook.pride)
    panel.tree.setFocus()
    QTest.keyClick(panel.tree, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert [node.name for node in panel.tree.chosen_nodes()] == ["Pride", "Trust"]


@pytest.mark.usefixtures("coded")
def test_deleting_several_says_how_many_codings_go(
    project: Project, codebook: Codebook, panel: CodeTreePanel, prompts: FakePrompts, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []

    def agree(title: str, message: str, **_: object) -> bool:
        said.append(message)
        return True

    monkeypatch.setattr(prompts, "confirm", agree)
    panel.tree.choose_all([codebook.lawsuits, codebook.family, codebook.trust])
    panel.tree.setFocus()
    QTest.keyClick(panel.tree, Qt.Key.Key_Delete)
    assert "Delete 3 codes: “Lawsuits”, “Family”, “Trust”?" in said[0]
    assert "Their 3 codings go with them" in said[0]
    assert names(project) == ["Fear", "  Reputation", "Pride"]
    assert project.undo_label == "Delete codes"
    project.undo()
    assert len(segments.listing(project)) == 3


def test_several_codes_get_one_colour_and_one_status(
    project: Project, codebook: Codebook, panel: CodeTreePanel
) -> None:
    panel.tree.choose_all([codebook.pride, codebook.trust])
    menu = panel.context_menu()
    next(button for button in menu.findChildren(QToolButton) if button.accessibleName() == "deep plum").click()
    status = next(each for each in menu.findChildren(QMenu) if each.title() == "Status")
    entry(status, "Final").trigger()
    menu.deleteLater()
    pride, trust = codes.node(project, codebook.pride), codes.node(project, codebook.trust)
    assert pride.colour == trust.colour != codes.node(project, codebook.fear).colour
    assert (pride.status, trust.status) == ("final", "final")
    project.undo()
    project.undo()
    assert codes.node(project, codebook.pride).colour != codes.node(project, codebook.trust).colour


def test_a_theme_gives_shades_of_its_colour_to_what_is_below(
    project: Project, codebook: Codebook, panel: CodeTreePanel
) -> None:
    panel.choose(codebook.fear)
    menu = panel.context_menu()
    colours = next(each for each in menu.findChildren(QMenu) if each.title() == "Colour")
    entry(colours, "Give the codes below shades of this colour").trigger()
    menu.deleteLater()
    expected = shades(codes.node(project, codebook.fear).colour, 2)
    assert [codes.node(project, each).colour for each in (codebook.lawsuits, codebook.reputation)] == expected
    panel.choose(codebook.pride)
    menu = panel.context_menu()
    colours = next(each for each in menu.findChildren(QMenu) if each.title() == "Colour")
    assert "Give the codes below shades of this colour" not in [action.text() for action in colours.actions()]
    menu.deleteLater()


def test_bars_show_a_codes_use_by_source_and_a_themes_with_all_below(
    project: Project, codebook: Codebook, coded: list[Span], second: SourceView, panel: CodeTreePanel
) -> None:
    def bars(code_id: int) -> object:
        return panel.model.place_of(code_id).data(BARS_ROLE)

    assert bars(codebook.lawsuits) is None
    panel.bar.bars.click()
    assert preference(project, "code_tree.bars") == "shown"
    assert bars(codebook.lawsuits) == [2, 0]
    segments.code_passage(project, second.id, Span(0, 6), codebook.family)
    assert bars(codebook.family) == [1, 1]
    assert bars(codebook.fear) == [3, 1]
    project.undo()
    assert bars(codebook.fear) == [3, 0]
    panel.bar.bars.click()
    assert preference(project, "code_tree.bars") == ""


def test_the_tooltip_says_where_a_code_is_used_most(
    project: Project, codebook: Codebook, coded: list[Span], second: SourceView, panel: CodeTreePanel
) -> None:
    segments.code_passage(project, second.id, Span(0, 6), codebook.family)
    tip = panel.model.place_of(codebook.fear).data(Qt.ItemDataRole.ToolTipRole)
    assert "4 codings in 2 of 2 sources; most in P03 physician" in tip
    assert "0 codings of its own" in tip
    tip = panel.model.place_of(codebook.lawsuits).data(Qt.ItemDataRole.ToolTipRole)
    assert "2 codings in 1 of 2 sources: P03 physician" in tip
    assert "Not used yet" in panel.model.place_of(codebook.trust).data(Qt.ItemDataRole.ToolTipRole)


def test_what_is_known_of_use_is_read_again_only_where_it_may_have_changed(
    project: Project, codebook: Codebook, coded: list[Span], second: SourceView
) -> None:
    usage = UsageBars(project)
    usage.follow(codes.tree(project), all_anew=True)
    assert usage.of(codebook.lawsuits) == [2, 0]
    segments.code_passage(project, second.id, Span(0, 6), codebook.lawsuits)
    usage.follow(codes.tree(project), all_anew=False)
    assert usage.of(codebook.lawsuits) == [2, 1]


def test_bars_are_condensed_where_there_are_more_sources_than_room() -> None:
    assert condensed([1, 2, 3], 5) == [1, 2, 3]
    assert condensed([1, 2, 3, 4, 5, 6], 3) == [3, 7, 11]
    assert sum(condensed(list(range(1000)), 28)) == sum(range(1000))
    assert len(condensed(list(range(1000)), 28)) == 28


def test_a_filter_asks_for_words_status_use_and_ones_own(
    project: Project, codebook: Codebook, coded: list[Span]
) -> None:
    codes.describe(project, codebook.pride, memo="Nurses say it proudly", status="final")
    nodes, mine = codes.tree(project), codes.used_by(project, project.coder.id)
    assert mine == {codebook.lawsuits, codebook.family}
    ask = Narrowing
    for asked, found in (
        (ask("nurses"), set()),
        (ask("NURSES say", everywhere=True), {codebook.pride}),
        (ask(status="final"), {codebook.pride}),
        (ask(status="candidate", mine=True), mine),
        (ask(unused=True, status="candidate"), {codebook.fear, codebook.reputation, codebook.trust}),
        (ask("fam", mine=True), {codebook.family}),
    ):
        assert narrowed(nodes, asked, mine) == found, asked
    assert narrowed(nodes, Narrowing(" ", everywhere=True), mine) is None


@pytest.mark.usefixtures("coded")
def test_the_filters_menu_thins_the_tree_until_all_are_asked_for(
    project: Project, codebook: Codebook, panel: CodeTreePanel
) -> None:
    menu = filter_menu(panel)
    entry(menu, "Codes I have used only").trigger()
    assert shown(panel) == ["Fear", "Lawsuits", "Reputation", "Family"]
    codes.set_status(project, [codebook.family], "final")
    entry(menu, "Final codes only").trigger()
    assert shown(panel) == ["Fear", "Reputation", "Family"]
    entry(menu, "Show all codes").trigger()
    assert len(shown(panel)) == 6
    entry(menu, "Unused codes only").trigger()
    panel.choose(codebook.lawsuits)
    assert len(shown(panel)) == 6


@pytest.mark.usefixtures("coded")
def test_the_tree_is_closed_opened_and_sorted(project: Project, codebook: Codebook, panel: CodeTreePanel) -> None:
    (button,) = (
        each for each in panel.bar.findChildren(QToolButton) if each.accessibleName().startswith("Open, close")
    )
    menu = button.menu()
    assert isinstance(menu, QMenu)
    entry(menu, "Close all").trigger()
    assert not panel.tree.isExpanded(panel.model.place_of(codebook.fear))
    codes.add(project, "Another")
    assert not panel.tree.isExpanded(panel.model.place_of(codebook.fear))
    entry(menu, "Open all").trigger()
    assert panel.tree.isExpanded(panel.model.place_of(codebook.reputation))
    entry(menu, "Sort by name").trigger()
    assert names(project)[0] == "Another"
    entry(menu, "Sort by number of codings").trigger()
    assert names(project)[:2] == ["Fear", "  Lawsuits"]
    assert project.undo_label == "Sort codes"


def test_every_button_of_the_bar_has_a_name(panel: CodeTreePanel) -> None:
    assert all(button.accessibleName() for button in panel.bar.findChildren(QToolButton) if button.isVisible())
