"""Say who has a project open, and offer what can be done meanwhile."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from interviewcoder.ui import icons
from interviewcoder.ui.dialogs import parts

if TYPE_CHECKING:
    from interviewcoder.errors import ProjectLocked

_WIDTH = 560
_ICON = 32


class HeldChoice(Enum):
    """What a person does about a project that somebody else has open."""

    READ = "read"
    AGAIN = "again"
    TAKE_OVER = "take over"


class HeldDialog(QDialog):
    """Who has the project, and a button with its reason for each way on.

    Opening it all the same is offered only where a person can know more than
    the program does: where another machine’s note is all there is.
    """

    def __init__(self, error: ProjectLocked, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("The project is open elsewhere"))
        self.choice: HeldChoice | None = None
        self._ways = QGridLayout()
        self._ways.setHorizontalSpacing(14)
        self._ways.setVerticalSpacing(10)
        self._ways.setColumnStretch(1, 1)
        layout = parts.column(self)
        layout.addLayout(self._head(error))
        layout.addSpacing(6)
        layout.addLayout(self._ways)
        read = self._add(
            HeldChoice.READ,
            self.tr("Open &read-only"),
            self.tr("You see it as it was last saved, without its recordings. Nothing can be changed meanwhile."),
        )
        parts.primary(read).setDefault(True)
        self._add(HeldChoice.AGAIN, self.tr("&Try again"), self.tr("When they have closed it, it opens as usual."))
        if error.may_take_over:
            reason = self.tr(
                "Only if you know that it isn’t open there any more: the machine crashed or was switched off."
                " Where two work in one file, the work of one is lost."
            )
            parts.dangerous(self._add(HeldChoice.TAKE_OVER, self.tr("Open it &all the same"), reason))
        box = QDialogButtonBox(self)
        parts.no_default(box.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole))
        box.rejected.connect(self.reject)
        layout.addSpacing(4)
        layout.addWidget(box)
        read.setFocus()
        parts.fit(self, _WIDTH)

    def _head(self, error: ProjectLocked) -> QHBoxLayout:
        picture = QLabel(self)
        colour = self.palette().color(QPalette.ColorRole.Link)
        picture.setPixmap(icons.drawn("locked", colour, _ICON, self.devicePixelRatioF()))
        picture.setAlignment(Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(6)
        two = self.tr("Two never write to one project at the same time.")
        for label in (parts.heading(error.message, self), parts.hint(two, self)):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            words.addWidget(label)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(picture)
        row.addLayout(words, 1)
        return row

    def _add(self, choice: HeldChoice, words: str, reason: str) -> QPushButton:
        button = QPushButton(words, self)
        parts.no_default(button)
        button.clicked.connect(lambda: self._choose(choice))
        hint = parts.hint(reason, self)
        button.setAccessibleDescription(reason)
        row = self._ways.rowCount()
        self._ways.addWidget(button, row, 0, Qt.AlignmentFlag.AlignTop)
        self._ways.addWidget(hint, row, 1, Qt.AlignmentFlag.AlignVCenter)
        return button

    def _choose(self, choice: HeldChoice) -> None:
        self.choice = choice
        self.accept()
