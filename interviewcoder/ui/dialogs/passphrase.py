"""Ask for the passphrase of a project."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from interviewcoder.ui.dialogs import parts


class PassphraseDialog(QDialog):
    """One hidden line; `refused` is why the last try failed."""

    def __init__(self, project_name: str, refused: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Passphrase"))
        self._line = hidden_line(self.tr("Passphrase"), self)
        layout = parts.column(self)
        layout.addWidget(parts.heading(self.tr("“{name}” is encrypted.").format(name=project_name), self))
        layout.addWidget(
            parts.hint(refused or self.tr("Its passphrase opens it; nobody can recover a lost one."), self)
        )
        layout.addWidget(self._line)
        layout.addSpacing(4)
        box, self._accept = parts.buttons(self, self.tr("Open"))
        self._accept.setEnabled(False)
        self._line.textChanged.connect(lambda text: self._accept.setEnabled(bool(text)))
        layout.addWidget(box)
        self._line.setFocus()
        parts.fit(self, 420)

    def passphrase(self) -> str:
        """What was typed."""
        return self._line.text()


def hidden_line(name: str, dialog: QDialog) -> QLineEdit:
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
