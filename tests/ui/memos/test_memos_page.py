"""The page of memos: begun from where one works, written, linked, filtered, gone to from it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from interviewcoder.cases import cases
from interviewcoder.coding import codes, memos, segments
from interviewcoder.coding.memos import JOURNAL, About, MemoKey, MemoView
from interviewcoder.project import file
from interviewcoder.project.preferences import preference
from interviewcoder.sources import catalogue, transcript
from interviewcoder.sources.text import Span
from interviewcoder.ui.memos import drafts
from interviewcoder.ui.memos.drafts import Draft
from interviewcoder.ui.memos.memo_rows import MemoRows

if TYPE_CHECKING:
    from pytestqt.modeltest import ModelTester
    from pytestqt.qtbot import QtBot

    from interviewcoder.ui.main_window import MainWindow
    from interviewcoder.ui.memos.page import MemosPage
    from interviewcoder.ui.workspace import Workspace
    from tests.ui.conftest import FakePrompts


pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def workspace(study: MainWindow, qtbot: QtBot) -> Workspace:
    """The open project, in a window that has the keyboard."""
    assert study.workspace is not None
    study.activateWindow()
    qtbot.waitUntil(study.isActiveWindow)
    return study.workspace


@pytest.fixture
def source_id(workspace: Workspace) -> int:
    """The one transcript."""
    return catalogue.listing(workspace.project)[0].id


def page_of(workspace: Workspace) -> MemosPage:
    return cast("MemosPage", workspace.right.page("memos"))


def span_of(workspace: Workspace, source_id: int, words: str) -> Span:
    at = transcript.transcript_of(workspace.project, source_id).text.index(words)
    return Span(at, at + len(words))


def select(workspace: Workspace, source_id: int, words: str) -> Span:
    span = span_of(workspace, source_id, words)
    workspace.reading.view.select(span)
    return span


def step(window: MainWindow, name: str) -> None:
    window.menus.action(name).trigger()


def leave(workspace: Workspace, qtbot: QtBot, done: Callable[[], bool]) -> None:
    """Put the keyboard elsewhere, as who writes on a memo does at its end."""
    workspace.reading.view.setFocus()
    qtbot.waitUntil(done)


def headings(workspace: Workspace) -> list[str]:
    return [memo.heading for memo in memos.listing(workspace.project)]


def the_memo(workspace: Workspace) -> MemoView:
    (memo,) = memos.listing(workspace.project)
    return memo


def test_a_new_memo_is_on_the_selected_passage_and_one_step(
    study: MainWindow, workspace: Workspace, source_id: int, qtbot: QtBot
) -> None:
    span = select(workspace, source_id, "afraid of lawsuits")
    step(study, "new_memo")
    sheet = page_of(workspace).sheet
    assert sheet.text.hasFocus()
    assert memos.listing(workspace.project) == []
    QTest.keyClicks(sheet.text, "Whose lawsuits?")
    sheet.title.setFocus()
    QTest.keyClicks(sheet.title, "Fear")
    QTest.keyClick(sheet.title, Qt.Key.Key_Return)
    QTest.keyClicks(sheet.text, " Say more.")
    leave(workspace, qtbot, lambda: headings(workspace) == ["Fear"])
    memo = the_memo(workspace)
    assert (memo.about, memo.text) == (About.passage(source_id, span), "Whose lawsuits? Say more.")
    workspace.project.undo()
    assert memos.listing(workspace.project) == []


def test_writing_on_a_memo_is_one_step_however_often_one_pauses(
    workspace: Workspace, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("interviewcoder.ui.memos.sheet.PAUSE_MS", 1)
    made = memos.add(workspace.project, title="Thought", text="One.")
    workspace.memos.show_memo(made.key)
    sheet = page_of(workspace).sheet
    sheet.text.moveCursor(sheet.text.textCursor().MoveOperation.End)
    for words in (" Two.", " Three."):
        QTest.keyClicks(sheet.text, words)
        written = sheet.text.toPlainText()
        qtbot.waitUntil(lambda written=written: written in preference(workspace.project, "memo_draft"))  # type: ignore[misc]
    assert memos.view(workspace.project, made.key).text == "One."
    leave(workspace, qtbot, lambda: the_memo(workspace).text == "One. Two. Three.")
    assert preference(workspace.project, "memo_draft") == ""
    workspace.project.undo()
    assert the_memo(workspace).text == "One."


def test_what_was_written_and_taken_back_is_kept_nowhere(
    workspace: Workspace, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("interviewcoder.ui.memos.sheet.PAUSE_MS", 1)
    made = memos.add(workspace.project, title="Thought", text="One.")
    workspace.memos.show_memo(made.key)
    text = page_of(workspace).sheet.text
    text.moveCursor(text.textCursor().MoveOperation.End)
    QTest.keyClicks(text, "!")
    qtbot.waitUntil(lambda: "One.!" in preference(workspace.project, "memo_draft"))
    monkeypatch.setattr("interviewcoder.ui.memos.sheet.PAUSE_MS", 60_000)
    QTest.keyClick(text, Qt.Key.Key_Backspace)
    leave(workspace, qtbot, lambda: preference(workspace.project, "memo_draft") == "")
    assert the_memo(workspace).text == "One."


def test_what_was_being_written_when_the_program_died_is_there_at_the_next_start(study: MainWindow) -> None:
    assert study.workspace is not None
    project = study.workspace.project
    path = project.path
    kept = memos.add(project, title="Thought", text="One.")
    drafts.keep_draft(project, Draft(kept.key, "memo", kept.about, "Thought", "One. Two."))
    study.close_project()
    study.open_project(path)
    assert study.workspace is not None
    assert memos.view(study.workspace.project, kept.key).text == "One. Two."
    assert study.workspace.project.history.undo_label == "Write memo"


def test_a_draft_on_what_is_gone_is_kept_on_the_project(study: MainWindow) -> None:
    assert study.workspace is not None
    project = study.workspace.project
    drafts.keep_draft(project, Draft(None, "memo", About.code(77), "", "Words."))
    drafts.recover(project)
    found = memos.listing(project)
    assert [(memo.text, memo.about.kind, memo.private) for memo in found] == [("Words.", "project", True)]
    drafts.recover(project)
    assert memos.listing(project) == found


def test_escape_brings_the_stored_words_back(workspace: Workspace, qtbot: QtBot) -> None:
    made = memos.add(workspace.project, text="One.")
    workspace.memos.show_memo(made.key)
    sheet = page_of(workspace).sheet
    QTest.keyClicks(sheet.text, "No, ")
    QTest.keyClick(sheet.text, Qt.Key.Key_Escape)
    assert sheet.text.toPlainText() == "One."
    assert sheet.save_pending() and workspace.project.history.undo_label == "Add memo"


def test_a_journal_entry_is_private_unless_its_writer_opens_it(
    study: MainWindow, workspace: Workspace, qtbot: QtBot
) -> None:
    step(study, "journal")
    sheet = page_of(workspace).sheet
    QTest.keyClicks(sheet.text, "I was nervous.")
    leave(workspace, qtbot, lambda: headings(workspace) == ["I was nervous."])
    memo = the_memo(workspace)
    assert (memo.kind, memo.private) == (JOURNAL, True)
    sheet._private.click()
    assert not the_memo(workspace).private


def test_a_new_memo_that_stays_empty_is_none(study: MainWindow, workspace: Workspace, source_id: int) -> None:
    select(workspace, source_id, "afraid")
    step(study, "new_memo")
    assert workspace.save_pending()
    assert memos.listing(workspace.project) == []
    assert workspace.project.history.undo_label != "Add memo"


def test_without_a_passage_one_is_asked_what_the_memo_is_about(
    study: MainWindow, workspace: Workspace, source_id: int, qtbot: QtBot
) -> None:
    project = workspace.project
    code = codes.add(project, "Fear")
    case = cases.add(project, "P07")
    cases.tie_source(project, case.id, source_id)
    workspace.codes.choose(code.id)
    words = [(about.kind, about.id) for _, about in workspace.memos.things()]
    assert words == [("source", source_id), ("case", case.id), ("code", code.id), ("project", None)]
    step(study, "new_memo")
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions() if action.text()] == [
        "On the source “P07 nurse”",
        "On the participant “P07”",
        "On the code “Fear”",
        "On the project",
        "Journal entry",
    ]
    QTest.keyClick(menu, Qt.Key.Key_Return)
    QTest.keyClicks(page_of(workspace).sheet.text, "Bad line.")
    leave(workspace, qtbot, lambda: headings(workspace) == ["Bad line."])
    assert the_memo(workspace).about == About.source(source_id)


def test_a_coding_on_the_selection_can_have_the_memo(workspace: Workspace, source_id: int) -> None:
    span = span_of(workspace, source_id, "afraid")
    coding = segments.code_with_name(workspace.project, source_id, span, "Fear")
    workspace.reading.view.select(span)
    assert [about.kind for _, about in workspace.memos.things()][:3] == ["passage", "coding", "source"]
    workspace.memos.begin(About.coding(coding.id))
    assert "Fear: “afraid”" in page_of(workspace).sheet._about.accessibleDescription()


def test_a_memo_points_to_the_selected_passage_and_leads_there(
    study: MainWindow, workspace: Workspace, source_id: int
) -> None:
    made = memos.add(workspace.project, title="Lawsuits")
    workspace.memos.show_memo(made.key)
    span = select(workspace, source_id, "afraid of lawsuits")
    step(study, "link_memo")
    sheet = page_of(workspace).sheet
    assert [link.span for link in the_memo(workspace).links] == [span]
    assert sheet.links.count() == 1 and "afraid of lawsuits" in sheet.links.item(0).text()
    workspace.reading.view.select(span_of(workspace, source_id, "honestly"))
    sheet.links.itemClicked.emit(sheet.links.item(0))
    assert workspace.reading.view.selection() == span
    sheet.links.setCurrentRow(0)
    QTest.keyClick(sheet.links, Qt.Key.Key_Delete)
    assert the_memo(workspace).links == () and sheet.links.isHidden()


def test_a_click_on_what_a_memo_is_about_goes_there(workspace: Workspace, source_id: int) -> None:
    project = workspace.project
    span = span_of(workspace, source_id, "afraid")
    coding = segments.code_with_name(project, source_id, span, "Fear")
    case = cases.add(project, "P07")
    cases.add(project, "P08")
    go = workspace.memos.go_to
    go(About("coding", coding.id, source_id, span))
    assert workspace.reading.view.selection() == span
    go(About.code(coding.code_id))
    current = workspace.codes.tree.current_node()
    assert workspace.right.current_name == "codes" and current is not None and current.id == coding.code_id
    go(About.case(case.id))
    assert workspace.side.currentWidget() is workspace.cases
    go(About.source(source_id))
    assert workspace.side.currentWidget() is workspace.sources


def test_the_list_is_filtered_and_ordered(workspace: Workspace, source_id: int) -> None:
    project = workspace.project
    memos.add_journal_entry(project, text="Ärger")
    memos.add(project, About.source(source_id), title="Bad line")
    memos.add(project, title="Where to")
    workspace.memos.show_page()
    page = page_of(workspace)
    rows = page.list.model()
    assert isinstance(rows, MemoRows)
    assert [memo.heading for memo in rows.memos] == ["Where to", "Bad line", "Ärger"]
    page.order.setCurrentIndex(1)
    assert [memo.heading for memo in rows.memos] == ["Where to", "Ärger", "Bad line"]
    page.kinds.setCurrentIndex(page.kinds.findData(JOURNAL))
    assert [memo.heading for memo in rows.memos] == ["Ärger"]
    page.kinds.setCurrentIndex(0)
    page.filter.setText("arg")
    assert [memo.heading for memo in rows.memos] == ["Ärger"]
    page.filter.setText("nothing")
    assert rows.memos == [] and page._nothing.isVisible()
    workspace.memos.show_memo(memos.listing(project)[0].key)
    assert page.filter.text() == "" and len(rows.memos) == 3


def test_a_memo_is_deleted_after_asking_and_undo_brings_it_back(workspace: Workspace, prompts: FakePrompts) -> None:
    made = memos.add(workspace.project, title="Thought")
    workspace.memos.show_memo(made.key)
    page = page_of(workspace)
    prompts.yes = False
    page.delete_current()
    assert headings(workspace) == ["Thought"]
    prompts.yes = True
    page.delete_current()
    assert prompts.asked[-1] == "Delete the memo “Thought”?"
    assert headings(workspace) == [] and not page.sheet.is_open
    workspace.project.undo()
    assert headings(workspace) == ["Thought"]


def test_the_memo_of_a_code_is_written_on_the_page_like_any_other(workspace: Workspace, qtbot: QtBot) -> None:
    project = workspace.project
    code = codes.add(project, "Fear")
    codes.describe(project, code.id, memo="Too broad.")
    workspace.memos.show_memo(MemoKey("code", code.id))
    sheet = page_of(workspace).sheet
    assert sheet.title.isHidden() and sheet._link.isHidden() and sheet._private.isHidden()
    sheet.text.selectAll()
    QTest.keyClicks(sheet.text, "Just right.")
    leave(workspace, qtbot, lambda: codes.node(project, code.id).memo == "Just right.")


def test_codings_with_memos_are_followed_and_others_cost_nothing(workspace: Workspace, source_id: int) -> None:
    project = workspace.project
    workspace.memos.show_page()
    page = page_of(workspace)
    coding = segments.code_with_name(project, source_id, span_of(workspace, source_id, "afraid"), "Fear")
    assert page.list.model().rowCount() == 0
    memos.change(project, MemoKey("segment", coding.id), text="He laughs.")
    assert page.list.model().rowCount() == 1
    segments.remove(project, coding.id)
    assert [memo.about.kind for memo in cast("MemoRows", page.list.model()).memos] == ["passage"]


def test_undo_stores_what_is_being_written_first(study: MainWindow, workspace: Workspace) -> None:
    made = memos.add(workspace.project, text="One.")
    workspace.memos.show_memo(made.key)
    QTest.keyClicks(page_of(workspace).sheet.text, "Two. ")
    study.step_back(undo=True)
    assert the_memo(workspace).text == "One."
    assert page_of(workspace).sheet.text.toPlainText() == "One."
    study.step_back(undo=False)
    assert page_of(workspace).sheet.text.toPlainText() == "Two. One."


def test_what_is_written_is_stored_when_the_project_closes(study: MainWindow, workspace: Workspace) -> None:
    path = workspace.project.path
    workspace.memos.begin(About())
    QTest.keyClicks(page_of(workspace).sheet.text, "A last thought.")
    study.close_project()
    with file.open_project(path) as project:
        assert [memo.text for memo in memos.listing(project)] == ["A last thought."]


def test_the_model_of_the_list_is_sound(workspace: Workspace, qtmodeltester: ModelTester) -> None:
    rows = MemoRows()
    qtmodeltester.check(rows, force_py=True)  # type: ignore[no-untyped-call]
    memos.add(workspace.project, title="A <b>thought</b>", text="x" * 900)
    rows.show_memos(memos.listing(workspace.project))
    index = rows.index(0)
    assert index.data() == "A <b>thought</b>"
    tip = str(index.data(Qt.ItemDataRole.ToolTipRole))
    assert tip.startswith("The project") and len(tip) < 400
