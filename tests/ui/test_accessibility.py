"""Every control has a name for who can't see it, and is reached by who has no mouse."""

from __future__ import annotations

import wave
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QAction, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSlider,
    QComboBox,
    QDialog,
    QLineEdit,
    QMenu,
    QMenuBar,
    QTabBar,
    QWidget,
)

from interviewcoder.cases import attributes, cases
from interviewcoder.coding import codes, memos, segments
from interviewcoder.coding.memo_places import About
from interviewcoder.sources import catalogue, importing

if TYPE_CHECKING:
    from interviewcoder.ui.main_window import MainWindow
    from interviewcoder.ui.workspace import Workspace
    from tests.ui.conftest import FakePrompts

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

Role = QAccessible.Role
# What is in a list or table is read out by its words; the list itself has the name.
PARTS_OF_LISTS = {Role.ListItem, Role.TreeItem, Role.Cell, Role.ColumnHeader, Role.RowHeader, Role.PageTab}
# Entries of the menus that ask something in a dialog.
ASKING = (
    *("keys", "shortcuts", "about", "models", "transcripts", "codebook", "speakers", "versions", "autocode"),
    "change_passphrase",
    *("merge_codes", "split_code", "transcribe", "export_memos", "opus", "network_lock", "storage"),
    *("statement", "activity_log"),
    *("consent", "withdraw", "destroy_audio", "sharing"),
)


def at_work(window: MainWindow) -> Workspace:
    assert window.workspace is not None
    return window.workspace


@pytest.fixture
def full_study(study: MainWindow, tmp_path: Path) -> MainWindow:
    """The window with a bit of everything: codes, codings, a participant, a memo, a recording."""
    workspace = at_work(study)
    project = workspace.project
    recording = tmp_path / "P12.wav"
    with wave.open(str(recording), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(b"\0\0" * 8000)
    importing.add_files(project, [recording])
    first = workspace.sources.first_id()
    assert first is not None
    fear, pride = codes.add(project, "Fear"), codes.add(project, "Pride")
    segments.code_passage(project, first, segments.find_passage(project, first, "afraid of lawsuits"), fear.id)
    segments.code_passage(project, first, segments.find_passage(project, first, "the whole team"), pride.id)
    role = attributes.add(project, "role")
    case = cases.add(project, "P07")
    attributes.set_value(project, case.id, role.id, "nurse")
    cases.tie_source(project, case.id, first)
    memos.add(project, About.code(fear.id), text="She whispers.")
    workspace.codes.choose(fear.id)
    return study


def faults_of(root: QWidget) -> list[str]:
    """What is wrong with the names and the ways of a page or dialog that is shown."""
    return [*nameless(root), *out_of_reach(root)]


def interfaces(root: QWidget) -> Iterator[QAccessibleInterface]:
    """The accessibility tree, as a screen reader walks it; lists give themselves alone."""
    found = [QAccessible.queryAccessibleInterface(root)]
    while found:
        one = found.pop()
        if one is None or not one.isValid() or one.state().invisible:
            continue
        yield one
        if one.role() not in (Role.List, Role.Tree, Role.Table):
            found += [one.child(place) for place in range(one.childCount())]


def nameless(root: QWidget) -> list[str]:
    faults = []
    for one in interfaces(root):
        if one.state().focusable and one.role() not in PARTS_OF_LISTS and not one.text(QAccessible.Text.Name).strip():
            widget = one.object()
            if widget is root or _is_built_in(widget):
                continue
            faults.append(f"no name: {_words(widget)} ({one.role().name})")
    return faults


def out_of_reach(root: QWidget) -> list[str]:
    """Controls that Tab doesn't come to.

    By going there: asking each control for the next one would tell PySide that this is a part of that, and both go
    when one does.
    """
    reached: set[QWidget | None] = {root.focusWidget()}
    while root.focusNextPrevChild(True) and (at := root.focusWidget()) not in reached:
        reached.add(at)
    kinds = (QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QAbstractSlider, QTabBar)
    return [
        f"out of reach: {_words(control)}"
        for kind in kinds
        for control in root.findChildren(kind)
        if control.isVisible() and control.isEnabled() and not _is_built_in(control)
        if control not in reached and not _is_beside_a_choice(control)
    ]


def _is_beside_a_choice(control: QWidget) -> bool:
    """Whether the arrows lead to it from the one of its group that is chosen."""
    if not isinstance(control, QAbstractButton) or control.isChecked():
        return False
    group = control.group()
    return group is not None and group.exclusive()


def _is_built_in(widget: object) -> bool:
    """Whether it is a piece that Qt put into a control of its own: scroll bars, the lists of boxes, clear buttons."""
    if not isinstance(widget, QWidget):
        return True
    if widget.objectName().startswith("qt_") or isinstance(widget, QMenuBar | QMenu):
        return True
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QComboBox | QLineEdit | QTabBar | QAbstractItemView | QAbstractSlider):
            return True
        if isinstance(above, QMenuBar):
            # The buttons at its end do what stands in the menus.
            return isinstance(widget, QAbstractButton) and widget.property("role") == "quiet"
        if isinstance(above, QAbstractScrollArea) and isinstance(widget, QAbstractSlider):
            return True
        above = above.parentWidget()
    return False


def _words(widget: object) -> str:
    if not isinstance(widget, QWidget):
        return str(widget)
    parent = type(widget.parentWidget()).__name__
    text = getattr(widget, "text", str)()
    return f"{type(widget).__name__} “{widget.accessibleName() or text}” {widget.toolTip()!r} in {parent}"


def test_the_window_and_all_its_pages_can_be_used_blind(full_study: MainWindow) -> None:
    workspace = at_work(full_study)
    faults: dict[str, list[str]] = {"window": faults_of(full_study)}
    workspace.side.setCurrentWidget(workspace.cases)
    faults["participants"] = faults_of(full_study)
    for name in workspace.right.names():
        workspace.right.show_page(name)
        faults[name] = faults_of(full_study)
    for name in workspace.results.names():
        workspace.results.open_page(name)
        faults[name] = faults_of(full_study)
    workspace.results.close_results()
    full_study.menus.action("find").trigger()
    faults["find bar"] = faults_of(full_study)
    full_study.menus.action("correct").trigger()
    faults["correcting"] = faults_of(full_study)
    full_study.menus.action("correct").trigger()
    workspace.sources.choose(catalogue.by_name(workspace.project, "P12").id)
    faults["recording"] = faults_of(full_study)
    found = {(page, fault) for page, more in faults.items() for fault in more if fault not in faults["window"]}
    told = [*faults["window"], *sorted(f"{page}: {fault}" for page, fault in found)]
    assert not told, "\n".join(told)


def test_the_welcome_page_can_be_used_blind(window: MainWindow) -> None:
    assert faults_of(window) == []


def test_every_dialog_of_the_menus_can_be_used_blind(full_study: MainWindow, prompts: FakePrompts) -> None:
    seen: dict[str, list[str]] = {}

    def look(dialog: QDialog) -> bool:
        dialog.show()
        seen[type(dialog).__name__] = faults_of(dialog)
        dialog.hide()
        return False

    prompts.on_dialog = look
    for name in ASKING:
        if name in ("transcribe", "opus"):
            at_work(full_study).sources.choose(catalogue.by_name(at_work(full_study).project, "P12").id)
        assert full_study.menus.action(name).isEnabled(), name
        full_study.menus.action(name).trigger()
    for dialog in full_study.findChildren(QDialog):
        if dialog.isVisible():
            # Some let one go on working beside them.
            look(dialog)
            dialog.close()
    assert len(seen) >= 9, sorted(seen)
    assert {name: faults for name, faults in seen.items() if faults} == {}


def dialogs_by_hand(folder: Path) -> list[Callable[[], QDialog]]:
    """The dialogs that ask on the way to something else."""
    from interviewcoder.errors import ImportFailed
    from interviewcoder.project.backup import Backup
    from interviewcoder.ui.dialogs import message
    from interviewcoder.ui.dialogs.file_written import FileWrittenDialog
    from interviewcoder.ui.dialogs.line import LineDialog
    from interviewcoder.ui.dialogs.new_project import NewProjectDialog
    from interviewcoder.ui.dialogs.passphrase import PassphraseDialog
    from interviewcoder.ui.dialogs.restore import RestoreDialog

    return [
        lambda: NewProjectDialog(folder, "M. Okafor"),
        lambda: PassphraseDialog("study", "It doesn't open with this one."),
        lambda: LineDialog("Rename", "Name", "P07"),
        lambda: FileWrittenDialog("Written", "It is written.", folder / "codebook.docx"),
        lambda: message.confirmation(None, "Delete?", "It is gone then.", yes="Delete", dangerous=True),
        lambda: message.error_message(None, ImportFailed("It can't be read.", "Try another.")),
        lambda: RestoreDialog("Study", list[Backup]()),
    ]


def test_every_question_on_the_way_can_be_answered_blind(window: MainWindow, tmp_path: Path) -> None:
    faults = {}
    for make in dialogs_by_hand(tmp_path):
        dialog = make()
        dialog.show()
        if found := faults_of(dialog):
            faults[type(dialog).__name__] = found
        dialog.hide()
        dialog.deleteLater()
    assert faults == {}


def menus_of(window: MainWindow) -> list[QMenu]:
    """All menus of the bar, those below others too, filled as when they open."""
    found, rest = [], [action.menu() for action in window.menus.actions()]
    while rest:
        menu = rest.pop()
        if isinstance(menu, QMenu):
            menu.aboutToShow.emit()
            found.append(menu)
            rest += [action.menu() for action in menu.actions()]
    return found


def letter_of(text: str) -> str:
    key = QKeySequence.mnemonic(text)
    return key.toString()


def test_no_letter_of_a_menu_leads_to_two_entries(full_study: MainWindow) -> None:
    twice = []
    for menu in [full_study.menus, *menus_of(full_study)]:
        letters: dict[str, str] = {}
        for action in menu.actions():
            letter = letter_of(action.text())
            if letter and letter in letters:
                twice.append(f"{letter}: “{letters[letter]}” and “{action.text()}”")
            letters[letter] = action.text()
    assert twice == []


def test_no_key_is_claimed_by_two_actions_where_both_would_answer(full_study: MainWindow) -> None:
    for name in at_work(full_study).right.names():
        at_work(full_study).right.show_page(name)
    everywhere: dict[str, set[str]] = {}
    beneath: list[tuple[str, str]] = []
    for widget in [full_study, *full_study.findChildren(QWidget)]:
        own: dict[str, str] = {}
        for action in set(widget.actions()):
            local = action.shortcutContext() in (
                Qt.ShortcutContext.WidgetShortcut,
                Qt.ShortcutContext.WidgetWithChildrenShortcut,
            )
            for key in (sequence.toString() for sequence in action.shortcuts()):
                assert key not in own, f"{key}: “{own[key]}” and “{action.text()}” in {_words(widget)}"
                own[key] = action.text()
                if local:
                    beneath.append((key, action.text()))
                else:
                    everywhere.setdefault(key, set()).add(_identity(action))
    assert {key: actions for key, actions in everywhere.items() if len(actions) > 1} == {}
    assert [(key, words) for key, words in beneath if key in everywhere] == []


def _identity(action: QAction) -> str:
    # An action may stand in a menu and on a button.
    return f"{action.text()} {id(action)}"


def test_the_palette_s_rows_say_what_they_are(full_study: MainWindow) -> None:
    full_study.menus.action("palette").trigger()
    lists = [one for one in full_study.findChildren(QAbstractItemView) if one.accessibleName() == "What answers"]
    (shown,) = lists
    spoken = shown.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "New project" in spoken and "File" in spoken and "Ctrl+N" in spoken
    popup = shown.window()
    assert nameless(popup) == []
    popup.close()
