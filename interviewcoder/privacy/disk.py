"""Tell what a file lies on: its volume, whether that can be carried away, and whether it is encrypted.

All of it is asked of the operating system and told with the words it answered
in, so that a person can check it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from interviewcoder.privacy.volume import Encryption, Volume


def volume_of(path: Path) -> Volume:
    """Return the volume of a file or folder, which needn't exist yet; quick."""
    place = nearest_existing(path)
    if sys.platform == "win32":
        from interviewcoder.privacy import disk_windows

        return disk_windows.volume_of(place)
    if sys.platform == "darwin":
        from interviewcoder.privacy import disk_mac

        return disk_mac.volume_of(place)
    from interviewcoder.privacy import disk_linux

    return disk_linux.volume_of(place)


def encryption_of(volume: Volume, path: Path) -> Encryption:
    """Say whether what is written to a path of a volume is encrypted by the system.

    On Windows and macOS other programs are asked, which may take a second.
    """
    place = nearest_existing(path)
    if volume.kind == "network":
        return Encryption("unknown", "It lies on another computer, which can't be asked from here.")
    if sys.platform == "win32":
        from interviewcoder.privacy import disk_windows

        return disk_windows.encryption_of(volume)
    if sys.platform == "darwin":
        from interviewcoder.privacy import disk_mac

        return disk_mac.encryption_of(volume)
    from interviewcoder.privacy import disk_linux

    return disk_linux.encryption_of(volume, place)


def nearest_existing(path: Path) -> Path:
    """Return the path, all links followed, or of what will hold it the nearest that exists."""
    place = path.expanduser().resolve()
    while not place.exists() and place != place.parent:
        place = place.parent
    return place
