"""What a person chose for this program on this machine: a small TOML file.

It names no participant and holds no text of a study. Recent projects are
kept by their title and path.
"""

from __future__ import annotations

import os
import sys
import tomllib
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

# Where the command line finds a project's passphrase; no other process may have it.
PASSPHRASE_VARIABLE = "INTERVIEWCODER_PASSPHRASE"
# And the one that `passphrase` and `encrypt` give it.
NEW_PASSPHRASE_VARIABLE = "INTERVIEWCODER_NEW_PASSPHRASE"
# And the one of the file that `merge` merges.
OTHER_PASSPHRASE_VARIABLE = "INTERVIEWCODER_OTHER_PASSPHRASE"

MOST_RECENT_PROJECTS = 8
_FOLDER_NAME = "interviewcoder"


@dataclass(frozen=True, slots=True)
class RecentProject:
    """A project that was open before; `opened_at` is an ISO date and time."""

    path: str
    title: str
    opened_at: str


@dataclass(slots=True)
class Settings:
    """Choices that hold for every project.

    `theme` is system, light or dark; `text_size_pt` 0 means the system's;
    `rewind_s` is how far the player goes back on a pause; `lock_after_minutes`
    without a hand on keys or mouse lock the window, 0 never; `keys` what keys
    do that a person set, by the action's name in `ui/key_bindings.py`;
    `transcript` how a transcript is set, by the names of `TextLooks`;
    `transcribe` how recordings were transcribed last, `transcript_export` how
    transcripts were exported, `report_export` how the codebook was.
    """

    coder_name: str = ""
    theme: str = "system"
    text_size_pt: int = 0
    model: str = "base"
    language: str = "auto"
    rewind_s: int = 2
    backup_every_minutes: int = 20
    lock_after_minutes: int = 15
    window: dict[str, str] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    player: dict[str, str] = field(default_factory=dict)
    transcript: dict[str, str] = field(default_factory=dict)
    transcribe: dict[str, str] = field(default_factory=dict)
    transcript_export: dict[str, str] = field(default_factory=dict)
    report_export: dict[str, str] = field(default_factory=dict)
    recent: list[RecentProject] = field(default_factory=list)

    def remember(self, project: RecentProject) -> None:
        """Put a project at the head of the recent ones."""
        others = [known for known in self.recent if known.path != project.path]
        self.recent = [project, *others][:MOST_RECENT_PROJECTS]

    def forget(self, path: str) -> None:
        """Take a project off the recent ones."""
        self.recent = [known for known in self.recent if known.path != path]


def folder() -> Path:
    """Where this system keeps a program's settings."""
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA", Path.home() / "AppData/Roaming")) / _FOLDER_NAME
    if sys.platform == "darwin":
        return Path.home() / "Library/Application Support" / _FOLDER_NAME
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / _FOLDER_NAME


def load() -> Settings:
    """Read the settings; what is missing or can't be understood has its default."""
    try:
        stored = tomllib.loads(_file().read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError):
        # The settings are a convenience: a damaged file must not keep anybody from their project.
        return Settings()
    settings = Settings()
    for known in fields(Settings):
        value = stored.get(known.name)
        if known.name == "recent" and isinstance(value, list):
            settings.recent = [project for entry in value if (project := _recent(entry)) is not None]
        elif isinstance(value, dict) and isinstance(getattr(settings, known.name), dict):
            setattr(settings, known.name, {str(name): str(state) for name, state in value.items()})
        elif isinstance(value, type(getattr(settings, known.name))) and known.name != "recent":
            setattr(settings, known.name, value)
    return settings


def save(settings: Settings) -> None:
    """Write the settings, whole or not at all.

    Raises:
        OSError: the folder can't be written.
    """
    import tomli_w

    file = _file()
    file.parent.mkdir(parents=True, exist_ok=True)
    partial = file.with_suffix(".part")
    partial.write_text(tomli_w.dumps(asdict(settings)), encoding="utf-8")
    partial.replace(file)


def _file() -> Path:
    return folder() / "settings.toml"


def _recent(entry: Any) -> RecentProject | None:  # whatever a person may have written into the file
    if not isinstance(entry, dict) or not {"path", "title"} <= entry.keys():
        return None
    return RecentProject(str(entry["path"]), str(entry["title"]), str(entry.get("opened_at", "")))
