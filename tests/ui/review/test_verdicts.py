"""Agreeing with codings and querying them by single keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from interviewcoder.coding import segments
from interviewcoder.review import verdicts
from tests.ui.review.conftest import coding, source_of

if TYPE_CHECKING:
    from interviewcoder.ui.main_window import MainWindow
    from interviewcoder.ui.workspace import Workspace
    from tests.ui.conftest import FakePrompts

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def given(work: Workspace) -> list[tuple[str, str]]:
    names = {one.id: one.code_name for one in segments.in_source(work.project, source_of(work.project))}
    return [(names[one.segment_id], one.verdict) for one in verdicts.listing(work.project)]


def test_plus_agrees_with_the_coding_and_goes_to_the_next(study: MainWindow, workspace: Workspace) -> None:
    page = workspace.reading.view.page
    workspace.reading.go_to_segment(coding(workspace, "Fear").id)
    QTest.keyClicks(page, "+")
    assert given(workspace) == [("Fear", "agree")]
    assert workspace.reading.view.coding.id == coding(workspace, "Shared").id
    assert study.strip.message() == "Agreed with “Fear” · 1 of 3 codings reviewed"
    assert list(workspace.reading.view.margin.more_signs(coding(workspace, "Fear").id)) == ["agree"]


def test_a_question_mark_queries_with_a_note_or_without(workspace: Workspace) -> None:
    page, entry = workspace.reading.view.page, workspace.review.verdicts._entry
    workspace.reading.go_to_segment(coding(workspace, "Fear").id)
    QTest.keyClicks(page, "?")
    assert entry.isVisible()
    QTest.keyClicks(entry.text, "Or anger?")
    QTest.keyClick(entry.text, Qt.Key.Key_Return)
    (verdict,) = verdicts.of_coding(workspace.project, coding(workspace, "Fear").id)
    assert (verdict.verdict, verdict.note) == ("query", "Or anger?")
    QTest.keyClicks(page, "?")
    QTest.keyClick(entry.text, Qt.Key.Key_Return)
    assert given(workspace) == [("Fear", "query"), ("Shared", "query")]
    assert "You query this: Or anger?" in workspace.reading.view.margin.also_told(coding(workspace, "Fear").id)


def test_a_note_that_is_given_up_gives_no_verdict_and_stands_there_again(workspace: Workspace) -> None:
    page, entry = workspace.reading.view.page, workspace.review.verdicts._entry
    workspace.reading.go_to_segment(coding(workspace, "Fear").id)
    QTest.keyClicks(page, "?")
    QTest.keyClicks(entry.text, "Or ang")
    QTest.keyClick(entry.text, Qt.Key.Key_Escape)
    assert given(workspace) == [] and not entry.isVisible()
    QTest.keyClicks(page, "?")
    assert entry.text.toPlainText() == "Or ang"
    QTest.keyClick(entry.text, Qt.Key.Key_Escape)


def test_the_next_coding_to_review_is_one_without_a_verdict(study: MainWindow, workspace: Workspace) -> None:
    verdicts.give(workspace.project, coding(workspace, "Shared").id, "agree")
    workspace.reading.go_to_segment(coding(workspace, "Fear").id)
    study.menus.action("next_unreviewed").trigger()
    assert workspace.reading.view.coding.id == coding(workspace, "Team talk").id
    for name in ("Fear", "Team talk"):
        verdicts.give(workspace.project, coding(workspace, name).id, "agree")
    study.menus.action("next_unreviewed").trigger()
    assert study.strip.message() == "You have reviewed all 3 codings."


def test_nobody_agrees_with_their_own_coding(study: MainWindow, workspace: Workspace, prompts: FakePrompts) -> None:
    project = workspace.project
    span = segments.find_passage(project, source_of(project), "what helped")
    own = segments.code_with_name(project, source_of(project), span, "Help")
    workspace.reading.go_to_segment(own.id)
    QTest.keyClicks(workspace.reading.view.page, "+")
    assert given(workspace) == [] and prompts.errors == []
    assert study.strip.message() == "“Help” is your own coding here."


def test_a_verdict_is_taken_back(study: MainWindow, workspace: Workspace) -> None:
    fear = coding(workspace, "Fear").id
    verdicts.give(workspace.project, fear, "agree")
    workspace.reading.go_to_segment(fear)
    study.menus.action("verdict_back").trigger()
    assert given(workspace) == []


def test_who_corrects_types_a_plus(workspace: Workspace) -> None:
    editor, page = workspace.reading.editor, workspace.reading.view.page
    editor.set_active(True)
    at = coding(workspace, "Fear").span.start + 2
    page.select_positions(page.offsets.to_qt(at), page.offsets.to_qt(at))
    QTest.keyClicks(page, "+")
    editor.set_active(False)
    assert given(workspace) == [] and "af+raid" in workspace.signals.transcript_of(source_of(workspace.project)).text
