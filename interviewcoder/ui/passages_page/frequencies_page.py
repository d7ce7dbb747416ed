"""The page “Frequencies”: how often codes were used, by source or by what is known of participants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QStackedLayout,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from interviewcoder.analysis import frequencies
from interviewcoder.cases import attributes
from interviewcoder.coding import codes
from interviewcoder.ui import icons
from interviewcoder.ui.empty_page import EmptyPage
from interviewcoder.ui.passages_page.frequency_table import FIXED_COLUMNS, FrequencyRow, FrequencyRows
from interviewcoder.ui.rows import dress_figures

if TYPE_CHECKING:
    from interviewcoder.project.changes import Changes
    from interviewcoder.project.file import Project
    from interviewcoder.ui.project_signals import ProjectSignals

_CONCERNS = ("code", "segment", "source", "speaker", "case", "case_source", "case_value", "attribute")
# Somebody who codes on doesn't look at numbers: they follow when there is a moment.
_WAIT_MS = 250
_NAMES_FITTED, _SORT_MARK = 40, 30
_ROW_AIR, _NAME_WIDTH, _NUMBER_WIDTH = 8, 260, 86


class FrequenciesPage(QWidget):
    """`code_asked` carries the id of a code whose passages are wanted; `export_asked` asks for a file."""

    code_asked = Signal(int)
    export_asked = Signal()

    def __init__(self, project: Project, signals: ProjectSignals, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._stale = True
        self.rows = FrequencyRows(self)
        self.table = QTableView(self)
        self.columns = QComboBox(self)
        self.counting = QComboBox(self)
        self.subcodes = QCheckBox(self.tr("With subcodes"), self)
        self._hint = QLabel(self)
        self._empty = EmptyPage(self)
        self._anew = QTimer(self)
        self._anew.setSingleShot(True)
        self._anew.setInterval(_WAIT_MS)
        self._anew.timeout.connect(self.refresh)
        self._set_up_table()
        self._lay_out()
        signals.changed.connect(self._on_changed)
        self.columns.currentIndexChanged.connect(lambda _: self.refresh())
        self.counting.currentIndexChanged.connect(lambda _: self.refresh())
        self.subcodes.toggled.connect(lambda _: self.refresh())

    def _set_up_table(self) -> None:
        table = self.table
        table.setProperty("role", "side")
        table.setAccessibleName(self.tr("Frequencies of codes"))
        table.setModel(self.rows)
        table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + _ROW_AIR)
        dress_figures(table)
        header = table.horizontalHeader()
        header.setDefaultSectionSize(_NUMBER_WIDTH)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.DescendingOrder)
        table.setSortingEnabled(True)
        table.activated.connect(self._on_activated)

    def _lay_out(self) -> None:
        self.setAccessibleName(self.tr("Frequencies"))
        self.setFocusProxy(self.table)
        self.columns.setAccessibleName(self.tr("What the columns are"))
        self.counting.setAccessibleName(self.tr("What is counted"))
        self.counting.addItem(self.tr("Codings"), "codings")
        self.counting.addItem(self.tr("Participants"), "participants")
        self.subcodes.setChecked(True)
        self._hint.setProperty("role", "hint")
        export = QToolButton(self)
        export.setProperty("role", "quiet")
        export.setText(self.tr("Export"))
        export.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        export.setToolTip(self.tr("Write this table into a file (CSV)"))
        export.setAccessibleName(export.toolTip())
        icons.dress(export, "codebook")
        export.clicked.connect(lambda: self.export_asked.emit())
        bar = QFrame(self)
        bar.setProperty("role", "bar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(10, 5, 6, 5)
        row.setSpacing(8)
        for part in (self.columns, self.counting, self.subcodes):
            row.addWidget(part)
        row.addWidget(self._hint, 1)
        row.addWidget(export)
        body = QFrame(self)
        self._stack = QStackedLayout(body)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        self._empty.show_state(
            "code", self.tr("No codes yet"), self.tr("Code some passages; how often is counted here as you go.")
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(body, 1)

    def refresh(self) -> None:
        """Count again."""
        self._anew.stop()
        self._stale = False
        self._fill_columns()
        nodes = codes.tree(self._project)
        attribute_id: int | None = self.columns.currentData()
        counting: frequencies.Counting = self.counting.currentData()
        subcodes = self.subcodes.isChecked()
        self.counting.setVisible(attribute_id is not None)
        if attribute_id is None:
            table = frequencies.by_source(self._project, subcodes=subcodes)
            self._hint.clear()
        else:
            table = frequencies.by_attribute(self._project, attribute_id, subcodes=subcodes, counting=counting)
            self._hint.setText(self.tr("A source counts for each participant it is tied to"))
        totals = {each.code_id: each for each in frequencies.by_code(self._project)}
        none = [0] * len(table.columns)
        rows = []
        for node in nodes:
            total = totals[node.id]
            codings, sources = total.codings, total.sources
            if subcodes:
                codings, sources = total.codings_below, total.sources_below
            counts = table.counts.get(node.id, none)
            path = codes.path_of(nodes, node.id)
            rows.append(FrequencyRow(node.id, node.name, path, node.depth, node.colour, codings, sources, counts))
        others = list(table.columns) != list(self.rows.columns) or not self.rows.rows
        self.rows.show_rows(rows, table.columns)
        if others:
            self._fit_columns()
        self._stack.setCurrentIndex(0 if rows else 1)

    def _fit_columns(self) -> None:
        """Give a column the room of its name, as far as that is sensible."""
        table = self.table
        table.setColumnWidth(0, _NAME_WIDTH)
        metrics = table.horizontalHeader().fontMetrics()
        for place, name in enumerate(self.rows.columns[:_NAMES_FITTED], start=FIXED_COLUMNS):
            width = metrics.horizontalAdvance(name) + _SORT_MARK
            table.setColumnWidth(place, min(max(width, _NUMBER_WIDTH), _NUMBER_WIDTH * 2))

    def _fill_columns(self) -> None:
        wanted: list[tuple[str, int | None]] = [(self.tr("By source"), None)]
        wanted += [
            (self.tr("By {attribute}").format(attribute=each.name), each.id)
            for each in attributes.listing(self._project)
        ]
        combo = self.columns
        if [(combo.itemText(n), combo.itemData(n)) for n in range(combo.count())] == wanted:
            return
        chosen = combo.currentData()
        combo.blockSignals(True)
        combo.clear()
        for words, value in wanted:
            combo.addItem(words, value)
        combo.setCurrentIndex(max(0, next((n for n, (_, value) in enumerate(wanted) if value == chosen), 0)))
        combo.blockSignals(False)

    def showEvent(self, event: QShowEvent) -> None:
        """Count what changed while nobody looked."""
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def _on_changed(self, changes: Changes) -> None:
        if changes.concerns(*_CONCERNS):
            self._stale = True
            if self.isVisible():
                self._anew.start()

    def _on_activated(self, index: QModelIndex) -> None:
        self.code_asked.emit(self.rows.rows[index.row()].code_id)
