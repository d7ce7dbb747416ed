"""Files that are dropped onto the window: a project is opened, anything else is added as sources."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QDropEvent

if TYPE_CHECKING:
    from interviewcoder.ui.main_window import MainWindow

PROJECT_SUFFIX = ".icproj"


class Dropping(QObject):
    """Takes what is dropped anywhere in the window where no panel has a use of its own for it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take files of this machine."""
        if not isinstance(event, QDropEvent) or event.type() not in (QEvent.Type.DragEnter, QEvent.Type.Drop):
            return False
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if not paths:
            return False
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            # What is asked then must not keep the program waiting that the files come from.
            QTimer.singleShot(0, self, lambda: self.take(paths))
        return True

    def take(self, paths: Sequence[Path]) -> None:
        """Open the project among the files, or add them; with no project open, offer to make one for them."""
        window = self._window
        projects = [path for path in paths if path.suffix.lower() == PROJECT_SUFFIX]
        if projects:
            window.open_project(projects[0])
        elif not self._add(paths) and window.prompts.confirm(
            self.tr("Make a project for these files?"),
            self.tr("Recordings and transcripts are kept in a project. When it is made, they are added to it."),
            yes=self.tr("New project…"),
        ):
            window.new_project()
            self._add(paths)

    def _add(self, paths: Sequence[Path]) -> bool:
        workspace = self._window.workspace
        if workspace is not None:
            workspace.adding.add_files(paths)
        return workspace is not None
