"""Chips: a condition each, with its words, a menu to change it, and a way to take it away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from interviewcoder.analysis.expressions import UNITS, Distance, Unit
from interviewcoder.ui import icons
from interviewcoder.ui.code_tree.colour_menu import swatch
from interviewcoder.ui.passages_page.conditions import (
    OPERATORS,
    Condition,
    Operator,
    distance_words,
    operator_name,
    operator_words,
    with_operator,
)
from interviewcoder.ui.wording import tip

_LONGEST_PX = 260
_WORDS = (0, 5, 10, 20, 50, 100)
_TURNS = (0, 1, 2, 5)
_PARAGRAPHS = (0, 1, 2)
# Asks for a number; None where the person changed their mind.
AskCount = Callable[[str, str, int], int | None]


class Chip(QFrame):
    """Words with a cross behind them. Delete and Backspace take it away, too. `removed` tells."""

    removed = Signal()

    def __init__(self, words: str, colour: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "chip")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(words)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(7, 1, 2, 1)
        self.row.setSpacing(4)
        if colour:
            picture = QLabel(self)
            picture.setPixmap(QIcon(swatch(colour, self.palette())).pixmap(14, 14))
            self.row.addWidget(picture)
        label = QLabel(self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setText(label.fontMetrics().elidedText(words, Qt.TextElideMode.ElideMiddle, _LONGEST_PX))
        label.setToolTip(tip(words))
        self.row.addWidget(label)
        cross = QToolButton(self)
        cross.setProperty("role", "quiet")
        cross.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        cross.setToolTip(self.tr("Take away (Delete)"))
        cross.setAccessibleName(self.tr("Take away “{words}”").format(words=words))
        cross.setIconSize(cross.iconSize() * 0.7)
        icons.dress(cross, "cancel")
        cross.clicked.connect(lambda: self.removed.emit())
        self.row.addWidget(cross)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go away at Delete and Backspace."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
            return
        super().keyPressEvent(event)


class ConditionChip(Chip):
    """A code with how it is joined to what stands before it. `changed` carries the other `Condition`."""

    changed = Signal(object)

    def __init__(
        self, condition: Condition, name: str, colour: str, *, first: bool, ask: AskCount, parent: QWidget | None = None
    ) -> None:
        super().__init__(name, colour, parent)
        self._condition, self._ask = condition, ask
        self.operator = QToolButton(self)
        self.operator.setProperty("role", "quiet")
        self.operator.setText(operator_words(condition))
        self.operator.setToolTip(self.tr("How it is joined to what stands before it"))
        self.operator.setAccessibleName(self.tr("Joined by: {words}").format(words=operator_words(condition)))
        self.operator.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.operator.setMenu(QMenu(self.operator))
        self.operator.menu().aboutToShow.connect(self._fill)
        self.operator.setVisible(not first)
        self.row.insertWidget(0, self.operator)
        if not first:
            self.setAccessibleName(f"{operator_words(condition)} {name}")
            self.row.setContentsMargins(2, 1, 2, 1)

    def _fill(self) -> None:
        menu = self.operator.menu()
        menu.clear()
        for operator in OPERATORS:
            if operator == "near":
                near = menu.addMenu(operator_name(operator))
                for unit in UNITS:
                    self._add_distances(near, operator, unit)
            elif operator == "followed":
                self._add_distances(menu.addMenu(operator_name(operator)), operator, "turns")
            else:
                action = menu.addAction(operator_name(operator))
                action.setCheckable(True)
                action.setChecked(operator == self._condition.operator)
                action.triggered.connect(lambda _=False, o=operator: self._choose(with_operator(self._condition, o)))

    def _add_distances(self, menu: QMenu, operator: Operator, unit: Unit) -> None:
        counts = {"words": _WORDS, "turns": _TURNS, "paragraphs": _PARAGRAPHS}[unit]
        now = self._condition
        for count in counts:
            distance = Distance(count, unit)
            action = menu.addAction(distance_words(distance))
            action.setCheckable(True)
            action.setChecked(now.operator == operator and now.distance == distance)
            action.triggered.connect(
                lambda _=False, d=distance: self._choose(replace(now, operator=operator, distance=d))
            )
        if unit != "paragraphs":
            words = self.tr("Other number of words…") if unit == "words" else self.tr("Other number of turns…")
            menu.addAction(words).triggered.connect(lambda: self._ask_distance(words, operator, unit))
        menu.addSeparator()

    def _ask_distance(self, title: str, operator: Operator, unit: Unit) -> None:
        count = self._ask(title.rstrip("…"), self.tr("At most"), self._condition.distance.count)
        if count is not None:
            self._choose(replace(self._condition, operator=operator, distance=Distance(count, unit)))

    def _choose(self, condition: Condition) -> None:
        if condition != self._condition:
            self.changed.emit(condition)
