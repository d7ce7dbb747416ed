"""The dialogs that are Qt's own, as a person answers them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QFileDialog, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from interviewcoder.ui.prompts import QtPrompts

_LOOKS_BEFORE_AN_ANSWER = 20


class Person:
    """Answers the modal dialogs that come, one after another, and remembers what they said.

    An answer is a name to save under (a button's text in a dialog of ours), or
    None for leaving.
    """

    def __init__(self) -> None:
        self.answers: list[str | None] = []
        self.read: list[str] = []
        self.offered: list[str] = []
        self._clock = QTimer(interval=5)
        self._clock.timeout.connect(self._look)
        self._clock.start()

    def leave(self) -> None:
        self._clock.stop()

    def _look(self) -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QDialog):
            return
        # Counted on Qt's object: a new dialog may come to lie where one that was answered lay. And nobody answers
        # before a dialog has read its folder, which goes on behind the first picture.
        looks = int(dialog.property("looks") or 0) + 1
        dialog.setProperty("looks", looks)
        if looks != _LOOKS_BEFORE_AN_ANSWER:
            return
        answer = self.answers.pop(0) if self.answers else None
        if not isinstance(dialog, QFileDialog):
            self.read.append("\n".join(label.text() for label in dialog.findChildren(QLabel)))
            next(button for button in dialog.findChildren(QPushButton) if button.text() == answer).click()
            return
        name = dialog.findChild(QLineEdit, "fileNameEdit")
        box = dialog.findChild(QDialogButtonBox)
        assert name is not None and box is not None
        self.offered.append(name.text())
        if answer is None:
            dialog.reject()
            return
        name.setText(answer)
        box.button(QDialogButtonBox.StandardButton.Save).click()


@pytest.fixture
def person(qtbot: QtBot) -> Iterator[Person]:
    """Somebody before the screen."""
    somebody = Person()
    yield somebody
    somebody.leave()


def save(person: Person, folder: Path, *answers: str | None) -> Path | None:
    person.answers = list(answers)
    suggested = folder / "Study – codebook.docx"
    return QtPrompts().choose_save_file("Export codebook", "Word document (*.docx)", suggested)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("cb", "cb.docx"),
        ("cb.docx", "cb.docx"),
        ("cb.DOCX", "cb.DOCX"),
        ("codebook v1.2", "codebook v1.2.docx"),
        ("study.icproj", "study.icproj.docx"),
    ],
)
def test_a_name_gets_the_suffix_that_it_lacks(person: Person, tmp_path: Path, typed: str, written: str) -> None:
    assert save(person, tmp_path, typed) == tmp_path / written
    assert person.offered == ["Study – codebook.docx"] and person.read == []


@pytest.mark.parametrize("typed", ["cb", "cb.docx"])
def test_a_file_is_replaced_only_where_that_is_wanted(person: Person, tmp_path: Path, typed: str) -> None:
    (tmp_path / "cb.docx").touch()
    assert save(person, tmp_path, typed, "Replace") == tmp_path / "cb.docx"
    assert len(person.read) == 1 and "“cb.docx” is there already" in person.read[0]


def test_who_does_not_want_to_replace_is_asked_for_another_name(person: Person, tmp_path: Path) -> None:
    (tmp_path / "codebook v1.2.docx").touch()
    assert save(person, tmp_path, "codebook v1.2", "Cancel", "codebook v1.3") == tmp_path / "codebook v1.3.docx"
    assert person.offered == ["Study – codebook.docx", "codebook v1.2.docx"]


def test_who_leaves_the_dialog_writes_nothing(person: Person, tmp_path: Path) -> None:
    assert save(person, tmp_path, None) is None
