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


def given(work: Workspace) -> list[tuple[str, str, str]]:
    names = {one.id: one.code_name for one in segments.in_source(work.project, source_of(work.project))}
    return [(names[one.segment_id], one.verdict, one.note) for one in verdicts.listing(work.project)]


def test_single_keys_agree_and_query_and_lead_from_coding_to_coding(window: MainWindow, workspace: Workspace) -> None:
    view, entry = workspace.reading.view, workspace.review.verdicts._entry
    fear, shared, team = (coding(workspace.project, name).id for name in ("Fear", "Shared", "Team talk"))
    window.menus.action("next_unreviewed").trigger()
    assert view.coding.id == fear
    QTest.keyClicks(view.page, "+")
    assert given(workspace) == [("Fear", "agree", "")] and view.coding.id == shared
    assert window.strip.message() == "Agreed with “Fear” · 1 of 3 codings reviewed"
    QTest.keyClicks(view.page, "?")
    QTest.keyClicks(entry.text, "Who else?")
    QTest.keyClick(entry.text, Qt.Key.Key_Return)
    assert given(workspace)[1:] == [("Shared", "query", "Who else?")] and view.coding.id == team
    assert [list(view.margin.more_signs(one)) for one in (fear, shared, team)] == [["agree"], ["question"], []]
    assert view.margin.also_told(shared) == ["You query this: Who else?"]
    QTest.keyClicks(view.page, "?")
    QTest.keyClicks(entry.text, "Or ang")
    QTest.keyClick(entry.text, Qt.Key.Key_Escape)
    # No verdict was given, and what was written stands there again.
    assert len(given(workspace)) == 2 and not entry.isVisible()
    QTest.keyClicks(view.page, "?")
    assert entry.text.toPlainText() == "Or ang"
    QTest.keyClick(entry.text, Qt.Key.Key_Return)
    window.menus.action("next_unreviewed").trigger()
    assert window.strip.message() == "You have reviewed all 3 codings."
    workspace.reading.go_to_segment(fear)
    window.menus.action("verdict_back").trigger()
    assert [one[0] for one in given(workspace)] == ["Shared", "Team talk"]


def test_nobody_agrees_with_their_own_coding_and_who_corrects_types_a_plus(
    window: MainWindow, workspace: Workspace, prompts: FakePrompts
) -> None:
    project, page = workspace.project, workspace.reading.view.page
    span = segments.find_passage(project, source_of(project), "what helped")
    own = segments.code_with_name(project, source_of(project), span, "Help")
    workspace.reading.go_to_segment(own.id)
    QTest.keyClicks(page, "+")
    assert given(workspace) == [] and prompts.errors == []
    assert window.strip.message() == "“Help” is your own coding here."
    workspace.reading.editor.set_active(True)
    at = page.offsets.to_qt(coding(project, "Fear").span.start + 2)
    page.select_positions(at, at)
    QTest.keyClicks(page, "+")
    workspace.reading.editor.set_active(False)
    assert given(workspace) == [] and "af+raid" in workspace.signals.transcript_of(source_of(project)).text
