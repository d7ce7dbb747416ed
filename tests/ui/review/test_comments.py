"""Comments in the window: beside the text, by keys, half written and sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from interviewcoder.coding import segments
from interviewcoder.review import comments
from interviewcoder.review.comments import About
from interviewcoder.ui.review.page import CommentsPage
from tests.ui.review.conftest import coding, source_of

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from interviewcoder.ui.main_window import MainWindow
    from interviewcoder.ui.workspace import Workspace


def page_of(work: Workspace) -> CommentsPage:
    return cast("CommentsPage", work.right.page("comments"))


def write(work: Workspace, words: str, *, send: bool = True) -> None:
    field = page_of(work).sheet.composer.field
    QTest.keyClicks(field, words)
    if send:
        QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def said(work: Workspace) -> list[list[str]]:
    """What is said in each thread, the newest first."""
    return [[one.text for one in thread.comments] for thread in comments.listing(work.project)]


def test_one_key_comments_on_what_one_is_at_and_a_mark_leads_to_the_thread(
    window: MainWindow, workspace: Workspace, qtbot: QtBot
) -> None:
    marks, view = workspace.review.marks, workspace.reading.view
    view.select(segments.find_passage(workspace.project, source_of(workspace.project), "Talking about it"))
    window.menus.action("comment").trigger()
    assert workspace.right.current_name == "comments" and marks.isHidden()
    write(workspace, "What did they say?")
    (thread,) = comments.listing(workspace.project)
    assert (thread.quote, thread.first.coder) == ("Talking about it", "Lindqvist")
    assert marks.told() == ["Lindqvist: What did they say?"]
    qtbot.waitUntil(lambda: not marks.place_of(thread.id).isEmpty())
    page_of(workspace).sheet.show_thread(None)
    QTest.mouseClick(marks, Qt.MouseButton.LeftButton, pos=marks.place_of(thread.id).center())
    write(workspace, "Nobody knows.")
    assert said(workspace) == [["What did they say?", "Nobody knows."]]
    assert marks.told() == ["Lindqvist: What did they say? · 1 answer"]
    assert [bubble.is_open for bubble in marks._bubbles] == [True]
    page_of(workspace).sheet.bar.resolve.click()
    # Told apart by its shape, too.
    assert marks.told()[0].endswith("resolved")
    assert [bubble.is_open for bubble in marks._bubbles] == [False]
    fear = coding(workspace.project, "Fear")
    workspace.reading.go_to_segment(fear.id)
    view.setFocus()
    window.menus.action("comment").trigger()
    write(workspace, "Is it fear?")
    workspace.codes.choose(fear.code_id)
    workspace.codes.tree.setFocus()
    window.menus.action("comment").trigger()
    write(workspace, "Define it.")
    # Where something open was said of just that, one answers there.
    workspace.review.begin(About.coding(fear.id))
    write(workspace, "Or anger?")
    assert sorted(said(workspace))[:2] == [["Define it."], ["Is it fear?", "Or anger?"]]
    assert {one.about.kind for one in comments.listing(workspace.project)} == {"code", "coding", "passage"}


def test_what_is_half_written_outlives_leaving_undo_and_closing(window: MainWindow, workspace: Workspace) -> None:
    project = workspace.project
    thread = comments.add(project, text="Thank you.")
    workspace.reading.view.select(segments.find_passage(project, source_of(project), "Talking about it"))
    workspace.review.comment()
    write(workspace, "About whom", send=False)
    page_of(workspace).show_thread(thread.id)
    write(workspace, "You are wel", send=False)
    assert said(workspace) == [["Thank you."]]
    project.undo()
    assert page_of(workspace).sheet.shown is None
    project.redo()
    path = project.path
    assert window.close_project()
    window.open_project(path)
    again = window.workspace
    assert again is not None
    again.right.show_page("comments")
    page = page_of(again)
    assert page._rows.index(0).data() == "About whom"
    page.list.setCurrentIndex(page._rows.index(0))
    assert page.sheet.composer.field.toPlainText() == "About whom"
    page.show_thread(thread.id)
    assert page.sheet.composer.field.toPlainText() == "You are wel"
    QTest.keyClick(page.sheet.composer.field, Qt.Key.Key_Escape)
    assert again.reading.view.page.hasFocus() and page.sheet.composer.field.toPlainText() == "You are wel"


def test_a_click_in_the_list_goes_to_the_place_and_keys_go_from_comment_to_comment(
    window: MainWindow, workspace: Workspace
) -> None:
    fear, team = coding(workspace.project, "Fear"), coding(workspace.project, "Team talk")
    comments.add(workspace.project, About.coding(team.id), text="Later.")
    comments.add(workspace.project, About.coding(fear.id), text="Earlier.")
    workspace.right.show_page("comments")
    page = page_of(workspace)
    row = next(n for n in range(2) if "Later" in str(page._rows.index(n).data()))
    at = page.list.visualRect(page._rows.index(row)).center()
    QTest.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert workspace.reading.view.coding.id == team.id
    window.menus.action("last_comment").trigger()
    assert workspace.reading.view.coding.id == fear.id
    assert page.sheet.shown is not None and page.sheet.shown.first.text == "Earlier."
    window.menus.action("last_comment").trigger()
    assert window.strip.message() == "No comment before this one."
    # What was said on codings that one doesn't look at has no mark.
    workspace.options.focus_on_codes([team.code_id])
    assert workspace.review.marks.told() == ["Lindqvist: Later."]
    workspace.options.show_all()
    assert workspace.review.marks.told() == ["Lindqvist: Earlier.", "Lindqvist: Later."]
