"""Above the team report: what is shown of it, what counts as text, and where to write it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QButtonGroup, QComboBox, QFrame, QHBoxLayout, QMenu, QToolButton, QWidget

from interviewcoder.ui import icons
from interviewcoder.ui.team.report.tables import VIEWS
from interviewcoder.ui.wording import tip


class Bar(QFrame):
    """`view_chosen` carries one of `VIEWS`, `export_asked` a kind of file."""

    view_chosen = Signal(str)
    counting_changed = Signal()
    export_asked = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.view = VIEWS[0]
        self.buttons = self._add_views()
        self.counting = QComboBox(self)
        self.counting.addItems([self.tr("All text"), self.tr("Participants’ turns")])
        self.counting.setAccessibleName(self.tr("What counts as text"))
        self.counting.setToolTip(tip(self.tr("Of what shares and words are: all text, or without the interviewer")))
        self.counting.activated.connect(lambda _: self.counting_changed.emit())
        self.export = QToolButton(self)
        self._add_exports()
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 6, 4)
        row.setSpacing(4)
        for button in self.buttons.values():
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.counting)
        row.addSpacing(4)
        row.addWidget(self.export)

    @property
    def participants_only(self) -> bool:
        """Whether the interviewer's turns are left out of shares and words."""
        return self.counting.currentIndex() == 1

    def show_parts(self, shown: bool) -> None:
        """Offer what only makes sense where there is something to be seen, or don't."""
        for part in (*self.buttons.values(), self.counting, self.export):
            part.setVisible(shown)

    def _add_views(self) -> dict[str, QToolButton]:
        names = (self.tr("Coders"), self.tr("Sources"), self.tr("Over time"), self.tr("Codebook"))
        group = QButtonGroup(self)
        found = {}
        for view, name in zip(VIEWS, names, strict=True):
            button = QToolButton(self)
            button.setProperty("role", "quiet")
            button.setText(name)
            button.setCheckable(True)
            button.setChecked(view == self.view)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(partial(self._on_view, view))
            group.addButton(button)
            found[view] = button
        return found

    def _add_exports(self) -> None:
        menu = QMenu(self.export)
        for words, kind in (
            (self.tr("As a &Word document…"), "docx"),
            (self.tr("As a web &page…"), "html"),
            (self.tr("As a &table (CSV), by coder and source…"), "csv"),
        ):
            action = QAction(words, menu)
            action.triggered.connect(partial(self._on_export, kind))
            menu.addAction(action)
        button = self.export
        button.setProperty("role", "quiet")
        button.setAccessibleName(self.tr("Export"))
        button.setText(self.tr("Export"))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setMenu(menu)
        icons.dress(button, "codebook")

    def _on_view(self, view: str, _: bool = True) -> None:
        self.view = view
        self.view_chosen.emit(view)

    def _on_export(self, kind: str, _: bool = True) -> None:
        self.export_asked.emit(kind)
