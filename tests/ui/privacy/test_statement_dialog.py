"""The data handling statement and the activity log in the window."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QPushButton

from interviewcoder.privacy import log_check, sharing
from interviewcoder.privacy import statement as statements
from interviewcoder.project.file import Project
from interviewcoder.reports import audit_trail
from interviewcoder.ui.privacy.activity_page import ActivityDialog
from interviewcoder.ui.privacy.statement_dialog import StatementDialog

if TYPE_CHECKING:
    from pytestqt.modeltest import ModelTester
    from pytestqt.qtbot import QtBot

    from interviewcoder.ui.main_window import MainWindow
    from tests.ui.conftest import FakePrompts


def at_work(window: MainWindow) -> Project:
    assert window.workspace is not None
    return window.workspace.project


def test_a_researcher_looks_declares_and_saves(
    study: MainWindow, prompts: FakePrompts, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    project = at_work(study)
    seen: list[str] = []

    def on_dialog(dialog: QDialog) -> bool:
        if not isinstance(dialog, StatementDialog):
            return False
        dialog.show()
        assert not dialog.save.isEnabled()
        qtbot.waitUntil(lambda: dialog.statement is not None, timeout=20_000)
        assert dialog.list.topLevelItemCount() == 26
        first = dialog.list.indexOfTopLevelItem(dialog.list.selectedItems()[0])
        # The study isn't encrypted: the first check that failed is shown.
        seen.append(f"{first + 1} {dialog.list.topLevelItem(first).text(2)}")  # type: ignore[union-attr]
        dialog.list.setCurrentItem(dialog.list.topLevelItem(9))  # type: ignore[arg-type]
        dialog.answer.setPlainText("Ada and her supervisor.")
        dialog.declare.click()
        seen.append(dialog.list.topLevelItem(9).text(2))  # type: ignore[union-attr]
        assert "Ada and her supervisor." in dialog.detail.toPlainText()
        prompts.save_to = tmp_path / "statement.json"
        dialog.save.click()
        dialog.close()
        return True

    prompts.on_dialog = on_dialog
    study.menus.action("statement").trigger()
    assert seen == ["7 ✗ Failed", "✎ Declared"]
    entries = json.loads((tmp_path / "statement.json").read_text(encoding="utf-8"))
    assert "Ada and her supervisor." in entries[9]["evidence"]
    assert statements.declarations(project)[10].coder == project.coder.name
    assert [line.what for line in sharing.ledger(project)] == ["data handling statement"]
    assert project.log()[-1].label == "Make data handling statement"
    assert project.undo_label == "Declare for the statement"


def test_closing_it_while_it_looks_ends_the_looking(study: MainWindow, prompts: FakePrompts) -> None:
    def on_dialog(dialog: QDialog) -> bool:
        assert isinstance(dialog, StatementDialog)
        dialog.show()
        dialog.reject()
        assert dialog.statement is None
        return False

    prompts.on_dialog = on_dialog
    study.menus.action("statement").trigger()


def test_an_opening_is_noted_once_the_window_has_been_seen(study: MainWindow, qtbot: QtBot) -> None:
    project = at_work(study)
    study.show()
    qtbot.waitUntil(lambda: project.log()[-1].label == "Open project")
    assert [entry.label for entry in project.log()].count("Open project") == 1


def test_the_log_is_shown_with_what_was_done_to_it(project: Project, qtbot: QtBot, qtmodeltester: ModelTester) -> None:
    from interviewcoder.coding import codes

    for name in ("Fear", "Hope", "Trust"):
        codes.add(project, name)
    project.undo()
    dialog = ActivityDialog(audit_trail.trail(project), log_check.check(project))
    qtbot.addWidget(dialog)
    qtmodeltester.check(dialog.model)  # type: ignore[no-untyped-call]
    assert dialog.verdict.text() == "The log is whole: 4 entries"
    cells = [[dialog.model.index(row, column).data() for column in (0, 3, 4)] for row in range(4)]
    assert cells[0][:2] == ["4", "Undo: Add code"]
    assert cells[1] == ["3", "Add code", "1 code, undone since"]
    dialog.copy_seal()
    assert QGuiApplication.clipboard().text() == log_check.check(project).head
    asked: list[bool] = []
    dialog.export_asked.connect(lambda: asked.append(True))
    next(button for button in dialog.findChildren(QPushButton) if button.text() == "Export…").click()
    assert asked == [True]


def test_an_altered_log_says_so(project: Project, qtbot: QtBot) -> None:
    from interviewcoder.coding import codes

    codes.add(project, "Fear")
    with project.quiet_write():
        project.raw_connection.execute("UPDATE activity SET label = 'Nothing'")
    dialog = ActivityDialog(audit_trail.trail(project), log_check.check(project))
    qtbot.addWidget(dialog)
    assert dialog.verdict.text() == "The log was altered"
    assert "Entry 1 " in dialog.told.text()
    assert dialog.model.index(0, 0).data() == "1 !"
