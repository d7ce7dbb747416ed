"""Short messages: an error with what to do next, a question, a note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from interviewcoder.ui import icons
from interviewcoder.ui.dialogs import parts

if TYPE_CHECKING:
    from interviewcoder.errors import InterviewCoderError

_WIDTH = 460
_ICON = 32


class Message(QDialog):
    """A sentence, a quieter one below it, and one or two buttons."""

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        message: str,
        hint: str,
        *,
        drawing: str,
        yes: str,
        cancel: bool,
        dangerous: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.message, self.hint = message, hint
        picture = QLabel(self)
        colour = self.palette().color(QPalette.ColorRole.Link)
        picture.setPixmap(icons.drawn(drawing, colour, _ICON, self.devicePixelRatioF()))
        picture.setAlignment(Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(8)
        for label in [parts.heading(message, self)] + ([parts.hint(hint, self)] if hint else []):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            words.addWidget(label)
        words.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(picture)
        row.addLayout(words, 1)
        layout = parts.column(self)
        layout.addLayout(row)
        layout.addSpacing(8)
        box, accept = parts.buttons(self, yes, dangerous=dangerous, cancel=cancel)
        layout.addWidget(box)
        if not dangerous:
            accept.setFocus()
        parts.fit(self, _WIDTH)


def error_message(parent: QWidget | None, error: InterviewCoderError) -> QDialog:
    """Say what happened and what to do next."""
    title = QCoreApplication.translate("Message", "That didn’t work")
    close = QCoreApplication.translate("Message", "OK")
    return Message(parent, title, error.message, error.hint, drawing="note", yes=close, cancel=False)


def note(parent: QWidget | None, title: str, message: str) -> QDialog:
    """Say something that needs no answer."""
    close = QCoreApplication.translate("Message", "OK")
    return Message(parent, title, title, message, drawing="note", yes=close, cancel=False)


def confirmation(parent: QWidget | None, title: str, message: str, *, yes: str, dangerous: bool) -> QDialog:
    """Ask whether to go on; the title is the question."""
    return Message(parent, title, title, message, drawing="question", yes=yes, cancel=True, dangerous=dangerous)
