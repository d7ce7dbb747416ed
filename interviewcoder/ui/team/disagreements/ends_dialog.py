"""Decide in one step what only differs at its ends, after a look at what would hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QSpinBox,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from interviewcoder.review import adjudication
from interviewcoder.sources.text import Span
from interviewcoder.ui.dialogs import parts
from interviewcoder.ui.team.disagreements.words import decision_words_of

if TYPE_CHECKING:
    from interviewcoder.review.adjudication import Choice, Dispute, Take

_USUAL, _MOST = 3, 60
_SHOWN = 500
_AROUND = 24


class EndsDialog(QDialog):
    """How far ends may be apart, what is to hold then, and why. `answer` once it was accepted."""

    def __init__(self, disputes: Sequence[Dispute], text_of: Callable[[int], str], parent: QWidget) -> None:
        super().__init__(parent)
        self._disputes, self._text_of = disputes, text_of
        self._choices: list[Choice] = []
        self.within = QSpinBox(self)
        self.take = QComboBox(self)
        self.table = QTableWidget(0, 4, self)
        self.told = parts.hint("", self)
        self.reason = QLineEdit(self)
        self._lay_out()
        self.within.valueChanged.connect(self._preview)
        self.take.currentIndexChanged.connect(self._preview)
        self._preview()

    def answer(self) -> tuple[list[Choice], str]:
        """What is to be decided, and why."""
        return self._choices, self.reason.text().strip()

    def _lay_out(self) -> None:
        self.setWindowTitle(self.tr("Decide those that only differ at their ends"))
        self.within.setRange(1, _MOST)
        self.within.setValue(_USUAL)
        self.within.setAccessibleName(self.tr("How many characters the ends may be apart"))
        for words, take in (
            (self.tr("The longest coding"), "longest"),
            (self.tr("All that was coded"), "all"),
            (self.tr("What all have coded"), "common"),
        ):
            self.take.addItem(words, take)
        self.take.setAccessibleName(self.tr("What holds"))
        self.reason.setPlaceholderText(self.tr("Why, kept with each decision"))
        self.reason.setAccessibleName(self.tr("Reason"))
        self.table.setAccessibleName(self.tr("What would be decided"))
        self.table.setHorizontalHeaderLabels(
            [self.tr("Code"), self.tr("Source"), self.tr("What would hold"), self.tr("Whose")]
        )
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        for column, width in ((0, 140), (1, 120), (3, 130)):
            header.resizeSection(column, width)
        whole = parts.column(self)
        row = QHBoxLayout()
        row.setSpacing(8)
        for part in (QLabel(self.tr("Beginnings and ends at most"), self), self.within):
            row.addWidget(part)
        row.addWidget(QLabel(self.tr("characters apart. What holds:"), self))
        row.addWidget(self.take)
        row.addStretch(1)
        whole.addLayout(row)
        whole.addWidget(self.table, 1)
        whole.addWidget(self.told)
        whole.addWidget(self.reason)
        buttons, self.yes = parts.buttons(self, self.tr("Decide"))
        whole.addWidget(buttons)
        self.resize(720, 420)

    def _preview(self) -> None:
        take: Take = self.take.currentData()
        self._choices = adjudication.near_ends(self._disputes, self.within.value(), take)
        self.table.setRowCount(min(len(self._choices), _SHOWN))
        for row, choice in enumerate(self._choices[:_SHOWN]):
            held = adjudication.holds(choice)
            words = " · ".join(self._words(choice.dispute.source_id, span) for _, span in held)
            cells = (", ".join(choice.dispute.code_names), choice.dispute.source, words, decision_words_of(choice))
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
                self.table.setItem(row, column, item)
        count = len(self._choices)
        self.yes.setEnabled(bool(count))
        self.yes.setText(self.tr("Decide {count}").format(count=f"{count:n}") if count else self.tr("Decide"))
        words = self.tr("{count} of {of} that are shown and open. The originals stay; one undo takes it back.")
        none = self.tr("None of the {of} that are shown and open differs only so much.")
        self.told.setText((words if count else none).format(count=f"{count:n}", of=f"{len(self._disputes):n}"))

    def _words(self, source_id: int, span: Span) -> str:
        words = " ".join(span.text_in(self._text_of(source_id)).split())
        # Its ends are what it is about.
        return f"“{words}”" if len(words) <= 2 * _AROUND + 3 else f"“{words[:_AROUND]} … {words[-_AROUND:]}”"
