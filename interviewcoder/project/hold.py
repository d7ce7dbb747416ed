"""Whether an open project is still ours to write: the file where it was, and our note beside it.

SQLite's lock keeps other processes of this machine out. Where it doesn't
reach, on some network drives and in every synchronised folder, the note is
all there is, and a client may put another file in the place of ours.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from interviewcoder.errors import InterviewCoderError, StorageFailed, TakenOver
from interviewcoder.project import lock
from interviewcoder.project.lock import Holder

# Between two looks before a save: what comes over a network takes longer anyhow.
_EVERY_S = 1.0
_DELETED = " (deleted)"


class State(Enum):
    """What became of an open project's file."""

    OURS = "ours"
    TAKEN = "taken"  # the note beside it is another's
    REPLACED = "replaced"  # another file lies in its place
    MOVED = "moved"
    DELETED = "deleted"
    GONE = "gone"  # its folder, or the disk, can't be reached


@dataclass(frozen=True, slots=True)
class Standing:
    """What was found: `holder` is who took the project, `now_at` where its file was moved to, if that is known."""

    state: State
    holder: Holder | None = None
    now_at: Path | None = None

    @property
    def is_ours(self) -> bool:
        """Whether it may be written."""
        return self.state is State.OURS


_OURS = Standing(State.OURS)


class Hold:
    """Our hold on the file of an open project, by its path and the descriptor that stays open as long as it does."""

    def __init__(self, path: Path, file: int) -> None:
        self.path, self._file = path, file
        lock.keep(file)
        # The note that a person passed over when they opened the project: a synchronising client may bring it back.
        self.passed_over: Holder | None = None
        self._looked_at = -_EVERY_S
        self._standing = _OURS

    def look(self) -> Standing:
        """Look at the file and the note; from any thread, and without opening the file, which would drop its lock."""
        try:
            self._standing = self._file_standing()
            if self._standing.is_ours:
                self._standing = self._note_standing()
        except OSError:
            self._standing = Standing(State.GONE)
        self._looked_at = time.monotonic()
        return self._standing

    def check(self) -> None:
        """Refuse to go on where the file isn't ours any more; looks once a second at most.

        Raises:
            TakenOver: another machine has opened the project since.
            StorageFailed: the file was moved, replaced or deleted, or its disk is gone.
        """
        if time.monotonic() - self._looked_at >= _EVERY_S or not self._standing.is_ours:
            self.look()
        if not self._standing.is_ours:
            raise refusal(self._standing, self.path)

    def go_on(self) -> Standing:
        """Take the project again from who took it: only for a person who knows that it is closed there.

        Raises:
            StorageFailed: the folder can't be written.
        """
        self.passed_over = self._standing.holder or self.passed_over
        lock.write_note(self.path)
        return self.look()

    def _file_standing(self) -> Standing:
        mine = os.fstat(self._file)
        try:
            there = self.path.stat()
        except FileNotFoundError:
            return self._missing()
        same = (mine.st_dev, mine.st_ino) == (there.st_dev, there.st_ino)
        # Some network drives number a file anew whenever they are asked; what was written at another time is another.
        if same or (mine.st_size, mine.st_mtime_ns) == (there.st_size, there.st_mtime_ns):
            return _OURS
        return Standing(State.REPLACED)

    def _missing(self) -> Standing:
        there = self.path.parent.is_dir()
        if os.fstat(self._file).st_nlink == 0:
            return Standing(State.DELETED)
        now_at = _name_of(self._file)
        # Of a disk that was pulled out the system may still say the old name.
        if now_at is not None and (now_at == self.path or not now_at.exists()):
            now_at = None
        return Standing(State.MOVED, now_at=now_at) if now_at is not None or there else Standing(State.GONE)

    def _note_standing(self) -> Standing:
        holder = lock.holder_of(self.path)
        if holder is None:
            # A client that synchronises, or a person who tidies up, took it away: the next opener has to find it.
            if not lock.note_path(self.path).exists():
                with suppress(StorageFailed):
                    lock.write_note(self.path)
            return _OURS
        if holder.is_us or holder.is_gone:
            return _OURS
        if holder == self.passed_over:
            return _OURS
        return Standing(State.TAKEN, holder)


def refusal(standing: Standing, path: Path) -> InterviewCoderError:
    """Why nothing is saved any more, and what to do; only for what isn't ours."""
    name = path.name
    if standing.state is State.TAKEN:
        return TakenOver(
            f"“{name}” was opened elsewhere meanwhile: {standing.holder}.",
            "What you did up to now is saved in this file; nothing is saved from now on, so that two never write to it."
            " Close it here, or ask them to close it there.",
            holder=str(standing.holder or ""),
        )
    message, hint = {
        State.REPLACED: (
            f"Another file was put in the place of “{name}”, as a synchronising program does.",
            "Don't close it yet: what you did can be kept as a copy beside it, and merged.",
        ),
        State.MOVED: (
            f"“{name}” was moved or renamed while it was open.",
            "What you did up to now is saved in it. Close it here and open it where it is now.",
        ),
        State.DELETED: (
            f"“{name}” was deleted while it was open.",
            "Don't close it yet: what you did can still be written to a file.",
        ),
        State.GONE: (
            f"The folder of “{name}” can't be reached any more.",
            "What you did up to now is saved in it. Attach the stick or the drive again, then open the project again.",
        ),
    }[standing.state]
    return StorageFailed(message, hint)


def _name_of(file: int) -> Path | None:
    """What an open file is called now, on the systems that tell."""
    try:
        name = os.readlink(f"/proc/self/fd/{file}")  # noqa: PTH115  # Path.readlink() says the same
    except OSError:
        return None
    return None if name.endswith(_DELETED) else Path(name)
