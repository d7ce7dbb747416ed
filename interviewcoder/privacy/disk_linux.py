"""Ask Linux what a file lies on: /proc/self/mountinfo and /sys/dev/block."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from interviewcoder.privacy.volume import Encryption, Kind, Volume

_MOUNTINFO = Path("/proc/self/mountinfo")
_SYS = Path("/sys")

# Also as the part behind `fuse.`, for what a program of the person's mounts.
_NETWORK = frozenset(
    (
        *("nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "afpfs", "ceph", "coda", "gfs2", "glusterfs"),
        *("lustre", "beegfs", "orangefs", "davfs", "davfs2", "sshfs", "rclone", "curlftpfs", "s3fs", "gcsfuse"),
        *("gvfsd-fuse", "kio-fuse", "onedriver", "google-drive-ocamlfuse", "pcloud", "moosefs", "seadrive"),
    )
)
_OF_THE_HOST = frozenset(("9p", "virtiofs", "vboxsf", "vmhgfs", "vmhgfs-fuse", "prl_fs", "drvfs"))
_IN_MEMORY = frozenset(("tmpfs", "ramfs"))
_ENCRYPTED_BY_ITSELF = frozenset(("ecryptfs", "encfs", "gocryptfs", "cryfs", "securefs"))
_LAYERED = frozenset(("overlay", "aufs", "squashfs"))
_OCTAL = re.compile(r"\\([0-7]{3})")
# linux/fscrypt.h: _IOWR('f', 22, __u8[9]); the struct behind it is larger than it says.
_GET_ENCRYPTION_POLICY_EX = 0xC0096616
_POLICY_BYTES = 24


@dataclass(frozen=True, slots=True)
class Mount:
    """A line of mountinfo: where what is mounted. `number` is the device as major:minor."""

    number: str
    mount_point: str
    file_system: str
    source: str


def read_mounts(text: str) -> list[Mount]:
    """Read the text of /proc/self/mountinfo (proc(5))."""
    mounts = []
    for line in text.splitlines():
        before, separator, after = line.partition(" - ")
        fields, rest = before.split(" "), after.split(" ")
        if separator and len(fields) >= 6 and len(rest) >= 2:
            mounts.append(Mount(fields[2], _unescaped(fields[4]), rest[0], _unescaped(rest[1])))
    return mounts


def mount_of(path: Path, mounts: Sequence[Mount]) -> Mount | None:
    """Return the mount that holds a path; of several on one place the last hides the others."""
    found: Mount | None = None
    for mount in mounts:
        inside = path == Path(mount.mount_point) or Path(mount.mount_point) in path.parents
        if inside and (found is None or len(mount.mount_point) >= len(found.mount_point)):
            found = mount
    return found


def volume_of(place: Path, mounts: Sequence[Mount] | None = None, sys_folder: Path = _SYS) -> Volume:
    """Return the volume of an existing path."""
    if mounts is None:
        mounts = read_mounts(_MOUNTINFO.read_text(encoding="utf-8", errors="surrogateescape"))
    mount = mount_of(place, mounts)
    if mount is None:
        return Volume(Path(place.anchor), "", "", "unknown", "The system lists no mount for it.")
    kind = _kind_of(mount, sys_folder)
    said = f"mountinfo: {mount.source} on {mount.mount_point}, type {mount.file_system}"
    return Volume(Path(mount.mount_point), mount.file_system, mount.source, kind, said)


def encryption_of(
    volume: Volume, place: Path, mounts: Sequence[Mount] | None = None, sys_folder: Path = _SYS
) -> Encryption:
    """Say whether a volume is encrypted; looks through LVM and RAID at what lies below."""
    short = _short(volume.file_system)
    if short in _ENCRYPTED_BY_ITSELF:
        return Encryption("yes", f"The file system is {volume.file_system}, which encrypts what it holds.")
    if volume.kind == "memory":
        return Encryption("unknown", "It lies in memory; what the system swaps out goes to its swap space.")
    if volume.kind == "host":
        return Encryption("unknown", "It lies on the computer around this virtual machine, which can't be asked.")
    if short in _LAYERED:
        return Encryption("unknown", f"The file system is {volume.file_system}: a container, which hides its disk.")
    if short == "zfs":
        return _of_zfs(volume.device)
    if _has_fscrypt_policy(place):
        return Encryption("yes", f"The folder {place} has an fscrypt policy.")
    if mounts is None:
        mounts = read_mounts(_MOUNTINFO.read_text(encoding="utf-8", errors="surrogateescape"))
    mount = mount_of(place, mounts)
    number = _number_of(mount) if mount is not None else None
    if number is None or not (sys_folder / "dev/block" / number).exists():
        return Encryption("unknown", f"The system shows no disk behind {volume.device or volume.mount_point}.")
    return _of_device(number, sys_folder)


def _kind_of(mount: Mount, sys_folder: Path) -> Kind:
    short = _short(mount.file_system)
    if short in _NETWORK or mount.source.startswith("//"):
        return "network"
    if short in _OF_THE_HOST:
        return "host"
    if short in _IN_MEMORY:
        return "memory"
    number = _number_of(mount)
    if number is None or not (sys_folder / "dev/block" / number).exists():
        return "unknown"
    return "removable" if any(_is_removable(disk) for disk in _disks(number, sys_folder)) else "fixed"


def _short(file_system: str) -> str:
    return file_system.removeprefix("fuse.")


def _number_of(mount: Mount) -> str | None:
    """Return a mount's block device as major:minor; btrfs and its like name one that isn't any."""
    if not mount.number.startswith("0:"):
        return mount.number
    with suppress(OSError):
        told = os.stat(mount.source)  # noqa: PTH116  # a device's path, as the kernel has it
        if told.st_rdev:
            return f"{os.major(told.st_rdev)}:{os.minor(told.st_rdev)}"
    return None


def _below(number: str, sys_folder: Path) -> list[str]:
    """Name what a device is made of, for LVM, RAID and dm-crypt; empty for a disk or its part."""
    numbers = []
    for slave in sorted((sys_folder / "dev/block" / number / "slaves").glob("*")):
        with suppress(OSError):
            numbers.append((slave / "dev").read_text().strip())
    return numbers


def _disks(number: str, sys_folder: Path) -> list[Path]:
    below = _below(number, sys_folder)
    if below:
        return [disk for each in below for disk in _disks(each, sys_folder)]
    device = (sys_folder / "dev/block" / number).resolve()
    return [device.parent if (device / "partition").exists() else device]


def _is_removable(disk: Path) -> bool:
    # Most drives on USB say that they aren't removable: their medium isn't, they are.
    if "usb" in str(disk) or disk.name.startswith("mmcblk"):
        return True
    with suppress(OSError):
        return (disk / "removable").read_text().strip() == "1"
    return False


def _of_device(number: str, sys_folder: Path) -> Encryption:
    folder = sys_folder / "dev/block" / number
    uuid, name = _words(folder / "dm/uuid"), _words(folder / "dm/name")
    if uuid.startswith("CRYPT-") or name.startswith("veracrypt"):
        kind = "-".join(uuid.split("-")[:2]) or "VeraCrypt"
        return Encryption("yes", f"{folder}/dm/uuid begins with {kind} (device {name or number}).")
    answers = [_of_device(each, sys_folder) for each in _below(number, sys_folder)]
    if not answers:
        name = folder.resolve().name
        told = f"No encryption layer lies under this volume (no dm-crypt above {name}). "
        told += "A drive that encrypts by itself can't be told from here."
        return Encryption("no", told)
    unprotected = [answer for answer in answers if answer.answer != "yes"]
    return unprotected[0] if unprotected else answers[0]


def _words(file: Path) -> str:
    with suppress(OSError):
        return file.read_text().strip()
    return ""


def _of_zfs(data_set: str) -> Encryption:
    program = shutil.which("zfs")
    if program is None:
        return Encryption("unknown", "The file system is zfs, and there is no `zfs` to ask.")
    command = [program, "get", "-H", "-o", "value", "encryption", data_set]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=5)
    except (OSError, subprocess.TimeoutExpired):
        return Encryption("unknown", "The file system is zfs, and `zfs get encryption` gave no answer.")
    said = done.stdout.strip()
    if done.returncode or not said:
        return Encryption("unknown", "The file system is zfs, and `zfs get encryption` gave no answer.")
    return Encryption("no" if said == "off" else "yes", f"`zfs get encryption {data_set}` says: {said}")


def _has_fscrypt_policy(place: Path) -> bool:
    if sys.platform != "linux":
        return False
    import fcntl
    import struct

    folder = place if place.is_dir() else place.parent
    argument = bytearray(struct.pack("=Q", _POLICY_BYTES) + bytes(_POLICY_BYTES))
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:
        return False
    try:
        fcntl.ioctl(descriptor, _GET_ENCRYPTION_POLICY_EX, argument)
    except OSError:
        return False
    finally:
        os.close(descriptor)
    return True


def _unescaped(field: str) -> str:
    return _OCTAL.sub(lambda found: chr(int(found[1], 8)), field)
