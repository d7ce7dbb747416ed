"""The codes of the study, at the right of the window."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QSplitter,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from interviewcoder.coding import codes
from interviewcoder.coding.codes import CodeNode
from interviewcoder.coding.participants import SPEAKING
from interviewcoder.ui import icons
from interviewcoder.ui.code_tree.card import CodeCard
from interviewcoder.ui.code_tree.colour_menu import ColourMenu
from interviewcoder.ui.code_tree.commands import CodeCommands
from interviewcoder.ui.code_tree.model import CodeTreeModel
from interviewcoder.ui.code_tree.places import Place, Step, answering, with_ancestors
from interviewcoder.ui.code_tree.tree_view import CodeTreeView
from interviewcoder.ui.empty_page import EmptyPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from interviewcoder.project.changes import Changes
    from interviewcoder.project.file import Project
    from interviewcoder.ui.project_signals import ProjectSignals
    from interviewcoder.ui.prompts import Prompts

# Whatever can change a name, a number or a quote that is shown here.
_CONCERNS = ("code", "segment", *SPEAKING)
_QUEUED = Qt.ConnectionType.QueuedConnection


class CodeTreePanel(QWidget):
    """A filter, the tree of codes, and a card for the code that is chosen.

    `code_activated` asks to give a code to the selected words,
    `passage_dropped` (Span, code id) to give it to a passage of the text that
    is shown, `passage_asked` (source id, Span) to show a passage.
    """

    code_activated = Signal(int)
    passage_dropped = Signal(object, int)
    passage_asked = Signal(int, object)

    def __init__(
        self, project: Project, signals: ProjectSignals, prompts: Prompts, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._project = project
        self._nodes: list[CodeNode] = []
        # Stays while a filter hides the code: the card still shows it.
        self._chosen_id: int | None = None
        self._model = CodeTreeModel(self)
        self._commands = CodeCommands(project, prompts, self)
        self._filter = QLineEdit(self)
        self.tree = CodeTreeView(self._model, self)
        self.card = CodeCard(project, prompts, self)
        self._nothing = QLabel(self)
        self._empty = EmptyPage(self)
        self._make_actions()
        self._lay_out()
        self._connect(signals)
        self.refresh()

    def refresh(self) -> None:
        """Read the codes again; what is chosen, open and scrolled to stays."""
        scrolled = self.tree.verticalScrollBar().value()
        self._nodes = codes.tree(self._project)
        found = answering(self._nodes, self._filter.text())
        shown = self._nodes if found is None else with_ancestors(self._nodes, found)
        if self._model.show_nodes(self._nodes, shown, found):
            self.tree.restore(self._chosen_id, scrolled, filtered=found is not None)
        self._show_what_there_is(shown)
        self._show_card()

    def choose(self, code_id: int) -> None:
        """Choose a code, as if the person had clicked it; a filter that hides it is cleared."""
        if not self._model.place_of(code_id).isValid():
            self._filter.clear()
        self.tree.choose(code_id)

    def save_pending(self) -> None:
        """Save what is still being written on the card; before the project is closed or exported."""
        self.card.save_pending()

    # Made once

    def _make_actions(self) -> None:
        key, keys = Qt.Key, QKeySequence
        self._apply = self._action(self.tr("Give to the selected words"), "", self._on_apply, key.Key_Return)
        self._apply.setShortcuts([keys(key.Key_Return), keys(key.Key_Enter)])
        self._rename = self._action(self.tr("Rename"), "rename", self._on_rename, key.Key_F2)
        self._define = self._action(self.tr("Define…"), "codebook", self._on_define)
        self._new = self._action(self.tr("New code…"), "add", self._on_new, key.Key_Insert)
        self._new_below = self._action(self.tr("New code below…"), "", self._on_new_below)
        self._new_below.setShortcut(keys("Shift+Ins"))
        self._to_top = self._action(self.tr("Move to the top level"), "", self._on_to_top)
        self._delete = self._action(self.tr("Delete…"), "delete", self._on_delete)
        self._delete.setShortcut(keys(keys.StandardKey.Delete))
        for words, step, arrow in (
            (self.tr("Move up"), Step.UP, "Alt+Up"),
            (self.tr("Move down"), Step.DOWN, "Alt+Down"),
            (self.tr("Move out"), Step.OUT, "Alt+Left"),
            (self.tr("Move in"), Step.IN, "Alt+Right"),
        ):
            self._action(words, "", partial(self._on_step, step)).setShortcut(keys(arrow))

    def _action(self, text: str, drawing: str, do: Callable[[], object], key: Qt.Key | None = None) -> QAction:
        action = QAction(text, self)
        if drawing:
            icons.dress(action, drawing)
        if key is not None:
            action.setShortcut(QKeySequence(key))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(lambda: do())
        self.tree.addAction(action)
        return action

    def _lay_out(self) -> None:
        self._nothing.setProperty("role", "hint")
        self._nothing.setText(self.tr("No code is called so."))
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._nothing.setContentsMargins(12, 16, 12, 0)
        self._empty.show_state(
            "code", self.tr("No codes yet"), self.tr("Select words in the transcript and type a name.")
        )
        body = QFrame(self)
        self._stack = QStackedLayout(body)
        for page in (self.tree, self._empty, self._nothing):
            self._stack.addWidget(page)
        self._split = QSplitter(Qt.Orientation.Vertical, self)
        self._split.setHandleWidth(1)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(body)
        self._split.addWidget(self.card)
        self._split.setStretchFactor(0, 3)
        self._split.setStretchFactor(1, 2)
        body.setMinimumHeight(90)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar())
        column.addWidget(self._split, 1)

    def _bar(self) -> QFrame:
        bar = QFrame(self)
        bar.setProperty("role", "bar")
        self._filter.setPlaceholderText(self.tr("Filter codes"))
        self._filter.setAccessibleName(self.tr("Filter codes"))
        self._filter.setClearButtonEnabled(True)
        add = QToolButton(bar)
        add.setProperty("role", "quiet")
        icons.dress(add, "add")
        add.setToolTip(self.tr("New code (Insert); with Shift below the chosen one"))
        add.setAccessibleName(self.tr("New code"))
        add.clicked.connect(self._on_add_pressed)
        row = QHBoxLayout(bar)
        row.setContentsMargins(8, 4, 6, 4)
        row.addWidget(self._filter, 1)
        row.addWidget(add)
        return bar

    def _connect(self, signals: ProjectSignals) -> None:
        signals.changed.connect(self._on_changed)
        self._filter.textChanged.connect(self.refresh)
        self._filter.returnPressed.connect(self._on_filter_entered)
        # After the editor has closed or the drop has ended: what follows may open a dialog.
        self._model.rename_asked.connect(self._commands.rename, _QUEUED)
        self._model.move_asked.connect(self._on_move_asked, _QUEUED)
        self._model.passage_dropped.connect(self.passage_dropped, _QUEUED)
        self._commands.added.connect(self.choose)
        self.tree.selectionModel().currentChanged.connect(self._on_current)
        self.tree.doubleClicked.connect(self._on_double_clicked)
        self.tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.tree.customContextMenuRequested.connect(self._open_menu)
        self.card.passage_asked.connect(self.passage_asked)
        self.card.colour_asked.connect(self._open_colours)

    # What is shown

    def _show_what_there_is(self, shown: list[CodeNode]) -> None:
        page = self.tree if shown else self._nothing if self._nodes else self._empty
        self._stack.setCurrentWidget(page)

    def _on_current(self) -> None:
        node = self.tree.current_node()
        self._chosen_id = node.id if node else None
        self._show_card()

    def _show_card(self) -> None:
        node = next((node for node in self._nodes if node.id == self._chosen_id), None)
        self.card.show_code(node, codes.path_of(self._nodes, node.id) if node else "")

    def _on_changed(self, changes: Changes) -> None:
        if changes.concerns(*SPEAKING):
            self.card.forget_voices()
        if changes.concerns(*_CONCERNS):
            self.refresh()

    # What is asked

    def context_menu(self) -> QMenu:
        """The menu of the chosen code."""
        menu = QMenu(self)
        node = self.tree.current_node()
        if node is None:
            menu.addAction(self._new)
            return menu
        menu.addAction(self._apply)
        menu.addSeparator()
        menu.addActions([self._rename, self._define])
        menu.addMenu(self._colours(node, menu))
        menu.addSeparator()
        menu.addActions([self._new, self._new_below])
        self._to_top.setEnabled(node.parent_id is not None)
        menu.addAction(self._to_top)
        menu.addSeparator()
        menu.addAction(self._delete)
        return menu

    def _open_menu(self, place: QPoint) -> None:
        if not self.tree.indexAt(place).isValid():
            self.tree.setCurrentIndex(self.tree.rootIndex())
        menu = self.context_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.tree.viewport().mapToGlobal(place))

    def _colours(self, node: CodeNode, parent: QWidget) -> ColourMenu:
        menu = ColourMenu(node.colour, parent)
        menu.chosen.connect(lambda colour: self._commands.recolour(node.id, colour))
        menu.other_asked.connect(lambda: self._commands.ask_colour(node))
        return menu

    def _open_colours(self, place: QPoint) -> None:
        if (node := self.tree.current_node()) is not None:
            menu = self._colours(node, self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(place)

    def _on_apply(self) -> None:
        if (node := self.tree.current_node()) is not None:
            self.code_activated.emit(node.id)

    def _on_double_clicked(self) -> None:
        # Of a theme a double click opens and closes.
        if not self._model.rowCount(self.tree.currentIndex()):
            self._on_apply()

    def _on_rename(self) -> None:
        if self.tree.currentIndex().isValid():
            self.tree.edit(self.tree.currentIndex())

    def _on_define(self) -> None:
        self.card.begin_definition()

    def _on_add_pressed(self) -> None:
        shift = bool(QApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier)
        self._commands.add(self.tree.current_node() if shift else self._theme_of_current())

    def _on_new(self) -> None:
        self._commands.add(self._theme_of_current())

    def _on_new_below(self) -> None:
        self._commands.add(self.tree.current_node())

    def _theme_of_current(self) -> CodeNode | None:
        """What the chosen code stands below: a new one becomes its sibling."""
        node = self.tree.current_node()
        return next((theme for theme in self._nodes if node and theme.id == node.parent_id), None)

    def _on_to_top(self) -> None:
        if (node := self.tree.current_node()) is not None and node.parent_id is not None:
            self._commands.move(node.id, Place(None, None))

    def _on_delete(self) -> None:
        if (node := self.tree.current_node()) is None:
            return
        at = self.tree.currentIndex()
        beside = self._model.node(self.tree.indexBelow(at)) or self._model.node(self.tree.indexAbove(at))
        self._commands.delete(node)
        if beside is not None and not self._model.place_of(node.id).isValid():
            self.tree.choose(beside.id)

    def _on_step(self, step: Step) -> None:
        if (node := self.tree.current_node()) is not None:
            self._commands.step(node.id, step)
            self.tree.choose(node.id)

    def _on_move_asked(self, code_id: int, place: Place) -> None:
        self._commands.move(code_id, place)
        self.tree.choose(code_id)

    def _on_filter_entered(self) -> None:
        """Go from the filter to the first code that answers to it."""
        found = answering(self._nodes, self._filter.text())
        first = next((node for node in self._nodes if found and node.id in found), None)
        if first is not None:
            self.tree.choose(first.id)
            self.tree.setFocus(Qt.FocusReason.TabFocusReason)
