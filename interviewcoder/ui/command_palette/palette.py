"""A line to type into, and below it all that can be done or gone to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QLabel

from interviewcoder.ui.command_palette.entries import Entry, Offer
from interviewcoder.ui.command_palette.ranking import ranked
from interviewcoder.ui.command_palette.rows import PaletteRowPainter, PaletteRows, spoken
from interviewcoder.ui.menus import MENU_KEY
from interviewcoder.ui.typed_choice import TypedChoice

if TYPE_CHECKING:
    from interviewcoder.ui.main_window import MainWindow

_WIDTH, _MOST_OF_WINDOW = 640, 0.92
_MOST_ROWS_SHOWN = 12
_MOST_RECENT = 12
_RECENT = "palette"
_OWN = MENU_KEY + "palette"


class CommandPalette(TypedChoice):
    """The pop-up of Ctrl+K: the arrows walk the list while the line keeps the letters, Enter does what is chosen.

    What was used last is kept in the settings where it is an entry of a menu;
    names of sources, codes and participants are not: they belong to a project.
    """

    def __init__(self, window: MainWindow) -> None:
        self._rows = PaletteRows()
        super().__init__(self._rows, _MOST_ROWS_SHOWN, window)
        self._window = window
        self._offer: Offer | None = None
        self._recent = [id_ for id_ in window.settings.window.get(_RECENT, "").split() if id_.startswith(MENU_KEY)]
        self._recent_project: object = None
        self._hint = QLabel(self)
        self._set_up()

    def _set_up(self) -> None:
        self.setAccessibleName(self.tr("Command palette"))
        self._line.setAccessibleName(self.tr("What to do or where to go"))
        self._line.setPlaceholderText(self.tr("What to do, or the name of a source, code, participant or page"))
        self._list.setAccessibleName(self.tr("What answers"))
        self.put_together(PaletteRowPainter(self._list), self._hint)
        self._list.selectionModel().currentChanged.connect(self._on_current)
        self._hint.setProperty("role", "hint")
        self._hint.setTextFormat(Qt.TextFormat.PlainText)

    def open(self) -> None:
        """Open over the upper part of the window, with what can be done now."""
        self._forget_other_project()
        self._offer = Offer(self._window)
        self._line.clear()
        self.fill("")
        self.show()
        self._line.setFocus(Qt.FocusReason.PopupFocusReason)

    def entries(self) -> list[Entry]:
        """What answers to what is typed, as it stands in the list."""
        return list(self._rows.entries)

    def _forget_other_project(self) -> None:
        """Numbers of sources and codes mean something else in another project."""
        project = self._window.workspace.project if self._window.workspace is not None else None
        if project is not self._recent_project:
            self._recent_project = project
            self._recent = [id_ for id_ in self._recent if id_.startswith(MENU_KEY)]

    def fill(self, typed: str) -> None:
        """Show what answers, best first."""
        if self._offer is None:
            return
        self._rows.show_entries(ranked(typed, self._offer.commands, self._offer.places, self._recent))
        self._list.setCurrentIndex(self._rows.index(0))
        if not self._rows.entries:
            self._hint.setText(self.tr("Nothing answers to that."))
        self._fit()

    def _fit(self) -> None:
        window = self._window
        shown = min(self._rows.rowCount(), _MOST_ROWS_SHOWN)
        height = max(self._list.sizeHintForRow(0), 1)
        # On a small screen in large letters fewer rows have room.
        shown = min(shown, max(3, (window.height() * 2 // 3) // height))
        self._list.setFixedHeight(shown * height + 4)
        self._list.setVisible(shown > 0)
        self.setFixedWidth(min(_WIDTH, round(window.width() * _MOST_OF_WINDOW)))
        self.adjustSize()
        below = window.menus.mapToGlobal(QPoint(0, window.menus.height() + 8))
        left = window.mapToGlobal(QPoint((window.width() - self.width()) // 2, 0)).x()
        self.move(left, below.y())

    def _on_current(self, current: QModelIndex, _: QModelIndex) -> None:
        if not current.isValid():
            return
        entry = self._rows.entries[current.row()]
        self._hint.setText(entry.why_not or self.tr("Enter does it · Esc closes"))
        # The keyboard stays on the line: this is what a reader of screens says of the list.
        self._line.setAccessibleDescription(spoken(entry))

    def decide(self, *, as_new: bool) -> None:
        """Do what is chosen, if it can be done now."""
        place = self._list.currentIndex().row()
        if not 0 <= place < len(self._rows.entries):
            return
        entry = self._rows.entries[place]
        if entry.why_not:
            return
        self._remember(entry)
        offer, self._offer = self._offer, None
        # Closed first: what is done finds the keyboard back where it was.
        self.close()
        entry.run()
        if offer is not None:
            offer.let_go()

    def _remember(self, entry: Entry) -> None:
        if entry.id != _OWN:
            self._recent = [entry.id, *(id_ for id_ in self._recent if id_ != entry.id)][:_MOST_RECENT]
            of_menus = [id_ for id_ in self._recent if id_.startswith(MENU_KEY)]
            self._window.settings.window[_RECENT] = " ".join(of_menus)

    def hideEvent(self, event: QHideEvent) -> None:
        """Let go of the entries when nothing was chosen."""
        super().hideEvent(event)
        if self._offer is not None:
            self._offer.let_go()
            self._offer = None
