"""A dialog to choose the sources in which to look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QWidget

from interviewcoder.sources import catalogue
from interviewcoder.ui.dialogs import parts

if TYPE_CHECKING:
    from interviewcoder.project.file import Project

_ID = int(Qt.ItemDataRole.UserRole)
_WIDTH, _LIST_HEIGHT = 420, 300


class ChooseSources(QDialog):
    """Sources with ticks; a line narrows the list down."""

    def __init__(self, project: Project, source_ids: frozenset[int] | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Look in these sources"))
        self.line = QLineEdit(self)
        self.line.setPlaceholderText(self.tr("Show only names with…"))
        self.line.setAccessibleName(self.line.placeholderText())
        self.line.setClearButtonEnabled(True)
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("Sources"))
        self.list.setMinimumHeight(_LIST_HEIGHT)
        self.list.setProperty("rows", "airy")
        for source in catalogue.listing(project):
            if source.has_text:
                item = QListWidgetItem(source.name, self.list)
                item.setData(_ID, source.id)
                there = source_ids is not None and source.id in source_ids
                item.setCheckState(Qt.CheckState.Checked if there else Qt.CheckState.Unchecked)
        self.line.textChanged.connect(self._narrow)
        box, self._yes = parts.buttons(self, self.tr("Look there"))
        column = parts.column(self)
        for part in (self.line, self.list, box):
            column.addWidget(part)
        self.list.itemChanged.connect(lambda _: self._yes.setEnabled(bool(self.chosen())))
        self._yes.setEnabled(bool(self.chosen()))
        parts.fit(self, _WIDTH)

    def chosen(self) -> frozenset[int]:
        """The sources that are ticked."""
        items = (self.list.item(row) for row in range(self.list.count()))
        return frozenset(item.data(_ID) for item in items if item.checkState() == Qt.CheckState.Checked)

    def _narrow(self, text: str) -> None:
        wanted = text.strip().casefold()
        for row in range(self.list.count()):
            item = self.list.item(row)
            item.setHidden(wanted not in item.text().casefold())
