"""The page “Comments and tasks” by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from interviewcoder.coding import segments
from interviewcoder.project import coders
from interviewcoder.review import comments, verdicts
from interviewcoder.review.comments import About
from interviewcoder.sources import correcting
from interviewcoder.sources.text import Edit
from interviewcoder.ui.project_signals import ProjectSignals
from interviewcoder.ui.review import comment_filters
from interviewcoder.ui.review.drafts import Draft
from interviewcoder.ui.review.page import CommentsPage
from tests.ui.review.conftest import coding, source_of

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from interviewcoder.project.file import Project
    from tests.ui.conftest import FakePrompts

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def page(reviewed: Project, prompts: FakePrompts, qtbot: QtBot) -> CommentsPage:
    """The page, in a window of its own."""
    made = CommentsPage(reviewed, ProjectSignals(reviewed), prompts, lambda menu: None)
    qtbot.addWidget(made)
    made.resize(320, 600)
    made.show()
    return made


def begin(page: CommentsPage, project: Project, words: str) -> None:
    """Begin a comment on a passage, and write one word of it."""
    span = segments.find_passage(project, source_of(project), words)
    page.begin(Draft("new", about=About.passage(source_of(project), span), quote=words))
    page.sheet.composer.field.setPlainText("Irony?")


def test_what_is_shown_narrows_to_what_is_open_one_s_own_tasks_and_what_is_resolved(
    reviewed: Project, page: CommentsPage
) -> None:
    assert page._pages.currentWidget() is page._empty and "Ctrl+Shift+C" in page._empty._hint.text()
    QAbstractItemModelTester(page._rows, QAbstractItemModelTester.FailureReportingMode.Fatal)
    done = comments.add(reviewed, text="A fine passage.")
    comments.resolve(reviewed, done.id)
    assert page._rows.rowCount() == 0 and page._nothing.text() == "Nothing is open: all comments are resolved."
    comments.add(reviewed, About.coding(coding(reviewed, "Fear").id), text="Is it fear?")
    assert [page._rows.index(n).data() for n in range(page._rows.rowCount())] == ["Lindqvist: Is it fear?"]
    page.show_state(comment_filters.RESOLVED)
    assert page._rows.rowCount() == 1
    page.show_state(comment_filters.MINE)
    assert page._nothing.text() == "Nothing is waiting for you."
    page.show_state(comment_filters.ALL)
    page.filters.people.setCurrentIndex(page.filters.people.findText("Okafor"))
    assert page._rows.rowCount() == 0 and page._nothing.text() == "No comment answers to this."
    # Who asks for one that a filter hides gets to see it.
    page.show_thread(done.id)
    assert page._rows.rowCount() == 2 and page.sheet.bar.resolve.text() == "Reopen"


def test_the_codings_that_reviewers_query_are_listed_and_lead_there(reviewed: Project, page: CommentsPage) -> None:
    shared = coding(reviewed, "Shared")
    page.show_state(comment_filters.QUERIED)
    assert page._nothing.text() == "No coding is queried."
    verdicts.give(reviewed, coding(reviewed, "Fear").id, "agree")
    verdicts.give(reviewed, shared.id, "query", note="Who are they?")
    assert [page._rows.index(n).data() for n in range(page._rows.rowCount())] == ["Lindqvist: Who are they?"]
    asked: list[About] = []
    page.go_asked.connect(asked.append)
    page._go(page._rows.index(0))
    assert asked == [About.coding(shared.id)]


def test_a_thread_becomes_somebody_s_task_with_a_day(reviewed: Project, page: CommentsPage) -> None:
    page.show_thread(comments.add(reviewed, text="Write the definition.").id)
    bar = page.sheet.bar
    bar.assignee.menu().aboutToShow.emit()
    assert bar.assignee.menu().actions()[0].text() == "Lindqvist (you)"
    next(one for one in bar.assignee.menu().actions() if one.text() == "Okafor").trigger()
    bar.due.menu().aboutToShow.emit()
    bar.due.menu().actions()[1].trigger()
    (stored,) = comments.listing(reviewed)
    assert stored.assignee == "Okafor" and stored.due and bar.assignee.text() == "Okafor"
    page.show_state(comment_filters.MINE)
    assert page._rows.rowCount() == 0
    coders.work_as(reviewed, "Okafor")
    page.refresh()
    assert page._rows.rowCount() == 1


def test_one_s_own_comment_is_written_anew_and_deleted(
    reviewed: Project, page: CommentsPage, prompts: FakePrompts
) -> None:
    thread = comments.add(reviewed, text="Thnak you.")
    page.show_thread(thread.id)
    page.sheet._begin_change(thread.first)
    page.sheet.composer.field.setPlainText("Thank you.")
    page.sheet.composer._send.click()
    assert comments.thread(reviewed, thread.id).first.text == "Thank you."
    page.sheet._delete(thread.first)
    assert comments.listing(reviewed) == [] and page.sheet.shown is None
    assert prompts.asked == ["Delete your comment?"]


def test_a_comment_begun_before_a_correction_lands_on_the_words_that_were_meant(
    reviewed: Project, page: CommentsPage
) -> None:
    begin(page, reviewed, "honestly")
    correcting.correct_text(reviewed, source_of(reviewed), [Edit(0, "", "Good morning. ")])
    page.sheet.composer._send.click()
    begin(page, reviewed, "Talking about it")
    at = segments.find_passage(reviewed, source_of(reviewed), "Talking about it").start
    correcting.correct_text(reviewed, source_of(reviewed), [Edit(at, "Talking about it", "Chatting")])
    page.sheet.composer._send.click()
    gone, there = comments.listing(reviewed)
    assert there.quote == "honestly"
    assert gone.about.kind == "source" and gone.first.text == "“Talking about it”\n\nIrony?"


def test_a_thread_says_that_one_s_answer_to_it_isn_t_sent_yet(reviewed: Project, page: CommentsPage) -> None:
    first, other = comments.add(reviewed, text="Is it fear?"), comments.add(reviewed, text="Is it grief?")
    page.show_thread(first.id)
    page.sheet.composer.field.setPlainText("Both, I th")
    page.show_thread(other.id)
    told = {str(index.data()): str(index.data(Qt.ItemDataRole.ToolTipRole)) for index in map(page._rows.index, (0, 1))}
    assert "answer not sent yet" in told["Lindqvist: Is it fear?"]
    assert "answer not sent yet" not in told["Lindqvist: Is it grief?"]


def test_what_is_given_up_is_gone_for_good(reviewed: Project, page: CommentsPage) -> None:
    begin(page, reviewed, "honestly")
    page.sheet.composer.keep()
    page.sheet.composer._give_up.click()
    begin_again = Draft("new", about=About.source(source_of(reviewed)))
    page.begin(begin_again)
    page.refresh()
    assert page._rows.rowCount() == 0 and page.sheet.composer.field.toPlainText() == ""
