"""The page on which words are found everywhere in a study."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QTableView, QVBoxLayout, QWidget

from interviewcoder.analysis.find_query import Query
from interviewcoder.errors import InterviewCoderError
from interviewcoder.ui.empty_page import EmptyPage
from interviewcoder.ui.find_page import history, sentences
from interviewcoder.ui.find_page.counts import Counts, CountsTable
from interviewcoder.ui.find_page.head import FindHead
from interviewcoder.ui.find_page.hit_table import HitTable
from interviewcoder.ui.find_page.hits import Hits
from interviewcoder.ui.find_page.note_rows import NoteRows
from interviewcoder.ui.find_page.painter import HitPainter, dress_list
from interviewcoder.ui.find_page.search import MOST_TO_SORT, Search

if TYPE_CHECKING:
    from interviewcoder.project.changes import Changes
    from interviewcoder.project.file import Project
    from interviewcoder.sources.text import Span
    from interviewcoder.ui.project_signals import ProjectSignals
    from interviewcoder.ui.prompts import Prompts

# The rows on the screen are there at once; more often than this nobody can read how many there are.
_GROW_MS = 120
_REMEMBER_MS = 50
_FIELDS_WIDTH = 150


class FindPage(QWidget):
    """Finds words and shows where they are.

    `gone_to` carries a source's id and a passage, and whether the keyboard
    stays with the list; `note_asked` a `NoteHit`; `results_changed` tells
    that other hits are to be seen in the text.
    """

    gone_to = Signal(int, object, bool)
    note_asked = Signal(object)
    results_changed = Signal()
    code_all_asked = Signal()
    export_asked = Signal()

    def __init__(
        self, project: Project, signals: ProjectSignals, prompts: Prompts, open_source: Callable[[], int | None]
    ) -> None:
        super().__init__()
        self._project, self._prompts = project, prompts
        self.search = Search(project, self)
        self.head = FindHead(project, open_source, self)
        self.form = self.head.form
        self.hits = Hits(self)
        self.table = HitTable(self.hits, self)
        self.by_source = CountsTable(Counts(self.tr("Source"), sources=False, parent=self), self.tr("Hits by source"))
        people = Counts(self.tr("Participant"), sources=True, parent=self)
        self.by_participant = CountsTable(people, self.tr("Hits by participant"))
        self.notes = NoteRows(self)
        self.notes_table = QTableView(self)
        self.empty = EmptyPage(self)
        self._stack = QStackedWidget(self)
        self._view = "context"
        self._offer: Callable[[], None] = lambda: None
        self._growing, self._remembering = QTimer(self), QTimer(self)
        self._set_up()
        self._connect()
        signals.changed.connect(self._on_changed)
        self.form.show_recent(history.recent(project))
        self._show_state()

    def _set_up(self) -> None:
        self.setAccessibleName(self.tr("Find"))
        self.setFocusProxy(self.form)
        self._growing.setInterval(_GROW_MS)
        self._remembering.setSingleShot(True)
        self._remembering.setInterval(_REMEMBER_MS)
        self._remembering.timeout.connect(self._remember)
        dress_list(self.notes_table, self.tr("Hits in memos, codes and names"))
        self.notes_table.setModel(self.notes)
        header = self.notes_table.horizontalHeader()
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.resizeSection(0, 2 * _FIELDS_WIDTH)
        header.resizeSection(1, _FIELDS_WIDTH)
        for part in (self.table, self.by_source, self.by_participant, self.notes_table, self.empty):
            self._stack.addWidget(part)
        self._set_row_height()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._stack, 1)
        menu = self.head.more_menu
        menu.addAction(self.tr("Export the hits as a table…")).triggered.connect(self.export_asked)
        menu.addAction(self.tr("Forget earlier searches")).triggered.connect(self._forget_recent)

    def _connect(self) -> None:
        search, form, head = self.search, self.form, self.head
        form.typed.connect(self._on_typed)
        form.entered.connect(self._on_entered)
        form.left_down.connect(self._go_to_list)
        head.limits.changed.connect(self._on_typed)
        head.limits.sources_asked.connect(self._ask_sources)
        head.view_chosen.connect(self.show_view)
        head.order_chosen.connect(lambda order: search.put_in_order(order))
        head.stop_asked.connect(self.stop)
        head.code_all.clicked.connect(lambda: self.code_all_asked.emit())
        search.began.connect(self._on_began)
        search.ended.connect(self._on_ended)
        search.counted.connect(self._on_counted)
        search.sorted.connect(self._on_sorted)
        search.indexed.connect(lambda *_: self._tell())
        search.failed.connect(self._on_failed)
        self._growing.timeout.connect(self._grow)
        self.table.gone_to.connect(self.gone_to)
        self.table.walked.connect(self._tell)
        self.table.left_up.connect(lambda: form.setFocus(Qt.FocusReason.OtherFocusReason))
        self.notes_table.activated.connect(lambda index: self.note_asked.emit(self.notes.rows[index.row()]))
        self.by_source.chosen.connect(lambda count: self._go_to_source(int(count.key)))
        self.empty.asked.connect(lambda: self._offer())

    # Searching

    def look_for(self, query: Query, *, remember: bool = True) -> None:
        """Look for something."""
        self.form.show_query(query)
        self._start(remember=remember)

    def stop(self) -> None:
        """Leave it at what is found, or at what is indexed."""
        self.search.stop()
        self.search.stop_indexing()
        self._grow()
        self._show_state()

    def _on_typed(self) -> None:
        search = self.search
        if search.finder is not None and (search.query, search.limits) == (self.form.query(), self.head.limits.limits):
            return
        if self.form.is_too_short:
            self._forget_hits()
            self._show_state()
        else:
            self._start(remember=False)

    def _on_entered(self) -> None:
        same = self.search.finder is not None and self.search.query == self.form.query()
        if same and self.search.limits == self.head.limits.limits:
            self._remembering.start()
            self.step(1)
        else:
            self._start(remember=True)

    def _start(self, *, remember: bool) -> None:
        if self.search.closed:
            return
        try:
            self.search.start(self.form.query(), self.head.limits.limits)
        except InterviewCoderError as error:
            self._forget_hits()
            self._on_failed(error)
            return
        self._show_first()
        if remember:
            # Once the hits are on the screen: writing takes longer than finding.
            self._remembering.start()

    def _show_first(self) -> None:
        """Show what was found at once; more comes as it is found."""
        if self.search.is_busy:
            self._growing.start()
            self._grow()
            self._show_state()
            self.results_changed.emit()

    def _forget_hits(self) -> None:
        self.search.clear()
        self._on_began()
        self.results_changed.emit()

    def _remember(self) -> None:
        query = self.search.query
        if self.search.closed or self.search.finder is None:
            return
        self._prompts.attempt(lambda: self.form.show_recent(history.remember(self._project, query)))

    def _forget_recent(self) -> None:
        if self._prompts.attempt(lambda: history.forget(self._project)):
            self.form.show_recent([])

    def _ask_sources(self) -> None:
        from interviewcoder.ui.find_page.choose_sources import ChooseSources

        dialog = ChooseSources(self._project, self.head.limits.limits.source_ids, self)
        if self._prompts.run(dialog):
            limits = self.head.limits.limits
            self.head.limits.set_limits(type(limits)(dialog.chosen(), limits.attributes, limits.role))

    # What is shown

    def show_view(self, name: str) -> None:
        """Show the hits in context, counted, or those in notes."""
        self._view = name
        self.head.show_view(name)
        if name in ("source", "participant"):
            self.search.count()
            self._on_counted()
        self._show_state()

    def _on_began(self) -> None:
        self.hits.show(self.search.results, self.search.contexts)
        self.notes.show(self.search.notes)
        for table in (self.by_source, self.by_participant):
            table.counts.show([])
        self.head.show_notes_count(len(self.search.notes))
        with QSignalBlocker(self.head.order):
            self.head.order.setCurrentIndex(0)

    def _grow(self) -> None:
        self.hits.grow()
        self._tell()
        if not self.search.is_busy:
            self._growing.stop()

    def _on_ended(self) -> None:
        self._growing.stop()
        self.hits.grow()
        self.notes.show(self.search.notes)
        self.head.show_notes_count(len(self.search.notes))
        self.head.order.setEnabled(self.search.results.total <= MOST_TO_SORT)
        if self._view in ("source", "participant"):
            self.search.count()
            self._on_counted()
        self._show_state()
        self.results_changed.emit()

    def _on_counted(self) -> None:
        counting = self.search.counting
        if counting is not None and not self.search.is_counting:
            self.by_source.counts.show(counting.by_source)
            self.by_participant.counts.show(counting.by_participant)
        self._tell()

    def _on_sorted(self, order: Sequence[int] | None) -> None:
        self.hits.put_in_order(order)
        self.table.choose(0)

    def _on_failed(self, error: InterviewCoderError) -> None:
        self._growing.stop()
        self._show_empty(error.message, error.hint)
        self.head.status.setText("")
        self.head.stop.hide()

    def _show_state(self) -> None:
        self._tell()
        search, view = self.search, self._view
        if search.finder is None:
            self._show_empty(*sentences.nothing_asked())
        elif view == "notes":
            self._show(self.notes_table, bool(search.notes), sentences.no_notes())
        else:
            table = {"context": self.table, "source": self.by_source, "participant": self.by_participant}[view]
            there = search.results.total > 0 or search.is_busy
            self._show(table, there, ("", ""))
            if not there:
                self._show_nothing_found()

    def _show(self, table: QWidget, there: bool, otherwise: tuple[str, str]) -> None:
        if there:
            self._stack.setCurrentWidget(table)
        else:
            self._show_empty(*otherwise)

    def _show_nothing_found(self) -> None:
        matcher = self.search.matcher
        assert matcher is not None
        advice = sentences.advice(self._project, matcher, len(self.search.notes), self.head.limits.limits)
        self._offer = lambda: self.show_view("notes") if advice.query is None else self.look_for(advice.query)
        self._show_empty(advice.message, advice.hint, advice.button)

    def _show_empty(self, message: str, hint: str, button: str = "") -> None:
        self.empty.show_state("search", message, hint, button)
        self._stack.setCurrentWidget(self.empty)

    def _tell(self) -> None:
        self.head.status.setText(sentences.status(self.search))
        self.head.stop.setVisible(self.search.is_busy)
        there = self.search.results.total > 0
        self.head.code_all.setEnabled(there and not self.search.is_busy)
        self.head.more.setEnabled(not self.search.is_busy)

    # Going through the hits

    def step(self, by: int) -> None:
        """Go to the next hit (1) or the one before (-1), round and round; with none at hand, to the first."""
        self.table.step(by)

    def spans_in(self, source_id: int) -> list[Span]:
        """The hits in a source, as far as they are found."""
        return self.search.results.spans_of(source_id)

    def _go_to_list(self) -> None:
        if self._stack.currentWidget() is not self.empty:
            shown = self._stack.currentWidget()
            assert shown is not None
            shown.setFocus(Qt.FocusReason.OtherFocusReason)
            if self._view == "context" and not self.table.currentIndex().isValid():
                self.step(1)

    def _go_to_source(self, source_id: int) -> None:
        row = self.hits.row_near(source_id, 0)
        if row is not None:
            self.show_view("context")
            self.table.go_to(row)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # Following what changes

    def _on_changed(self, changes: Changes) -> None:
        search = self.search
        if search.finder is None or not changes.concerns(*_SEEN):
            return
        touched = changes.ids.get("source", frozenset())
        mere_text = changes.concerns("source") and not changes.concerns("case", "case_source", "case_value")
        if not (mere_text and search.look_again(sorted(touched))):
            search.start(search.query, search.limits)
            self._show_first()
            return
        row = self.table.currentIndex().row()
        self._on_began()
        self._on_ended()
        if 0 <= row < self.hits.rowCount():
            self.table.choose(row)

    def showEvent(self, event: QShowEvent) -> None:
        """Get the index ready as soon as somebody looks."""
        super().showEvent(event)
        self.search.bring_index_up_to_date()

    def changeEvent(self, event: QEvent) -> None:
        """Give rows the height of their letters."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._set_row_height()

    def _set_row_height(self) -> None:
        for table in (self.table, self.by_source, self.by_participant, self.notes_table):
            table.verticalHeader().setDefaultSectionSize(HitPainter.row_height(self.font()))


# What changes where hits are, or what is said of them.
_SEEN = ("source", "turn", "speaker", "case", "case_source", "case_value", "attribute", "blind", "coder")
