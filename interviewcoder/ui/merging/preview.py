"""What a merge would bring: each item looked at, taken or left; then all of it in one step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QSize, Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QRadioButton,
    QSplitter,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from interviewcoder.ui.dialogs import parts
from interviewcoder.ui.merging import words
from interviewcoder.ui.merging.detail import DetailView
from interviewcoder.ui.merging.rows import MergeRows

if TYPE_CHECKING:
    from interviewcoder.review.merge_items import Decisions, MergeItem, MergePlan
    from interviewcoder.ui.prompts import Prompts

_SIZE = QSize(1080, 660)
_TREE_WIDTH = 430
# A plan with fewer items is shown with all of them at once.
_UNFOLDED = 40


class MergePreview(QDialog):
    """Accepted when the person wants what is ticked; `decisions` says what that is."""

    def __init__(self, plan: MergePlan, prompts: Prompts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Merge “{name}”").format(name=plan.file_name))
        self._plan, self._prompts = plan, prompts
        self.rows = MergeRows(plan, self)
        self.tree = QTreeView(self)
        self.detail = DetailView(plan, self)
        self.show_what = QComboBox(self)
        self.coders = QComboBox(self)
        self.ours = QRadioButton(self.tr("&Keep ours"), self)
        self.theirs = QRadioButton(self.tr("&Take theirs"), self)
        self._side = QWidget(self)
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
        waiting = [item for item in self._plan.conflicts if item.key not in self.rows.looked_at]
        message = self.tr(
            "In {count} of them both sides can’t hold, and nobody has chosen. The ticks say which side does."
        )
        if waiting and not self._prompts.confirm(
            self.tr("Some conflicts weren’t looked at"),
            message.format(count=f"{len(waiting):,}"),
            yes=self.tr("Merge as ticked"),
        ):
            self.show_what.setCurrentIndex(self.show_what.findData("conflicts"))
            self._stand_on(waiting[0].key)
            return
        super().accept()

    def _lay_out(self) -> None:
        layout = parts.column(self)
        layout.addWidget(parts.heading(words.origin_of(self._plan), self))
        told = [words.counted(self._plan.items), *self._plan.notes]
        if self._plan.conflicts:
            told.insert(1, self.tr("Conflicts: {count}").format(count=len(self._plan.conflicts)))
        if self._plan.unplaced:
            told.insert(1, self.tr("Without a place: {count}").format(count=len(self._plan.unplaced)))
        layout.addWidget(parts.hint(" · ".join(told), self))
        filters = QHBoxLayout()
        filters.addWidget(self.show_what)
        filters.addWidget(self.coders)
        filters.addStretch(1)
        layout.addLayout(filters)
        self.tree.setModel(self.rows)
        self.tree.setHeaderHidden(True)
        self.tree.setUniformRowHeights(True)
        self.tree.setAccessibleName(self.tr("What the merge would bring"))
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.addWidget(self.tree)
        split.addWidget(self._right())
        split.setSizes([_TREE_WIDTH, _SIZE.width() - _TREE_WIDTH])
        split.setStretchFactor(1, 1)
        layout.addWidget(split, 1)
        layout.addWidget(self._foot())

    def _right(self) -> QWidget:
        right = QWidget(self)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.detail, 1)
        choices = QHBoxLayout(self._side)
        choices.setContentsMargins(4, 0, 4, 0)
        group = QButtonGroup(self)
        for button in (self.ours, self.theirs):
            group.addButton(button)
            choices.addWidget(button)
        choices.addStretch(1)
        column.addWidget(self._side)
        self._side.hide()
        return right

    def _foot(self) -> QWidget:
        foot = QWidget(self)
        line = QHBoxLayout(foot)
        line.setContentsMargins(0, 0, 0, 0)
        safe = self.tr("A backup is made first. The merge is one step: Undo takes it back.")
        line.addWidget(parts.hint(safe, foot), 1)
        box = QDialogButtonBox(self)
        self.merge = parts.primary(box.addButton(self.tr("Merge"), QDialogButtonBox.ButtonRole.AcceptRole))
        cancel = box.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        # Enter on an item of the tree merges nothing.
        parts.no_default(self.merge, cancel)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        line.addWidget(box)
        return foot

    def _fill_filters(self) -> None:
        self.show_what.setAccessibleName(self.tr("Which items are shown"))
        for label, key in (
            (self.tr("All items"), "all"),
            (self.tr("Conflicts"), "conflicts"),
            (self.tr("Without a place"), "lost"),
            (self.tr("Left out"), "left"),
        ):
            self.show_what.addItem(label, key)
        self.coders.setAccessibleName(self.tr("Whose items are shown"))
        self.coders.addItem(self.tr("Of everybody"), "")
        for name in sorted({item.coder for item in self._plan.items if item.coder}, key=str.casefold):
            self.coders.addItem(name, name)
        self.coders.setVisible(self.coders.count() > 2)

    def _connect(self) -> None:
        for box in (self.show_what, self.coders):
            box.currentIndexChanged.connect(lambda _: self._on_filtered())
        self.rows.decided.connect(self._on_decided)
        self.tree.selectionModel().currentChanged.connect(lambda index, _: self._on_current(index))
        self.ours.clicked.connect(lambda: self._decide(take=False))
        self.theirs.clicked.connect(lambda: self._decide(take=True))

    def _on_filtered(self) -> None:
        self.rows.show_only(self.show_what.currentData(), self.coders.currentData())
        self._unfold()

    def _unfold(self) -> None:
        if len(self._plan.items) <= _UNFOLDED or self.rows.only != "all":
            self.tree.expandAll()
        first = self.rows.index(0, 0, self.rows.index(0, 0))
        self.tree.setCurrentIndex(first if first.isValid() else self.rows.index(0, 0))

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
        self._side.setVisible(item is not None and bool(item.conflict) and not item.fixed)
        if item is not None and item.conflict:
            (self.theirs if self.rows.is_taken(item) else self.ours).setChecked(True)

    def _decide(self, *, take: bool) -> None:
        item = self._item()
        if item is not None:
            self.rows.decide([item], take)

    def _item(self) -> MergeItem | None:
        index = self.tree.currentIndex()
        return self.rows.item(index) if index.isValid() else None

    def _stand_on(self, key: str) -> None:
        index = self.rows.index_of(key)
        if index.isValid():
            self.tree.setCurrentIndex(index)
            self.tree.scrollTo(index)
