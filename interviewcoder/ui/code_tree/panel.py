"""The codes of the study, at the right of the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QLabel,
    QMenu,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from interviewcoder.coding import codes
from interviewcoder.coding.codes import CodeNode
from interviewcoder.coding.participants import SPEAKING
from interviewcoder.project.preferences import keep, preference
from interviewcoder.ui.code_tree.card import CodeCard
from interviewcoder.ui.code_tree.commands import CodeCommands
from interviewcoder.ui.code_tree.filter_bar import FilterBar
from interviewcoder.ui.code_tree.model import CodeTreeModel
from interviewcoder.ui.code_tree.panel_actions import PanelActions
from interviewcoder.ui.code_tree.places import Place, narrowed, with_ancestors
from interviewcoder.ui.code_tree.tree_view import CodeTreeView
from interviewcoder.ui.code_tree.usage_bars import UsageBars
from interviewcoder.ui.empty_page import EmptyPage

if TYPE_CHECKING:
    from interviewcoder.project.changes import Changes
    from interviewcoder.project.file import Project
    from interviewcoder.ui.project_signals import ProjectSignals
    from interviewcoder.ui.prompts import Prompts

# Whatever can change a name, a number or a quote that is shown here.
_CONCERNS = ("code", "segment", *SPEAKING)
_QUEUED = Qt.ConnectionType.QueuedConnection
_BARS = "code_tree.bars"


class CodeTreePanel(QWidget):
    """A filter, the tree of codes, and a card for the code that is chosen.

    `code_activated` asks to give a code to the selected words,
    `passage_dropped` (Span, code id) to give it to a passage of the text that
    is shown, `passage_asked` (source id, Span) to show a passage, `focus_asked`
    (ids) to look at the codings of some codes alone; `told` says what was done
    that isn't seen.
    """

    code_activated = Signal(int)
    passage_dropped = Signal(object, int)
    passage_asked = Signal(int, object)
    all_passages_asked = Signal(int)  # id of a code, whose passages are wanted with those of its subcodes
    focus_asked = Signal(list)
    told = Signal(str)

    def __init__(
        self, project: Project, signals: ProjectSignals, prompts: Prompts, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._project, self._prompts = project, prompts
        self._nodes: list[CodeNode] = []
        # Stays while a filter hides the code: the card still shows it.
        self._chosen_id: int | None = None
        self._usage = UsageBars(project)
        self.model = CodeTreeModel(self, self._usage)
        self.commands = CodeCommands(project, prompts, self)
        self.bar = FilterBar(self)
        self.tree = CodeTreeView(self.model, self)
        self.card = CodeCard(project, prompts, self)
        self.actions_of_codes = PanelActions(self)
        self._nothing = QLabel(self)
        self._empty = EmptyPage(self)
        self._lay_out()
        self.bar.bars.setChecked(preference(project, _BARS) == "shown")
        self.model.show_bars(self.bar.bars.isChecked())
        self._connect(signals)
        self.refresh()

    def refresh(self, *, all_anew: bool = False) -> None:
        """Read the codes again; what is chosen, open and scrolled to stays.

        `all_anew` where more may have happened than one coding.
        """
        scrolled = self.tree.verticalScrollBar().value()
        self._nodes = codes.tree(self._project)
        self._usage.follow(self._nodes, all_anew=all_anew)
        found = self._answering()
        shown = self._nodes if found is None else with_ancestors(self._nodes, found)
        if self.model.show_nodes(self._nodes, shown, found):
            self.tree.restore(self._chosen_id, scrolled, filtered=found is not None)
        elif all_anew and self.model.shows_bars:
            # The same number of codings may lie in other sources now.
            self.tree.viewport().update()
        self._show_what_there_is(shown)
        self._show_card()

    def choose(self, code_id: int) -> None:
        """Choose a code, as if the person had clicked it; a filter that hides it is cleared."""
        if not self.model.place_of(code_id).isValid():
            self.bar.clear()
        self.tree.choose(code_id)

    def context_menu(self) -> QMenu:
        """The menu of the chosen codes."""
        return self.actions_of_codes.menu()

    def merge_chosen(self) -> None:
        """Ask how to merge the codes that are chosen in the tree."""
        self._need_chosen(self.actions_of_codes.merge_chosen)

    def split_chosen(self) -> None:
        """Walk through the passages of the code that is chosen in the tree."""
        self._need_chosen(self.actions_of_codes.split_chosen)

    def show_reviewing(self, reviewing: bool) -> None:
        """Offer nothing that edits the codebook while somebody reviews."""
        self.bar.add.setVisible(not reviewing)
        self.actions_of_codes.show_reviewing(reviewing)
        self.card.set_read_only(reviewing)
        modes = QAbstractItemView.DragDropMode
        self.tree.setDragDropMode(modes.DragOnly if reviewing else modes.DragDrop)

    def theme_of_current(self) -> CodeNode | None:
        """What the chosen code stands below: a new one becomes its sibling."""
        node = self.tree.current_node()
        return next((theme for theme in self._nodes if node and theme.id == node.parent_id), None)

    def save_pending(self) -> None:
        """Save what is still being written on the card; before the project is closed or exported."""
        self.card.save_pending()

    # Made once

    def _lay_out(self) -> None:
        self._nothing.setProperty("role", "hint")
        self._nothing.setText(self.tr("No code answers to the filter."))
        self._nothing.setWordWrap(True)
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
        column.addWidget(self.bar)
        column.addWidget(self._split, 1)

    def _connect(self, signals: ProjectSignals) -> None:
        signals.changed.connect(self._on_changed)
        self.bar.changed.connect(self.refresh)
        self.bar.entered.connect(self._on_filter_entered)
        self.bar.add_asked.connect(self._on_add_pressed)
        self.bar.bars_asked.connect(self._on_bars_asked)
        self.bar.sort_asked.connect(self.commands.sort)
        self.bar.open_all_asked.connect(self.tree.open_all)
        self.bar.close_all_asked.connect(self.tree.close_all)
        # After the editor has closed or the drop has ended: what follows may open a dialog.
        self.model.rename_asked.connect(self.commands.rename, _QUEUED)
        self.model.move_asked.connect(self._on_move_asked, _QUEUED)
        self.model.merge_asked.connect(self._on_merge_asked, _QUEUED)
        self.model.passage_dropped.connect(self.passage_dropped, _QUEUED)
        self.commands.added.connect(self.choose)
        self.commands.told.connect(self.told)
        self.tree.selectionModel().currentChanged.connect(self._on_current)
        self.tree.doubleClicked.connect(self._on_double_clicked)
        self.tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.tree.customContextMenuRequested.connect(self.actions_of_codes.open_menu)
        self.card.passage_asked.connect(self.passage_asked)
        self.card.colour_asked.connect(self.actions_of_codes.open_colours)

    # What is shown

    def _answering(self) -> set[int] | None:
        asked = self.bar.asked()
        mine = codes.used_by(self._project, self._project.coder.id) if asked.mine else set[int]()
        return narrowed(self._nodes, asked, mine)

    def _show_what_there_is(self, shown: Sequence[CodeNode]) -> None:
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
            # One coding more or less shows in the numbers of its code.
            more = len(changes.ids.get("segment", ())) > 1 or changes.concerns("source", "code")
            self.refresh(all_anew=more)

    def _on_bars_asked(self, shown: bool) -> None:
        self.model.show_bars(shown)
        self._prompts.attempt(lambda: keep(self._project, _BARS, "shown" if shown else ""))

    # What is asked

    def _need_chosen(self, step: Callable[[], object]) -> None:
        if self.tree.chosen_nodes():
            step()
        else:
            self.told.emit(self.tr("Choose a code in the tree first."))

    def _on_double_clicked(self) -> None:
        # Of a theme a double click opens and closes.
        if not self.model.rowCount(self.tree.currentIndex()):
            self.actions_of_codes.give()

    def _on_add_pressed(self) -> None:
        shift = bool(QApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier)
        self.commands.add(self.tree.current_node() if shift else self.theme_of_current())

    def _on_move_asked(self, code_ids: list[int], place: Place) -> None:
        self.commands.move(code_ids, place)
        self.tree.choose(code_ids[0])
        if len(code_ids) > 1:
            self.tree.choose_all(code_ids)

    def _on_merge_asked(self, code_ids: list[int], into_id: int) -> None:
        known = {node.id: node for node in self._nodes}
        self.actions_of_codes.merge([known[code_id] for code_id in code_ids if code_id in known], known.get(into_id))

    def _on_filter_entered(self) -> None:
        """Go from the filter to the first code that answers to it."""
        found = self._answering()
        first = next((node for node in self._nodes if found and node.id in found), None)
        if first is not None:
            self.tree.choose(first.id)
            self.tree.setFocus(Qt.FocusReason.TabFocusReason)
