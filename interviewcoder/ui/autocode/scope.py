"""Where is looked: in the source that is open, in chosen ones, in all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QComboBox, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from interviewcoder.ui.wording import tip

if TYPE_CHECKING:
    from interviewcoder.sources.catalogue import SourceView

_ROW_HEIGHT = 26
_HERE, _CHOSEN, _ALL = range(3)
_LIST_HEIGHT = 110


class Scope(QWidget):
    """A choice, and the sources to tick where some are chosen. `changed` tells that it is another."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sources: Sequence[SourceView] = ()
        self._here: int | None = None
        self.box = QComboBox(self)
        self.box.setAccessibleName(self.tr("Where"))
        self.box.addItems([self.tr("This source"), self.tr("Chosen sources"), self.tr("All sources")])
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("Chosen sources"))
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFixedHeight(_LIST_HEIGHT)
        self.list.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.box)
        column.addWidget(self.list)
        self.box.currentIndexChanged.connect(self._on_chosen)
        self.list.itemChanged.connect(lambda _: self.changed.emit())

    def show_sources(self, sources: Sequence[SourceView], here: int | None) -> None:
        """Offer sources; `here` is the one that is open. What was ticked stays so."""
        ticked = set(self._ticked()) or ({here} if here is not None else set())
        self._sources = [source for source in sources if source.has_text]
        self._here = here if any(source.id == here for source in self._sources) else None
        if self._here is None and self.box.currentIndex() == _HERE:
            self.box.setCurrentIndex(_ALL)
        self.list.blockSignals(True)
        self.list.clear()
        for source in self._sources:
            item = QListWidgetItem(source.name, self.list)
            item.setData(Qt.ItemDataRole.UserRole, source.id)
            item.setToolTip(tip(source.name))
            item.setSizeHint(QSize(0, _ROW_HEIGHT))
            item.setCheckState(Qt.CheckState.Checked if source.id in ticked else Qt.CheckState.Unchecked)
        self.list.blockSignals(False)

    def source_ids(self) -> list[int]:
        """The sources to look in, in their order."""
        if self.box.currentIndex() == _HERE:
            return [self._here] if self._here is not None else []
        if self.box.currentIndex() == _CHOSEN:
            return self._ticked()
        return [source.id for source in self._sources]

    def _ticked(self) -> list[int]:
        items = [self.list.item(row) for row in range(self.list.count())]
        return [item.data(Qt.ItemDataRole.UserRole) for item in items if item.checkState() is Qt.CheckState.Checked]

    def _on_chosen(self, choice: int) -> None:
        self.list.setVisible(choice == _CHOSEN)
        self.changed.emit()
