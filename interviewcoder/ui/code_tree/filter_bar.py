"""The bar above the code tree: what is shown of the codes, how they stand, and a new one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QMenu, QToolButton, QWidget

from interviewcoder.coding.codes import BY_COUNT, BY_NAME
from interviewcoder.ui import icons
from interviewcoder.ui.code_tree.places import Narrowing


class FilterBar(QFrame):
    """A field to type into, what else is asked of a code, bars on or off, and how the tree stands.

    `changed` says that other codes are to be shown, `entered` that the first
    of them is wanted.
    """

    changed = Signal()
    entered = Signal()
    add_asked = Signal()
    bars_asked = Signal(bool)
    sort_asked = Signal(str)
    open_all_asked = Signal()
    close_all_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self._clearing = True
        self._field = QLineEdit(self)
        self._field.setPlaceholderText(self.tr("Filter codes"))
        self._field.setAccessibleName(self.tr("Filter codes"))
        self._field.setClearButtonEnabled(True)
        self._field.textChanged.connect(self._on_asked)
        self._field.returnPressed.connect(self.entered)
        self._also = self._button("filter", self.tr("What else to filter by"))
        self.bars = self._button("bars", self.tr("Bars of use over the sources"))
        self.bars.setCheckable(True)
        self.bars.toggled.connect(self.bars_asked)
        self._more = self._button("more", self.tr("Open, close or sort the codes"))
        add = self.add = self._button("add", self.tr("New code"))
        add.setToolTip(self.tr("New code (Insert); with Shift below the chosen one"))
        add.clicked.connect(self.add_asked)
        self._fill_also()
        self._fill_more()
        self._also.setCheckable(True)
        self._clearing = False
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 6, 4)
        row.setSpacing(2)
        row.addWidget(self._field, 1)
        for button in (self._also, self.bars, self._more, add):
            row.addWidget(button)

    def asked(self) -> Narrowing:
        """What is asked of a code now."""
        status = self._status.checkedAction()
        return Narrowing(
            self._field.text(),
            everywhere=self._everywhere.isChecked(),
            status=str(status.data()) if status is not None else "",
            unused=self._unused.isChecked(),
            mine=self._mine.isChecked(),
        )

    def clear(self) -> None:
        """Ask for nothing any more."""
        self._clearing = True
        self._any.setChecked(True)
        self._unused.setChecked(False)
        self._mine.setChecked(False)
        self._field.clear()
        self._clearing = False
        self._on_asked()

    def _button(self, drawing: str, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("role", "quiet")
        icons.dress(button, drawing)
        button.setToolTip(name)
        button.setAccessibleName(name)
        return button

    def _fill_also(self) -> None:
        menu = QMenu(self._also)
        self._everywhere = self._check(menu, self.tr("Look in definitions, examples and memos too"))
        menu.addSeparator()
        self._status = QActionGroup(menu)
        self._any = self._check(menu, self.tr("Candidates and final codes"), group=self._status)
        self._any.setData("")
        self._check(menu, self.tr("Candidates only"), group=self._status).setData("candidate")
        self._check(menu, self.tr("Final codes only"), group=self._status).setData("final")
        menu.addSeparator()
        self._unused = self._check(menu, self.tr("Unused codes only"))
        self._mine = self._check(menu, self.tr("Codes I have used only"))
        self._any.setChecked(True)
        menu.addSeparator()
        menu.addAction(self.tr("Show all codes")).triggered.connect(self.clear)
        self._also.setMenu(menu)
        self._also.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def _check(self, menu: QMenu, text: str, *, group: QActionGroup | None = None) -> QAction:
        action = menu.addAction(text)
        action.setCheckable(True)
        if group is not None:
            group.addAction(action)
        action.toggled.connect(self._on_asked)
        return action

    def _fill_more(self) -> None:
        menu = QMenu(self._more)
        menu.addAction(self.tr("Open all")).triggered.connect(self.open_all_asked)
        menu.addAction(self.tr("Close all")).triggered.connect(self.close_all_asked)
        menu.addSeparator()
        by_name, by_count = self.tr("Sort by name"), self.tr("Sort by number of codings")
        menu.addAction(by_name).triggered.connect(lambda: self.sort_asked.emit(BY_NAME))
        menu.addAction(by_count).triggered.connect(lambda: self.sort_asked.emit(BY_COUNT))
        hint = menu.addAction(self.tr("By hand: drag the codes, or Alt and the arrows"))
        hint.setEnabled(False)
        self._more.setMenu(menu)
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def _on_asked(self) -> None:
        # Told once of what is cleared together, and not while the menus are made.
        if not self._clearing:
            self._mark()
            self.changed.emit()

    def _mark(self) -> None:
        """Show on the button that it leaves codes out."""
        asked = self.asked()
        self._also.setChecked(bool(asked.status or asked.unused or asked.mine))

    def focus_field(self) -> None:
        """Put the cursor where one types."""
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)
