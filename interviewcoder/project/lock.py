"""Who has a project open: a note beside the file, as office programs leave one.

SQLite's own exclusive lock keeps a second writer of this machine out. The
note says who it is, and warns where that lock doesn't reach: on a folder
that is shared between machines.
"""

from __future__ import annotations

import errno
import getpass
import json
import os
import platform
import struct
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from interviewcoder.errors import ProjectLocked, ReadOnlyPlace, StorageFailed

try:
    import fcntl
except ImportError:  # Windows, where a lock is the handle's and closing another one doesn't take it away
    fcntl = None  # type: ignore[assignment]

# Behind the end of any file, so that nobody is kept from reading where such locks are mandatory.
_KEPT_AT = 1 << 62
# The system's `struct flock`: kind, from where, start, length, process (none: the lock is the descriptor's).
_FLOCK = "hhqqi4x"


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a project open."""

    user: str
    host: str
    process: int
    since: str

    def __str__(self) -> str:
        return f"{self.user} on {self.host}, since {self.since}"

    @property
    def is_here(self) -> bool:
        """Whether the holder is, or was, a process of this machine."""
        return self.host == platform.node()

    @property
    def is_us(self) -> bool:
        """Whether it is this very process."""
        return self.is_here and self.process == os.getpid()

    @property
    def is_gone(self) -> bool:
        """Whether it was a process of this machine, which has ended."""
        return self.is_here and not self.is_alive

    @property
    def is_alive(self) -> bool:
        """Whether the holding process of this machine still runs."""
        if os.name != "posix":
            return True
        try:
            os.kill(self.process, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            return True
        return True


def note_path(project_path: Path) -> Path:
    """Where the note of a project lies."""
    return project_path.with_name(f".~lock.{project_path.name}#")


def holder_of(project_path: Path) -> Holder | None:
    """Who has the project open, by its note; None without a note."""
    try:
        fields = json.loads(note_path(project_path).read_text(encoding="utf-8"))
        return Holder(str(fields["user"]), str(fields["host"]), int(fields["process"]), str(fields["since"]))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError):
        # A note half written by a crash: nobody to name, and SQLite's lock decides.
        return None


def refuse_if_held_elsewhere(project_path: Path) -> None:
    """Refuse to open a project that a process of another machine seems to hold.

    A dead process's note is stale. A living one of this machine is left to
    SQLite's lock, which knows for certain.

    Raises:
        ProjectLocked: with `may_take_over` set, since only a person can know.
    """
    holder = holder_of(project_path)
    if holder is not None and not holder.is_here:
        raise ProjectLocked(
            f"“{project_path.name}” is open elsewhere: {holder}.",
            "Ask them to close it. If that machine crashed or was switched off, you can open it all the same.",
            holder=str(holder),
            may_take_over=True,
        )


def refuse_if_held(project_path: Path) -> None:
    """Refuse what needs the project closed.

    Raises:
        ProjectLocked: a living process of this machine, or another machine, has it open.
    """
    refuse_if_held_elsewhere(project_path)
    holder = holder_of(project_path)
    if holder is not None and holder.is_alive:
        raise held_by(project_path)


def keep(file: int) -> None:
    """Say by a lock on a descriptor that a process has the project, as long as the descriptor is open.

    SQLite's lock goes as soon as this process closes any other descriptor of
    the file, and a dialog to choose files opens all it lists to draw their
    icons. This one stays. Where there is none of its kind (macOS, some
    network drives) nothing is said.
    """
    if fcntl is not None and hasattr(fcntl, "F_OFD_SETLK"):
        with suppress(OSError):
            fcntl.fcntl(file, fcntl.F_OFD_SETLK, struct.pack(_FLOCK, fcntl.F_RDLCK, os.SEEK_SET, _KEPT_AT, 1, 0))


def refuse_if_kept(project_path: Path) -> None:
    """Refuse a project that a process keeps (`keep`), whatever became of SQLite's lock; not for one that is open here.

    Raises:
        ProjectLocked: it is kept.
    """
    if fcntl is None or not hasattr(fcntl, "F_OFD_GETLK"):
        return
    asked = struct.pack(_FLOCK, fcntl.F_WRLCK, os.SEEK_SET, _KEPT_AT, 1, 0)
    try:
        file = os.open(project_path, os.O_RDONLY)
    except OSError:
        # Whoever opens it for work says why it can't be read.
        return
    try:
        found = fcntl.fcntl(file, fcntl.F_OFD_GETLK, asked)
    except OSError:
        return
    finally:
        os.close(file)
    if struct.unpack(_FLOCK, found)[0] != fcntl.F_UNLCK:
        raise held_by(project_path)


def held_by(project_path: Path) -> ProjectLocked:
    """The error for a project whose lock another process of this machine has."""
    holder = holder_of(project_path)
    who = f" by {holder}" if holder else ""
    return ProjectLocked(
        f"“{project_path.name}” is already open{who}.",
        "Close it there first. Two windows never write to one project.",
        holder=str(holder or ""),
    )


def write_note(project_path: Path) -> None:
    """Say that this process has the project; on a full disk it goes unsaid.

    Raises:
        StorageFailed: the folder can't be written.
    """
    now = datetime.now().strftime("%Y-%m-%d %H:%M")
    holder = Holder(user_name(), platform.node(), os.getpid(), now)
    try:
        note_path(project_path).write_text(json.dumps(asdict(holder)), encoding="utf-8")
    except OSError as error:
        if error.errno == errno.ENOSPC:
            # A person who needs room may have to open the project to make it; SQLite's lock holds without a note.
            return
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise _read_only(f"The folder “{project_path.parent}” can't be written ({error.strerror}).") from error
        raise StorageFailed(
            f"The folder “{project_path.parent}” can't be written ({error.strerror}).",
            "Check that the disk is still there and can be written.",
        ) from error


def refuse_read_only(project_path: Path) -> None:
    """Refuse a file that can't be written: SQLite would open it all the same, and the first coding would fail.

    Raises:
        ReadOnlyPlace: it, or its disk, is read-only.
    """
    if not os.access(project_path, os.W_OK):
        raise _read_only(f"“{project_path.name}” can't be opened for writing: it, or the disk it is on, is read-only.")


def _read_only(message: str) -> ReadOnlyPlace:
    return ReadOnlyPlace(
        message, "It can be read there. To work in it, copy it to a folder of your own and open it there."
    )


def remove_note(project_path: Path) -> None:
    """Take our note away. Another's, who took the project over, stays; so does one on a disk that is gone."""
    holder = holder_of(project_path)
    if holder is None or holder.is_us:
        with suppress(OSError):
            note_path(project_path).unlink(missing_ok=True)


def user_name() -> str:
    """The name of the machine's user."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "somebody"
