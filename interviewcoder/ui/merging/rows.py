"""The items of a merge as a tree: by kind, each with what belongs to it below it, to be ticked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFont

from interviewcoder.ui.merging import words

if TYPE_CHECKING:
    from interviewcoder.review.merge_items import Decision, MergeItem, MergePlan

_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
Only = Literal["all", "conflicts", "lost", "left"]
ITEM = _Role.UserRole
_ROW_HEIGHT = 24


class _Node:
    """A heading (`item` is None) or an item, with what is shown below it."""

    __slots__ = ("above", "below", "item", "place", "title")

    def __init__(self, title: str, item: MergeItem | None, above: _Node | None) -> None:
        self.title, self.item, self.above = title, item, above
        self.below: list[_Node] = []
        self.place = 0

    def add(self, node: _Node) -> None:
        node.place = len(self.below)
        self.below.append(node)

    def items(self) -> Iterable[MergeItem]:
        if self.item is not None:
            yield self.item
        for node in self.below:
            yield from node.items()


class MergeRows(QAbstractItemModel):
    """A merge plan with what is decided about it. `decided` is said after each decision."""

    decided = Signal()

    def __init__(self, plan: MergePlan, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.plan = plan
        self.decisions: dict[str, Decision] = {}
        self.looked_at: set[str] = set()
        self._settled = plan.settled({})
        self._root = _Node("", None, None)
        self._nodes: dict[str, _Node] = {}
        self.only: Only = "all"
        self.coder = ""
        self._build()

    @property
    def taken(self) -> int:
        """How many items would be taken."""
        return sum(self.is_taken(item) for item in self.plan.items)

    def is_taken(self, item: MergeItem) -> bool:
        """Whether an item would be taken, by what was decided about it and about what it needs."""
        return self._settled[item.key] in ("accept", "theirs")

    def decide(self, items: Iterable[MergeItem], take: bool) -> None:
        """Take items, or leave them; what a taken one needs is taken, too."""
        wanted = list(items)
        while wanted:
            item = wanted.pop()
            choices = item.choices
            if len(choices) > 1:
                self.decisions[item.key] = choices[0 if take != (choices[0] == "ours") else 1]
                self.looked_at.add(item.key)
            if take:
                needed = (self.plan.item(key) for key in item.depends_on)
                wanted += [each for each in needed if each is not None and not self.is_taken(each)]
        self._settled = self.plan.settled(self.decisions)
        self._tell_all(QModelIndex())
        self.decided.emit()

    def show_only(self, only: Only, coder: str = "") -> None:
        """Show all items, or some."""
        self.beginResetModel()
        self.only, self.coder = only, coder
        self._build()
        self.endResetModel()

    def item(self, index: _Index) -> MergeItem | None:
        """The item of a row; None for a heading."""
        return self._node(index).item

    def items_below(self, index: _Index) -> list[MergeItem]:
        """A row's item and those below it."""
        return list(self._node(index).items())

    def index_of(self, key: str) -> QModelIndex:
        """Where an item is shown; an invalid index where it isn't."""
        node = self._nodes.get(key)
        return QModelIndex() if node is None else self.createIndex(node.place, 0, node)

    def index(self, row: int, column: int, parent: _Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        """Qt's way in."""
        below = self._node(parent).below
        if column != 0 or not 0 <= row < len(below):
            return QModelIndex()
        return self.createIndex(row, 0, below[row])

    def parent(self, index: _Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008  # also QObject's
        """The row above."""
        above = self._node(index).above if index.isValid() else None
        if above is None or above is self._root:
            return QModelIndex()
        return self.createIndex(above.place, 0, above)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """How many rows are below one."""
        return len(self._node(parent).below)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """One."""
        return 1

    def hasChildren(self, parent: _Index = QModelIndex()) -> bool:  # noqa: B008
        """Whether something is below."""
        return bool(self._node(parent).below)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """All can be chosen; what must hold can't be ticked."""
        flags = super().flags(index)
        if index.isValid() and any(len(item.choices) > 1 for item in self._node(index).items()):
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> Any:  # Qt: whatever the role asks for
        """Words, tick and font of a row."""
        if not index.isValid():
            return None
        node = self._node(index)
        if role == _Role.DisplayRole:
            return self._said(node)
        if role == _Role.CheckStateRole:
            return self._ticked(node)
        if role == ITEM:
            return node.item
        if role == _Role.SizeHintRole:
            return QSize(0, _ROW_HEIGHT)
        if role == _Role.FontRole and node.item is None:
            font = QFont()
            font.setBold(True)
            return font
        if role in (_Role.ToolTipRole, _Role.AccessibleTextRole):
            return self._said(node) if node.item is None else f"{self._said(node)}. {node.item.conflict}".strip()
        return None

    def setData(self, index: _Index, value: Any, role: int = _Role.EditRole) -> bool:
        """Tick a row: with it all that is below it."""
        if role != _Role.CheckStateRole or not index.isValid():
            return False
        self.decide(self._node(index).items(), Qt.CheckState(value) == Qt.CheckState.Checked)
        return True

    def _said(self, node: _Node) -> str:
        item = node.item
        if item is None:
            count = sum(1 for _ in node.items())
            return f"{node.title} ({count:,})"
        title = item.title if not item.coder or item.coder in item.title else f"{item.title} · {item.coder}"
        if item.kind in ("comment", "verdict", "memo", "proposal") and item.detail:
            title = f"{title}: {' '.join(item.detail.split())}"
        if item.conflict:
            return self.tr("⚡ {title}").format(title=title)
        return self.tr("◌ {title}").format(title=title) if item.placement == "lost" else title

    def _ticked(self, node: _Node) -> Qt.CheckState:
        taken = [self.is_taken(item) for item in ([node.item] if node.item else node.items())]
        if all(taken):
            return Qt.CheckState.Checked
        return Qt.CheckState.PartiallyChecked if any(taken) else Qt.CheckState.Unchecked

    def _build(self) -> None:
        self._root = _Node("", None, None)
        self._nodes = {}
        groups: dict[str, _Node] = {}
        shown = [item for item in self.plan.items if self._is_shown(item)]
        keys = {item.key for item in shown}
        for item in (each for each in shown if each.parent not in keys):
            if item.kind not in groups:
                groups[item.kind] = _Node(words.group_of(item.kind), None, self._root)
                self._root.add(groups[item.kind])
            self._put(item, groups[item.kind])
        waiting = [item for item in shown if item.parent in keys]
        while waiting:
            later = [item for item in waiting if item.parent not in self._nodes]
            for item in waiting:
                if item.parent in self._nodes:
                    self._put(item, self._nodes[item.parent])
            if len(later) == len(waiting):
                break
            waiting = later

    def _put(self, item: MergeItem, above: _Node) -> None:
        node = self._nodes[item.key] = _Node(item.title, item, above)
        above.add(node)

    def _is_shown(self, item: MergeItem) -> bool:
        if self.coder and item.coder != self.coder:
            return False
        if self.only == "conflicts":
            return bool(item.conflict)
        if self.only == "lost":
            return item.placement == "lost"
        return self.only == "all" or not self.is_taken(item)

    def _node(self, index: _Index) -> _Node:
        if not index.isValid():
            return self._root
        node: _Node = index.internalPointer()
        return node

    def _tell_all(self, parent: QModelIndex) -> None:
        count = self.rowCount(parent)
        if count:
            self.dataChanged.emit(self.index(0, 0, parent), self.index(count - 1, 0, parent), [_Role.CheckStateRole])
        for row in range(count):
            self._tell_all(self.index(row, 0, parent))
