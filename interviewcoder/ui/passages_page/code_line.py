"""A line in which a code is named: its names are offered while one types."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QWidget

from interviewcoder.coding.codes import path_of
from interviewcoder.ui.coding_view.code_match import matching

if TYPE_CHECKING:
    from interviewcoder.coding.codes import CodeNode

_WIDTH = 190


class CodeLine(QLineEdit):
    """`chosen` carries the id of the code that was named; `emptied` tells of Backspace where there is nothing."""

    chosen = Signal(int)
    emptied = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._codes: Sequence[CodeNode] = ()
        self._by_path: dict[str, int] = {}
        self._paths = QStringListModel(self)
        self._offered = QListView()
        self.setPlaceholderText(self.tr("Add a code"))
        self.setAccessibleName(self.tr("Name of a code to add"))
        self.setFixedWidth(_WIDTH)
        completer = QCompleter(self._paths, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setMaxVisibleItems(12)
        completer.setPopup(self._offered)
        completer.activated.connect(self._on_path)
        self.setCompleter(completer)
        self.returnPressed.connect(self._on_return)

    def set_codes(self, nodes: Sequence[CodeNode]) -> None:
        """Offer these codes."""
        self._codes = nodes
        self._by_path = {path_of(nodes, node.id): node.id for node in nodes}
        self._paths.setStringList(list(self._by_path))
        width = max((self.fontMetrics().horizontalAdvance(path) for path in self._by_path), default=0)
        self._offered.setMinimumWidth(min(width + 40, 520))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Say where there is nothing left to take away; open the list at Down."""
        if event.key() == Qt.Key.Key_Backspace and not self.text():
            self.emptied.emit()
            return
        if event.key() == Qt.Key.Key_Down and not self._offered.isVisible():
            self.completer().setCompletionPrefix(self.text())
            self.completer().complete()
            return
        super().keyPressEvent(event)

    def _on_return(self) -> None:
        typed = self.text().strip()
        if not typed:
            return
        code_id = self._by_path.get(typed)
        if code_id is None:
            found = matching(typed, self._codes)
            code_id = found[0].code_id if found else None
        if code_id is not None:
            self._take(code_id)

    def _on_path(self, path: str) -> None:
        # The list writes its words into the line once it has said that they were chosen.
        QTimer.singleShot(0, self, self.clear)
        if (code_id := self._by_path.get(path)) is not None:
            self._take(code_id)

    def _take(self, code_id: int) -> None:
        # Hidden, the list has no more to say to the Return that the line has answered.
        self._offered.hide()
        self.clear()
        self.chosen.emit(code_id)
