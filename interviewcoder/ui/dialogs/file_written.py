"""Say that a file was written, and lead to it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QWidget

from interviewcoder.ui.dialogs import parts

_WIDTH = 520


class FileWrittenDialog(QDialog):
    """What was written, where it is, and ways to get there. The first line of the message is its heading."""

    def __init__(self, title: str, message: str, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._path = path
        layout = parts.column(self)
        first, _, more = message.partition("\n")
        layout.addWidget(parts.heading(first, self))
        for words in filter(None, (more, str(path))):
            layout.addWidget(parts.hint(words, self))
        layout.addSpacing(4)
        box, _ = parts.buttons(self, self.tr("Done"), cancel=False)
        assert isinstance(box, QDialogButtonBox)
        for text, target in ((self.tr("Open the file"), path), (self.tr("Open folder"), path.parent)):
            button = box.addButton(text, QDialogButtonBox.ButtonRole.ActionRole)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, place=target: self._open(place))
        layout.addWidget(box)
        parts.fit(self, _WIDTH)

    def _open(self, place: Path) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(place)))
        self.accept()
