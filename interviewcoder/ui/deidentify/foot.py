"""The foot of the queue: why the current one is suggested, and what can be done with it, each with its key."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from interviewcoder.ui.deidentify.kind_words import found_by_words, kind_name
from interviewcoder.ui.dialogs import parts
from interviewcoder.ui.shortened_label import ShortenedLabel

if TYPE_CHECKING:
    from interviewcoder.ui.deidentify.queue import Item


class Foot(QFrame):
    """Says and offers. `wished` carries what is asked for."""

    wished = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "foot")
        self._why = ShortenedLabel(self)
        self._why.setProperty("role", "hint")
        self.buttons: dict[str, QPushButton] = {}
        row = QHBoxLayout()
        row.setSpacing(6)
        offers = (
            ("replace", self.tr("Replace"), "R"),
            ("everywhere", self.tr("Everywhere"), "A"),
            ("keep", self.tr("Keep as it is"), "K"),
            ("edit", self.tr("Other…"), "E"),
            ("skip", self.tr("Skip"), "S"),
            ("back", self.tr("Take back"), "⌫"),
        )
        for wish, words, key in offers:
            button = QPushButton(f"{words}  {key}", self)
            button.setAccessibleName(words)
            # In the list its keys do the same; by Tab one gets here all the same.
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(partial(self._on_clicked, wish))
            self.buttons[wish] = button
            row.addWidget(button)
        parts.primary(self.buttons["replace"])
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 12, 6)
        column.setSpacing(5)
        column.addWidget(self._why)
        column.addLayout(row)
        self.show_item(None)

    def show_item(self, item: Item | None) -> None:
        """Say of a suggestion why it is one."""
        told = ""
        if item is not None:
            why = (kind_name(item.suggestion.kind), found_by_words(item.suggestion.found_by), item.suggestion.why)
            told = " · ".join(filter(None, why))
        for wish, button in self.buttons.items():
            button.setEnabled(item is not None or wish == "back")
        self._why.show_words(told)

    def _on_clicked(self, wish: str) -> None:
        self.wished.emit(wish)
