"""A bar above an open project that says how things stand with its file, with the ways on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from interviewcoder.ui import icons
from interviewcoder.ui.dialogs import parts

_ICON = 20


@dataclass(frozen=True, slots=True)
class Way:
    """A button of the bar: its words, what it does, and what it does in a sentence."""

    words: str
    step: Callable[[], object]
    reason: str = ""
    wanted: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """What a bar says: a drawing, a line, a quieter one below it."""

    drawing: str
    words: str
    hint: str = ""


class Bar(QFrame):
    """Hidden until there is something to say."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "banner")
        self.setAccessibleName(name)
        self._drawing = "note"
        self._ways: list[QPushButton] = []
        self._picture = QLabel(self)
        self._words = parts.heading("", self)
        self._hint = parts.hint("", self)
        for label in (self._words, self._hint):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        told = QVBoxLayout()
        told.setSpacing(1)
        told.addWidget(self._words)
        told.addWidget(self._hint)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 7, 10, 7)
        self._row.setSpacing(10)
        self._row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addLayout(told, 1)
        self.hide()

    @property
    def said(self) -> str:
        """What is said now; empty while it is hidden."""
        return "" if self.isHidden() else f"{self._words.text()} {self._hint.text()}".strip()

    @property
    def offered(self) -> list[str]:
        """The words on its buttons."""
        return [each.text().replace("&", "") for each in self._ways]

    def say(self, said: Said, ways: Sequence[Way]) -> None:
        """Say something, in the place of what was said; nothing flickers where it is the same."""
        self._drawing = said.drawing
        self._draw()
        self._words.setText(said.words)
        self._hint.setText(said.hint)
        self._hint.setVisible(bool(said.hint))
        had = any(button.hasFocus() for button in self._ways)
        for button in self._ways:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._ways = [self._button(way) for way in ways]
        self.show()
        if had and self._ways:
            self._ways[0].setFocus()

    def changeEvent(self, event: QEvent) -> None:
        """Draw the picture in the colours of the theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._draw()

    def press(self, words: str) -> None:
        """Press the button with these words."""
        next(each for each in self._ways if each.text().replace("&", "") == words).click()

    def _button(self, way: Way) -> QPushButton:
        button = QPushButton(way.words, self)
        button.setToolTip(way.reason)
        if way.wanted:
            parts.primary(button)
        parts.no_default(button)
        # Queued: what it does may take the bar, and so the button, away.
        button.clicked.connect(lambda: way.step(), Qt.ConnectionType.QueuedConnection)
        self._row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        return button

    def _draw(self) -> None:
        colour = self.palette().color(QPalette.ColorRole.Link)
        self._picture.setPixmap(icons.drawn(self._drawing, colour, _ICON, self.devicePixelRatioF()))
