"""Tell which files were made, changed or removed while the program ran.

A snapshot of the folders that matter is taken when the program starts; the
difference to now is told, with whose each file is. Where there was no time to
read a folder then, the time that the system notes at each change of a file
(ctime, which nobody can set) tells what is newer than the start.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Happened = Literal["made", "changed", "removed"]
Whose = Literal["ours", "desktop", "other"]

# For reading all folders together, at the start; what is left then is told by its times.
BUDGET_S = 0.3
MOST_FILES = 60_000
# What the systems' own libraries and the desktop write for any program; they hold no words of a study, but one of
# them the names of the files that were opened and saved.
_OF_THE_DESKTOP = (
    *(
        "fontconfig",
        "mesa_shader_cache",
        "mesa_shader_cache_db",
        "nv",
        "nvidia",
        "radv_builtin_shaders",
        "qtshadercache",
    ),
    *("QtProject.conf", "QtProject", "dconf", "gtk-3.0", "gtk-4.0", "recently-used.xbel", "pulse", "pipewire"),
    *("ibus", "fcitx5", "at-spi", "gvfs-metadata", "kioworker", "user-places.xbel", "RecentDocuments"),
)


# Of a file at a moment: its size in bytes, when its content changed, and when the system noted any change of it; in
# nanoseconds since 1970. Plain tuples under plain paths: there may be tens of thousands.
FileState = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The files below some folders at a moment.

    `unread`: folders below which not everything was read.
    """

    at_ns: int
    files: Mapping[str, FileState]
    unread: tuple[Path, ...] = ()
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Difference:
    """A file that was made, changed or removed since the start; `why` says how its owner is known."""

    path: Path
    happened: Happened
    whose: Whose
    why: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Session:
    """What changed since the program started.

    `unread`: folders that are too large to be read whole in time.
    """

    since_ns: int
    differences: tuple[Difference, ...]
    unread: tuple[Path, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Own:
    """Where this program writes: the files by what they are for, the folders likewise.

    `exports` are the files of the sharing ledger, by name and size in bytes:
    it doesn't hold where they went.
    """

    files: Mapping[Path, str] = field(default_factory=dict)
    folders: Mapping[Path, str] = field(default_factory=dict)
    exports: frozenset[tuple[str, int]] = frozenset()


def roots(project: Path | None, home: Path | None = None) -> list[Path]:
    """List the folders in which a program of this system may leave something."""
    home = Path.home() if home is None else home
    if sys.platform == "win32":
        names = [os.environ.get(name, "") for name in ("APPDATA", "LOCALAPPDATA")]
        usual = [Path(name) for name in names if name]
    elif sys.platform == "darwin":
        parts = ("Application Support", "Caches", "Preferences", "Logs", "Saved Application State")
        usual = [home / "Library" / name for name in parts]
    else:
        variables = ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR")
        named = [Path(os.environ[name]) for name in variables if os.environ.get(name)]
        usual = [*named, *(home / name for name in (".config", ".cache", ".local/share", ".local/state"))]
    # First what matters most, in case there is no time for all.
    found = [project.parent] if project is not None else []
    found += [Path(tempfile.gettempdir()), *usual, Path.cwd()]
    return list(dict.fromkeys(place.resolve() for place in found if place.is_dir()))


def snapshot(
    folders: Iterable[Path],
    *,
    budget_s: float = BUDGET_S,
    most: int = MOST_FILES,
    since_ns: int | None = None,
    stopped: Callable[[], bool] = lambda: False,
) -> Snapshot:
    """Read which files lie below some folders, for so long and so many at most. Links are not followed.

    What was written after `since_ns` counts as written later; without it, what
    is written from now on. `stopped` is asked from time to time.

    A folder that lies in another is read for itself: the person's home may be
    one of them. What a folder doesn't use of its share of the time is left to
    those after it.
    """
    began, waiting = time.perf_counter(), list(folders)
    at_ns = time.time_ns() if since_ns is None else since_ns
    apart = {str(folder) for folder in waiting}
    files: dict[str, FileState] = {}
    unread: list[Path] = []
    for number, folder in enumerate(waiting):
        left = len(waiting) - number
        now = time.perf_counter()
        until, room = now + (began + budget_s - now) / left, len(files) + (most - len(files)) // left
        for path, state in _walk(str(folder), apart):
            files[path] = state
            if len(files) >= room or (len(files) % 64 == 0 and (time.perf_counter() > until or stopped())):
                unread.append(folder)
                break
    return Snapshot(at_ns, files, tuple(unread), time.perf_counter() - began)


def difference(before: Snapshot, now: Snapshot, own: Own) -> Session:
    """Say what happened between two snapshots."""
    found = []
    for name, state in now.files.items():
        earlier, path = before.files.get(name), Path(name)
        if earlier == state and state[2] < before.at_ns:
            continue
        # In a folder that couldn't be read whole it may have been there.
        if earlier is None and state[2] < before.at_ns and _lies_in(path, before.unread):
            continue
        whose, why = whose_is(path, own, state[0])
        found.append(Difference(path, "changed" if earlier else "made", whose, why, state[0]))
    for name in before.files.keys() - now.files.keys():
        path = Path(name)
        if not _lies_in(path, now.unread):
            whose, why = whose_is(path, own, before.files[name][0])
            found.append(Difference(path, "removed", whose, why, before.files[name][0]))
    order = {"ours": 0, "desktop": 1, "other": 2}
    found.sort(key=lambda each: (order[each.whose], str(each.path)))
    unread = tuple(dict.fromkeys((*before.unread, *now.unread)))
    return Session(before.at_ns, tuple(found), unread, now.seconds)


def whose_is(path: Path, own: Own, size_bytes: int) -> tuple[Whose, str]:
    """Say whether a file is this program's, the desktop's on its behalf, or somebody else's."""
    if path in own.files:
        return "ours", own.files[path]
    for folder in path.parents:
        if folder in own.folders:
            return "ours", own.folders[folder]
    if (path.name, size_bytes) in own.exports:
        return "ours", "an export, which is in the sharing ledger"
    if any(part in _OF_THE_DESKTOP for part in path.parts) or path.name.startswith("recently-used.xbel"):
        return "desktop", "the desktop writes it for every program with a window"
    return "other", "nothing of this program's; another program was at work"


def own_places(
    project: Path | None, *, key: Path | None = None, exports: frozenset[tuple[str, int]] = frozenset()
) -> Own:
    """Say what this program writes: the project with its companions, settings, the key, and exports."""
    from interviewcoder.project import backup
    from interviewcoder.settings import folder as settings_folder

    files: dict[Path, str] = {}
    folders = {settings_folder().resolve(): "the settings of this program"}
    if project is not None:
        project = project.resolve()
        files[project] = "the project"
        files[project.with_name(f"{project.name}-journal")] = "the project's journal, gone after each step"
        files[project.with_name(f".~lock.{project.name}#")] = "who has the project open, gone when it is closed"
        folders[backup.folder_of(project).resolve()] = "the project's backups"
    if key is not None:
        files[key.resolve()] = "the key from pseudonyms to persons"
    return Own(files, folders, exports)


def _walk(folder: str, apart: Collection[str]) -> Iterator[tuple[str, FileState]]:
    """Yield the files below a folder, the uppermost first; what can't be read is passed over."""
    waiting = [folder]
    for place in waiting:
        try:
            with os.scandir(place) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        waiting += [entry.path] if entry.path not in apart else []
                    elif entry.is_file(follow_symlinks=False):
                        told = entry.stat(follow_symlinks=False)
                        yield entry.path, (told.st_size, told.st_mtime_ns, told.st_ctime_ns)
        except OSError:
            continue


def _lies_in(path: Path, folders: Iterable[Path]) -> bool:
    return any(folder in path.parents for folder in folders)
