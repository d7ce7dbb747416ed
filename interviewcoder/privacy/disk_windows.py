"""Ask Windows what a file lies on: its own functions, and the shell for BitLocker."""

from __future__ import annotations

import ctypes
import subprocess
import sys
from pathlib import Path
from typing import Any

from interviewcoder.privacy.volume import Encryption, Kind, Volume

_LONGEST_PATH = 1024
_SECONDS = 20.0
# winbase.h: GetDriveTypeW.
_KINDS: dict[int, Kind] = {2: "removable", 3: "fixed", 4: "network", 5: "removable", 6: "memory"}
# System.Volume.BitLockerProtection, which everybody may read; manage-bde wants an administrator.
_BITLOCKER = {
    1: Encryption("yes", "Windows says that BitLocker is on (System.Volume.BitLockerProtection: 1)."),
    2: Encryption("no", "Windows says that BitLocker is off (System.Volume.BitLockerProtection: 2)."),
    3: Encryption("no", "Windows says that BitLocker is still encrypting (System.Volume.BitLockerProtection: 3)."),
    4: Encryption("no", "Windows says that BitLocker is decrypting (System.Volume.BitLockerProtection: 4)."),
    5: Encryption("no", "Windows says that BitLocker is suspended: its key lies open (…BitLockerProtection: 5)."),
    6: Encryption("yes", "Windows says that BitLocker is on, and locked (System.Volume.BitLockerProtection: 6)."),
}
_UNKNOWN = Encryption("unknown", "Windows doesn't tell. An administrator sees it with: manage-bde -status")


def volume_of(place: Path) -> Volume:
    """Return the volume of an existing path."""
    root = ctypes.create_unicode_buffer(_LONGEST_PATH)
    name = ctypes.create_unicode_buffer(_LONGEST_PATH)
    kernel = _kernel()
    kernel.GetVolumePathNameW(str(place), root, _LONGEST_PATH)
    kernel.GetVolumeInformationW(root.value, None, 0, None, None, None, name, _LONGEST_PATH)
    drive_type = kernel.GetDriveTypeW(root.value)
    return read_volume(root.value, name.value, drive_type)


def read_volume(root: str, file_system: str, drive_type: int) -> Volume:
    """Say what Windows answered; `drive_type` is GetDriveTypeW's number."""
    kind = "network" if root.startswith("\\\\") else _KINDS.get(drive_type, "unknown")
    return Volume(Path(root), file_system, root, kind, f"GetDriveType({root}) = {drive_type}, {file_system}")


def encryption_of(volume: Volume) -> Encryption:
    """Say whether BitLocker protects a volume."""
    letter = volume.device.rstrip("\\")
    script = (
        "(New-Object -ComObject Shell.Application).NameSpace($args[0]).Self"
        ".ExtendedProperty('System.Volume.BitLockerProtection')"
    )
    command = ["powershell.exe", "-NoProfile", "-NonInteractive", "-Command", f"& {{ {script} }} '{letter}'"]
    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_SECONDS, creationflags=flags
        )
    except (OSError, subprocess.TimeoutExpired):
        return _UNKNOWN
    return read_bitlocker(done.stdout.decode(errors="replace"))


def read_bitlocker(said: str) -> Encryption:
    """Judge from the number that the shell gives for BitLocker's protection."""
    word = said.strip()
    return _BITLOCKER.get(int(word), _UNKNOWN) if word.isdecimal() else _UNKNOWN


def _kernel() -> Any:  # what ctypes makes of a library
    if sys.platform == "win32":
        return ctypes.WinDLL("kernel32")
    raise OSError("Only Windows has these functions.")
