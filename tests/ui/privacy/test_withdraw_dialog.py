"""Withdrawing a participant, and destroying recordings, in the window."""

from __future__ import annotations

import wave
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QCheckBox

from interviewcoder.cases import cases
from interviewcoder.coding import codes
from interviewcoder.privacy import key_file
from interviewcoder.privacy.key_learning import fill_from
from interviewcoder.project.file import Project
from interviewcoder.sources import catalogue, importing
from interviewcoder.ui.deidentify.key_work import KeyWork
from interviewcoder.ui.privacy.destroy_audio_dialog import DestroyAudioDialog
from interviewcoder.ui.privacy.withdraw_dialog import WithdrawDialog

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from interviewcoder.ui.main_window import MainWindow
    from tests.ui.conftest import FakePrompts

PHRASE = "nine loud lakes"


@pytest.fixture
def study_project(project: Project, interview_file: Path, tmp_path: Path) -> Project:
    """A study with an interview and a recording of Amara's, and an interview of Bea's."""
    recording, other = tmp_path / "P12.wav", tmp_path / "Bea.txt"
    with wave.open(str(recording), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(b"\0\0" * 8000)
    other.write_text("I: Hello.\nBea: I like it here.", encoding="utf-8")
    importing.add_files(project, [interview_file, recording, other])
    ids = {source.name: source.id for source in catalogue.listing(project)}
    amara, bea = cases.add(project, "Amara"), cases.add(project, "Bea")
    for name in ("P07 nurse", "P12"):
        cases.tie_source(project, amara.id, ids[name])
    cases.tie_source(project, bea.id, ids["Bea"])
    fear = codes.add(project, "Fear")
    codes.describe(project, fear.id, definition="What Amara calls fear.")
    return project


@pytest.fixture
def keys(study_project: Project, prompts: FakePrompts) -> Iterator[KeyWork]:
    """The key of the study, closed."""
    parent = QObject()
    work = KeyWork(study_project, prompts, parent)
    yield work
    work.close()


@pytest.fixture
def dialog(study_project: Project, prompts: FakePrompts, keys: KeyWork, qtbot: QtBot) -> WithdrawDialog:
    """The dialog, at the list of participants."""
    shown = WithdrawDialog(study_project, prompts, keys)
    qtbot.addWidget(shown)
    shown.show()
    return shown


def test_nothing_goes_on_until_the_name_is_typed(dialog: WithdrawDialog) -> None:
    dialog.onward.click()
    assert not dialog.withdraw.isEnabled()
    dialog.inventory.typed.field.setText("Bea")
    assert not dialog.withdraw.isEnabled()
    dialog.inventory.typed.field.setText(" amara ")
    assert dialog.withdraw.isEnabled()


def test_the_inventory_tells_what_goes_what_stays_and_what_cannot_be_promised(dialog: WithdrawDialog) -> None:
    dialog.onward.click()
    told = dialog.inventory.sections.words()
    for words in ("1 recording (0:00:01", "“P07 nurse” goes as a whole.", "Solid-state disks", "The sharing ledger"):
        assert words in told
    (box,) = [box for box in dialog.inventory.findChildren(QCheckBox) if "definition" in box.text()]
    assert box.isChecked() and "Amara" in box.text()


def test_the_participant_is_withdrawn_and_the_certificate_shown_and_saved(
    dialog: WithdrawDialog, study_project: Project, prompts: FakePrompts, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog.onward.click()
    dialog.inventory.typed.field.setText("Amara")
    dialog.withdraw.click()
    qtbot.waitUntil(lambda: dialog.certificate is not None)
    assert [case.name for case in cases.listing(study_project)] == ["Bea"]
    assert [source.name for source in catalogue.listing(study_project)] == ["Bea"]
    assert "Amara" not in codes.tree(study_project)[0].definition
    told = dialog.shown.sections.words()
    assert "Participant: Amara" in told and "1 recording" in told and "unchanged" in told
    assert dialog.close_button.isVisible() and dialog.close_button.isEnabled()
    for name, opening in (("certificate.docx", b"PK"), ("certificate.html", b"<!DOCTYPE")):
        prompts.save_to = tmp_path / name
        dialog.shown.save.click()
        assert (tmp_path / name).read_bytes().startswith(opening)
    page = (tmp_path / "certificate.html").read_text(encoding="utf-8")
    assert dialog.certificate is not None and dialog.certificate.sha256 in page and "Solid-state disks" in page
    assert prompts.errors == []
    later = WithdrawDialog(study_project, prompts, dialog.inventory._keys)
    qtbot.addWidget(later)
    later.show()
    (action,) = later.earlier.menu().actions()
    action.trigger()
    told = later.shown.sections.words()
    assert dialog.certificate.sha256 in told and "Amara" not in told


def test_words_that_were_unticked_stay(dialog: WithdrawDialog, study_project: Project, qtbot: QtBot) -> None:
    dialog.onward.click()
    (box,) = [box for box in dialog.inventory.findChildren(QCheckBox) if "definition" in box.text()]
    box.setChecked(False)
    dialog.inventory.typed.field.setText("Amara")
    dialog.withdraw.click()
    qtbot.waitUntil(lambda: dialog.certificate is not None)
    assert codes.tree(study_project)[0].definition == "What Amara calls fear."


def test_the_entry_in_the_key_goes_where_the_key_is_open(
    dialog: WithdrawDialog,
    study_project: Project,
    prompts: FakePrompts,
    keys: KeyWork,
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    (tmp_path / "stick").mkdir()
    path = tmp_path / "stick" / "study.ickey"
    with key_file.create(study_project, path, PHRASE) as key:
        fill_from(key, study_project)
    prompts.files, prompts.passphrases = [path], [PHRASE]
    dialog.onward.click()
    dialog.inventory._on_key()
    assert "“study.ickey” is open" in dialog.inventory.sections.words()
    dialog.inventory.typed.field.setText("Amara")
    dialog.withdraw.click()
    qtbot.waitUntil(lambda: dialog.certificate is not None)
    keys.close()
    with key_file.open_key(study_project, path, PHRASE) as key:
        assert [person.name_in_project for person in key.persons()] == ["Bea"]


def test_without_participants_nobody_can_withdraw(project: Project, prompts: FakePrompts, qtbot: QtBot) -> None:
    dialog = WithdrawDialog(project, prompts, KeyWork(project, prompts, QObject()))
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.people.isVisible() and not dialog.onward.isVisible() and dialog.close_button.isVisible()


def test_recordings_are_destroyed_and_their_transcripts_stay(
    study_project: Project, prompts: FakePrompts, qtbot: QtBot
) -> None:
    dialog = DestroyAudioDialog(study_project, prompts)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.typed.field.setText("destroy")
    assert not dialog.destroy_button.isEnabled()
    dialog.recordings.item(0).setCheckState(Qt.CheckState.Checked)
    assert dialog.destroy_button.isEnabled()
    dialog.destroy_button.click()
    qtbot.waitUntil(lambda: dialog.certificate is not None)
    assert [source.name for source in catalogue.listing(study_project) if source.media_id is not None] == []
    assert len(catalogue.listing(study_project)) == 3
    assert dialog.shown._heading.text() == "Certificate of destroyed recordings"


def test_the_window_goes_on_after_a_withdrawal(study: MainWindow, prompts: FakePrompts, qtbot: QtBot) -> None:
    workspace = study.at_work()
    case = cases.add(workspace.project, "Amara")
    first = workspace.sources.first_id()
    assert first is not None
    cases.tie_source(workspace.project, case.id, first)

    def withdraw(dialog: object) -> bool:
        assert isinstance(dialog, WithdrawDialog)
        dialog.onward.click()
        dialog.inventory.typed.field.setText("Amara")
        dialog.withdraw.click()
        qtbot.waitUntil(lambda: dialog.certificate is not None)
        return True

    prompts.on_dialog = withdraw
    study.menus.action("withdraw").trigger()
    assert workspace.sources.first_id() is None
    assert study.strip.message() == "The participant was withdrawn."
    assert not study.menus.action("undo").isEnabled()
    cases.add(workspace.project, "P09")
    assert study.menus.action("undo").isEnabled()
