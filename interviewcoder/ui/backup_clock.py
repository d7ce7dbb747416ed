"""Backups by the clock while a project is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from interviewcoder.errors import InterviewCoderError
from interviewcoder.ui.jobs import Errand

if TYPE_CHECKING:
    from interviewcoder.project.backup import Backup
    from interviewcoder.project.changes import Changes
    from interviewcoder.project.file import Project
    from interviewcoder.ui.project_signals import ProjectSignals


class BackupClock(QObject):
    """Backs a project up every some minutes, if something changed since the last time."""

    made = Signal(object)  # Backup
    failed = Signal(object)  # InterviewCoderError

    def __init__(
        self, project: Project, signals: ProjectSignals, every_minutes: int, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._project = project
        self._changed = False
        self._errand: Errand | None = None
        signals.changed.connect(self._on_changed)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._on_time)
        if every_minutes > 0:
            self._timer.start(every_minutes * 60_000)

    def back_up_now(self) -> None:
        """Begin a backup in the background, unless one is being made."""
        if self._errand is not None:
            return
        self._changed = False
        self._errand = Errand(self._project.back_up, "Backup", self)
        self._errand.done.connect(self._on_made)
        self._errand.failed.connect(self._on_failed)
        self._errand.start()

    def close(self) -> None:
        """Stop the clock and make the last backup, if something changed; waits for it.

        Raises:
            StorageFailed: the last backup can't be written.
        """
        self._timer.stop()
        if self._errand is not None:
            self._errand.abandon()
        if self._changed:
            self._changed = False
            self._project.back_up()

    def _on_changed(self, changes: Changes) -> None:
        self._changed = True

    def _on_time(self) -> None:
        if self._changed:
            self.back_up_now()

    def _on_made(self, backup: Backup) -> None:
        self._end()
        self.made.emit(backup)

    def _on_failed(self, error: InterviewCoderError) -> None:
        self._changed = True
        self._end()
        self.failed.emit(error)

    def _end(self) -> None:
        if self._errand is not None:
            self._errand.deleteLater()
            self._errand = None
