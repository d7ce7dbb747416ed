"""The activity log: who did what and when, without text, and whether it is as it was written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QDialog, QDialogButtonBox, QHeaderView, QTreeView, QWidget

from interviewcoder.privacy.log_check import LogCheck
from interviewcoder.ui.dialogs import parts
from interviewcoder.ui.wording import operation_words

if TYPE_CHECKING:
    from interviewcoder.reports.audit_trail import TrailEntry

_SIZE = QSize(940, 600)
_ENTRY, _WHEN, _WHO, _WHAT, _TOUCHED, _SEAL = range(6)
_SHORT_HASH = 12
_NO_PLACE = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex


class TrailModel(QAbstractTableModel):
    """The entries, the newest first."""

    def __init__(self, entries: Sequence[TrailEntry], damaged: frozenset[int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries = list(reversed(entries))
        self._damaged = damaged

    def rowCount(self, parent: _Index = _NO_PLACE) -> int:
        """How many entries there are."""
        return 0 if parent.isValid() else len(self._entries)

    def columnCount(self, parent: _Index = _NO_PLACE) -> int:
        """Six columns."""
        return 0 if parent.isValid() else _SEAL + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What the columns are called."""
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        return (
            *(self.tr("No."), self.tr("When"), self.tr("Who")),
            *(self.tr("What"), self.tr("How much"), self.tr("Seal")),
        )[section]

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """An entry's cell in words."""
        entry = self._entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cell(entry, index.column())
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == _SEAL:
            return entry.hash
        if role == Qt.ItemDataRole.FontRole and index.column() == _SEAL:
            return QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        return None

    def _cell(self, entry: TrailEntry, column: int) -> str:
        if column == _ENTRY:
            return f"{entry.id} !" if entry.id in self._damaged else str(entry.id)
        if column == _WHEN:
            return f"{entry.at.astimezone():%Y-%m-%d %H:%M}"
        if column == _WHO:
            return entry.coder
        if column == _WHAT:
            return self._what(entry)
        if column == _TOUCHED:
            return ", ".join(filter(None, (entry.touched, self.tr("undone since") if entry.undone else "")))
        return entry.hash[:_SHORT_HASH]

    def _what(self, entry: TrailEntry) -> str:
        words = operation_words(entry.what)
        if entry.kind == "took back":
            return self.tr("Undo: {what}").format(what=words)
        return self.tr("Redo: {what}").format(what=words) if entry.kind == "did again" else words


class ActivityDialog(QDialog):
    """Lists the log and says whether it is whole; `export_asked` asks for it as a file."""

    export_asked = Signal()

    def __init__(self, entries: Sequence[TrailEntry], checked: LogCheck, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Activity log"))
        self._checked = checked
        self.verdict = parts.heading(self._verdict(), self)
        self.told = parts.hint(self._told(), self)
        self.told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        damaged = frozenset(number for fault in checked.faults for number in (fault.first, fault.last))
        self.model = TrailModel(entries, damaged, self)
        self.list = self._listed()
        column = parts.column(self)
        column.addWidget(self.verdict)
        column.addWidget(self.told)
        column.addWidget(self.list, 1)
        column.addWidget(self._buttons())
        self.resize(_SIZE)

    def copy_seal(self) -> None:
        """Put the last entry's hash on the clipboard."""
        QGuiApplication.clipboard().setText(self._checked.head)

    def _verdict(self) -> str:
        if self._checked.faults:
            return self.tr("The log was altered")
        if not self._checked.entries:
            return self.tr("Nothing has been done yet")
        if self._checked.entries == 1:
            return self.tr("The log is whole: 1 entry")
        return self.tr("The log is whole: {count} entries").format(count=f"{self._checked.entries:,}")

    def _told(self) -> str:
        if self._checked.faults:
            return "\n".join(fault.words for fault in self._checked.faults[:6])
        return self.tr(
            "Who did what and when, openings and exports included, and no word of the study. Each entry is sealed "
            "to the one before it; all seals were worked out anew just now. Names are labels, not authentication."
        )

    def _listed(self) -> QTreeView:
        listed = QTreeView(self)
        listed.setAccessibleName(self.tr("Entries of the log, the newest first"))
        listed.setModel(self.model)
        listed.setRootIsDecorated(False)
        listed.setUniformRowHeights(True)
        listed.setAllColumnsShowFocus(True)
        listed.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        header = listed.header()
        header.setStretchLastSection(False)
        for place, width in ((_ENTRY, 70), (_WHEN, 140), (_WHO, 140), (_TOUCHED, 180), (_SEAL, 130)):
            header.resizeSection(place, width)
        header.setSectionResizeMode(_WHAT, QHeaderView.ResizeMode.Stretch)
        if self.model.rowCount():
            listed.setCurrentIndex(self.model.index(0, 0))
        return listed

    def _buttons(self) -> QWidget:
        box = QDialogButtonBox(self)
        close = parts.primary(box.addButton(self.tr("Close"), QDialogButtonBox.ButtonRole.RejectRole))
        close.setDefault(True)
        copy = box.addButton(self.tr("Copy last seal"), QDialogButtonBox.ButtonRole.ActionRole)
        export = box.addButton(self.tr("Export…"), QDialogButtonBox.ButtonRole.ActionRole)
        for button in (copy, export):
            button.setAutoDefault(False)
            button.setEnabled(bool(self._checked.entries))
        copy.clicked.connect(self.copy_seal)
        export.clicked.connect(self.export_asked)
        box.rejected.connect(self.reject)
        return box
