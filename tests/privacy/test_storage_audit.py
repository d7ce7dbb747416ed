from __future__ import annotations

import json
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

from interviewcoder.privacy import disk, disk_linux, disk_mac, disk_windows, session_files, storage_audit
from interviewcoder.privacy.disk_linux import mount_of, read_mounts
from interviewcoder.privacy.session_files import Own, difference, snapshot
from interviewcoder.privacy.synced import synced_by
from interviewcoder.privacy.volume import Volume
from interviewcoder.project.file import Project

MOUNTINFO = r"""22 1 254:1 / / rw,relatime shared:1 - ext4 /dev/mapper/vg-root rw
31 22 0:27 / /tmp rw,nosuid,nodev shared:5 - tmpfs tmpfs rw,size=8G
40 22 8:17 / /media/anna/USB\040STICK rw,nosuid - vfat /dev/sdb1 rw
41 22 0:50 / /home/anna/institute rw,relatime - cifs //files.uni.example/research rw,vers=3.0
42 22 0:51 / /home/anna/server rw,relatime - fuse.sshfs anna@server:/data rw
43 22 0:52 / /home/anna/Private rw - ecryptfs /home/anna/.Private rw
44 22 0:53 / /mnt/host rw - 9p share rw
45 22 253:9 / /srv rw - xfs /dev/sdc1 rw
not a mount
"""


@pytest.fixture
def sys_folder(tmp_path: Path) -> Path:
    """A /sys with an encrypted disk under LVM, a stick on USB, and a plain disk."""
    sys = tmp_path / "sys"

    def device(place: str, number: str, *below: str, dm: tuple[str, str] | None = None, part: bool = False) -> None:
        folder = sys / "devices" / place
        (folder / "slaves").mkdir(parents=True, exist_ok=True)
        (folder / "dev").write_text(f"{number}\n")
        if part:
            (folder / "partition").write_text("1\n")
        else:
            (folder / "removable").write_text("0\n")
        if dm:
            (folder / "dm").mkdir()
            (folder / "dm/uuid").write_text(f"{dm[0]}\n")
            (folder / "dm/name").write_text(f"{dm[1]}\n")
        (sys / "dev/block").mkdir(parents=True, exist_ok=True)
        (sys / "dev/block" / number).symlink_to(folder)
        for each in below:
            target = (sys / "dev/block" / each).resolve()
            (folder / "slaves" / target.name).symlink_to(target)

    device("pci/nvme/nvme0n1", "259:0")
    device("pci/nvme/nvme0n1/nvme0n1p3", "259:3", part=True)
    device("virtual/block/dm-0", "254:0", "259:3", dm=("CRYPT-LUKS2-0a1b-luks", "luks"))
    device("virtual/block/dm-1", "254:1", "254:0", dm=("LVM-abc", "vg-root"))
    device("pci/usb3/3-1/sdb", "8:16")
    device("pci/usb3/3-1/sdb/sdb1", "8:17", part=True)
    device("pci/ata/sdc", "253:8")
    device("pci/ata/sdc/sdc1", "253:9", part=True)
    return sys


def volume(place: str, sys_folder: Path) -> Volume:
    return disk_linux.volume_of(Path(place), read_mounts(MOUNTINFO), sys_folder)


def test_mountinfo_is_read_with_its_blanks() -> None:
    mounts = read_mounts(MOUNTINFO)
    assert len(mounts) == 8
    assert mounts[2].mount_point == "/media/anna/USB STICK"


def test_a_file_lies_on_the_nearest_mount_and_of_two_on_the_later() -> None:
    mounts = read_mounts(MOUNTINFO + "60 22 8:33 / /srv rw - ext4 /dev/sdz1 rw\n")
    found = mount_of(Path("/srv/study/p.icproj"), mounts)
    assert found is not None
    assert found.source == "/dev/sdz1"
    root = mount_of(Path("/srvices/p.icproj"), mounts)
    assert root is not None
    assert root.mount_point == "/"


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("/home/anna/study.icproj", "fixed"),
        ("/tmp/x", "memory"),
        ("/media/anna/USB STICK/study.icproj", "removable"),
        ("/home/anna/institute/study.icproj", "network"),
        ("/home/anna/server/study.icproj", "network"),
        ("/mnt/host/study.icproj", "host"),
    ],
)
def test_the_kind_of_volume_is_told(sys_folder: Path, place: str, kind: str) -> None:
    assert volume(place, sys_folder).kind == kind


@pytest.mark.parametrize(
    ("place", "answer", "evidence"),
    [
        ("/home/anna/study.icproj", "yes", "CRYPT-LUKS2"),  # LVM on LUKS
        ("/srv/study.icproj", "no", "No encryption layer lies under this volume (no dm-crypt above sdc1)"),
        ("/home/anna/Private/study.icproj", "yes", "ecryptfs"),
        ("/mnt/host/study.icproj", "unknown", "around this virtual machine"),
        ("/tmp/study.icproj", "unknown", "memory"),
    ],
)
def test_the_encryption_of_a_disk_is_told_with_its_evidence(
    sys_folder: Path, place: str, answer: str, evidence: str
) -> None:
    mounts = read_mounts(MOUNTINFO)
    told = disk_linux.encryption_of(volume(place, sys_folder), Path(place), mounts, sys_folder)
    assert told.answer == answer
    assert evidence in told.evidence


def test_this_machine_tells_where_a_file_lies(tmp_path: Path) -> None:
    here = disk.volume_of(tmp_path / "not yet" / "study.icproj")
    assert here.mount_point in (tmp_path.resolve(), *tmp_path.resolve().parents)
    assert here.file_system
    assert disk.encryption_of(here, tmp_path).evidence


def test_what_macos_says_is_understood() -> None:
    df = (
        "Filesystem 512-blocks Used Available Capacity Mounted on\n/dev/disk4s1 1000 500 500 50% /Volumes/Field notes\n"
    )
    mount = (
        "/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)\n"
        "/dev/disk4s1 on /Volumes/Field notes (exfat, local, nodev, nosuid, noowners)\n"
        "//anna@files.uni.example/research on /Volumes/research (smbfs, nodev, nosuid, mounted by anna)\n"
    )
    assert disk_mac.mount_point_of(df) == "/Volumes/Field notes"
    stick = disk_mac.read_mount(mount, "/Volumes/Field notes", {"RemovableMediaOrExternalDevice": True})
    assert (stick.file_system, stick.kind) == ("exfat", "removable")
    assert disk_mac.read_mount(mount, "/Volumes/research", {}).kind == "network"
    assert disk_mac.read_mount(mount, "/", {"Internal": True}).kind == "fixed"
    assert disk_mac.read_encryption({"FileVault": True}, "").answer == "yes"
    assert disk_mac.read_encryption({}, "FileVault is Off.").answer == "no"
    assert disk_mac.read_encryption({}, "").answer == "unknown"
    assert disk_mac.disk_facts(b"no property list") == {}


def test_what_windows_says_is_understood() -> None:
    assert disk_windows.read_volume("C:\\", "NTFS", 3).kind == "fixed"
    assert disk_windows.read_volume("E:\\", "exFAT", 2).kind == "removable"
    assert disk_windows.read_volume("\\\\files\\research\\", "NTFS", 3).kind == "network"
    answers = [disk_windows.read_bitlocker(said).answer for said in ("1\r\n", "2", "5", "", "error")]
    assert answers == ["yes", "no", "no", "unknown", "unknown"]


@pytest.mark.parametrize(
    ("file", "content", "client"),
    [
        (".dropbox/info.json", json.dumps({"personal": {"path": "{home}/work"}}), "Dropbox"),
        (".config/Nextcloud/nextcloud.cfg", "[Accounts]\n0\\Folders\\1\\localPath={home}/work/\n", "Nextcloud"),
        (".config/ownCloud/owncloud.cfg", "0\\FoldersWithPlaceholders\\2\\localPath={home}/work/\n", "ownCloud"),
        (".local/state/syncthing/config.xml", '<folder id="a" label="x" path="{home}/work" type="x">', "Syncthing"),
        (".config/syncthing/config.xml", '<folder id="a" path="~/work">', "Syncthing"),
        (".config/onedrive/config", 'sync_dir = "~/work"', "OneDrive"),
        ("work/.stfolder/syncthing-folder.txt", "", "Syncthing"),
        ("work/.849C9593-D756-4E56-8D6E-42412F2A707B", "", "OneDrive"),
        ("work/._sync_1a2b3c.db", "", "Nextcloud or ownCloud"),
        ("work/.tmp.driveupload/1", "", "Google Drive"),
    ],
)
def test_a_folder_that_a_client_keeps_in_step_is_recognised(
    tmp_path: Path, file: str, content: str, client: str
) -> None:
    home = tmp_path / "home"
    (home / file).parent.mkdir(parents=True)
    (home / file).write_text(content.replace("{home}", str(home)), encoding="utf-8")
    (home / "work/study").mkdir(parents=True, exist_ok=True)
    found = synced_by(home / "work/study/p.icproj", home, {})
    assert found is not None
    assert (found.client, found.certain, found.folder) == (client, True, home / "work")
    assert synced_by(home / "elsewhere/p.icproj", home, {}) is None


@pytest.mark.parametrize(
    ("folder", "client"),
    [
        ("Dropbox (University)", "Dropbox"),
        ("OneDrive - University", "OneDrive"),
        ("Google Drive", "Google Drive"),
        ("Library/Mobile Documents", "iCloud Drive"),
        ("Nextcloud", "Nextcloud"),
    ],
)
def test_a_folder_that_has_the_name_of_one_is_suspected(tmp_path: Path, folder: str, client: str) -> None:
    found = synced_by(tmp_path / folder / "study/p.icproj", tmp_path, {})
    assert found is not None
    assert (found.client, found.certain) == (client, False)


def test_a_name_that_only_begins_alike_is_not() -> None:
    for name in ("Dropboxes of Anna", "boxing study", "megalith", "OneDriver"):
        found = synced_by(Path("/data") / name / "p.icproj", Path("/home/anna"), {})
        assert found is None, name


def test_windows_names_its_folder_in_a_variable(tmp_path: Path) -> None:
    found = synced_by(tmp_path / "One/p.icproj", tmp_path, {"OneDriveCommercial": str(tmp_path / "One")})
    assert found is not None
    assert found.client == "OneDrive"


def test_a_link_into_a_synced_folder_is_followed(tmp_path: Path) -> None:
    (tmp_path / "Nextcloud").mkdir()
    (tmp_path / "study").symlink_to(tmp_path / "Nextcloud")
    assert synced_by(tmp_path / "study/p.icproj", tmp_path, {}) is not None


def test_the_audit_names_every_place_with_its_volume(project: Project, fresh_home: Path) -> None:
    key = project.path.with_name("study.ickey")
    places = {
        place.what: place for place in storage_audit.audit(project.path, key_path=key, more={"models": fresh_home})
    }
    assert list(places) == ["project", "backups", "key", "settings", "temporary", "models"]
    assert places["project"].exists
    assert places["project"].size_bytes > 0
    assert not places["key"].exists
    assert all(place.volume.mount_point.is_absolute() and place.encryption.evidence for place in places.values())
    assert places["settings"].path == fresh_home / ".config/interviewcoder"


def test_a_project_in_a_synced_folder_is_a_concern_and_one_beside_it_is_not(tmp_path: Path) -> None:
    (tmp_path / "cloud/.stfolder").mkdir(parents=True)
    concern = storage_audit.concern_of(tmp_path / "cloud/study.icproj")
    assert concern is not None
    assert (concern.danger, concern.who, concern.place) == ("synced", "Syncthing", tmp_path / "cloud")
    assert storage_audit.concern_of(tmp_path / "study.icproj") is None


def test_a_session_tells_what_was_made_changed_and_removed_and_by_whom(tmp_path: Path) -> None:
    study, cache = tmp_path / "study", tmp_path / "cache"
    for folder in (study, cache):
        folder.mkdir()
    (study / "p.icproj").write_text("before")
    (study / "gone.txt").write_text("x")
    (cache / "same").write_text("x")
    before = snapshot([study, cache])
    (study / "p.icproj").write_text("after that")
    (study / "gone.txt").unlink()
    (study / "p-backups").mkdir()
    (study / "p-backups/p 1.icproj").write_text("copy")
    (cache / "mesa_shader_cache").mkdir()
    (cache / "mesa_shader_cache/1").write_text("x")
    (cache / "browser").write_text("x")
    (cache / "codebook.docx").write_text("codes")
    own = session_files.own_places(study / "p.icproj", exports=frozenset({("codebook.docx", 5)}))
    session = difference(before, snapshot([study, cache]), own)
    assert [(each.path.name, each.happened, each.whose) for each in session.differences] == [
        ("codebook.docx", "made", "ours"),
        ("p 1.icproj", "made", "ours"),
        ("p.icproj", "changed", "ours"),
        ("1", "made", "desktop"),
        ("browser", "made", "other"),
        ("gone.txt", "removed", "other"),
    ]
    assert session.unread == ()


def test_a_folder_too_large_is_said_and_what_is_new_in_it_still_found(tmp_path: Path) -> None:
    for number in range(40):
        (tmp_path / f"{number}").write_text("x")
    before = snapshot([tmp_path], most=10)
    assert before.unread == (tmp_path,)
    assert len(before.files) == 10
    older = max(file.stat().st_ctime_ns for file in tmp_path.iterdir())
    new = tmp_path / "new"
    # Files have the time of the kernel's last tick.
    while not new.exists() or new.stat().st_ctime_ns == older:
        new.write_text("x")
    before = replace(before, at_ns=new.stat().st_ctime_ns)
    session = difference(before, snapshot([tmp_path]), Own())
    assert [each.path.name for each in session.differences] == ["new"]
    assert session.unread == (tmp_path,)


def test_reading_stops_when_its_time_is_over(tmp_path: Path) -> None:
    for number in range(200):
        (tmp_path / f"{number}").write_text("x")
    assert snapshot([tmp_path], budget_s=0).unread == (tmp_path,)


def test_what_lies_in_two_of_the_folders_is_read_once(fresh_home: Path, project: Project) -> None:
    (fresh_home / ".config").mkdir()
    (fresh_home / ".config/settings").write_text("x")
    found = session_files.roots(project.path)
    assert {project.path.parent, fresh_home / ".config", Path(tempfile.gettempdir())} <= set(found)
    both = snapshot([fresh_home, fresh_home / ".config"])
    assert list(both.files) == [str(fresh_home / ".config/settings")]
