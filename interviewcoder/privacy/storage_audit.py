"""Say where the data of a study lie, and what that place means for them.

For each place: the volume and its file system, whether it can be carried
away, lies on another computer or is kept in step with one, and whether the
disk is encrypted. The answers are the operating system's, told with its words.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from interviewcoder.privacy import disk
from interviewcoder.privacy.synced import Synced, synced_by
from interviewcoder.privacy.volume import Encryption, Volume
from interviewcoder.project import backup
from interviewcoder.settings import folder as settings_folder

Danger = Literal["synced", "network", "host", "removable"]
# What there is of each study, and of the program.
PROJECT, BACKUPS, KEY, SETTINGS, TEMPORARY = "project", "backups", "key", "settings", "temporary"


@dataclass(frozen=True, slots=True)
class Place:
    """A place where something of a study or of the program lies.

    `what` is project, backups, key, settings or temporary, or the name that
    the caller gave. `exists`: there is something there now; else it is said
    where it would come to lie.
    """

    what: str
    path: Path
    exists: bool
    size_bytes: int
    volume: Volume
    encryption: Encryption
    synced: Synced | None

    @property
    def danger(self) -> Danger | None:
        """What makes the place one that a study shouldn't lie in without thought; None where nothing does."""
        return _danger(self.volume, self.synced)


@dataclass(frozen=True, slots=True)
class Concern:
    """Why a place deserves a second thought: `who` holds the copy or the drive, `evidence` how that is known."""

    danger: Danger
    who: str
    place: Path
    certain: bool
    evidence: str


def audit(
    project_path: Path | None, *, key_path: Path | None = None, more: Mapping[str, Path] | None = None
) -> list[Place]:
    """Say where everything lies: the study's places first, then the program's, then `more` by the names given.

    On Windows and macOS other programs are asked about encryption, once for
    each volume, which may take a second: call it from a thread there.
    """
    paths: dict[str, Path] = {}
    if project_path is not None:
        paths |= {PROJECT: project_path, BACKUPS: backup.folder_of(project_path)}
    if key_path is not None:
        paths[KEY] = key_path
    # The settings hold the list of recent projects; there is no log file, and temporary files are made for moments.
    paths |= {SETTINGS: settings_folder(), TEMPORARY: Path(tempfile.gettempdir()), **(more or {})}
    asked: dict[Path, Encryption] = {}
    return [_place(what, path, asked) for what, path in paths.items()]


def concern_of(path: Path) -> Concern | None:
    """Say whether a project's place deserves a second thought; quick enough to be asked at each opening."""
    volume, synced = disk.volume_of(path), synced_by(path)
    danger = _danger(volume, synced)
    if danger is None:
        return None
    if synced is not None and danger == "synced":
        return Concern(danger, synced.client, synced.folder, synced.certain, synced.evidence)
    return Concern(danger, volume.device or str(volume.mount_point), volume.mount_point, True, volume.evidence)


def _danger(volume: Volume, synced: Synced | None) -> Danger | None:
    if synced is not None:
        return "synced"
    if volume.kind in ("network", "host", "removable"):
        return volume.kind
    return None


def _place(what: str, path: Path, asked: dict[Path, Encryption]) -> Place:
    volume = disk.volume_of(path)
    # A folder may be encrypted where its volume isn't: it is asked for each folder where that costs nothing.
    folder = disk.nearest_existing(path)
    folder = folder if folder.is_dir() else folder.parent
    if folder not in asked:
        asked[folder] = disk.encryption_of(volume, folder)
    return Place(what, path, path.exists(), _size(path), volume, asked[folder], synced_by(path))


def _size(path: Path) -> int:
    if path.is_file():
        return path.stat().st_size
    if not path.is_dir() or path == Path(tempfile.gettempdir()):
        return 0
    return sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
