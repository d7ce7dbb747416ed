"""All keys are on the sheet, in the manual, and none stands there that does something else."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QPushButton

from interviewcoder.ui import key_list
from interviewcoder.ui.dialogs.keys import KeysDialog
from interviewcoder.ui.dialogs.shortcuts import ShortcutsDialog
from interviewcoder.ui.fixed_keys import fixed_keys
from interviewcoder.ui.key_sheet import key_groups, markdown

if TYPE_CHECKING:
    from interviewcoder.ui.main_window import MainWindow
    from tests.ui.conftest import FakePrompts

MANUAL = Path(__file__).resolve().parents[2] / "docs" / "manual" / "keys.md"


def test_the_manual_s_page_of_keys_is_true(window: MainWindow) -> None:
    written = markdown(key_groups(window.keys, portable=True))
    assert MANUAL.read_text(encoding="utf-8") == written, f"write it anew: {MANUAL.name} is to be\n{written}"


def test_the_sheet_is_two_pages_at_most_with_every_key_on_it(window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "keys.pdf"
    pages = key_list.write_key_list(window.keys, path)
    read = PdfReader(path)
    assert len(read.pages) == pages <= 2
    words = " ".join(" ".join(page.extract_text() for page in read.pages).split())
    for name in ("palette", "undo", "code_chosen", "next_area"):
        assert window.keys.words(f"menu.{name}") in words
    assert "Ctrl+Shift+K" in words and "Loop the passage, or end the loop" in words


def test_a_key_that_was_set_is_on_the_sheet_and_in_the_menu(window: MainWindow) -> None:
    window.keys.set_sequences("menu.versions", [QKeySequence("Ctrl+Alt+V")])
    assert window.menus.action("versions").shortcut() == QKeySequence("Ctrl+Alt+V")
    assert any("Codebook versions" in words for group in key_groups(window.keys) for _, words in group.rows)
    assert window.settings.keys == {"menu.versions": "Ctrl+Alt+V"}
    window.keys.reset()
    assert window.menus.action("versions").shortcuts() == []


def test_an_older_choice_holds_against_a_key_that_a_new_entry_has(window: MainWindow) -> None:
    window.settings.keys["loop"] = "Ctrl+K"
    assert window.keys.sequences("menu.palette") == []
    assert window.keys.sequence("loop") == QKeySequence("Ctrl+K")


def test_help_shows_the_keys_and_leads_to_setting_them(window: MainWindow, prompts: FakePrompts) -> None:
    seen: list[str] = []

    def answer(dialog: QDialog) -> bool:
        seen.append(type(dialog).__name__)
        if isinstance(dialog, ShortcutsDialog):
            line = dialog.findChild(QLineEdit)
            assert line is not None
            line.setText("in vivo")
            rows = [label.text() for label in dialog.findChildren(QLabel) if label.property("role") == "hint"]
            assert rows[-1] == "Code in vivo"
            return True
        return False

    prompts.on_dialog = answer
    window.menus.action("shortcuts").trigger()
    assert seen == [ShortcutsDialog.__name__, KeysDialog.__name__]


def test_the_sheet_is_printed_where_a_printer_is_chosen(
    window: MainWindow, prompts: FakePrompts, tmp_path: Path
) -> None:
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    path = tmp_path / "printed.pdf"

    def answer(dialog: QDialog) -> bool:
        if isinstance(dialog, ShortcutsDialog):
            next(button for button in dialog.findChildren(QPushButton) if button.text() == "Print…").click()
            return False
        assert isinstance(dialog, QPrintDialog)
        printer = dialog.printer()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(path))
        return True

    prompts.on_dialog = answer
    window.menus.action("shortcuts").trigger()
    assert "Code in vivo" in " ".join(PdfReader(path).pages[0].extract_text().split())


@pytest.mark.parametrize(("title", "panel"), [("In the tree of codes", "codes"), ("Elsewhere", "sources")])
def test_the_fixed_keys_are_those_of_the_panels(study: MainWindow, title: str, panel: str) -> None:
    assert study.workspace is not None
    on_sheet = {QKeySequence(key) for one in fixed_keys()[title] for key in one.keys.split("; ")}
    real = {key for action in getattr(study.workspace, panel).findChildren(QAction) for key in action.shortcuts()}
    assert real - {QKeySequence("Enter")} <= on_sheet
