"""Begin a project: its title, its place, its passphrase."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QWidget,
)

from interviewcoder.ui.dialogs import parts
from interviewcoder.ui.dialogs.passphrase import hidden_line
from interviewcoder.ui.strength_words import strength_words, suggest_button

SUFFIX = ".icproj"
_NOT_IN_FILE_NAMES = '<>:"/\\|?*'


@dataclass(frozen=True, slots=True)
class NewProject:
    """What a person chose; `passphrase` is None for a project that isn't encrypted."""

    title: str
    path: Path
    passphrase: str | None
    coder: str


class NewProjectDialog(QDialog):
    """One page. The file's name follows the title until the person chooses a place."""

    def __init__(self, folder: Path, coder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("New project"))
        self.setMinimumWidth(540)
        self._folder = folder
        self._chosen: Path | None = None
        self._title = self._line(self.tr("Title of the study"), self.tr("For instance: Patient stories online"))
        self._place = self._line(self.tr("Project file"), "")
        self._coder = self._line(self.tr("Your name as coder"), self.tr("Your name, as it stands beside your codings"))
        self._coder.setText(coder)
        self._first = hidden_line(self.tr("Passphrase"), self)
        self._second = hidden_line(self.tr("The same again"), self)
        self._suggest = suggest_button((self._first, self._second), self, then=self._review)
        self._strength = parts.hint("", self)
        self._without = QCheckBox(self.tr("Without passphrase"), self)
        self._why_not = parts.hint("", self)
        self._lay_out()
        self._connect()
        self._review()

    def choice(self) -> NewProject:
        """What was chosen."""
        passphrase = None if self._without.isChecked() else self._first.text()
        return NewProject(self._title.text().strip(), self._path(), passphrase, self._coder.text().strip())

    def _line(self, name: str, example: str) -> QLineEdit:
        line = QLineEdit(self)
        line.setAccessibleName(name)
        line.setPlaceholderText(example)
        return line

    def _lay_out(self) -> None:
        choose = QPushButton(self.tr("Choose…"), self)
        choose.setAutoDefault(False)
        choose.clicked.connect(self._choose_place)
        place = QHBoxLayout()
        place.setSpacing(8)
        place.addWidget(self._place, 1)
        place.addWidget(choose)
        # In the order of the eye: the lines were made before the button.
        QWidget.setTabOrder(self._place, choose)
        QWidget.setTabOrder(choose, self._coder)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        form.addRow(self.tr("Title"), self._title)
        form.addRow(self.tr("File"), place)
        form.addRow(self.tr("Coder"), self._coder)
        passphrase = QHBoxLayout()
        passphrase.setSpacing(8)
        passphrase.addWidget(self._first, 1)
        passphrase.addWidget(self._suggest)
        form.addRow(self.tr("Passphrase"), passphrase)
        form.addRow("", self._second)
        form.addRow("", self._strength)
        form.addRow("", self._without)
        form.addRow("", self._why_not)
        layout = parts.column(self)
        layout.addWidget(parts.heading(self.tr("One file holds the whole study, recordings included."), self))
        layout.addSpacing(4)
        layout.addLayout(form)
        box, self._accept = parts.buttons(self, self.tr("Create project"))
        layout.addWidget(box)
        # Room for the longest sentence, so that typing doesn't make the dialog jump.
        self._strength.setMinimumHeight(self._strength.fontMetrics().lineSpacing() * 2 + 4)

    def _connect(self) -> None:
        for line in (self._title, self._place, self._first, self._second):
            line.textChanged.connect(self._review)
        self._title.textChanged.connect(self._follow_title)
        self._place.textEdited.connect(self._on_place_typed)
        self._without.toggled.connect(self._review)
        self._follow_title("")

    def _follow_title(self, title: str) -> None:
        if self._chosen is None:
            name = "".join("-" if letter in _NOT_IN_FILE_NAMES else letter for letter in title).strip(" .")
            self._place.setText(str(self._folder / f"{name}{SUFFIX}") if name else "")

    def _on_place_typed(self, text: str) -> None:
        self._chosen = Path(text) if text else None

    def _choose_place(self) -> None:
        start = self._place.text() or str(self._folder / self.tr("Study{ending}").format(ending=SUFFIX))
        kinds = self.tr("InterviewCoder project (*{ending})").format(ending=SUFFIX)
        name, _ = QFileDialog.getSaveFileName(self, self.tr("Place of the project"), start, kinds)
        if name:
            self._chosen = Path(name)
            self._place.setText(name)

    def _path(self) -> Path:
        # Unlike pathlib's, this leaves the home of somebody unknown as it was typed.
        path = Path(os.path.expanduser(self._place.text().strip()))  # noqa: PTH111
        # A place that has no name yet, such as "/" or "..", can't have a suffix.
        named = path.name not in ("", "..") and path.suffix != SUFFIX
        return path.with_name(path.name + SUFFIX) if named else path

    def _review(self) -> None:
        """Say what is missing, and let the person go on when nothing is."""
        without = self._without.isChecked()
        for part in (self._first, self._second, self._suggest):
            part.setEnabled(not without)
        self._strength.setText(self._on_passphrase(without=without))
        problem = self._problem(without=without)
        self._why_not.setText(problem)
        self._why_not.setVisible(bool(problem))
        complete = bool(self._title.text().strip() and self._place.text().strip())
        matches = bool(self._first.text()) and self._first.text() == self._second.text()
        self._accept.setEnabled(complete and not problem and (without or matches))

    def _on_passphrase(self, *, without: bool) -> str:
        if without:
            return self.tr("Anybody who gets hold of the file can read and hear everything in it.")
        known = (self._title.text(), self._path().stem, self._coder.text())
        return strength_words(self._first.text(), known)

    def _problem(self, *, without: bool) -> str:
        second = self._second.text()
        if not without and second and not self._first.text().startswith(second):
            return self.tr("The two passphrases differ.")
        return self._problem_of_place(self._path()) if self._place.text().strip() else ""

    def _problem_of_place(self, path: Path) -> str:
        # os.path takes what can't be looked at, or can't be a name, as not there; pathlib raises.
        if path.suffix != SUFFIX:
            return self.tr("Give the file a name.")
        if os.path.lexists(path):
            return self.tr("There is a file of that name already. Choose another name.")
        if not os.path.isdir(path.parent):  # noqa: PTH112
            return self.tr("The folder “{folder}” doesn’t exist.").format(folder=path.parent)
        return ""
