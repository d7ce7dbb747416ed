"""The passages that were found as rows of a list; words are read when a row comes into sight."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt

from interviewcoder.analysis.passages import Passage, PassageReader
from interviewcoder.analysis.retrieval import Hit
from interviewcoder.ui.rows import NOWHERE, AnyIndex
from interviewcoder.ui.wording import clock_words, tip

Grouping = Literal["source", "participant", "code"]
ROW_ROLE = int(Qt.ItemDataRole.UserRole)
_KEPT = 400
_LONGEST_TIP = 1500


@dataclass(frozen=True, slots=True)
class PassageRow:
    """A passage as the list paints it. `count` is how many its group has, None where it isn't the group's first."""

    passage: Passage
    group: str
    count: int | None


class PassageRows(QAbstractListModel):
    """Passages in the order of their groups. `hits` are as they were found."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.hits: list[Hit] = []
        self.grouping: Grouping = "source"
        self._reader: PassageReader | None = None
        self._rows: list[tuple[Hit, str]] = []
        self._groups: Counter[str] = Counter()
        self._read: OrderedDict[int, Passage] = OrderedDict()

    def begin(self, reader: PassageReader, grouping: Grouping) -> None:
        """Show nothing, and what is added from now on in these groups."""
        self.beginResetModel()
        self.hits, self._rows = [], []
        self._reader, self.grouping = reader, grouping
        self._groups.clear()
        self._read.clear()
        self.endResetModel()

    def add(self, hits: Sequence[Hit]) -> None:
        """Show more passages: behind the others by source, else each in its group."""
        self.hits += hits
        rows = self._grouped(hits)
        if not rows:
            return
        if self.grouping == "source" or not self._rows:
            self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(rows) - 1)
            self._rows += rows
            self._groups.update(key for _, key in rows)
            self.endInsertRows()
        else:
            self.beginResetModel()
            self._rows = self._grouped(self.hits)
            self._groups = Counter(key for _, key in self._rows)
            self._read.clear()
            self.endResetModel()

    def hit_at(self, index: AnyIndex) -> Hit | None:
        """The passage of a row."""
        return self._rows[index.row()][0] if index.isValid() and index.row() < len(self._rows) else None

    def place_of(self, hit: Hit | None) -> QModelIndex:
        """Where a passage is; an invalid index where it isn't."""
        if hit is None:
            return QModelIndex()
        where = (hit.source_id, hit.start, hit.end)
        place = next((n for n, (row, _) in enumerate(self._rows) if row[:3] == where), -1)
        return self.index(place) if place >= 0 else QModelIndex()

    def _grouped(self, hits: Iterable[Hit]) -> list[tuple[Hit, str]]:
        if self.grouping == "source":
            return [(hit, str(hit.source_id)) for hit in hits]
        if self.grouping == "participant":
            rows = [(hit, hit.participant) for hit in hits]
        else:
            rows = [(hit, str(code_id)) for hit in hits for code_id in hit.code_ids]
        # The groups in the order in which they are met; what they hold in the order of the sources.
        order = {key: place for place, key in enumerate(dict.fromkeys(key for _, key in rows))}
        return sorted(rows, key=lambda row: order[row[1]])

    def _group_name(self, hit: Hit, key: str) -> str:
        reader = self._reader
        assert reader is not None
        if self.grouping == "source":
            return reader.sources.get(hit.source_id, "")
        if self.grouping == "code":
            code = reader.codes.get(int(key))
            return code.name if code else ""
        if not key:
            return self.tr("Interviewer")
        if hit.case_id is None:
            return reader.sources.get(hit.source_id, "")
        return ", ".join(filter(None, reader.cases.get(hit.case_id, ("", ""))))

    def row_at(self, place: int) -> PassageRow:
        """A row with its words."""
        hit, key = self._rows[place]
        passage = self._read.get(place)
        if passage is None:
            assert self._reader is not None
            passage = self._read[place] = self._reader.read(hit)
            if len(self._read) > _KEPT:
                self._read.popitem(last=False)
        opens = place == 0 or self._rows[place - 1][1] != key
        return PassageRow(passage, self._group_name(hit, key), self._groups[key] if opens else None)

    # What Qt asks

    def rowCount(self, parent: AnyIndex = NOWHERE) -> int:
        """Say how many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give the words for who reads them aloud, the tooltip, or the row to who paints it."""
        if not index.isValid():
            return None
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, ROW_ROLE):
            return None
        row = self.row_at(index.row())
        if role == ROW_ROLE:
            return row
        words = " ".join(row.passage.words.split())
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{row.group}: {words} – {self.facts(row.passage)}"
        shown = words if len(words) <= _LONGEST_TIP else words[:_LONGEST_TIP] + "…"
        return tip(f"“{shown}”\n{self.facts(row.passage)}")

    def facts(self, passage: Passage) -> str:
        """Who says a passage, where, when, under which codes and by whom."""
        who = ", ".join(filter(None, (passage.case, passage.role))) or passage.speaker
        if passage.interviewer:
            who = self.tr("interviewer")
        parts = [who, "" if self.grouping == "source" else passage.source]
        parts.append(clock_words(passage.start_ms) if passage.start_ms is not None else "")
        parts.append(", ".join(code.name for code in passage.codes))
        if passage.negative:
            parts.append(self.tr("negative case"))
        if passage.memo:
            parts.append(self.tr("memo"))
        return " · ".join(filter(None, parts))
