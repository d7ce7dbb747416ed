"""Wait while a project is written anew with another key."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QProgressBar, QWidget

from interviewcoder.ui.dialogs import parts
from interviewcoder.ui.jobs import Errand

if TYPE_CHECKING:
    from interviewcoder.errors import InterviewCoderError
    from interviewcoder.project.rekey import Rekeyed
    from interviewcoder.project.rewriting import Watch


class RekeyDialog(QDialog):
    """Begins when it is shown, and ends with the work; `done_with` or `error` says how."""

    _told = Signal(str, float)

    def __init__(self, work: Callable[[Watch], Rekeyed], parent: QWidget | None = None) -> None:
        from interviewcoder.project.rewriting import Watch

        super().__init__(parent)
        self.setWindowTitle(self.tr("Writing the project anew"))
        self.done_with: Rekeyed | None = None
        self.error: InterviewCoderError | None = None
        self._stop = Event()
        watch = Watch(told=self._told.emit, stopped=self._stop.is_set)
        self._errand = Errand(lambda: work(watch), "Writing the project anew", self)
        self._errand.done.connect(self._on_done)
        self._errand.failed.connect(self._on_failed)
        self._told.connect(self._on_told, Qt.ConnectionType.QueuedConnection)
        self._begun = False
        self._words = parts.heading(self.tr("Deriving the keys…"), self)
        self._bar = QProgressBar(self)
        self._bar.setProperty("role", "slim")
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName(self.tr("How far it is"))
        layout = parts.column(self)
        layout.addWidget(self._words)
        layout.addWidget(self._bar)
        safe = self.tr("Until it is done the old file stays in its place. If the machine fails, nothing is lost.")
        layout.addWidget(parts.hint(safe, self))
        box = QDialogButtonBox(self)
        box.addButton(self.tr("Stop"), QDialogButtonBox.ButtonRole.RejectRole)
        box.rejected.connect(self.reject)
        layout.addWidget(box)
        parts.fit(self, 460)

    def start(self) -> None:
        """Begin, once."""
        if not self._begun:
            self._begun = True
            self._errand.start()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin when the person sees it."""
        super().showEvent(event)
        self.start()

    def reject(self) -> None:
        """Stop; the dialog goes when the work has ended."""
        self._stop.set()
        self._words.setText(self.tr("Stopping…"))

    def _on_told(self, name: str, share: float) -> None:
        if not self._stop.is_set():
            self._words.setText(self.tr("“{name}”").format(name=name))
            self._bar.setRange(0, 1000)
            self._bar.setValue(round(share * 1000))

    def _on_done(self, done: Rekeyed) -> None:
        self.done_with = done
        self.accept()

    def _on_failed(self, error: InterviewCoderError) -> None:
        self.error = error
        super().reject()
