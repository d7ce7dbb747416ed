"""The page “Comments and tasks”: what was said and is to be done, and below it the thread that is read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QMenu,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from interviewcoder.coding import segments
from interviewcoder.errors import NotFound
from interviewcoder.project import coders
from interviewcoder.review import comments, verdicts
from interviewcoder.review.comments import About, ThreadView
from interviewcoder.sources import catalogue
from interviewcoder.ui import icons
from interviewcoder.ui.empty_page import EmptyPage
from interviewcoder.ui.review import drafts
from interviewcoder.ui.review.drafts import Draft
from interviewcoder.ui.review.thread_rows import ITEM_ROLE, Item, Queried, ThreadPainter, ThreadRows, Unsent
from interviewcoder.ui.review.thread_sheet import ThreadSheet
from interviewcoder.ui.review.words import about_words

if TYPE_CHECKING:
    from interviewcoder.project.changes import Changes
    from interviewcoder.project.file import Project
    from interviewcoder.ui.project_signals import ProjectSignals
    from interviewcoder.ui.prompts import Prompts

OPEN, MINE, QUERIED, RESOLVED, ALL = "open", "mine", "queried", "resolved", "all"
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
        self.states, self.people, self.places = QComboBox(self), QComboBox(self), QComboBox(self)
        self.new = QToolButton(self)
        self._new_menu = QMenu(self)
        self._new_menu.aboutToShow.connect(lambda: fill_menu(self._new_menu))
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
        self._fill_filters()
        queried = self.states.currentData() == QUERIED
        items: list[Item] = self._queried() if queried else [*self._unsent(), *self._threads()]
        self._rows.show_items(items)
        self.sheet.follow()
        self._choose_row(self.sheet.key)
        there = bool(items) or (self._is_filtered() and comments.counts(self._project).threads > 0)
        self._nothing.setText(self._why_nothing())
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
            self._clear_filters()
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
        self.states.setCurrentIndex(self.states.findData(state))

    def save_pending(self) -> bool:
        """Keep what is being written."""
        return self.sheet.save_pending()

    def _threads(self) -> Sequence[Item]:
        state, by, source = self.states.currentData(), self.people.currentData(), self.places.currentData()
        return comments.listing(
            self._project,
            is_open=None if state == ALL else state != RESOLVED,
            assigned_to=self._project.coder.id if state == MINE else None,
            by=by,
            source_id=source,
        )

    def _queried(self) -> list[Item]:
        """The codings that reviewers query, in the order of sources and places."""
        by, source_id = self.people.currentData(), self.places.currentData()
        found: list[Item] = []
        for verdict in verdicts.listing(self._project, verdict=verdicts.QUERY):
            segment = segments.view(self._project, verdict.segment_id)
            if by in (None, verdict.coder_id) and source_id in (None, segment.source_id):
                about = About.coding(segment.id)
                found.append(Queried(verdict, about_words(about, *comments.named(self._project, about))))
        return found

    def _unsent(self) -> list[Item]:
        """New comments that are half written; they are the writer's, open, and in any source that is asked for."""
        if self.states.currentData() == RESOLVED:
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

    # Filters

    def _fill_filters(self) -> None:
        people = [(coder.name, coder.id) for coder in coders.listing(self._project)]
        sources = [(source.name, source.id) for source in catalogue.listing(self._project)]
        for box, first, entries in (
            (self.people, self.tr("By anybody"), people),
            (self.places, self.tr("In all sources"), sources),
        ):
            wanted = [(first, None), *entries]
            if [(box.itemText(n), box.itemData(n)) for n in range(box.count())] != wanted:
                chosen, blocked = box.currentData(), box.blockSignals(True)
                box.clear()
                for words, id_ in wanted:
                    box.addItem(words, id_)
                box.setCurrentIndex(max(0, box.findData(chosen)) if chosen is not None else 0)
                box.blockSignals(blocked)
        self.people.setVisible(len(people) > 1)
        self.places.setVisible(len(sources) > 1)

    def _is_filtered(self) -> bool:
        boxes = (self.states, self.people, self.places)
        return self.states.currentData() != ALL or any(box.currentIndex() > 0 for box in boxes[1:])

    def _clear_filters(self) -> None:
        for box in (self.states, self.people, self.places):
            box.blockSignals(True)
        self.states.setCurrentIndex(self.states.findData(ALL))
        self.people.setCurrentIndex(0)
        self.places.setCurrentIndex(0)
        for box in (self.states, self.people, self.places):
            box.blockSignals(False)
        self.refresh()

    def _why_nothing(self) -> str:
        narrowed = self.people.currentIndex() > 0 or self.places.currentIndex() > 0
        words = {
            OPEN: self.tr("Nothing is open: all comments are resolved."),
            MINE: self.tr("Nothing is waiting for you."),
            QUERIED: self.tr("No coding is queried."),
            RESOLVED: self.tr("Nothing is resolved yet."),
        }
        other = self.tr("No comment answers to this.")
        return other if narrowed else words.get(str(self.states.currentData()), other)

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
        outer.addWidget(self._bar())
        outer.addWidget(self._pages, 1)
        self.setFocusProxy(self.list)

    def _bar(self) -> QFrame:
        bar = QFrame(self)
        bar.setProperty("role", "bar")
        for words, state in (
            (self.tr("Open"), OPEN),
            (self.tr("My tasks"), MINE),
            (self.tr("Queried codings"), QUERIED),
            (self.tr("Resolved"), RESOLVED),
            (self.tr("All comments"), ALL),
        ):
            self.states.addItem(words, state)
        for box, name in (
            (self.states, self.tr("Which comments are shown")),
            (self.people, self.tr("Whose comments are shown")),
            (self.places, self.tr("In which source")),
        ):
            box.setAccessibleName(name)
            box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.new.setProperty("role", "quiet")
        self.new.setText(self.tr("Comment"))
        self.new.setToolTip(self.tr("New comment on what is chosen (Ctrl+Shift+C)"))
        self.new.setAccessibleName(self.tr("New comment"))
        self.new.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.new.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.new.setMenu(self._new_menu)
        icons.dress(self.new, "add")
        upper, lower = QHBoxLayout(), QHBoxLayout()
        upper.addWidget(self.states, 1)
        upper.addWidget(self.new)
        lower.addWidget(self.people, 1)
        lower.addWidget(self.places, 1)
        column = QVBoxLayout(bar)
        column.setContentsMargins(8, 6, 8, 6)
        column.setSpacing(6)
        column.addLayout(upper)
        column.addLayout(lower)
        return bar

    def _connect(self, signals: ProjectSignals) -> None:
        signals.changed.connect(self._on_changed)
        for box in (self.states, self.people, self.places):
            box.currentIndexChanged.connect(lambda _: self.refresh())
        self.list.selectionModel().currentChanged.connect(self._on_chosen)
        self.list.activated.connect(self._go)
        self.list.clicked.connect(self._go)
        self._empty.asked.connect(self.new_asked)
        self.sheet.begun.connect(self._on_begun)
        self.sheet.go_asked.connect(self.go_asked)
        self.sheet.closed.connect(self._on_closed)
        self.sheet.left.connect(self.left)
