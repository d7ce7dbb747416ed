"""Somebody looks for words in the whole study, with keys alone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from interviewcoder.analysis import word_index
from interviewcoder.analysis.find import Limits
from interviewcoder.analysis.find_query import Query
from interviewcoder.analysis.keyword_in_context import Hit
from interviewcoder.cases import attributes, cases
from interviewcoder.coding import codes, memos, segments
from interviewcoder.review import comments
from interviewcoder.sources import catalogue, correcting, importing
from interviewcoder.sources.text import Edit
from interviewcoder.sources.transcript import transcript_of
from interviewcoder.ui.find_page import history
from interviewcoder.ui.find_page.choose_sources import ChooseSources
from interviewcoder.ui.find_page.hits import HIT_ROLE
from interviewcoder.ui.find_page.page import FindPage
from interviewcoder.ui.review.page import CommentsPage

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from interviewcoder.project.file import Project
    from interviewcoder.ui.main_window import MainWindow
    from interviewcoder.ui.workspace import Workspace
    from tests.ui.conftest import FakePrompts

P07 = """I: What came to mind when you read it?
P07: I was afraid of lawsuits, honestly. We all were afraid.
I: Were you afraid for long?
P07: Talking about it helped. The whole team talked about lawsuits."""
P08 = """I: And you?
P08: Afraid is a big word. Lawsuits happen to others."""


@pytest.fixture
def workspace(window: MainWindow, project: Project, tmp_path: Path) -> Workspace:
    """A study of two interviews in the window."""
    paths = [tmp_path / "P07 nurse.txt", tmp_path / "P08 doctor.txt"]
    with project.op("Make study"):
        for path, text in zip(paths, (P07, P08), strict=True):
            path.write_text(text, encoding="utf-8")
            (source,) = importing.add_files(project, [path])
            label, role = source.name.split()
            attributes.describe_case(project, cases.add(project, label).id, {"role": role})
            cases.tie_source(project, cases.by_name(project, label).id, source.id)
        codes.add(project, "Afraid of the law")
        memos.add(project, title="Who is afraid?", text="Everybody, it seems.")
    path = project.path
    project.close()
    window.open_project(path)
    assert window.workspace is not None
    return window.workspace


@pytest.fixture
def page(window: MainWindow, workspace: Workspace, qtbot: QtBot) -> FindPage:
    """The page, opened by its key."""
    with qtbot.waitActive(window):
        window.activateWindow()
    QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    page = workspace.results.page("find")
    assert isinstance(page, FindPage)
    qtbot.waitUntil(page.form.line.hasFocus)
    return page


def look_for(page: FindPage, words: str, qtbot: QtBot) -> None:
    """Type and press Enter."""
    page.form.line.selectAll()
    QTest.keyClicks(page.form.line, words)
    QTest.keyClick(page.form.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not page.search.is_busy)


def shown(page: FindPage) -> list[tuple[str, str]]:
    """The source and the words of each row."""
    rows = [page.hits.index(row, 0).data(HIT_ROLE) for row in range(page.hits.rowCount())]
    return [(hit.source.split()[0], hit.words) for hit in rows if isinstance(hit, Hit)]


def selected(workspace: Workspace) -> str:
    """The words that are selected in the transcript."""
    span = workspace.reading.view.selection()
    return span.text_in(workspace.reading.view.page.text) if span else ""


def test_words_are_found_in_all_sources_and_in_what_was_written(page: FindPage, qtbot: QtBot) -> None:
    look_for(page, "afraid", qtbot)
    assert shown(page) == [("P07", "afraid"), ("P07", "afraid"), ("P07", "afraid"), ("P08", "Afraid")]
    assert page.head.status.text() == "4 hits in 2 sources"
    page.show_view("notes")
    cells = [page.notes.index(row, 0).data() for row in range(page.notes.rowCount())]
    assert cells == ["Memo · Who is afraid?", "Code · Afraid of the law"]


def test_a_comment_that_was_found_is_shown_beside_its_passage(
    page: FindPage, workspace: Workspace, qtbot: QtBot
) -> None:
    source = catalogue.by_name(workspace.project, "P08 doctor")
    place = comments.About.passage(source.id, segments.find_passage(workspace.project, source.id, "a big word"))
    thread = comments.add(workspace.project, place, text="Which litigation?")
    look_for(page, "litigation", qtbot)
    page.show_view("notes")
    assert page.notes.index(0, 0).data() == "Comment · Which litigation?"
    page.notes_table.activated.emit(page.notes.index(0, 0))
    assert selected(workspace) == "a big word"
    beside = workspace.right.page("comments")
    assert isinstance(beside, CommentsPage) and beside.sheet.shown is not None
    assert beside.sheet.shown.id == thread.id


def test_what_is_typed_is_looked_for_without_enter(page: FindPage, qtbot: QtBot) -> None:
    QTest.keyClicks(page.form.line, "laws*")
    qtbot.waitUntil(lambda: page.hits.rowCount() == 3)
    assert history.recent(page._project) == []


def test_enter_goes_through_the_hits_and_the_transcript_follows(
    page: FindPage, workspace: Workspace, qtbot: QtBot
) -> None:
    look_for(page, "lawsuits", qtbot)
    seen = []
    for _ in range(4):
        QTest.keyClick(page.form.line, Qt.Key.Key_Return)
        assert workspace.reading.source is not None
        seen.append((workspace.reading.source.name.split()[0], selected(workspace)))
    assert seen == [("P07", "lawsuits"), ("P07", "lawsuits"), ("P08", "Lawsuits"), ("P07", "lawsuits")]
    assert page.form.line.hasFocus()


def test_arrows_walk_through_the_list_and_enter_goes_into_the_text(
    page: FindPage, workspace: Workspace, qtbot: QtBot
) -> None:
    look_for(page, "afraid", qtbot)
    QTest.keyClick(page.form.line, Qt.Key.Key_Down)
    assert page.table.hasFocus() and page.table.currentIndex().row() == 0
    for _ in range(3):
        QTest.keyClick(page.table, Qt.Key.Key_Down)
    assert workspace.reading.source is not None and workspace.reading.source.name == "P08 doctor"
    assert selected(workspace) == "Afraid" and page.table.hasFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert workspace.reading.view.page.hasFocus()


def test_f3_goes_on_from_the_text(window: MainWindow, page: FindPage, workspace: Workspace, qtbot: QtBot) -> None:
    look_for(page, "afraid", qtbot)
    QTest.keyClick(page.form.line, Qt.Key.Key_Return)
    workspace.reading.view.setFocus()
    QTest.keyClick(window, Qt.Key.Key_F3)
    assert page.table.currentIndex().row() == 1
    assert workspace.reading.view.page.hasFocus()
    QTest.keyClick(window, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(window, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert page.table.currentIndex().row() == 3


def test_all_hits_of_the_open_source_are_marked_while_the_page_is_there(
    page: FindPage, workspace: Workspace, qtbot: QtBot
) -> None:
    text = workspace.reading.view.page
    look_for(page, "afraid", qtbot)
    marked = [text.text[start:end] for start, end in text.found(0, len(text.text))]
    assert marked == ["afraid", "afraid", "afraid"]
    assert list(text.found(0, 1)) == []
    workspace.results.close_results()
    assert list(text.found(0, len(text.text))) == []


def test_hits_are_counted_by_source_and_by_participant(page: FindPage, qtbot: QtBot) -> None:
    look_for(page, "afraid", qtbot)
    page.show_view("source")
    qtbot.waitUntil(lambda: len(page.by_source.counts.rows) == 2)
    assert [(c.name, c.hits) for c in page.by_source.counts.rows] == [("P07 nurse", 3), ("P08 doctor", 1)]
    page.show_view("participant")
    cells = [[page.by_participant.counts.index(row, c).data() for c in range(5)] for row in range(3)]
    assert cells == [
        ["P07", "2", "20", "100.0", "1"],
        ["P08", "1", "9", "111.1", "1"],
        ["Interviewer", "1", "15", "66.7", "1"],
    ]


def test_hits_are_put_in_order_by_the_word_beside_them(page: FindPage, qtbot: QtBot) -> None:
    look_for(page, "afraid", qtbot)
    page.head.order.setCurrentIndex(page.head.order.findData("right"))
    qtbot.waitUntil(lambda: shown(page)[1][0] == "P07" and page.hits.place(0)[1].start > 60)
    after = [page.hits.index(row, 0).data(HIT_ROLE).after.strip()[:3] for row in range(4)]
    assert after == [".", "for", "is ", "of "]


def test_only_some_are_listened_to(page: FindPage, prompts: FakePrompts, qtbot: QtBot) -> None:
    look_for(page, "afraid", qtbot)
    page.head.limits.set_limits(Limits(role="interviewer"))
    assert shown(page) == [("P07", "afraid")]
    assert page.head.limits.text() == "Interviewer only"
    page.head.limits.set_limits(Limits())

    def choose(dialog: QDialog) -> bool:
        assert isinstance(dialog, ChooseSources)
        dialog.line.setText("doc")
        assert [dialog.list.item(row).isHidden() for row in range(2)] == [True, False]
        dialog.list.item(1).setCheckState(Qt.CheckState.Checked)
        return True

    prompts.on_dialog = choose
    page.head.limits.sources_asked.emit()
    assert shown(page) == [("P08", "Afraid")]


def test_a_bad_pattern_is_said_with_its_place(page: FindPage, qtbot: QtBot) -> None:
    page.look_for(Query("(afraid", "pattern"))
    assert "no regular expression" in page.empty._message.text()
    assert "character 1" in page.empty._message.text()
    page.look_for(Query("(afraid|big)", "pattern"))
    qtbot.waitUntil(lambda: page.hits.rowCount() == 5)


def test_where_nothing_is_found_another_way_is_offered(page: FindPage, workspace: Workspace, qtbot: QtBot) -> None:
    while word_index.bring_up_to_date(workspace.project, budget_s=1).left:
        pass
    look_for(page, "lawsiuts", qtbot)
    assert "No source has “lawsiuts”." in page.empty._message.text()
    page.empty.asked.emit()
    qtbot.waitUntil(lambda: page.hits.rowCount() == 3)
    assert page.form.text == "lawsuits"
    look_for(page, "wsui", qtbot)
    page.empty.asked.emit()
    qtbot.waitUntil(lambda: page.hits.rowCount() == 3)
    assert page.form.query().how == "part"


def test_earlier_searches_are_offered_and_kept_in_the_project_alone(
    page: FindPage, workspace: Workspace, qtbot: QtBot
) -> None:
    look_for(page, "lawsuits", qtbot)
    qtbot.waitUntil(lambda: bool(history.recent(workspace.project)))
    page.look_for(Query("fraid", "part", match_case=True))
    qtbot.waitUntil(lambda: [q.text for q in history.recent(workspace.project)] == ["fraid", "lawsuits"])
    page.form.field.picked.emit(1)
    assert page.form.query() == Query("lawsuits")
    page.head.more_menu.actions()[1].trigger()
    assert history.recent(workspace.project) == [] and page.form.field.count() == 0


def test_a_correction_is_followed(page: FindPage, workspace: Workspace, qtbot: QtBot) -> None:
    look_for(page, "afraid", qtbot)
    project = workspace.project
    first = catalogue.listing(project)[0].id
    at = transcript_of(project, first).text.index("lawsuits")
    correcting.correct_text(project, first, [Edit(at, "lawsuits", "being afraid")])
    assert [source for source, _ in shown(page)] == ["P07"] * 4 + ["P08"]
    text = workspace.reading.view.page
    assert len(list(text.found(0, len(text.text)))) == 4
    project.undo()
    assert len(shown(page)) == 4


def test_hits_are_found_where_they_are_while_somebody_corrects(
    page: FindPage, workspace: Workspace, qtbot: QtBot
) -> None:
    look_for(page, "lawsuits", qtbot)
    workspace.reading.toggle_correcting()
    text = workspace.reading.view.page
    assert list(text.found(0, len(text.text))) == []
    QTest.keyClicks(text, "Well, ")
    page.step(1)
    cursor = text.textCursor()
    assert cursor.selectedText() == "lawsuits"
    workspace.reading.toggle_correcting()
    assert len(list(text.found(0, len(text.text)))) == 2


def test_selected_words_are_taken_over(window: MainWindow, workspace: Workspace, qtbot: QtBot) -> None:
    assert workspace.reading.source is not None
    span = segments.find_passage(workspace.project, workspace.reading.source.id, "whole team")
    workspace.reading.view.select(span)
    window.menus.action("find_everywhere").trigger()
    page = workspace.results.page("find")
    assert isinstance(page, FindPage)
    qtbot.waitUntil(lambda: page.hits.rowCount() == 1)
    assert page.form.text == '"whole team"' and page.form.line.selectedText() == '"whole team"'


def test_the_index_is_made_while_nobody_waits(page: FindPage, workspace: Workspace, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: word_index.indexed_count(workspace.project) == (2, 2))


def test_all_hits_can_be_coded(page: FindPage, workspace: Workspace, qtbot: QtBot) -> None:
    look_for(page, "afraid", qtbot)
    page.head.code_all.click()
    (dialog,) = [w for w in QApplication.topLevelWidgets() if type(w).__name__ == "CodeHitsDialog" and w.isVisible()]
    dialog.close()


def test_hits_are_exported_as_a_table(page: FindPage, prompts: FakePrompts, tmp_path: Path, qtbot: QtBot) -> None:
    look_for(page, "big word", qtbot)
    prompts.save_to = tmp_path / "hits.csv"
    page.head.more_menu.actions()[0].trigger()
    lines = (tmp_path / "hits.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "source,participant,speaker,turn,time,start,end,before,hit,after"
    assert lines[1] == "P08 doctor,P08,P08,2,,21,24,Afraid is a,big,word. Lawsuits happen to others."
    assert len(lines) == 3 and prompts.errors == []
    prompts.save_to = tmp_path / "hits.xlsx"
    page.head.more_menu.actions()[0].trigger()
    assert (tmp_path / "hits.xlsx").read_bytes().startswith(b"PK") and prompts.errors == []


def test_closing_the_project_ends_the_search(window: MainWindow, page: FindPage, qtbot: QtBot) -> None:
    QTest.keyClicks(page.form.line, "afraid")
    assert window.close_project()
    qtbot.wait(400)


def test_rows_keep_the_rules_of_a_model(page: FindPage, qtbot: QtBot, qtmodeltester: object) -> None:
    look_for(page, "afraid", qtbot)
    for model in (page.hits, page.notes, page.by_source.counts):
        qtmodeltester.check(model)  # type: ignore[attr-defined]  # pytest-qt has no type for it
