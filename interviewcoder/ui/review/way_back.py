"""How a review copy goes back to whoever made it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget

from interviewcoder.ui.dialogs import parts

_WIDTH = 520


class WayBackDialog(QDialog):
    """Says what to do, with the file's place to copy; `told` says what was reviewed so far."""

    def __init__(self, path: Path, told: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Send the review back"))
        layout = parts.column(self)
        layout.addWidget(parts.heading(self.tr("All you did is in this one file, saved already"), self))
        if told:
            layout.addWidget(parts.hint(told, self))
        steps = self.tr(
            "1.  Close the copy (Ctrl+W), so that the file is whole.\n"
            "2.  Send or bring the file to whoever gave it to you, on the way it came. It stays encrypted: "
            "its passphrase is the one you opened it with, and isn’t sent along.\n"
            "3.  They bring it in under Team › Merge a project or review copy. Each comment, verdict and proposal is "
            "shown to them before it is taken over."
        )
        label = parts.hint(steps, self)
        label.setProperty("role", "")
        layout.addWidget(label)
        place = QLineEdit(str(path), self)
        place.setReadOnly(True)
        place.setAccessibleName(self.tr("The file"))
        copy = QPushButton(self.tr("Copy"), self)
        copy.setAccessibleName(self.tr("Copy the file’s place"))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(str(path)))
        folder = QPushButton(self.tr("Open folder"), self)
        folder.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent))))
        row = QHBoxLayout()
        row.addWidget(place, 1)
        row.addWidget(copy)
        row.addWidget(folder)
        layout.addLayout(row)
        more = self.tr("You can go on afterwards and send it again: nothing is taken over twice.")
        layout.addWidget(parts.hint(more, self))
        box, _ = parts.buttons(self, self.tr("Done"), cancel=False)
        parts.no_default(copy, folder)
        layout.addWidget(box)
        parts.fit(self, _WIDTH)
