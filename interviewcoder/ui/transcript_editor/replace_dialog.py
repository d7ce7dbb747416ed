"""Replace words in all transcripts: seen in their context before, as one step, with a receipt for each source."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QToolButton,
)

from interviewcoder.analysis.find import Finder
from interviewcoder.analysis.find_query import Matcher, Query
from interviewcoder.coding import autocode
from interviewcoder.coding.autocode import Place
from interviewcoder.errors import InterviewCoderError
from interviewcoder.sources import catalogue, receipts, replacing
from interviewcoder.sources.text import Span
from interviewcoder.ui.autocode.preview import PassageTable, beside_transcript, uncover
from interviewcoder.ui.autocode.rows import ProposedRows
from interviewcoder.ui.dialogs import parts
from interviewcoder.ui.find_page.idle_work import IdleWork
from interviewcoder.ui.transcript_editor.receipt_words import codings_words

if TYPE_CHECKING:
    from interviewcoder.project.changes import Changes
    from interviewcoder.sources.correcting import Receipt
    from interviewcoder.sources.receipts import Snapshot
    from interviewcoder.ui.prompts import Prompts
    from interviewcoder.ui.workspace import Workspace

_AFTER_TYPING_MS = 200
_SIZE = QSize(720, 460)
_SOURCE_ROLE = int(Qt.ItemDataRole.UserRole)


class ReplaceDialog(QDialog):
    """Beside the window, which stays usable. `receipt_asked` carries what was on which words before, by source."""

    receipt_asked = Signal(list)  # list[Snapshot]

    def __init__(self, workspace: Workspace, prompts: Prompts) -> None:
        super().__init__(workspace)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Replace in all transcripts"))
        self._work, self._project, self._prompts = workspace, workspace.project, prompts
        self._found: list[Place] = []
        self._reason = ""
        self._before: list[Snapshot] = []
        self.sought = self._line(self.tr("Find"), self.tr("A name or a word that was misheard"))
        self.by = self._line(self.tr("Replace with"), self.tr("Nothing: the words are taken out"))
        self.whole = QCheckBox(self.tr("&Whole words only"), self)
        self.whole.setChecked(True)
        self.case = QCheckBox(self.tr("&Capitals count"), self)
        self.rows = ProposedRows(lambda place: autocode.surroundings(self._project, place), self)
        self.table = PassageTable(self.rows, self)
        self.receipts = QListWidget(self)
        self.receipts.setProperty("rows", "airy")
        self.receipts.setAccessibleName(self.tr("What was replaced in each transcript"))
        self._body = QStackedWidget(self)
        self.count = parts.hint("", self)
        self.replace_button = parts.primary(QPushButton(self))
        self._show_codings = QPushButton(self.tr("Show the codings"), self)
        self._close = QPushButton(self.tr("Close"), self)
        self._search = IdleWork(self)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_AFTER_TYPING_MS)
        self._lay_out()
        self._connect()
        self._tell()

    def _line(self, name: str, hint: str) -> QLineEdit:
        line = QLineEdit(self)
        line.setAccessibleName(name)
        line.setPlaceholderText(hint)
        line.setClearButtonEnabled(True)
        return line

    def _lay_out(self) -> None:
        form = QGridLayout()
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        for row, (words, line) in enumerate(((self.tr("&Find"), self.sought), (self.tr("&Replace with"), self.by))):
            label = QLabel(words, self)
            label.setBuddy(line)
            form.addWidget(label, row, 0)
            form.addWidget(line, row, 1)
        how = QHBoxLayout()
        how.setSpacing(18)
        how.addWidget(self.whole)
        how.addWidget(self.case)
        how.addStretch(1)
        form.addLayout(how, 2, 1)
        self._body.addWidget(self.table)
        self._body.addWidget(self.receipts)
        foot = QHBoxLayout()
        self._all = self._quiet(self.tr("Tick all"), ticked=True)
        self._none = self._quiet(self.tr("Tick none"), ticked=False)
        for part in (self._all, self._none):
            foot.addWidget(part)
        foot.addStretch(1)
        for button in (self._close, self._show_codings, self.replace_button):
            button.setAutoDefault(False)
            foot.addWidget(button)
        column = parts.column(self)
        column.addLayout(form)
        column.addWidget(self._body, 1)
        column.addWidget(self.count)
        column.addLayout(foot)
        self.setGeometry(beside_transcript(self._work, self.sizeHint().expandedTo(_SIZE)))

    def _quiet(self, words: str, *, ticked: bool) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("role", "quiet")
        button.setText(words)
        button.clicked.connect(lambda: self.rows.tick(self.rows.places, ticked=ticked))
        return button

    def _connect(self) -> None:
        for line in (self.sought, self.by):
            line.textChanged.connect(self._on_asked)
        for box in (self.whole, self.case):
            box.toggled.connect(self._on_asked)
        self._wait.timeout.connect(self._look)
        self._search.ended.connect(self._on_found)
        self._search.failed.connect(self._on_failed)
        self.rows.ticks_changed.connect(self._tell)
        self.table.passage_asked.connect(self._go_to)
        self.receipts.itemActivated.connect(lambda item: self._work.sources.choose(item.data(_SOURCE_ROLE)))
        self.replace_button.clicked.connect(self.replace)
        self._show_codings.clicked.connect(lambda: self.receipt_asked.emit(self._before))
        self._close.clicked.connect(self.close)
        self._work.signals.changed.connect(self._on_changed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Look at once at Return; replacing takes its button, or Ctrl+Return."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.replace()
            else:
                self._look()
            return
        super().keyPressEvent(event)

    # Looking

    def _on_asked(self) -> None:
        if self.sender() is not self.by:
            self.rows.forget_ticks()
        self._before = []
        self._wait.start()

    def _look(self) -> None:
        """Find the words in all transcripts, as they are with what is typed."""
        self._wait.stop()
        self._found, self._reason = [], ""
        wanted = self.sought.text()
        if not wanted.strip() or not self._work.save_pending():
            self._search.stop()
            self._on_found()
            return
        query = Query(
            wanted, "part", match_case=self.case.isChecked(), match_accents=True, whole_words=self.whole.isChecked()
        )
        try:
            self._search.start(self._steps(Finder(self._project, Matcher(query))), at_once_s=0.05)
        except InterviewCoderError as error:
            self._on_failed(error)

    def _steps(self, finder: Finder) -> Iterator[None]:
        for batch in finder:
            self._found += (Place(batch.source_id, span) for span in batch.spans)
            yield

    def _on_found(self) -> None:
        names = {source.id: source.name for source in catalogue.listing(self._project)}
        self.rows.show_places(self._found, names)
        self._body.setCurrentWidget(self.receipts if self._before else self.table)
        self._tell()

    def _on_failed(self, error: InterviewCoderError) -> None:
        self._found, self._reason = [], error.message
        self._on_found()

    def _by_source(self) -> dict[int, list[Span]]:
        found: dict[int, list[Span]] = {}
        for place in self.rows.ticked():
            found.setdefault(place.source_id, []).append(place.span)
        return found

    def _tell(self) -> None:
        ticked, found = self._by_source(), self.rows.places
        places = sum(map(len, ticked.values()))
        one = self.tr("Replace 1 place") if places else self.tr("Replace")
        self.replace_button.setText(one if places < 2 else self.tr("Replace {n} places").format(n=f"{places:,}"))
        self.replace_button.setEnabled(bool(places) and not self._before)
        self._show_codings.setVisible(bool(self._before))
        self._all.setVisible(not self._before)
        self._none.setVisible(not self._before)
        self._all.setEnabled(places < len(found))
        self._none.setEnabled(bool(places))
        if not self._before:
            self.count.setText(self._words(ticked, places) if found else self._nothing())

    def _words(self, ticked: dict[int, list[Span]], places: int) -> str:
        codings = sum(replacing.codings_on(self._project, source_id, spans) for source_id, spans in ticked.items())
        told = self.tr("{places} of {found} ticked, in {sources} transcripts · codings touched: {codings}")
        found, sources = f"{len(self.rows.places):,}", f"{len(ticked):,}"
        return told.format(places=f"{places:,}", found=found, sources=sources, codings=f"{codings:,}")

    def _nothing(self) -> str:
        if self._reason:
            return self._reason
        if self.sought.text().strip():
            return self.tr("Nowhere in the transcripts.")
        return self.tr("Each place is shown before anything is replaced; untick those to leave as they are.")

    def _go_to(self, place: Place) -> None:
        self._work.show_passage(place.source_id, place.span)
        uncover(self._work, self, place.span)

    def _on_changed(self, changes: Changes) -> None:
        if changes.concerns("source") and not self._before:
            self._wait.start()

    # Replacing

    def replace(self) -> None:
        """Replace what is ticked, in one step, and tell what that meant source by source."""
        if not self.replace_button.isEnabled() or self._wait.isActive() or self._search.is_busy:
            return
        found = self._by_source()
        self._before = [receipts.snapshot(self._project, source_id) for source_id in found]
        done: list[dict[int, Receipt]] = []
        by = self.by.text()
        self._prompts.attempt(lambda: done.append(replacing.replace_everywhere(self._project, found, by)))
        if not done:
            self._before = []
            return
        self._show_receipts(found, done[0])

    def _show_receipts(self, found: dict[int, list[Span]], made: dict[int, Receipt]) -> None:
        names = {source.id: source.name for source in catalogue.listing(self._project)}
        self.receipts.clear()
        for source_id, receipt in made.items():
            count = len(found[source_id])
            places = self.tr("1 place") if count == 1 else self.tr("{count} places").format(count=f"{count:,}")
            codings = codings_words(receipt) or self.tr("no codings")
            item = QListWidgetItem(f"{names.get(source_id, '')} – {places}: {codings}")
            item.setData(_SOURCE_ROLE, source_id)
            self.receipts.addItem(item)
        self._body.setCurrentWidget(self.receipts)
        self.rows.show_places((), {})
        total = sum(map(len, found.values()))
        told = self.tr("Replaced {count} places in {sources} transcripts, in one step: undo takes all of it back.")
        self.count.setText(told.format(count=f"{total:,}", sources=f"{len(made):,}"))
        self._tell()
