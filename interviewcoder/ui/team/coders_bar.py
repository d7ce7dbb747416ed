"""The line above a transcript that says whose codings are shown, and what holds of blind coding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from interviewcoder.ui import icons
from interviewcoder.ui.coding_view.menu import chip
from interviewcoder.ui.shortened_label import ShortenedLabel
from interviewcoder.ui.wording import tip

# What is left for the words about blind coding, in pixels.
_ROOM_FOR_WORDS = 110
# In pixels, for a name.
_WIDEST_NAME = 130
_CHIP = 12


@dataclass(frozen=True, slots=True)
class ShownCoder:
    """A coder on the line: how many codings of theirs are in the source, and whether they are shown."""

    id: int
    name: str
    colour: str
    codings: int
    shown: bool
    mine: bool


class CodersBar(QFrame):
    """A box to tick for each coder. With Ctrl, a click shows that coder alone.

    `turned` tells a coder to be shown or hidden, `alone_asked` one to be shown
    alone, `more_asked` that somebody wants all of them.
    """

    turned = Signal(int)
    alone_asked = Signal(int)
    more_asked = Signal()
    finish_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.setAccessibleName(self.tr("Coders"))
        # It takes what room there is: many coders don't widen the window.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.chips: list[QToolButton] = []
        self._title = QLabel(self.tr("Codings of"), self)
        self._title.setProperty("role", "hint")
        self._more = self._quiet()
        self._more.setAccessibleName(self.tr("More coders"))
        self._more.clicked.connect(lambda: self.more_asked.emit())
        self._eye = QLabel(self)
        self.blind_words = ShortenedLabel(self)
        self.blind_words.setProperty("role", "hint")
        self.finish = QPushButton(self.tr("I have finished"), self)
        self.finish.setToolTip(self.tr("Say that you have finished coding this source"))
        self.finish.clicked.connect(lambda: self.finish_asked.emit())
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(14, 3, 6, 3)
        self._row.setSpacing(6)
        self._row.addWidget(self._title)
        self._row.addWidget(self._more)
        self._row.addSpacing(4)
        self._row.addWidget(self._eye)
        self._row.addWidget(self.blind_words, 1)
        self._row.addWidget(self.finish)
        self.hide()

    def show_coders(self, coders: Sequence[ShownCoder]) -> None:
        """Show who has codings in the source; the one at work first."""
        for old in self.chips:
            self._row.removeWidget(old)
            old.deleteLater()
        self.chips = [self._chip(coder) for coder in coders]
        for place, button in enumerate(self.chips, 1):
            self._row.insertWidget(place, button)
        self._fit()

    def show_blind(self, words: str, whole: str, *, may_finish: bool) -> None:
        """Say what holds of blind coding, and by a tip the whole of it; empty where nothing does."""
        self.blind_words.show_words(words)
        for part in (self.blind_words, self._eye):
            part.setToolTip(tip(whole))
        self._eye.setVisible(bool(words))
        if words:
            side = self.fontMetrics().height()
            self._eye.setPixmap(icons.icon("hidden").pixmap(QSize(side, side)))
        self.finish.setVisible(may_finish)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let as many coders stand on the line as it has room for."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Show the coders that there is room for; the others are counted, and are in the pop-up of the focus."""
        gap = self._row.spacing()
        margins = self._row.contentsMargins()
        room = self.width() - margins.left() - margins.right() - self._title.sizeHint().width() - gap
        if self.blind_words.told:
            room -= _ROOM_FOR_WORDS
        if not self.finish.isHidden():
            room -= self.finish.sizeHint().width() + gap
        needed = [chip.sizeHint().width() + gap for chip in self.chips]
        self._more.setText(self.tr("{count} more…").format(count=len(self.chips)))
        if sum(needed) > room:
            room -= self._more.sizeHint().width() + gap
        fitting = 0
        for button, width in zip(self.chips, needed, strict=True):
            room -= width
            button.setVisible(room >= 0 or not fitting)
            fitting += room >= 0 or not fitting
        self._more.setText(self.tr("{count} more…").format(count=len(self.chips) - fitting))
        self._more.setVisible(fitting < len(self.chips))

    def _chip(self, coder: ShownCoder) -> QToolButton:
        button = self._quiet()
        button.setCheckable(True)
        button.setChecked(coder.shown)
        button.setIcon(chip(QColor(coder.colour)))
        button.setIconSize(QSize(_CHIP, _CHIP))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        name = self.tr("{name} (you)").format(name=coder.name) if coder.mine else coder.name
        short = button.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, _WIDEST_NAME)
        # An ampersand in a button underlines the next letter.
        button.setText(f"{short} {coder.codings:,}".replace("&", "&&"))
        words = (
            self.tr("Codings of {name}: click to hide") if coder.shown else self.tr("Codings of {name}: click to show")
        )
        button.setToolTip(tip(words.format(name=coder.name)) + "\n" + self.tr("Ctrl+click: these alone"))
        button.setAccessibleName(self.tr("Codings of {name}").format(name=coder.name))
        button.clicked.connect(lambda _=False, id_=coder.id: self._on_clicked(id_))
        return button

    def _on_clicked(self, coder_id: int) -> None:
        alone = bool(QApplication.keyboardModifiers() & Qt.KeyboardModifier.ControlModifier)
        (self.alone_asked if alone else self.turned).emit(coder_id)

    def _quiet(self) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("role", "quiet")
        return button
