"""What a project says of its changes, as one Qt signal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from interviewcoder.project.changes import Changes
    from interviewcoder.project.file import Project


class ProjectSignals(QObject):
    """Re-emits each `Changes` of a project. A view asks `changes.concerns(...)` and reads again what it shows.

    `end` stops listening; after it nothing is emitted any more.
    """

    changed = Signal(object)  # Changes

    def __init__(self, project: Project, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._unsubscribe = project.subscribe(self._announce)

    def end(self) -> None:
        """Stop listening; the project is about to close."""
        self._unsubscribe()

    def _announce(self, changes: Changes) -> None:
        self.changed.emit(changes)
