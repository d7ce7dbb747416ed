"""The page that tells what a correction meant for each coding, and where one decides about those without words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from interviewcoder.sources.receipts import Line
from interviewcoder.ui.transcript_editor.receipt_rows import BEFORE, CODE, NOW, ReceiptRows

_CODE_WIDTH, _SOURCE_WIDTH = 190, 200


class _Lines(QTreeView):
    """The lines; Return goes to one, Delete takes its code off."""

    go_asked = Signal()
    remove_asked = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer to the keys that decide."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.go_asked.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.remove_asked.emit()
        else:
            super().keyPressEvent(event)


class ReceiptPage(QWidget):
    """Lines of codings, and what can be done with one that has no words left.

    Signals carry the `Line` that is meant; `study_asked` says whether all
    codings of the study without words are wanted, or the last correction's;
    `shown` that the page came into sight.
    """

    go_asked = Signal(object)
    keep_asked = Signal(object)
    remove_asked = Signal(object)
    put_asked = Signal(object)
    study_asked = Signal(bool)
    shown = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = ReceiptRows(self)
        self.list = _Lines(self)
        self._title = QLabel(self)
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._title.setProperty("role", "name")
        self.study = QToolButton(self)
        self.study.setProperty("role", "quiet")
        self.study.setCheckable(True)
        self.study.clicked.connect(self.study_asked)
        self._empty = QLabel(self)
        self._empty.setProperty("role", "hint")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._body = QStackedWidget(self)
        self.put = QPushButton(self.tr("Put on the selected passage"), self)
        self.keep = QPushButton(self.tr("Keep here"), self)
        self.remove = QPushButton(self.tr("Remove coding"), self)
        self._hint = QLabel(self)
        self._hint.setProperty("role", "hint")
        self._set_up_list()
        self._lay_out()
        self._connect()
        self.show_lines((), "", "", of_study=False)

    def _set_up_list(self) -> None:
        lines = self.list
        lines.setModel(self.rows)
        lines.setAccessibleName(self.tr("Codings after the correction"))
        lines.setRootIsDecorated(False)
        lines.setUniformRowHeights(True)
        lines.setAllColumnsShowFocus(True)
        lines.setAlternatingRowColors(True)
        lines.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        lines.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        lines.header().setStretchLastSection(False)
        lines.header().setSectionsMovable(False)
        lines.header().setSectionResizeMode(CODE, QHeaderView.ResizeMode.Interactive)
        lines.header().resizeSection(CODE, _CODE_WIDTH)
        lines.header().setSectionResizeMode(NOW, QHeaderView.ResizeMode.Stretch)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self.study)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._hint, 1)
        for button in (self.keep, self.remove, self.put):
            button.setAutoDefault(False)
            foot.addWidget(button)
        self._body.addWidget(self.list)
        self._body.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 10)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._body, 1)
        column.addLayout(foot)
        self.setFocusProxy(self.list)

    def _connect(self) -> None:
        self.list.clicked.connect(self._on_clicked)
        self.list.go_asked.connect(lambda: self._ask(self.go_asked))
        self.list.remove_asked.connect(lambda: self._ask(self.remove_asked, only_lost=True))
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.put.clicked.connect(lambda: self._ask(self.put_asked))
        self.keep.clicked.connect(lambda: self._ask(self.keep_asked))
        self.remove.clicked.connect(lambda: self._ask(self.remove_asked))
        self.put.setToolTip(self.tr("Select the words in the transcript first"))
        self.keep.setToolTip(self.tr("It stays in this place without words, and among the codings without words"))

    def show_lines(self, lines: Sequence[Line], title: str, empty: str, *, of_study: bool) -> None:
        """Show lines under a title; `empty` is said where there are none. Whoever was chosen stays so."""
        chosen = self.current()
        self.rows.show_lines(lines, of_study=of_study)
        self._title.setText(title)
        self._empty.setText(empty)
        self.study.setChecked(of_study)
        header = self.list.header()
        mode = QHeaderView.ResizeMode.Interactive if of_study else QHeaderView.ResizeMode.Stretch
        header.setSectionResizeMode(BEFORE, mode)
        if of_study:
            header.resizeSection(BEFORE, _SOURCE_WIDTH)
        self._body.setCurrentWidget(self.list if lines else self._empty)
        row = max(0, self.rows.place_of(chosen.segment_id if chosen else None))
        if lines:
            self.list.setCurrentIndex(self.rows.index(row, 0))
        self._on_current()

    def show_count(self, count: int) -> None:
        """Say how many codings of the study have no words."""
        words = self.tr("Codings without words ({count})").format(count=f"{count:,}")
        self.study.setText(words if count else self.tr("Codings without words"))

    def current(self) -> Line | None:
        """The chosen line."""
        index = self.list.currentIndex()
        return self.rows.lines[index.row()] if index.isValid() else None

    def choose(self, segment_id: int) -> None:
        """Choose the line of a coding."""
        row = self.rows.place_of(segment_id)
        if row >= 0:
            self.list.setCurrentIndex(self.rows.index(row, 0))

    def showEvent(self, event: QShowEvent) -> None:
        """Say that what is shown should be true."""
        super().showEvent(event)
        self.shown.emit()

    def _on_clicked(self, index: QModelIndex) -> None:
        self.go_asked.emit(self.rows.lines[index.row()])

    def _on_current(self, *_: object) -> None:
        line = self.current()
        lost = line is not None and line.lost
        for button in (self.put, self.remove):
            button.setEnabled(lost)
        self.keep.setEnabled(lost and not self.rows.of_study)
        self.keep.setVisible(not self.rows.of_study)
        told = self.tr("Its words are gone.")
        self._hint.setText(told if lost else "")

    def _ask(self, signal: SignalInstance, *, only_lost: bool = False) -> None:
        line = self.current()
        if line is not None and (line.lost or not only_lost):
            signal.emit(line)
