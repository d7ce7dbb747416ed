"""Hits in what researchers wrote, as rows of a table."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QObject, Qt

from interviewcoder.analysis.find_notes import NoteHit
from interviewcoder.ui.rows import NOWHERE, AnyIndex


class NoteRows(QAbstractTableModel):
    """What it is, where in it, and the words."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.notes: list[NoteHit] = []
        self._titles = [self.tr("Where"), self.tr("In"), self.tr("Words")]

    def show(self, notes: Sequence[NoteHit]) -> None:
        """Show these hits."""
        self.beginResetModel()
        self.notes = list(notes)
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = NOWHERE) -> int:
        """Say how many there are."""
        return 0 if parent.isValid() else len(self.notes)

    def columnCount(self, parent: AnyIndex = NOWHERE) -> int:
        """Say how many columns there are."""
        return 0 if parent.isValid() else len(self._titles)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give the columns' titles."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return self._titles[section] if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give what stands in a cell."""
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        note = self.notes[index.row()]
        sentence = f"{note.before}{note.words}{note.after}".replace("\n", " ")
        return (f"{self._kind(note)} · {note.title}" if note.title else self._kind(note), self._field(note), sentence)[
            index.column()
        ]

    def _kind(self, note: NoteHit) -> str:
        return {
            "memo": self.tr("Memo"),
            "journal": self.tr("Journal"),
            "coding": self.tr("Coding"),
            "code": self.tr("Code"),
            "case": self.tr("Participant"),
            "source": self.tr("Source"),
        }[note.kind]

    def _field(self, note: NoteHit) -> str:
        names = {
            "title": self.tr("title"),
            "text": self.tr("text") if note.kind != "coding" else self.tr("memo"),
            "name": self.tr("name"),
            "brief": self.tr("in brief"),
            "definition": self.tr("definition"),
            "use_when": self.tr("use when"),
            "dont_use_when": self.tr("don’t use when"),
            "typical": self.tr("typical example"),
            "atypical": self.tr("atypical example"),
            "close_but_no": self.tr("close, but no"),
            "provenance_note": self.tr("provenance"),
            "memo": self.tr("memo"),
        }
        return note.field if note.kind == "case" and note.field != "name" else names.get(note.field, note.field)
