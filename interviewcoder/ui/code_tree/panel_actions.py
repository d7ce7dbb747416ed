"""What can be done to the codes that are chosen: as actions with keys, and as their menu."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from interviewcoder.ui import icons
from interviewcoder.ui.code_tree.colour_menu import ColourMenu
from interviewcoder.ui.code_tree.places import Place, Step

if TYPE_CHECKING:
    from interviewcoder.coding.codes import CodeNode
    from interviewcoder.ui.code_tree.panel import CodeTreePanel


class PanelActions(QObject):
    """The actions of the code tree. Each works on what is chosen there."""

    def __init__(self, panel: CodeTreePanel) -> None:
        super().__init__(panel)
        self._panel, self._tree, self._commands = panel, panel.tree, panel.commands
        key, keys = Qt.Key, QKeySequence
        self._editing: list[QAction] = []
        self._reviewing = False
        # What others add for a code.
        self.more_on_code: Callable[[QMenu, CodeNode], None] = lambda menu, node: None
        self.apply = self._action(self.tr("Give to the selected words"), "", self.give, key.Key_Return)
        self.apply.setShortcuts([keys(key.Key_Return), keys(key.Key_Enter)])
        self._rename = self._action(self.tr("Rename"), "rename", self._on_rename, key.Key_F2)
        self._define = self._action(self.tr("Define…"), "codebook", panel.card.begin_definition)
        self._all_passages = self._action(self.tr("List all passages"), "search", self._on_all_passages)
        self._passages = self._action(self.tr("Show its passages"), "see", panel.card.show_passages)
        self._focus = self._action(self.tr("Focus on this code"), "filter", self._on_focus)
        self.new = self._action(self.tr("New code…"), "add", self.add_beside, key.Key_Insert)
        self._new_below = self._action(self.tr("New code below…"), "", self.add_below)
        self._new_below.setShortcut(keys("Shift+Ins"))
        self._to_top = self._action(self.tr("Move to the top level"), "", self._on_to_top)
        self._merge = self._action(self.tr("Merge into…"), "merge", self.merge_chosen, key.Key_F3)
        self._split = self._action(self.tr("Split…"), "split", self.split_chosen)
        self._split.setShortcut(keys("Shift+F3"))
        self._delete = self._action(self.tr("Delete…"), "delete", self._on_delete)
        self._delete.setShortcut(keys(keys.StandardKey.Delete))
        for words, step, arrow in (
            (self.tr("Move up"), Step.UP, "Alt+Up"),
            (self.tr("Move down"), Step.DOWN, "Alt+Down"),
            (self.tr("Move out"), Step.OUT, "Alt+Left"),
            (self.tr("Move in"), Step.IN, "Alt+Right"),
        ):
            moving = self._action(words, "", partial(self._on_step, step))
            moving.setShortcut(keys(arrow))
            self._editing.append(moving)
        self._editing += [self._rename, self._define, self.new, self._new_below, self._to_top]
        self._editing += [self._merge, self._split, self._delete]

    def menu(self) -> QMenu:
        """The menu of the chosen codes."""
        menu = QMenu(self._panel)
        nodes = self._tree.chosen_nodes()
        if not nodes:
            menu.addActions([] if self._reviewing else [self.new])
            return menu
        several = len(nodes) > 1
        if not several:
            menu.addAction(self.apply)
            menu.addSeparator()
            menu.addActions([] if self._reviewing else [self._rename, self._define])
            menu.addActions([self._passages, self._all_passages])
        self._focus.setText(self.tr("Focus on these codes") if several else self.tr("Focus on this code"))
        menu.addAction(self._focus)
        if not self._reviewing:
            self._add_editing(menu, nodes)
        if not several:
            self.more_on_code(menu, nodes[0])
        return menu

    def show_reviewing(self, reviewing: bool) -> None:
        """Offer nothing that edits the codebook while somebody reviews."""
        self._reviewing = reviewing
        for action in self._editing:
            action.setVisible(not reviewing)

    def _add_editing(self, menu: QMenu, nodes: list[CodeNode]) -> None:
        several = len(nodes) > 1
        menu.addMenu(self.colours(nodes, menu))
        menu.addMenu(self._status_menu(nodes, menu))
        menu.addSeparator()
        if not several:
            menu.addActions([self.new, self._new_below])
        self._to_top.setEnabled(any(node.parent_id is not None for node in nodes))
        menu.addAction(self._to_top)
        menu.addSeparator()
        count = len(nodes)
        self._merge.setText(self.tr("Merge {count} codes…").format(count=count) if several else self.tr("Merge into…"))
        menu.addAction(self._merge)
        if not several:
            self._split.setEnabled(nodes[0].references > 0)
            menu.addAction(self._split)
        menu.addSeparator()
        self._delete.setText(self.tr("Delete {count} codes…").format(count=count) if several else self.tr("Delete…"))
        menu.addAction(self._delete)

    def colours(self, nodes: list[CodeNode], parent: QWidget) -> ColourMenu:
        """The colours that these codes can have."""
        theme = len(nodes) == 1 and self._panel.model.rowCount(self._panel.model.place_of(nodes[0].id)) > 0
        menu = ColourMenu(nodes[0].colour, parent, theme=theme)
        menu.chosen.connect(lambda colour: self._commands.recolour(nodes, colour))
        menu.other_asked.connect(lambda: self._commands.ask_colour(nodes))
        menu.shades_asked.connect(lambda: self._commands.shade(nodes[0]))
        return menu

    def open_menu(self, place: QPoint) -> None:
        """Open the menu at a place of the tree."""
        if not self._tree.indexAt(place).isValid():
            self._tree.setCurrentIndex(self._tree.rootIndex())
            self._tree.clearSelection()
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._tree.viewport().mapToGlobal(place))

    def open_colours(self, place: QPoint) -> None:
        """Open the colours of the code on the card, at a place of the screen."""
        if (node := self._tree.current_node()) is not None:
            menu = self.colours([node], self._panel)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(place)

    def _on_all_passages(self) -> None:
        if (node := self._tree.current_node()) is not None:
            self._panel.all_passages_asked.emit(node.id)

    def give(self) -> None:
        """Give the code to the selected words."""
        if (node := self._tree.current_node()) is not None:
            self._panel.code_activated.emit(node.id)

    def _on_focus(self) -> None:
        self._panel.focus_asked.emit([node.id for node in self._tree.chosen_nodes()])

    def add_beside(self) -> None:
        """Add a code beside the chosen one."""
        self._commands.add(self._panel.theme_of_current())

    def add_below(self) -> None:
        """Add a code below the chosen one."""
        self._commands.add(self._tree.current_node())

    def _action(self, text: str, drawing: str, do: Callable[[], object], key: Qt.Key | None = None) -> QAction:
        action = QAction(text, self)
        if drawing:
            icons.dress(action, drawing)
        if key is not None:
            action.setShortcut(QKeySequence(key))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(lambda: do())
        self._tree.addAction(action)
        return action

    def _status_menu(self, nodes: list[CodeNode], parent: QMenu) -> QMenu:
        menu = QMenu(self.tr("Status"), parent)
        for words, status in ((self.tr("Candidate"), "candidate"), (self.tr("Final"), "final")):
            action = menu.addAction(words)
            action.setCheckable(True)
            action.setChecked(all(node.status == status for node in nodes))
            action.triggered.connect(lambda _=False, status=status: self._commands.set_status(nodes, status))
        return menu

    def _on_rename(self) -> None:
        if self._tree.currentIndex().isValid():
            self._tree.edit(self._tree.currentIndex())

    def _on_to_top(self) -> None:
        if moved := [node.id for node in self._tree.chosen_nodes() if node.parent_id is not None]:
            self._commands.move(moved, Place(None, None))

    def merge_chosen(self) -> None:
        """Ask how to merge the chosen codes."""
        if nodes := self._tree.chosen_nodes():
            self.merge(nodes, None)

    def merge(self, nodes: list[CodeNode], into: CodeNode | None) -> None:
        """Ask how to merge codes, and choose what is left."""
        left = self._commands.merge(nodes, into)
        if left is not None:
            self._tree.choose(left)

    def split_chosen(self) -> None:
        """Walk through the passages of the chosen code."""
        if (node := self._tree.current_node()) is not None:
            self._commands.split(node)

    def _on_delete(self) -> None:
        nodes, model = self._tree.chosen_nodes(), self._panel.model
        if not nodes:
            return
        last = model.place_of(nodes[-1].id)
        beside = model.node(self._tree.indexBelow(last)) or model.node(
            self._tree.indexAbove(model.place_of(nodes[0].id))
        )
        self._commands.delete(nodes)
        if beside is not None and not model.place_of(nodes[0].id).isValid():
            self._tree.choose(beside.id)

    def _on_step(self, step: Step) -> None:
        if (node := self._tree.current_node()) is not None:
            self._commands.step(node.id, step)
            self._tree.choose(node.id)
