"""Ask for the passphrase of a project, or for its recovery code."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QLineEdit, QPushButton, QWidget

from interviewcoder.errors import NotAllowed
from interviewcoder.ui.dialogs import parts

_CODE_LENGTH = 65


class PassphraseDialog(QDialog):
    """One line, hidden until the person has a recovery code; `refused` is why the last try failed."""

    def __init__(self, project_name: str, refused: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Passphrase"))
        self._line = hidden_line(self.tr("Passphrase"), self)
        self._code = QPushButton(self.tr("I have a recovery code"), self)
        self._code.setCheckable(True)
        self._code.setAutoDefault(False)
        self._said = parts.hint(refused or self.tr("Its passphrase opens it, or the code of its recovery sheet."), self)
        layout = parts.column(self)
        layout.addWidget(parts.heading(self.tr("“{name}” is encrypted.").format(name=project_name), self))
        layout.addWidget(self._said)
        layout.addWidget(self._line)
        layout.addWidget(self._code, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addSpacing(4)
        box, self._accept = parts.buttons(self, self.tr("Open"))
        layout.addWidget(box)
        self._line.textChanged.connect(self._review)
        self._code.toggled.connect(self._on_code)
        # Room for a slip in the code, so that typing doesn't squeeze the dialog.
        self._said.setMinimumHeight(self._said.fontMetrics().lineSpacing() * 2 + 6)
        self._review()
        self._line.setFocus()
        parts.fit(self, 420)

    def passphrase(self) -> str:
        """What was typed, passphrase or code; the line is emptied, so it is asked once."""
        typed = self._line.text()
        wipe_lines(self)
        return typed

    def reject(self) -> None:
        """Leave nothing typed behind."""
        wipe_lines(self)
        super().reject()

    def _on_code(self, code: bool) -> None:
        """Show what is typed: a code is copied from paper, group by group."""
        self._line.clear()
        name = self.tr("Recovery code") if code else self.tr("Passphrase")
        self._line.setPlaceholderText(name)
        self._line.setAccessibleName(name)
        self._code.setText(self.tr("I have the passphrase") if code else self.tr("I have a recovery code"))
        for action in self._line.actions():
            action.setChecked(code)
        self._said.setText(
            self.tr("13 groups of five letters and digits stand on its recovery sheet.")
            if code
            else self.tr("Its passphrase opens it, or the code of its recovery sheet.")
        )
        parts.fit(self, 720 if code else 420)
        self._line.setFocus()

    def _review(self) -> None:
        typed = self._line.text()
        if not self._code.isChecked():
            self._accept.setEnabled(bool(typed))
            return
        problem = _slip_in(typed)
        self._accept.setEnabled(not problem)
        # Halfway through it is not wrong, only not finished.
        whole = sum(letter.isalnum() for letter in typed) >= _CODE_LENGTH
        said = self.tr("13 groups of five letters and digits stand on its recovery sheet.")
        self._said.setText(problem if whole and problem else said)


def _slip_in(code: str) -> str:
    from interviewcoder.project import recovery

    try:
        recovery.key_from(code, b"").wipe()
    except NotAllowed as error:
        return f"{error.message} {error.hint}"
    return ""


def wipe_lines(dialog: QWidget) -> None:
    """Empty a dialog's hidden lines, with what could be undone in them."""
    for line in dialog.findChildren(QLineEdit):
        line.clear()
        # Qt keeps what was typed to undo it until the line gets another text.
        line.setText(" ")
        line.setText("")


def hidden_line(name: str, dialog: QWidget) -> QLineEdit:
    """A line whose letters are hidden until the person asks to see them."""
    from interviewcoder.ui import icons

    line = QLineEdit(dialog)
    line.setEchoMode(QLineEdit.EchoMode.Password)
    line.setAccessibleName(name)
    line.setPlaceholderText(name)
    see = QAction(dialog.tr("Show the letters"), line)
    see.setCheckable(True)
    icons.dress(see, "see")
    see.toggled.connect(
        lambda shown: line.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
    )
    line.addAction(see, QLineEdit.ActionPosition.TrailingPosition)
    return line
