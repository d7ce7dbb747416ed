"""Ask macOS what a file lies on: `df`, `mount`, `diskutil` and `fdesetup`."""

from __future__ import annotations

import plistlib
import re
import subprocess
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError

from interviewcoder.privacy.volume import Encryption, Kind, Volume

_MOUNT_LINE = re.compile(r"^(?P<device>.+?) on (?P<place>/.*) \((?P<options>[^()]*)\)$")
_NETWORK = frozenset(("smbfs", "nfs", "afpfs", "webdav", "ftp", "macfuse", "osxfuse", "fusefs"))
_SECONDS = 5.0


def volume_of(place: Path) -> Volume:
    """Return the volume of an existing path."""
    # df follows the firmlinks by which /Users lies on another volume than /.
    mount_point = mount_point_of(_said("/bin/df", "-P", str(place)))
    return read_mount(
        _said("/sbin/mount"), mount_point, disk_facts(_said_raw(["/usr/sbin/diskutil", "info", "-plist", mount_point]))
    )


def encryption_of(volume: Volume) -> Encryption:
    """Say whether a volume is encrypted by FileVault or APFS."""
    facts = disk_facts(_said_raw(["/usr/sbin/diskutil", "info", "-plist", str(volume.mount_point)]))
    return read_encryption(facts, _said("/usr/bin/fdesetup", "status"))


def mount_point_of(df_output: str) -> str:
    """Read the mount point out of `df -P`; it is the sixth column and may hold blanks."""
    lines = df_output.splitlines()
    columns = lines[1].split(None, 5) if len(lines) > 1 else []
    return columns[5] if len(columns) > 5 else "/"


def read_mount(mount_output: str, mount_point: str, facts: dict[str, Any]) -> Volume:
    """Find a mount point in the output of `mount`; `facts` are diskutil's of it."""
    for line in mount_output.splitlines():
        found = _MOUNT_LINE.match(line)
        if found is None or found["place"] != mount_point:
            continue
        options = [option.strip() for option in found["options"].split(",")]
        kind: Kind = "fixed"
        if options[0] in _NETWORK or "local" not in options:
            kind = "network"
        elif facts.get("RemovableMediaOrExternalDevice") or facts.get("Internal") is False:
            kind = "removable"
        return Volume(Path(mount_point), options[0], found["device"], kind, f"mount: {line}")
    return Volume(Path(mount_point), "", "", "unknown", "`mount` doesn't list it.")


def read_encryption(facts: dict[str, Any], fdesetup_output: str) -> Encryption:
    """Judge from diskutil's facts and the words of `fdesetup status`."""
    for name in ("FileVault", "Encryption"):
        if isinstance(facts.get(name), bool):
            return Encryption("yes" if facts[name] else "no", f"`diskutil info` says: {name}: {facts[name]}")
    if "FileVault is On" in fdesetup_output:
        return Encryption("yes", "`fdesetup status` says: FileVault is On.")
    if "FileVault is Off" in fdesetup_output:
        return Encryption("no", "`fdesetup status` says: FileVault is Off.")
    return Encryption("unknown", "Neither `diskutil` nor `fdesetup` tells.")


def disk_facts(plist: bytes) -> dict[str, Any]:  # what a property list can hold
    """Read the property list of `diskutil info -plist`; empty where there is none."""
    try:
        facts = plistlib.loads(plist)
    except (plistlib.InvalidFileException, ExpatError, ValueError):
        return {}
    return facts if isinstance(facts, dict) else {}


def _said(*command: str) -> str:
    return _said_raw(list(command)).decode(errors="replace").strip()


def _said_raw(command: list[str]) -> bytes:
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_SECONDS)
    except (OSError, subprocess.TimeoutExpired):
        return b""
    return done.stdout
