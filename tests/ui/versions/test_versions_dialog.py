"""The dialog of codebook versions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QGuiApplication
from sqlalchemy import update

from interviewcoder.coding import codes, segments, versions
from interviewcoder.errors import NameTaken
from interviewcoder.project.schema import CodebookVersionRow
from interviewcoder.ui.versions.dialog import VersionsDialog

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog
    from pytestqt.qtbot import QtBot

    from interviewcoder.project.file import Project
    from interviewcoder.ui.main_window import MainWindow
    from tests.ui.conftest import FakePrompts


@pytest.fixture
def open_project(study: MainWindow) -> Project:
    """The project in the window."""
    return study.at_work().project


@pytest.fixture
def dialog(study: MainWindow, open_project: Project, prompts: FakePrompts, qtbot: QtBot) -> Iterator[VersionsDialog]:
    """The dialog of a project that has one version, “Pilot”, with the code “Fear”."""
    codes.add(open_project, "Fear", definition="Being afraid")
    versions.save(open_project, "Pilot", "two interviews")
    made = VersionsDialog(open_project, prompts, study)
    made.show()
    yield made
    made.close()
    made.deleteLater()


def test_the_menu_opens_it(study: MainWindow, prompts: FakePrompts) -> None:
    seen: list[QDialog] = []

    def look(dialog: QDialog) -> bool:
        seen.append(dialog)
        return False

    prompts.on_dialog = look
    study.menus.action("versions").trigger()
    assert isinstance(seen[0], VersionsDialog)


def test_a_version_is_saved_under_a_name_and_listed_with_its_hash(
    dialog: VersionsDialog, open_project: Project
) -> None:
    dialog.name.setText("Final")
    dialog.note.setText("for the paper")
    dialog.save.click()
    version = dialog.current()
    assert version is not None
    assert (version.name, version.note, dialog.list.count()) == ("Final", "for the paper", 2)
    assert version.sha256[:10] in dialog.list.item(0).text()
    assert dialog.hash.text() == versions.now_sha256(open_project)
    dialog.copy.click()
    assert QGuiApplication.clipboard().text() == version.sha256


def test_a_name_that_is_taken_is_refused(dialog: VersionsDialog, prompts: FakePrompts) -> None:
    dialog.name.setText("pilot")
    dialog.save.click()
    assert isinstance(prompts.errors[0], NameTaken)
    assert dialog.list.count() == 1


def test_a_version_is_compared_with_now_and_with_another(dialog: VersionsDialog, open_project: Project) -> None:
    assert "the same, to the letter" in dialog.view.toPlainText()
    codes.describe(open_project, 1, definition="Being afraid of courts")
    codes.add(open_project, "Hope")
    versions.save(open_project, "Second")
    codes.add(open_project, "Trust")
    dialog.refresh()
    dialog.list.setCurrentRow(1)
    told = dialog.view.toPlainText()
    assert "Codes added (2)" in told
    assert "Being afraid of courts" in told
    dialog.other.setCurrentIndex(1)
    assert dialog.other.currentText() == "Second"
    assert "Codes added (1)" in dialog.view.toPlainText()


def test_a_version_is_brought_back_after_saying_what_that_means(
    dialog: VersionsDialog, open_project: Project, prompts: FakePrompts
) -> None:
    segments.code_with_name(open_project, 1, segments.find_passage(open_project, 1, "lawsuits"), "Courts")
    codes.describe(open_project, 1, definition="Something else")
    dialog.refresh()
    prompts.yes = False
    dialog.restore.click()
    assert prompts.asked == ["Bring “Pilot” back?"]
    assert codes.node(open_project, 1).definition == "Something else"
    prompts.yes = True
    dialog.reason.setText("The pilot was right")
    dialog.restore.click()
    assert [code.name for code in codes.tree(open_project)] == ["Fear", "Not in version Pilot", "Courts"]
    assert codes.node(open_project, 1).definition == "Being afraid"
    assert open_project.undo_label == "Restore codebook version"


def test_a_damaged_version_can_be_looked_at_but_not_brought_back(
    dialog: VersionsDialog, open_project: Project, prompts: FakePrompts
) -> None:
    with open_project.quiet_write() as session:
        session.execute(update(CodebookVersionRow).values(content=b"gone"))
    dialog.refresh()
    assert "damaged" in dialog.list.item(0).text()
    assert not dialog.restore.isEnabled()
    assert "can’t be read" in dialog.view.toPlainText()


def test_a_version_is_deleted_after_asking(dialog: VersionsDialog, open_project: Project) -> None:
    dialog.delete.click()
    assert dialog.list.count() == 0
    assert not dialog.restore.isEnabled()
    open_project.undo()
    assert [version.name for version in versions.listing(open_project)] == ["Pilot"]
