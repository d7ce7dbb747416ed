"""What is to be seen while the window is locked: nothing of the study."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from interviewcoder.ui import icons
from interviewcoder.ui.dialogs import parts
from interviewcoder.ui.dialogs.passphrase import hidden_line, wipe_lines

_WIDTH = 420
_ICON = 48
# Minutes without a hand on keys or mouse; 0 is never.
_CHOICES = (5, 15, 30, 60, 0)


@dataclass(frozen=True, slots=True)
class LockState:
    """How a locked project is kept. `open_because` says in words why it is still open; empty where it is closed."""

    encrypted: bool
    open_because: str = ""


class LockPage(QFrame):
    """A calm page with one line. `unlock_asked` carries what was typed, `minutes_chosen` when to lock by itself."""

    unlock_asked = Signal(str)
    minutes_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "sheet")
        self._icon = QLabel(self)
        self._icon.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._title = QLabel(self.tr("Locked"), self)
        self._title.setProperty("role", "title")
        self._title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._how = parts.hint("", self)
        self._refused = parts.hint("", self)
        self.line = hidden_line(self.tr("Passphrase"), self)
        self.button = parts.primary(QPushButton(self.tr("Unlock"), self))
        self.button.setProperty("size", "large")
        self._minutes = QComboBox(self)
        self._minutes.setAccessibleName(self.tr("When the window locks itself"))
        for minutes in _CHOICES:
            words = self.tr("after {number} minutes").format(number=minutes) if minutes else self.tr("never")
            self._minutes.addItem(words, minutes)
        self._lay_out()
        self.line.returnPressed.connect(self._ask)
        self.button.clicked.connect(self._ask)
        self._minutes.activated.connect(lambda: self.minutes_chosen.emit(int(self._minutes.currentData())))

    def _lay_out(self) -> None:
        for part in (self._how, self._refused, self.line):
            part.setFixedWidth(_WIDTH)
        for label, lines in ((self._how, 3), (self._refused, 2)):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
            # A label that is aligned gets the room of one line, whatever its words need.
            label.setMinimumHeight(label.fontMetrics().lineSpacing() * lines + 4)
        when = parts.hint(self.tr("Locks itself without a hand on keys or mouse"), self)
        when.setWordWrap(False)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(when)
        foot.addWidget(self._minutes)
        foot.addStretch(1)
        centre = Qt.AlignmentFlag.AlignHCenter
        column = QVBoxLayout(self)
        column.setContentsMargins(parts.MARGIN, parts.MARGIN, parts.MARGIN, parts.MARGIN)
        column.setSpacing(parts.GAP)
        column.addStretch(2)
        column.addWidget(self._icon)
        column.addWidget(self._title)
        column.addWidget(self._how, 0, centre)
        column.addWidget(self.line, 0, centre)
        column.addWidget(self.button, 0, centre)
        column.addWidget(self._refused, 0, centre)
        column.addStretch(3)
        column.addLayout(foot)

    def show_state(self, state: LockState, minutes: int) -> None:
        """Say how the project is kept meanwhile."""
        colour = self.palette().color(QPalette.ColorRole.Link)
        self._icon.setPixmap(icons.drawn("locked", colour, _ICON, self.devicePixelRatioF()))
        self.line.setVisible(state.encrypted)
        self._how.setText(self._words(state))
        self._refused.setText("")
        at = self._minutes.findData(minutes)
        if at < 0:
            # Somebody wrote a number of their own into the settings.
            self._minutes.insertItem(0, self.tr("after {number} minutes").format(number=minutes), minutes)
            at = 0
        self._minutes.setCurrentIndex(at)
        (self.line if state.encrypted else self.button).setFocus()

    def show_refused(self, words: str) -> None:
        """Say why it stays locked."""
        self._refused.setText(words)
        self.line.setFocus()

    def _words(self, state: LockState) -> str:
        if not state.encrypted:
            return self.tr(
                "This hides the project but doesn’t protect it: it isn’t encrypted, and anybody can go on here or open"
                " the file. Privacy › Change passphrase… gives it a passphrase."
            )
        if state.open_because:
            return self.tr("{why} The project stays open for that, out of sight.").format(why=state.open_because)
        return self.tr("The project is saved and closed, and its key is wiped. Its passphrase brings it back.")

    def _ask(self) -> None:
        typed = self.line.text()
        wipe_lines(self)
        self.unlock_asked.emit(typed)
