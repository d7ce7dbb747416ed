"""The items of a merge as a tree: by kind or by source, each with what belongs to it below it, to be ticked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QSize, Qt, Signal

from interviewcoder.ui.merging import words
from interviewcoder.ui.rows import NOWHERE, AnyIndex
from interviewcoder.ui.wording import tip

if TYPE_CHECKING:
    from interviewcoder.review.merge_items import Decision, MergeItem, MergePlan

_Role = Qt.ItemDataRole
Only = Literal["all", "conflicts", "lost", "left"]
Grouping = Literal["kind", "source"]
ITEM = int(_Role.UserRole)
SAID = int(_Role.UserRole) + 1
"""What a row says: its words, and quieter ones."""
_ROW_HEIGHT = 26
_TIP_CHARACTERS = 600


class _Node:
    """A heading (`item` is None) or an item, with what is shown below it."""

    __slots__ = ("above", "below", "counted", "item", "place", "ticked", "title")

    def __init__(self, title: str, item: MergeItem | None, above: _Node | None) -> None:
        self.title, self.item, self.above = title, item, above
        self.below: list[_Node] = []
        self.place = 0
        # How many items there are in it, and whether they are taken: worked out when it is painted, kept until decided.
        self.counted: int | None = None
        self.ticked: Qt.CheckState | None = None

    def add(self, node: _Node) -> None:
        node.place = len(self.below)
        self.below.append(node)

    def items(self) -> Iterator[MergeItem]:
        if self.item is not None:
            yield self.item
        for node in self.below:
            yield from node.items()

    def count(self) -> int:
        if self.counted is None:
            self.counted = sum(1 for _ in self.items())
        return self.counted


class MergeRows(QAbstractItemModel):
    """A merge plan with what is decided about it. `decided` is said after each decision."""

    decided = Signal()

    def __init__(self, plan: MergePlan, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.plan = plan
        self.decisions: dict[str, Decision] = {}
        self.looked_at: set[str] = set()
        self._by_key = {item.key: item for item in plan.items}
        self._settled = plan.settled({})
        self._root = _Node("", None, None)
        self._nodes: dict[str, _Node] = {}
        self.only: Only = "all"
        self.grouping: Grouping = "kind"
        self.coder, self.words = "", ""
        self._build()

    # What is decided

    @property
    def taken(self) -> int:
        """How many items would be taken."""
        return sum(decision in ("accept", "theirs") for decision in self._settled.values())

    def is_taken(self, item: MergeItem) -> bool:
        """Whether an item would be taken, by what was decided about it and about what it needs."""
        return self._settled[item.key] in ("accept", "theirs")

    def decide(self, items: Iterable[MergeItem], take: bool) -> None:
        """Take items, or leave them; what a taken one needs is taken, too."""
        wanted = list(items)
        seen = {item.key for item in wanted}
        while wanted:
            item = wanted.pop()
            choices = item.choices
            if len(choices) > 1:
                self.decisions[item.key] = choices[0 if take != (choices[0] == "ours") else 1]
                self.looked_at.add(item.key)
            if take:
                needed = [self._by_key[key] for key in item.depends_on if key in self._by_key and key not in seen]
                seen.update(each.key for each in needed)
                wanted += [each for each in needed if not self.is_taken(each)]
        self._settled = self.plan.settled(self.decisions)
        if self.only == "left":
            self.refresh()
        else:
            self._forget_ticks(self._root)
            self._tell_all(NOWHERE)
        self.decided.emit()

    def decide_shown(self, take: bool) -> None:
        """Take all items that are shown, or leave them; conflicts only where they alone are shown."""
        shown = self._root.items()
        self.decide([item for item in shown if self.only == "conflicts" or not item.conflict], take)

    # What is shown

    def show_only(self, only: Only, coder: str = "", words: str = "") -> None:
        """Show all items, or some: of a coder, or with words in them."""
        self.only, self.coder, self.words = only, coder, words.strip().casefold()
        self.refresh()

    def group_by(self, grouping: Grouping) -> None:
        """Put the items together by what they are, or by the source they belong to."""
        self.grouping = grouping
        self.refresh()

    def refresh(self) -> None:
        """Lay the rows out anew."""
        self.beginResetModel()
        self._build()
        self.endResetModel()

    @property
    def shown(self) -> int:
        """How many items are shown."""
        return self._root.count()

    def item(self, index: AnyIndex) -> MergeItem | None:
        """The item of a row; None for a heading."""
        return self._node(index).item

    def items_below(self, index: AnyIndex) -> list[MergeItem]:
        """A row's item and those below it."""
        return list(self._node(index).items())

    def index_of(self, key: str) -> QModelIndex:
        """Where an item is shown; an invalid index where it isn't."""
        node = self._nodes.get(key)
        return QModelIndex() if node is None else self.createIndex(node.place, 0, node)

    def next_conflict(self, key: str, step: int = 1) -> QModelIndex:
        """The next conflict that is shown after an item (before it: step -1), or the first; invalid: there is none."""
        order = [item.key for item in self._root.items()]
        found = [place for place, other in enumerate(order) if self._by_key[other].conflict]
        at = order.index(key) if key in self._nodes else -1
        beyond = [place for place in found if (place - at) * step > 0]
        chosen = (beyond[0] if step > 0 else beyond[-1]) if beyond else (found[0] if found else None)
        return QModelIndex() if chosen is None else self.index_of(order[chosen])

    # Qt's ways in

    def index(self, row: int, column: int, parent: AnyIndex = NOWHERE) -> QModelIndex:
        """Qt's way in."""
        below = self._node(parent).below
        if column != 0 or not 0 <= row < len(below):
            return QModelIndex()
        return self.createIndex(row, 0, below[row])

    def parent(self, index: AnyIndex = NOWHERE) -> QModelIndex:  # type: ignore[override]  # also QObject's
        """The row above."""
        above = self._node(index).above if index.isValid() else None
        if above is None or above is self._root:
            return QModelIndex()
        return self.createIndex(above.place, 0, above)

    def rowCount(self, parent: AnyIndex = NOWHERE) -> int:
        """How many rows are below one."""
        return len(self._node(parent).below)

    def columnCount(self, parent: AnyIndex = NOWHERE) -> int:
        """One."""
        return 1

    def hasChildren(self, parent: AnyIndex = NOWHERE) -> bool:
        """Whether something is below."""
        return bool(self._node(parent).below)

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """All can be chosen; what must hold can't be ticked."""
        flags = super().flags(index)
        if index.isValid() and any(len(item.choices) > 1 for item in self._node(index).items()):
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: AnyIndex, role: int = _Role.DisplayRole) -> Any:  # Qt: whatever the role asks for
        """Words and tick of a row."""
        if not index.isValid():
            return None
        node = self._node(index)
        if role == _Role.CheckStateRole:
            return self._ticked(node)
        if role == ITEM:
            return node.item
        if role == SAID:
            return self._said(node)
        if role == _Role.DisplayRole:
            return " ".join(filter(None, self._said(node)))
        if role == _Role.SizeHintRole:
            return QSize(0, _ROW_HEIGHT)
        if role in (_Role.ToolTipRole, _Role.AccessibleTextRole):
            whole = self._whole(node)
            return tip(whole[:_TIP_CHARACTERS]) if role == _Role.ToolTipRole else whole
        return None

    def setData(self, index: AnyIndex, value: Any, role: int = _Role.EditRole) -> bool:
        """Tick a row: with it all that is below it."""
        if role != _Role.CheckStateRole or not index.isValid():
            return False
        self.decide(self._node(index).items(), Qt.CheckState(value) == Qt.CheckState.Checked)
        return True

    def _said(self, node: _Node) -> tuple[str, str]:
        if node.item is None:
            return node.title, f"{node.count():,}"
        return words.row_of(node.item)

    def _whole(self, node: _Node) -> str:
        item = node.item
        if item is None:
            return " ".join(self._said(node))
        lost = self.tr("These words are nowhere in the text any more.") if item.placement == "lost" else ""
        told = [item.title, words.made_by(item), self._said(node)[1], item.conflict, lost]
        return ". ".join(part.rstrip(".") for part in told if part)

    def _ticked(self, node: _Node) -> Qt.CheckState:
        if node.ticked is None:
            taken = {self.is_taken(item) for item in ([node.item] if node.item else node.items())}
            ticked, empty = Qt.CheckState.Checked, Qt.CheckState.Unchecked
            node.ticked = Qt.CheckState.PartiallyChecked if len(taken) > 1 else ticked if True in taken else empty
        return node.ticked

    # How it is put together

    def _build(self) -> None:
        self._root = _Node("", None, None)
        self._nodes = {}
        groups: dict[str, _Node] = {}
        shown = [item for item in self.plan.items if self._is_shown(item)]
        if self.grouping == "source":
            # What belongs to no source comes first; the others in the order of their names.
            shown.sort(key=lambda item: item.source.casefold())
        keys = {item.key for item in shown}
        for item in (each for each in shown if each.parent not in keys):
            title = self._heading(item)
            if title not in groups:
                groups[title] = _Node(title, None, self._root)
                self._root.add(groups[title])
            self._put(item, groups[title])
        waiting = [item for item in shown if item.parent in keys]
        while waiting:
            later = [item for item in waiting if item.parent not in self._nodes]
            for item in waiting:
                if item.parent in self._nodes:
                    self._put(item, self._nodes[item.parent])
            if len(later) == len(waiting):
                break
            waiting = later

    def _heading(self, item: MergeItem) -> str:
        if self.grouping == "kind":
            return words.group_of(item.kind)
        return item.source or words.of_no_source()

    def _put(self, item: MergeItem, above: _Node) -> None:
        node = self._nodes[item.key] = _Node(item.title, item, above)
        above.add(node)

    def _is_shown(self, item: MergeItem) -> bool:
        if self.coder and item.coder != self.coder:
            return False
        if self.words and not any(
            self.words in text.casefold() for text in (item.title, item.detail, item.quote, item.source, item.code)
        ):
            return False
        if self.only == "conflicts":
            return bool(item.conflict)
        if self.only == "lost":
            return item.placement == "lost"
        return self.only == "all" or not self.is_taken(item)

    def _node(self, index: AnyIndex) -> _Node:
        if not index.isValid():
            return self._root
        node: _Node = index.internalPointer()
        return node

    def _forget_ticks(self, node: _Node) -> None:
        node.ticked = None
        for each in node.below:
            self._forget_ticks(each)

    def _tell_all(self, parent: AnyIndex) -> None:
        count = self.rowCount(parent)
        if count:
            self.dataChanged.emit(self.index(0, 0, parent), self.index(count - 1, 0, parent), [_Role.CheckStateRole])
        for row in range(count):
            below = self.index(row, 0, parent)
            if self.hasChildren(below):
                self._tell_all(below)
