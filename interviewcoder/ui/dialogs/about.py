"""What the program is, and where a person's data lie."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from interviewcoder import __version__
from interviewcoder.privacy import network_lock
from interviewcoder.settings import folder as settings_folder
from interviewcoder.ui import icons
from interviewcoder.ui.dialogs import parts

_LOGO = 48


class AboutDialog(QDialog):
    """Version, licence, where data lie, and what holds the program off the network."""

    def __init__(self, project_path: Path | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About InterviewCoder"))
        logo = QLabel(self)
        colour = self.palette().color(QPalette.ColorRole.Link)
        logo.setPixmap(icons.drawn("interviewcoder", colour, _LOGO, self.devicePixelRatioF()))
        words = QVBoxLayout()
        words.addWidget(parts.heading(self.tr("InterviewCoder {version}").format(version=__version__), self))
        licence = self.tr("Free software under the GNU General Public License, version 3 or later.")
        words.addWidget(parts.hint(licence, self))
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(logo)
        head.addLayout(words, 1)
        layout = parts.column(self)
        layout.addLayout(head)
        layout.addWidget(parts.heading(self.tr("Where your data lie"), self))
        layout.addLayout(self._places(project_path))
        layout.addWidget(parts.heading(self.tr("Network"), self))
        layout.addWidget(parts.hint(network_lock.state().note, self))
        box, _ = parts.buttons(self, self.tr("Close"), cancel=False)
        layout.addWidget(box)
        parts.fit(self, 560)

    def _places(self, project_path: Path | None) -> QFormLayout:
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        places = [(self.tr("Settings"), str(settings_folder()))]
        if project_path is not None:
            backups = project_path.with_name(f"{project_path.stem}-backups")
            places = [(self.tr("Project"), str(project_path)), (self.tr("Its backups"), str(backups)), *places]
        for name, place in places:
            label = parts.hint(place, self)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            form.addRow(name, label)
        return form
