"""What the program is, where a person's data lie, and which keys there are."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QPalette
from PySide6.QtWidgets import QDialog, QFormLayout, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from interviewcoder import __version__
from interviewcoder.privacy import network_lock
from interviewcoder.settings import folder as settings_folder
from interviewcoder.ui import icons
from interviewcoder.ui.dialogs import parts
from interviewcoder.ui.key_bindings import KeyBindings

_LOGO = 48
_Standard = QKeySequence.StandardKey


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


class ShortcutsDialog(QDialog):
    """The keys, by what a person is doing."""

    def __init__(self, parent: QWidget | None = None, bindings: KeyBindings | None = None) -> None:
        super().__init__(parent)
        self._bindings = bindings or KeyBindings()
        self.setWindowTitle(self.tr("Keys and shortcuts"))
        layout = parts.column(self)
        columns = QHBoxLayout()
        columns.setSpacing(40)
        for groups in (self._coding(), self._rest()):
            column = QVBoxLayout()
            column.setSpacing(8)
            for title, keys in groups:
                column.addWidget(parts.heading(title, self))
                column.addLayout(self._table(keys))
                column.addSpacing(8)
            column.addStretch(1)
            columns.addLayout(column)
        layout.addLayout(columns)
        box, _ = parts.buttons(self, self.tr("Close"), cancel=False)
        layout.addWidget(box)

    def _table(self, keys: list[tuple[str, str]]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(4)
        for row, (key, what) in enumerate(keys):
            shown = QLabel(key, self)
            shown.setMinimumWidth(130)
            grid.addWidget(shown, row, 0)
            told = parts.hint(what, self)
            told.setWordWrap(False)
            grid.addWidget(told, row, 1)
        grid.setColumnStretch(1, 1)
        return grid

    def _coding(self) -> list[tuple[str, list[tuple[str, str]]]]:
        return [
            (
                self.tr("With a passage selected"),
                [
                    (self.tr("Letters or Enter"), self.tr("Type a code’s name, old or new")),
                    ("1 – 9", self.tr("The codes used last")),
                    (_keys("Ctrl+I"), self.tr("Code in vivo")),
                    (self.tr("Del"), self.tr("Remove the coding")),
                    (_keys("Ctrl+M"), self.tr("Exemplar on or off")),
                    (self.tr("Esc"), self.tr("Let go of the passage")),
                    (self.tr("Drag"), self.tr("Passage onto a code, or a code onto a passage")),
                ],
            ),
            (
                self.tr("In the transcript"),
                [
                    (self.tr("Click a word"), self.tr("Hear it")),
                    (_keys("Alt+Down") + "  " + _keys("Alt+Up"), self.tr("Next and previous coding")),
                    (_standard(_Standard.Find), self.tr("Find words")),
                ],
            ),
        ]

    def _rest(self) -> list[tuple[str, list[tuple[str, str]]]]:
        return [
            (
                self.tr("Player"),
                [
                    (self._bindings.words(name), self._bindings.action(name).label)
                    for name in ("play", "back", "forward", "slower", "faster", "loop")
                ],
            ),
            (
                self.tr("Project"),
                [
                    (_standard(_Standard.Undo), self.tr("Undo, as far back as you like")),
                    (_standard(_Standard.Redo), self.tr("Redo")),
                    (_keys("Ctrl+Shift+A"), self.tr("Add recordings or transcripts")),
                    (_keys("Ctrl+T"), self.tr("Transcribe this recording")),
                    (_keys("Ctrl+E"), self.tr("Correct the transcript by ear")),
                    (_keys("Ctrl+B"), self.tr("Back up now")),
                    (_standard(_Standard.ZoomIn) + "  " + _standard(_Standard.ZoomOut), self.tr("Text size")),
                ],
            ),
        ]


def _keys(keys: str) -> str:
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)


def _standard(keys: QKeySequence.StandardKey) -> str:
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
