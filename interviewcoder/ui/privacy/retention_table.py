"""Classes of data in rows: until when each is kept, what happens then, and how it stands."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel, QAbstractTableModel, QObject, Qt, Signal
from PySide6.QtGui import QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QComboBox, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from interviewcoder.privacy.retention import RetentionView
from interviewcoder.ui.privacy.agreement_words import (
    action_names,
    alarm,
    class_names,
    days_until,
    shown_day,
    state_words,
)
from interviewcoder.ui.rows import NOWHERE, AnyIndex
from interviewcoder.ui.wording import tip

DATA, UNTIL, THEN, NOTE, STATE = range(5)
"""The columns."""

_TYPED = (UNTIL, THEN, NOTE)


class RetentionTable(QAbstractTableModel):
    """The model changes nothing itself: `typed` (class of data, column, text) says what was typed or chosen."""

    typed = Signal(str, int, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rules: Sequence[RetentionView] = ()

    def show_rules(self, rules: Sequence[RetentionView]) -> None:
        """Show other content; the selection stays."""
        if len(rules) != len(self.rules):
            self.beginResetModel()
            self.rules = rules
            self.endResetModel()
        else:
            self.rules = rules
            self.dataChanged.emit(self.index(0, 0), self.index(len(rules) - 1, STATE))

    def rowCount(self, parent: AnyIndex = NOWHERE) -> int:
        """Say how many classes there are."""
        return 0 if parent.isValid() else len(self.rules)

    def columnCount(self, parent: AnyIndex = NOWHERE) -> int:
        """Say how many columns there are."""
        return 0 if parent.isValid() else STATE + 1

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Let the day, what happens then and the note be changed."""
        editable = index.isValid() and index.column() in _TYPED
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable if editable else super().flags(index)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give a cell's words and their looks."""
        if not index.isValid():
            return None
        rule, column = self.rules[index.row()], index.column()
        if role == Qt.ItemDataRole.EditRole:
            return (
                rule.then if column == THEN else "" if self._words(rule, column) == "–" else self._words(rule, column)
            )
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(rule, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(rule.note) if column == NOTE and rule.note else None
        if column == STATE and role == Qt.ItemDataRole.ForegroundRole:
            palette = QGuiApplication.palette()
            if _overdue(rule):
                return alarm(palette)
            return palette.color(QPalette.ColorRole.PlaceholderText) if not rule.until or rule.done_on else None
        if column == STATE and role == Qt.ItemDataRole.FontRole and _overdue(rule):
            font = QFont(QGuiApplication.font())
            font.setBold(True)
            return font
        return None

    def setData(self, index: AnyIndex, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Say what was typed into a cell."""
        if not index.isValid() or role != Qt.ItemDataRole.EditRole or str(value) == self.data(index, role):
            return False
        self.typed.emit(self.rules[index.row()].data, index.column(), str(value))
        return True

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Name the columns."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        names = (self.tr("Data"), self.tr("Kept until"), self.tr("Then"), self.tr("Note"), self.tr("How it stands"))
        return names[section]

    def _words(self, rule: RetentionView, column: int) -> str:
        words = {
            DATA: class_names()[rule.data],
            UNTIL: shown_day(rule.until) or "–",
            THEN: action_names()[rule.then] if rule.until else "–",
            NOTE: rule.note,
            STATE: state_words(rule),
        }
        return words[column]


class ActionDelegate(QStyledItemDelegate):
    """Lets what happens then be chosen from the few things that can."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: AnyIndex) -> QWidget:
        """Give a box with the choices."""
        box = QComboBox(parent)
        box.setAccessibleName(self.tr("What happens then"))
        for key, words in action_names().items():
            box.addItem(words, key)
        box.activated.connect(lambda _: self.commitData.emit(box))
        return box

    def setEditorData(self, editor: QWidget, index: AnyIndex) -> None:
        """Show what was laid down."""
        assert isinstance(editor, QComboBox)
        editor.setCurrentIndex(editor.findData(index.data(Qt.ItemDataRole.EditRole)))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: AnyIndex) -> None:
        """Say what was chosen."""
        assert isinstance(editor, QComboBox)
        model.setData(index, editor.currentData(), Qt.ItemDataRole.EditRole)


def _overdue(rule: RetentionView) -> bool:
    return bool(rule.until) and not rule.done_on and days_until(rule.until) < 0
