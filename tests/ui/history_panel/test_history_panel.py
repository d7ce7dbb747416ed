"""The page of the history: steps in words, newest on top, and the way back to any of them."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest

from interviewcoder.coding import codes, segments
from interviewcoder.errors import InterviewCoderError
from interviewcoder.project import changes_since, file, steps
from interviewcoder.ui.history_panel.model import HistoryModel
from interviewcoder.ui.history_panel.panel import HistoryPanel

if TYPE_CHECKING:
    from pytest import MonkeyPatch
    from pytestqt.modeltest import ModelTester
    from pytestqt.qtbot import QtBot

    from interviewcoder.project.file import Project
    from interviewcoder.ui.main_window import MainWindow
    from interviewcoder.ui.workspace import Workspace
    from tests.ui.conftest import FakePrompts


@pytest.fixture
def workspace(study: MainWindow) -> Workspace:
    """The open project."""
    assert study.workspace is not None
    return study.workspace


@pytest.fixture
def panel(study: MainWindow, workspace: Workspace) -> HistoryPanel:
    """The history, as its key opens it."""
    study.menus.action("history").trigger()
    return cast("HistoryPanel", workspace.right.page("history"))


def _rows(model: HistoryModel) -> list[str]:
    while model.canFetchMore(QModelIndex()):
        model.fetchMore(QModelIndex())
    return [str(model.index(place).data()) for place in range(model.rowCount())]


def _choose(panel: HistoryPanel, words: str) -> None:
    panel.list.setCurrentIndex(panel.model.index(_rows(panel.model).index(words)))


def test_steps_stand_under_their_day_below_now(workspace: Workspace, panel: HistoryPanel) -> None:
    codes.add(workspace.project, "Fear")
    assert _rows(panel.model) == [
        "Now",
        "Today",
        "Added the code “Fear”",
        "Added the transcript “P07 nurse”",
        "Beginning of the history",
    ]


def test_what_was_taken_back_stands_above_now_until_other_work_is_done(
    workspace: Workspace, panel: HistoryPanel
) -> None:
    for name in ("Fear", "Hope"):
        codes.add(workspace.project, name)
    workspace.project.undo()
    assert _rows(panel.model)[:4] == ["Today", "Added the code “Hope”", "Now", "Added the code “Fear”"]
    first = panel.model.index(1)
    assert "Taken back" in str(first.data(Qt.ItemDataRole.AccessibleTextRole))
    codes.add(workspace.project, "Trust")
    assert _rows(panel.model)[:4] == ["Now", "Today", "Added the code “Trust”", "Added the code “Fear”"]


def test_whatever_is_done_the_rows_are_those_of_a_history_read_anew(
    project: Project, qtmodeltester: ModelTester
) -> None:
    model = HistoryModel(project)
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]  # of a library without types
    chance = random.Random(5)
    for number in range(120):
        step = chance.choice(["add", "add", "undo", "undo", "redo", "go", "for good"])
        try:
            if step == "add":
                codes.add(project, f"Code {number}")
            elif step == "go":
                project.go_to(chance.choice([None, *(number for number in range(1, 12))]))
            elif step == "for good" and chance.random() < 0.2:
                with project.op("Withdraw", undoable=False):
                    codes.add(project, f"For good {number}")
            elif step != "for good":
                project.undo() if step == "undo" else project.redo()
        except InterviewCoderError:
            continue
        model.refresh()
        anew = HistoryModel(project)
        assert _rows(model) == _rows(anew)
        for place in range(model.rowCount()):
            assert model.is_undone(model.row(place)) == anew.is_undone(anew.row(place))


def test_a_long_history_is_read_as_far_as_somebody_scrolls(project: Project, monkeypatch: MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "PAGE", 20)
    for number in range(25):
        codes.add(project, f"Code {number}")
    model = HistoryModel(project)
    assert model.step_count() == 20
    model.fetchMore(QModelIndex())
    assert (model.step_count(), model.is_whole) == (25, True)
    codes.add(project, "One more")
    model.refresh()
    assert (model.step_count(), model.row(2).words) == (26, "Added the code “One more”")


def test_the_history_is_filtered_by_words_kind_and_coder(
    workspace: Workspace, panel: HistoryPanel, qtbot: QtBot
) -> None:
    project = workspace.project
    fear = codes.add(project, "Fear")
    project.work_as("Ana")
    codes.rename(project, fear.id, "Dread")
    panel.filter.setText("dread")
    assert _rows(panel.model)[2:] == ["Renamed the code “Fear” to “Dread”", "Beginning of the history"]
    panel.filter.clear()
    panel.kinds.setCurrentIndex(panel.kinds.findData("sources"))
    assert _rows(panel.model)[2:] == ["Added the transcript “P07 nurse”", "Beginning of the history"]
    panel.kinds.setCurrentIndex(0)
    panel.coders.setCurrentIndex(panel.coders.findData("Ana"))
    assert panel.model.step_count() == 1
    panel.filter.setText("nobody did this")
    assert panel.model.step_count() == 0
    assert not panel.list.isVisible()


def test_a_rare_word_is_looked_for_beyond_the_first_page_without_halting(
    project: Project, qtbot: QtBot, monkeypatch: MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "PAGE", 20)
    codes.add(project, "Rare")
    for number in range(45):
        codes.add(project, f"Code {number}")
    model = HistoryModel(project)
    with qtbot.waitSignal(model.searching, check_params_cb=lambda more: not more):
        model.choose(text="rare")
    assert model.step_count() == 1


def test_enter_asks_once_and_goes_back_and_forward(
    workspace: Workspace, panel: HistoryPanel, prompts: FakePrompts, study: MainWindow
) -> None:
    for name in ("Fear", "Hope", "Trust"):
        codes.add(workspace.project, name)
    _choose(panel, "Added the code “Fear”")
    QTest.keyClick(panel.list, Qt.Key.Key_Return)
    assert prompts.asked == ["Go back to here?"]
    assert [code.name for code in codes.tree(workspace.project)] == ["Fear"]
    assert study.strip.message() == "Went back 2 steps"
    _choose(panel, "Added the code “Trust”")
    assert panel.go.text() == "Go forward to here"
    panel.go.click()
    assert len(codes.tree(workspace.project)) == 3


def test_home_leads_to_the_newest_step_and_end_to_the_beginning(workspace: Workspace, panel: HistoryPanel) -> None:
    codes.add(workspace.project, "Fear")
    for key, words in ((Qt.Key.Key_End, "Beginning of the history"), (Qt.Key.Key_Home, "Added the code “Fear”")):
        QTest.keyClick(panel.list, key)
        row = panel.current()
        assert row is not None and row.words == words


def test_nothing_is_taken_back_where_the_person_says_no(
    workspace: Workspace, panel: HistoryPanel, prompts: FakePrompts
) -> None:
    codes.add(workspace.project, "Fear")
    prompts.yes = False
    _choose(panel, "Beginning of the history")
    panel.ask_to_go()
    assert len(codes.tree(workspace.project)) == 1
    prompts.yes = True
    panel.ask_to_go()
    assert codes.tree(workspace.project) == []
    assert _rows(panel.model)[-2:] == ["Now", "Beginning of the history"]


def test_there_is_nowhere_to_go_from_where_one_is(workspace: Workspace, panel: HistoryPanel) -> None:
    codes.add(workspace.project, "Fear")
    _choose(panel, "Added the code “Fear”")
    assert not panel.go.isEnabled()
    assert not panel.context_menu().actions()[0].isEnabled()


def test_a_click_shows_the_passage_of_a_step_and_offers_the_code(
    workspace: Workspace, panel: HistoryPanel, study: MainWindow
) -> None:
    project = workspace.project
    span = segments.find_passage(project, 1, "lawsuits")
    segments.code_with_name(project, 1, span, "Fear")
    panel.step_asked.emit(panel.model.row(2).step)
    assert workspace.reading.view.selection() == span
    codes.rename(project, 1, "Dread")
    panel.step_asked.emit(panel.model.row(2).step)
    assert study.strip.message() == "Renamed the code “Fear” to “Dread”"
    codes.delete(project, 1)
    panel.step_asked.emit(panel.model.row(3).step)
    assert "nothing of it is there" in study.strip.message()


def test_undo_says_in_words_what_was_undone(study: MainWindow, workspace: Workspace) -> None:
    codes.add(workspace.project, "Fear")
    study.menus.action("undo").trigger()
    assert study.strip.message() == "Undone: Added the code “Fear”"


def test_an_empty_history_says_what_will_be_there(window: MainWindow, project: Project) -> None:
    path = project.path
    project.close()
    window.open_project(path)
    assert window.workspace is not None
    panel = window.workspace.right.show_page("history")
    assert isinstance(panel, HistoryPanel)
    assert not panel.go.isVisible()
    codes.add(window.workspace.project, "Fear")
    assert panel.go.isVisible()


def test_where_a_coder_left_off_is_kept_when_the_project_closes(study: MainWindow, workspace: Workspace) -> None:
    path, coder = workspace.project.path, workspace.project.coder.name
    study.close_project()
    with file.open_project(path) as again:
        again.work_as(coder)
        left = changes_since.left_at(again)
        assert left is not None
        assert left[0] == changes_since.last_entry(again)
