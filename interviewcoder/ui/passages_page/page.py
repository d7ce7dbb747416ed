"""The page “Passages”: a question, what answers to it, and how much that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QProgressBar,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from interviewcoder.analysis import vocabulary
from interviewcoder.analysis.expressions import OfCode, Query
from interviewcoder.analysis.passages import PassageReader
from interviewcoder.coding import codes
from interviewcoder.sources.voices import told_apart
from interviewcoder.ui import icons
from interviewcoder.ui.empty_page import EmptyPage
from interviewcoder.ui.passages_page import saved_queries
from interviewcoder.ui.passages_page.filter_menu import Known
from interviewcoder.ui.passages_page.query_bar import QueryBar
from interviewcoder.ui.passages_page.result_list import ResultList
from interviewcoder.ui.passages_page.search import PassageSearch
from interviewcoder.ui.people_words import people_words

if TYPE_CHECKING:
    from interviewcoder.analysis.retrieval import Hit
    from interviewcoder.project.changes import Changes
    from interviewcoder.project.file import Project
    from interviewcoder.ui.passages_page.rows import Grouping
    from interviewcoder.ui.project_signals import ProjectSignals
    from interviewcoder.ui.prompts import Prompts

_CONCERNS = ("code", "segment", "source", "turn", "speaker", "case", "case_source", "case_value", "attribute", "memo")


class PassagesPage(QWidget):
    """`passage_asked` (source id, Span, whether the keyboard goes along) asks to show a passage.

    `export_asked` carries the kind of file: "docx", "xlsx" or "csv".
    """

    passage_asked = Signal(int, object, bool)
    export_asked = Signal(str)

    def __init__(
        self, project: Project, signals: ProjectSignals, prompts: Prompts, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._project, self._prompts = project, prompts
        self._shown_source: int | None = None
        self._stale = True
        self._keep: Hit | None = None
        self._asked = False
        self.bar = QueryBar(prompts, self)
        self.list = ResultList(self)
        self.search = PassageSearch(project, self)
        self.counts = QLabel(self)
        self.grouping = QComboBox(self)
        self.context = QToolButton(self)
        self.saved = QToolButton(self)
        self.export = QToolButton(self)
        self.stop = QToolButton(self)
        self._progress = QProgressBar(self)
        self._empty = EmptyPage(self)
        self._anew = QTimer(self)
        self._anew.setSingleShot(True)
        self._anew.setInterval(0)
        self._anew.timeout.connect(self.run)
        self._lay_out()
        self._connect(signals)

    # Made once

    def _lay_out(self) -> None:
        self.setAccessibleName(self.tr("Passages of codes"))
        self.setFocusProxy(self.bar)
        self._stack = QStackedLayout()
        body = QFrame(self)
        body.setLayout(self._stack)
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self._tools())
        column.addWidget(body, 1)
        self._show_nothing_asked()

    def _tools(self) -> QFrame:
        tools = QFrame(self)
        tools.setProperty("role", "bar")
        self.counts.setProperty("role", "hint")
        self.counts.setTextFormat(Qt.TextFormat.PlainText)
        self.counts.setMinimumWidth(60)
        self._progress.setProperty("role", "slim")
        self._progress.setTextVisible(False)
        self._progress.setRange(0, 1000)
        self._progress.setFixedWidth(90)
        self._progress.setAccessibleName(self.tr("How far the search is"))
        self._dress(self.stop, "cancel", "", self.tr("Stop looking"))
        names = (
            ("source", self.tr("By source")),
            ("participant", self.tr("By participant")),
            ("code", self.tr("By code")),
        )
        for value, words in names:
            self.grouping.addItem(words, value)
        self.grouping.setAccessibleName(self.tr("How passages are grouped"))
        self._dress(self.context, "text", self.tr("Context"), self.tr("Show what stands around the passages"))
        self.context.setCheckable(True)
        self._dress(self.saved, "star", self.tr("Questions"), self.tr("Store this question, or ask a stored one"))
        self._dress(self.export, "codebook", self.tr("Export"), self.tr("Write the passages into a file"))
        for button in (self.saved, self.export):
            button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
            button.setMenu(QMenu(button))
        kinds = (
            ("docx", self.tr("Word document…")),
            ("xlsx", self.tr("Workbook (XLSX)…")),
            ("csv", self.tr("Table (CSV)…")),
        )
        for kind, words in kinds:
            action = self.export.menu().addAction(words)
            action.triggered.connect(lambda _=False, k=kind: self.export_asked.emit(k))
        row = QHBoxLayout(tools)
        row.setContentsMargins(12, 3, 6, 3)
        row.setSpacing(6)
        row.addWidget(self.counts, 1)
        for part in (self._progress, self.stop, self.grouping, self.context, self.saved, self.export):
            row.addWidget(part)
        return tools

    def _dress(self, button: QToolButton, drawing: str, words: str, tip: str) -> None:
        button.setProperty("role", "quiet")
        icons.dress(button, drawing)
        button.setText(words)
        if words:
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setToolTip(tip)
        button.setAccessibleName(tip)

    def _connect(self, signals: ProjectSignals) -> None:
        signals.changed.connect(self._on_changed)
        self.bar.changed.connect(lambda _: self._on_asked())
        self.search.found.connect(self._on_found)
        self.search.advanced.connect(lambda share: self._progress.setValue(round(share * 1000)))
        self.search.finished.connect(self._on_finished)
        self.stop.clicked.connect(self.stop_looking)
        self.grouping.currentIndexChanged.connect(lambda _: self._regroup())
        self.context.toggled.connect(self.list.show_context)
        self.saved.menu().aboutToShow.connect(self.fill_saved)
        self.list.gone_to.connect(lambda hit, along: self.passage_asked.emit(hit.source_id, hit.span, along))

    # What is asked

    def ask(self, query: Query) -> None:
        """Ask a question and show its chips."""
        self._bring_up_to_date()
        if not self.bar.show_query(query):
            self._prompts.show_note(
                self.tr("This question can’t be shown as chips"), self.tr("Put it together anew in the line above.")
            )

    def ask_code(self, code_id: int) -> None:
        """Ask for all passages of a code with its subcodes."""
        self.ask(Query(OfCode(code_id, True)))

    def show_source(self, source_id: int | None) -> None:
        """Say which source is open, so that it can be asked for."""
        self._shown_source = source_id
        self._stale = True

    def query(self) -> Query:
        """The question as it stands."""
        return self.bar.query()

    def _on_asked(self) -> None:
        self._keep = None
        self.run()

    def run(self) -> None:
        """Look for what is asked, anew."""
        self._anew.stop()
        self._bring_up_to_date()
        if self.bar.is_empty:
            self.search.stop()
            self.list.rows.begin(PassageReader(self._project), self._grouping)
            self._show_nothing_asked()
            return
        self._asked = True
        self.list.rows.begin(PassageReader(self._project), self._grouping)
        self._held: list[Hit] = []
        self._stack.setCurrentWidget(self.list)
        self._show_running(True)
        self.search.begin(self.bar.query())
        self._show_counts()

    def stop_looking(self) -> None:
        """Look no further; what was found stays."""
        self.search.stop()
        self._add(self._held)
        self._held = []
        self._show_running(False)
        self._show_counts(stopped=True)

    @property
    def _grouping(self) -> Grouping:
        return self.grouping.currentData()  # type: ignore[no-any-return]  # as it was put in

    def _regroup(self) -> None:
        if self.search.running:
            self.run()
            return
        hits, kept = list(self.list.rows.hits), self.list.current_hit()
        self.list.rows.begin(PassageReader(self._project), self._grouping)
        self.list.rows.add(hits)
        self.list.choose(kept)

    # What is found

    def _on_found(self, hits: list[Hit]) -> None:
        if self._grouping == "source":
            self._add(hits)
        else:
            # Groups would jump while they fill: they are shown when all is found.
            self._held += hits
        self._show_counts()

    def _add(self, hits: list[Hit]) -> None:
        self.list.rows.add(hits)
        if self._keep is not None and self.list.rows.place_of(self._keep).isValid():
            self.list.choose(self._keep)
            self._keep = None

    def _on_finished(self) -> None:
        self._add(self._held)
        self._held = []
        self._show_running(False)
        self._show_counts()
        if not self.list.rows.hits:
            self._empty.show_state(
                "search",
                self.tr("No passage answers to this"),
                self.tr("Take a condition away, widen a distance, or count subcodes in."),
            )
            self._stack.setCurrentWidget(self._empty)

    def _show_running(self, running: bool) -> None:
        for part in (self._progress, self.stop):
            part.setVisible(running)
        self._progress.setValue(0)

    def _show_counts(self, *, stopped: bool = False) -> None:
        hits = [*self.list.rows.hits, *self._held]
        running = self.search.running
        passages = self.search.count if running and self.search.count is not None else len(hits)
        words = self.tr("1 passage") if passages == 1 else self.tr("{count} passages").format(count=f"{passages:,}")
        if running or stopped:
            if self.search.count is None or stopped:
                words = self.tr("{words} so far").format(words=words)
            self.counts.setText(words)
            return
        sources = len({hit.source_id for hit in hits})
        people = {hit.participant for hit in hits}
        told = [words] if hits else [self.tr("Nothing found")]
        if hits:
            one = self.tr("1 source") if sources == 1 else self.tr("{count} sources").format(count=f"{sources:,}")
            told.append(one)
            # Sources that stand in for people are told already.
            if told_apart(people) == (0, 0):
                told.append(self.tr("only the interviewer speaks"))
            elif told_apart(people)[0]:
                told.append(people_words(people))
        self.counts.setText(" · ".join(told))

    def _show_nothing_asked(self) -> None:
        self._held = []
        self._show_running(False)
        self.counts.clear()
        self._empty.show_state(
            "search",
            self.tr("Which passages?"),
            self.tr("Type a code’s name above, then another: they can overlap, stand near each other, follow, or not."),
        )
        self._stack.setCurrentWidget(self._empty)

    # Up to date

    def showEvent(self, event: QShowEvent) -> None:
        """Ask again for what changed while nobody looked."""
        super().showEvent(event)
        if self._stale and not event.spontaneous():
            self._keep = self.list.current_hit()
            self.run() if self._asked else self._bring_up_to_date()

    def _on_changed(self, changes: Changes) -> None:
        if not changes.concerns(*_CONCERNS):
            return
        self._stale = True
        if self.isVisible() and self._asked:
            # After the window has shown what was done.
            self._keep = self.list.current_hit() or self._keep
            self._anew.start()
        elif self.isVisible() and changes.concerns("code"):
            self._bring_up_to_date()

    def _bring_up_to_date(self) -> None:
        if not self._stale:
            return
        self._stale = False
        self.bar.set_codes(codes.tree(self._project))
        found = vocabulary.vocabulary(self._project)
        self.bar.set_known(
            Known(found.attributes, found.values, found.coders, found.sources, shown_source=self._shown_source)
        )

    # Stored questions

    def fill_saved(self) -> None:
        """Fill the menu of stored questions."""
        saved_queries.fill(self.saved.menu(), self._project, self._prompts, self.bar.query(), self.ask)

    def changeEvent(self, event: QEvent) -> None:
        """Lay the rows out anew where the size of the text changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.list.scheduleDelayedItemsLayout()
