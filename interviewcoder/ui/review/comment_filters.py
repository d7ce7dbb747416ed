"""Above the list of comments: which of them are shown, and the button of new ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QMenu, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from interviewcoder.project import coders
from interviewcoder.sources import catalogue
from interviewcoder.ui import icons

if TYPE_CHECKING:
    from interviewcoder.project.file import Project

OPEN, MINE, QUERIED, RESOLVED, ALL = "open", "mine", "queried", "resolved", "all"


class CommentFilters(QFrame):
    """By what stands of a thread, by whom, and in which source. `changed` says that another choice was made."""

    changed = Signal()

    def __init__(self, fill_menu: Callable[[QMenu], None], parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.states, self.people, self.places = QComboBox(self), QComboBox(self), QComboBox(self)
        self.new = QToolButton(self)
        menu = QMenu(self)
        menu.aboutToShow.connect(lambda: fill_menu(menu))
        self.new.setMenu(menu)
        self._name_parts()
        self._lay_out()
        for box in (self.states, self.people, self.places):
            box.currentIndexChanged.connect(lambda _: self.changed.emit())

    @property
    def state(self) -> str:
        """How what is shown stands: one of `OPEN`, `MINE`, `QUERIED`, `RESOLVED`, `ALL`."""
        return str(self.states.currentData())

    @property
    def coder_id(self) -> int | None:
        """Whose are shown; None for anybody's."""
        chosen = self.people.currentData()
        return chosen if isinstance(chosen, int) else None

    @property
    def source_id(self) -> int | None:
        """Of which source they are; None for all."""
        chosen = self.places.currentData()
        return chosen if isinstance(chosen, int) else None

    def show_state(self, state: str) -> None:
        """Choose how those stand that are shown."""
        self.states.setCurrentIndex(self.states.findData(state))

    def fill(self, project: Project) -> None:
        """Offer the coders and sources there are; what is chosen stays."""
        people = [(coder.name, coder.id) for coder in coders.listing(project)]
        sources = [(source.name, source.id) for source in catalogue.listing(project)]
        for box, first, entries in (
            (self.people, self.tr("By anybody"), people),
            (self.places, self.tr("In all sources"), sources),
        ):
            wanted = [(first, None), *entries]
            if [(box.itemText(n), box.itemData(n)) for n in range(box.count())] != wanted:
                chosen, blocked = box.currentData(), box.blockSignals(True)
                box.clear()
                for words, id_ in wanted:
                    box.addItem(words, id_)
                box.setCurrentIndex(max(0, box.findData(chosen)) if chosen is not None else 0)
                box.blockSignals(blocked)
        self.people.setVisible(len(people) > 1)
        self.places.setVisible(len(sources) > 1)

    def are_set(self) -> bool:
        """Whether some comments may be left out."""
        return self.state != ALL or self._are_narrowed()

    def clear(self) -> None:
        """Leave nothing out."""
        blocked = self.blockSignals(True)
        self.show_state(ALL)
        self.people.setCurrentIndex(0)
        self.places.setCurrentIndex(0)
        self.blockSignals(blocked)
        self.changed.emit()

    def why_nothing(self) -> str:
        """What to say where nothing is left."""
        words = {
            OPEN: self.tr("Nothing is open: all comments are resolved."),
            MINE: self.tr("Nothing is waiting for you."),
            QUERIED: self.tr("No coding is queried."),
            RESOLVED: self.tr("Nothing is resolved yet."),
        }
        other = self.tr("No comment answers to this.")
        return other if self._are_narrowed() else words.get(self.state, other)

    def _are_narrowed(self) -> bool:
        return self.people.currentIndex() > 0 or self.places.currentIndex() > 0

    def _name_parts(self) -> None:
        for words, state in (
            (self.tr("Open"), OPEN),
            (self.tr("My tasks"), MINE),
            (self.tr("Queried codings"), QUERIED),
            (self.tr("Resolved"), RESOLVED),
            (self.tr("All comments"), ALL),
        ):
            self.states.addItem(words, state)
        for box, name in (
            (self.states, self.tr("Which comments are shown")),
            (self.people, self.tr("Whose comments are shown")),
            (self.places, self.tr("In which source")),
        ):
            box.setAccessibleName(name)
            box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.new.setProperty("role", "quiet")
        self.new.setText(self.tr("Comment"))
        self.new.setToolTip(self.tr("New comment on what is chosen (Ctrl+Shift+C)"))
        self.new.setAccessibleName(self.tr("New comment"))
        self.new.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.new.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        icons.dress(self.new, "add")

    def _lay_out(self) -> None:
        upper, lower = QHBoxLayout(), QHBoxLayout()
        upper.addWidget(self.states, 1)
        upper.addWidget(self.new)
        lower.addWidget(self.people, 1)
        lower.addWidget(self.places, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 8, 6)
        column.setSpacing(6)
        column.addLayout(upper)
        column.addLayout(lower)
