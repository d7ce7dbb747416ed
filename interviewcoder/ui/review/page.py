"""The page “Comments and tasks”: what was said and is to be done, and below it the thread that is read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QListView,
    QMenu,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from interviewcoder.coding import segments
from interviewcoder.errors import NotFound
from interviewcoder.review import comments, verdicts
from interviewcoder.review.comments import About, ThreadView
from interviewcoder.ui.empty_page import EmptyPage
from interviewcoder.ui.review import drafts
from interviewcoder.ui.review.comment_filters import ALL, MINE, QUERIED, RESOLVED, CommentFilters
from interviewcoder.ui.review.drafts import Draft
from interviewcoder.ui.review.thread_rows import ITEM_ROLE, Item, Queried, ThreadPainter, ThreadRows, Unsent
from interviewcoder.ui.review.thread_sheet import ThreadSheet
from interviewcoder.ui.review.words import about_words

if TYPE_CHECKING:
    from interviewcoder.project.changes import Changes
    from interviewcoder.project.file import Project
    from interviewcoder.ui.project_signals import ProjectSignals
    from interviewcoder.ui.prompts import Prompts

# What names a comment's thing, or holds its words.
_SHOWN_KINDS = ("comment", "verdict", "code", "source", "codebook_version", "coder")
_ROWS = (200, 400)


class CommentsPage(QWidget):
    """Lists the threads, filtered; the chosen one is read and answered below.

    `fill_menu` fills the menu of new comments with what one can be about now.
    `chosen` carries the id of the thread that is read, or None.
    """

    go_asked = Signal(object)  # About
    new_asked = Signal()
    chosen = Signal(object)
    left = Signal()

    def __init__(
        self,
        project: Project,
        signals: ProjectSignals,
        prompts: Prompts,
        fill_menu: Callable[[QMenu], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._project = project
        self._stale = False
        self.filters = CommentFilters(fill_menu, self)
        self._rows = ThreadRows(self)
        self.list = QListView(self)
        self.sheet = ThreadSheet(project, prompts, self)
        self._nothing = QLabel(self)
        self._empty = EmptyPage(self)
        self._pages = QStackedWidget(self)
        self._lay_out()
        self._connect(signals)
        self.refresh()

    # What is shown

    def refresh(self) -> None:
        """Read the comments again; the chosen one stays."""
        self._stale = False
        self.filters.fill(self._project)
        queried = self.filters.state == QUERIED
        items: list[Item] = self._queried() if queried else [*self._unsent(), *self._threads()]
        self._rows.show_items(items)
        self.sheet.follow()
        self._choose_row(self.sheet.key)
        there = bool(items) or (self.filters.are_set() and comments.counts(self._project).threads > 0)
        self._nothing.setText(self.filters.why_nothing())
        self._nothing.setVisible(not items)
        self.list.setVisible(bool(items))
        self._pages.setCurrentIndex(0 if there or self.sheet.is_open else 1)

    def show_thread(self, thread_id: int) -> None:
        """Choose a thread and show what was said; a filter that hides it is cleared.

        Raises:
            NotFound: it is gone.
        """
        thread = comments.thread(self._project, thread_id)
        if not self._rows.place_of(thread.uuid).isValid():
            self.filters.clear()
        self.sheet.show_thread(thread)
        self._pages.setCurrentIndex(0)
        self._choose_row(thread.uuid)
        self.list.scrollTo(self._rows.place_of(thread.uuid))
        self.chosen.emit(thread.id)

    def begin(self, draft: Draft) -> None:
        """Let a new comment be written."""
        self._pages.setCurrentIndex(0)
        self.sheet.begin(draft)
        self._choose_row(draft.key)
        self.chosen.emit(None)

    def show_state(self, state: str) -> None:
        """Show the open ones, one's own tasks, the resolved ones or all."""
        self.filters.show_state(state)

    def save_pending(self) -> bool:
        """Keep what is being written."""
        return self.sheet.save_pending()

    def _threads(self) -> Sequence[Item]:
        state = self.filters.state
        return comments.listing(
            self._project,
            is_open=None if state == ALL else state != RESOLVED,
            assigned_to=self._project.coder.id if state == MINE else None,
            by=self.filters.coder_id,
            source_id=self.filters.source_id,
        )

    def _queried(self) -> list[Item]:
        """The codings that reviewers query, in the order of sources and places."""
        by, source_id = self.filters.coder_id, self.filters.source_id
        found: list[Item] = []
        for verdict in verdicts.listing(self._project, verdict=verdicts.QUERY):
            segment = segments.view(self._project, verdict.segment_id)
            if by in (None, verdict.coder_id) and source_id in (None, segment.source_id):
                about = About.coding(segment.id)
                found.append(Queried(verdict, about_words(about, *comments.named(self._project, about))))
        return found

    def _unsent(self) -> list[Item]:
        """New comments that are half written; they are the writer's, open, and in any source that is asked for."""
        if self.filters.state == RESOLVED:
            return []
        found: list[Item] = []
        for draft in drafts.kept(self._project):
            if draft.about is not None and draft.key != self._written_now():
                name, quote = comments.named(self._project, draft.about)
                found.append(Unsent(draft, about_words(draft.about, name, quote or draft.quote)))
        return found

    def _mark_unsent(self) -> None:
        """Mark the threads whose answer isn't sent yet, but for the one that stands below."""
        shown = self.sheet.shown.uuid if self.sheet.shown is not None else ""
        unsent = (one.of for one in drafts.kept(self._project) if one.kind == "answer")
        self._rows.half_answered = frozenset(unsent) - {shown}
        self.list.viewport().update()

    def _written_now(self) -> str:
        """The key of the new comment that is being written below: the list needn't offer it."""
        return self.sheet.key if self.sheet.shown is None else ""

    def _choose_row(self, key: str) -> None:
        blocked = self.list.selectionModel().blockSignals(True)
        place = self._rows.place_of(key)
        self.list.setCurrentIndex(place)
        if not place.isValid():
            self.list.clearSelection()
        self.list.selectionModel().blockSignals(blocked)
        self._mark_unsent()

    # What happens

    def _on_changed(self, changes: Changes) -> None:
        if not changes.concerns(*_SHOWN_KINDS) and not self._concerns_codings(changes):
            return
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True

    def _concerns_codings(self, changes: Changes) -> bool:
        touched = changes.ids.get("segment", frozenset())
        shown = {one.about.id for one in self._rows.items if isinstance(one, ThreadView) and one.about.kind == "coding"}
        shown |= {one.verdict.segment_id for one in self._rows.items if isinstance(one, Queried)}
        return bool(touched & shown)

    def _on_chosen(self, current: QModelIndex, _: QModelIndex) -> None:
        if not current.isValid():
            return
        item: Item = current.data(ITEM_ROLE)
        if isinstance(item, Unsent):
            self.begin(item.draft)
            return
        if isinstance(item, Queried):
            self.sheet.show_thread(None)
            self.chosen.emit(None)
            return
        self.sheet.show_thread(item)
        self._mark_unsent()
        self.chosen.emit(item.id)

    def _go(self, index: QModelIndex) -> None:
        item: Item | None = index.data(ITEM_ROLE)
        about = item.draft.about if isinstance(item, Unsent) else None
        if isinstance(item, ThreadView):
            about = item.about
        elif isinstance(item, Queried):
            about = About.coding(item.verdict.segment_id)
        if about is not None:
            self.go_asked.emit(about)

    def _on_begun(self, thread_id: int) -> None:
        self.refresh()
        try:
            self.show_thread(thread_id)
        except NotFound:
            self.refresh()

    def _on_closed(self) -> None:
        self.refresh()
        self.chosen.emit(None)

    def showEvent(self, event: QShowEvent) -> None:
        """Read again what changed while nobody looked."""
        super().showEvent(event)
        if self._stale:
            self.refresh()

    # Made once

    def _lay_out(self) -> None:
        self.list.setProperty("role", "side")
        self.list.setAccessibleName(self.tr("Comments"))
        self.list.setModel(self._rows)
        self.list.setItemDelegate(ThreadPainter(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setMinimumHeight(90)
        self._nothing.setProperty("role", "hint")
        self._nothing.setWordWrap(True)
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
            "comment",
            self.tr("No comments yet"),
            self.tr(
                "Select words in the transcript, or choose a coding or a code, and press Ctrl+Shift+C. "
                "A comment can be answered, resolved, and made somebody’s task."
            ),
            self.tr("New comment…"),
        )
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.filters)
        outer.addWidget(self._pages, 1)
        self.setFocusProxy(self.list)

    def _connect(self, signals: ProjectSignals) -> None:
        signals.changed.connect(self._on_changed)
        self.filters.changed.connect(self.refresh)
        self.list.selectionModel().currentChanged.connect(self._on_chosen)
        self.list.activated.connect(self._go)
        self.list.clicked.connect(self._go)
        self._empty.asked.connect(self.new_asked)
        self.sheet.begun.connect(self._on_begun)
        self.sheet.go_asked.connect(self.go_asked)
        self.sheet.closed.connect(self._on_closed)
        self.sheet.left.connect(self.left)
