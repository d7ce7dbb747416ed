"""A review copy in the window: asked for, made, opened by its reader, and refused after its last day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPushButton

from interviewcoder.coding import codes, memos, segments, versions
from interviewcoder.coding.memos import About
from interviewcoder.privacy import sharing
from interviewcoder.project import cipher, file
from interviewcoder.review import review_copy
from interviewcoder.sources import catalogue
from interviewcoder.sources.text import Span
from interviewcoder.ui.dialogs.writing import WritingDialog
from interviewcoder.ui.privacy.residuals_dialog import ResidualsDialog
from interviewcoder.ui.team.review_copy_dialog import ReviewCopyDialog

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from interviewcoder.project.file import Project
    from interviewcoder.ui.main_window import MainWindow
    from tests.ui.conftest import FakePrompts

SECRET = "nine calm harbours"


@pytest.fixture(autouse=True)
def quick_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys of few rounds: what is shown here has nothing to do with how slowly a passphrase is tried."""
    monkeypatch.setattr(cipher, "KDF_ITERATIONS", 1000)


@pytest.fixture
def coded(study: MainWindow) -> MainWindow:
    """A window with a coded transcript."""
    project = project_of(study)
    (source,) = catalogue.listing(project)
    fear = codes.add(project, "Fear")
    segments.code_passage(project, source.id, Span(0, 10), fear.id)
    memo = memos.add(project, About.source(source.id), text="for my eyes")
    memos.set_private(project, memo.key)
    return study


def project_of(window: MainWindow) -> Project:
    assert window.workspace is not None
    return window.workspace.project


def accept(dialog: QDialog) -> QPushButton:
    return next(each for each in dialog.findChildren(QPushButton) if each.text() == "Make it…")


def fill(dialog: ReviewCopyDialog, reader: str = "R. Lee") -> None:
    dialog.reader.setCurrentText(reader)
    dialog.first.setText(SECRET)
    dialog.second.setText(SECRET)


@pytest.fixture
def answer(prompts: FakePrompts, qtbot: QtBot) -> Callable[[Callable[[ReviewCopyDialog], object]], None]:
    """Have somebody fill the dialog in, and wait for the work."""

    def fills(filling: Callable[[ReviewCopyDialog], object]) -> None:
        def on_dialog(dialog: QDialog) -> bool:
            if isinstance(dialog, ReviewCopyDialog):
                filling(dialog)
                dialog.accept()
            elif isinstance(dialog, WritingDialog):
                with qtbot.waitSignal(dialog.finished, timeout=20_000):
                    pass
            elif isinstance(dialog, ResidualsDialog):
                dialog.name.setText("R. Roe")
                dialog.because.setText("it is no name")
                dialog.accept()
            return dialog.result() == QDialog.DialogCode.Accepted

        prompts.on_dialog = on_dialog

    return fills


def test_a_copy_is_made_from_the_menu_and_its_reader_opens_it(
    coded: MainWindow,
    prompts: FakePrompts,
    tmp_path: Path,
    answer: Callable[[Callable[[ReviewCopyDialog], object]], None],
) -> None:
    project, path = project_of(coded), tmp_path / "for lee.icproj"
    coded.settings.coder_name = "Somebody else"
    prompts.save_to = path
    answer(fill)
    coded.menus.action("review_copy").trigger()
    assert prompts.errors == []
    assert "For R. Lee: 1 transcript, 1 coding." in prompts.notes[-1]
    (known,) = review_copy.handed_out(project)
    assert known.expires_on == date.today() + timedelta(weeks=4)
    assert [line.recipient for line in sharing.ledger(project)] == ["R. Lee"]
    assert [version.name for version in versions.listing(project)] == [f"For R. Lee, {date.today().isoformat()}"]
    coded.open_project(path, passphrase=SECRET)
    copy = project_of(coded)
    assert (copy.path, copy.coder.name) == (path, "R. Lee")
    assert versions.listing(copy)[0].sha256 == versions.now_sha256(copy)
    coded.menus.action("review_copy").trigger()
    assert "no further copies" in prompts.errors[-1].message


def test_the_dialog_says_what_will_be_in_it_and_what_isnt_right(
    coded: MainWindow, answer: Callable[[Callable[[ReviewCopyDialog], object]], None]
) -> None:
    seen = []

    def look(dialog: ReviewCopyDialog) -> None:
        assert not accept(dialog).isEnabled()
        fill(dialog)
        assert accept(dialog).isEnabled()
        assert dialog.told.inside.accessibleName() == "1 transcript The codebook, 1 code 1 coding"
        assert "1 private memo" in dialog.told.outside.accessibleName()
        assert "Nobody has read" in dialog.told.caution.text()
        dialog.codings.setCurrentIndex(1)
        dialog.show_contents()
        assert dialog.told.inside.accessibleName().endswith("No codings")
        assert "1 coding of others" in dialog.told.outside.accessibleName()
        for until, allowed in (("2020-01-01", False), ("soon", False), ("", True)):
            dialog.until.setText(until)
            assert accept(dialog).isEnabled() == allowed
        dialog.second.setText("nine calm rivers")
        assert not accept(dialog).isEnabled()
        fill(dialog)
        dialog.sources.item(0).setCheckState(Qt.CheckState.Unchecked)
        dialog.show_contents()
        assert not accept(dialog).isEnabled()
        seen.append(dialog)
        dialog.reject()
        assert dialog.first.text() == ""

    answer(look)
    coded.menus.action("review_copy").trigger()
    assert seen
    assert sharing.ledger(project_of(coded)) == []


def test_names_that_are_left_are_shown_and_answered_for(
    coded: MainWindow,
    prompts: FakePrompts,
    tmp_path: Path,
    answer: Callable[[Callable[[ReviewCopyDialog], object]], None],
) -> None:
    project = project_of(coded)
    codes.describe(project, codes.tree(project)[0].id, definition="Write to anna.quill@example.org")
    prompts.save_to = tmp_path / "copy.icproj"
    answer(fill)
    coded.menus.action("review_copy").trigger()
    (line,) = sharing.ledger(project)
    assert line.override is not None
    assert (line.override.name, line.override.because) == ("R. Roe", "it is no name")


def test_a_copy_whose_last_day_is_over_is_refused_calmly(
    coded: MainWindow, prompts: FakePrompts, tmp_path: Path
) -> None:
    from interviewcoder.reports import review_copy_file

    path = tmp_path / "copy.icproj"
    project = project_of(coded)
    review_copy_file.make(project, path, passphrase=SECRET, recipient="R. Lee", expires_on=date.today())
    with file.open_project(path, passphrase=SECRET) as copy, copy.quiet_write() as session:
        session.connection().exec_driver_sql("UPDATE review_copy SET expires_on = '2020-01-01'")
    prompts.passphrases = [SECRET]
    coded.open_project(path)
    (error,) = prompts.errors
    assert "could be opened until 2020-01-01" in error.message
    assert project_of(coded) is project
