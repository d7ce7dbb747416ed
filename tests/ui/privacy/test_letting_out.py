"""Exports from the window: for whom, in which wording, and what is asked where names are left in them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog

from interviewcoder.errors import ResidualIdentifiers
from interviewcoder.privacy import pseudonyms, sharing
from interviewcoder.privacy.sharing import Terms, WrittenFile
from interviewcoder.sources import catalogue
from interviewcoder.sources.importing import add_files
from interviewcoder.sources.transcript import transcript_of
from interviewcoder.ui.dialogs.export_memos import ExportMemosDialog
from interviewcoder.ui.dialogs.export_transcript import ExportTranscriptDialog
from interviewcoder.ui.privacy.residuals_dialog import ResidualsDialog
from interviewcoder.ui.privacy.sharing_page import SharingDialog

if TYPE_CHECKING:
    from interviewcoder.project.file import Project
    from interviewcoder.ui.main_window import MainWindow
    from tests.ui.conftest import FakePrompts


@pytest.fixture
def telling(study: MainWindow, tmp_path: Path) -> MainWindow:
    """The window on a second transcript, in which an address is said."""
    path = tmp_path / "P08.txt"
    path.write_text("I: Where to?\nP08: Write to anna@example.org, please.\n", encoding="utf-8")
    (source,) = add_files(project_of(study), [path])
    study.at_work().sources.choose(source.id)
    return study


def project_of(window: MainWindow) -> Project:
    return window.at_work().project


def export_transcript(window: MainWindow, prompts: FakePrompts, path: Path, answer: object = None) -> list[QDialog]:
    """Export the open transcript; `answer` deals with the dialog of what was found. Returns the dialogs."""
    seen: list[QDialog] = []

    def on_dialog(dialog: QDialog) -> bool:
        seen.append(dialog)
        if isinstance(dialog, ResidualsDialog) and callable(answer):
            answer(dialog)
            return dialog.result() == QDialog.DialogCode.Accepted
        if isinstance(dialog, ExportTranscriptDialog):
            dialog._terms.recipient.setText("My supervisor")
        return not isinstance(dialog, ResidualsDialog)

    prompts.on_dialog, prompts.save_to = on_dialog, path
    window.menus.action("transcripts").trigger()
    return seen


def test_what_was_found_is_shown_and_nothing_is_written(
    telling: MainWindow, prompts: FakePrompts, tmp_path: Path
) -> None:
    rows: list[list[str]] = []

    def look(dialog: ResidualsDialog) -> None:
        item = dialog.list.topLevelItem(0)
        assert item is not None
        rows.append([item.text(column) for column in range(4)])
        assert not dialog.let_go.isEnabled()
        dialog.reject()

    export_transcript(telling, prompts, tmp_path / "P08.docx", look)
    assert rows == [["anna@example.org", "E-mail address", "1", rows[0][3]]]
    assert "Write to anna@example.org, please." in rows[0][3]
    assert not (tmp_path / "P08.docx").exists() and prompts.errors == [] and prompts.notes == []
    assert sharing.ledger(project_of(telling)) == []


def test_it_goes_out_under_a_name_and_a_reason(telling: MainWindow, prompts: FakePrompts, tmp_path: Path) -> None:
    def let_go(dialog: ResidualsDialog) -> None:
        dialog.name.setText("R. Roe")
        dialog.name.textEdited.emit("R. Roe")
        assert not dialog.let_go.isEnabled()
        dialog.because.setText("it is public")
        dialog.because.textEdited.emit("it is public")
        dialog.let_go.click()

    export_transcript(telling, prompts, tmp_path / "P08.docx", let_go)
    assert (tmp_path / "P08.docx").exists() and len(prompts.notes) == 1
    (line,) = sharing.ledger(project_of(telling))
    assert line.recipient == "My supervisor"
    assert line.override == sharing.Override("R. Roe", "it is public", 1)


def test_one_may_replace_first_and_is_led_to_the_passage(
    telling: MainWindow, prompts: FakePrompts, tmp_path: Path
) -> None:
    work = telling.at_work()
    first = catalogue.listing(work.project)[0]
    work.sources.choose(first.id)
    # The other transcript is exported, so that one has to be led there.
    source = catalogue.by_name(work.project, "P08")

    def on_dialog(dialog: QDialog) -> bool:
        if isinstance(dialog, ResidualsDialog):
            dialog.replace.click()
            return dialog.result() == QDialog.DialogCode.Accepted
        if isinstance(dialog, ExportTranscriptDialog):
            for row in range(dialog._list.count()):
                item = dialog._list.item(row)
                ticked = item.data(Qt.ItemDataRole.UserRole) == source.id
                item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        return True

    prompts.on_dialog, prompts.save_to = on_dialog, tmp_path / "P08.docx"
    telling.menus.action("transcripts").trigger()
    assert work.reading.source is not None and work.reading.source.id == source.id
    span = work.reading.view.selection()
    assert span is not None
    assert span.text_in(transcript_of(work.project, source.id).text) == "anna@example.org"
    assert work.results.built("deidentify") is not None
    assert not (tmp_path / "P08.docx").exists()


def test_the_preview_and_the_name_of_the_file_are_de_identified(
    telling: MainWindow, prompts: FakePrompts, tmp_path: Path
) -> None:
    project = project_of(telling)
    pseudonym = pseudonyms.add(project, "email")
    places = pseudonyms.everywhere(project, "anna@example.org")
    pseudonyms.decide(project, [(place.source_id, place.span) for place in places], pseudonym.id)
    (dialog, *_) = export_transcript(telling, prompts, tmp_path / "P08.docx")
    assert isinstance(dialog, ExportTranscriptDialog)
    assert pseudonym.text in dialog._look.toPlainText()
    dialog._terms.wording.setCurrentIndex(1)
    assert "anna@example.org" in dialog._look.toPlainText()
    assert not dialog._accept.isEnabled()
    for line in (dialog._terms.name, dialog._terms.because):
        line.setText("x")
        line.textEdited.emit("x")
    assert dialog._accept.isEnabled()
    assert dialog.choice().terms == Terms("My supervisor", "", "original", "x", "x")


def test_memos_ask_for_whom_and_who_answers(telling: MainWindow) -> None:
    dialog = ExportMemosDialog(0, telling)
    seen = []
    for wording in (0, 1):
        dialog.terms.wording.setCurrentIndex(wording)
        seen.append((dialog.terms.is_complete, dialog.terms.name.isVisibleTo(dialog)))
    assert seen == [(True, False), (False, True)]


def test_the_ledger_lists_the_newest_first_and_its_hash_is_copied(telling: MainWindow, prompts: FakePrompts) -> None:
    project = project_of(telling)
    sharing.record(project, WrittenFile("one.docx", 10, "ab" * 32), what="codebook", terms=Terms("A. Tremblay"))
    override = Terms("Board").letting_go("R. Roe", "it is public")
    sharing.record(project, WrittenFile("two.docx", 20, "cd" * 32), what="transcript", terms=override, residuals=2)

    def look(dialog: QDialog) -> bool:
        assert isinstance(dialog, SharingDialog)
        files = [dialog.list.topLevelItem(row) for row in range(dialog.list.topLevelItemCount())]
        assert [(item.text(2), item.text(3), item.text(4)) for item in files if item is not None] == [
            ("two.docx", "Board", "let go by name"),
            ("one.docx", "A. Tremblay", "de-identified"),
        ]
        assert "Let go by R. Roe with 2 identifiers that were found: it is public" in dialog.detail.text()
        dialog.copy.click()
        return False

    prompts.on_dialog = look
    telling.menus.action("sharing").trigger()
    assert QGuiApplication.clipboard().text() == "cd" * 32


def test_the_ledger_is_exported_as_a_document(telling: MainWindow, prompts: FakePrompts, tmp_path: Path) -> None:
    sharing.record(project_of(telling), WrittenFile("one.docx", 10, "ab" * 32), what="codebook")
    prompts.save_to = tmp_path / "ledger.docx"

    def export(dialog: QDialog) -> bool:
        assert isinstance(dialog, SharingDialog)
        dialog.export.click()
        return False

    prompts.on_dialog = export
    telling.menus.action("sharing").trigger()
    assert prompts.save_to.exists() and prompts.errors == []
    assert [line.what for line in sharing.ledger(project_of(telling))] == ["codebook", "sharing ledger"]


def test_an_error_that_holds_nothing_is_said_all_the_same(telling: MainWindow, prompts: FakePrompts) -> None:
    from interviewcoder.ui.privacy.letting_out import let_out

    def refuse(terms: Terms) -> None:
        raise ResidualIdentifiers("Something is left.")

    assert not let_out(telling.at_work(), prompts, Terms(), refuse)
