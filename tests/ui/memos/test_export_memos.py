"""Exporting memos from the window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog

from interviewcoder.coding import memos
from interviewcoder.ui.dialogs.export_memos import ExportMemosDialog

if TYPE_CHECKING:
    from interviewcoder.ui.main_window import MainWindow
    from tests.ui.conftest import FakePrompts


def test_private_memos_go_out_only_where_the_box_is_ticked(
    study: MainWindow, prompts: FakePrompts, tmp_path: Path
) -> None:
    assert study.workspace is not None
    memos.add_journal_entry(study.workspace.project, text="I was nervous.")
    memos.add(study.workspace.project, title="Where to")
    prompts.save_to = tmp_path / "memos.md"

    def choose(dialog: QDialog, *, private: bool) -> bool:
        assert isinstance(dialog, ExportMemosDialog)
        assert not dialog.private.isHidden() and not dialog.private.isChecked()
        dialog.format.setCurrentIndex(1)
        dialog.private.setChecked(private)
        return True

    prompts.on_dialog = lambda dialog: choose(dialog, private=False)
    study.menus.action("export_memos").trigger()
    assert "nervous" not in prompts.save_to.read_text(encoding="utf-8")
    assert prompts.notes == ["The document holds 1 memo.\nPrivate ones were left out: 1."]
    prompts.on_dialog = lambda dialog: choose(dialog, private=True)
    study.menus.action("export_memos").trigger()
    assert "nervous" in prompts.save_to.read_text(encoding="utf-8")


def test_without_memos_nothing_is_asked(study: MainWindow, prompts: FakePrompts) -> None:
    study.menus.action("export_memos").trigger()
    assert [note.split(":")[0] for note in prompts.notes] == ["There is no memo yet"]
