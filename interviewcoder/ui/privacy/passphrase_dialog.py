"""Ask for another passphrase of the open project, for its first one, or for having none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QFormLayout, QHBoxLayout, QWidget

from interviewcoder.ui.dialogs import parts
from interviewcoder.ui.dialogs.passphrase import hidden_line, wipe_lines
from interviewcoder.ui.strength_words import strength_words, suggest_button


@dataclass(frozen=True, slots=True)
class EncryptionChoice:
    """What a person chose; `new` is None where the project is to be readable by anybody."""

    old: str | None
    new: str | None
    remove_backups: bool

    def __repr__(self) -> str:
        return "EncryptionChoice(…)"


class ChangePassphraseDialog(QDialog):
    """One page. `fits` tells whether the passphrase of today was given; `known` is what anybody knows of the study."""

    def __init__(
        self,
        title: str,
        *,
        encrypted: bool,
        fits: Callable[[str], bool],
        known: Sequence[str],
        backups: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Change passphrase") if encrypted else self.tr("Encrypt the project"))
        self._fits, self._known, self._encrypted = fits, tuple(known), encrypted
        self._old = hidden_line(self.tr("Passphrase of today"), self)
        self._first = hidden_line(self.tr("New passphrase"), self)
        self._second = hidden_line(self.tr("The same again"), self)
        self._strength, self._problem = parts.hint("", self), parts.hint("", self)
        self._without = QCheckBox(self.tr("Take the encryption away"), self)
        self._remove = QCheckBox(self.tr("Remove the backups instead of writing them anew"), self)
        self._suggest = suggest_button((self._first, self._second), self, then=self._review)
        self._old.setVisible(encrypted)
        self._without.setVisible(encrypted)
        self._remove.setVisible(backups > 0)
        self._lay_out(title)
        for line in (self._old, self._first, self._second):
            line.textChanged.connect(self._review)
        self._without.toggled.connect(self._review)
        self._review()
        (self._old if encrypted else self._first).setFocus()
        parts.fit(self, 540)

    def choice(self) -> EncryptionChoice:
        """What was chosen; the lines are emptied, so it is asked once."""
        old = self._old.text() if self._encrypted else None
        new = None if self._without.isChecked() else self._first.text()
        wipe_lines(self)
        return EncryptionChoice(old, new, self._remove.isChecked())

    def _lay_out(self, title: str) -> None:
        layout = parts.column(self)
        layout.addWidget(parts.heading(self._heading(title), self))
        layout.addWidget(parts.hint(self._what_happens(), self))
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        if self._encrypted:
            form.addRow(self.tr("Today’s"), self._old)
        new = QHBoxLayout()
        new.setSpacing(8)
        new.addWidget(self._first, 1)
        new.addWidget(self._suggest)
        form.addRow(self.tr("New"), new)
        form.addRow("", self._second)
        form.addRow("", self._strength)
        if self._encrypted:
            form.addRow("", self._without)
        form.addRow("", self._remove)
        form.addRow("", self._problem)
        layout.addLayout(form)
        box, self._accept = parts.buttons(self, self.tr("Change") if self._encrypted else self.tr("Encrypt"))
        layout.addWidget(box)
        # Room for the longest sentence, so that typing doesn't make the dialog jump.
        for label in (self._strength, self._problem):
            label.setMinimumHeight(label.fontMetrics().lineSpacing() * 2 + 6)
            label.setAlignment(Qt.AlignmentFlag.AlignTop)

    def _heading(self, title: str) -> str:
        if self._encrypted:
            return self.tr("Another passphrase for “{title}”").format(title=title)
        return self.tr("A passphrase for “{title}”").format(title=title)

    def _what_happens(self) -> str:
        if self._encrypted:
            return self.tr(
                "The project is closed, written anew with a fresh key, its backups likewise, and opened again. A"
                " recovery sheet made before opens nothing of it any more."
            )
        return self.tr(
            "The project is closed, written anew encrypted, its backups likewise, and opened again. Copies that you"
            " made elsewhere stay readable."
        )

    def _review(self) -> None:
        without = self._without.isChecked()
        for part in (self._first, self._second, self._suggest):
            part.setEnabled(not without)
        words = self.tr("Anybody who gets hold of the file can read and hear everything in it.")
        self._strength.setText(words if without else strength_words(self._first.text(), self._known))
        second, first = self._second.text(), self._first.text()
        differ = not without and bool(second) and not first.startswith(second)
        self._problem.setText(self.tr("The two passphrases differ.") if differ else "")
        old_there = bool(self._old.text()) or not self._encrypted
        self._accept.setEnabled(old_there and (without or (bool(first.strip()) and first == second)))

    def accept(self) -> None:
        """Go on where the passphrase of today is the right one."""
        if self._encrypted and not self._fits(self._old.text()):
            self._problem.setText(
                self.tr("Today’s passphrase isn’t right. Check capitals and the keyboard’s language.")
            )
            self._old.selectAll()
            self._old.setFocus()
            return
        super().accept()

    def reject(self) -> None:
        """Leave nothing typed behind."""
        wipe_lines(self)
        super().reject()
