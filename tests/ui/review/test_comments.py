"""Comments from the window: beside the text, on their page, half written and sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from interviewcoder.coding import segments
from interviewcoder.project import coders
from interviewcoder.review import comments
from interviewcoder.review.comments import About, ThreadView
from interviewcoder.sources import correcting
from interviewcoder.sources.text import Edit
from interviewcoder.ui.review import page as review_page
from interviewcoder.ui.review.page import CommentsPage
from tests.ui.review.conftest import coding, source_of

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from interviewcoder.ui.main_window import MainWindow
    from interviewcoder.ui.workspace import Workspace
    from tests.ui.conftest import FakePrompts


def page_of(work: Workspace) -> CommentsPage:
    return cast("CommentsPage", work.right.page("comments"))


def write(work: Workspace, words: str, *, send: bool = True) -> None:
    field = page_of(work).sheet.composer.field
    QTest.keyClicks(field, words)
    if send:
        QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def select(work: Workspace, words: str) -> None:
    work.reading.view.select(segments.find_passage(work.project, source_of(work.project), words))


def only_thread(work: Workspace) -> ThreadView:
    (thread,) = comments.listing(work.project)
    return thread


def test_one_key_comments_on_the_selected_passage_which_is_marked_then(study: MainWindow, workspace: Workspace) -> None:
    marks = workspace.review.marks
    assert marks.isHidden()
    select(workspace, "Talking about it")
    study.menus.action("comment").trigger()
    assert workspace.right.current_name == "comments" and marks.isHidden()
    write(workspace, "What did they say?")
    thread = only_thread(workspace)
    assert (thread.first.text, thread.first.coder, thread.quote) == (
        "What did they say?",
        "Lindqvist",
        "Talking about it",
    )
    assert marks.told() == ["Lindqvist: What did they say?"]


def test_a_mark_leads_to_its_thread_and_counts_the_answers(workspace: Workspace, qtbot: QtBot) -> None:
    thread = comments.add(workspace.project, About.coding(coding(workspace, "Fear").id), text="Is it fear?")
    marks, page = workspace.review.marks, page_of(workspace)
    qtbot.waitUntil(lambda: not marks.place_of(thread.id).isEmpty())
    QTest.mouseClick(marks, Qt.MouseButton.LeftButton, pos=marks.place_of(thread.id).center())
    assert page.sheet.shown is not None and page.sheet.shown.id == thread.id
    write(workspace, "I think so.")
    assert [one.text for one in only_thread(workspace).comments] == ["Is it fear?", "I think so."]
    assert marks.told() == ["Lindqvist: Is it fear? · 1 answer"]
    assert page.sheet.composer.field.toPlainText() == ""


def test_a_resolved_thread_has_another_shape_and_leaves_the_open_ones(workspace: Workspace) -> None:
    comments.add(workspace.project, About.coding(coding(workspace, "Fear").id), text="Is it fear?")
    workspace.right.show_page("comments")
    page = page_of(workspace)
    page.show_thread(only_thread(workspace).id)
    (bubble,) = workspace.review.marks._bubbles
    assert bubble.is_open and page.sheet.bar.resolve.text() == "Resolve"
    page.sheet.bar.resolve.click()
    (bubble,) = workspace.review.marks._bubbles
    assert not bubble.is_open and "resolved" in workspace.review.marks.told()[0]
    assert page.sheet.bar.resolve.text() == "Reopen"
    page.show_state(review_page.OPEN)
    assert page._rows.rowCount() == 0
    page.show_state(review_page.RESOLVED)
    assert page._rows.rowCount() == 1


def test_an_open_thread_on_the_same_coding_is_answered_instead_of_a_second_begun(workspace: Workspace) -> None:
    fear = coding(workspace, "Fear")
    comments.add(workspace.project, About.coding(fear.id), text="Is it fear?")
    workspace.reading.go_to_segment(fear.id)
    workspace.review.comment()
    write(workspace, "Or anger?")
    assert [one.text for one in only_thread(workspace).comments] == ["Is it fear?", "Or anger?"]


def test_what_is_half_written_outlives_leaving_undo_and_closing(study: MainWindow, workspace: Workspace) -> None:
    project = workspace.project
    thread = comments.add(project, text="Thank you.")
    select(workspace, "Talking about it")
    workspace.review.comment()
    write(workspace, "About whom", send=False)
    page_of(workspace).show_thread(thread.id)
    write(workspace, "You are wel", send=False)
    assert [one.text for one in comments.listing(project)[0].comments] == ["Thank you."]
    project.undo()
    assert page_of(workspace).sheet.shown is None
    project.redo()
    path = project.path
    assert study.close_project()
    study.open_project(path)
    again = study.workspace
    assert again is not None
    again.right.show_page("comments")
    page = page_of(again)
    assert page._rows.index(0).data() == "About whom"
    page.list.setCurrentIndex(page._rows.index(0))
    assert page.sheet.composer.field.toPlainText() == "About whom"
    page.show_thread(thread.id)
    assert page.sheet.composer.field.toPlainText() == "You are wel"


def test_a_comment_begun_before_a_correction_lands_on_the_words_that_were_meant(workspace: Workspace) -> None:
    project = workspace.project
    select(workspace, "Talking about it")
    workspace.review.comment()
    write(workspace, "What did they say?", send=False)
    correcting.correct_text(project, source_of(project), [Edit(0, "", "Good morning. ")])
    QTest.keyClick(page_of(workspace).sheet.composer.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert only_thread(workspace).quote == "Talking about it"


def test_a_comment_whose_passage_was_taken_out_is_about_the_source_and_quotes_it(workspace: Workspace) -> None:
    project = workspace.project
    select(workspace, "honestly")
    workspace.review.comment()
    write(workspace, "Is this irony?", send=False)
    at = segments.find_passage(project, source_of(project), ", honestly").start
    correcting.correct_text(project, source_of(project), [Edit(at, ", honestly", "")])
    QTest.keyClick(page_of(workspace).sheet.composer.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    thread = only_thread(workspace)
    assert thread.about.kind == "source" and thread.first.text == "“honestly”\n\nIs this irony?"


def test_escape_keeps_the_words_and_goes_back_to_the_text(workspace: Workspace) -> None:
    workspace.review.begin(About.source(source_of(workspace.project)))
    write(workspace, "Half", send=False)
    QTest.keyClick(page_of(workspace).sheet.composer.field, Qt.Key.Key_Escape)
    assert workspace.reading.view.page.hasFocus()
    workspace.review.begin(About.source(source_of(workspace.project)))
    assert page_of(workspace).sheet.composer.field.toPlainText() == "Half"
    page_of(workspace).sheet.composer._give_up.click()
    workspace.review.begin(About.source(source_of(workspace.project)))
    assert page_of(workspace).sheet.composer.field.toPlainText() == ""


def test_a_click_in_the_list_goes_to_the_place_and_keys_go_from_comment_to_comment(
    study: MainWindow, workspace: Workspace
) -> None:
    fear, team = coding(workspace, "Fear"), coding(workspace, "Team talk")
    comments.add(workspace.project, About.coding(team.id), text="Later.")
    comments.add(workspace.project, About.coding(fear.id), text="Earlier.")
    page = page_of(workspace)
    workspace.right.show_page("comments")
    row = next(n for n in range(2) if "Later" in str(page._rows.index(n).data()))
    at = page.list.visualRect(page._rows.index(row)).center()
    QTest.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert workspace.reading.view.coding.id == team.id
    study.menus.action("last_comment").trigger()
    assert workspace.reading.view.coding.id == fear.id
    assert page.sheet.shown is not None and page.sheet.shown.first.text == "Earlier."
    study.menus.action("last_comment").trigger()
    assert study.strip.message() == "No comment before this one."


def test_a_thread_becomes_somebody_s_task_with_a_day(workspace: Workspace) -> None:
    thread = comments.add(workspace.project, text="Write the definition.")
    workspace.right.show_page("comments")
    page = page_of(workspace)
    page.show_thread(thread.id)
    bar = page.sheet.bar
    bar.assignee.menu().aboutToShow.emit()
    assert bar.assignee.menu().actions()[0].text() == "Lindqvist (you)"
    next(one for one in bar.assignee.menu().actions() if one.text() == "Okafor").trigger()
    bar.due.menu().aboutToShow.emit()
    bar.due.menu().actions()[1].trigger()
    stored = only_thread(workspace)
    assert stored.assignee == "Okafor" and stored.due and bar.assignee.text() == "Okafor"
    page.show_state(review_page.MINE)
    assert page._rows.rowCount() == 0 and page._nothing.text() == "Nothing is waiting for you."
    coders.work_as(workspace.project, "Okafor")
    assert page._rows.rowCount() == 1


def test_one_s_own_comment_is_written_anew_and_deleted(workspace: Workspace, prompts: FakePrompts) -> None:
    thread = comments.add(workspace.project, text="Thnak you.")
    workspace.right.show_page("comments")
    page = page_of(workspace)
    page.show_thread(thread.id)
    page.sheet._begin_change(thread.first)
    page.sheet.composer.field.setPlainText("Thank you.")
    page.sheet.composer._send.click()
    assert only_thread(workspace).first.text == "Thank you."
    page.sheet._delete(only_thread(workspace).first)
    assert comments.listing(workspace.project) == [] and page.sheet.shown is None
    assert prompts.asked[-1] == "Delete your comment?"


def test_an_empty_page_says_what_to_do_and_offers_it(workspace: Workspace) -> None:
    workspace.right.show_page("comments")
    page = page_of(workspace)
    assert page._pages.currentWidget() is page._empty
    assert "Ctrl+Shift+C" in page._empty._hint.text()


@pytest.mark.parametrize("where", ["tree", "text"])
def test_what_a_comment_is_about_follows_where_one_is(workspace: Workspace, where: str) -> None:
    fear = coding(workspace, "Fear")
    workspace.codes.choose(fear.code_id)
    if where == "tree":
        workspace.codes.tree.setFocus()
    else:
        workspace.reading.go_to_segment(fear.id)
        workspace.reading.view.setFocus()
    workspace.review.comment()
    draft = page_of(workspace).sheet.composer.draft
    assert draft is not None and draft.about is not None
    assert draft.about.is_same(About.code(fear.code_id) if where == "tree" else About.coding(fear.id))
