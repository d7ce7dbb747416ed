"""Codes as Qt's views want them: thin, over the nodes that were read last."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel, QMimeData, QModelIndex, QObject, Qt, Signal

from interviewcoder.coding.codes import CodeNode, path_of
from interviewcoder.ui.code_tree.places import Place, below, between
from interviewcoder.ui.code_tree.usage_bars import UsageBars
from interviewcoder.ui.drag_formats import CODE_FORMAT, PASSAGE_FORMAT, codes_to_drag, dragged_codes, dragged_passage
from interviewcoder.ui.rows import NOWHERE, AnyIndex
from interviewcoder.ui.wording import tip

NODE_ROLE = int(Qt.ItemDataRole.UserRole)  # the CodeNode
TOTAL_ROLE = NODE_ROLE + 1  # codings of the code and all below it
FADED_ROLE = NODE_ROLE + 2  # shown only because something below it answers to the filter
BARS_ROLE = NODE_ROLE + 3  # codings of the code and all below it, by source; None where bars aren't shown


class CodeTreeModel(QAbstractItemModel):
    """The tree of codes. It changes nothing itself: it tells what a person asked for."""

    rename_asked = Signal(int, str)
    move_asked = Signal(object, object)  # code ids, Place
    merge_asked = Signal(object, int)  # code ids, the code they were dropped onto
    passage_dropped = Signal(object, int)  # Span, code id

    def __init__(self, parent: QObject | None = None, usage: UsageBars | None = None) -> None:
        super().__init__(parent)
        self._usage = usage
        self.shows_bars = False
        # Whether a code that is let go of now is to be merged into the one below the pointer.
        self.merging = False
        self._nodes: dict[int, CodeNode] = {}
        self._children: dict[int | None, list[int]] = {}
        self._rows: dict[int, int] = {}
        self._totals: dict[int, int] = {}
        self._answering: set[int] | None = None

    def show_nodes(
        self, nodes: Sequence[CodeNode], shown: Sequence[CodeNode] | None = None, answering: set[int] | None = None
    ) -> bool:
        """Show other codes: `shown` of all `nodes`. True where the tree was built anew.

        While no code came, went or moved, only texts and numbers are renewed:
        selection and editors stay.
        """
        shown = nodes if shown is None else shown
        same = [(node.id, node.parent_id) for node in shown] == [
            (node.id, node.parent_id) for node in self._nodes.values()
        ]
        if not same:
            self.beginResetModel()
        before, totals_before, answering_before = self._nodes, self._totals, self._answering
        self._nodes = {node.id: node for node in shown}
        self._totals = _totals(nodes)
        self._answering = answering
        if same:
            # To paint rows that look as before would take longer than to read them all.
            for node in shown:
                now, then = (node, self._totals[node.id]), (before[node.id], totals_before[node.id])
                if now != then or answering != answering_before:
                    self.dataChanged.emit(self.place_of(node.id), self.place_of(node.id))
            return False
        self._children = {}
        for node in shown:
            self._children.setdefault(node.parent_id, []).append(node.id)
        self._rows = {code_id: row for ids in self._children.values() for row, code_id in enumerate(ids)}
        self.endResetModel()
        return True

    def nodes(self) -> list[CodeNode]:
        """The codes that are shown, in the order of the tree."""
        return list(self._nodes.values())

    def node(self, index: AnyIndex) -> CodeNode | None:
        """The code at an index."""
        return self._nodes.get(index.internalId()) if index.isValid() else None

    def place_of(self, code_id: int) -> QModelIndex:
        """The index of a code; an invalid one where it isn't shown."""
        return self.createIndex(self._rows[code_id], 0, code_id) if code_id in self._rows else QModelIndex()

    def show_bars(self, shown: bool) -> None:
        """Show how each code is used over the sources, or don't."""
        self.shows_bars = shown
        if self._nodes:
            for code_id in self._nodes:
                self.dataChanged.emit(self.place_of(code_id), self.place_of(code_id))

    def depth(self) -> int:
        """How many codes stand above the deepest one."""
        return max((node.depth for node in self._nodes.values()), default=0)

    # What Qt asks

    def index(self, row: int, column: int, parent: AnyIndex = NOWHERE) -> QModelIndex:
        """Give the index of a row."""
        ids = self._below(parent)
        if column != 0 or not 0 <= row < len(ids):
            return QModelIndex()
        return self.createIndex(row, 0, ids[row])

    def parent(self, index: AnyIndex = NOWHERE) -> QModelIndex:  # type: ignore[override]  # the stub mixes in QObject.parent
        """Give the index of the code above."""
        node = self.node(index)
        return QModelIndex() if node is None or node.parent_id is None else self.place_of(node.parent_id)

    def rowCount(self, parent: AnyIndex = NOWHERE) -> int:
        """Say how many codes stand right below one."""
        return len(self._below(parent)) if parent.column() <= 0 else 0

    def columnCount(self, parent: AnyIndex = NOWHERE) -> int:
        """Say one."""
        return 1

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give a code's name, what a screen reader says, or the code itself to who paints it."""
        node = self.node(index)
        if node is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return node.name
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            words = self._words(node)
            return tip(words) if role == Qt.ItemDataRole.ToolTipRole else words
        if role == TOTAL_ROLE:
            return self._totals[node.id]
        if role == BARS_ROLE:
            return self._usage.of(node.id) if self._usage is not None and self.shows_bars else None
        if role == FADED_ROLE:
            return self._answering is not None and node.id not in self._answering
        return node if role == NODE_ROLE else None

    def setData(self, index: AnyIndex, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ask for another name; the tree is read again when it has it."""
        node = self.node(index)
        name = str(value).strip()
        if node is None or role != Qt.ItemDataRole.EditRole or name == node.name:
            return False
        self.rename_asked.emit(node.id, name)
        return True

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Let every code be chosen, renamed, dragged and dropped onto."""
        flag = Qt.ItemFlag
        if not index.isValid():
            return flag.ItemIsDropEnabled
        chosen = flag.ItemIsEnabled | flag.ItemIsSelectable | flag.ItemIsEditable
        return chosen | flag.ItemIsDragEnabled | flag.ItemIsDropEnabled

    # Dragging

    def mimeTypes(self) -> list[str]:
        """Name what may be dropped."""
        return [CODE_FORMAT, PASSAGE_FORMAT]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Pack the codes that are dragged, in the order of the tree."""
        wanted = {index.internalId() for index in indexes}
        found = [code_id for code_id in self._nodes if code_id in wanted]
        return codes_to_drag(found) if found else QMimeData()

    def supportedDragActions(self) -> Qt.DropAction:
        """Move within the tree, copy onto a text."""
        return Qt.DropAction.CopyAction | Qt.DropAction.MoveAction

    def supportedDropActions(self) -> Qt.DropAction:
        """Take both."""
        return Qt.DropAction.CopyAction | Qt.DropAction.MoveAction

    def canDropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: AnyIndex) -> bool:
        """Refuse a code below itself, or beside one it is to be merged into, and a passage beside a code."""
        if code_ids := dragged_codes(data):
            target = self.node(parent)
            if not set(code_ids) <= self._nodes.keys():
                return False
            if self.merging:
                return target is not None and row < 0 and set(code_ids) != {target.id}
            nodes = list(self._nodes.values())
            return target is None or not any(target.id in below(nodes, code_id) for code_id in code_ids)
        return dragged_passage(data) is not None and parent.isValid() and row < 0

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: AnyIndex) -> bool:
        """Tell what was dropped where."""
        if not self.canDropMimeData(data, action, row, column, parent):
            return False
        target = self.node(parent)
        code_ids = dragged_codes(data)
        if code_ids and self.merging and target is not None:
            self.merge_asked.emit(code_ids, target.id)
        elif code_ids:
            parent_id = target.id if target else None
            siblings = [self._nodes[sibling] for sibling in self._below(parent)]
            moved = [self._nodes[code_id] for code_id in code_ids]
            self.move_asked.emit(
                code_ids, Place(parent_id, None) if row < 0 else between(moved, parent_id, siblings, row)
            )
        elif target is not None:
            self.passage_dropped.emit(dragged_passage(data), target.id)
        return True

    def _below(self, parent: AnyIndex) -> list[int]:
        return self._children.get(parent.internalId() if parent.isValid() else None, [])

    def _words(self, node: CodeNode) -> str:
        lines = [path_of(list(self._nodes.values()), node.id)]
        if node.brief:
            lines.append(node.brief)
        if node.status == "final":
            lines.append(self.tr("Final"))
        if self._usage is not None:
            lines.append(self._usage.words(node.id))
        own, total = node.references, self._totals[node.id]
        if total != own:
            of_its_own = self.tr("1 coding of its own") if own == 1 else self.tr("{count} codings of its own")
            lines.append(of_its_own.format(count=own))
        elif self._usage is None:
            lines.append(self.tr("1 coding") if own == 1 else self.tr("{count} codings").format(count=own))
        return "\n".join(lines)


def _totals(nodes: Sequence[CodeNode]) -> dict[int, int]:
    totals = {node.id: node.references for node in nodes}
    for node in reversed(nodes):
        if node.parent_id is not None:
            totals[node.parent_id] += totals[node.id]
    return totals
