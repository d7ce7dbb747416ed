"""The list of pseudonyms: what each replaces and how often; renamed, merged and deleted here."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QStackedLayout,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from interviewcoder.privacy import pseudonyms
from interviewcoder.privacy.key_file import Entity
from interviewcoder.ui.deidentify import deciding
from interviewcoder.ui.deidentify.choice import PseudonymEntry
from interviewcoder.ui.deidentify.pseudonym_rows import FORMS, KIND, NOTE, STANDS_FOR, TEXT, USES, PseudonymRows
from interviewcoder.ui.empty_page import EmptyPage
from interviewcoder.ui.rows import AnyIndex

if TYPE_CHECKING:
    from interviewcoder.privacy.pseudonyms import PseudonymView
    from interviewcoder.project.changes import Changes
    from interviewcoder.ui.deidentify.deciding import Chosen
    from interviewcoder.ui.deidentify.key_work import KeyWork
    from interviewcoder.ui.prompts import Prompts
    from interviewcoder.ui.workspace import Workspace

_WIDTHS = ((TEXT, 150), (KIND, 104), (USES, 52), (NOTE, 130), (STANDS_FOR, 150))
_ROW_AIR = 9


class _Airy(QStyledItemDelegate):
    """Cells as the style has them, with the air that rows of other lists have."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Give every row one height."""
        return QSize(40, option.fontMetrics.height() + _ROW_AIR)


class PseudonymPage(QWidget):
    """A table with its steps. `told` says what was done. F2 renames, Del deletes, M merges, Return goes to a use."""

    told = Signal(str)

    def __init__(self, workspace: Workspace, key: KeyWork, prompts: Prompts) -> None:
        super().__init__(workspace)
        self._work, self._project, self._key, self._prompts = workspace, workspace.project, key, prompts
        # Before the others, as the keyboard comes here first where there is nothing else.
        self.key_state = key.button(self)
        self.rows, self.table, self.empty = PseudonymRows(self), QTreeView(self), EmptyPage(self)
        self.steps: dict[str, QPushButton] = {}
        self._entry: PseudonymEntry | None = None
        self._seen: dict[int, int] = {}
        self._lay_out()
        self.rows.write = self._write
        self.table.installEventFilter(self)
        self.table.activated.connect(lambda _: self.go_to_use())
        self.table.selectionModel().currentChanged.connect(lambda *_: self._show_steps())
        self.empty.asked.connect(lambda: self._work.deidentify.show_page())
        workspace.signals.changed.connect(self._on_changed)
        key.changed.connect(self.read_again)
        self.read_again()

    def _lay_out(self) -> None:
        self.setAccessibleName(self.tr("Pseudonyms"))
        self.setFocusProxy(self.key_state)
        self.table.setModel(self.rows)
        self.table.setAccessibleName(self.tr("Pseudonyms"))
        self.table.setRootIsDecorated(False)
        self.table.setUniformRowHeights(True)
        self.table.setAlternatingRowColors(True)
        self.table.setAllColumnsShowFocus(True)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.table.header().setStretchLastSection(False)
        self.table.setFrameShape(QFrame.Shape.NoFrame)
        self.table.setItemDelegate(_Airy(self.table))
        bar = QFrame(self)
        bar.setProperty("role", "bar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 5, 12, 5)
        row.setSpacing(8)
        offers = (
            ("rename", self.tr("Rename"), self.rename),
            ("merge", self.tr("Merge into…"), self.ask_merge),
            ("delete", self.tr("Delete"), self.delete),
            ("elsewhere", self.tr("Replace alike"), self.replace_elsewhere),
        )
        for name, words, do in offers:
            button = self.steps[name] = QPushButton(words, self)
            button.clicked.connect(partial(lambda step, _: step(), do))
            row.addWidget(button)
        self.steps["elsewhere"].setToolTip(self.tr("Replace the same words wherever nobody has decided about them"))
        row.addStretch(1)
        row.addWidget(self.key_state)
        body = QFrame(self)
        self._stack = QStackedLayout(body)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(body, 1)

    # What is shown

    def current(self) -> PseudonymView | None:
        """The pseudonym that is chosen."""
        index = self.table.currentIndex()
        return self.rows.views[index.row()] if index.isValid() else None

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """Take the keyboard where something is to be seen."""
        (self.table if self.rows.views else self.key_state).setFocus(reason)

    def read_again(self) -> None:
        """Show the pseudonyms as they are now."""
        chosen = self.current()
        self._key.learn()
        key = self._key.key
        entities = {entity.pseudonym_uuid: entity for entity in key.entities()} if key is not None else None
        views = pseudonyms.listing(self._project)
        self.rows.show_rows(views, pseudonyms.known_forms(self._project), entities)
        header = self.table.header()
        for column, width in _WIDTHS:
            if column < self.rows.columnCount():
                header.resizeSection(column, width)
        header.setSectionResizeMode(FORMS, QHeaderView.ResizeMode.Stretch)
        self._stack.setCurrentWidget(self.table if views else self.empty)
        hint = self.tr("They come with the first words that you replace.")
        self.empty.show_state("participants", self.tr("No pseudonyms yet."), hint, self.tr("De-identify"))
        place = next((row for row, view in enumerate(views) if chosen is not None and view.id == chosen.id), 0)
        if views:
            self.table.setCurrentIndex(self.rows.index(place, TEXT))
        self._show_steps()

    def _show_steps(self) -> None:
        for button in self.steps.values():
            button.setEnabled(self.current() is not None)
        self.steps["merge"].setEnabled(self.current() is not None and len(self.rows.views) > 1)

    def _on_changed(self, changes: Changes) -> None:
        if changes.concerns("pseudonym", "identifier"):
            self.read_again()

    # Steps

    def rename(self) -> None:
        """Type over the text of the chosen pseudonym."""
        if self.current() is not None:
            self.table.edit(self.rows.index(self.table.currentIndex().row(), TEXT))

    def _write(self, view: PseudonymView, column: int, words: str) -> bool:
        if column == TEXT:
            return self._prompts.attempt(lambda: pseudonyms.rename(self._project, view.id, words))
        if column == NOTE:
            return self._prompts.attempt(lambda: pseudonyms.describe(self._project, view.id, note=words))
        key = self._key.key
        if key is None:
            return False
        known = next((one for one in key.entities() if one.pseudonym_uuid == view.uuid), Entity(view.uuid, view.text))
        if not self._prompts.attempt(lambda: key.put(replace(known, canonical=words))):
            return False
        self.read_again()
        return True

    def ask_merge(self) -> None:
        """Ask into which other pseudonym the chosen one goes."""
        view = self.current()
        if view is None or len(self.rows.views) < 2:
            return
        if self._entry is None:
            self._entry = PseudonymEntry(self)
            self._entry.chosen.connect(self._merge)
        box = self.table.visualRect(self.table.currentIndex())
        anchor = QRect(self.table.viewport().mapToGlobal(QPoint(box.left(), box.top())), box.size())
        self._entry.open_at(anchor, self._project, "", kind=view.kind, only_known=True, but=view.id)

    def _merge(self, chosen: Chosen) -> None:
        view, into = self.current(), chosen.pseudonym_id
        if view is None or into is None:
            return
        if self._prompts.attempt(lambda: pseudonyms.merge(self._project, view.id, into)):
            self.told.emit(self.tr("Merged {text} into {into}").format(text=view.text, into=chosen.text))
        self.table.setFocus()

    def delete(self) -> None:
        """Delete the chosen pseudonym; its words are undecided again."""
        view = self.current()
        if view is None:
            return
        message = self.tr("The words in {count} places are read as they are again, until somebody decides anew.")
        title = self.tr("Delete {text}?").format(text=view.text)
        if not view.uses or self._prompts.confirm(
            title, message.format(count=f"{view.uses:n}"), yes=self.tr("Delete"), dangerous=True
        ):
            self._prompts.attempt(lambda: pseudonyms.delete(self._project, view.id))

    def replace_elsewhere(self) -> None:
        """Replace the chosen pseudonym's words wherever nobody has decided about them."""
        view, done = self.current(), list[int]()
        if view is None or not self._work.save_pending():
            return
        if self._prompts.attempt(lambda: done.append(deciding.replace_elsewhere(self._project, view.id))):
            words = (
                self.tr("Replaced by {text} in {count} more places") if done[0] else self.tr("They stand nowhere else")
            )
            self.told.emit(words.format(text=view.text, count=f"{done[0]:n}"))

    def go_to_use(self) -> None:
        """Go to a place where the chosen pseudonym replaces words; each time to the next."""
        view = self.current()
        uses = [one for one in pseudonyms.decisions(self._project) if view is not None and one.pseudonym_id == view.id]
        if view is not None and uses:
            place = self._seen[view.id] = (self._seen.get(view.id, -1) + 1) % len(uses)
            self._work.show_passage(uses[place].source_id, uses[place].span)
            self.table.setFocus()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Delete at Del, merge at M, while nothing is typed over."""
        if not isinstance(event, QKeyEvent) or event.type() not in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride):
            return False
        step = {Qt.Key.Key_Delete: self.delete, Qt.Key.Key_M: self.ask_merge}.get(Qt.Key(event.key()))
        if step is None or event.modifiers() not in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        ):
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            step()
        return True
