"""The sources of the study, at the left of the window."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QMenu,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from interviewcoder.cases import attributes, cases
from interviewcoder.coding import memos
from interviewcoder.sources import catalogue
from interviewcoder.ui import icons
from interviewcoder.ui.empty_page import EmptyPage
from interviewcoder.ui.source_list import ReadRows, SourceRow, SourceRowPainter, SourceRows
from interviewcoder.ui.wording import clock_words

if TYPE_CHECKING:
    from interviewcoder.cases.cases import CaseView
    from interviewcoder.project.changes import Changes
    from interviewcoder.project.file import Project
    from interviewcoder.sources.catalogue import SourceView
    from interviewcoder.ui.project_signals import ProjectSignals
    from interviewcoder.ui.prompts import Prompts
    from interviewcoder.ui.transcription_queue import TranscriptionQueue

# Of more it is faster to count anew whatever is in sight.
_FEW_CODINGS = 50


class SourcesPanel(QWidget):
    """Lists the sources; opens, renames and deletes them, and asks for others to be added.

    `opened` and the other signals carry source ids; `files_dropped` paths.
    """

    opened = Signal(int)
    add_asked = Signal()
    files_dropped = Signal(list)
    transcribe_asked = Signal(list)
    speakers_asked = Signal(int)
    align_asked = Signal(int)
    attach_asked = Signal(int)
    memo_asked = Signal(int)

    def __init__(self, project: Project, signals: ProjectSignals, queue: TranscriptionQueue, prompts: Prompts) -> None:
        super().__init__()
        self._project, self._queue, self._prompts = project, queue, prompts
        self._whose: dict[int, CaseView] | None = None
        self._first_attribute: int | None = None
        self._with_memo: set[int] = set()
        self._marking = self._reviewing = False
        self._rows = SourceRows(self, partial(catalogue.codings_in, project))
        self._list = QListView(self)
        self._empty = EmptyPage(self)
        self._count = QLabel(self)
        self._set_up()
        signals.changed.connect(self._on_changed)
        queue.changed.connect(self.refresh)
        queue.progressed.connect(lambda *_: self.refresh())
        self.refresh()

    def _set_up(self) -> None:
        self.setAcceptDrops(True)
        self._list.setProperty("role", "side")
        self._list.setAccessibleName(self.tr("Sources"))
        self._list.setModel(self._rows)
        self._list.setItemDelegate(SourceRowPainter(self._list))
        self._list.setUniformItemSizes(True)
        self.setFocusProxy(self._list)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._list.customContextMenuRequested.connect(self._open_menu)
        self._list.selectionModel().currentChanged.connect(self._on_current)
        self._empty.asked.connect(self.add_asked)
        self._empty.show_state(
            "recording",
            self.tr("No interviews yet"),
            self.tr("Add recordings to transcribe, or transcripts you have already. You can also drop files here."),
            self.tr("Add files…"),
        )
        body = QFrame(self)
        self._stack = QStackedLayout(body)
        self._stack.addWidget(self._list)
        self._stack.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar())
        column.addWidget(body, 1)
        self._make_actions()

    def _bar(self) -> QFrame:
        bar = QFrame(self)
        bar.setProperty("role", "bar")
        self._count.setProperty("role", "hint")
        add = self._add = QToolButton(bar)
        add.setProperty("role", "quiet")
        add.setText(self.tr("Add…"))
        add.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        add.setToolTip(self.tr("Add recordings or transcripts"))
        add.setAccessibleName(add.toolTip())
        icons.dress(add, "add")
        add.clicked.connect(lambda: self.add_asked.emit())
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 4, 6, 4)
        row.addWidget(self._count, 1)
        row.addWidget(add)
        return bar

    def _make_actions(self) -> None:
        self._rename = self._action(self.tr("Rename…"), "rename", QKeySequence(Qt.Key.Key_F2), self.rename_current)
        self._delete = self._action(
            self.tr("Delete…"), "delete", QKeySequence(QKeySequence.StandardKey.Delete), self.delete_current
        )

    def _action(self, text: str, drawing: str, keys: QKeySequence, do: object) -> QAction:
        action = QAction(text, self)
        icons.dress(action, drawing)
        action.setShortcut(keys)
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(do)
        self._list.addAction(action)
        return action

    def show_reviewing(self, reviewing: bool) -> None:
        """Offer nothing that edits while somebody reviews."""
        self._reviewing = reviewing
        self._add.setVisible(not reviewing)
        self.setAcceptDrops(not reviewing)
        for action in (self._rename, self._delete):
            action.setVisible(not reviewing)

    # What is shown

    def current_id(self) -> int | None:
        """The source that is chosen."""
        index = self._list.currentIndex()
        return self._rows.id_at(index.row()) if index.isValid() else None

    def choose(self, source_id: int) -> None:
        """Choose a source, as if the person had clicked it."""
        index = self._rows.place_of(source_id)
        if index.isValid():
            self._list.setCurrentIndex(index)

    def mark_current(self, source_id: int | None) -> None:
        """Show a source as the chosen one without opening it."""
        self._marking = True
        self._list.setCurrentIndex(self._rows.place_of(source_id) if source_id is not None else QModelIndex())
        self._marking = False

    def source(self, source_id: int) -> SourceView | None:
        """A source, if it is there."""
        return catalogue.by_id(self._project, source_id)

    def first_id(self) -> int | None:
        """The first source of the list."""
        return self._rows.id_at(0) if self._rows.rows else None

    def untranscribed_ids(self) -> list[int]:
        """The recordings that nobody has transcribed yet."""
        sources = catalogue.listing(self._project)
        return [source.id for source in sources if source.media_id and not source.transcribed]

    def refresh(self) -> None:
        """Read the sources again."""
        chosen = self.current_id()
        ids = list(catalogue.names(self._project))
        self._whose = None
        self._first_attribute = next((attribute.id for attribute in attributes.listing(self._project)), None)
        self._with_memo = memos.things_with_memo(self._project, "source")
        self._rows.show_rows(ReadRows(ids, self._read))
        self._stack.setCurrentWidget(self._list if ids else self._empty)
        count = len(ids)
        one, many = self.tr("1 source"), self.tr("{count} sources").format(count=count)
        self._count.setText("" if not count else one if count == 1 else many)
        if chosen is not None and self.current_id() is None and chosen in ids:
            self.choose(chosen)

    def _read(self, source_ids: Sequence[int]) -> list[SourceRow]:
        if self._whose is None:
            self._whose = {case.id: case for case in cases.listing(self._project)}
        return [self._row(source, self._whose) for source in catalogue.by_ids(self._project, source_ids)]

    def _row(self, source: SourceView, whose: dict[int, CaseView]) -> SourceRow:
        state = "text" if source.media_id is None else "transcribed" if source.has_text else "recording"
        if state == "recording" and source.transcribed:
            state = "silent"
        share = None
        facts = [", ".join(self._words_of_case(whose[case_id], source) for case_id in source.case_ids)]
        if source.duration_ms is not None:
            facts.append(clock_words(source.duration_ms))
        item = self._queue.item_of(source.id)
        if item is not None and item.state == "running":
            share = item.share
            facts.append(self.tr("transcribing, {share} %").format(share=int(share * 100)))
        elif item is not None:
            words = {"waiting": self.tr("waiting"), "failed": self.tr("failed")}
            facts.append(words.get(item.state, self.tr("paused")))
        elif state == "recording":
            facts.append(self.tr("not transcribed"))
        elif state == "silent":
            facts.append(self.tr("nobody speaks"))
        elif state == "text":
            facts.append(self.tr("text"))
        return SourceRow(
            source.id,
            source.name,
            state,
            " · ".join(filter(None, facts)),
            share,
            noted=source.id in self._with_memo,
        )

    def _words_of_case(self, case: CaseView, source: SourceView) -> str:
        """Who a participant is; the label is left out where the source has the same name."""
        label = "" if case.name == source.name else case.name
        return " ".join(filter(None, [label, case.values.get(self._first_attribute or 0, "")]))

    def _on_changed(self, changes: Changes) -> None:
        if changes.concerns("segment"):
            coded = changes.ids["segment"]
            few = len(coded) <= _FEW_CODINGS
            self._rows.count_anew(catalogue.sources_of_codings(self._project, coded) if few else None)
            self._list.viewport().update()
        if changes.concerns("source", "media", "memo", "case", "case_source", "case_value", "attribute"):
            self.refresh()

    def _on_current(self, current: QModelIndex, _: QModelIndex) -> None:
        if current.isValid() and not self._marking:
            self.opened.emit(self._rows.id_at(current.row()))

    # What can be done

    def rename_current(self) -> None:
        """Ask for another name of the chosen source."""
        source = self.source(self.current_id() or 0)
        if source is None:
            return
        name = self._prompts.ask_text(self.tr("Rename source"), self.tr("Name"), text=source.name)
        if name and name != source.name:
            self._prompts.attempt(lambda: catalogue.rename(self._project, source.id, name))

    def delete_current(self) -> None:
        """Delete the chosen source after asking."""
        source = self.source(self.current_id() or 0)
        if source is None:
            return
        question = self.tr("Delete “{name}”?").format(name=source.name)
        what = self.tr("Its recording, transcript and {count} codings go with it. Undo brings them back.")
        if self._prompts.confirm(question, what.format(count=self._rows.codings(source.id)), yes=self.tr("Delete")):
            self._prompts.attempt(lambda: catalogue.delete(self._project, source.id))

    def _open_menu(self, at: QPoint) -> None:
        if self._reviewing:
            return
        on_one = self._list.indexAt(at).isValid()
        menu = self.context_menu(self.source(self.current_id() or 0) if on_one else None)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._list.viewport().mapToGlobal(at))

    def context_menu(self, source: SourceView | None) -> QMenu:
        """What can be done with a source, and with the list."""
        menu = QMenu(self)
        if self._reviewing:
            return menu
        if source is not None:
            if source.media_id is not None:
                transcribe = menu.addAction(icons.icon("transcribe"), self.tr("Transcribe…"))
                transcribe.setEnabled(self._rows.codings(source.id) == 0)
                transcribe.triggered.connect(lambda: self.transcribe_asked.emit([source.id]))
                if source.has_text and not source.model:
                    align = menu.addAction(icons.icon("transcribed"), self.tr("Align with recording"))
                    align.triggered.connect(lambda: self.align_asked.emit(source.id))
            else:
                attach = menu.addAction(icons.icon("recording"), self.tr("Attach recording…"))
                attach.triggered.connect(lambda: self.attach_asked.emit(source.id))
            speakers = menu.addAction(icons.icon("speakers"), self.tr("Participant and speakers…"))
            speakers.triggered.connect(lambda: self.speakers_asked.emit(source.id))
            memo = menu.addAction(icons.icon("memo"), self.tr("Memo…"))
            memo.triggered.connect(lambda: self.memo_asked.emit(source.id))
            menu.addSeparator()
            menu.addActions([self._rename, self._delete])
            menu.addSeparator()
        add = menu.addAction(icons.icon("add"), self.tr("Add recordings or transcripts…"))
        add.triggered.connect(lambda: self.add_asked.emit())
        return menu

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files of this machine."""
        if files_of(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Ask for the dropped files to be added."""
        event.acceptProposedAction()
        self.files_dropped.emit(files_of(event))


def files_of(event: QDropEvent) -> Sequence[Path]:
    """The files of this machine that are dragged."""
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
