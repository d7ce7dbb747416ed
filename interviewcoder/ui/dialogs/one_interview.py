"""Several files that look like the parts of one interview: are they?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QLabel, QListWidget, QRadioButton, QWidget

from interviewcoder.ui.dialogs import parts

_ROWS_SHOWN = 8


class OneInterviewDialog(QDialog):
    """Lists the files in their order and asks whether they are one interview."""

    def __init__(self, name: str, paths: Sequence[Path], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Add recordings"))
        self._files = QListWidget(self)
        self._files.setProperty("rows", "airy")
        self._files.setAccessibleName(self.tr("The files in their order"))
        self._files.addItems([path.name for path in paths])
        row = self._files.sizeHintForRow(0)
        self._files.setFixedHeight(min(_ROWS_SHOWN, len(paths)) * row + 2 * self._files.frameWidth() + 4)
        self._one = QRadioButton(self.tr("They are one interview"), self)
        self._several = QRadioButton(self.tr("Each is an interview of its own"), self)
        self._one.setChecked(True)
        self._opus = QCheckBox(self.tr("Store as Opus: far smaller, with a loss that few hear"), self)
        words = self.tr(
            "They are joined in this order. Where they are of one kind the sound is taken over as it is, otherwise "
            "it is stored as FLAC, which loses nothing. Their names and where each begins are kept."
        )
        layout = parts.column(self)
        layout.addWidget(parts.heading(self.tr("Are these the parts of “{name}”?").format(name=name), self))
        layout.addWidget(self._files)
        layout.addWidget(self._one)
        layout.addWidget(_indented(parts.hint(words, self)))
        inner = QHBoxLayout()
        inner.setContentsMargins(24, 0, 0, 0)
        inner.addWidget(self._opus)
        layout.addLayout(inner)
        layout.addWidget(self._several)
        box, _ = parts.buttons(self, self.tr("Add"))
        layout.addWidget(box)
        self._one.toggled.connect(self._opus.setEnabled)
        parts.fit(self, 480)

    def choice(self) -> tuple[bool, bool]:
        """Whether they are one interview, and whether to store it as Opus."""
        return self._one.isChecked(), self._one.isChecked() and self._opus.isChecked()


def _indented(label: QLabel) -> QLabel:
    label.setIndent(24)
    return label
