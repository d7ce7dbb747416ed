"""The name list of the key: names that are looked for, pasted a line each. It is kept in the key alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from interviewcoder.privacy.identifier_kinds import KINDS
from interviewcoder.privacy.key_file import ListedName
from interviewcoder.ui.deidentify.kind_words import kind_name
from interviewcoder.ui.dialogs import parts

if TYPE_CHECKING:
    from interviewcoder.privacy.key_file import KeyFile
    from interviewcoder.ui.prompts import Prompts

_WIDTH, _LIST_HEIGHT, _FIELD_HEIGHT, _ROW_HEIGHT = 520, 190, 84, 26


class NamesDialog(QDialog):
    """The list, and a field for more; Del takes off what is chosen. Each change is kept at once."""

    def __init__(self, key: KeyFile, prompts: Prompts, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Name list"))
        self._key, self._prompts = key, prompts
        self.list, self.field, self.kind = QListWidget(self), QPlainTextEdit(self), QComboBox(self)
        self._count = parts.hint("", self)
        self.add = QPushButton(self.tr("Add"), self)
        self.remove = QPushButton(self.tr("Take off"), self)
        self._lay_out()
        for button in (self.add, self.remove):
            button.setAutoDefault(False)
        self.add.clicked.connect(self.add_names)
        self.remove.clicked.connect(self.remove_chosen)
        self.field.textChanged.connect(lambda: self.add.setEnabled(bool(self.field.toPlainText().strip())))
        self.list.itemSelectionChanged.connect(lambda: self.remove.setEnabled(bool(self.list.selectedItems())))
        self._fill()
        parts.fit(self, _WIDTH)
        self.field.setFocus()

    def _lay_out(self) -> None:
        self.list.setAccessibleName(self.tr("Names on the list"))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setFixedHeight(_LIST_HEIGHT)
        self.field.setAccessibleName(self.tr("Names to add, one line each"))
        self.field.setPlaceholderText(self.tr("Amara Osei\nSunnybrook\nThunder Bay"))
        self.field.setTabChangesFocus(True)
        self.field.setFixedHeight(_FIELD_HEIGHT)
        self.kind.setAccessibleName(self.tr("Kind of the names"))
        for kind in KINDS:
            self.kind.addItem(kind_name(kind.key), kind.key)
        self.add.setEnabled(False)
        self.remove.setEnabled(False)
        told = self.tr("These names are looked for in all texts. They are kept in the key, never in the project.")
        layout = parts.column(self)
        layout.addWidget(parts.heading(self.tr("Names to look for"), self))
        layout.addWidget(parts.hint(told, self))
        layout.addWidget(self.list)
        counted = QHBoxLayout()
        counted.addWidget(self._count, 1)
        counted.addWidget(self.remove)
        layout.addLayout(counted)
        label = QLabel(self.tr("&More names, one line each"), self)
        label.setBuddy(self.field)
        layout.addWidget(label)
        layout.addWidget(self.field)
        row = QHBoxLayout()
        row.addWidget(self.kind, 1)
        row.addWidget(self.add)
        layout.addLayout(row)
        box, _ = parts.buttons(self, self.tr("Done"), cancel=False)
        layout.addWidget(box)

    def add_names(self) -> None:
        """Put what is in the field on the list."""
        names = [ListedName(line, self.kind.currentData()) for line in self.field.toPlainText().splitlines()]
        if self._prompts.attempt(lambda: self._key.add_names(names)):
            self.field.clear()
            self._fill()

    def remove_chosen(self) -> None:
        """Take what is chosen off the list."""
        words = [item.data(Qt.ItemDataRole.UserRole) for item in self.list.selectedItems()]
        if words and self._prompts.attempt(lambda: self._key.remove_names(words)):
            self._fill()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take names off at Del."""
        if event.key() == Qt.Key.Key_Delete and self.list.hasFocus():
            self.remove_chosen()
        else:
            super().keyPressEvent(event)

    def _fill(self) -> None:
        self.list.clear()
        names = self._key.name_list()
        for name in names:
            item = QListWidgetItem(f"{name.words}  ·  {kind_name(name.kind)}", self.list)
            item.setSizeHint(QSize(0, _ROW_HEIGHT))
            item.setData(Qt.ItemDataRole.UserRole, name.words)
        words = self.tr("{count} names") if len(names) != 1 else self.tr("1 name")
        self._count.setText(words.format(count=f"{len(names):n}") if names else self.tr("No names yet"))
