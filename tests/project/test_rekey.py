"""Another passphrase, encryption put on and taken off: the same study, and the old key opens nothing any more."""

from __future__ import annotations

import os
import random
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from time import monotonic

import pytest

from interviewcoder.analysis import word_index
from interviewcoder.coding import codes, segments
from interviewcoder.errors import Cancelled, NotAllowed, ProjectLocked, StorageFailed, WrongPassphrase
from interviewcoder.project import activity, backup, cipher, file, place, rekey
from interviewcoder.project.file import Project
from interviewcoder.project.rewriting import Watch
from interviewcoder.sources import importing
from interviewcoder.sources.text import Span

_CANARY = "Zwetschgendatschi"
_NEW = "copper lantern meadow"
_KILLS = int(os.environ.get("TEST_KILLS", "4"))


def _fill(project: Project, folder: Path) -> None:
    transcript = folder / "P01.txt"
    transcript.write_text(f"I: What was it?\nP: It was {_CANARY}, again and again.\n" * 20, encoding="utf-8")
    (source,) = importing.add_files(project, [transcript])
    transcript.unlink()
    fear = codes.add(project, "Fear", definition=_CANARY)
    segments.code_passage(project, source.id, Span(4, 9), fear.id)
    word_index.bring_up_to_date(project, budget_s=5)


def _content(project: Project) -> list[object]:
    """Every row of every table but the log's, and what counts on from them."""
    read = project.raw_connection.execute
    tables = [name for (name,) in read("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()]
    kept = [name for name in tables if name not in ("activity", "word_index", "sqlite_stat1", "sqlite_stat4")]
    rows: list[object] = [
        (name, sorted(read(f'SELECT * FROM "{name}"').fetchall(), key=repr))
        for name in kept
        if name not in ("sqlite_sequence", "word_index_config")
    ]
    counters = dict(read("SELECT name, seq FROM sqlite_sequence").fetchall())
    return [*rows, {name: number for name, number in counters.items() if name != "activity"}]


def _hits(project: Project) -> int:
    found = project.raw_connection.execute("SELECT count(*) FROM word_index WHERE word_index MATCH ?", (_CANARY,))
    return int(found.fetchone()[0])


def _holds_canary(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file() and _CANARY.encode() in path.read_bytes()]


@pytest.fixture(autouse=True)
def quick_keys(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Keys of few rounds: what is shown here has nothing to do with how slowly a passphrase is tried."""
    # Other processes have keys of their own.
    if "killed" not in request.node.name:
        monkeypatch.setattr(cipher, "KDF_ITERATIONS", 1000)


@pytest.fixture
def study(encrypted_project: Project, tmp_path: Path) -> Path:
    """A closed, encrypted project with a backup."""
    _fill(encrypted_project, tmp_path)
    encrypted_project.back_up()
    encrypted_project.close()
    return encrypted_project.path


def test_another_passphrase_opens_the_same_study_and_the_old_one_opens_nothing(study: Path, passphrase: str) -> None:
    with file.open_project(study, passphrase=passphrase) as before:
        content, salt = _content(before), before.salt
    done = rekey.change_passphrase(study, passphrase, _NEW)
    assert done.encrypted
    assert len(done.renewed) == 1
    assert done.left == ()
    for path in (study, *done.renewed):
        with pytest.raises(WrongPassphrase):
            file.open_project(path, passphrase=passphrase)
    with file.open_project(study, passphrase=_NEW) as after:
        assert after.salt not in (None, salt)
        assert _content(after) == content
        assert _hits(after) == 1
        assert after.log()[-1].label == "Change passphrase"
        assert activity.first_broken(after.session) is None
        # Triggers, counters and history go on where they were.
        after.undo()
        assert codes.add(after, "Hope").id > codes.tree(after)[0].id
        assert rekey.stale_backups(study, after.salt) == []
    with file.open_project(done.renewed[0], passphrase=_NEW) as copy:
        assert _content(copy) == content
    assert study.stat().st_mode & 0o077 == 0
    assert list(study.parent.rglob("*.renewed*")) == []


def test_encryption_put_on_leaves_no_word_to_be_read_and_taken_off_gives_the_same_study(
    project: Project, tmp_path: Path
) -> None:
    _fill(project, tmp_path)
    project.back_up()
    content = _content(project)
    project.close()
    hard_link = os.open(project.path, os.O_RDONLY)
    assert len(_holds_canary(tmp_path)) == 2
    rekey.encrypt(project.path, _NEW)
    assert _holds_canary(tmp_path) == []
    # What the old file's bytes were is overwritten, too, although it has no name any more.
    with os.fdopen(hard_link, "rb") as old:
        assert _CANARY.encode() not in old.read()
    with file.open_project(project.path, passphrase=_NEW) as encrypted:
        assert encrypted.encrypted
        assert _content(encrypted) == content
    rekey.decrypt(project.path, _NEW)
    with file.open_project(project.path) as plain:
        assert not plain.encrypted
        assert _content(plain) == content
        assert [entry.label for entry in plain.log()][-2:] == ["Encrypt project", "Remove encryption"]
    assert len(_holds_canary(tmp_path)) == 2


def test_the_old_files_salt_is_overwritten(study: Path, passphrase: str) -> None:
    with study.open("rb", buffering=0) as old:
        assert old.read(4096) != bytes(4096)
        rekey.change_passphrase(study, passphrase, _NEW)
        old.seek(0)
        assert old.read(4096) == bytes(4096)


def test_a_file_that_has_another_name_too_keeps_its_bytes_there(study: Path, passphrase: str) -> None:
    other = study.with_name("by another name.icproj")
    other.hardlink_to(study)
    rekey.change_passphrase(study, passphrase, _NEW)
    file.open_project(other, passphrase=passphrase).close()


def test_backups_are_removed_where_the_person_wants_that(study: Path, passphrase: str) -> None:
    done = rekey.change_passphrase(study, passphrase, _NEW, remove_backups=True)
    assert len(done.removed) == 1
    assert backup.backups(study) == []


def test_a_backup_that_cannot_be_renewed_is_listed_and_can_be_removed(study: Path, passphrase: str) -> None:
    (copy,) = backup.backups(study)
    foreign = copy.path.with_name("kept by hand.icproj")
    file.create(foreign, title="Other", passphrase="something else").close()
    damaged = copy.path.with_name("damaged.icproj")
    damaged.write_bytes(copy.path.read_bytes()[:-100])
    done = rekey.change_passphrase(study, passphrase, _NEW)
    assert done.renewed == (copy.path,)
    assert {left.path for left in done.left} == {foreign, damaged}
    assert all(left.why for left in done.left)
    with file.open_project(study, passphrase=_NEW) as opened:
        assert set(rekey.stale_backups(study, opened.salt)) == {foreign, damaged}
        assert set(rekey.remove_stale_backups(study, opened.salt)) == {foreign, damaged}
    assert [each.path for each in backup.backups(study)] == [copy.path]


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (lambda path: rekey.change_passphrase(path, "wrong", _NEW), WrongPassphrase),
        (lambda path: rekey.change_passphrase(path, "seven quiet rivers", "  "), NotAllowed),
        (lambda path: rekey.decrypt(path, "wrong"), WrongPassphrase),
        (lambda path: rekey.encrypt(path, _NEW), NotAllowed),
    ],
)
def test_what_cannot_be_done_leaves_every_byte_as_it_was(
    study: Path, change: Callable[[Path], object], error: type[Exception]
) -> None:
    before = study.read_bytes()
    with pytest.raises(error):
        change(study)
    assert study.read_bytes() == before
    assert list(study.parent.rglob("*.renewed*")) == []


def test_an_unencrypted_project_has_no_passphrase_to_change(project: Project) -> None:
    project.close()
    with pytest.raises(NotAllowed):
        rekey.change_passphrase(project.path, "old", _NEW)
    with pytest.raises(NotAllowed):
        rekey.decrypt(project.path, "old")


def test_an_open_project_is_left_alone(encrypted_project: Project, passphrase: str) -> None:
    with pytest.raises(ProjectLocked):
        rekey.change_passphrase(encrypted_project.path, passphrase, _NEW)
    codes.add(encrypted_project, "Fear")


def test_nobody_opens_a_project_while_it_is_written_anew(study: Path, passphrase: str) -> None:
    refused: list[object] = []

    def told(name: str, share: float) -> None:
        if not refused:
            with pytest.raises(ProjectLocked) as error:
                file.open_project(study, passphrase=passphrase)
            refused.append(error)

    rekey.change_passphrase(study, passphrase, _NEW, watch=Watch(told=told))
    assert refused


def test_it_can_be_stopped_until_the_project_is_replaced(study: Path, passphrase: str) -> None:
    before = study.read_bytes()
    shares: list[float] = []
    watch = Watch(told=lambda name, share: shares.append(share), stopped=lambda: len(shares) > 2)
    with pytest.raises(Cancelled):
        rekey.change_passphrase(study, passphrase, _NEW, watch=watch)
    assert study.read_bytes() == before
    assert list(study.parent.rglob("*.renewed*")) == []
    file.open_project(study, passphrase=passphrase).close()


def test_stopped_at_the_backups_it_lists_those_that_are_left(study: Path, passphrase: str) -> None:
    files: list[str] = []
    watch = Watch(told=lambda name, share: files.append(name), stopped=lambda: files[-1:] not in ([], [study.name]))
    done = rekey.change_passphrase(study, passphrase, _NEW, watch=watch)
    assert [left.path for left in done.left] == [each.path for each in backup.backups(study)]
    file.open_project(study, passphrase=_NEW).close()
    file.open_project(done.left[0].path, passphrase=passphrase).close()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 6 MiB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    try:
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(folder)], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no disk of a test's own can be mounted here (that takes root)")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_without_room_nothing_is_changed_and_the_project_opens_as_before(
    small_disk: Path, study: Path, passphrase: str
) -> None:
    path = small_disk / study.name
    shutil.copy(study, path)
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize - 64 * 1024))
    with pytest.raises(StorageFailed, match="room"):
        rekey.change_passphrase(path, passphrase, _NEW)
    assert sorted(each.name for each in small_disk.iterdir()) == ["ballast", path.name]
    ballast.unlink()

    def fill(name: str, share: float) -> None:
        if not ballast.exists():
            ballast.write_bytes(bytes(os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize))

    # The room goes while it is being written.
    with pytest.raises(StorageFailed):
        rekey.change_passphrase(path, passphrase, _NEW, watch=Watch(told=fill))
    ballast.unlink()
    file.open_project(path, passphrase=passphrase).close()
    assert [each.name for each in small_disk.iterdir()] == [path.name]


def test_in_a_folder_that_cannot_be_written_nothing_is_begun(study: Path, tmp_path: Path, passphrase: str) -> None:
    shown = tmp_path / "shown"
    shown.mkdir()
    try:
        mount = ["mount", "--bind", "-o", "ro", str(study.parent), str(shown)]
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no folder can be mounted read-only here (that takes root)")
    try:
        with pytest.raises(StorageFailed):
            rekey.change_passphrase(shown / study.name, passphrase, _NEW)
    finally:
        subprocess.run(["umount", "--lazy", str(shown)], check=True)
    file.open_project(study, passphrase=passphrase).close()


_WORKER = """
import os, sys
from pathlib import Path
from interviewcoder.analysis import word_index
from interviewcoder.project import rekey
for line in sys.stdin:
    path, old, new = line.rstrip("\\n").split("\\t")
    worker = os.fork()
    if worker == 0:
        print("begin", os.getpid(), flush=True)
        rekey.change_passphrase(Path(path), old, new)
        os.write(1, b"done\\n")
        os._exit(0)
    os.waitpid(worker, 0)
    print("ended", flush=True)
"""


def test_killed_at_any_moment_the_old_or_the_new_passphrase_opens_the_whole_study(
    study: Path, passphrase: str, tmp_path: Path
) -> None:
    with file.open_project(study, passphrase=passphrase) as project:
        content = _content(project)
    command = [sys.executable, "-c", _WORKER]
    now, other, opened = passphrase, _NEW, set()
    chance = random.Random(3)
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1) as workers:
        assert workers.stdin is not None
        assert workers.stdout is not None
        lasts_s = _one_change(workers, study, now, other, kill_after_s=None)
        now, other = other, now
        for number in range(_KILLS):
            # From the deriving of the keys to the backup's replacement.
            share = (number + chance.random()) / _KILLS
            _one_change(workers, study, now, other, kill_after_s=lasts_s * share)
            try:
                project = file.open_project(study, passphrase=now)
                opened.add("old")
            except WrongPassphrase:
                now, other = other, now
                project = file.open_project(study, passphrase=now)
                opened.add("new")
            with project:
                assert _content(project) == content
                assert project.raw_connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
                # A backup that wasn't reached is told from the others by its salt, and opens by the other passphrase.
                stale = rekey.stale_backups(study, project.salt)
            assert not place.unfinished(study).exists()
            for copy in backup.backups(study):
                file.open_project(copy.path, passphrase=other if copy.path in stale else now).close()
                if copy.path in stale:
                    rekey.change_passphrase(copy.path, other, now)
        workers.stdin.close()
    assert "old" in opened


def _one_change(workers: subprocess.Popen[str], path: Path, old: str, new: str, *, kill_after_s: float | None) -> float:
    assert workers.stdin is not None
    assert workers.stdout is not None
    workers.stdin.write(f"{path}\t{old}\t{new}\n")
    pid = int(workers.stdout.readline().split()[1])
    began = monotonic()
    if kill_after_s is not None:
        # Nothing but its end is heard meanwhile.
        select.select([workers.stdout], [], [], kill_after_s)
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    said = []
    while (line := workers.stdout.readline()) not in ("ended\n", ""):
        said.append(line)
    assert said in ([], ["done\n"])
    assert line == "ended\n"
    return monotonic() - began
