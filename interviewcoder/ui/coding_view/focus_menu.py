"""The pop-up to choose what is looked at: codes, coders, speakers, exemplars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QMouseEvent, QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from interviewcoder.sources.folding import fold
from interviewcoder.ui.coding_view.focus import Focus
from interviewcoder.ui.coding_view.menu import chip
from interviewcoder.ui.wording import tip

if TYPE_CHECKING:
    from interviewcoder.coding.codes import CodeNode

_WIDTH, _HEIGHT = 360, 460
# Above and below the words of a row, together.
_AIR = 9
_ENTRY = Qt.ItemDataRole.UserRole
_LIST_KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_PRESSES = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)
_Item = Qt.ItemFlag
_INDENT = "    "


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who codes or speaks; `codings` are how many of those in the source are theirs."""

    id: int
    name: str
    codings: int


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be chosen, the codes in the order of the tree.

    `used` are the codings in the source by code, `mine` is the coder at work.
    """

    nodes: Sequence[CodeNode]
    used: dict[int, int]
    coders: Sequence[Person]
    speakers: Sequence[Person]
    mine: int


class FocusMenu(QFrame):
    """A line to type in above a list to tick. What is ticked holds at once; Enter ticks it alone and closes."""

    chosen = Signal(object)  # Focus

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._focus = Focus()
        self._choices: Choices | None = None
        self._line = QLineEdit(self)
        self._list = QTreeWidget(self)
        self._below = QCheckBox(self.tr("With the codes below them"), self)
        self._exemplars = QCheckBox(self.tr("Only exemplars"), self)
        self._mine = QCheckBox(self.tr("Only mine"), self)
        self._all = QPushButton(self.tr("Show all"), self)
        self._filling = False
        # What was ticked when the mouse went down on it.
        self._pressed = Qt.CheckState.Unchecked
        self._set_up()
        self._lay_out()

    def _set_up(self) -> None:
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAccessibleName(self.tr("Focus on codes and people"))
        self._line.setPlaceholderText(self.tr("Code, coder or speaker"))
        self._line.setAccessibleName(self._line.placeholderText())
        self._line.setClearButtonEnabled(True)
        self._line.textChanged.connect(lambda _: self._fill())
        self._line.installEventFilter(self)
        self._list.setAccessibleName(self.tr("Codes and people"))
        self._list.setColumnCount(2)
        self._list.setHeaderHidden(True)
        self._list.setRootIsDecorated(False)
        self._list.setIndentation(0)
        self._list.setIconSize(QSize(12, 12))
        self._list.setUniformRowHeights(True)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.header().setStretchLastSection(False)
        self._list.header().setSectionResizeMode(0, self._list.header().ResizeMode.Stretch)
        self._list.header().setSectionResizeMode(1, self._list.header().ResizeMode.ResizeToContents)
        self._list.itemChanged.connect(self._on_ticked)
        # Of a second click soon after the first the list tells only the end.
        self._list.viewport().installEventFilter(self)
        self._list.itemClicked.connect(self._on_clicked)
        self._list.installEventFilter(self)
        self._below.clicked.connect(lambda on: self._take(replace(self._focus, below=on)))
        self._exemplars.clicked.connect(lambda on: self._take(replace(self._focus, exemplars=on)))
        self._mine.clicked.connect(self._on_mine)
        self._all.clicked.connect(lambda: self._take(Focus(below=self._focus.below)))

    def _lay_out(self) -> None:
        hint = QLabel(self.tr("Space ticks · Enter shows this alone · Esc closes"), self)
        hint.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        small = hint.font()
        small.setPointSizeF(small.pointSizeF() - 1.0)
        hint.setFont(small)
        marks = QHBoxLayout()
        marks.setSpacing(14)
        marks.addWidget(self._exemplars)
        marks.addWidget(self._mine)
        marks.addStretch(1)
        foot = QHBoxLayout()
        foot.addWidget(self._below, 1)
        foot.addWidget(self._all)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 8)
        column.setSpacing(8)
        column.addWidget(self._line)
        column.addLayout(marks)
        column.addWidget(self._list, 1)
        column.addLayout(foot)
        column.addWidget(hint)

    def open_at(self, anchor: QRect, choices: Choices, focus: Focus) -> None:
        """Open below a place on the screen."""
        self._choices, self._focus = choices, focus
        self._line.clear()
        self._fill()
        self._show_ticks()
        screen = QGuiApplication.screenAt(anchor.center()) or QGuiApplication.primaryScreen()
        room = screen.availableGeometry()
        width = max(_WIDTH, self.sizeHint().width())
        self.setFixedSize(width, min(_HEIGHT, room.height() - 20))
        left = max(room.left(), min(anchor.left(), room.right() + 1 - width))
        top = min(anchor.bottom() + 4, room.bottom() + 1 - self.height())
        self.move(QPoint(left, max(room.top(), top)))
        self.show()
        self._line.setFocus(Qt.FocusReason.PopupFocusReason)

    # The list

    def _fill(self) -> None:
        choices = self._choices
        if choices is None:
            return
        self._filling = True
        self._list.clear()
        sought = fold(self._line.text().strip())
        codes = [
            (node.id, _INDENT * (0 if sought else node.depth) + node.name, choices.used.get(node.id, 0), node.colour)
            for node in choices.nodes
            if sought in fold(node.name)
        ]
        people = (
            ("speakers", self.tr("Speakers"), choices.speakers),
            ("coders", self.tr("Coders"), choices.coders),
        )
        groups = [("codes", self.tr("Codes"), codes)]
        for kind, title, persons in people:
            found = [(one.id, one.name, one.codings, "") for one in persons if sought in fold(one.name)]
            # One who codes alone has nobody to be told from.
            groups.append((kind, title, found if len(persons) > 1 else []))
        for kind, title, entries in groups:
            if entries:
                self._add_group(kind, title, entries)
        self._filling = False
        self._choose_first()

    def _add_group(self, kind: str, title: str, entries: Sequence[tuple[int, str, int, str]]) -> None:
        heading = QTreeWidgetItem(self._list, [title])
        heading.setFlags(_Item.NoItemFlags)
        heading.setSizeHint(0, QSize(0, self._list.fontMetrics().height() + _AIR))
        font = self._list.font()
        font.setBold(True)
        heading.setFont(0, font)
        ticked = getattr(self._focus, kind)
        for id_, name, codings, colour in entries:
            item = QTreeWidgetItem(self._list, [name, str(codings)])
            item.setFlags(_Item.ItemIsEnabled | _Item.ItemIsSelectable | _Item.ItemIsUserCheckable)
            item.setCheckState(0, Qt.CheckState.Checked if id_ in ticked else Qt.CheckState.Unchecked)
            item.setData(0, _ENTRY, (kind, id_))
            item.setToolTip(0, tip(name.strip()))
            item.setSizeHint(0, QSize(0, self._list.fontMetrics().height() + _AIR))
            item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            item.setForeground(1, self.palette().placeholderText())
            if colour:
                item.setIcon(0, chip(QColor(colour)))

    def _choose_first(self) -> None:
        for row in range(self._list.topLevelItemCount()):
            item = self._list.topLevelItem(row)
            if item is not None and item.data(0, _ENTRY):
                self._list.setCurrentItem(item)
                return

    def _show_ticks(self) -> None:
        self._below.setChecked(self._focus.below)
        self._exemplars.setChecked(self._focus.exemplars)
        self._mine.setChecked(self._choices is not None and self._focus.coders == {self._choices.mine})
        self._all.setEnabled(bool(self._focus))
        self._filling = True
        for row in range(self._list.topLevelItemCount()):
            item = self._list.topLevelItem(row)
            if item is not None and (entry := item.data(0, _ENTRY)):
                ticked = entry[1] in getattr(self._focus, entry[0])
                item.setCheckState(0, Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        self._filling = False

    # What is chosen

    def _on_ticked(self, item: QTreeWidgetItem, column: int) -> None:
        entry = item.data(0, _ENTRY)
        if self._filling or column != 0 or not entry:
            return
        kind, id_ = entry
        there = getattr(self._focus, kind)
        on = item.checkState(0) == Qt.CheckState.Checked
        self._take(replace(self._focus, **{kind: there | {id_} if on else there - {id_}}))

    def _on_clicked(self, item: QTreeWidgetItem) -> None:
        """Tick by a click anywhere in the row; on the box itself Qt has done it already."""
        if item.checkState(0) == self._pressed:
            self._turn(item)

    def _turn(self, item: QTreeWidgetItem | None) -> None:
        if item is not None and item.data(0, _ENTRY):
            on = item.checkState(0) == Qt.CheckState.Checked
            item.setCheckState(0, Qt.CheckState.Unchecked if on else Qt.CheckState.Checked)

    def _on_mine(self, on: bool) -> None:
        mine = frozenset({self._choices.mine}) if on and self._choices else frozenset[int]()
        self._take(replace(self._focus, coders=mine))

    def _take_alone(self) -> None:
        item = self._list.currentItem()
        if item is not None and (entry := item.data(0, _ENTRY)):
            kind, id_ = entry
            alone: dict[str, frozenset[int]] = {kind: frozenset({id_})}
            self._take(replace(Focus(below=self._focus.below), **alone))  # type: ignore[arg-type]  # a set is meant
            self.hide()

    def _take(self, focus: Focus) -> None:
        self._focus = focus
        self._show_ticks()
        self.chosen.emit(focus)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows move in the list while somebody types, Enter choose and Space tick."""
        if isinstance(event, QMouseEvent) and event.type() in _PRESSES:
            item = self._list.itemAt(event.position().toPoint())
            self._pressed = item.checkState(0) if item is not None else Qt.CheckState.Unchecked
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take_alone()
            return True
        if watched is self._line and key in _LIST_KEYS:
            # The list's own keys: arrows, and Space for the box.
            self._list.setFocus(Qt.FocusReason.OtherFocusReason)
            self._list.keyPressEvent(event)
            return True
        if watched is self._list and event.text().isalnum():
            self._line.setFocus(Qt.FocusReason.OtherFocusReason)
            self._line.insert(event.text())
            return True
        return False
