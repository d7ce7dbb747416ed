"""A disk that is full or can't be written: said calmly, nothing lost, and work goes on afterwards."""

from __future__ import annotations

import os
import random
import runpy
import shutil
import subprocess
import wave
from collections.abc import Iterator
from pathlib import Path

import pytest

from interviewcoder.coding import codes
from interviewcoder.errors import StorageFailed
from interviewcoder.privacy import tombstones
from interviewcoder.project import backup, file, lock, media
from interviewcoder.project.file import Project
from interviewcoder.sources import catalogue, importing

_MIB = 1024 * 1024
_FILLS = int(os.environ.get("TEST_FILLS", "12"))
_session = runpy.run_path(str(Path(__file__).with_name("killed_session.py")))


def _mount(folder: Path, *options: str) -> Iterator[Path]:
    folder.mkdir(exist_ok=True)
    try:
        subprocess.run(["mount", *options, str(folder)], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no disk of a test's own can be mounted here (that takes root)")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 6 MiB."""
    yield from _mount(tmp_path / "disk", "-t", "tmpfs", "-o", "size=6m", "tmpfs")


@pytest.fixture
def read_only_folder(tmp_path: Path, project: Project) -> Iterator[Path]:
    """A folder that can't be written, with a project in it."""
    codes.add(project, "Fear")
    project.close()
    kept = tmp_path / "kept"
    kept.mkdir()
    project.path.replace(kept / "study.icproj")
    yield from _mount(tmp_path / "shown", "--bind", "-o", "ro", str(kept))


@pytest.fixture
def read_only_file(tmp_path: Path, project: Project) -> Iterator[Path]:
    """A project that can't be written, in a folder that can."""
    codes.add(project, "Fear")
    project.close()
    shown = tmp_path / "shown.icproj"
    shown.touch()
    try:
        subprocess.run(["mount", "--bind", "-o", "ro", str(project.path), str(shown)], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no file can be mounted read-only here (that takes root)")
    yield shown
    subprocess.run(["umount", "--lazy", str(shown)], check=True)


def _fill(disk: Path, *, leave_bytes: int = 0) -> Path:
    """Fill a disk up to its last page, but for what is to be left."""
    ballast = disk / "ballast"
    free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
    ballast.write_bytes(b"\0" * (free - leave_bytes))
    return ballast


def _recording(path: Path, size_bytes: int) -> Path:
    with wave.open(str(path), "wb") as out:
        out.setparams((2, 2, 48_000, 0, "NONE", ""))
        out.writeframes(random.Random(7).randbytes(size_bytes))
    return path


def _is_sound(project: Project) -> bool:
    return str(project.raw_connection.execute("PRAGMA integrity_check").fetchone()[0]) == "ok"


def _chunks_of(project: Project) -> int:
    return int(project.raw_connection.execute("SELECT count(*) FROM media_chunk").fetchone()[0])


def test_a_recording_that_does_not_fit_is_refused_and_leaves_nothing(small_disk: Path, tmp_path: Path) -> None:
    recording = _recording(tmp_path / "long.wav", 8 * _MIB)
    with file.create(small_disk / "study.icproj", title="Study", passphrase=None) as project:
        codes.add(project, "Fear")
        with pytest.raises(StorageFailed) as refused:
            importing.add_files(project, [recording])
        assert "full" in refused.value.message
        assert catalogue.listing(project) == []
        assert _chunks_of(project) == 0
        codes.add(project, "Hope")
        assert [code.name for code in codes.tree(project)] == ["Fear", "Hope"]
        assert _is_sound(project)


def test_after_room_is_made_the_recording_goes_in(small_disk: Path, tmp_path: Path) -> None:
    recording = _recording(tmp_path / "short.wav", 2 * _MIB)
    with file.create(small_disk / "study.icproj", title="Study", passphrase=None) as project:
        ballast = _fill(small_disk, leave_bytes=_MIB)
        with pytest.raises(StorageFailed):
            importing.add_files(project, [recording])
        ballast.unlink()
        (source,) = importing.add_files(project, [recording])
        assert source.media_id is not None
        with media.open_stream(project, source.media_id) as stream:
            assert stream.read() == recording.read_bytes()
        assert _chunks_of(project) == 9
    with file.open_project(small_disk / "study.icproj") as again:
        assert _is_sound(again)


@pytest.mark.parametrize("passphrase", [None, "seven quiet rivers"])
def test_coding_on_a_full_disk_loses_nothing_that_was_saved(small_disk: Path, passphrase: str | None) -> None:
    path = small_disk / "study.icproj"
    with file.create(path, title="Study", passphrase=passphrase) as project:
        fear = codes.add(project, "Fear")
        ballast = _fill(small_disk)
        with pytest.raises(StorageFailed) as refused:
            for number in range(100):
                codes.add(project, f"Code {number}", definition="x" * 5000)
        assert "full" in refused.value.message
        assert refused.value.hint
        kept = codes.tree(project)
        assert kept[0].id == fear.id
        assert len(project.log()) == len(kept)
        with pytest.raises(StorageFailed):
            codes.describe(project, fear.id, definition="x" * 100_000)
        assert codes.node(project, fear.id).definition == ""
        ballast.unlink()
        codes.add(project, "Hope")
    with file.open_project(path, passphrase=passphrase) as again:
        assert [code.name for code in codes.tree(again)] == [*[code.name for code in kept], "Hope"]
        assert _is_sound(again)


def test_undo_on_a_full_disk_changes_nothing_and_works_afterwards(small_disk: Path) -> None:
    with file.create(small_disk / "study.icproj", title="Study", passphrase=None) as project:
        codes.add(project, "Fear", definition="x" * 200_000)
        ballast = _fill(small_disk)
        with pytest.raises(StorageFailed):
            project.undo()
        assert project.undo_label == "Add code"
        assert len(codes.tree(project)) == 1
        ballast.unlink()
        project.undo()
        assert codes.tree(project) == []


@pytest.mark.parametrize("passphrase", [None, "seven quiet rivers"])
def test_a_project_on_a_full_disk_opens_and_can_be_read(small_disk: Path, passphrase: str | None) -> None:
    path = small_disk / "study.icproj"
    with file.create(path, title="Study", passphrase=passphrase) as project:
        codes.add(project, "Fear")
    ballast = _fill(small_disk)
    with file.open_project(path, passphrase=passphrase) as project:
        assert [code.name for code in codes.tree(project)] == ["Fear"]
        with pytest.raises(StorageFailed):
            codes.add(project, "x" * 10_000)
        ballast.unlink()
        codes.add(project, "Hope")
    assert not lock.note_path(path).exists()


def test_what_a_refused_recording_left_on_a_full_disk_goes_at_the_next_opening(
    small_disk: Path, tmp_path: Path
) -> None:
    path = small_disk / "study.icproj"
    recording = _recording(tmp_path / "short.wav", 2 * _MIB)
    with file.create(path, title="Study", passphrase=None) as project:
        media.store_audio(project, recording)
        ballast = _fill(small_disk)
    with file.open_project(path) as project:
        assert codes.tree(project) == []
    ballast.unlink()
    with file.open_project(path) as project:
        assert _chunks_of(project) == 0


def test_no_project_is_half_made_on_a_full_disk(small_disk: Path) -> None:
    _fill(small_disk, leave_bytes=32 * 1024)
    with pytest.raises(StorageFailed) as refused:
        file.create(small_disk / "study.icproj", title="Study", passphrase=None)
    assert "full" in refused.value.message
    assert sorted(path.name for path in small_disk.iterdir()) == ["ballast"]


def test_a_backup_that_does_not_fit_is_refused_and_leaves_nothing(small_disk: Path) -> None:
    with file.create(small_disk / "study.icproj", title="Study", passphrase=None) as project:
        ballast = _fill(small_disk, leave_bytes=100 * 1024)
        with pytest.raises(StorageFailed):
            project.back_up()
        assert backup.backups(project.path) == []
        assert list(small_disk.rglob("*.part")) == []
        ballast.unlink()
        codes.add(project, "Fear")
        assert project.back_up().path.exists()


def test_backups_are_made_again_after_a_save_failed_on_a_full_disk(small_disk: Path, tmp_path: Path) -> None:
    recording = _recording(tmp_path / "short.wav", 2 * _MIB)
    with file.create(small_disk / "study.icproj", title="Study", passphrase=None) as project:
        ballast = _fill(small_disk, leave_bytes=_MIB)
        with pytest.raises(StorageFailed):
            importing.add_files(project, [recording])
        ballast.unlink()
        assert project.back_up().path.exists()


def test_restoring_on_a_full_disk_leaves_the_project_as_it_is(small_disk: Path) -> None:
    path = small_disk / "study.icproj"
    with file.create(path, title="Study", passphrase=None) as project:
        copy = project.back_up()
        codes.add(project, "Fear")
    _fill(small_disk, leave_bytes=8192)
    with pytest.raises(StorageFailed):
        backup.restore(copy, path)
    with file.open_project(path) as project:
        assert [code.name for code in codes.tree(project)] == ["Fear"]
    assert list(small_disk.glob("*.restoring")) == []


def test_a_project_in_a_read_only_folder_is_left_alone(read_only_folder: Path) -> None:
    path = read_only_folder / "study.icproj"
    before = path.read_bytes()
    with pytest.raises(StorageFailed) as refused:
        file.open_project(path)
    assert "read-only" in refused.value.message.lower()
    assert path.read_bytes() == before


def test_no_project_is_made_in_a_read_only_folder(read_only_folder: Path) -> None:
    with pytest.raises(StorageFailed) as refused:
        file.create(read_only_folder / "new.icproj", title="Study", passphrase=None)
    assert "read-only" in refused.value.message.lower()


def test_a_read_only_project_is_left_alone(read_only_file: Path) -> None:
    with pytest.raises(StorageFailed) as refused:
        file.open_project(read_only_file)
    assert "read-only" in refused.value.message
    assert not lock.note_path(read_only_file).exists()


def test_whatever_is_done_when_the_disk_fills_up_is_done_or_not_and_nothing_else_is_lost(
    small_disk: Path, tmp_path: Path
) -> None:
    chance = random.Random(20261122)
    recording = _recording(tmp_path / "short.wav", _MIB // 2)
    (tmp_path / "leaving.txt").write_text("I: And you?\nP: I would rather not have said that.\n" * 50)
    digest_of, kinds = _session["digest_of"], ("merge", "correct", "transcribe", "deidentify", "withdraw", "rekey")
    refused = dict.fromkeys(kinds, 0)
    for number in range(_FILLS):
        kind = kinds[number % len(kinds)]
        path = small_disk / "study.icproj"
        passphrase = "seven quiet rivers" if kind == "rekey" else None
        _begin(path, passphrase, tmp_path)
        work = _session["Work"](path, passphrase, recording, chance)
        without = digest_of(work.project)
        work.prepare(kind)
        before = digest_of(work.project)
        # What writes the file anew needs much, a correction little.
        ballast = _fill(small_disk, leave_bytes=chance.randrange(_MIB if kind in ("withdraw", "rekey") else _MIB // 32))
        try:
            work.do(kind)
        except StorageFailed:
            refused[kind] += 1
            work.project.close()
            with file.open_project(path, passphrase=passphrase) as project:
                assert digest_of(project) in ({before, without} if kind == "withdraw" else {before})
        else:
            work.project.close()
        ballast.unlink()
        with file.open_project(path, passphrase=passphrase) as project:
            assert not tombstones.reapply(project).unfinished
            assert _is_sound(project)
            codes.add(project, "Hope")
        for left in small_disk.iterdir():
            shutil.rmtree(left) if left.is_dir() else left.unlink()
    assert min(refused.values()) > 0 or _FILLS < 100
    assert sum(refused.values()) > 0


def _begin(path: Path, passphrase: str | None, folder: Path) -> None:
    transcript = folder / "P01.txt"
    transcript.write_text("I: What happened?\nP: I was afraid of the lawyers and of the press.\n" * 100)
    with file.create(path, title="Study", passphrase=passphrase) as project:
        importing.add_files(project, [transcript])
        codes.add(project, "Fear")
        project.back_up()
