"""The participants of the study and what is known of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QSplitter,
    QStackedLayout,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from interviewcoder.cases import attributes, cases
from interviewcoder.coding import memos
from interviewcoder.sources import catalogue
from interviewcoder.ui import icons
from interviewcoder.ui.case_table import CaseTable
from interviewcoder.ui.empty_page import EmptyPage

if TYPE_CHECKING:
    from interviewcoder.cases.cases import CaseView
    from interviewcoder.project.changes import Changes
    from interviewcoder.project.file import Project
    from interviewcoder.ui.project_signals import ProjectSignals
    from interviewcoder.ui.prompts import Prompts

_ROW_AIR = 12
_SOURCE_ID = int(Qt.ItemDataRole.UserRole)


class CasesPanel(QWidget):
    """A table to type into, and below it which interviews are the chosen participant's; `memo_asked` for one.

    `told` hands on a sentence about what was done.
    """

    memo_asked = Signal(int)
    told = Signal(str)

    def __init__(self, project: Project, signals: ProjectSignals, prompts: Prompts) -> None:
        super().__init__()
        self._project, self._prompts = project, prompts
        # Read when somebody looks: a study may have a thousand participants.
        self._stale = True
        self._model = CaseTable(self)
        self._table = QTableView(self)
        self._sources = QListWidget(self)
        self._whose = QLabel(self)
        self._empty = EmptyPage(self)
        self._set_up_table()
        self._lay_out()
        signals.changed.connect(self._on_changed)

    def _set_up_table(self) -> None:
        self._table.setProperty("role", "side")
        self._table.setAccessibleName(self.tr("Participants and their attributes"))
        self._table.setModel(self._model)
        self._table.verticalHeader().hide()
        self._table.setSelectionBehavior(QTableView.SelectionBehavior.SelectItems)
        self._table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self._table.setTabKeyNavigation(False)
        self._table.setWordWrap(False)
        self._table.verticalHeader().setDefaultSectionSize(self._table.fontMetrics().height() + _ROW_AIR)
        self._table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setFocusProxy(self._table)
        self._table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._table.customContextMenuRequested.connect(self._open_menu)
        header = self._table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._open_header_menu)
        self._table.selectionModel().currentChanged.connect(lambda *_: self._show_sources())
        self._model.renamed.connect(self._on_renamed)
        self._model.described.connect(self._on_described)
        delete = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self._table)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self.delete_current)

    def _lay_out(self) -> None:
        self._sources.setProperty("role", "side")
        self._sources.setProperty("rows", "airy")
        self._sources.setAccessibleName(self.tr("Interviews"))
        self._sources.itemChanged.connect(self._on_tie)
        self._whose.setContentsMargins(12, 8, 12, 4)
        self._whose.setProperty("role", "hint")
        self._whose.setTextFormat(Qt.TextFormat.PlainText)
        below = QFrame(self)
        below.setProperty("role", "sheet")
        column = QVBoxLayout(below)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._whose)
        column.addWidget(self._sources, 1)
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.setHandleWidth(1)
        split.setChildrenCollapsible(False)
        split.addWidget(self._table)
        split.addWidget(below)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        body = QFrame(self)
        self._stack = QStackedLayout(body)
        self._stack.addWidget(split)
        self._stack.addWidget(self._empty)
        self._empty.asked.connect(self._begin)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._bar())
        outer.addWidget(body, 1)

    def _bar(self) -> QFrame:
        bar = QFrame(self)
        bar.setProperty("role", "bar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 4, 6, 4)
        row.addStretch(1)
        for text, tip, drawing, do in (
            (self.tr("Attribute"), self.tr("Add an attribute, such as role or site"), "attribute", self.add_attribute),
            (self.tr("Participant"), self.tr("Add a participant"), "add", self.add_case),
        ):
            button = QToolButton(bar)
            button.setProperty("role", "quiet")
            button.setText(text)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setToolTip(tip)
            button.setAccessibleName(tip)
            icons.dress(button, drawing)
            button.clicked.connect(do)
            row.addWidget(button)
        return bar

    # What is shown

    def _show_empty(self) -> None:
        message = self.tr("No participants yet")
        if cases.without_participant(self._project):
            hint = self.tr("Add one for each interview, named as it is, or one by one with “Participant” above.")
            self._empty.show_state("participants", message, hint, self.tr("One for each interview"))
        else:
            hint = self.tr("Add whom you spoke with, under a label such as P01, and tie them to their interviews.")
            self._empty.show_state("participants", message, hint, self.tr("Add participant…"))

    def refresh(self) -> None:
        """Read participants and attributes again."""
        self._stale = False
        found = cases.listing(self._project)
        known = attributes.listing(self._project)
        current = self._current()
        self._model.show_cases(found, known, memos.things_with_memo(self._project, "case"))
        self._stack.setCurrentIndex(0 if found or known else 1)
        if not (found or known):
            self._show_empty()
        place = next((row for row, case in enumerate(found) if current and case.id == current.id), 0)
        if found and not self._table.currentIndex().isValid():
            self._table.setCurrentIndex(self._model.index(place, 0))
        self._show_sources()

    def choose(self, case_id: int) -> None:
        """Choose a participant, as if the person had clicked them."""
        if self._stale:
            self.refresh()
        place = next((row for row, case in enumerate(self._model.cases) if case.id == case_id), None)
        if place is not None:
            self._table.setCurrentIndex(self._model.index(place, 0))

    def _current(self) -> CaseView | None:
        row = self._table.currentIndex().row()
        return self._model.cases[row] if 0 <= row < len(self._model.cases) else None

    def _show_sources(self) -> None:
        case = self._current()
        with QSignalBlocker(self._sources):
            self._sources.clear()
            for source_id, name in catalogue.names(self._project).items() if case else ():
                item = QListWidgetItem(name, self._sources)
                item.setData(_SOURCE_ID, source_id)
                item.setFlags(
                    Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable
                )
                tied = case is not None and source_id in case.source_ids
                item.setCheckState(Qt.CheckState.Checked if tied else Qt.CheckState.Unchecked)
        words = self.tr("Interviews with {name}").format(name=case.name) if case else ""
        self._whose.setText(words)
        self._sources.setAccessibleName(words or self.tr("Interviews"))

    def _on_changed(self, changes: Changes) -> None:
        if changes.concerns("case", "attribute", "case_value", "case_source", "source", "memo"):
            self._stale = True
            if self.isVisible():
                self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Read what changed while nobody looked."""
        super().showEvent(event)
        if self._stale:
            self.refresh()

    # What can be done

    def add_case(self) -> None:
        """Ask for a participant's label and add them."""
        suggestion = f"P{len(cases.listing(self._project)) + 1:02d}"
        label = self.tr("Label (not the person’s own name)")
        name = self._prompts.ask_text(self.tr("Add participant"), label, text=suggestion)
        if name:
            self._prompts.attempt(lambda: cases.add(self._project, name))

    def add_for_each_source(self) -> None:
        """Add a participant for every interview without one, and say how many."""
        made: list[str] = []
        if not self._prompts.attempt(lambda: made.extend(cases.add_for_each_source(self._project))):
            return
        if not made:
            self.told.emit(self.tr("Every interview has a participant already."))
        elif len(made) == 1:
            self.told.emit(self.tr("Added the participant {name}").format(name=made[0]))
        else:
            words = self.tr("Added {count} participants, one for each interview")
            self.told.emit(words.format(count=f"{len(made):,}"))

    def _begin(self) -> None:
        self.add_for_each_source() if cases.without_participant(self._project) else self.add_case()

    def add_attribute(self) -> None:
        """Ask for an attribute's name and add it."""
        name = self._prompts.ask_text(self.tr("Add attribute"), self.tr("Name, such as role or site"))
        if name:
            self._prompts.attempt(lambda: attributes.add(self._project, name))

    def delete_current(self) -> None:
        """Delete the chosen participant after asking."""
        case = self._current()
        if case is None:
            return
        question = self.tr("Delete participant “{name}”?").format(name=case.name)
        what = self.tr("Their interviews and codings stay. Undo brings the participant back.")
        if self._prompts.confirm(question, what, yes=self.tr("Delete")):
            self._prompts.attempt(lambda: cases.delete(self._project, case.id))

    def _on_renamed(self, case_id: int, name: str) -> None:
        self._prompts.attempt(lambda: cases.rename(self._project, case_id, name))

    def _on_described(self, case_id: int, attribute_id: int, value: str) -> None:
        self._prompts.attempt(lambda: attributes.set_value(self._project, case_id, attribute_id, value))

    def _on_tie(self, item: QListWidgetItem) -> None:
        case = self._current()
        if case is None:
            return
        source_id = int(item.data(_SOURCE_ID))
        change = cases.tie_source if item.checkState() is Qt.CheckState.Checked else cases.untie_source
        self._prompts.attempt(lambda: change(self._project, case.id, source_id))

    def _open_menu(self, at: QPoint) -> None:
        self.context_menu(self._table.indexAt(at)).popup(self._table.viewport().mapToGlobal(at))

    def context_menu(self, index: QModelIndex | None = None) -> QMenu:
        """What can be done with a cell's participant, else with the chosen one, and with the table."""
        menu = self._menu()
        index = self._table.currentIndex() if index is None else index
        if index.isValid():
            edit = menu.addAction(icons.icon("rename"), self.tr("Edit"))
            edit.triggered.connect(lambda: self._table.edit(index))
            case_id = self._model.cases[index.row()].id
            memo = menu.addAction(icons.icon("memo"), self.tr("Memo…"))
            memo.triggered.connect(lambda: self.memo_asked.emit(case_id))
            delete = menu.addAction(icons.icon("delete"), self.tr("Delete participant…"))
            delete.triggered.connect(self.delete_current)
            menu.addSeparator()
        menu.addAction(icons.icon("add"), self.tr("Add participant…")).triggered.connect(self.add_case)
        each = menu.addAction(icons.icon("participants"), self.tr("A participant for each interview"))
        each.triggered.connect(self.add_for_each_source)
        menu.addAction(icons.icon("attribute"), self.tr("Add attribute…")).triggered.connect(self.add_attribute)
        return menu

    def _open_header_menu(self, at: QPoint) -> None:
        section = self._table.horizontalHeader().logicalIndexAt(at)
        if section < 1:
            return
        attribute = self._model.attributes[section - 1]
        menu = self._menu()
        rename = menu.addAction(icons.icon("rename"), self.tr("Rename attribute…"))
        rename.triggered.connect(lambda: self._rename_attribute(attribute.id, attribute.name))
        delete = menu.addAction(icons.icon("delete"), self.tr("Delete attribute…"))
        delete.triggered.connect(lambda: self._delete_attribute(attribute.id, attribute.name))
        menu.popup(self._table.horizontalHeader().mapToGlobal(at))

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    def _rename_attribute(self, attribute_id: int, old: str) -> None:
        name = self._prompts.ask_text(self.tr("Rename attribute"), self.tr("Name"), text=old)
        if name and name != old:
            self._prompts.attempt(lambda: attributes.rename(self._project, attribute_id, name))

    def _delete_attribute(self, attribute_id: int, name: str) -> None:
        question = self.tr("Delete attribute “{name}”?").format(name=name)
        what = self.tr("What is written of it goes for every participant. Undo brings it back.")
        if self._prompts.confirm(question, what, yes=self.tr("Delete")):
            self._prompts.attempt(lambda: attributes.delete(self._project, attribute_id))
