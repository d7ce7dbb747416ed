"""Find out whether a folder is copied elsewhere by a program that synchronises it.

Three kinds of evidence, the best first: what such a program wrote down in its
own settings, files that it leaves in the folders it keeps in step, and the
names that these folders usually have.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Synced:
    """A program that copies a folder elsewhere.

    `certain` is False where only the folder's name speaks for it.
    """

    client: str
    folder: Path
    certain: bool
    evidence: str


# Files that a client leaves in the uppermost folder it keeps in step.
_MARKERS = (
    (".stfolder", "Syncthing"),
    (".dropbox", "Dropbox"),
    (".dropbox.cache", "Dropbox"),
    (".sync/ID", "Resilio Sync"),
    (".nextcloudsync.log", "Nextcloud"),
    (".owncloudsync.log", "ownCloud"),
    ("._sync_*.db", "Nextcloud or ownCloud"),
    (".sync_*.db", "Nextcloud or ownCloud"),
    (".849C9593-D756-4E56-8D6E-42412F2A707B", "OneDrive"),
    (".tmp.driveupload", "Google Drive"),
    (".tmp.drivedownload", "Google Drive"),
)
# The names of folders, in lower case; what follows a blank, hyphen or bracket is a person's or a firm's.
_NAMES = (
    (re.compile(r"dropbox(\W.*)?"), "Dropbox"),
    (re.compile(r"onedrive(\W.*)?"), "OneDrive"),
    (re.compile(r"google ?drive(\W.*)?|my drive|meine ablage|mon drive|mi unidad"), "Google Drive"),
    (re.compile(r"icloud ?drive|mobile documents|com~apple~clouddocs"), "iCloud Drive"),
    (re.compile(r"cloudstorage"), "a cloud service"),
    (re.compile(r"nextcloud\d*"), "Nextcloud"),
    (re.compile(r"owncloud\d*"), "ownCloud"),
    (re.compile(r"seafile|seadrive"), "Seafile"),
    (re.compile(r"box( sync)?|box-box"), "Box"),
    (re.compile(r"mega(sync)?"), "MEGA"),
    (re.compile(r"pcloud ?drive|pcloud"), "pCloud"),
    (re.compile(r"proton ?drive(\W.*)?"), "Proton Drive"),
    (re.compile(r"tresorit"), "Tresorit"),
    (re.compile(r"creative cloud files(\W.*)?"), "Creative Cloud"),
)
_LOCAL_PATH = re.compile(r"^\d+\\Folders(?:WithPlaceholders)?\\[^\\]+\\localPath=(.*)$", re.MULTILINE)
_SYNCTHING_FOLDER = re.compile(r'<folder\b[^>]*\bpath="([^"]*)"')
_ONEDRIVE_FOLDER = re.compile(r'^\s*sync_dir\s*=\s*"([^"]*)"', re.MULTILINE)


def synced_by(path: Path, home: Path | None = None, environ: Mapping[str, str] | None = None) -> Synced | None:
    """Return what keeps a folder or file in step with another place; None where nothing tells of it.

    `home` and `environ` are the person's unless others are named.
    """
    home = Path.home() if home is None else home
    environ = os.environ if environ is None else environ
    # As it is written, too: a link may lead out of the folder that is kept in step, and the client may follow it.
    written = Path(os.path.abspath(path.expanduser()))  # noqa: PTH100  # resolve() would follow the links
    ways = list(dict.fromkeys((path.expanduser().resolve(), written)))
    for found in _from_settings(home, environ):
        if any(_is_in(way, found.folder) for way in ways):
            return found
    for way in ways:
        if (marked := _by_marker(way)) is not None:
            return marked
    return next((named for way in ways if (named := _by_name(way, home)) is not None), None)


def _is_in(path: Path, folder: Path) -> bool:
    resolved = folder.resolve()
    return resolved in (path, *path.parents) or folder in (path, *path.parents)


def _by_marker(path: Path) -> Synced | None:
    for folder in (path, *path.parents):
        for pattern, client in _MARKERS:
            with suppress(OSError):
                found = next(folder.glob(pattern), None)
                # In a home folder lie the settings of clients, which mark nothing.
                if found is not None and not (client == "Dropbox" and (found / "info.json").exists()):
                    return Synced(client, folder, True, f"{found} is a mark of {client}.")
    return None


def _by_name(path: Path, home: Path) -> Synced | None:
    for folder in (path, *path.parents):
        if folder in (home, *home.parents):
            continue
        for pattern, client in _NAMES:
            if folder.suffix != ".icproj" and pattern.fullmatch(folder.name.lower()):
                told = f"The folder is called “{folder.name}”, as {client} calls its own."
                return Synced(client, folder, False, told)
    return None


def _from_settings(home: Path, environ: Mapping[str, str]) -> Iterator[Synced]:
    yield from _of_dropbox(home, environ)
    yield from _of_nextcloud(home, environ)
    yield from _of_syncthing(home, environ)
    yield from _of_onedrive(home, environ)
    yield from _of_apple(home)


def _settings_folders(home: Path, environ: Mapping[str, str]) -> list[Path]:
    """List where programs keep their settings, on this system and on others."""
    named = [environ.get(name, "") for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "APPDATA", "LOCALAPPDATA")]
    usual = [
        home / ".config",
        home / ".local/state",
        home / "Library/Preferences",
        home / "Library/Application Support",
    ]
    return list(dict.fromkeys([*(Path(name) for name in named if name), *usual]))


def _of_dropbox(home: Path, environ: Mapping[str, str]) -> Iterator[Synced]:
    folders = [home / ".dropbox", *(folder / "Dropbox" for folder in _settings_folders(home, environ))]
    for file in (folder / "info.json" for folder in folders):
        with suppress(OSError, ValueError):
            accounts = json.loads(file.read_text(encoding="utf-8"))
            for account in accounts.values() if isinstance(accounts, dict) else ():
                if isinstance(account, dict) and isinstance(account.get("path"), str):
                    yield _settled("Dropbox", account["path"], file, home)


def _of_nextcloud(home: Path, environ: Mapping[str, str]) -> Iterator[Synced]:
    for folder in _settings_folders(home, environ):
        for client, name in (("Nextcloud", "nextcloud.cfg"), ("ownCloud", "owncloud.cfg")):
            file = folder / client / name
            for found in _LOCAL_PATH.findall(_text_of(file)):
                yield _settled(client, found.strip().strip('"'), file, home)


def _of_syncthing(home: Path, environ: Mapping[str, str]) -> Iterator[Synced]:
    for folder in _settings_folders(home, environ):
        for name in ("syncthing", "Syncthing"):
            file = folder / name / "config.xml"
            for found in _SYNCTHING_FOLDER.findall(_text_of(file)):
                yield _settled("Syncthing", found, file, home)


def _of_onedrive(home: Path, environ: Mapping[str, str]) -> Iterator[Synced]:
    for name in ("OneDrive", "OneDriveCommercial", "OneDriveConsumer"):
        if environ.get(name):
            yield Synced("OneDrive", Path(environ[name]), True, f"The variable {name} names this folder.")
    file = home / ".config/onedrive/config"
    for found in _ONEDRIVE_FOLDER.findall(_text_of(file)):
        yield _settled("OneDrive", found, file, home)
    yield from _of_onedrive_accounts()


def _of_onedrive_accounts() -> Iterator[Synced]:
    if sys.platform == "win32":
        import winreg

        place = r"Software\Microsoft\OneDrive\Accounts"
        with suppress(OSError), winreg.OpenKey(winreg.HKEY_CURRENT_USER, place) as accounts:
            for number in range(winreg.QueryInfoKey(accounts)[0]):
                with suppress(OSError), winreg.OpenKey(accounts, winreg.EnumKey(accounts, number)) as account:
                    folder = str(winreg.QueryValueEx(account, "UserFolder")[0])
                    yield Synced("OneDrive", Path(folder), True, f"The registry names this folder in {place}.")
    yield from ()


def _of_apple(home: Path) -> Iterator[Synced]:
    library = home / "Library"
    for folder in sorted(library.glob("CloudStorage/*")):
        client = folder.name.partition("-")[0]
        yield Synced(client, folder, True, f"macOS keeps the folders of {client} at {folder}.")
    cloud = library / "Mobile Documents"
    if cloud.is_dir():
        yield Synced("iCloud Drive", cloud, True, f"macOS keeps iCloud Drive at {cloud}.")
    for name in ("Desktop", "Documents"):
        # There when a person lets iCloud have their desktop and documents.
        if (cloud / "com~apple~CloudDocs" / name).exists():
            yield Synced("iCloud Drive", home / name, True, f"iCloud Drive holds the folder {name}.")


def _settled(client: str, folder: str, file: Path, home: Path) -> Synced:
    place = home / folder[2:] if folder.startswith("~/") else Path(folder)
    return Synced(client, place, True, f"{file} names this folder.")


def _text_of(file: Path) -> str:
    with suppress(OSError):
        return file.read_text(encoding="utf-8", errors="replace")
    return ""
