"""Participants in rows, what they agreed to in columns, and until when they may withdraw."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPalette

from interviewcoder.privacy.consent import KINDS, ConsentView
from interviewcoder.ui import icons
from interviewcoder.ui.privacy.agreement_words import alarm, answer_words, days_until, kind_names, shown_day
from interviewcoder.ui.rows import NOWHERE, AnyIndex
from interviewcoder.ui.wording import tip

NAME, DEADLINE = 0, len(KINDS) + 1
"""The columns beside those of the answers, which are in the order of `KINDS` behind the name."""


class ConsentTable(QAbstractTableModel):
    """The model changes nothing itself: `typed` (case id, column, text) says what was typed into a cell."""

    typed = Signal(int, int, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.views: Sequence[ConsentView] = ()

    def show_views(self, views: Sequence[ConsentView]) -> None:
        """Show other content; where only answers differ, the selection stays."""
        same = [view.case_id for view in views] == [view.case_id for view in self.views]
        if not same:
            self.beginResetModel()
        self.views = views
        if not same:
            self.endResetModel()
        elif views:
            self.dataChanged.emit(self.index(0, 0), self.index(len(views) - 1, DEADLINE))

    def rowCount(self, parent: AnyIndex = NOWHERE) -> int:
        """Say how many participants there are."""
        return 0 if parent.isValid() else len(self.views)

    def columnCount(self, parent: AnyIndex = NOWHERE) -> int:
        """Say how many columns there are."""
        return 0 if parent.isValid() else DEADLINE + 1

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Let every cell but the name be typed into."""
        editable = index.isValid() and index.column() != NAME
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable if editable else super().flags(index)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give a cell's words and their colour."""
        if not index.isValid():
            return None
        view, column = self.views[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            words = self._words(view, column)
            return "" if role == Qt.ItemDataRole.EditRole and words == "–" else words
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(view, column)
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._colour(view, column)
        if role == Qt.ItemDataRole.DecorationRole and NAME < column < DEADLINE:
            answer = view.answers.get(KINDS[column - 1])
            return icons.icon("note") if answer is not None and answer.note else None
        return None

    def setData(self, index: AnyIndex, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Say what was typed into a cell."""
        if not index.isValid() or role != Qt.ItemDataRole.EditRole or str(value) == self.data(index, role):
            return False
        self.typed.emit(self.views[index.row()].case_id, index.column(), str(value))
        return True

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Name the columns."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if section == NAME:
            return self.tr("Participant")
        return self.tr("May withdraw until") if section == DEADLINE else kind_names()[KINDS[section - 1]]

    def _words(self, view: ConsentView, column: int) -> str:
        if column == NAME:
            return view.case
        if column == DEADLINE:
            return shown_day(view.withdraw_by) or "–"
        return answer_words(view.answers.get(KINDS[column - 1]))

    def _tip(self, view: ConsentView, column: int) -> str | None:
        if column == NAME:
            return tip(view.case)
        if column == DEADLINE:
            if not view.withdraw_by:
                return self.tr("No such day was agreed. Type one, such as 2026-03-31.")
            over = days_until(view.withdraw_by) < 0
            return self.tr("This day is over.") if over else self.tr("Withdrawing is possible up to and on this day.")
        answer = view.answers.get(KINDS[column - 1])
        if answer is None:
            return self.tr("Not recorded. Space goes through yes, no and not recorded.")
        return tip(answer.note) if answer.note else None

    def _colour(self, view: ConsentView, column: int) -> object:
        if column == NAME:
            return None
        palette = QGuiApplication.palette()
        quiet = palette.color(QPalette.ColorRole.PlaceholderText)
        if column == DEADLINE:
            return quiet if not view.withdraw_by or days_until(view.withdraw_by) < 0 else None
        answer = view.answers.get(KINDS[column - 1])
        if answer is None:
            return quiet
        return None if answer.given else alarm(palette)
