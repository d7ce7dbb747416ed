"""Coders and roles: who works in the project, under which name, in which colour, and what they are called."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from interviewcoder.project import coders
from interviewcoder.ui.coding_view.menu import chip
from interviewcoder.ui.dialogs import parts
from interviewcoder.ui.team.role_words import role_words

if TYPE_CHECKING:
    from interviewcoder.project.coders import CoderWork
    from interviewcoder.project.file import CoderView, Project
    from interviewcoder.ui.prompts import Prompts

_NAME, _ROLE, _WORK = range(3)
_ROW_AIR = 18
_CHIP = 12
_MOST_ROWS = 9


class CodersDialog(QDialog):
    """A row a coder. What is changed holds at once."""

    def __init__(
        self, project: Project, prompts: Prompts, work_as: Callable[[str], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Coders and roles"))
        self._project, self._prompts, self._work_as = project, prompts, work_as
        self._coders: list[CoderView] = []
        self._filling = False
        self.table = QTableWidget(0, 3, self)
        self._set_up_table()
        self._rename = self._button(self.tr("Re&name…"), self.rename)
        self._colour = self._button(self.tr("&Colour…"), self.recolour)
        self.work = self._button(self.tr("&Work as this coder"), self.work_as)
        self._lay_out()
        self.refresh()
        self._choose(project.coder.id)
        parts.fit(self, 640)

    def _set_up_table(self) -> None:
        table = self.table
        table.setAccessibleName(self.tr("Coders"))
        table.setHorizontalHeaderLabels([self.tr("Name"), self.tr("Role"), self.tr("What they did")])
        table.verticalHeader().hide()
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setShowGrid(False)
        table.setIconSize(QSize(_CHIP, _CHIP))
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        for column, mode in (
            (_NAME, QHeaderView.ResizeMode.Stretch),
            (_ROLE, QHeaderView.ResizeMode.ResizeToContents),
            (_WORK, QHeaderView.ResizeMode.ResizeToContents),
        ):
            table.horizontalHeader().setSectionResizeMode(column, mode)
        for column in range(3):
            heading = table.horizontalHeaderItem(column)
            assert heading is not None
            heading.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        table.itemSelectionChanged.connect(self._on_chosen)
        table.itemDoubleClicked.connect(lambda item: self.rename() if item.column() == _NAME else None)

    def _lay_out(self) -> None:
        layout = parts.column(self)
        layout.addWidget(parts.heading(self.tr("Who works in this project"), self))
        words = self.tr(
            "Each coding, memo and comment knows whose it is. Roles are labels, not authentication: they open nothing"
            " and lock nothing. Whoever has the file and its passphrase can work under any of these names."
        )
        layout.addWidget(parts.hint(words, self))
        layout.addWidget(self.table, 1)
        row = QHBoxLayout()
        add = self._button(self.tr("&Add a coder…"), self.add)
        close = QPushButton(self.tr("Close"), self)
        close.clicked.connect(self.accept)
        for button in (add, self._rename, self._colour, self.work):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(close)
        layout.addLayout(row)
        parts.no_default(add, self._rename, self._colour, self.work, close)

    def _button(self, words: str, step: Callable[[], object]) -> QPushButton:
        button = QPushButton(words, self)
        button.clicked.connect(lambda _=False: step())
        return button

    # What is shown

    def refresh(self) -> None:
        """Show the coders as they are now."""
        chosen = self.current()
        self._coders = coders.listing(self._project)
        did = coders.work(self._project)
        self._filling = True
        self.table.setRowCount(len(self._coders))
        for row, coder in enumerate(self._coders):
            self._fill(row, coder, did[coder.id])
        self._filling = False
        height = self.table.fontMetrics().height() + _ROW_AIR
        self.table.verticalHeader().setDefaultSectionSize(height)
        shown = min(max(len(self._coders), 3), _MOST_ROWS)
        self.table.setMinimumHeight(height * shown + self.table.horizontalHeader().sizeHint().height() + 4)
        if chosen is not None:
            self._choose(chosen.id)

    def _fill(self, row: int, coder: CoderView, did: CoderWork) -> None:
        mine = coder.id == self._project.coder.id
        name = QTableWidgetItem(self.tr("{name} (you)").format(name=coder.name) if mine else coder.name)
        name.setIcon(chip(QColor(coder.colour)))
        name.setToolTip(coder.name)
        self.table.setItem(row, _NAME, name)
        self.table.setItem(row, _WORK, QTableWidgetItem(self._work_words(did)))
        self.table.setItem(row, _ROLE, QTableWidgetItem())
        box = QComboBox(self.table)
        box.setAccessibleName(self.tr("Role of {name}").format(name=coder.name))
        for role in ("", *filter(None, coders.ROLES)):
            box.addItem(role_words(role) or self.tr("no role"), role)
        box.setCurrentIndex(box.findData(coder.role))
        box.activated.connect(lambda _=0, id_=coder.id, box=box: self._set_role(id_, str(box.currentData())))
        self.table.setCellWidget(row, _ROLE, box)

    def _work_words(self, did: CoderWork) -> str:
        told = []
        if did.codings:
            sources = self.tr("1 source") if did.sources == 1 else self.tr("{n} sources").format(n=did.sources)
            codings = self.tr("1 coding") if did.codings == 1 else self.tr("{n} codings").format(n=f"{did.codings:,}")
            told.append(self.tr("{codings} in {sources}").format(codings=codings, sources=sources))
        for count, one, more in (
            (did.memos, self.tr("1 memo"), self.tr("{n} memos")),
            (did.comments, self.tr("1 comment"), self.tr("{n} comments")),
            (did.reviews, self.tr("1 review"), self.tr("{n} reviews")),
            (did.decisions, self.tr("1 decision"), self.tr("{n} decisions")),
        ):
            if count:
                told.append(one if count == 1 else more.format(n=f"{count:,}"))
        return ", ".join(told) or self.tr("nothing yet")

    def current(self) -> CoderView | None:
        """The coder whose row is chosen."""
        row = self.table.currentRow()
        return self._coders[row] if 0 <= row < len(self._coders) else None

    def _choose(self, coder_id: int) -> None:
        place = next((row for row, coder in enumerate(self._coders) if coder.id == coder_id), 0)
        self.table.setCurrentCell(place, _NAME)
        self._on_chosen()

    def _on_chosen(self) -> None:
        chosen = self.current()
        for button in (self._rename, self._colour):
            button.setEnabled(chosen is not None)
        self.work.setEnabled(chosen is not None and chosen.id != self._project.coder.id)

    # What is done

    def add(self) -> None:
        """Ask for another coder's name."""
        label = self.tr("Name, as it stands beside their codings")
        name = self._prompts.ask_text(self.tr("Add a coder"), label)
        added: list[CoderView] = []
        if name and self._prompts.attempt(lambda: added.append(coders.add(self._project, name))):
            self.refresh()
            self._choose(added[0].id)

    def rename(self) -> None:
        """Ask for another name of the chosen coder."""
        if (coder := self.current()) is None:
            return
        name = self._prompts.ask_text(self.tr("Rename coder"), self.tr("Name"), text=coder.name)
        if name and self._prompts.attempt(lambda: coders.rename(self._project, coder.id, name)):
            self.refresh()

    def recolour(self) -> None:
        """Ask for another colour of the chosen coder."""
        if (coder := self.current()) is None:
            return
        title = self.tr("Colour of {name}").format(name=coder.name)
        colour = self._prompts.choose_colour(title, coder.colour)
        if colour and self._prompts.attempt(lambda: coders.set_colour(self._project, coder.id, colour)):
            self.refresh()

    def work_as(self) -> None:
        """Let the chosen coder be the one who works from now on."""
        if (coder := self.current()) is not None:
            self._work_as(coder.name)
            self.refresh()

    def _set_role(self, coder_id: int, role: str) -> None:
        self._prompts.attempt(lambda: coders.set_role(self._project, coder_id, role))
        self.refresh()
