"""Where memos are seen outside their page: beside the text, in the lists of sources and participants."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListView, QTableView

from interviewcoder.cases import cases
from interviewcoder.coding import memos
from interviewcoder.coding.memos import About
from interviewcoder.sources import catalogue, correcting, transcript
from interviewcoder.sources.text import Edit, Span
from interviewcoder.ui.memos.marks import MemoMarks
from interviewcoder.ui.source_list import SourceRows

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from interviewcoder.ui.main_window import MainWindow
    from interviewcoder.ui.memos.page import MemosPage
    from interviewcoder.ui.workspace import Workspace


@pytest.fixture
def workspace(study: MainWindow) -> Workspace:
    """The open project."""
    assert study.workspace is not None
    return study.workspace


@pytest.fixture
def source_id(workspace: Workspace) -> int:
    """The one transcript."""
    return catalogue.listing(workspace.project)[0].id


def marks_of(workspace: Workspace) -> MemoMarks:
    found = workspace.reading.view.page.findChild(MemoMarks)
    assert found is not None
    return found


def span_of(workspace: Workspace, source_id: int, words: str) -> Span:
    at = transcript.transcript_of(workspace.project, source_id).text.index(words)
    return Span(at, at + len(words))


def test_a_passage_with_a_memo_has_a_mark_beside_its_line_that_leads_there(
    workspace: Workspace, source_id: int, qtbot: QtBot
) -> None:
    project, page = workspace.project, workspace.reading.view.page
    marks = marks_of(workspace)
    assert not marks.isVisible()
    span = span_of(workspace, source_id, "Talking about it")
    on = memos.add(project, About.passage(source_id, span), title="What helped")
    to = memos.add(project, title="Fears")
    memos.link(project, to.key, source_id, span_of(workspace, source_id, "afraid"))
    qtbot.waitUntil(lambda: marks.told() == ["Fears", "What helped"])
    (line,) = page.rects(page.offsets.to_qt(span.start), page.offsets.to_qt(span.start) + 1)
    qtbot.waitUntil(lambda: abs(marks._places[1][0].center().y() - (line.center().y() - page.scrolled)) < 6)
    assert page.gutter_rect().contains(marks.geometry())
    rect = marks._places[1][0]
    QTest.mouseClick(marks, Qt.MouseButton.LeftButton, pos=rect.center())
    assert workspace.right.current_name == "memos"
    assert cast("MemosPage", workspace.right.page("memos")).sheet.key == on.key


def test_marks_go_with_the_words_and_with_the_memo(workspace: Workspace, source_id: int) -> None:
    project, marks = workspace.project, marks_of(workspace)
    memo = memos.add(
        project, About.passage(source_id, span_of(workspace, source_id, "Talking about it")), title="What helped"
    )
    (before,) = marks._places
    correcting.correct_text(project, source_id, [Edit(0, "What", "What, " * 200 + "what")])
    assert marks.told() == [] or marks._places[0][0].top() > before[0].top()
    project.undo()
    assert marks.told() == ["What helped"]
    memos.delete(project, memo.key)
    assert marks.isHidden()


def test_who_corrects_a_memo_s_words_away_is_told_and_led_to_it(
    study: MainWindow, workspace: Workspace, source_id: int
) -> None:
    span = span_of(workspace, source_id, "honestly")
    memo = memos.add(workspace.project, About.passage(source_id, span), title="Honest")
    editor, page = workspace.reading.editor, workspace.reading.view.page
    editor.set_active(True)
    page.select_positions(page.offsets.to_qt(span.start), page.offsets.to_qt(span.end))
    QTest.keyClick(page, Qt.Key.Key_Delete)
    editor.set_active(False)
    assert study.strip._message.text() == "Corrected: no codings · 1 memo lost its words"
    assert study.strip._way.text() == "Show the memo"
    study.strip._way.click()
    sheet = cast("MemosPage", workspace.right.page("memos")).sheet
    assert sheet.key == memo.key
    assert sheet._about.accessibleDescription() == "P07 nurse: its words are gone"


def test_sources_and_participants_say_that_there_are_memos_and_lead_to_them(
    workspace: Workspace, source_id: int
) -> None:
    project = workspace.project
    case = cases.add(project, "P07")
    rows = cast("SourceRows", cast("QListView", workspace.sources.findChild(QListView)).model())
    workspace.side.setCurrentWidget(workspace.cases)
    table = cast("QTableView", workspace.cases.findChild(QTableView)).model()
    icon = Qt.ItemDataRole.DecorationRole
    before = rows.rows[0].noted, table.data(table.index(0, 0), icon)
    assert before == (False, None)
    memos.add(project, About.source(source_id), title="Bad line")
    memos.add(project, About.case(case.id), title="Tired")
    assert rows.rows[0].noted and table.data(table.index(0, 0), icon) is not None
    assert "with memos" in str(rows.data(rows.index(0), Qt.ItemDataRole.ToolTipRole))
    workspace.cases.memo_asked.emit(case.id)
    sheet = cast("MemosPage", workspace.right.page("memos")).sheet
    assert sheet.title.text() == "Tired"
    workspace.sources.memo_asked.emit(source_id)
    assert sheet.title.text() == "Bad line"


def test_memo_for_a_source_without_one_begins_the_first(workspace: Workspace, source_id: int) -> None:
    workspace.sources.memo_asked.emit(source_id)
    sheet = cast("MemosPage", workspace.right.page("memos")).sheet
    assert sheet.is_open and sheet.key is None
    QTest.keyClicks(sheet.text, "Bad line.")
    assert workspace.save_pending()
    assert [memo.text for memo in memos.about(workspace.project, About.source(source_id))] == ["Bad line."]
