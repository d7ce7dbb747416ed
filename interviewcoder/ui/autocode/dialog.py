"""The dialog that finds passages by a rule and codes those that a person ticks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QTabWidget, QVBoxLayout, QWidget

from interviewcoder.coding.speaker_groups import speaker_groups
from interviewcoder.sources import catalogue
from interviewcoder.ui.autocode.finding import Finding
from interviewcoder.ui.autocode.preview import Proposal, beside_transcript, tell_coded
from interviewcoder.ui.autocode.rule_pages import QuestionPage, RulePage, SpeakerPage, TermPage, WordPage
from interviewcoder.ui.autocode.scope import Scope
from interviewcoder.ui.dialogs import parts

if TYPE_CHECKING:
    from interviewcoder.coding.autocode import Place
    from interviewcoder.errors import InterviewCoderError
    from interviewcoder.project.changes import Changes
    from interviewcoder.ui.workspace import Workspace

_PAUSE_MS = 200
_RULE_WIDTH = 290
# What a rule reads: who speaks, what is said.
_CONCERNS = ("source", "turn", "speaker", "case", "case_source", "case_value", "attribute")


class AutocodeDialog(QDialog):
    """A rule at the left, what it finds at the right. Shown beside the window, which stays usable."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Autocode"))
        self._workspace = workspace
        self.words, self.terms, self.speakers, self.question = WordPage(), TermPage(), SpeakerPage(), QuestionPage()
        self.pages = QTabWidget(self)
        self.scope = Scope(self)
        self.proposal = Proposal(workspace, self)
        self.finding = Finding(workspace.project, self)
        self._pause = QTimer(self)
        self._set_up()
        self._connect()
        self._read_sources()
        self.setGeometry(beside_transcript(workspace, self.size()))
        self.words.setFocus()
        self._find()

    def _set_up(self) -> None:
        self.pages.setProperty("role", "side")
        self.pages.setDocumentMode(True)
        self.pages.tabBar().setDrawBase(False)
        self.pages.setAccessibleName(self.tr("What is looked for"))
        for page in self._pages():
            self.pages.addTab(page, page.title)
        left = QWidget(self)
        left.setFixedWidth(_RULE_WIDTH)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.pages, 1)
        where = QLabel(self.tr("Where"), left)
        where.setBuddy(self.scope.box)
        column.addWidget(where)
        column.addWidget(self.scope)
        halves = QHBoxLayout()
        halves.setSpacing(parts.MARGIN)
        halves.addWidget(left)
        halves.addWidget(self.proposal, 1)
        parts.column(self).addLayout(halves, 1)
        self.resize(1020, 440)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)

    def _pages(self) -> tuple[RulePage, ...]:
        return (self.words, self.terms, self.speakers, self.question)

    def _connect(self) -> None:
        for page in self._pages():
            page.changed.connect(self._pause.start)
        for line in (self.words.words, self.question.words):
            line.returnPressed.connect(self._find)
            line.returnPressed.connect(self.proposal.code.setFocus)
        self.pages.currentChanged.connect(self._on_page)
        self.scope.changed.connect(self._pause.start)
        self._pause.timeout.connect(self._find)
        self.finding.found.connect(self._on_found)
        self.finding.failed.connect(self._on_failed)
        self.finding.progressed.connect(self._on_progress)
        self.proposal.applied.connect(lambda made: tell_coded(self._workspace, made))
        self.proposal.closed.connect(self.close)
        self._workspace.signals.changed.connect(self._on_changed)
        self._workspace.installEventFilter(self)

    def _read_sources(self) -> None:
        source = self._workspace.reading.source
        listed = catalogue.listing(self._workspace.project)
        self.scope.show_sources(listed, source.id if source is not None else None)
        with_text = [each.id for each in listed if each.has_text]
        self.speakers.show_groups(speaker_groups(self._workspace.project, with_text))

    def _on_page(self) -> None:
        self.pages.currentWidget().setFocus()
        self._find()

    def _find(self) -> None:
        """Look for what the rule says now."""
        self._pause.stop()
        self.finding.stop()
        page = self.pages.currentWidget()
        assert isinstance(page, RulePage)
        rule, source_ids = page.rule(), self.scope.source_ids()
        self.proposal.rows.forget_ticks()
        if rule is None or not source_ids:
            note = self.tr("Tick a source.") if rule is not None else self.tr("Say at the left what is to be found.")
            self.proposal.say(note)
            return
        self.proposal.made_by = rule.told()
        self.finding.start(rule, source_ids)

    def _on_found(self, places: list[Place]) -> None:
        self.proposal.show_places(places, note=self.tr("Nothing was found."))

    def _on_failed(self, error: InterviewCoderError) -> None:
        self.proposal.say(f"{error.message} {error.hint}")

    def _on_progress(self, done: int, of: int) -> None:
        words = self.tr("Looking… {done} of {count} sources").format(done=f"{done:n}", count=f"{of:n}")
        self.proposal.say(words)

    def _on_changed(self, changes: Changes) -> None:
        if changes.concerns(*_CONCERNS):
            self._read_sources()
            # Until it has been looked for anew, nobody knows where the passages are.
            self.finding.stop()
            self.proposal.say(self.tr("Looking…"))
            self._pause.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go when the project goes."""
        if event.type() == QEvent.Type.Hide:
            self._pause.stop()
            self.finding.stop()
            self.close()
        return False
