"""The window: opening, coding, undoing, closing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QSlider,
    QTabBar,
)

from interviewcoder import settings
from interviewcoder.coding import codes, segments
from interviewcoder.errors import ProjectLocked, WrongPassphrase
from interviewcoder.project import backup, file, lock
from interviewcoder.sources import catalogue
from interviewcoder.sources.text import Span
from interviewcoder.ui import theme
from interviewcoder.ui.dialogs.new_project import NewProject
from interviewcoder.ui.main_window import MainWindow
from interviewcoder.ui.shared_folder.held_dialog import HeldChoice
from interviewcoder.ui.workspace import Workspace

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from interviewcoder.project.file import Project
    from tests.ui.conftest import FakePrompts


def at_work(window: MainWindow) -> Workspace:
    assert window.workspace is not None
    return window.workspace


def select(window: MainWindow, words: str) -> Span:
    reading = at_work(window).reading
    assert reading.source is not None
    span = segments.find_passage(at_work(window).project, reading.source.id, words)
    reading.view.select(span)
    return span


def test_a_new_project_opens_and_is_remembered(window: MainWindow, prompts: FakePrompts, tmp_path: Path) -> None:
    prompts.project = NewProject("Patient stories", tmp_path / "stories.icproj", None, "M. Okafor")
    window.menus.action("new").trigger()
    assert at_work(window).project.title == "Patient stories"
    assert "Patient stories" in window.windowTitle()
    assert settings.load().recent[0].title == "Patient stories"


def test_a_project_opens_at_its_first_source(study: MainWindow) -> None:
    source = at_work(study).reading.source
    assert source is not None and source.name == "P07 nurse"
    assert study.menus.action("find").isEnabled()


def test_a_wrong_passphrase_is_asked_for_again(
    window: MainWindow, prompts: FakePrompts, encrypted_project: Project, passphrase: str
) -> None:
    encrypted_project.close()
    prompts.passphrases = ["not this one", passphrase]
    window.open_project(encrypted_project.path)
    assert window.workspace is not None
    assert prompts.asked[0] == "" and "doesn't open" in prompts.asked[1]
    assert not prompts.errors


def test_giving_up_on_the_passphrase_leaves_the_welcome_page(
    window: MainWindow, prompts: FakePrompts, encrypted_project: Project
) -> None:
    encrypted_project.close()
    window.open_project(encrypted_project.path)
    assert window.workspace is None
    assert window.welcome.isVisible()


def test_a_project_that_another_machine_has_is_taken_over_only_on_request(
    window: MainWindow, prompts: FakePrompts, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.close()
    note = '{"user": "ana", "host": "elsewhere", "process": 1, "since": "2024-05-01 10:00"}'
    lock.note_path(project.path).write_text(note, encoding="utf-8")
    window.open_project(project.path)
    assert window.workspace is None
    assert isinstance(prompts.errors[0], ProjectLocked) and "ana" in prompts.errors[0].message
    prompts.held = [HeldChoice.TAKE_OVER]
    window.open_project(project.path)
    assert window.workspace is not None


def test_a_file_that_is_no_project_is_said_to_be_none(window: MainWindow, prompts: FakePrompts, tmp_path: Path) -> None:
    path = tmp_path / "poem.icproj"
    path.write_text("roses are red")
    window.open_project(path)
    assert window.workspace is None
    assert "no InterviewCoder project" in prompts.errors[0].message


def test_words_become_a_code_and_undo_says_so(study: MainWindow) -> None:
    select(study, "afraid of lawsuits")
    study.menus.action("in_vivo").trigger()
    project = at_work(study).project
    assert [code.name for code in codes.tree(project)] == ["afraid of lawsuits"]
    assert study.menus.action("undo").text() == "&Undo “Code in vivo”"
    study.menus.action("undo").trigger()
    assert codes.tree(project) == []
    assert study.strip.message() == "Undone: Coded in vivo “afraid of lawsuits” in P07 nurse"
    study.menus.action("redo").trigger()
    assert study.strip.message() == "Done again: Coded in vivo “afraid of lawsuits” in P07 nurse"


def test_redo_has_the_keys_that_people_have_in_their_fingers(study: MainWindow) -> None:
    keys = {key.toString() for key in study.menus.action("redo").shortcuts()}
    assert keys == {"Ctrl+Shift+Z", "Ctrl+Y"}


def test_a_code_of_the_tree_goes_onto_the_selected_passage(study: MainWindow) -> None:
    workspace = at_work(study)
    fear = codes.add(workspace.project, "Fear")
    span = select(study, "afraid of lawsuits")
    workspace.codes.code_activated.emit(fear.id)
    assert [segment.span for segment in segments.of_code(workspace.project, fear.id)] == [span]


def test_a_passage_on_the_code_s_card_is_gone_to(study: MainWindow) -> None:
    workspace = at_work(study)
    span = select(study, "afraid of lawsuits")
    study.menus.action("in_vivo").trigger()
    select(study, "I")
    source = workspace.reading.source
    assert source is not None
    workspace.codes.passage_asked.emit(source.id, span)
    assert workspace.reading.view.selection() == span


def test_how_far_a_pause_goes_back_is_kept(study: MainWindow) -> None:
    at_work(study).player.set_rewind(4)
    study.close_project()
    assert study.settings.rewind_s == 4


def test_without_a_passage_a_code_asks_for_one(study: MainWindow) -> None:
    workspace = at_work(study)
    fear = codes.add(workspace.project, "Fear")
    workspace.codes.code_activated.emit(fear.id)
    assert segments.listing(workspace.project) == []
    assert "Select a passage" in study.strip.message()


def test_a_coding_is_removed_and_marked_by_menu(study: MainWindow) -> None:
    workspace = at_work(study)
    assert workspace.reading.source is not None
    fear = codes.add(workspace.project, "Fear")
    span = select(study, "afraid of lawsuits")
    segment = segments.code_passage(workspace.project, workspace.reading.source.id, span, fear.id)
    study.menus.action("exemplar").trigger()
    assert segments.view(workspace.project, segment.id).exemplar
    study.menus.action("remove").trigger()
    assert segments.listing(workspace.project) == []


def test_what_needs_a_passage_waits_for_one(study: MainWindow) -> None:
    assert not study.menus.action("in_vivo").isEnabled()
    select(study, "afraid of lawsuits")
    assert study.menus.action("in_vivo").isEnabled()


def test_closing_leaves_the_project_for_others_and_a_backup(study: MainWindow) -> None:
    project = at_work(study).project
    codes.add(project, "Fear")
    study.menus.action("close").trigger()
    assert study.workspace is None and study.welcome.isVisible()
    assert len(backup.backups(project.path)) == 1
    with file.open_project(project.path) as again:
        assert [code.name for code in codes.tree(again)] == ["Fear"]


def test_closing_without_a_change_makes_no_backup(study: MainWindow) -> None:
    path = at_work(study).project.path
    study.close_project()
    assert backup.backups(path) == []


def test_a_backup_is_restored_from_the_window(study: MainWindow, qtbot: QtBot) -> None:
    workspace = at_work(study)
    codes.add(workspace.project, "Fear")
    with qtbot.waitSignal(workspace.backups.made):
        study.menus.action("back_up").trigger()
    codes.add(workspace.project, "Pride")
    study.menus.action("restore").trigger()
    assert [code.name for code in codes.tree(at_work(study).project)] == ["Fear"]


def test_another_coder_takes_over(study: MainWindow, prompts: FakePrompts) -> None:
    prompts.text = "L. Brandt"
    study.menus.action("coder").trigger()
    select(study, "afraid of lawsuits")
    study.menus.action("in_vivo").trigger()
    assert segments.listing(at_work(study).project)[0].coder == "L. Brandt"
    assert settings.load().coder_name == "L. Brandt"


def test_the_theme_and_the_size_of_text_are_kept(window: MainWindow) -> None:
    window.set_theme("dark")
    assert QApplication.palette().color(QPalette.ColorRole.Base).lightness() < 60
    window.set_text_size(theme.LARGEST_TEXT_PT + 5)
    assert QApplication.font().pointSize() == theme.LARGEST_TEXT_PT
    assert (settings.load().theme, settings.load().text_size_pt) == ("dark", theme.LARGEST_TEXT_PT)
    window.set_theme("light")
    window.set_text_size(0)
    assert QApplication.palette().color(QPalette.ColorRole.Base).lightness() > 200


def test_every_control_has_a_name(study: MainWindow) -> None:
    nameless = []
    for kind in (QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QSlider):
        for control in study.findChildren(kind):
            text = control.text() if isinstance(control, QAbstractButton) else ""
            parent = control.parent()
            # What Qt builds into its own controls.
            inner = isinstance(parent, QAbstractItemView | QComboBox | QLineEdit | QTabBar)
            inner = inner or control.objectName().startswith("qt_")
            inner = inner or (parent is not None and isinstance(parent.parent(), QComboBox))
            if not (control.accessibleName() or text or inner or control.isHidden()):
                nameless.append(f"{type(control).__name__} in {type(control.parent()).__name__}")
    assert nameless == []


def test_words_are_found_in_the_transcript(study: MainWindow) -> None:
    study.menus.action("find").trigger()
    reading = at_work(study).reading
    line = reading.find_bar.findChild(QLineEdit)
    assert line is not None
    QTest.keyClicks(line, "TALKED")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert reading.source is not None
    assert reading.view.selection() == segments.find_passage(at_work(study).project, reading.source.id, "talked")
    counts = [label.text() for label in reading.find_bar.findChildren(QLabel)]
    assert "1 of 1" in counts


def test_dropped_files_are_added(study: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "P08.txt"
    path.write_text("I: And you?\nP08: Fine.", encoding="utf-8")
    workspace = at_work(study)
    workspace.sources.files_dropped.emit([path])
    qtbot.waitUntil(lambda: len(catalogue.listing(workspace.project)) == 2)
    qtbot.waitUntil(lambda: not workspace.is_busy)
    assert study.strip.message() == "Added “P08”"


def test_a_file_that_can_not_be_added_is_named(
    study: MainWindow, prompts: FakePrompts, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "empty.mp3"
    path.touch()
    at_work(study).adding.add_files([path])
    qtbot.waitUntil(lambda: bool(prompts.errors))
    assert "empty.mp3" in prompts.errors[0].message
    assert not isinstance(prompts.errors[0], WrongPassphrase)
