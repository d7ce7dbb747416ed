"""What a merge would bring: each item looked at, taken or left; then all of it in one step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from interviewcoder.ui.dialogs import parts
from interviewcoder.ui.empty_page import EmptyPage
from interviewcoder.ui.merging import words
from interviewcoder.ui.merging.choice import ConflictChoice
from interviewcoder.ui.merging.detail import DetailView
from interviewcoder.ui.merging.rows import MergeRows
from interviewcoder.ui.merging.tree_view import ItemTree

if TYPE_CHECKING:
    from interviewcoder.review.merge_items import Decisions, MergeItem, MergePlan
    from interviewcoder.ui.prompts import Prompts

_SIZE = QSize(1180, 660)
_TREE_WIDTH = 540
_LONGEST_NAME = 22
# A plan with fewer items is shown with all of them at once.
_UNFOLDED = 40


class MergePreview(QDialog):
    """Accepted when the person wants what is ticked; `decisions` says what that is."""

    def __init__(self, plan: MergePlan, prompts: Prompts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Merge “{name}”").format(name=plan.file_name))
        self._plan, self._prompts = plan, prompts
        self.rows = MergeRows(plan, self)
        self.show_what, self.grouping, self.coders = QComboBox(self), QComboBox(self), QComboBox(self)
        self.words = QLineEdit(self)
        self.take_all, self.leave_all = QPushButton(self), QPushButton(self)
        self.tree = ItemTree(self)
        self._nothing = EmptyPage(self)
        self._left = QStackedWidget(self)
        self.choice = ConflictChoice(self)
        self.detail = DetailView(plan, self)
        self._lay_out()
        self._fill_filters()
        self._connect()
        self._unfold()
        self._on_decided()
        self.tree.setFocus()
        self.resize(_SIZE)

    @property
    def decisions(self) -> Decisions:
        """What was decided, by the items' keys; what isn't among them has its default."""
        return self.rows.decisions

    def accept(self) -> None:
        """Merge; conflicts nobody has looked at are shown first, once."""
        if not self.rows.taken:
            return
        waiting = [item for item in self._plan.conflicts if item.key not in self.rows.looked_at]
        message = self.tr(
            "In {count} of them both sides can’t hold, and nobody has chosen. The ticks say which side does."
        )
        if waiting and not self._prompts.confirm(
            self.tr("Some conflicts weren’t looked at"),
            message.format(count=f"{len(waiting):,}"),
            yes=self.tr("Merge as ticked"),
        ):
            self._show_conflicts()
            self._stand_on(self.rows.index_of(waiting[0].key))
            return
        super().accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter press the button that has the keyboard, and merge nothing elsewhere."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            at = self.focusWidget()
            if isinstance(at, QPushButton):
                at.click()
            return
        super().keyPressEvent(event)

    # Made once

    def _lay_out(self) -> None:
        layout = parts.column(self)
        layout.addWidget(parts.heading(words.origin_of(self._plan), self))
        layout.addWidget(parts.hint(words.summary_of(self._plan), self))
        layout.addLayout(self._filter_line())
        self.tree.setModel(self.rows)
        self._left.addWidget(self.tree)
        self._left.addWidget(self._nothing)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.setChildrenCollapsible(False)
        split.addWidget(self._left)
        split.addWidget(self._right())
        split.setSizes([_TREE_WIDTH, _SIZE.width() - _TREE_WIDTH])
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 1)
        layout.addWidget(split, 1)
        layout.addWidget(self._foot())

    def _filter_line(self) -> QHBoxLayout:
        self.words.setPlaceholderText(self.tr("Find"))
        self.words.setAccessibleName(self.tr("Show items with these words"))
        self.words.setClearButtonEnabled(True)
        self.take_all.setText(self.tr("Take &all"))
        self.leave_all.setText(self.tr("&Leave all"))
        self.take_all.setToolTip(self.tr("Tick all that is shown (Ctrl+A). Conflicts stay as they are."))
        self.leave_all.setToolTip(self.tr("Untick all that is shown (Ctrl+Shift+A). Conflicts stay as they are."))
        parts.no_default(self.take_all, self.leave_all)
        line = QHBoxLayout()
        for part in (self.show_what, self.grouping, self.coders):
            line.addWidget(part)
        line.addWidget(self.words, 1)
        line.addWidget(self.take_all)
        line.addWidget(self.leave_all)
        return line

    def _right(self) -> QWidget:
        right = QWidget(self)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.choice)
        column.addWidget(self.detail, 1)
        self.choice.hide()
        return right

    def _foot(self) -> QWidget:
        foot = QWidget(self)
        line = QHBoxLayout(foot)
        line.setContentsMargins(0, 0, 0, 0)
        safe = self.tr("A backup is made first. The merge is one step: Undo takes it back.")
        line.addWidget(parts.hint(safe, foot), 1)
        box = QDialogButtonBox(self)
        self.merge = parts.primary(box.addButton(self.tr("&Merge"), QDialogButtonBox.ButtonRole.AcceptRole))
        cancel = box.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        # Enter on an item of the tree merges nothing.
        parts.no_default(self.merge, cancel)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        line.addWidget(box)
        return foot

    def _fill_filters(self) -> None:
        conflicts, lost = len(self._plan.conflicts), len(self._plan.unplaced)
        self.show_what.setAccessibleName(self.tr("Which items are shown"))
        for label, key in (
            (self.tr("All items ({count})").format(count=f"{len(self._plan.items):,}"), "all"),
            (self.tr("Conflicts ({count})").format(count=f"{conflicts:,}"), "conflicts"),
            (self.tr("Without a place ({count})").format(count=f"{lost:,}"), "lost"),
            (self.tr("Left out"), "left"),
        ):
            self.show_what.addItem(label, key)
        self.grouping.setAccessibleName(self.tr("How the items are put together"))
        self.grouping.addItem(self.tr("By kind"), "kind")
        self.grouping.addItem(self.tr("By source"), "source")
        self.coders.setAccessibleName(self.tr("Whose items are shown"))
        self.coders.addItem(self.tr("By everybody"), "")
        for name in sorted({item.coder for item in self._plan.items if item.coder}, key=str.casefold):
            self.coders.addItem(name, name)
        self.coders.setMinimumContentsLength(min(_LONGEST_NAME, 14))
        self.coders.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.coders.setVisible(self.coders.count() > 2)

    def _connect(self) -> None:
        for box in (self.show_what, self.coders, self.grouping):
            box.currentIndexChanged.connect(lambda _: self._on_filtered())
        self.words.textChanged.connect(lambda _: self._on_filtered())
        self.take_all.clicked.connect(lambda: self.rows.decide_shown(True))
        self.leave_all.clicked.connect(lambda: self.rows.decide_shown(False))
        self.rows.decided.connect(self._on_decided)
        self.rows.modelReset.connect(self._on_reset)
        self.tree.selectionModel().currentChanged.connect(lambda index, _: self._on_current(index))
        self.tree.chosen_side.connect(self._decide)
        self.tree.all_wanted.connect(self.rows.decide_shown)
        self.tree.conflict_wanted.connect(self._to_conflict)
        self.choice.chosen.connect(self._decide)
        self._nothing.asked.connect(self._show_all)
        QShortcut(QKeySequence.StandardKey.Find, self).activated.connect(self.words.setFocus)

    # What is shown

    def _on_filtered(self) -> None:
        if self.grouping.currentData() != self.rows.grouping:
            self.rows.grouping = self.grouping.currentData()
        self.rows.show_only(self.show_what.currentData(), self.coders.currentData(), self.words.text())

    def _on_reset(self) -> None:
        # After what the view itself does about it.
        nothing = self.rows.shown == 0
        if nothing:
            why = words.why_nothing(self.rows.only, self.words.text())
            self._nothing.show_state("filter", why, "", self.tr("Show all items"))
        self._left.setCurrentIndex(1 if nothing else 0)
        self._unfold()

    def _show_all(self) -> None:
        self.words.clear()
        self.coders.setCurrentIndex(0)
        self.show_what.setCurrentIndex(0)
        self.tree.setFocus()

    def _show_conflicts(self) -> None:
        self.words.clear()
        self.coders.setCurrentIndex(0)
        self.show_what.setCurrentIndex(self.show_what.findData("conflicts"))

    def _unfold(self) -> None:
        if self.rows.shown <= _UNFOLDED:
            self.tree.expandAll()
        first = self.rows.index(0, 0, self.rows.index(0, 0))
        self._stand_on(first if self.rows.shown <= _UNFOLDED and first.isValid() else self.rows.index(0, 0))

    def _on_current(self, index: QModelIndex) -> None:
        item = self.rows.item(index) if index.isValid() else None
        if item is not None:
            self.rows.looked_at.add(item.key)
        self.detail.show_item(item)
        self._show_choice(item)

    def _on_decided(self) -> None:
        self.merge.setText(words.choice_of(self.rows.taken))
        self.merge.setEnabled(bool(self.rows.taken))
        self._show_choice(self._item())

    def _show_choice(self, item: MergeItem | None) -> None:
        asked = item is not None and bool(item.conflict) and not item.fixed
        if item is not None and asked:
            self.choice.ask(item, theirs=self.rows.is_taken(item))
        self.choice.setVisible(asked)

    # What is done

    def _decide(self, theirs: bool) -> None:
        item = self._item()
        if item is not None:
            self.rows.decide([item], theirs)

    def _to_conflict(self, step: int) -> None:
        item = self._item()
        self._stand_on(self.rows.next_conflict(item.key if item is not None else "", step))

    def _item(self) -> MergeItem | None:
        index = self.tree.currentIndex()
        return self.rows.item(index) if index.isValid() else None

    def _stand_on(self, index: QModelIndex) -> None:
        if index.isValid():
            self.tree.setCurrentIndex(index)
            self.tree.scrollTo(index)
        else:
            self._on_current(index)
