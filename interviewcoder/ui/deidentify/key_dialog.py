"""Make the key of a project: in another folder, with a passphrase of its own."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QLineEdit, QPushButton, QWidget

from interviewcoder.errors import InterviewCoderError
from interviewcoder.privacy import key_file
from interviewcoder.ui.dialogs import parts
from interviewcoder.ui.dialogs.passphrase import hidden_line
from interviewcoder.ui.strength_words import strength_words, suggest_button

if TYPE_CHECKING:
    from interviewcoder.project.file import Project
    from interviewcoder.ui.prompts import Prompts

_WIDTH = 560


class NewKeyDialog(QDialog):
    """Place and passphrase; what speaks against a place is said, and a passphrase that is none is refused."""

    def __init__(self, project: Project, prompts: Prompts, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Make a key"))
        self._project, self._prompts = project, prompts
        self._place = QLineEdit(str(key_file.suggested_path(project)), self)
        self._place.setAccessibleName(self.tr("File of the key"))
        self._choose = QPushButton(self.tr("Choose…"), self)
        self._first = hidden_line(self.tr("Passphrase of the key"), self)
        self._second = hidden_line(self.tr("The same again"), self)
        self._suggest = suggest_button((self._first, self._second), self, then=self._review)
        self._strength, self._why_not, self._warned = parts.hint("", self), parts.hint("", self), parts.hint("", self)
        self._lay_out()
        self._choose.setAutoDefault(False)
        self._choose.clicked.connect(self._choose_place)
        for line in (self._place, self._first, self._second):
            line.textChanged.connect(self._review)
        self._review()
        parts.fit(self, _WIDTH)
        self._first.setFocus()

    def _lay_out(self) -> None:
        place, passphrase = QHBoxLayout(), QHBoxLayout()
        for row, parts_of_row in ((place, (self._place, self._choose)), (passphrase, (self._first, self._suggest))):
            row.setSpacing(8)
            row.addWidget(parts_of_row[0], 1)
            row.addWidget(parts_of_row[1])
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        form.addRow(self.tr("File"), place)
        form.addRow("", self._warned)
        form.addRow(self.tr("Passphrase"), passphrase)
        form.addRow("", self._second)
        form.addRow("", self._strength)
        form.addRow("", self._why_not)
        layout = parts.column(self)
        layout.addWidget(parts.heading(self.tr("The key says whom the pseudonyms stand for."), self))
        told = self.tr(
            "It is an encrypted file of its own, with a passphrase of its own, and belongs in another place than the"
            " project: on a stick that is locked away, for instance. Such a list is kept nowhere else."
        )
        layout.addWidget(parts.hint(told, self))
        layout.addLayout(form)
        box, self._accept = parts.buttons(self, self.tr("Make the key"))
        layout.addWidget(box)
        # Room for what is said while one types, so that nothing jumps.
        for label, lines in ((self._strength, 2), (self._why_not, 2), (self._warned, 3)):
            label.setMinimumHeight(label.fontMetrics().lineSpacing() * lines + 4)
            label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)

    def path(self) -> Path:
        """Where the key is to be."""
        path = Path(os.path.expanduser(self._place.text().strip()))  # noqa: PTH111  # leaves an unknown home as typed
        return path.with_name(path.name + key_file.SUFFIX) if path.name and not path.suffix else path

    def passphrase(self) -> str:
        """What was typed."""
        return self._first.text()

    def _choose_place(self) -> None:
        kinds = self.tr("Key (*{ending})").format(ending=key_file.SUFFIX)
        path = self._prompts.choose_save_file(self.tr("Place of the key"), kinds, self.path())
        if path is not None:
            self._place.setText(str(path))

    def _review(self) -> None:
        self._strength.setText(strength_words(self._first.text(), (self._project.title,)))
        refused = self._refused()
        self._accept.setEnabled(not refused and bool(self._first.text()))
        warned = " ".join(key_file.warnings(self._project, self.path())) if self._place.text().strip() else ""
        self._why_not.setText(refused)
        self._warned.setText(warned or self.tr("Nothing speaks against this place that the program can see."))

    def _refused(self) -> str:
        if not self._place.text().strip():
            return self.tr("Say where the key is to be.")
        try:
            key_file.refuse_other_endings(self.path())
        except InterviewCoderError as error:
            return f"{error.message} {error.hint}"
        if self._first.text() and self._first.text() != self._second.text():
            return self.tr("The two passphrases aren’t the same yet.")
        return ""
