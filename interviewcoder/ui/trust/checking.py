"""Going through the doubtful places of the source that is shown: hear, correct, confirm, by keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from interviewcoder.errors import NotFound, StorageFailed
from interviewcoder.sources import findings, verification
from interviewcoder.sources.text import Span
from interviewcoder.sources.transcript import transcript_of
from interviewcoder.sources.transcript_record import record_of
from interviewcoder.ui.coding_view.clock import as_clock
from interviewcoder.ui.trust.clock import WorkClock
from interviewcoder.ui.trust.looking import Looking
from interviewcoder.ui.trust.panel import CheckPanel
from interviewcoder.ui.trust.passage_player import PassagePlayer
from interviewcoder.ui.trust.rows import row_of

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from interviewcoder.project.changes import Changes
    from interviewcoder.project.file import Project
    from interviewcoder.sources.findings import Finding
    from interviewcoder.sources.speech_time import Stretch
    from interviewcoder.ui.key_bindings import KeyBindings
    from interviewcoder.ui.player.player_bar import PlayerBar
    from interviewcoder.ui.player.waveform import Waveform
    from interviewcoder.ui.prompts import Prompts
    from interviewcoder.ui.reading_pane import ReadingPane
    from interviewcoder.ui.status_strip import StatusStrip

_CONCERNED = ("finding", "transcript", "words", "source", "media")


class Checking(QObject):
    """Ties the panel of checking to text, player and waveform. `close` before the project is closed.

    `actions` work in the whole window.
    """

    def __init__(
        self,
        project: Project,
        prompts: Prompts,
        strip: StatusStrip,
        keys: KeyBindings,
        reading: ReadingPane,
        player: PlayerBar,
        waveform: Waveform,
        home: QWidget,
    ) -> None:
        super().__init__(home)
        self._project, self._prompts, self._strip = project, prompts, strip
        self._reading, self._player, self._waveform = reading, player, waveform
        self.source_id: int | None = None
        self._findings: list[Finding] = []
        self._current_id: int | None = None
        self._speech: list[Stretch] | None = None
        self._stale = False
        self.panel = CheckPanel(keys)
        self.passages = PassagePlayer(player, self)
        self.clock = WorkClock(lambda: player.playing, self)
        self.looking = Looking(project, prompts, strip, self)
        self.actions = self._make_actions(keys, home)
        self._connect()

    def _make_actions(self, keys: KeyBindings, home: QWidget) -> list[QAction]:
        steps: dict[str, Callable[[], object]] = {
            "next_doubt": lambda: self.step(1),
            "previous_doubt": lambda: self.step(-1),
            "confirm": self.confirm,
            "verified": self.verify_here,
        }
        actions = []
        for action_id, step in steps.items():
            action = QAction(keys.action(action_id).label, self)
            keys.bind(action, action_id)
            action.triggered.connect(lambda _=False, do=step: do())
            # On a part that is always there: keys of a hidden tab don't work.
            home.addAction(action)
            actions.append(action)
        return actions

    def menu_actions(self) -> list[QAction]:
        """The actions for a menu, with a line above them."""
        line = QAction(self)
        line.setSeparator(True)
        return [line, *self.actions]

    def _connect(self) -> None:
        panel = self.panel
        panel.seen.connect(self._show)
        panel.gone_to.connect(lambda finding, stay: self.go_to(finding, keep_focus=stay))
        panel.confirm_asked.connect(self.confirm)
        panel.hear_asked.connect(self.hear_again)
        panel.look_asked.connect(self.look)
        panel.header.verify_asked.connect(self.verify_here)
        self._reading.editor.next_doubt = lambda: self.step(1)
        self._waveform.view_changed.connect(self._on_waveform)
        self.clock.spent.connect(self._on_spent)
        for part in (self._reading.view.page, panel.list):
            self.clock.watch(part)

    # What is shown

    def show_source(self, source_id: int | None) -> None:
        """Show the places of another source."""
        self.clock.flush()
        self.clock.forget()
        self.passages.stop()
        self.source_id, self._current_id, self._speech = source_id, None, None
        self.refresh()

    def on_changed(self, changes: Changes) -> None:
        """Read again what a change of the project concerns."""
        if changes.concerns("media"):
            self._speech = None
        if changes.concerns(*_CONCERNED):
            self.refresh()

    def refresh(self) -> None:
        """Read the source's places and how far it is checked; the panel follows when somebody sees it."""
        source = self._reading.source
        if self.source_id is None or source is None or source.id != self.source_id or not source.has_text:
            self._show_nothing()
            return
        self._findings = findings.listing(self._project, self.source_id)
        self._mark_text()
        self._waveform.set_marks([(f.start_ms, f.end_ms) for f in self._findings if f.state == "open"])
        self._waveform.set_verified(record_of(self._project, self.source_id).verified_ms)
        self._stale = True
        if self.panel.isVisible():
            self._show()

    def _mark_text(self) -> None:
        """Let the text be dotted where something is open, while it is corrected."""
        editor = self._reading.editor
        # Pages in another language would be nothing but dots.
        marked = [each.span for each in self._findings if each.state == "open" and each.kind != "language"]
        editor.doubtful = apart(marked) if self._findings else None
        self._reading.view.page.viewport().update()

    def _show(self) -> None:
        """Show it all in the panel. Of a long interview that takes some 50 ms, so not before it is seen."""
        source = self._reading.source
        if not self._stale or self.source_id is None or source is None:
            return
        self._stale = False
        try:
            transcript = transcript_of(self._project, self.source_id)
        except NotFound:
            self._show_nothing()
            return
        if self._speech is None:
            self._speech = verification.speech_of(self._project, self.source_id)
        if source.media_id is not None:
            known = verification.verification_of(self._project, self.source_id, self._speech, transcript.words)
            self.panel.header.show_verification(known)
        else:
            self.panel.header.show_verification(None)
        if self._findings:
            self.panel.show_rows([row_of(each, transcript) for each in self._findings], self._current_id)
        else:
            self._show_none_found(timed=len(transcript.words) > 0)

    def _show_nothing(self) -> None:
        self._findings, self._stale = [], False
        self._mark_text()
        self.panel.header.show_verification(None)
        self.panel.show_nothing(self.tr("Nothing to check here"), self.tr("Choose a transcript at the left."))
        self._waveform.set_marks([])
        self._waveform.set_verified(0)

    def _show_none_found(self, *, timed: bool) -> None:
        message = self.tr("No doubtful place is known here.")
        if timed:
            hint = self.tr("That doesn’t make the words right: only listening does.")
            self.panel.show_nothing(message, hint, self.tr("Look for doubtful places"))
        else:
            hint = self.tr("The words have no times yet. Align the transcript with its recording to have it checked.")
            self.panel.show_nothing(message, hint)

    def _on_waveform(self) -> None:
        """Take over the sound's outline, when it has been drawn for the first time."""
        if self._speech is None and self.source_id is not None and self._waveform.picture is not None:
            self._stale = True
            if self.panel.isVisible():
                self._show()

    # Walking

    @property
    def current(self) -> Finding | None:
        """The place at hand, as it is stored."""
        return next((each for each in self._findings if each.id == self._current_id), None)

    def step(self, direction: int) -> None:
        """Go to the next open place (1) or the one before (-1): select its words, play them."""
        self._reading.editor.save_pending()
        if not self._findings and direction > 0:
            # Nobody has looked here yet; what the recogniser said of its words is known all the same.
            self._reading.editor.next_unsure()
            return
        walk = [each for each in self._findings if each.state == "open" and self.panel.is_chosen(each)]
        place = self._place()
        if direction > 0:
            beside = next((each for each in walk if _place_of(each) > place), None)
        else:
            beside = next((each for each in reversed(walk) if _place_of(each) < place), None)
        if beside is not None:
            self.go_to(beside)
        elif self.source_id is not None:
            self._strip.tell(self._no_more(len(walk), direction))

    def go_to(self, finding: Finding, *, keep_focus: bool = False) -> None:
        """Select the words of a place, ready to be corrected, and play them with a second around."""
        self._reading.editor.save_pending()
        self._current_id = finding.id
        finding = self.current or finding
        if not keep_focus:
            self._reading.editor.set_active(True)
            self._reading.view.setFocus()
        self._select(finding.span)
        self.panel.choose(finding.id)
        if self._player.play_action.isEnabled():
            self.passages.play(finding.start_ms, finding.end_ms)

    def confirm(self) -> None:
        """Say that the place at hand is right as it is now, and go to the next."""
        self._reading.editor.save_pending()
        finding = self.current
        if finding is not None and finding.state == "open":
            self._prompts.attempt(lambda: findings.confirm(self._project, finding.id))
        self.step(1)

    def verify_here(self) -> None:
        """Say that the transcript is checked up to where the recording is."""
        if self.source_id is None:
            return
        source_id, moment_ms = self.source_id, self._player.position_ms
        if self._prompts.attempt(lambda: verification.verify_to(self._project, source_id, moment_ms)):
            self._strip.tell(self.tr("Verified to {time}").format(time=as_clock(moment_ms)))

    def hear_again(self) -> None:
        """Let the place at hand be heard again with other settings."""
        from interviewcoder.transcription import rehearing
        from interviewcoder.ui.trust.hear_again import HearAgain

        self._reading.editor.save_pending()
        finding = self.current
        if finding is None:
            return
        self.passages.stop()
        dialogs: list[HearAgain] = []
        if not self._prompts.attempt(lambda: dialogs.append(HearAgain(self._project, finding, self.panel))):
            return
        (dialog,) = dialogs
        if not self._prompts.run(dialog) or (heard := dialog.outcome) is None:
            return
        if heard.is_same:
            self.confirm()
        elif self._prompts.attempt(lambda: rehearing.accept(self._project, heard)):
            self._strip.tell(self.tr("The passage says now what was heard this time."))

    def look(self) -> None:
        """Look for doubtful places in the transcript as it is now."""
        if self.source_id is not None:
            self._reading.editor.save_pending()
            self.looking.begin(self.source_id)

    def close(self) -> None:
        """Count what was spent and stop all work; the project is about to close."""
        self.clock.flush()
        # Whatever the clock or the player still says belongs to nothing any more.
        self.source_id = None
        self.passages.stop()
        self.looking.close()

    def _select(self, span: Span) -> None:
        view = self._reading.view
        if span.length:
            view.select(span)
            return
        at = view.page.offsets.to_qt(span.start)
        view.page.select_positions(at, at, caret_first=False)
        view.scroll_to(span)

    def _place(self) -> tuple[int, int, int]:
        """Where we are: the place at hand as long as the caret is at it, else the caret."""
        page = self._reading.view.page
        caret = page.offsets.to_code_point(page.textCursor().selectionEnd())
        finding = self.current
        if finding is not None and finding.span.start - 1 <= caret <= finding.span.end + 1:
            return _place_of(finding)
        nearest = [each for each in self._findings if each.span.end <= caret]
        return _place_of(nearest[-1]) if nearest and caret else (-1, -1, -1)

    def _no_more(self, open_places: int, direction: int) -> str:
        if not open_places:
            return self.tr("No doubtful place is open. Unmarked words can be wrong as well.")
        if direction > 0:
            return self.tr("No doubtful place comes after this one; {count} are still open.").format(count=open_places)
        return self.tr("No doubtful place comes before this one.")

    def _on_spent(self, spent_ms: int) -> None:
        if self.source_id is None:
            return
        # A disk that is full is told of where words would be lost, not for a clock.
        with suppress(StorageFailed):
            if verification.add_spent(self._project, self.source_id, spent_ms):
                self.panel.header.show_spent(record_of(self._project, self.source_id).spent_ms)


def apart(spans: Sequence[Span]) -> list[Span]:
    """Passages with words, those that overlap as one: dots upon dots are no dots."""
    found: list[Span] = []
    for span in sorted(span for span in spans if span.length):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found


def _place_of(finding: Finding) -> tuple[int, int, int]:
    """Its place in the walk, which goes along the recording."""
    return finding.start_ms, finding.span.start, finding.id
