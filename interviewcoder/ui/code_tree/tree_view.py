"""The tree itself: what is open stays open, codes are dragged, passages are dropped."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import (
    QDrag,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QMouseEvent,
    QPainter,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QTreeView, QWidget

from interviewcoder.coding.codes import CodeNode
from interviewcoder.ui.code_tree.model import CodeTreeModel
from interviewcoder.ui.code_tree.row_painter import CodeRowPainter, dragged_label
from interviewcoder.ui.drag_formats import dragged_passage
from interviewcoder.ui.icons import drawn

_INDENT = 16
_ARROW = 12
_LEAST_INDENT = 2
# Deeper rows step in less before the name and the numbers run out of the panel.
_ROOM_OF_A_ROW = 130


class CodeTreeView(QTreeView):
    """Shows a `CodeTreeModel`; all is open until a person closes it."""

    def __init__(self, model: CodeTreeModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._codes = model
        self._closed: set[int] = set()
        self._remembering = True
        # Kept for when the tree is built anew, which chooses nothing.
        self._chosen_ids: list[int] = []
        self._dragged_alone: int | None = None
        self.setModel(model)
        self.setItemDelegate(CodeRowPainter(self))
        self.setProperty("role", "side")
        self.setAccessibleName(self.tr("Codes"))
        self.setHeaderHidden(True)
        self.setIndentation(_INDENT)
        self.setUniformRowHeights(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        # Typing finds a code, F2 and the menu rename it: a slow double click shouldn't.
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setAutoExpandDelay(600)
        model.modelAboutToBeReset.connect(self._on_about_to_reset)
        self.collapsed.connect(self._on_collapsed)
        self.expanded.connect(self._on_expanded)

    def drawBranches(self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex) -> None:
        """Paint the arrow of a theme in the colour of its row's words: Qt's own stays dark under the highlight."""
        if not self._codes.rowCount(index):
            return
        role = QPalette.ColorRole.Text
        if self.selectionModel().isSelected(index):
            role = QPalette.ColorRole.HighlightedText
        colour = self.palette().color(QPalette.ColorGroup.Active, role)
        arrow = drawn(
            "down" if self.isExpanded(index) else "right",
            colour,
            _ARROW,
            painter.device().devicePixelRatioF(),
        )
        left = rect.right() + 1 - (self.indentation() + _ARROW) // 2
        painter.drawPixmap(left, rect.center().y() + 1 - _ARROW // 2, arrow)

    def current_node(self) -> CodeNode | None:
        """The code that is chosen."""
        return self._codes.node(self.currentIndex())

    def chosen_nodes(self) -> list[CodeNode]:
        """All codes that are chosen, in the order of the tree."""
        chosen = {index.internalId() for index in self.selectionModel().selectedIndexes()}
        return [node for node in self._codes.nodes() if node.id in chosen]

    def choose(self, code_id: int) -> None:
        """Choose a code and bring it into view; nothing where it isn't shown."""
        index = self._codes.place_of(code_id)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def choose_all(self, code_ids: Collection[int]) -> None:
        """Choose several codes, as far as they are shown."""
        chosen = QItemSelection()
        for index in map(self._codes.place_of, code_ids):
            if index.isValid():
                chosen.select(index, index)
        self.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def close_all(self) -> None:
        """Close every theme."""
        self.collapseAll()
        self._closed = {node.id for node in self._codes.nodes()}

    def open_all(self) -> None:
        """Open every theme."""
        self.expandAll()
        self._closed.clear()

    def restore(self, current_id: int | None, scrolled: int, *, filtered: bool) -> None:
        """Open, choose and scroll as before, after the tree was built anew. A filter closes nothing."""
        chosen_ids = self._chosen_ids
        self._remembering = False
        self._fit_indentation()
        self.expandAll()
        if not filtered:
            for code_id in self._closed:
                self.collapse(self._codes.place_of(code_id))
        self._remembering = True
        index = self._codes.place_of(current_id) if current_id is not None else QModelIndex()
        if index.isValid():
            self.setCurrentIndex(index)
        if len(chosen_ids) > 1:
            self.choose_all(chosen_ids)
        self.verticalScrollBar().setValue(scrolled)
        self._remembering = not filtered

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep room for the deepest row, and the chosen row in sight: choosing it opens its card below."""
        index = self.currentIndex()
        row = self.visualRect(index)
        was_in_sight = row.bottom() <= event.oldSize().height() and row.top() >= 0
        super().resizeEvent(event)
        self._fit_indentation()
        if index.isValid() and was_in_sight:
            self.scrollTo(index)

    def _fit_indentation(self) -> None:
        levels = self._codes.depth() + 1
        room = max(0, self.viewport().width() - _ROOM_OF_A_ROW)
        wanted = max(_LEAST_INDENT, min(_INDENT, room // levels))
        if wanted != self.indentation():
            self.setIndentation(wanted)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember which code was chosen alone: with Ctrl, which merges, another one is dragged without it."""
        chosen, pressed = self.selectionModel().selectedIndexes(), self.indexAt(event.position().toPoint())
        with_ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        another = pressed.isValid() and len(chosen) == 1 and pressed.internalId() != chosen[0].internalId()
        self._dragged_alone = pressed.internalId() if with_ctrl and another else None
        super().mousePressEvent(event)

    def startDrag(self, supportedActions: Qt.DropAction) -> None:  # noqa: N803  # Qt's name
        """Drag the chosen codes, with a name on the pointer."""
        if self._dragged_alone is not None:
            # Not setCurrentIndex(): with Ctrl held that lets go of the row which the press has just chosen.
            place, alone = self._codes.place_of(self._dragged_alone), QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(place, alone)
        node, chosen = self.current_node(), self.selectionModel().selectedIndexes()
        if node is None or not chosen:
            return
        drag = QDrag(self)
        drag.setMimeData(self._codes.mimeData(chosen))
        others = len(chosen) - 1
        drag.setPixmap(dragged_label(node, others, self.palette(), self.font(), self.devicePixelRatioF()))
        drag.exec(supportedActions, Qt.DropAction.MoveAction)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Aim at rows only while a passage is dragged, at the gaps too while a code is."""
        self.setDragDropOverwriteMode(dragged_passage(event.mimeData()) is not None)
        self._see_modifiers(event)
        super().dragEnterEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """With Ctrl, aim at the code to merge into."""
        self._see_modifiers(event)
        super().dragMoveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Move, or merge with Ctrl; the tree is read again by whoever is told."""
        self._see_modifiers(event)
        super().dropEvent(event)
        self._codes.merging = False

    def _see_modifiers(self, event: QDropEvent) -> None:
        self._codes.merging = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)

    def _on_about_to_reset(self) -> None:
        self._chosen_ids = [node.id for node in self.chosen_nodes()]

    def _on_collapsed(self, index: QModelIndex) -> None:
        node = self._codes.node(index)
        if self._remembering and node is not None:
            self._closed.add(node.id)

    def _on_expanded(self, index: QModelIndex) -> None:
        node = self._codes.node(index)
        if self._remembering and node is not None:
            self._closed.discard(node.id)
