"""The page of memos: their list, and below it the one that is read or written."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from interviewcoder.coding import memos
from interviewcoder.coding.memo_places import About, MemoKey, MemoView
from interviewcoder.errors import NotFound
from interviewcoder.ui import icons
from interviewcoder.ui.empty_page import EmptyPage
from interviewcoder.ui.memos.memo_rows import MEMO_ROLE, MemoPainter, MemoRows
from interviewcoder.ui.memos.sheet import MemoSheet
from interviewcoder.ui.memos.words import FILTERS, drawing_of, heading_words, kind_words

if TYPE_CHECKING:
    from interviewcoder.project.changes import Changes
    from interviewcoder.project.file import Project
    from interviewcoder.ui.project_signals import ProjectSignals
    from interviewcoder.ui.prompts import Prompts

# What names a memo's thing, or holds its words; codings are looked at one by one.
_SHOWN_KINDS = ("memo", "memo_link", "code", "case", "source", "coder")


_ROWS = (200, 400)


class MemosPage(QWidget):
    """Lists memos, filtered and in an order; the chosen one is written below.

    `fill_menu` fills the menu of new memos with what one can be about now.
    """

    go_asked = Signal(object)  # About
    passage_asked = Signal(int, object)  # source id, Span
    link_asked = Signal()
    new_asked = Signal()

    def __init__(
        self,
        project: Project,
        signals: ProjectSignals,
        prompts: Prompts,
        fill_menu: Callable[[QMenu], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._project, self._prompts = project, prompts
        self._stale = False
        self._any = False
        self.filter = QLineEdit(self)
        self.kinds = QComboBox(self)
        self.order = QComboBox(self)
        self.new = QToolButton(self)
        self._new_menu = QMenu(self)
        self._new_menu.aboutToShow.connect(lambda: fill_menu(self._new_menu))
        self._rows = MemoRows(self)
        self.list = QListView(self)
        self.sheet = MemoSheet(project, prompts, self)
        self._nothing = QLabel(self)
        self._empty = EmptyPage(self)
        self._pages = QStackedWidget(self)
        self._lay_out()
        self._connect(signals)
        self.refresh()

    # What is shown

    def refresh(self) -> None:
        """Read the memos again; the chosen one stays."""
        self._stale = False
        found = memos.listing(
            self._project,
            of=str(self.kinds.currentData()),
            text=self.filter.text().strip(),
            by_place=bool(self.order.currentData()),
        )
        filtered = bool(self.filter.text().strip() or self.kinds.currentData())
        self._any = bool(found) or (filtered and bool(memos.listing(self._project)))
        self._rows.show_memos(found)
        self._choose_row(self.sheet.key)
        if self.sheet.key is not None:
            self._follow(self.sheet.key)
        self._nothing.setVisible(not found and self._any)
        self.list.setVisible(bool(found))
        self._pages.setCurrentIndex(0 if self._any or self.sheet.is_open else 1)

    def show_memo(self, key: MemoKey) -> None:
        """Choose a memo and let it be written; a filter that hides it is cleared."""
        if not self._rows.place_of(key).isValid():
            self.filter.clear()
            self.kinds.setCurrentIndex(0)
            self.refresh()
        self.list.setCurrentIndex(self._rows.place_of(key))
        if self.sheet.key != key:
            self._follow(key)
        self._pages.setCurrentIndex(0)
        self.sheet.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def begin(self, kind: str, about: About) -> None:
        """Begin a new memo about something, or an entry of the journal."""
        self._pages.setCurrentIndex(0)
        self.sheet.begin(kind, about)
        self._choose_row(None)

    def set_passage_there(self, there: bool) -> None:
        """Say whether a passage is selected that a memo could be about or point to."""
        self.sheet.set_passage_there(there)

    def save_pending(self) -> bool:
        """Store what is being written."""
        return self.sheet.save_pending()

    def _follow(self, key: MemoKey) -> None:
        try:
            memo: MemoView | None = memos.view(self._project, key)
        except NotFound:
            memo = None
        if memo is not None and not key.stands_alone and not memo.text and not self.sheet.text.hasFocus():
            memo = None
        self.sheet.show_memo(memo)

    def _choose_row(self, key: MemoKey | None) -> None:
        blocked = self.list.selectionModel().blockSignals(True)
        place = self._rows.place_of(key)
        self.list.setCurrentIndex(place)
        if not place.isValid():
            self.list.clearSelection()
        self.list.selectionModel().blockSignals(blocked)
        self.list.viewport().update()

    # What happens

    def _on_changed(self, changes: Changes) -> None:
        if not changes.concerns(*_SHOWN_KINDS) and not self._concerns_codings(changes):
            return
        if changes.concerns("source"):
            self.sheet.drop_new()  # the passage it is about may have moved
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True

    def _concerns_codings(self, changes: Changes) -> bool:
        """Whether codings that have memos were touched: reading all memos at each coding would be felt."""
        touched = changes.ids.get("segment", frozenset())
        shown = {memo.about.id for memo in self._rows.memos if memo.about.kind == "coding"}
        return bool(touched & shown) or memos.any_on_codings(self._project, touched)

    def _on_chosen(self, current: QModelIndex, _: QModelIndex) -> None:
        if current.isValid():
            self.sheet.show_memo(current.data(MEMO_ROLE))

    def _on_stored(self, key: MemoKey) -> None:
        self.refresh()
        if not self._rows.place_of(key).isValid():
            self.filter.clear()
            self.kinds.setCurrentIndex(0)
            self.refresh()
        self.list.scrollTo(self._rows.place_of(key))

    def delete_current(self) -> None:
        """Delete the memo that is shown, after asking."""
        key = self.sheet.key
        if key is None or not self.sheet.save_pending():
            return
        memo = memos.view(self._project, key)
        question = self.tr("Delete the memo “{name}”?").format(name=heading_words(memo))
        what = self.tr("Undo brings it back, with its links.")
        if self._prompts.confirm(question, what, yes=self.tr("Delete")):
            self.sheet.show_memo(None)
            self._prompts.attempt(lambda: memos.delete(self._project, key))

    def showEvent(self, event: QShowEvent) -> None:
        """Read again what changed while nobody looked."""
        super().showEvent(event)
        if self._stale:
            self.refresh()

    # Made once

    def _lay_out(self) -> None:
        self.list.setProperty("role", "side")
        self.list.setAccessibleName(self.tr("Memos"))
        self.list.setModel(self._rows)
        self.list.setItemDelegate(MemoPainter(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setMinimumHeight(90)
        self._nothing.setText(self.tr("No memo answers to this."))
        self._nothing.setProperty("role", "hint")
        self._nothing.setContentsMargins(14, 12, 14, 12)
        above = QFrame(self)
        above.setProperty("role", "sheet")
        column = QVBoxLayout(above)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._nothing, 0, Qt.AlignmentFlag.AlignTop)
        column.addWidget(self.list, 1)
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.setHandleWidth(1)
        split.setChildrenCollapsible(False)
        split.addWidget(above)
        split.addWidget(self.sheet)
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 3)
        split.setSizes(_ROWS)
        self.sheet.hide()
        self._pages.addWidget(split)
        self._pages.addWidget(self._empty)
        self._empty.show_state(
            "memo",
            self.tr("No memos yet"),
            self.tr("Write down what you think while you code: about a passage, a code, a participant, or the study."),
            self.tr("New memo…"),
        )
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._bar())
        outer.addWidget(self._pages, 1)
        self.setFocusProxy(self.list)

    def _bar(self) -> QFrame:
        bar = QFrame(self)
        bar.setProperty("role", "bar")
        self.filter.setPlaceholderText(self.tr("Filter memos"))
        self.filter.setAccessibleName(self.tr("Filter memos"))
        self.filter.setClearButtonEnabled(True)
        for kind in FILTERS:
            self.kinds.addItem(kind_words(kind), kind)
            if kind:
                self.kinds.setItemIcon(self.kinds.count() - 1, icons.icon(drawing_of(kind)))
        self.kinds.setAccessibleName(self.tr("Which memos are shown"))
        self.order.addItem(self.tr("Newest first"), False)
        self.order.addItem(self.tr("By place"), True)
        self.order.setAccessibleName(self.tr("Order of the memos"))
        for choice in (self.kinds, self.order):
            choice.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.new.setProperty("role", "quiet")
        self.new.setText(self.tr("Memo"))
        self.new.setToolTip(self.tr("New memo about what is chosen (Ctrl+Shift+M)"))
        self.new.setAccessibleName(self.tr("New memo"))
        self.new.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.new.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.new.setMenu(self._new_menu)
        icons.dress(self.new, "add")
        upper, lower = QHBoxLayout(), QHBoxLayout()
        upper.addWidget(self.filter, 1)
        upper.addWidget(self.new)
        lower.addWidget(self.kinds, 3)
        lower.addWidget(self.order, 2)
        column = QVBoxLayout(bar)
        column.setContentsMargins(8, 6, 8, 6)
        column.setSpacing(6)
        column.addLayout(upper)
        column.addLayout(lower)
        return bar

    def _connect(self, signals: ProjectSignals) -> None:
        signals.changed.connect(self._on_changed)
        self.filter.textChanged.connect(self.refresh)
        self.kinds.currentIndexChanged.connect(self.refresh)
        self.order.currentIndexChanged.connect(self.refresh)
        self.list.selectionModel().currentChanged.connect(self._on_chosen)
        self._empty.asked.connect(self.new_asked)
        sheet = self.sheet
        sheet.stored.connect(self._on_stored)
        sheet.go_asked.connect(self.go_asked)
        sheet.passage_asked.connect(self.passage_asked)
        sheet.link_asked.connect(self.link_asked)
        sheet.deletion_asked.connect(self.delete_current)
        delete = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.list)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self.delete_current)
