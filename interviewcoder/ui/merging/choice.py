"""Which side of a conflict holds: asked above the words of the item, in words that say what happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLabel, QRadioButton, QVBoxLayout, QWidget

from interviewcoder.ui import icons
from interviewcoder.ui.dialogs import parts
from interviewcoder.ui.merging import words
from interviewcoder.ui.merging.tree_view import warm

if TYPE_CHECKING:
    from interviewcoder.review.merge_items import MergeItem

_ICON = 20
_INSET = 14


class ConflictChoice(QFrame):
    """Shows why both sides can't hold, and two answers. `chosen` is True for theirs."""

    chosen = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.ours, self.theirs = QRadioButton(self), QRadioButton(self)
        self._sign = QLabel(self)
        self._why = parts.heading("", self)
        group = QButtonGroup(self)
        answers = QVBoxLayout()
        answers.setSpacing(4)
        answers.addWidget(self._why)
        for button, take in ((self.ours, False), (self.theirs, True)):
            group.addButton(button)
            answers.addWidget(button)
            button.clicked.connect(lambda _=False, theirs=take: self.chosen.emit(theirs))
        row = QHBoxLayout(self)
        row.setContentsMargins(_INSET, 10, _INSET, 12)
        row.setSpacing(10)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(answers, 1)

    def ask(self, item: MergeItem, *, theirs: bool) -> None:
        """Ask about an item; `theirs` says which side holds as it is."""
        self._sign.setPixmap(icons.drawn("warning", warm(self.palette()), _ICON, self.devicePixelRatioF()))
        self._why.setText(item.conflict)
        for button, text, key in zip((self.ours, self.theirs), words.choices_of(item), ("O", "T"), strict=True):
            # The words may be a person's: an ampersand among them is no letter to press.
            button.setText(self.tr("{choice}   ({key})").format(choice=text.replace("&", "&&"), key=key))
            button.setAccessibleName(text)
        (self.theirs if theirs else self.ours).setChecked(True)
