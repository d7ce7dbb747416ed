"""Hits in what researchers wrote, as rows of a table."""

from __future__ import annotations

from PySide6.QtCore import QObject

from interviewcoder.analysis.find_notes import NoteHit
from interviewcoder.ui.find_page.titled_table import TitledTable


class NoteRows(TitledTable[NoteHit]):
    """What it is, where in it, and the words."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__([self.tr("Where"), self.tr("In"), self.tr("Words")], parent=parent)

    def cells(self, row: NoteHit) -> tuple[str, str, str]:
        """A hit in words."""
        kind = self._kind(row)
        sentence = f"{row.before}{row.words}{row.after}".replace("\n", " ")
        return f"{kind} · {row.title}" if row.title else kind, self._field(row), sentence

    def _kind(self, note: NoteHit) -> str:
        return {
            "memo": self.tr("Memo"),
            "journal": self.tr("Journal"),
            "coding": self.tr("Coding"),
            "code": self.tr("Code"),
            "case": self.tr("Participant"),
            "source": self.tr("Source"),
            "comment": self.tr("Comment"),
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
