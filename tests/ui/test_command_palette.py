"""Anything that can be done or gone to is found by its name, with the keyboard alone."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from interviewcoder.cases import cases
from interviewcoder.coding import codes, segments
from interviewcoder.coding.codes import CodeNode
from interviewcoder.sources import catalogue, importing
from interviewcoder.ui.command_palette.entries import Entry
from interviewcoder.ui.command_palette.palette import CommandPalette
from interviewcoder.ui.command_palette.ranking import ranked

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from interviewcoder.ui.main_window import MainWindow
    from interviewcoder.ui.workspace import Workspace

# Of pop-ups without a screen.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

# What the house promises for a study of 1,000 sources and 200 codes, with room for a busy machine.
OPENS_WITHIN_S = 0.05
GRACE = 4


def entry(words: str, path: str = "", *, why_not: str = "") -> Entry:
    return Entry(words.casefold(), words, path, lambda: None, why_not=why_not)


def at_work(window: MainWindow) -> Workspace:
    assert window.workspace is not None
    return window.workspace


def open_palette(window: MainWindow) -> CommandPalette:
    window.menus.action("palette").trigger()
    palette = window.findChild(CommandPalette)
    assert palette is not None
    return palette


def type_into(palette: CommandPalette, text: str) -> list[str]:
    """Type, and give the words of what answers."""
    line = palette.findChild(QLineEdit)
    assert line is not None
    QTest.keyClicks(line, text)
    return [one.words for one in palette.entries()]


def press(palette: CommandPalette, key: Qt.Key) -> None:
    line = palette.findChild(QLineEdit)
    assert line is not None
    QTest.keyClick(line, key)


def test_what_is_typed_finds_words_then_the_menu_s_path_then_letters() -> None:
    commands = [entry("Dark", "View › Theme"), entry("Export codebook", "File"), entry("Codebook versions", "Code")]
    assert [one.words for one in ranked("code", commands, [], [])] == ["Codebook versions", "Export codebook"]
    assert [one.words for one in ranked("view dark", commands, [], [])] == ["Dark"]
    assert [one.words for one in ranked("xpcb", commands, [], [])] == ["Export codebook"]


def test_what_was_used_last_comes_first_and_what_can_t_be_done_last() -> None:
    commands = [entry("Code passage", why_not="Select one."), entry("Code in vivo"), entry("Code again")]
    assert [one.words for one in ranked("code", commands, [], ["code again"])] == [
        "Code again",
        "Code in vivo",
        "Code passage",
    ]
    assert ranked("", commands, [entry("P07")], ["p07"])[0].words == "P07"


def test_every_entry_of_the_menus_is_there_with_its_path_and_key(study: MainWindow) -> None:
    palette = open_palette(study)
    there = {one.id: one for one in palette.entries()}
    # What is for review copies alone isn't shown here.
    shown = {name for name, action in study.menus.actions_by_name.items() if action.isVisible()}
    assert {f"menu.{name}" for name in shown} <= there.keys() and "menu.send_back" not in there
    assert (there["menu.next_area"].path, there["menu.history"].keys) == ("View › Go to", "Ctrl+H")
    assert {"Dark", "Rename…".rstrip("…"), "Move to the top level"} <= {one.words for one in there.values()}
    palette.close()


def test_enter_does_what_is_chosen_and_remembers_it(study: MainWindow) -> None:
    palette = open_palette(study)
    assert type_into(palette, "new journ")[0] == "New journal entry"
    press(palette, Qt.Key.Key_Return)
    assert not palette.isVisible()
    assert at_work(study).right.current_name == "memos"
    assert study.settings.window["palette"] == "menu.journal"
    assert open_palette(study).entries()[0].id == "menu.journal"
    palette.close()


def test_what_can_t_be_done_says_why_and_stays_undone(study: MainWindow) -> None:
    palette = open_palette(study)
    type_into(palette, "code in vivo")
    (chosen, *_) = palette.entries()
    assert chosen.why_not == "Select a passage of the transcript first."
    press(palette, Qt.Key.Key_Return)
    assert palette.isVisible() and codes.tree(at_work(study).project) == []
    line = palette.findChild(QLineEdit)
    assert line is not None and "Select a passage" in line.accessibleDescription()
    palette.close()


def test_sources_codes_participants_and_pages_are_gone_to_by_name(study: MainWindow, tmp_path: Path) -> None:
    workspace = at_work(study)
    other = tmp_path / "P11 midwife.txt"
    other.write_text("I: And then?\nP11: It was calm.", encoding="utf-8")
    importing.add_files(workspace.project, [other])
    fear = codes.add(workspace.project, "Fear")
    cases.add(workspace.project, "P11")
    study.settings.window.pop("palette", None)
    assert type_into(open_palette(study), "midwife") == ["P11 midwife"]
    press(open_palette(study), Qt.Key.Key_Escape)

    def go(typed: str) -> None:
        palette = open_palette(study)
        type_into(palette, typed)
        press(palette, Qt.Key.Key_Return)

    go("midw")
    assert workspace.reading.source is not None and workspace.reading.source.name == "P11 midwife"
    go("page hist")
    assert workspace.right.current_name == "history"
    go("code fear")
    node = workspace.codes.tree.current_node()
    assert workspace.right.current_name == "codes" and node is not None and node.id == fear.id
    go("participant p11")
    assert workspace.side.currentWidget() is workspace.cases
    # Names belong to the project: the settings hold none.
    assert "P11" not in study.settings.window.get("palette", "")


def test_undo_can_be_done_by_palette_and_a_panel_s_action_too(study: MainWindow) -> None:
    project = at_work(study).project
    fear = codes.add(project, "Fear")
    at_work(study).codes.choose(fear.id)
    palette = open_palette(study)
    type_into(palette, "codes final")
    press(palette, Qt.Key.Key_Return)
    (node,) = codes.tree(project)
    assert node.status == "final"
    palette = open_palette(study)
    type_into(palette, "undo")
    press(palette, Qt.Key.Key_Return)
    (node,) = codes.tree(project)
    assert node.status != "final"


def test_the_arrows_walk_the_list_round_its_end(study: MainWindow) -> None:
    palette = open_palette(study)
    line = palette.findChild(QLineEdit)
    assert line is not None
    first, last = palette.entries()[0], palette.entries()[-1]
    press(palette, Qt.Key.Key_Up)
    assert line.accessibleDescription().startswith(last.words)
    press(palette, Qt.Key.Key_Down)
    assert line.accessibleDescription().startswith(first.words)
    palette.close()


def test_it_works_without_a_project(window: MainWindow) -> None:
    palette = open_palette(window)
    assert type_into(palette, "dark")[0] == "Dark"
    press(palette, Qt.Key.Key_Return)
    assert window.settings.theme == "dark"
    window.set_theme("light")
    palette = open_palette(window)
    type_into(palette, "code in vivo")
    assert palette.entries()[0].why_not
    palette.close()


@pytest.fixture
def large(study: MainWindow, tmp_path: Path) -> MainWindow:
    """The window with 1,000 sources and 200 codes."""
    project = at_work(study).project
    files = []
    for number in range(1000):
        files.append(tmp_path / f"P{number:03} interview.txt")
        files[-1].write_text("I: And?\nP: Yes.", encoding="utf-8")
    importing.add_files(project, files)
    with project.op("Add codes"):
        parent: CodeNode | None = None
        for number in range(200):
            node = codes.add(project, f"Theme {number}", parent_id=parent.id if parent and number % 5 else None)
            parent = node if number % 5 == 0 else parent
    return study


def test_it_opens_at_once_over_a_thousand_sources(large: MainWindow, qtbot: QtBot) -> None:
    assert len(catalogue.names(at_work(large).project)) == 1001
    open_palette(large).close()
    taken = []
    for _ in range(5):
        began = time.perf_counter()
        palette = open_palette(large)
        QApplication.processEvents()
        taken.append(time.perf_counter() - began)
        began = time.perf_counter()
        assert "P777 interview" in type_into(palette, "777")
        assert (time.perf_counter() - began) / 3 < OPENS_WITHIN_S * GRACE
        palette.close()
    assert min(taken) < OPENS_WITHIN_S * GRACE, taken


def test_a_passage_is_coded_by_palette(study: MainWindow) -> None:
    workspace = at_work(study)
    source = workspace.reading.source
    assert source is not None
    workspace.reading.view.select(segments.find_passage(workspace.project, source.id, "afraid of lawsuits"))
    palette = open_palette(study)
    type_into(palette, "in vivo")
    press(palette, Qt.Key.Key_Return)
    assert [code.name for code in codes.tree(workspace.project)] == ["afraid of lawsuits"]
