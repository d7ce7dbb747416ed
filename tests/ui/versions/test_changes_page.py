"""The page of what changed: since when, what, and the way to each thing."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
from docx import Document
from PySide6.QtCore import QDateTime, QUrl

from interviewcoder.coding import codes, memos, segments, versions
from interviewcoder.ui.versions.changes_page import ChangesPage

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from interviewcoder.ui.main_window import MainWindow
    from interviewcoder.ui.workspace import Workspace
    from tests.ui.conftest import FakePrompts


@pytest.fixture
def workspace(study: MainWindow) -> Workspace:
    """The open project."""
    assert study.workspace is not None
    return study.workspace


def _page(study: MainWindow) -> ChangesPage:
    study.menus.action("changes").trigger()
    return cast("ChangesPage", study.at_work().results.page("changes"))


def test_it_tells_what_is_other_than_in_a_codebook_version(study: MainWindow, workspace: Workspace) -> None:
    project = workspace.project
    fear = codes.add(project, "Fear", definition="Being afraid of others")
    version = versions.save(project, "Pilot")
    codes.describe(project, fear.id, definition="Being afraid of courts")
    segments.code_passage(project, 1, segments.find_passage(project, 1, "lawsuits"), fear.id)
    page = _page(study)
    page.show_since(f"version {version.id}")
    told = page.view.toPlainText()
    assert "Codes changed (1)" in told
    assert "Fear – described otherwise" in told
    assert "Being afraid of others" in told
    assert "P07 nurse: 1 added" in told
    html = page.view.toHtml()
    assert "line-through" in html
    assert "underline" in html


def test_each_moment_can_be_chosen_and_a_day_and_time_as_well(study: MainWindow, workspace: Workspace) -> None:
    codes.add(workspace.project, "<b>Fear</b> & co")
    page = _page(study)
    for name in ("today", "yesterday", "week", "beginning"):
        page.show_since(name)
        assert "<b>Fear</b> & co" in page.view.toPlainText()
    page.show_since("moment")
    assert page.moment.isVisible()
    page.moment.setDateTime(QDateTime.currentDateTime().addSecs(int(timedelta(minutes=5).total_seconds())))
    page.refresh()
    assert "Nothing is other now" in page.view.toPlainText()
    assert not page.export.isEnabled()


def test_it_knows_when_the_coder_was_here_last(study: MainWindow, workspace: Workspace) -> None:
    path = workspace.project.path
    codes.add(workspace.project, "Fear")
    study.close_project()
    study.open_project(path)
    codes.add(study.at_work().project, "Hope")
    page = _page(study)
    assert "I last worked here" in page.since.currentText()
    assert "Hope" in page.view.toPlainText()
    assert "Fear" not in page.view.toPlainText()


def test_it_follows_what_is_done_while_it_is_open(study: MainWindow, workspace: Workspace, qtbot: QtBot) -> None:
    page = _page(study)
    codes.add(workspace.project, "Fear")
    qtbot.waitUntil(lambda: "Fear" in page.view.toPlainText())


def test_a_line_leads_to_its_code(study: MainWindow, workspace: Workspace) -> None:
    codes.add(workspace.project, "Hope")
    fear = codes.add(workspace.project, "Fear")
    page = _page(study)
    assert f"go:code/{fear.id}" in page.view.toHtml()
    page.view.anchorClicked.emit(QUrl(f"go:code/{fear.id}"))
    node = workspace.codes.tree.current_node()
    assert node is not None
    assert node.id == fear.id


def test_what_cannot_be_told_is_said(study: MainWindow, workspace: Workspace) -> None:
    codes.add(workspace.project, "Fear")
    with workspace.project.op("Store as Opus", undoable=False):
        codes.add(workspace.project, "Hope")
    page = _page(study)
    page.show_since("beginning")
    told = page.view.toPlainText()
    assert "“Store as Opus” on" in told
    assert "Before it, by the log: Add transcript, Add code, Store as Opus." in told


def test_it_is_exported_as_a_document_without_private_memos(
    study: MainWindow, workspace: Workspace, prompts: FakePrompts, tmp_path: Path
) -> None:
    project = workspace.project
    fear = codes.add(project, "Fear", definition="Being afraid of others")
    version = versions.save(project, "Pilot")
    codes.describe(project, fear.id, definition="Being afraid of courts")
    secret = memos.add(project, title="Secret", text="mine")
    memos.set_private(project, secret.key)
    memos.add(project, title="Open", text="ours")
    page = _page(study)
    page.show_since(f"version {version.id}")
    assert "Secret" in page.view.toPlainText()
    prompts.save_to = tmp_path / "changes.docx"
    page.export.click()
    assert prompts.errors == []
    document = Document(str(prompts.save_to))
    words = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "Definition: Being afraid of otherscourts" in words
    assert "Open – new" in words
    assert "Secret" not in words
    runs = {run.text: (run.font.strike, run.font.underline) for p in document.paragraphs for run in p.runs}
    assert runs["others"] == (True, None)
    assert runs["courts"] == (None, True)
