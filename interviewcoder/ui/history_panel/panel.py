"""The page “History”: what was done, in words, and going back to any point of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from interviewcoder.project import steps
from interviewcoder.ui.empty_page import EmptyPage
from interviewcoder.ui.history_panel.model import HistoryModel, HistoryRow
from interviewcoder.ui.history_panel.painter import HistoryPainter
from interviewcoder.ui.step_words import KINDS, kind_names

if TYPE_CHECKING:
    from interviewcoder.project.changes import Changes
    from interviewcoder.project.file import Project
    from interviewcoder.ui.project_signals import ProjectSignals


class HistoryPanel(QWidget):
    """Lists the steps, newest on top. `going_asked` tells the step to go to (None: the beginning), `step_asked` a
    step whose passage or code is to be shown.
    """

    going_asked = Signal(object)  # int | None
    step_asked = Signal(object)  # StepView

    def __init__(self, project: Project, signals: ProjectSignals, parent: QWidget | None = None) -> None:
        # Its controls stand in the window's order of Tab only if they are made in the window.
        super().__init__(parent)
        self._project = project
        self._stale = False
        self.filter = QLineEdit(self)
        self.coders = QComboBox(self)
        self.kinds = QComboBox(self)
        self.model = HistoryModel(project, self)
        self.list = _StepList(self)
        self.go = QPushButton(self)
        self._nothing = QLabel(self)
        self._empty = EmptyPage(self)
        self._pages = QStackedWidget(self)
        self._lay_out()
        self._connect(signals)
        self._show_what_there_is()

    # What is shown

    def refresh(self) -> None:
        """Follow what was done since; the chosen step stays chosen."""
        self._stale = False
        row = self._row(self.list.currentIndex())
        chosen = row.step.id if row is not None and row.step is not None else None
        at_top = self.list.verticalScrollBar().value() == 0
        self._list_coders()
        self.model.refresh(at_top=at_top)
        if chosen is not None and not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self.model.place_of(chosen))
        if at_top:
            self.list.scrollToTop()
        self._show_what_there_is()

    def current(self) -> HistoryRow | None:
        """The row that is chosen; None where it is none that one can go to."""
        row = self._row(self.list.currentIndex())
        return row if row is not None and row.kind in ("step", "start") else None

    def context_menu(self) -> QMenu:
        """What can be done with the chosen step."""
        menu = QMenu(self)
        row = self.current()
        go = menu.addAction(self._going_words(row), self.ask_to_go)
        go.setEnabled(self._can_go(row))
        if row is not None and row.step is not None:
            step = row.step
            menu.addAction(self.tr("Show what it is about"), lambda: self.step_asked.emit(step))
        return menu

    def ask_to_go(self) -> None:
        """Ask for the chosen point of the history."""
        row = self.current()
        if row is not None and self._can_go(row):
            self.going_asked.emit(row.step.id if row.step is not None else None)

    def showEvent(self, event: QShowEvent) -> None:
        """Read what was done while nobody looked."""
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def _show_what_there_is(self, searching: bool = False) -> None:
        there = self.model.extent.newest is not None
        found = self.model.step_count() > 0
        self._nothing.setText(self.tr("Looking…") if searching else self.tr("No step answers to this."))
        self._nothing.setVisible(there and not found)
        self.list.setVisible(found)
        self._pages.setCurrentIndex(0 if there else 1)
        self.go.setVisible(there)
        self._show_going()

    def _show_going(self) -> None:
        row = self.current()
        self.go.setText(self._going_words(row))
        self.go.setEnabled(self._can_go(row))

    def _going_words(self, row: HistoryRow | None) -> str:
        if row is not None and self.model.is_undone(row):
            return self.tr("Go forward to here")
        return self.tr("Go back to here")

    def _can_go(self, row: HistoryRow | None) -> bool:
        if row is None:
            return False
        return (row.step.id if row.step is not None else None) != self.model.extent.now

    def _row(self, index: QModelIndex) -> HistoryRow | None:
        return self.model.row(index.row()) if index.isValid() else None

    # Made once

    def _lay_out(self) -> None:
        self.list.setProperty("role", "side")
        self.list.setAccessibleName(self.tr("History, newest step first"))
        self.list.setModel(self.model)
        self.list.setItemDelegate(HistoryPainter(self.list))
        self._nothing.setProperty("role", "hint")
        self._nothing.setContentsMargins(14, 12, 14, 12)
        above = QFrame(self)
        above.setProperty("role", "sheet")
        column = QVBoxLayout(above)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._nothing, 0, Qt.AlignmentFlag.AlignTop)
        column.addWidget(self.list, 1)
        self._pages.addWidget(above)
        self._pages.addWidget(self._empty)
        self._empty.show_state(
            "history",
            self.tr("Nothing to go back to"),
            self.tr(
                "Every step of your work will be listed here, and you can go back to any of them, also tomorrow. "
                "Withdrawing a participant or destroying recordings empties the list; Privacy > Activity log keeps "
                "what was done."
            ),
        )
        foot = QFrame(self)
        foot.setProperty("role", "foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(8, 6, 8, 6)
        row.addWidget(self.go, 1)
        self.go.setToolTip(self.tr("Takes back, or does again, all steps between (Enter)"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._bar())
        outer.addWidget(self._pages, 1)
        outer.addWidget(foot)
        self.setFocusProxy(self.list)

    def _bar(self) -> QFrame:
        bar = QFrame(self)
        bar.setProperty("role", "bar")
        self.filter.setPlaceholderText(self.tr("Filter the history"))
        self.filter.setAccessibleName(self.tr("Filter the history by words"))
        self.filter.setClearButtonEnabled(True)
        self.kinds.addItem(self.tr("All work"), "")
        for kind in KINDS:
            self.kinds.addItem(kind_names()[kind], kind)
        self.kinds.setAccessibleName(self.tr("Which kind of work is shown"))
        self.coders.setAccessibleName(self.tr("Whose work is shown"))
        self.coders.addItem(self.tr("All coders"), "")
        self._list_coders()
        for choice in (self.kinds, self.coders):
            choice.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        lower = QHBoxLayout()
        lower.addWidget(self.kinds, 1)
        lower.addWidget(self.coders, 1)
        column = QVBoxLayout(bar)
        column.setContentsMargins(8, 6, 8, 6)
        column.setSpacing(6)
        column.addWidget(self.filter)
        column.addLayout(lower)
        return bar

    def _list_coders(self) -> None:
        known = {self.coders.itemData(place) for place in range(self.coders.count())}
        for name in steps.coders(self._project):
            if name not in known:
                self.coders.addItem(name, name)

    def _connect(self, signals: ProjectSignals) -> None:
        signals.changed.connect(self._on_changed)
        self.model.searching.connect(self._show_what_there_is)
        self.filter.textChanged.connect(self._on_filter)
        self.kinds.currentIndexChanged.connect(self._on_filter)
        self.coders.currentIndexChanged.connect(self._on_filter)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show_going())
        self.list.clicked.connect(self._on_clicked)
        self.list.doubleClicked.connect(lambda _: self.ask_to_go())
        self.list.going_asked.connect(self.ask_to_go)
        self.list.customContextMenuRequested.connect(self._on_menu)
        self.go.clicked.connect(self.ask_to_go)

    def _on_filter(self) -> None:
        self.model.choose(
            coder=str(self.coders.currentData()), kind=str(self.kinds.currentData()), text=self.filter.text()
        )
        self._show_going()

    def _on_clicked(self, index: QModelIndex) -> None:
        row = self._row(index)
        if row is not None and row.step is not None:
            self.step_asked.emit(row.step)

    def _on_menu(self, at: QPoint) -> None:
        self.context_menu().popup(self.list.viewport().mapToGlobal(at))

    def _on_changed(self, changes: Changes) -> None:
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True


class _StepList(QListView):
    """The list; Enter asks to go to the chosen step."""

    going_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ask at Enter; Home leads to the newest step, which has its day above it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.going_asked.emit()
            return
        super().keyPressEvent(event)
        if event.key() == Qt.Key.Key_Home:
            self._choose_newest()

    def _choose_newest(self) -> None:
        model = self.model()
        rows = (model.index(row, 0) for row in range(model.rowCount()))
        steps = (index for index in rows if index.flags() & Qt.ItemFlag.ItemIsSelectable)
        if (newest := next(steps, None)) is not None:
            self.setCurrentIndex(newest)
            self.scrollToTop()
