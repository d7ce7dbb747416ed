"""The page on which suggestions are looked at one by one, a keystroke each."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from interviewcoder.privacy import detection, pseudonyms
from interviewcoder.privacy.known_names import known_names
from interviewcoder.sources import catalogue
from interviewcoder.ui.deidentify import deciding
from interviewcoder.ui.deidentify.choice import PseudonymEntry
from interviewcoder.ui.deidentify.foot import Foot
from interviewcoder.ui.deidentify.looking import Looking
from interviewcoder.ui.deidentify.queue import Queue
from interviewcoder.ui.deidentify.queue_table import QueueTable
from interviewcoder.ui.deidentify.read_dialog import ReadDialog
from interviewcoder.ui.deidentify.rows import PASSAGE, QueueRows
from interviewcoder.ui.empty_page import EmptyPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from interviewcoder.errors import InterviewCoderError
    from interviewcoder.privacy.detection import Suggestion
    from interviewcoder.project.changes import Changes
    from interviewcoder.ui.deidentify.deciding import Chosen, Replaced
    from interviewcoder.ui.deidentify.key_work import KeyWork
    from interviewcoder.ui.deidentify.queue import Item
    from interviewcoder.ui.prompts import Prompts
    from interviewcoder.ui.workspace import Workspace

_HERE, _ALL = range(2)


class DeidentifyPage(QWidget):
    """A queue of suggestions. `told` says what was done."""

    told = Signal(str)
    pseudonyms_asked = Signal()

    def __init__(self, workspace: Workspace, key: KeyWork, prompts: Prompts) -> None:
        super().__init__(workspace)
        self._work, self._project, self._key, self._prompts = workspace, workspace.project, key, prompts
        self.queue = Queue(self._project)
        self.looking = Looking(self)
        self.rows = QueueRows(self)
        self.table = QueueTable(self.rows, self)
        self.scope = QComboBox(self)
        self.look = QPushButton(self)
        self.count = QLabel(self)
        self.key_state = key.button(self)
        self.list = QPushButton(self.tr("Pseudonyms"), self)
        self.read = QPushButton(self.tr("Mark as read through…"), self)
        self.foot = Foot(self)
        self.empty = EmptyPage(self)
        self._entry: PseudonymEntry | None = None
        # What was done here, the last one last: the place, the decisions and the pseudonym made for it.
        self._done: list[tuple[Item, tuple[int, ...], int | None]] = []
        # What is looked through, as it was handed over.
        self._texts: dict[int, str] = {}
        self._share = 0.0
        self._looked = False
        # Which sources that was, or is.
        self._looked_in: list[int] = []
        self._lay_out()
        self._connect()
        self._show_state()

    def _lay_out(self) -> None:
        self.setAccessibleName(self.tr("De-identify"))
        self.setFocusProxy(self.scope)
        self.scope.addItems([self.tr("This source"), self.tr("All sources")])
        self.scope.setAccessibleName(self.tr("Where is looked"))
        self.count.setProperty("role", "hint")
        self.count.setAccessibleName(self.tr("How many are looked at"))
        bar = QFrame(self)
        bar.setProperty("role", "bar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 5, 12, 5)
        row.setSpacing(8)
        for part in (self.scope, self.look, self.count):
            row.addWidget(part)
        row.addStretch(1)
        for button in (self.key_state, self.list, self.read):
            row.addWidget(button)
        body = QFrame(self)
        self._stack = QStackedLayout(body)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(body, 1)
        column.addWidget(self.foot)

    def _connect(self) -> None:
        self.look.clicked.connect(self._on_look)
        self.empty.asked.connect(self.start)
        self.scope.currentIndexChanged.connect(lambda _: self._on_scope())
        self.read.clicked.connect(self.mark_read)
        self.list.clicked.connect(self.pseudonyms_asked)
        self.looking.progressed.connect(self._on_progress)
        self.looking.found.connect(self._on_found)
        self.looking.failed.connect(self._on_failed)
        self.table.wished.connect(self.do)
        self.foot.wished.connect(self.do)
        self.table.selectionModel().currentChanged.connect(self._on_current)
        self.table.doubleClicked.connect(lambda _: self._show_in_text())
        self._work.signals.changed.connect(self._on_changed)
        self._work.signals.ended.connect(self.looking.stop)
        self._work.state_changed.connect(self._on_state)

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """Take the keyboard where something is to be seen."""
        (self.table if self.queue.items else self.scope).setFocus(reason)

    # Looking

    def begin(self) -> None:
        """Look, unless that was done or is being done."""
        if not self._looked and not self.looking.is_busy:
            self.start()
        self.setFocus()

    def start(self) -> None:
        """Look for what may identify somebody."""
        ids = self._source_ids()
        if not ids or not self._work.save_pending():
            return
        known = known_names(self._project, self._key.names())
        readings = [detection.reading(self._project, source_id, known) for source_id in ids]
        self._texts = {reading.source_id: reading.text for reading in readings}
        self._looked_in = ids
        self._share = 0.0
        self.looking.start(readings)
        self._show_state()

    def _source_ids(self) -> list[int]:
        if self.scope.currentIndex() == _ALL:
            return [source.id for source in catalogue.listing(self._project) if source.has_text]
        source = self._work.reading.source
        return [source.id] if source is not None and source.has_text else []

    def _on_look(self) -> None:
        if self.looking.is_busy:
            self.looking.cancel()
            self._show_state()
        else:
            self.start()

    def _on_scope(self) -> None:
        self.looking.cancel()
        self._forget()
        self.start()

    def _on_state(self) -> None:
        # What was found in one source says nothing about another.
        if self.scope.currentIndex() == _HERE and (self._looked or self.looking.is_busy):
            source = self._work.reading.source
            if source is not None and [source.id] != self._looked_in:
                self.looking.cancel()
                self._forget()
                return
        self._show_state()

    def _forget(self) -> None:
        self.queue.items, self._done, self._looked = [], [], False
        self.rows.show_items([])
        self._show_state()

    def _on_progress(self, done: int, of: int) -> None:
        words = self.tr("Looking… {done} of {of} sources") if of > 1 else self.tr("Looking…")
        self.count.setText(words.format(done=f"{done:n}", of=f"{of:n}"))
        self._share = done / of
        self._show_state()

    def _on_found(self, suggestions: list[Suggestion]) -> None:
        self._looked, self._done = True, []
        self.queue.take(suggestions, self._texts)
        self._texts = {}
        self.rows.show_items(self.queue.items)
        self.table.show_sources(self.scope.currentIndex() == _ALL)
        self._show_state()
        self._go_to_open(0)
        if self.isAncestorOf(self.window().focusWidget()):
            self.setFocus()

    def _on_failed(self, error: InterviewCoderError) -> None:
        self._show_state()
        self._prompts.show_error(error)

    # Deciding

    def current(self) -> Item | None:
        """The suggestion that is looked at."""
        index = self.table.currentIndex()
        return self.queue.items[index.row()] if index.isValid() and index.row() < len(self.queue.items) else None

    def do(self, wish: str) -> None:
        """Do to the current suggestion what a key or a button stands for."""
        if wish == "back":
            self.take_back()
            return
        item = self.current()
        if item is None or not self._work.save_pending():
            return
        steps: dict[str, Callable[[], object]] = {
            "replace": lambda: self.replace(item, item.proposal),
            "everywhere": lambda: self.replace_everywhere(item),
            "keep": lambda: self._keep(item),
            "edit": lambda: self._edit(item),
            "skip": lambda: self._skip(item),
            "hear": lambda: self._work.reading.view.word_clicked.emit(item.suggestion.span.start),
            "show": self._show_in_text,
        }
        steps[wish]()

    def replace(self, item: Item, chosen: Chosen) -> None:
        """Replace the words of one suggestion."""
        done: list[Replaced] = []
        found_by = item.suggestion.found_by
        if self._prompts.attempt(
            lambda: done.append(deciding.replace_by(self._project, [item.place], chosen, found_by))
        ):
            self._decided(item, done[0].ids, done[0].pseudonym_id if done[0].made else None)
            more = sum(one.state == "open" and one.words == item.words for one in self.queue.items)
            words = self.tr("Replaced by {text}") if not more else self.tr("Replaced by {text}; {count} alike are open")
            self.told.emit(words.format(text=chosen.text, count=f"{more:n}"))

    def replace_everywhere(self, item: Item) -> None:
        """Replace the words of one suggestion wherever they stand, in one step."""
        done: list[Replaced] = []
        chosen, found_by = item.proposal, item.suggestion.found_by
        if self._prompts.attempt(
            lambda: done.append(deciding.replace_everywhere(self._project, item.place, chosen, item.words, found_by))
        ):
            made = done[0]
            self._decided(item, made.ids, made.pseudonym_id if made.made else None)
            words = self.tr("Replaced by {text} in {places} places of {sources} sources")
            if len(made.ids) == 1:
                words = self.tr("Replaced by {text}; the words stand nowhere else")
            elif made.sources == 1:
                words = self.tr("Replaced by {text} in {places} places of this source")
            told = words.format(text=chosen.text, places=f"{len(made.ids):n}", sources=f"{made.sources:n}")
            self.told.emit(told)

    def _keep(self, item: Item) -> None:
        done: list[tuple[int, ...]] = []
        found_by = item.suggestion.found_by
        if self._prompts.attempt(
            lambda: done.append(pseudonyms.decide(self._project, [item.place], None, found_by).ids)
        ):
            self._decided(item, done[0], None)
            self.told.emit(self.tr("“{words}” stays as it is").format(words=item.words))

    def _skip(self, item: Item) -> None:
        self.queue.skip(item)
        self._done.append((item, (), None))
        self._refresh()
        self._go_to_open(self.table.currentIndex().row() + 1)

    def _edit(self, item: Item) -> None:
        if self._entry is None:
            self._entry = PseudonymEntry(self)
            self._entry.chosen.connect(self._on_chosen)
        box = self.table.visualRect(self.rows.index(self.table.currentIndex().row(), PASSAGE))
        anchor = QRect(self.table.viewport().mapToGlobal(QPoint(box.left(), box.top())), box.size())
        self._entry.open_at(anchor, self._project, item.words, kind=item.suggestion.kind)

    def _on_chosen(self, chosen: Chosen) -> None:
        if (item := self.current()) is not None:
            self.replace(item, chosen)
        self.table.setFocus()

    def _decided(self, item: Item, ids: tuple[int, ...], made_id: int | None) -> None:
        self._done.append((item, ids, made_id))
        self._go_to_open(self.table.currentIndex().row() + 1)

    def take_back(self) -> None:
        """Take back the last thing that was done here, and go there."""
        while self._done:
            item, ids, made_id = self._done.pop()
            now = next((place for place, one in enumerate(self.queue.items) if one.place == item.place), None)
            if now is None or (not ids and self.queue.items[now].state != "skipped"):
                continue
            if ids:
                self._prompts.attempt(partial(deciding.take_back, self._project, ids, made_id))
            else:
                self.queue.skip(item, skipped=False)
                self._refresh()
            self._go_to(now)
            return

    # What is shown

    def _go_to_open(self, start: int) -> None:
        items = self.queue.items
        around = [*range(start, len(items)), *range(min(start, len(items)))]
        place = next((each for each in around if items[each].state == "open"), None)
        if place is not None:
            self._go_to(place)
        elif items:
            self._show_state()
            self.told.emit(self.tr("All are looked at. Read the text through once more, then mark it as read."))

    def _go_to(self, place: int) -> None:
        self.table.setCurrentIndex(self.rows.index(place, PASSAGE))
        self.table.scrollTo(self.rows.index(place, PASSAGE))
        self._show_item()

    def _on_current(self, current: QModelIndex, before: QModelIndex) -> None:
        if current.row() != before.row():
            self._show_item()

    def _show_item(self) -> None:
        item = self.current()
        self.foot.show_item(item)
        if item is not None and self.isVisible():
            self._show_in_text(stay=True)

    def _show_in_text(self, *, stay: bool = False) -> None:
        item = self.current()
        if item is None:
            return
        had = self.table.hasFocus()
        self._work.show_passage(*item.place)
        if stay and had:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not stay:
            self._work.reading.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _refresh(self) -> None:
        self.queue.read_again()
        self.rows.show_items(self.queue.items)
        self._show_state()

    def _on_changed(self, changes: Changes) -> None:
        if changes.concerns("source", "turn") and self.queue.items and self.queue.take_texts_again():
            self.told.emit(self.tr("The transcript was corrected. Look again for what is new in it."))
        if changes.concerns("source", "turn") and self._looked and not self.queue.items:
            self._looked = False
        if changes.concerns("identifier", "pseudonym", "source", "turn"):
            self._refresh()
            self.foot.show_item(self.current())

    def _show_state(self) -> None:
        busy, items = self.looking.is_busy, self.queue.items
        self.look.setText(self.tr("Stop") if busy else self.tr("Look again") if self._looked else self.tr("Look"))
        if not busy:
            told = self.tr("{done} of {count} looked at") if items else ""
            self.count.setText(told.format(done=f"{self.queue.looked_at:n}", count=f"{len(items):n}"))
        self.foot.setVisible(bool(items))
        self.read.setEnabled(self._work.reading.source is not None)
        all_done = bool(items) and self.queue.looked_at == len(items)
        self.read.setProperty("primary", all_done)
        self.read.style().polish(self.read)
        self._stack.setCurrentWidget(self.table if items else self.empty)
        if items:
            return
        hint = self.tr("Names, places, numbers and what else may tell who somebody is are suggested. You decide.")
        if busy:
            self.empty.show_state("see", self.tr("Looking through the texts…"), hint, share=self._share)
        elif self._looked:
            hint = self.tr("That is no proof: read the text yourself, then mark it as read through.")
            self.empty.show_state("see", self.tr("Nothing was found."), hint, "")
        else:
            self.empty.show_state("see", self.tr("Find what identifies somebody."), hint, self.tr("Look"))

    # Read through

    def mark_read(self) -> None:
        """Say that somebody has read the open source through."""
        source = self._work.reading.source
        if source is None or not self._work.save_pending():
            return
        still = sum(one.state == "open" and one.suggestion.source_id == source.id for one in self.queue.items)
        dialog = ReadDialog(self._project, source, still, self._work)
        if self._prompts.run(dialog):
            note = dialog.note()
            if self._prompts.attempt(lambda: pseudonyms.mark_read(self._project, source.id, note)):
                self.told.emit(self.tr("“{source}” is marked as read through").format(source=source.name))
