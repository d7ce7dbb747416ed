"""Look from time to time how things stand with an open project's file, without holding the window up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from interviewcoder.errors import InterviewCoderError
from interviewcoder.ui.jobs import Errand

if TYPE_CHECKING:
    from interviewcoder.project.conflict_copies import ConflictCopy
    from interviewcoder.project.file import Project
    from interviewcoder.project.hold import Standing
    from interviewcoder.project.lock import Holder
    from interviewcoder.project.saved_state import Stamp

# How often a look is taken anyhow: folders on a network don't tell of changes.
_EVERY_MS = 5000
# After the folder told of a change: a client that synchronises makes many, one after the other.
_SOON_MS = 400


@dataclass(frozen=True, slots=True)
class Sight:
    """What a look found: of a project that is worked in its `standing`, of a view its file's `stamp` (None while it
    is being saved) and who has it open; of both, the files that are called as copies in conflict."""

    standing: Standing | None
    stamp: Stamp | None
    holder: Holder | None
    copies: tuple[ConflictCopy, ...]
    reachable: bool = True


def sight_of(project: Project) -> Sight:
    """Look at the folder of an open project or view; from any thread. No file that is worked in is opened."""
    from interviewcoder.project import conflict_copies, lock, saved_state

    reachable, stamp = True, None
    copies: tuple[ConflictCopy, ...] = ()
    standing = None if project.hold is None else project.hold.look()
    try:
        copies = tuple(conflict_copies.find(project.path))
        stamp = saved_state.stamp_of(project.path) if project.is_view else None
    except InterviewCoderError:
        reachable = False
    holder = lock.holder_of(project.path) if project.is_view else None
    return Sight(standing, stamp, None if holder is None or holder.is_gone else holder, copies, reachable)


class FolderWatch(QObject):
    """Tells what a look at the project's folder found. One is under way at a time."""

    seen = Signal(object)  # Sight

    def __init__(self, project: Project, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._errand: Errand | None = None
        self._every = QTimer(self)
        self._every.setInterval(_EVERY_MS)
        self._every.timeout.connect(self.look)
        self._soon = QTimer(self)
        self._soon.setInterval(_SOON_MS)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.look)
        self._files = QFileSystemWatcher(self)
        self._files.directoryChanged.connect(lambda _: self._soon.start())

    @property
    def idle(self) -> bool:
        """Whether no look is under way."""
        return self._errand is None

    def begin(self) -> None:
        """Look now, and from now on."""
        self._files.addPath(str(self._project.path.parent))
        self._every.start()
        self.look()

    def look(self) -> None:
        """Look once; `seen` follows, unless a look is under way."""
        if self._errand is not None:
            return
        project = self._project
        self._errand = Errand(lambda: sight_of(project), "Look at the project's folder", self)
        self._errand.done.connect(self._on_done)
        self._errand.failed.connect(lambda _: self._end())
        self._errand.start()

    def close(self) -> None:
        """Look no more; waits for the look that is under way."""
        self._every.stop()
        self._soon.stop()
        if paths := self._files.directories():
            self._files.removePaths(paths)
        if self._errand is not None:
            self._errand.abandon()
            self._end()

    def _on_done(self, sight: Sight) -> None:
        self._end()
        self.seen.emit(sight)

    def _end(self) -> None:
        if self._errand is not None:
            self._errand.deleteLater()
            self._errand = None
