"""The button by which one chooses whose codings are compared."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QColor
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from interviewcoder.ui import icons
from interviewcoder.ui.coding_view.menu import chip
from interviewcoder.ui.wording import tip

if TYPE_CHECKING:
    from interviewcoder.project.file import CoderView

_LONGEST = 34
_MOST_NAMED = 2


class CoderChoice(QToolButton):
    """Names those who are compared; others can be ticked. `chosen` carries them in the order they are offered in."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setProperty("role", "quiet")
        self.setAccessibleName(self.tr("Who is compared"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        icons.dress(self, "participants")

    def show_people(self, people: Sequence[CoderView], chosen_ids: Collection[int]) -> None:
        """Show who can be compared and who is."""
        menu = QMenu(self)
        for coder in people:
            action = QAction(coder.name.replace("&", "&&"), menu)
            action.setIcon(chip(QColor(coder.colour)))
            action.setCheckable(True)
            action.setChecked(coder.id in chosen_ids)
            action.triggered.connect(partial(self._on_coder, coder.id, tuple(people), frozenset(chosen_ids)))
            menu.addAction(action)
        old = self.menu()
        self.setMenu(menu)
        if old is not None:
            old.deleteLater()
        names = [coder.name for coder in people if coder.id in chosen_ids]
        told = " · ".join(names)
        shown = told if len(names) <= _MOST_NAMED else self.tr("{count} coders").format(count=len(names))
        shown = shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "…"
        self.setText(shown.replace("&", "&&") or self.tr("Choose coders"))
        self.setToolTip(tip(self.tr("Who is compared: {names}").format(names=told)))

    def _on_coder(self, coder_id: int, people: Sequence[CoderView], chosen: frozenset[int], checked: bool) -> None:
        wanted = chosen | {coder_id} if checked else chosen - {coder_id}
        # In the order in which they came: keys 1 and 2 mean the same two people each time.
        self.chosen.emit([coder for coder in people if coder.id in wanted])
