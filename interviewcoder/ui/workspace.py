"""An open project in the window: sources, transcript, codes and player, and the work that goes on in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QSplitter, QTabWidget, QVBoxLayout, QWidget

from interviewcoder.project import media, seeing
from interviewcoder.ui import workspace_pages
from interviewcoder.ui.aligning import Aligning
from interviewcoder.ui.autocode.work import AutocodeWork
from interviewcoder.ui.backup_clock import BackupClock
from interviewcoder.ui.cases_panel import CasesPanel
from interviewcoder.ui.code_tree.panel import CodeTreePanel
from interviewcoder.ui.coding_steps import CodingSteps
from interviewcoder.ui.deidentify.work import DeidentifyWork
from interviewcoder.ui.dialogs.speakers import SpeakersDialog
from interviewcoder.ui.find_page.opening import FindWork
from interviewcoder.ui.history_panel.work import HistoryWork
from interviewcoder.ui.layout_memory import LayoutMemory
from interviewcoder.ui.memos.work import MemoWork
from interviewcoder.ui.pages import PageTabs, ResultTabs
from interviewcoder.ui.passages_page.opening import PassageWork
from interviewcoder.ui.player.player_bar import PlayerBar
from interviewcoder.ui.player.sound_rows import SoundRows, foot_of
from interviewcoder.ui.project_signals import ProjectSignals
from interviewcoder.ui.reading_options import ReadingOptions
from interviewcoder.ui.reading_pane import ReadingPane
from interviewcoder.ui.review.work import ReviewWork
from interviewcoder.ui.source_adding import SourceAdding
from interviewcoder.ui.sources_panel import SourcesPanel, files_of
from interviewcoder.ui.team.agreement_work import AgreementWork
from interviewcoder.ui.team.coders_work import CodersWork
from interviewcoder.ui.team.disagreement_work import DisagreementWork
from interviewcoder.ui.team.team_report_work import TeamReportWork
from interviewcoder.ui.transcribing import Transcribing
from interviewcoder.ui.transcript_editor.receipt_work import ReceiptWork
from interviewcoder.ui.transcription_panel.panel import TranscriptionPanel
from interviewcoder.ui.transcription_queue import TranscriptionQueue
from interviewcoder.ui.trust.checking import Checking

if TYPE_CHECKING:
    from interviewcoder.project.backup import Backup
    from interviewcoder.project.changes import Changes
    from interviewcoder.project.file import Project
    from interviewcoder.settings import Settings
    from interviewcoder.sources.text import Span
    from interviewcoder.ui.key_bindings import KeyBindings
    from interviewcoder.ui.prompts import Prompts
    from interviewcoder.ui.status_strip import StatusStrip


class Workspace(QWidget):
    """The parts of an open project, tied together. `close_down` before the project is closed."""

    state_changed = Signal()

    def __init__(
        self, project: Project, settings: Settings, prompts: Prompts, strip: StatusStrip, keys: KeyBindings
    ) -> None:
        super().__init__()
        self.project = project
        seeing.watch(project)
        self._settings, self._prompts, self._strip = settings, prompts, strip
        self._loaded_id: int | None = None
        self.has_passage = False
        self.signals = ProjectSignals(project, self)
        self.queue = TranscriptionQueue(project, self)
        self.transcribing = Transcribing(project, settings, prompts, strip, self.queue)
        self.aligning = Aligning(project, settings, prompts, strip, self.queue)
        self.backups = BackupClock(project, self.signals, settings.backup_every_minutes, self)
        self.sources = SourcesPanel(project, self.signals, self.queue, prompts)
        self.cases = CasesPanel(project, self.signals, prompts)
        self.reading = ReadingPane(project, self.signals, self.queue, prompts, settings.model, keys)
        self.codes = CodeTreePanel(project, self.signals, prompts)
        self.keys = keys
        self.player = PlayerBar(keys)
        self.side = QTabWidget()
        self.waiting_list = TranscriptionPanel(self.queue, prompts)
        self._left = QWidget()
        self._split = QSplitter(Qt.Orientation.Horizontal, self)
        self._centre = QSplitter(Qt.Orientation.Vertical)
        self.rows = SoundRows(self._split, self.player, self.signals, settings, self.reading.view.selection)
        self.checking = Checking(
            project, prompts, strip, keys, self.reading, self.player, self.rows.waveform, home=self
        )
        self.right = PageTabs(self.tr("Codes and checking"))
        self.results = ResultTabs(self.tr("Results"))
        self.autocode = AutocodeWork(self, prompts)
        self.coding = CodingSteps(self, prompts)
        self.adding = SourceAdding(self, prompts, strip)
        self.options = ReadingOptions(self, settings)
        self.team: CodersWork = CodersWork(self, prompts)
        self.memos = MemoWork(self, prompts, strip)
        self.review: ReviewWork = ReviewWork(self, prompts, strip)
        self.history = HistoryWork(self, prompts, strip)
        self.passages = PassageWork(self, prompts)
        self.agreement: AgreementWork = AgreementWork(self, prompts)
        self.disagreements: DisagreementWork = DisagreementWork(self, prompts, strip)
        self.team_report: TeamReportWork = TeamReportWork(self, prompts)
        self.finding = FindWork(self, prompts)
        self.receipts = ReceiptWork(self, prompts, strip)
        self.deidentify: DeidentifyWork = DeidentifyWork(self, prompts, strip)
        self.setAcceptDrops(True)
        self._lay_out()
        self._connect()
        self.layout_memory = LayoutMemory(self, columns=self._split, rows=self._centre, foot=self._foot)
        self.review.reviewing.begin()
        self._choose_first()

    def _lay_out(self) -> None:
        self.side.setProperty("role", "side")
        self.side.setDocumentMode(True)
        self.side.tabBar().setDrawBase(False)
        self.side.setAccessibleName(self.tr("Sources and participants"))
        self.side.addTab(self.sources, self.tr("Sources"))
        self.side.addTab(self.cases, self.tr("Participants"))
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        left.addWidget(self.side, 1)
        left.addWidget(self.waiting_list)
        workspace_pages.add_to(self)
        self._centre.setHandleWidth(1)
        self._centre.setChildrenCollapsible(False)
        self._centre.addWidget(self.reading)
        self._centre.addWidget(self.results)
        self._centre.setStretchFactor(0, 1)
        self.reading.setMinimumHeight(120)
        self.results.setMinimumHeight(120)
        for part, least in ((self._left, 180), (self._centre, 360), (self.right, 180)):
            part.setMinimumWidth(least)
            self._split.addWidget(part)
        self._split.setStretchFactor(1, 1)
        self._split.setHandleWidth(1)
        self._split.setChildrenCollapsible(False)
        self._foot = foot_of(self.player)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.rows, 1)
        column.addWidget(self._foot)

    def _connect(self) -> None:
        self.signals.changed.connect(self._on_changed)
        self.side.currentChanged.connect(lambda _: self.side.currentWidget().setFocus())
        self.results.closed.connect(self.reading.view.setFocus)
        self.cases.told.connect(self._strip.tell)
        self.sources.opened.connect(self.open_source)
        self.sources.add_asked.connect(self.adding.ask_files)
        self.sources.files_dropped.connect(self.adding.add_files)
        self.sources.transcribe_asked.connect(self.ask_transcription)
        self.sources.speakers_asked.connect(self.ask_speakers)
        self.sources.align_asked.connect(self.aligning.begin)
        self.sources.attach_asked.connect(self.adding.attach_recording)
        self.reading.add_asked.connect(self.adding.ask_files)
        self.reading.transcribe_asked.connect(self.ask_transcription)
        self.reading.speakers_asked.connect(self.ask_speakers)
        self.reading.told.connect(self._strip.tell)
        self.reading.time_asked.connect(self.player.play_from)
        self.reading.editor.position_ms = lambda: self.player.position_ms
        self.reading.passage_changed.connect(self._on_passage)
        self.codes.code_activated.connect(self.reading.apply_code)
        self.codes.passage_dropped.connect(self.reading.code_passage)
        self.codes.passage_asked.connect(self.show_passage)
        self.codes.told.connect(self._strip.tell)
        self.player.position_changed.connect(self._on_position)
        self.player.failed.connect(self._strip.tell)
        self.rows.sought.connect(lambda moment_ms: self.reading.show_moment(moment_ms, follow=True))
        self.queue.changed.connect(self.state_changed)
        self.transcribing.shown.connect(self._show_in_queue)
        self.waiting_list.opened.connect(self.sources.choose)
        self.backups.made.connect(self._on_backed_up)
        self.backups.failed.connect(self._prompts.show_error)

    # Sources

    def _choose_first(self) -> None:
        """Choose the source that was read last; where it is gone, the first."""
        for source_id in (self.layout_memory.last_source(), self.sources.first_id()):
            if source_id is not None and self.sources.current_id() is None:
                self.sources.choose(source_id)

    def open_source(self, source_id: int) -> None:
        """Show a source and get its recording ready; nothing where what was typed can't be stored."""
        if not self.reading.show_source(source_id):
            shown = self.reading.source
            # The click that asked for it has its own choice still to make.
            QTimer.singleShot(0, self, lambda: self.sources.mark_current(shown.id if shown else None))
            return
        self.memos.show_source(source_id)
        self.review.show_source(source_id)
        self._load_recording()
        self.state_changed.emit()

    def _load_recording(self) -> None:
        """Get the recording of the shown source ready, or let go of the last one where there is none."""
        source = self.reading.source
        recording = None
        # A view has no recordings in it.
        if source is not None and not self.project.is_view:
            recording = media.media_of_source(self.project, source.id)
        self._loaded_id = recording.id if recording is not None else None
        source_id = source.id if source is not None else None
        self._prompts.attempt(lambda: self.rows.load(self.project if recording else None, recording, source_id))
        self.checking.show_source(source_id)

    def _on_changed(self, changes: Changes) -> None:
        if changes.concerns("source", "media"):
            source = self.reading.source
            if not self.project.is_view and (source.media_id if source is not None else None) != self._loaded_id:
                self._load_recording()
            self.queue.drop_gone()
        self.checking.on_changed(changes)
        self.state_changed.emit()

    def show_change(self, changes: Changes) -> None:
        """Go to what undo or redo put back into the shown source, unless a part of it is in sight."""
        ids = changes.ids.get("segment")
        if ids:
            self.reading.show_segments(ids)

    def show_passage(self, source_id: int, span: Span) -> None:
        """Go to a passage, in whichever source it is."""
        self.sources.choose(source_id)
        self.reading.view.scroll_to(span)
        self.reading.view.select(span)

    def ask_speakers(self, source_id: int) -> None:
        """Open the dialog about a source's participant and speakers."""
        source = self.sources.source(source_id)
        if source is None:
            return
        dialog = SpeakersDialog(self.project, source, self)
        if self._prompts.run(dialog):
            self._prompts.attempt(dialog.apply)

    # Transcribing

    def ask_transcription(self, source_ids: Sequence[int]) -> None:
        """Ask how to transcribe recordings, then put them in the queue."""
        self.transcribing.ask(source_ids)

    def transcribe_all(self) -> None:
        """Ask how to transcribe what isn't transcribed yet."""
        self.ask_transcription(self.sources.untranscribed_ids())

    def _show_in_queue(self, source_id: int) -> None:
        self.sources.choose(source_id)
        self.waiting_list.choose(source_id)

    # The strip, and the end

    def _on_backed_up(self, backup: Backup) -> None:
        time = f"{backup.at:%H:%M}"
        self._strip.show_saved(time)
        self._strip.tell(self.tr("Backed up at {time}").format(time=time))

    def _on_position(self, position_ms: int) -> None:
        self.reading.show_moment(position_ms, follow=self.player.playing)

    def save_pending(self) -> bool:
        """Store what was typed into fields and transcript and isn't stored yet; False where that failed."""
        self.codes.save_pending()
        return self.memos.save_pending() and self.review.save_pending() and self.reading.editor.save_pending()

    def _on_passage(self, there: bool) -> None:
        self.has_passage = there
        self.state_changed.emit()

    @property
    def is_busy(self) -> bool:
        """Whether closing would lose work that is going on; a transcription goes on where it was."""
        return self.aligning.is_busy or self.adding.is_busy

    def close_down(self) -> None:
        """Stop all work, make the last backup, let go of the project.

        Raises:
            StorageFailed: the last backup can't be written; all else is done.
        """
        self.rows.store()
        self.save_pending()
        self.layout_memory.store()
        self.checking.close()
        self.rows.load(None, None)
        self.aligning.close()
        self.queue.close()
        self.adding.close()
        self.transcribing.close()
        self.history.close()
        self.deidentify.close()
        self.signals.end()
        self.backups.close()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files of this machine anywhere in the window."""
        if files_of(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Add the dropped files."""
        event.acceptProposedAction()
        self.adding.add_files(files_of(event))
