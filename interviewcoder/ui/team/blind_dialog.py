"""Code blind: which sources, by whom, and how far they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from interviewcoder.coding import blind
from interviewcoder.project import coders
from interviewcoder.sources import catalogue
from interviewcoder.ui.coding_view.menu import chip
from interviewcoder.ui.dialogs import parts
from interviewcoder.ui.team.blind_words import state_words
from interviewcoder.ui.team.role_words import coder_words

if TYPE_CHECKING:
    from interviewcoder.project.file import Project
    from interviewcoder.ui.prompts import Prompts

_ID = Qt.ItemDataRole.UserRole
_HEIGHT = 260
_ROW_AIR = 10
_CHIP = 12
_CHECKED, _UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked


class BlindDialog(QDialog):
    """Sources and coders to tick; begin or end holds for those that are ticked, at once."""

    def __init__(
        self, project: Project, prompts: Prompts, source_id: int | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Code blind"))
        self._project, self._prompts = project, prompts
        self.sources = QTreeWidget(self)
        self.coders = QListWidget(self)
        self.begin = QPushButton(self.tr("&Begin blind coding"), self)
        self.end = QPushButton(self.tr("&Show all codings again"), self)
        self._set_up()
        self._lay_out()
        self._fill_coders()
        self._fill_sources({source_id} if source_id is not None else set())
        self._on_ticked()
        parts.fit(self, 720)

    def _set_up(self) -> None:
        self.sources.setAccessibleName(self.tr("Sources"))
        self.sources.setHeaderLabels([self.tr("Source"), self.tr("Blind coding")])
        self.sources.setRootIsDecorated(False)
        self.sources.setUniformRowHeights(True)
        self.sources.setMinimumHeight(_HEIGHT)
        self.sources.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.sources.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.sources.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.sources.header().setStretchLastSection(False)
        self.coders.setAccessibleName(self.tr("Coders"))
        self.coders.setMaximumWidth(240)
        self.coders.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.coders.setIconSize(QSize(_CHIP, _CHIP))
        self.sources.itemChanged.connect(lambda *_: self._on_ticked())
        self.coders.itemChanged.connect(lambda _: self._on_ticked())
        self.begin.clicked.connect(lambda: self._do(self._begin))
        self.end.clicked.connect(self._ask_end)

    def _lay_out(self) -> None:
        layout = parts.column(self)
        layout.addWidget(parts.heading(self.tr("Code without seeing the others’ codings"), self))
        words = self.tr(
            "Who codes a source blind sees their own codings of it alone, everywhere in the window, until all of them"
            " have said that they have finished. It is a promise you make each other, no lock: whoever works under"
            " another name sees what that one may see."
        )
        layout.addWidget(parts.hint(words, self))
        lists = QHBoxLayout()
        lists.setSpacing(parts.GAP)
        for title, part, stretch in (
            (self.tr("Which sources"), self.sources, 1),
            (self.tr("Who codes them blind"), self.coders, 0),
        ):
            column = QVBoxLayout()
            column.setSpacing(4)
            label = QLabel(title, self)
            label.setBuddy(part)
            column.addWidget(label)
            column.addWidget(part, 1)
            lists.addLayout(column, stretch)
        layout.addLayout(lists, 1)
        close = QPushButton(self.tr("Close"), self)
        close.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addWidget(parts.primary(self.begin))
        row.addWidget(self.end)
        row.addStretch(1)
        row.addWidget(close)
        layout.addLayout(row)
        parts.no_default(self.begin, self.end, close)

    # What is shown

    def _fill_coders(self) -> None:
        known = coders.listing(self._project)
        for coder in known:
            if coder.role == coders.CONSENSUS:
                continue
            item = QListWidgetItem(chip(QColor(coder.colour)), coder_words(coder), self.coders)
            item.setData(_ID, coder.id)
            item.setToolTip(coder.name)
            item.setSizeHint(QSize(0, self.coders.fontMetrics().height() + _ROW_AIR))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(_CHECKED if coder.role in ("", "coder") else _UNCHECKED)

    def _fill_sources(self, ticked: set[int]) -> None:
        known = {each.source_id: each for each in blind.listing(self._project)}
        self.sources.clear()
        for source_id, name in catalogue.names(self._project).items():
            found = known.get(source_id)
            item = QTreeWidgetItem(self.sources, [name, state_words(found)])
            item.setData(0, _ID, source_id)
            item.setToolTip(0, name)
            item.setCheckState(0, _CHECKED if source_id in ticked else _UNCHECKED)
            item.setSizeHint(0, QSize(0, self.sources.fontMetrics().height() + _ROW_AIR))
            item.setForeground(1, self.palette().placeholderText())

    def _ticked_sources(self) -> list[int]:
        rows = (self.sources.topLevelItem(row) for row in range(self.sources.topLevelItemCount()))
        return [item.data(0, _ID) for item in rows if item is not None and item.checkState(0) == _CHECKED]

    def _ticked_coders(self) -> list[int]:
        rows = (self.coders.item(row) for row in range(self.coders.count()))
        return [item.data(_ID) for item in rows if item.checkState() == _CHECKED]

    def _on_ticked(self) -> None:
        chosen = self._ticked_sources()
        blind_now = {each.source_id for each in blind.listing(self._project)}
        self.begin.setEnabled(bool(chosen and self._ticked_coders()))
        self.end.setEnabled(any(source_id in blind_now for source_id in chosen))

    # What is done

    def _do(self, step: Callable[[], object]) -> None:
        ticked = set(self._ticked_sources())
        if self._prompts.attempt(step):
            self._fill_sources(ticked)
            self._on_ticked()

    def _ask_end(self) -> None:
        chosen = self._ticked_sources()
        waited_for = [each.source for each in blind.listing(self._project) if each.is_open and each.source_id in chosen]
        words = self.tr("Not everybody has finished: {sources}. Who looks now has seen the others’ codings.")
        title = self.tr("Show everybody’s codings?")
        message = words.format(sources=", ".join(waited_for))
        if not waited_for or self._prompts.confirm(title, message, yes=self.tr("Show them")):
            self._do(self._end)

    def _begin(self) -> None:
        blind.begin(self._project, self._ticked_sources(), self._ticked_coders())

    def _end(self) -> None:
        blind.end(self._project, self._ticked_sources())
