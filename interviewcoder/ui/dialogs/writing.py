"""Shows how far a long report is, and lets the person stop it."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QProgressBar, QWidget

from interviewcoder.errors import Cancelled, InterviewCoderError
from interviewcoder.ui.dialogs import parts
from interviewcoder.ui.jobs import Errand

Tell = Callable[[str, float], None]


class WritingDialog(QDialog):
    """Runs one function on a thread, with a function that it tells stage and share (0 to 1).

    Closes by itself: accepted with `receipt`, or rejected, with
    `error` where it failed and without where the person stopped it.
    """

    _told = Signal(str, float)

    def __init__(self, title: str, work: Callable[[Tell], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.receipt: object = None
        self.error: InterviewCoderError | None = None
        self._stop = Event()
        self._heading = parts.heading(title, self)
        self._stage = parts.hint(self.tr("Reading the passages …"), self)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 1000)
        self._bar.setAccessibleName(self.tr("How much is done"))
        column = parts.column(self)
        for part in (self._heading, self._stage, self._bar):
            column.addWidget(part)
        row, stop = parts.buttons(self, self.tr("Stop"), cancel=False)
        # Enter, still pressed from the dialog before, must not stop it.
        stop.setAutoDefault(False)
        stop.setDefault(False)
        column.addWidget(row)
        parts.fit(self, 420)
        self._told.connect(self._on_told, Qt.ConnectionType.QueuedConnection)
        self._errand = Errand(lambda: work(self._tell), "Writing a report", self)
        self._errand.done.connect(self._on_done)
        self._errand.failed.connect(self._on_failed)
        QTimer.singleShot(0, self._errand.start)

    def accept(self) -> None:
        """Stop; the dialog closes when the work has noticed."""
        self.reject()

    def reject(self) -> None:
        """Stop; the dialog closes when the work has noticed."""
        self._stop.set()
        self._stage.setText(self.tr("Stopping …"))

    def _tell(self, stage: str, share: float) -> None:
        if self._stop.is_set():
            raise Cancelled("The export was stopped.")
        self._told.emit(stage, share)

    def _on_told(self, stage: str, share: float) -> None:
        if self._stop.is_set():
            return
        stages = {
            "clips": self.tr("Cutting the sound of the quotes …"),
            "write": self.tr("Writing the file …"),
            "check": self.tr("Looking for names that are left in it …"),
        }
        self._stage.setText(stages.get(stage, stage))
        self._bar.setValue(round(share * 1000))

    def _on_done(self, result: object) -> None:
        self.receipt = result
        self.done(QDialog.DialogCode.Accepted)

    def _on_failed(self, error: InterviewCoderError) -> None:
        self.error = None if isinstance(error, Cancelled) else error
        self.done(QDialog.DialogCode.Rejected)
