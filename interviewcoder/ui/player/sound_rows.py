"""The study above, its recording's waveform below, and a line between them that can be dragged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtWidgets import QFrame, QSplitter, QVBoxLayout, QWidget

from interviewcoder.errors import NotFound
from interviewcoder.sources.transcript_record import record_of
from interviewcoder.ui.player.choices import Choices
from interviewcoder.ui.player.waveform_panel import WaveformPanel

if TYPE_CHECKING:
    from interviewcoder.project.changes import Changes
    from interviewcoder.project.file import Project
    from interviewcoder.project.media import MediaView
    from interviewcoder.settings import Settings
    from interviewcoder.sources.text import Span
    from interviewcoder.sources.transcript import Transcript
    from interviewcoder.ui.player.player_bar import PlayerBar
    from interviewcoder.ui.project_signals import ProjectSignals

_FIRST_HEIGHTS = (600, 104)
_HIDDEN = "hidden"
_WITHOUT_A_TURN_MS = 5000


class SoundRows(QSplitter):
    """Ties the waveform to the player: what one does the other shows.

    `selection` gives the passage that is selected in the text, for the loop.
    `sought` is a moment in ms that a person went to in the waveform.
    """

    sought = Signal(int)

    def __init__(
        self,
        above: QWidget,
        player: PlayerBar,
        signals: ProjectSignals,
        settings: Settings,
        selection: Callable[[], Span | None],
    ) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self._player, self._signals, self._settings, self._selection = player, signals, settings, selection
        self._project: Project | None = None
        self._source_id: int | None = None
        self._marked_id: int | None = None
        self._transcript: Transcript | None = None
        self.panel = WaveformPanel()
        self.waveform = self.panel.waveform
        self.addWidget(above)
        self.addWidget(self.panel)
        self.setStretchFactor(0, 1)
        self._restore()
        self._connect()
        signals.changed.connect(self._on_changed)

    def load(self, project: Project | None, media: MediaView | None, source_id: int | None = None) -> None:
        """Get the recording of a source ready to be played and show it; None lets go of the last one.

        Raises:
            NotFound: it is no longer in the project.
        """
        self._project, self._source_id = (project, source_id) if media is not None else (None, None)
        if source_id != self._marked_id:
            # Another's doubtful places; who knows this one's sets them.
            self.waveform.set_marks([])
            self._marked_id = source_id
        self._show_transcript()
        self._show_panel()
        self.panel.load(project, media)
        self._player.load(project, media)

    def set_marks(self, source_id: int, spans: Sequence[tuple[int, int]]) -> None:
        """Mark a source's doubtful places in its waveform, in ms; also before its recording is loaded."""
        self._marked_id = source_id
        self.waveform.set_marks(spans)

    def _show_panel(self) -> None:
        """Leave its height to the text where there is no recording to show."""
        self.panel.setVisible(self._player.waveform_action.isChecked() and self._project is not None)

    def _on_changed(self, changes: Changes) -> None:
        if changes.concerns("source", "turn", "speaker", "words", "transcript"):
            self._show_transcript()

    def _show_transcript(self) -> None:
        """Show who speaks when, what, and how far that was checked."""
        shown, verified_ms = self._transcript, 0
        self._transcript = None
        if self._project is not None and self._source_id is not None:
            with suppress(NotFound):  # it goes with the next source that is shown
                self._transcript = self._signals.transcript_of(self._source_id)
                verified_ms = record_of(self._project, self._source_id).verified_ms
        if self._transcript is not shown:
            self.waveform.show_transcript(self._transcript)
        self.waveform.set_verified(verified_ms)

    def store(self) -> None:
        """Put into the settings how the person listens and looks at it."""
        settings, action = self._settings, self._player.waveform_action
        settings.rewind_s = self._player.rewind_s
        settings.player = self._player.choices().stored() | {"zoom": f"{self.waveform.zoom:g}"}
        settings.window["rows"] = self.saveState().toBase64().toStdString()
        settings.window["waveform"] = "" if action.isChecked() else _HIDDEN

    def _restore(self) -> None:
        settings = self._settings
        self._player.set_rewind(settings.rewind_s)
        self._player.choose(Choices.of(settings.player))
        try:
            self.waveform.choose_zoom(float(settings.player.get("zoom", "0")))
        except ValueError:
            self.waveform.choose_zoom(0)
        stored = settings.window.get("rows", "")
        if not (stored and self.restoreState(QByteArray.fromBase64(stored.encode()))):
            self.setSizes(_FIRST_HEIGHTS)
        # Restoring brings back an old handle width.
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        shown = settings.window.get("waveform") != _HIDDEN
        self._player.waveform_action.setChecked(shown)
        self._show_panel()

    def _connect(self) -> None:
        player, waveform = self._player, self.waveform
        player.waveform_action.toggled.connect(self._show_panel)
        player.position_changed.connect(lambda position_ms: waveform.set_position(position_ms, follow=True))
        player.loop_changed.connect(waveform.set_loop)
        player.loop_wanted.connect(self._on_loop_wanted)
        self.panel.seek_asked.connect(self._on_seek)
        self.panel.loop_asked.connect(player.set_loop)

    def _on_seek(self, position_ms: int) -> None:
        self._player.seek(position_ms)
        self.sought.emit(position_ms)

    def _on_loop_wanted(self) -> None:
        passage = self._selected_times() or self._turn_times()
        if passage is not None:
            self._player.set_loop(passage)

    def _selected_times(self) -> tuple[int, int] | None:
        span = self._selection()
        if span is None or self._transcript is None:
            return None
        words = self._transcript.words.within(span)
        return (min(w.start_ms for w in words), max(w.end_ms for w in words)) if words else None

    def _turn_times(self) -> tuple[int, int] | None:
        """The turn that is spoken; without one what was heard during the last five seconds."""
        position_ms = self._player.position_ms
        for turn in self._transcript.turns if self._transcript is not None else ():
            if turn.start_ms is not None and turn.end_ms is not None and turn.start_ms <= position_ms < turn.end_ms:
                return turn.start_ms, turn.end_ms
        return max(0, position_ms - _WITHOUT_A_TURN_MS), max(position_ms, _WITHOUT_A_TURN_MS)


def foot_of(player: PlayerBar) -> QFrame:
    """The window's foot, with the player in it."""
    foot = QFrame()
    foot.setProperty("role", "foot")
    column = QVBoxLayout(foot)
    column.setContentsMargins(4, 0, 4, 0)
    column.addWidget(player)
    return foot
