"""The window of a project comes back as it was left, on whatever screen."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QSplitter, QWidget

from interviewcoder.project import file
from interviewcoder.project.preferences import keep, preference
from interviewcoder.sources import catalogue, importing
from interviewcoder.ui.main_window import MainWindow
from interviewcoder.ui.workspace import Workspace

if TYPE_CHECKING:
    from interviewcoder.project.file import Project

LONG = "\n".join(f"P11: Sentence {number} of a long answer about the ward." for number in range(300))


def at_work(window: MainWindow) -> Workspace:
    assert window.workspace is not None
    return window.workspace


def columns(window: MainWindow) -> QSplitter:
    (found,) = (s for s in at_work(window).findChildren(QSplitter) if s.indexOf(at_work(window).right) >= 0)
    return found


def again(window: MainWindow) -> Workspace:
    """Close the project and open it anew."""
    path = at_work(window).project.path
    window.close_project()
    window.open_project(path)
    return at_work(window)


@pytest.fixture
def two_sources(study: MainWindow, tmp_path: Path) -> MainWindow:
    """The window with a second source that is longer than the window."""
    path = tmp_path / "P11.txt"
    path.write_text(LONG, encoding="utf-8")
    importing.add_files(at_work(study).project, [path])
    return study


def test_columns_pages_and_hidden_panels_come_back(study: MainWindow) -> None:
    workspace = at_work(study)
    columns(study).setSizes([220, 700, 360])
    workspace.right.show_page("history")
    workspace.side.setCurrentWidget(workspace.cases)
    workspace.results.open_page("find")
    workspace.layout_memory.show_panel("player", False)
    sizes = columns(study).sizes()
    workspace = again(study)
    assert columns(study).sizes() == sizes
    assert (workspace.right.current_name, workspace.results.current_name) == ("history", "find")
    assert workspace.side.currentWidget() is workspace.cases
    assert workspace.results.isVisible() and not workspace.layout_memory.is_shown("player")


def test_a_large_screen_s_layout_leaves_room_for_the_text_on_a_small_one(study: MainWindow) -> None:
    project = at_work(study).project
    wide = {"sides": [900, 1100], "results_height": 1500, "results": "find"}
    keep(project, "window.layout", json.dumps(wide))
    path = project.path
    at_work(study).layout_memory.store = lambda: None  # type: ignore[method-assign]  # what a larger screen stored stays
    study.close_project()
    study.resize(1000, 600)
    study.open_project(path)
    left, text, right = columns(study).sizes()
    assert left < 350 and right < 350 and text >= 350
    assert at_work(study).reading.height() >= 150


def test_each_coder_goes_on_reading_where_they_were(two_sources: MainWindow) -> None:
    window = two_sources
    workspace = at_work(window)
    (second,) = (source for source in catalogue.listing(workspace.project) if source.name == "P11")
    workspace.sources.choose(second.id)
    page = workspace.reading.view.page
    bar = page.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    first_in_sight = page.visible_range()[0]
    workspace = again(window)
    page = workspace.reading.view.page
    assert workspace.reading.source is not None and workspace.reading.source.id == second.id
    assert page.visible_range()[0] == first_in_sight > 1000
    first = workspace.project.coder.name
    path = workspace.project.path
    for coder, expected in (("Somebody else", "P07 nurse"), (first, "P11")):
        window.close_project()
        window.settings.coder_name = coder
        window.open_project(path)
        source = at_work(window).reading.source
        assert source is not None and source.name == expected


def test_a_source_that_is_gone_gives_way_to_the_first(two_sources: MainWindow) -> None:
    workspace = at_work(two_sources)
    (second,) = (source for source in catalogue.listing(workspace.project) if source.name == "P11")
    workspace.sources.choose(second.id)
    path = workspace.project.path
    two_sources.close_project()
    with file.open_project(path) as project:
        catalogue.delete(project, second.id)
    two_sources.open_project(path)
    source = at_work(two_sources).reading.source
    assert source is not None and source.name == "P07 nurse"


def test_looking_without_changing_writes_nothing(study: MainWindow) -> None:
    path = at_work(study).project.path
    again(study)
    study.close_project()
    before = path.read_bytes()
    study.open_project(path)
    study.close_project()
    assert path.read_bytes() == before


def test_nonsense_in_the_file_is_passed_over(study: MainWindow) -> None:
    project = at_work(study).project
    nonsense = json.dumps({"sides": ["wide", -3], "right": "no such page", "hidden": 3 * ["left"], "results": ["find"]})
    for stored in (nonsense, "not even JSON", "[]"):
        keep(project, "window.layout", stored)
        at_work(study).layout_memory.restore(1200, 700)
        assert at_work(study).right.current_name == "codes"


def test_reset_brings_the_first_layout_back(study: MainWindow) -> None:
    workspace = at_work(study)
    first = columns(study).sizes()
    columns(study).setSizes([400, 300, 500])
    workspace.layout_memory.show_panel("left", False)
    workspace.results.open_page("find")
    study.menus.action("reset_layout").trigger()
    assert columns(study).sizes() == first
    assert workspace.layout_memory.is_shown("left") and not workspace.layout_memory.is_shown("results")


def test_the_text_alone_fills_the_screen_and_everything_comes_back(study: MainWindow) -> None:
    workspace = at_work(study)
    workspace.layout_memory.show_panel("player", False)
    study.menus.action("read").trigger()
    assert study.windowState() & Qt.WindowState.WindowFullScreen
    assert [name for name, _, panel in workspace.layout_memory.panels() if panel.isVisible()] == []
    assert "F11" in study.strip.message()
    study.menus.action("read").trigger()
    assert not study.windowState() & Qt.WindowState.WindowFullScreen
    shown = [name for name, _, panel in workspace.layout_memory.panels() if panel.isVisible()]
    assert shown == ["left", "right"]


def test_the_panels_menu_shows_and_hides_each(study: MainWindow) -> None:
    menu = study.menus.panels
    menu.aboutToShow.emit()
    ticked = {action.text(): action.isChecked() for action in menu.actions()}
    assert ticked == {
        "Sources and participants": True,
        "Codes and other pages": True,
        "Player": True,
        "Results": False,
    }
    for action in menu.actions():
        action.trigger()
    shown = [name for name, _, panel in at_work(study).layout_memory.panels() if panel.isVisible()]
    assert shown == ["results"]


def focus() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def test_keys_go_to_the_areas_and_through_them(study: MainWindow, qtbot: object) -> None:
    workspace = at_work(study)
    study.activateWindow()
    study.menus.action("to_transcript").trigger()
    assert workspace.reading.view.isAncestorOf(focus())
    study.menus.action("next_area").trigger()
    assert workspace.right.isAncestorOf(focus())
    study.menus.action("last_area").trigger()
    study.menus.action("last_area").trigger()
    assert workspace.sources.isAncestorOf(focus())
    workspace.layout_memory.show_panel("right", False)
    study.menus.action("to_beside").trigger()
    assert workspace.right.isVisible() and workspace.right.isAncestorOf(focus())


def test_a_closed_project_keeps_the_layout_in_its_file(study: MainWindow, project: Project) -> None:
    path = at_work(study).project.path
    study.close_project()
    with file.open_project(path) as closed:
        assert json.loads(preference(closed, "window.layout"))["right"] == "codes"
        assert closed.undo_label != "Layout"
