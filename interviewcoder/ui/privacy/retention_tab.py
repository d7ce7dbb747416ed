"""The dates until which data are kept, and what is due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from interviewcoder.privacy import retention
from interviewcoder.privacy.retention import RetentionView
from interviewcoder.ui.dialogs import parts
from interviewcoder.ui.privacy.agreement_words import stored_day
from interviewcoder.ui.privacy.due import due_words
from interviewcoder.ui.privacy.retention_table import DATA, NOTE, STATE, THEN, UNTIL, ActionDelegate, RetentionTable
from interviewcoder.ui.rows import dress_cells

if TYPE_CHECKING:
    from interviewcoder.project.file import Project
    from interviewcoder.ui.prompts import Prompts

_ROW_AIR = 12
_WIDTHS = {DATA: 210, UNTIL: 130, THEN: 130, STATE: 170}


class RetentionTab(QWidget):
    """One row for each class of data; changes are made at once, each one step."""

    def __init__(self, project: Project, prompts: Prompts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project, self._prompts = project, prompts
        self.model = RetentionTable(self)
        self.model.typed.connect(self._on_typed)
        self.view = QTableView(self)
        self.told = parts.hint("", self)
        self.done = QPushButton(self.tr("Mark as &done today"), self)
        self.reopen = QPushButton(self.tr("&Not done after all"), self)
        for button in (self.done, self.reopen):
            button.setAutoDefault(False)
        self.done.clicked.connect(lambda: self._mark(QDate.currentDate().toString(Qt.DateFormat.ISODate)))
        self.reopen.clicked.connect(lambda: self._mark(""))
        self._dress_view()
        self._lay_out()
        self.show_project()
        self.view.setCurrentIndex(self.model.index(0, UNTIL))
        self.view.selectionModel().currentChanged.connect(self._show_buttons)
        self._show_buttons()

    def show_project(self) -> None:
        """Read the project anew."""
        self.model.show_rules(retention.listing(self._project))
        self.told.setText(due_words(self._project) or self.tr("Nothing is due within 30 days."))
        self._show_buttons()

    def _show_buttons(self) -> None:
        rule = self._chosen()
        self.done.setEnabled(rule is not None and bool(rule.until) and not rule.done_on)
        self.reopen.setEnabled(rule is not None and bool(rule.done_on))

    def _chosen(self) -> RetentionView | None:
        row = self.view.currentIndex().row()
        return self.model.rules[row] if 0 <= row < len(self.model.rules) else None

    def _mark(self, day: str) -> None:
        rule = self._chosen()
        if rule is not None:
            self._prompts.attempt(lambda: retention.mark_done(self._project, rule.data, day))

    def _on_typed(self, data: str, column: int, text: str) -> None:
        rule = next(rule for rule in self.model.rules if rule.data == data)

        def lay_down() -> None:
            until = stored_day(text) if column == UNTIL else rule.until
            then, note = (text if column == THEN else rule.then), (text if column == NOTE else rule.note)
            retention.lay_down(self._project, data, until=until, then=then, note=note)

        self._prompts.attempt(lay_down)

    def _dress_view(self) -> None:
        self.view.setModel(self.model)
        self.view.setAccessibleName(self.tr("Until when data are kept"))
        self.view.setItemDelegateForColumn(THEN, ActionDelegate(self.view))
        dress_cells(self.view, _ROW_AIR)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = self.view.horizontalHeader()
        header.setSectionResizeMode(NOTE, QHeaderView.ResizeMode.Stretch)
        for column, width in _WIDTHS.items():
            self.view.setColumnWidth(column, width)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, parts.GAP, 0, 0)
        column.setSpacing(parts.GAP)
        words = self.tr(
            "Write down what your protocol and consent forms say. Nothing is destroyed by the program when a day has "
            "come: it reminds you, and you mark what you did."
        )
        column.addWidget(parts.hint(words, self))
        column.addWidget(self.view, 1)
        row = QHBoxLayout()
        row.addWidget(self.told, 1)
        row.addWidget(self.done)
        row.addWidget(self.reopen)
        column.addLayout(row)
