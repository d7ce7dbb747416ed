"""Another passphrase and the recovery sheet in the window, from the menu to the file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader
from PySide6.QtWidgets import QCheckBox, QDialog, QLineEdit, QPushButton

from interviewcoder.coding import codes
from interviewcoder.errors import WrongPassphrase
from interviewcoder.privacy import recovery_page
from interviewcoder.project import backup, cipher, file, recovery
from interviewcoder.project.cipher import new_key
from interviewcoder.project.file import Project
from interviewcoder.ui.dialogs.passphrase import PassphraseDialog
from interviewcoder.ui.privacy.passphrase_dialog import ChangePassphraseDialog
from interviewcoder.ui.privacy.recovery_sheet import RecoverySheetDialog, write_pdf
from interviewcoder.ui.privacy.rekey_dialog import RekeyDialog

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from interviewcoder.ui.main_window import MainWindow
    from tests.ui.conftest import FakePrompts

_NEW = "copper lantern meadow"


def is_encrypted(window: MainWindow) -> bool:
    assert window.workspace is not None
    return window.workspace.project.encrypted


def line(dialog: QDialog, name: str) -> QLineEdit:
    return next(line for line in dialog.findChildren(QLineEdit) if line.accessibleName() == name)


def button(dialog: QDialog, text: str) -> QPushButton:
    return next(button for button in dialog.findChildren(QPushButton) if button.text() == text)


@pytest.fixture(autouse=True)
def quick_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys of few rounds: what is shown here has nothing to do with how slowly a passphrase is tried."""
    monkeypatch.setattr(cipher, "KDF_ITERATIONS", 1000)


@pytest.fixture
def person(prompts: FakePrompts, qtbot: QtBot) -> dict[str, str]:
    """Somebody who fills in the dialogs with these passphrases, and waits for the work."""
    typed: dict[str, str] = {}

    def on_dialog(dialog: QDialog) -> bool:
        if isinstance(dialog, ChangePassphraseDialog):
            for name, words in typed.items():
                line(dialog, name).setText(words)
            if not typed:
                dialog.findChildren(QCheckBox)[0].setChecked(True)
                line(dialog, "Passphrase of today").setText(_NEW)
            dialog.accept()
        elif isinstance(dialog, RekeyDialog):
            with qtbot.waitSignal(dialog.finished, timeout=20_000):
                dialog.start()
        return dialog.result() == QDialog.DialogCode.Accepted

    prompts.on_dialog = on_dialog
    return typed


def test_a_backup_that_keeps_its_old_passphrase_is_offered_for_removal(
    window: MainWindow, project: Project, person: dict[str, str], prompts: FakePrompts
) -> None:
    folder = backup.folder_of(project.path)
    foreign = folder / "kept by hand.icproj"
    folder.mkdir(exist_ok=True)
    file.create(foreign, title="Other", passphrase="something else").close()
    path = project.path
    project.close()
    window.open_project(path)
    person |= {"New passphrase": _NEW, "The same again": _NEW}
    window.menus.action("change_passphrase").trigger()
    assert is_encrypted(window)
    assert "Some backups are as they were" in prompts.asked
    assert not foreign.exists()


def test_a_project_gets_a_passphrase_another_one_and_none_again(
    window: MainWindow, project: Project, person: dict[str, str], prompts: FakePrompts
) -> None:
    codes.add(project, "Fear")
    path = project.path
    project.close()
    window.open_project(path)
    change = window.menus.action("change_passphrase").trigger
    person |= {"New passphrase": "seven quiet rivers", "The same again": "seven quiet rivers"}
    change()
    assert is_encrypted(window)
    assert window.workspace is not None
    person |= {"Passphrase of today": "wrong", "New passphrase": _NEW, "The same again": _NEW}
    change()
    assert window.workspace.project.has_passphrase("seven quiet rivers")
    person |= {"Passphrase of today": "seven quiet rivers"}
    change()
    assert window.workspace is not None
    assert window.workspace.project.has_passphrase(_NEW)
    assert [code.name for code in codes.tree(window.workspace.project)] == ["Fear"]
    assert "new passphrase" in prompts.notes[-1]
    person.clear()
    change()
    assert not is_encrypted(window)
    assert prompts.errors == []


def test_the_sheet_is_made_for_who_knows_the_passphrase_and_opens_the_project(
    window: MainWindow, encrypted_project: Project, prompts: FakePrompts, passphrase: str
) -> None:
    encrypted_project.close()
    path = encrypted_project.path
    window.open_project(path, passphrase=passphrase)
    shown: list[str] = []

    def on_dialog(dialog: QDialog) -> bool:
        assert isinstance(dialog, RecoverySheetDialog)
        shown.append(dialog.page.toPlainText())
        return False

    prompts.on_dialog, prompts.passphrases = on_dialog, ["wrong", passphrase]
    window.menus.action("recovery_sheet").trigger()
    assert "isn’t the project’s passphrase" in prompts.asked[-1]
    assert window.workspace is not None
    assert window.workspace.project.log()[-1].label == "Make recovery sheet"
    window.close_project()
    lines = shown[0].replace("\u2011", "-").splitlines()
    code = "-".join(text for text in lines if text.count("-") >= 2 and len(text) in (29, 17))
    assert recovery.is_code(code)
    # The code stands in the passphrase's place, and is written as people write.
    prompts.passphrases = [code.lower().replace("-", " ")]
    window.open_project(path)
    assert window.workspace is not None


def test_the_sheet_as_a_file_is_one_page_for_its_owner_alone(
    encrypted_project: Project, passphrase: str, tmp_path: Path, qtbot: QtBot
) -> None:
    with pytest.raises(WrongPassphrase):
        recovery_page.sheet_of(encrypted_project, "wrong")
    sheet = recovery_page.sheet_of(encrypted_project, passphrase)
    path = tmp_path / "sheet.pdf"
    write_pdf(sheet, path)
    (page,) = PdfReader(path).pages
    text = page.extract_text().replace("\t", " ")
    assert "Recovery sheet" in text
    assert sheet.fingerprint.split("-")[0] in text
    assert path.stat().st_mode & 0o077 == 0
    encrypted_project.close()
    with recovery.open_by_code(encrypted_project.path, sheet.code) as opened:
        assert opened.title == "Study"


def test_a_slip_in_the_code_is_said_while_it_is_typed(qtbot: QtBot) -> None:
    dialog = PassphraseDialog("study")
    qtbot.addWidget(dialog)
    button(dialog, "I have a recovery code").click()
    field = line(dialog, "Recovery code")
    assert field.echoMode() is QLineEdit.EchoMode.Normal
    code = recovery.code_of(new_key(_NEW))
    field.setText(code[:20])
    assert not button(dialog, "Open").isEnabled()
    field.setText(code[:-1] + ("0" if code[-1] != "0" else "1"))
    assert not button(dialog, "Open").isEnabled()
    assert any("Group 13" in label.text() for label in dialog.findChildren(type(dialog._said)))
    field.setText(code)
    assert button(dialog, "Open").isEnabled()
    assert dialog.passphrase() == code
    assert field.text() == ""
