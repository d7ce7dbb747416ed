"""Coders in the window: who works, whose codings show, and coding blind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QDialog, QLabel, QToolButton, QWidget

from interviewcoder.coding import blind, codes, memos, segments
from interviewcoder.coding.memo_places import About
from interviewcoder.project import coders
from interviewcoder.review import comments
from interviewcoder.review.comment_views import About as Commented
from interviewcoder.sources import importing
from interviewcoder.ui.team.blind_dialog import BlindDialog
from interviewcoder.ui.team.coders_dialog import CodersDialog
from interviewcoder.ui.team.who_menu import who_menu

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from interviewcoder.project.file import Project
    from interviewcoder.ui.find_page.page import FindPage
    from interviewcoder.ui.main_window import MainWindow
    from interviewcoder.ui.passages_page.page import PassagesPage
    from interviewcoder.ui.workspace import Workspace
    from tests.ui.conftest import FakePrompts

# Of the list that a line offers; what a window system does with it the platform of the tests doesn't.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing|propagateSizeHints)")
# Stands in the passage that Ben coded, and in what he wrote about it.
_CODED, _WRITTEN = "zither", "xylophone"


@pytest.fixture
def workspace(window: MainWindow, project: Project, interview_file: Path) -> Workspace:
    """An interview that Ada and Ben have coded, open in the window; Ada is at work."""
    # So far from each other that neither stands among the words around the other.
    between = "P07: We talked about it.\n" * 40
    interview_file.write_text(
        f"P07: I was afraid of lawsuits.\n{between}P07: We played the {_CODED}.", encoding="utf-8"
    )
    importing.add_files(project, [interview_file])
    coders.rename(project, project.coder.id, "Ada")
    fear = codes.add(project, "Fear").id
    segments.code_passage(project, 1, segments.find_passage(project, 1, "afraid of lawsuits"), fear)
    project.work_as("Ben")
    coding = segments.code_passage(project, 1, segments.find_passage(project, 1, f"the {_CODED}"), fear)
    segments.set_memo(project, coding.id, f"{_WRITTEN} in the memo of a coding")
    memos.add(project, About.coding(coding.id), title=f"A {_WRITTEN}", text="Or what?")
    comments.add(project, Commented.coding(coding.id), text=f"More {_WRITTEN}")
    path = project.path
    project.close()
    window.open_project(path)
    assert window.workspace is not None
    return window.workspace


@pytest.fixture
def work(workspace: Workspace) -> Project:
    """The project that is open."""
    return workspace.project


def chips(workspace: Workspace) -> dict[str, bool]:
    """What stands on the line of the coders, and whether it is ticked."""
    return {button.text(): button.isChecked() for button in workspace.team.bar.chips}


def striped(workspace: Workspace) -> list[str]:
    """Whose codings have a stripe beside the text."""
    return [mark.segment.coder for mark in workspace.reading.view.page.marks]


def press(workspace: Workspace, name: str, key: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Click a coder on the line."""
    button = next(each for each in workspace.team.bar.chips if each.text().startswith(name))
    QTest.mouseClick(button, Qt.MouseButton.LeftButton, key)


def told(widget: QWidget) -> str:
    """All that a part of the window says, in words or in the values its rows are painted from."""
    labels = [label.text() + label.toolTip() for label in widget.findChildren(QLabel)]
    views = widget.findChildren(QAbstractItemView)
    return "\n".join([*labels, *(line for view in views if view.model() for line in _rows(view.model()))])


def _rows(model: QAbstractItemModel, parent: QModelIndex | None = None) -> Iterator[str]:
    at = parent or QModelIndex()
    while model.canFetchMore(at):
        model.fetchMore(at)
    roles = [*range(15), *range(int(Qt.ItemDataRole.UserRole), int(Qt.ItemDataRole.UserRole) + 20)]
    for row in range(model.rowCount(at)):
        # Of a list Qt keeps the number of columns to itself.
        for column in range(1 if isinstance(model, QAbstractListModel) else model.columnCount(at)):
            index = model.index(row, column, at)
            yield from (str(index.data(role)) for role in roles)
            if column == 0:
                yield from _rows(model, index)


def visited(window: MainWindow, workspace: Workspace, qtbot: QtBot) -> dict[str, bool]:
    """Go to each page that shows codings; gives whether it says a word of what Ben coded or wrote about it."""
    said = {}
    workspace.right.show_page("codes")
    workspace.codes.choose(1)
    workspace.codes.card.show_passages()
    said["card of the code"] = told(workspace.codes.card)
    for name in ("memos", "comments", "history"):
        page = workspace.right.show_page(name)
        qtbot.waitUntil(page.isVisible)
        said[name] = told(page)
    workspace.passages.show_passages_of(1)
    passages = cast("PassagesPage", workspace.results.page("passages"))
    qtbot.waitUntil(lambda: passages.list.rows.rowCount() > 0)
    said["passages"] = told(passages)
    found = cast("FindPage", workspace.results.open_page("find"))
    found.form.line.setText(_WRITTEN)
    QTest.keyClick(found.form.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not found.search.is_busy)
    said["find"] = told(found)
    hints = (_CODED, f"{_WRITTEN} in the memo", f"A {_WRITTEN}", f"More {_WRITTEN}")
    return {name: any(hint in words for hint in hints) for name, words in said.items()}


def test_the_line_of_the_coders_comes_with_the_second_one(study: MainWindow, prompts: FakePrompts) -> None:
    workspace = study.workspace
    assert workspace is not None
    assert workspace.team.bar.isHidden()
    coders.rename(workspace.project, workspace.project.coder.id, "Ada")
    prompts.text = "Ben"
    study.menus.action("coder").trigger()
    assert chips(workspace) == {"Ben (you) 0": True}
    codes.add(workspace.project, "Fear")
    segments.code_passage(workspace.project, 1, segments.find_passage(workspace.project, 1, "lawsuits"), 1)
    assert chips(workspace) == {"Ben (you) 1": True}
    assert not workspace.team.bar.isHidden()


def test_clicks_say_whose_codings_show_and_none_shows_all(workspace: Workspace) -> None:
    assert chips(workspace) == {"Ada (you) 1": True, "Ben 1": True}
    assert striped(workspace) == ["Ada", "Ben"]
    press(workspace, "Ben")
    assert chips(workspace) == {"Ada (you) 1": True, "Ben 1": False}
    assert striped(workspace) == ["Ada"]
    assert workspace.reading.focus_bar.told == "Showing 1 of 2 codings: coded by Ada"
    press(workspace, "Ben")
    assert striped(workspace) == ["Ada", "Ben"]
    press(workspace, "Ben", Qt.KeyboardModifier.ControlModifier)
    assert striped(workspace) == ["Ben"]
    press(workspace, "Ben", Qt.KeyboardModifier.ControlModifier)
    assert striped(workspace) == ["Ada", "Ben"]
    press(workspace, "Ben")
    press(workspace, "Ada")
    assert striped(workspace) == ["Ada", "Ben"]
    assert chips(workspace) == {"Ada (you) 1": True, "Ben 1": True}


def test_coders_are_told_apart_beside_the_stripes_where_there_are_several(workspace: Workspace, work: Project) -> None:
    page = workspace.reading.view.page
    assert {sign.name: sign.initials for sign in page.coders.values()} == {"Ada": "Ad", "Ben": "Be"}
    coders.rename(work, 2, "Ben Okri")
    assert page.coders[2].initials == "BO"
    segments.remove(work, 2)
    assert page.coders == {}


def test_who_codes_blind_finds_nothing_of_the_others_codings_in_the_window(
    window: MainWindow, workspace: Workspace, work: Project, qtbot: QtBot
) -> None:
    everywhere = visited(window, workspace, qtbot)
    assert all(everywhere.values()), "each of them tells of the coding while nobody is blind"
    blind.begin(work, [1], [1, 2])
    assert [name for name, said in visited(window, workspace, qtbot).items() if said] == []
    assert striped(workspace) == ["Ada"]
    assert chips(workspace) == {"Ada (you) 1": True}
    assert workspace.team.bar.blind_words.told == "Blind, with Ben"
    coders.work_as(work, "Ben")
    segments.mark_exemplar(work, 2)
    coders.work_as(work, "Ada")
    window.menus.action("undo").trigger()
    assert window.strip.message() == "Undone: Mark exemplar"
    assert [node.references for node in workspace.reading.view.codes] == [1]


def test_when_all_have_finished_the_codings_show(
    window: MainWindow, workspace: Workspace, work: Project, prompts: FakePrompts
) -> None:
    window.menus.action("blind_done").trigger()
    assert [error.message for error in prompts.errors] == ["You don't code this source blind."]
    blind.begin(work, [1], [1, 2])
    QTest.mouseClick(workspace.team.bar.finish, Qt.MouseButton.LeftButton)
    assert prompts.asked == ["Have you finished coding “P07 nurse”?"]
    assert window.strip.message() == "You have finished. Waiting for Ben."
    assert (striped(workspace), workspace.team.bar.blind_words.told) == (["Ada"], "Waiting for Ben")
    assert workspace.team.bar.finish.isHidden()
    window.work_as("Ben")
    assert striped(workspace) == ["Ben"]
    window.menus.action("blind_done").trigger()
    assert window.strip.message() == "All have finished: everybody’s codings show now."
    assert striped(workspace) == ["Ada", "Ben"]
    window.work_as("Ada")
    assert striped(workspace) == ["Ada", "Ben"]
    window.menus.action("undo").trigger()
    assert striped(workspace) == ["Ada"], "Ben hasn't finished after all"


def test_blind_coding_is_begun_and_ended_in_its_dialog(
    window: MainWindow, workspace: Workspace, work: Project, prompts: FakePrompts
) -> None:
    seen = []

    def use(dialog: QDialog) -> bool:
        assert isinstance(dialog, BlindDialog)
        assert not dialog.end.isEnabled()
        dialog.begin.click()
        seen.append(striped(workspace))
        dialog.end.click()
        seen.append(striped(workspace))
        return True

    prompts.on_dialog = use
    window.menus.action("blind").trigger()
    assert seen == [["Ada"], ["Ada", "Ben"]]
    assert prompts.asked == ["Show everybody’s codings?"]


def test_coders_are_added_renamed_coloured_and_labelled_in_their_dialog(
    window: MainWindow, workspace: Workspace, work: Project, prompts: FakePrompts
) -> None:
    def use(dialog: QDialog) -> bool:
        assert isinstance(dialog, CodersDialog)
        assert "Roles are labels, not authentication" in told(dialog)
        prompts.text = "Cleo"
        dialog.add()
        prompts.text = "Cleo Marsh"
        dialog.rename()
        prompts.text = "#123456"
        dialog.recolour()
        box = next(each for each in dialog.findChildren(QComboBox) if each.accessibleName() == "Role of Cleo Marsh")
        box.setCurrentIndex(box.findData("supervisor"))
        box.activated.emit(box.currentIndex())
        dialog.work.click()
        return True

    prompts.on_dialog = use
    window.menus.action("coders").trigger()
    cleo = coders.by_name(work, "Cleo Marsh")
    assert (cleo.colour, cleo.role, work.coder) == ("#123456", "supervisor", cleo)
    assert [action.text() for action in who_menu(window).actions()][:3] == ["Ada", "Ben", "Cleo Marsh · supervisor"]
    assert "Cleo Marsh · supervisor" in [button.text() for button in window.strip.findChildren(QToolButton)]
    next(action for action in who_menu(window).actions() if action.text() == "Ben").trigger()
    assert (work.coder.name, window.settings.coder_name) == ("Ben", "Ben")
    assert "Ben" in [button.text() for button in window.strip.findChildren(QToolButton)]
