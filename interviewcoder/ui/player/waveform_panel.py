"""The waveform with what belongs to it: zoom buttons, a scroll bar, and what to say before there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollBar, QToolButton, QVBoxLayout, QWidget

from interviewcoder.errors import InterviewCoderError
from interviewcoder.ui.icons import dress
from interviewcoder.ui.player.outlining import Outlining
from interviewcoder.ui.player.waveform import Waveform

if TYPE_CHECKING:
    from interviewcoder.project.file import Project
    from interviewcoder.project.media import MediaView
    from interviewcoder.sources.sound import Sound

LEAST_HEIGHT = 64
_BUTTON = QSize(16, 16)


class WaveformPanel(QFrame):
    """Shows the recording of the source that is open; `load(None)` before the project is closed."""

    seek_asked = Signal(int)  # ms
    loop_asked = Signal(object)  # (start, end) in ms, or None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "foot")
        self.setMinimumHeight(LEAST_HEIGHT)
        self.waveform = Waveform(self)
        self._outlining = Outlining(self)
        self._waiting: tuple[Project, MediaView] | None = None
        self._duration_ms = 0
        self._bar = QScrollBar(Qt.Orientation.Horizontal, self)
        self._bar.setAccessibleName(self.tr("What part of the recording is shown"))
        self._buttons: list[QToolButton] = []
        self._lay_out()
        self._connect()
        self.load(None)

    def _lay_out(self) -> None:
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for icon, words, step in (
            ("zoom_in", self.tr("Come nearer (turn the wheel)"), self.waveform.zoom_in),
            ("zoom_out", self.tr("Go further away"), self.waveform.zoom_out),
            ("fit", self.tr("Show the whole recording"), self.waveform.fit),
        ):
            button = QToolButton(self)
            button.setProperty("role", "quiet")
            button.setIconSize(_BUTTON)
            button.setAccessibleName(words)
            button.setToolTip(words)
            dress(button, icon)
            button.clicked.connect(step)
            column.addWidget(button)
            self._buttons.append(button)
        column.addStretch(1)
        grid = QGridLayout(self)
        grid.setContentsMargins(8, 4, 6, 2)
        grid.setHorizontalSpacing(4)
        grid.setVerticalSpacing(1)
        grid.addWidget(self.waveform, 0, 0)
        grid.addWidget(self._bar, 1, 0)
        grid.addLayout(column, 0, 1, 2, 1)
        grid.setRowStretch(0, 1)
        grid.setColumnStretch(0, 1)

    def _connect(self) -> None:
        self.waveform.seek_asked.connect(self.seek_asked)
        self.waveform.loop_asked.connect(self.loop_asked)
        self.waveform.view_changed.connect(self._on_view_changed)
        self._bar.valueChanged.connect(self._on_scrolled)
        self._outlining.made.connect(self._on_made)
        self._outlining.progressed.connect(self._on_progress)
        self._outlining.failed.connect(self._on_failed)

    def load(self, project: Project | None, media: MediaView | None = None) -> None:
        """Show a recording; where its outline isn't stored yet, it is made and stored meanwhile.

        Raises:
            NotFound: the recording is no longer in the project.
        """
        self._outlining.stop()
        self._waiting = (project, media) if project is not None and media is not None else None
        self._duration_ms = media.duration_ms if media is not None else 0
        self.waveform.show_sound(None, self._duration_ms)
        there = self._waiting is not None
        for button in self._buttons:
            button.setEnabled(there)
        self.waveform.setEnabled(there)
        if not there:
            words = self.tr("No recording here. Choose a source that has one, or add a recording with Ctrl+Shift+A.")
            self.waveform.set_message(words)
        elif self.isVisible():
            self._begin()

    def showEvent(self, event: QShowEvent) -> None:
        """Make the outline when somebody looks."""
        super().showEvent(event)
        self._begin()

    def _begin(self) -> None:
        if self._waiting is None:
            return
        (project, media), self._waiting = self._waiting, None
        sound = self._outlining.ask(project, media)
        if sound is not None:
            self._on_made(sound)
        else:
            self._on_progress(0.0)

    def _on_made(self, sound: Sound) -> None:
        self.waveform.take_sound(sound)
        self.waveform.set_message("")

    def _on_progress(self, share: float) -> None:
        if self.waveform.picture is None:
            words = self.tr("Drawing the waveform… {share} %").format(share=round(share * 100))
            self.waveform.set_message(words)

    def _on_failed(self, error: InterviewCoderError) -> None:
        self.waveform.set_message(error.message)

    def _on_view_changed(self) -> None:
        span = round(self.waveform.width() * self.waveform.ms_per_pixel)
        beyond = max(0, self._duration_ms - span)
        with QSignalBlocker(self._bar):
            self._bar.setRange(0, beyond)
            self._bar.setPageStep(max(1, span))
            self._bar.setSingleStep(max(1, span // 10))
            self._bar.setValue(round(self.waveform.start_ms))
        # A pixel of rounding is nothing to scroll by.
        self._bar.setVisible(beyond > self.waveform.ms_per_pixel)

    def _on_scrolled(self, value: int) -> None:
        self.waveform.scroll_to(value)
