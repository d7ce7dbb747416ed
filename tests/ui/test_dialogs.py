"""Dialogs say what is missing, and hand back what was chosen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QPushButton

from interviewcoder.crash_report import report_of
from interviewcoder.errors import ImportFailed
from interviewcoder.privacy.passphrase_strength import Unit
from interviewcoder.project.backup import Backup
from interviewcoder.ui.dialogs import message
from interviewcoder.ui.dialogs.about import AboutDialog
from interviewcoder.ui.dialogs.file_written import FileWrittenDialog
from interviewcoder.ui.dialogs.line import LineDialog
from interviewcoder.ui.dialogs.new_project import NewProjectDialog
from interviewcoder.ui.dialogs.restore import RestoreDialog
from interviewcoder.ui.dialogs.transcribe import expected_time
from interviewcoder.ui.strength_words import strength_words, time_words

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def new_project(tmp_path: Path, qtbot: QtBot) -> Iterator[NewProjectDialog]:
    """The dialog of a new project."""
    dialog = NewProjectDialog(tmp_path, "M. Okafor")
    yield dialog
    dialog.deleteLater()


def line(dialog: QDialog, name: str) -> QLineEdit:
    return next(line for line in dialog.findChildren(QLineEdit) if line.accessibleName() == name)


def button(dialog: QDialog, text: str) -> QPushButton:
    return next(button for button in dialog.findChildren(QPushButton) if button.text() == text)


def words(dialog: QDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


def test_the_file_follows_the_title(new_project: NewProjectDialog, tmp_path: Path) -> None:
    line(new_project, "Title of the study").setText("Patient stories: a pilot?")
    assert new_project.choice().path == tmp_path / "Patient stories- a pilot-.icproj"


def test_a_line_of_nothing_is_no_name(qtbot: QtBot) -> None:
    dialog = LineDialog("New code", "Name of the new code", "Fear")
    qtbot.addWidget(dialog)
    name = line(dialog, "Name of the new code")
    assert name.selectedText() == "Fear"
    name.setText("  ")
    assert not button(dialog, "OK").isEnabled()
    name.setText(" Dread ")
    assert button(dialog, "OK").isEnabled() and dialog.answer() == "Dread"


def test_a_place_is_typed_letter_by_letter(new_project: NewProjectDialog, tmp_path: Path) -> None:
    line(new_project, "Title of the study").setText("Study")
    passphrases = [line(new_project, name) for name in ("Passphrase", "The same again")]
    for passphrase in passphrases:
        passphrase.setText("seven quiet rivers run")
    place = line(new_project, "Project file")
    place.clear()
    QTest.keyClicks(place, str(tmp_path / "pilot"))
    assert new_project.choice().path == tmp_path / "pilot.icproj"
    create = button(new_project, "Create project")
    assert create.isEnabled()
    for unfinished in ("/", "..", "~nobody-of-this-name/x", "a" * 5000 + "/b"):
        place.setText(unfinished)
        assert not create.isEnabled(), unfinished


def test_a_project_needs_the_passphrase_twice(new_project: NewProjectDialog) -> None:
    create = button(new_project, "Create project")
    line(new_project, "Title of the study").setText("Stories")
    line(new_project, "Passphrase").setText("seven quiet rivers run")
    assert not create.isEnabled()
    line(new_project, "The same again").setText("seven quiet rivets")
    assert not create.isEnabled() and "The two passphrases differ." in words(new_project)
    line(new_project, "The same again").setText("seven quiet rivers run")
    assert create.isEnabled()
    assert new_project.choice().passphrase == "seven quiet rivers run"


def test_what_is_wrong_stands_in_line_with_the_fields(new_project: NewProjectDialog, qtbot: QtBot) -> None:
    new_project.show()
    line(new_project, "Passphrase").setText("seven quiet rivers run")
    line(new_project, "The same again").setText("seven quiet rivets")
    problem = next(label for label in new_project.findChildren(QLabel) if "differ" in label.text())
    field = line(new_project, "The same again")
    qtbot.waitUntil(lambda: problem.isVisible() and problem.width() > 100)
    assert problem.mapTo(new_project, problem.rect().topLeft()).x() == field.mapTo(new_project, QPoint()).x()
    new_project.close()


def test_without_passphrase_the_consequence_is_said(new_project: NewProjectDialog) -> None:
    from PySide6.QtWidgets import QCheckBox

    line(new_project, "Title of the study").setText("Stories")
    box = new_project.findChild(QCheckBox)
    assert box is not None
    box.setChecked(True)
    assert button(new_project, "Create project").isEnabled()
    assert new_project.choice().passphrase is None
    assert "Anybody who gets hold of the file" in words(new_project)


def test_a_name_that_is_taken_is_said(new_project: NewProjectDialog, tmp_path: Path) -> None:
    (tmp_path / "Stories.icproj").touch()
    line(new_project, "Title of the study").setText("Stories")
    assert "There is a file of that name already" in words(new_project)


@pytest.mark.parametrize(
    ("passphrase", "said"),
    [
        ("", "Nobody can recover"),
        ("river", "Too short"),
        ("password123", "tried first"),
        ("P07 wants to go home", "“p07” is a name"),
        ("seven quiet rivers", "Weak: with the file and 100 graphics cards it is found within a minute"),
        ("seven quiet rivers running north tomorrow", "Fair"),
        ("x7#Kq9!mZ2$vB", "Strong, if it is no quotation"),
    ],
)
def test_strength_is_said_in_words(passphrase: str, said: str) -> None:
    assert said in strength_words(passphrase, ["Interview with P07"])


@pytest.mark.parametrize("unit", list(Unit))
@pytest.mark.parametrize("number", [0, 1, 2, 800])
def test_every_time_has_its_words(unit: Unit, number: int) -> None:
    assert time_words(number, unit)


def test_a_suggested_passphrase_is_shown_and_written_into_both_lines(new_project: NewProjectDialog) -> None:
    button(new_project, "Suggest one").click()
    assert len(line(new_project, "Passphrase").text().split()) == 6
    assert line(new_project, "The same again").text() == line(new_project, "Passphrase").text()
    assert line(new_project, "Passphrase").echoMode() is QLineEdit.EchoMode.Normal
    assert "Strong" in words(new_project) or "Fair" in words(new_project)


def test_an_error_is_said_with_what_to_do_next(qtbot: QtBot) -> None:
    dialog = message.error_message(None, ImportFailed("“a.mp3” is empty.", "Copy it again."))
    assert "“a.mp3” is empty." in words(dialog) and "Copy it again." in words(dialog)
    dialog.deleteLater()


def test_a_backup_is_chosen_by_its_time(qtbot: QtBot) -> None:
    backups = [Backup(Path(f"{day}.icproj"), datetime(2024, 5, day, 9, 30), 2_500_000) for day in (3, 2)]
    dialog = RestoreDialog("Stories", backups)
    assert dialog.choice() is backups[0]
    dialog.deleteLater()


def test_a_crash_report_holds_no_words_of_the_study(qtbot: QtBot) -> None:
    secret = "I was afraid of lawsuits"
    try:
        try:
            int(secret)
        except ValueError as error:
            raise RuntimeError(secret) from error
    except RuntimeError as error:
        report = report_of(error)
    assert "RuntimeError" in report and "caused by" in report and "ValueError" in report
    assert secret not in report and "afraid" not in report
    assert str(Path.home()) not in report


def test_a_crash_report_names_our_lines(qtbot: QtBot) -> None:
    try:
        expected_time(None, "base")  # type: ignore[arg-type]
    except TypeError as error:
        report = report_of(error)
    assert "interviewcoder/ui/dialogs/transcribe.py:" in report and "in expected_time" in report


def test_about_says_where_data_lie_and_what_holds_the_network(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = AboutDialog(tmp_path / "study.icproj")
    assert str(tmp_path / "study-backups") in words(dialog)
    assert "network" in words(dialog).lower()
    dialog.deleteLater()


def test_of_what_was_written_only_the_first_line_is_a_heading(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = FileWrittenDialog("Codebook exported", "It holds 2 quotes.\nNever quoted: P06.", tmp_path / "cb.docx")
    qtbot.addWidget(dialog)
    said = [(label.property("role"), label.text()) for label in dialog.findChildren(QLabel)]
    assert said == [
        ("heading", "It holds 2 quotes."),
        ("hint", "Never quoted: P06."),
        ("hint", str(tmp_path / "cb.docx")),
    ]
