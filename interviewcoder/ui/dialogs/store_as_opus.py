"""Make a recording in the project smaller: what is gained, what is lost, and the work itself."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QProgressBar, QWidget

from interviewcoder.errors import InterviewCoderError
from interviewcoder.sources import adding_recordings
from interviewcoder.ui.dialogs import parts
from interviewcoder.ui.jobs import Errand
from interviewcoder.ui.wording import size_words

if TYPE_CHECKING:
    from interviewcoder.project.file import Project
    from interviewcoder.project.media import MediaView

_BYTES_A_SECOND = 32_000 / 8


class StoreAsOpusDialog(QDialog):
    """Says what storing a recording as Opus means, then does it. `error` says why it couldn't; `sizes` what it saved.

    A backup is made first: the original is gone afterwards, and undo can't bring it back.
    """

    def __init__(self, project: Project, source_id: int, recording: MediaView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Store as Opus"))
        self._project, self._source_id = project, source_id
        self._steps: Generator[tuple[str, float], None, tuple[int, int]] | None = None
        self._backup: Errand | None = None
        self.error: InterviewCoderError | None = None
        self.sizes: tuple[int, int] | None = None
        # Zero: the next step comes when the window has answered what was waiting.
        self._ticks = QTimer(self)
        self._ticks.setInterval(0)
        self._ticks.timeout.connect(self._step)
        self._progress = QProgressBar(self)
        self._progress.setTextVisible(False)
        self._progress.setRange(0, 1000)
        self._progress.setAccessibleName(self.tr("How much is done"))
        self._lay_out(recording)
        self._progress.hide()
        parts.fit(self, 480)

    def _lay_out(self, recording: MediaView) -> None:
        after = round(recording.duration_ms / 1000 * _BYTES_A_SECOND)
        gain = self.tr("The recording takes {before} now, and about {after} afterwards (twice that in stereo).")
        kept = self.tr(
            "Words, times and channels stay where they are, and speech sounds the same to the ear. Details beyond "
            "that are lost: for acoustic measurements keep the original elsewhere."
        )
        undo = self.tr(
            "This can’t be undone, nor can what was done before it: a backup is made first. The room that becomes "
            "free in the project’s file is used for what you add next."
        )
        layout = parts.column(self)
        layout.addWidget(parts.heading(self.tr("Store “{name}” as Opus?").format(name=recording.name), self))
        layout.addWidget(
            parts.hint(gain.format(before=size_words(recording.size_bytes), after=size_words(after)), self)
        )
        layout.addWidget(parts.hint(kept, self))
        layout.addWidget(parts.hint(undo, self))
        layout.addWidget(self._progress)
        box, self._go = parts.buttons(self, self.tr("Back up and store"), dangerous=True)
        layout.addWidget(box)

    def accept(self) -> None:
        """Begin; the dialog closes by itself at the end."""
        self._go.setEnabled(False)
        self._progress.show()
        self._backup = Errand(self._project.back_up, "Backup", self)
        self._backup.done.connect(lambda _: self._begin())
        self._backup.failed.connect(self._on_failed)
        self._backup.start()

    def _begin(self) -> None:
        self._steps = adding_recordings.storing_as_opus(self._project, self._source_id)
        self._ticks.start()

    def done(self, result: int) -> None:
        """Close; what isn't finished changes nothing."""
        self._ticks.stop()
        if self._backup is not None:
            self._backup.abandon()
        if self._steps is not None:
            self._steps.close()
        super().done(result)

    def _step(self) -> None:
        assert self._steps is not None
        try:
            _, share = next(self._steps)
            self._progress.setValue(round(share * 1000))
        except StopIteration as end:
            self.sizes = end.value
            self.done(QDialog.DialogCode.Accepted)
        except InterviewCoderError as error:
            self._on_failed(error)

    def _on_failed(self, error: InterviewCoderError) -> None:
        self.error = error
        self.reject()
