"""The line above a transcript: what it is, whose, in which language, who speaks."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QSizePolicy, QToolButton, QWidget

from interviewcoder.ui import icons
from interviewcoder.ui.wording import tip

# Of the bar's width.
_MOST_FOR_NAME, _MOST_FOR_BUTTONS = 0.45, 0.68
# Margins and gaps, in pixels.
_AROUND, _GAP = 38, 12


class SourceHeader(QFrame):
    """A slim bar with the name and what can be said of the source; the button leads to a dialog."""

    speakers_asked = Signal()
    correct_toggled = Signal(bool)
    wording_toggled = Signal(bool)
    focus_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self._name_text = self._facts_text = ""
        self._there = self._reviewing = False
        self._name = QLabel(self)
        self._name.setProperty("role", "name")
        self._name.setTextFormat(Qt.TextFormat.PlainText)
        self._facts = QLabel(self)
        self._facts.setProperty("role", "hint")
        self._facts.setTextFormat(Qt.TextFormat.PlainText)
        self._facts.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._speakers = self._button("speakers", self.tr("Participant and speakers"))
        self._speakers.clicked.connect(lambda: self.speakers_asked.emit())
        self.correct = self._button("rename", self.tr("Correct the transcript by ear (Ctrl+E)"))
        self.correct.setText(self.tr("Correct"))
        self.correct.setCheckable(True)
        self.correct.clicked.connect(self.correct_toggled)
        # Shown as soon as there is something to switch to.
        self.wording = self._button("see", self.tr("Show the de-identified text, or the original (Ctrl+Shift+D)"))
        self.wording.setCheckable(True)
        self.wording.setVisible(False)
        self.wording.clicked.connect(self.wording_toggled)
        self.focus = self._button("filter", self.tr("Look at some codes or people alone (Ctrl+Shift+O)"))
        self.focus.clicked.connect(lambda: self.focus_asked.emit())
        # Filled when it opens.
        self.looks = QMenu(self)
        self._looks = self._button("text_size", self.tr("Size, lines and letters of the transcript"))
        self._looks.setMenu(self.looks)
        self._looks.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 4, 6, 4)
        row.setSpacing(12)
        row.addWidget(self._name)
        row.addWidget(self._facts, 1)
        row.addWidget(self.wording)
        row.addWidget(self.focus)
        row.addWidget(self._looks)
        row.addWidget(self.correct)
        row.addWidget(self._speakers)
        self.show_focus(0, 0, some=False)

    def _button(self, drawing: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("role", "quiet")
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        icons.dress(button, drawing)
        return button

    def show_source(self, name: str, facts: str, speakers: str) -> None:
        """Say what the source is; `speakers` are the words of the button that leads to them."""
        self._name_text = name
        self._name.setToolTip(tip(name))
        self._facts_text = facts
        self._facts.setToolTip(tip(facts))
        self._speakers.setText(speakers)
        self._elide()

    def show_focus(self, shown: int, there: int, *, some: bool) -> None:
        """Say on the button whether all codings are looked at, or how many of them."""
        words = self.tr("{shown} of {there}").format(shown=shown, there=there) if some else self.tr("All codings")
        self.focus.setText(f"{words} ▾")
        self._elide()

    def show_wording(self, *, offered: bool, deidentified: bool) -> None:
        """Say on the button whether the original is shown or the de-identified text; hidden where none is offered."""
        self.wording.setVisible(offered)
        self.wording.setChecked(deidentified)
        self.wording.setText(self.tr("De-identified") if deidentified else self.tr("Original"))
        self._elide()

    def show_text_buttons(self, there: bool) -> None:
        """Offer what can be done with a text, or don't, where there is none."""
        self._there = there
        for button in (self.focus, self._looks):
            button.setVisible(there)
        self.correct.setVisible(there and not self._reviewing)

    def show_reviewing(self, reviewing: bool) -> None:
        """Offer nothing that edits while somebody reviews."""
        self._reviewing = reviewing
        self._speakers.setVisible(not reviewing)
        self.show_text_buttons(self._there)
        self._elide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten a long name instead of growing."""
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        metrics = QFontMetrics(self._name.font())
        buttons = self._widths_of_buttons()
        room = min(round(self.width() * _MOST_FOR_NAME), self.width() - buttons - _AROUND)
        self._name.setText(metrics.elidedText(self._name_text, Qt.TextElideMode.ElideMiddle, max(0, room)))
        rest = self.width() - self._name.sizeHint().width() - buttons - _AROUND
        self._facts.setText(metrics.elidedText(self._facts_text, Qt.TextElideMode.ElideRight, max(0, rest)))

    def _widths_of_buttons(self) -> int:
        """Take the words off the buttons where they would leave no room for the name, and say how much they need."""
        shown = [one for one in self._buttons() if not one.isHidden()]
        for style in (Qt.ToolButtonStyle.ToolButtonTextBesideIcon, Qt.ToolButtonStyle.ToolButtonIconOnly):
            # What is in focus is said in any case.
            for button in (self.correct, self._speakers):
                button.setToolButtonStyle(style)
            needed = sum(button.sizeHint().width() + _GAP for button in shown)
            if needed < self.width() * _MOST_FOR_BUTTONS:
                break
        return needed

    def _buttons(self) -> tuple[QToolButton, ...]:
        return self.wording, self.focus, self._looks, self.correct, self._speakers
