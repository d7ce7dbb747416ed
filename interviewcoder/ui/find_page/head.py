"""The two lines above the hits: what is looked for and where, and how the hits are shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from interviewcoder.ui import icons
from interviewcoder.ui.find_page.form import FindForm
from interviewcoder.ui.find_page.limits_menu import LimitsButton

if TYPE_CHECKING:
    from interviewcoder.project.file import Project

VIEWS = ("context", "source", "participant", "notes")


class FindHead(QFrame):
    """Form, limits, views, order and what can be done with the hits. `view_chosen` carries one of `VIEWS`."""

    view_chosen = Signal(str)
    order_chosen = Signal(str)
    stop_asked = Signal()

    def __init__(self, project: Project, open_source: Callable[[], int | None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.form = FindForm(self)
        self.limits = LimitsButton(project, open_source, self)
        self.status = QLabel(self)
        self.order = QComboBox(self)
        self.code_all = QToolButton(self)
        self.more = QToolButton(self)
        self.more_menu = QMenu(self)
        self.stop = QToolButton(self)
        self._views: dict[str, QToolButton] = {}
        self._set_up()
        self._lay_out()

    def _set_up(self) -> None:
        group = QButtonGroup(self)
        for name, words in zip(
            VIEWS,
            (self.tr("In context"), self.tr("By source"), self.tr("By participant"), self.tr("Notes")),
            strict=True,
        ):
            button = QToolButton(self)
            button.setProperty("role", "quiet")
            button.setCheckable(True)
            button.setText(words)
            button.clicked.connect(lambda _=False, view=name: self.view_chosen.emit(view))
            group.addButton(button)
            if name == "notes":
                button.setToolTip(self.tr("Memos, journal, codes, participants and names of sources"))
            self._views[name] = button
        self._views["context"].setChecked(True)
        self.status.setProperty("role", "hint")
        self.status.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.status.setTextFormat(Qt.TextFormat.PlainText)
        self.status.setAccessibleName(self.tr("What was found"))
        for words, order in (
            (self.tr("By place"), "place"),
            (self.tr("By word before"), "left"),
            (self.tr("By word after"), "right"),
        ):
            self.order.addItem(words, order)
        self.order.setAccessibleName(self.tr("Order of the hits"))
        self.order.currentIndexChanged.connect(lambda _: self.order_chosen.emit(str(self.order.currentData())))
        self._quiet(self.code_all, "code", self.tr("Code all hits…"))
        self.code_all.setText(self.tr("Code all…"))
        self.code_all.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._quiet(self.more, "more", self.tr("More to do with the hits"))
        self.more.setMenu(self.more_menu)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._quiet(self.stop, "cancel", self.tr("Stop"))
        self.stop.clicked.connect(lambda: self.stop_asked.emit())
        self.stop.hide()

    def _quiet(self, button: QToolButton, drawing: str, words: str) -> None:
        button.setProperty("role", "quiet")
        icons.dress(button, drawing)
        button.setToolTip(words)
        button.setAccessibleName(words)

    def _lay_out(self) -> None:
        upper, lower = QHBoxLayout(), QHBoxLayout()
        upper.setSpacing(6)
        lower.setSpacing(4)
        upper.addWidget(self.form, 1)
        upper.addWidget(self.limits)
        for button in self._views.values():
            lower.addWidget(button)
        lower.addSpacing(10)
        lower.addWidget(self.stop)
        lower.addWidget(self.status, 1)
        for part in (self.order, self.code_all, self.more):
            lower.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 8, 4)
        column.setSpacing(4)
        column.addLayout(upper)
        column.addLayout(lower)

    def show_view(self, name: str) -> None:
        """Mark the view that is shown."""
        self._views[name].setChecked(True)
        self.order.setVisible(name == "context")

    def show_notes_count(self, count: int) -> None:
        """Say how much was found in what researchers wrote."""
        words = self.tr("Notes")
        self._views["notes"].setText(f"{words} ({count})" if count else words)
