"""Copies of a project: which are kept, and how one comes back."""

from __future__ import annotations

import json
import shutil
import socket
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interviewcoder.coding import codes
from interviewcoder.errors import ProjectLocked, StorageFailed
from interviewcoder.project import backup, cipher, file, lock, rekey
from interviewcoder.project.backup import KEEP_DAILY, KEEP_LAST, KEEP_WEEKLY, Backup
from interviewcoder.project.file import Project

_NOW = datetime(2026, 3, 31, 12)

_ages = st.lists(st.integers(0, 100 * 24 * 60), unique=True, max_size=60).map(
    lambda minutes: [_aged(timedelta(minutes=m)) for m in sorted(minutes)]
)
_ci = settings(derandomize=True, database=None, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _aged(age: timedelta) -> Backup:
    return Backup(Path(f"{_NOW - age}"), _NOW - age, 1)


@_ci
@given(_ages)
def test_the_last_ten_stay(newest_first: list[Backup]) -> None:
    assert set(newest_first[:KEEP_LAST]) <= set(backup.to_keep(newest_first, _NOW))


@_ci
@given(_ages)
def test_each_day_of_the_last_week_keeps_its_newest(newest_first: list[Backup]) -> None:
    kept = backup.to_keep(newest_first, _NOW)
    for day in {b.at.date() for b in newest_first if _NOW - b.at <= KEEP_DAILY}:
        assert max((b for b in newest_first if b.at.date() == day), key=lambda b: b.at) in kept


@_ci
@given(_ages)
def test_each_week_of_two_months_keeps_its_newest(newest_first: list[Backup]) -> None:
    kept = backup.to_keep(newest_first, _NOW)
    for week in {b.at.isocalendar()[:2] for b in newest_first if _NOW - b.at <= KEEP_WEEKLY}:
        assert max((b for b in newest_first if b.at.isocalendar()[:2] == week), key=lambda b: b.at) in kept


@_ci
@given(_ages)
def test_no_more_stay_than_the_rule_asks_for(newest_first: list[Backup]) -> None:
    kept = backup.to_keep(newest_first, _NOW)
    assert len(kept) == len(set(kept)) <= KEEP_LAST + 8 + 10
    assert backup.to_keep(kept, _NOW) == kept


def test_a_backup_every_hour_for_a_year_leaves_a_thin_and_even_set() -> None:
    kept: list[Backup] = []
    for hour in range(365 * 24):
        now = _NOW + timedelta(hours=hour)
        kept = backup.to_keep(sorted([Backup(Path(str(now)), now, 1), *kept], key=lambda b: b.at, reverse=True), now)
    ages = sorted(now - b.at for b in kept)
    assert ages[:10] == [timedelta(hours=hour) for hour in range(10)]
    assert len([age for age in ages if age <= timedelta(days=7)]) >= 16
    gaps = [later - earlier for earlier, later in pairwise(ages)]
    assert max(gaps) <= timedelta(days=7)
    assert timedelta(days=54) <= ages[-1] <= KEEP_WEEKLY


def test_backups_are_listed_newest_first_and_nothing_else_is(project: Project) -> None:
    first, second = project.back_up(), project.back_up()
    (first.path.parent / "study notes.icproj").write_bytes(b"a person's own file")
    (first.path.parent / "study 2026-13-45 99-99-99.icproj").write_bytes(b"no moment")
    assert [b.path for b in backup.backups(project.path)] == [second.path, first.path]
    assert second.at > first.at
    assert first.size_bytes == project.path.stat().st_size


def test_a_project_without_backups_has_none(tmp_path: Path) -> None:
    assert backup.backups(tmp_path / "study.icproj") == []


def test_thinning_removes_only_backups_of_the_project(project: Project) -> None:
    folder = backup.folder_of(project.path)
    folder.mkdir()
    for hours in range(30):
        stamp = (_NOW - timedelta(hours=hours)).strftime("%Y-%m-%d %H-%M-%S")
        (folder / f"study {stamp}.icproj").write_bytes(b"x")
    own = folder / "study, as it was before the summer.icproj"
    own.write_bytes(b"x")
    backup.thin(project.path, now=_NOW)
    assert own.exists()
    assert len(backup.backups(project.path)) == 11


def test_a_backup_is_the_project_as_it_was_last_saved(project: Project) -> None:
    codes.add(project, "Fear")
    copy = project.back_up()
    codes.add(project, "Hope")
    with file.open_project(copy.path) as opened:
        assert [code.name for code in codes.tree(opened)] == ["Fear"]
        assert opened.undo_label == "Add code"


def test_a_restored_backup_takes_the_projects_place_which_is_kept(project: Project) -> None:
    codes.add(project, "Fear")
    copy = project.back_up()
    codes.add(project, "Hope")
    project.close()
    kept = backup.restore(copy, project.path)
    with file.open_project(project.path) as restored:
        assert [code.name for code in codes.tree(restored)] == ["Fear"]
    assert kept in [b.path for b in backup.backups(project.path)]
    with file.open_project(kept) as former:
        assert [code.name for code in codes.tree(former)] == ["Fear", "Hope"]
    assert copy.path.exists()


def test_a_backup_is_restored_where_the_project_is_gone(project: Project) -> None:
    codes.add(project, "Fear")
    copy = project.back_up()
    project.close()
    project.path.unlink()
    backup.restore(copy, project.path)
    with file.open_project(project.path) as restored:
        assert [code.name for code in codes.tree(restored)] == ["Fear"]


def test_nothing_is_restored_over_an_open_project(project: Project) -> None:
    copy = project.back_up()
    with pytest.raises(ProjectLocked):
        backup.restore(copy, project.path)
    codes.add(project, "Fear")


def test_nothing_is_restored_over_a_project_that_another_machine_has(project: Project) -> None:
    copy = project.back_up()
    project.close()
    note = {"user": "ada", "host": f"not {socket.gethostname()}", "process": 1, "since": "today"}
    lock.note_path(project.path).write_text(json.dumps(note), encoding="utf-8")
    with pytest.raises(ProjectLocked):
        backup.restore(copy, project.path)


def test_what_a_crash_left_unfinished_never_meets_the_restored_backup(project: Project, tmp_path: Path) -> None:
    for number in range(200):
        with project.op("Grow"):
            codes.add(project, f"code {number}", definition="x" * 2000)
        if number == 3:
            break
    copy = project.back_up()
    project.close()
    _crash_while_writing(project.path, tmp_path)
    backup.restore(copy, project.path)
    assert not project.path.with_name("study.icproj-journal").exists()
    with file.open_project(project.path) as restored:
        assert len(codes.tree(restored)) == 4
        assert restored.session.connection().exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"


def test_what_was_there_before_is_kept_whole_after_a_crash(project: Project, tmp_path: Path) -> None:
    codes.add(project, "Fear")
    copy = project.back_up()
    project.close()
    _crash_while_writing(project.path, tmp_path)
    kept = backup.restore(copy, project.path)
    with file.open_project(kept) as former:
        assert [code.name for code in codes.tree(former)] == ["Fear"]


def test_a_backup_that_a_crash_left_half_written_is_cleared_away(project: Project) -> None:
    folder = backup.folder_of(project.path)
    folder.mkdir()
    (folder / "study 2026-01-01 10-00-00.part").write_bytes(b"half")
    project.back_up()
    assert list(folder.glob("*.part")) == []


def test_a_failed_save_does_not_keep_backups_from_being_made(project: Project) -> None:
    with pytest.raises(ZeroDivisionError), project.quiet_write():
        raise ZeroDivisionError
    with pytest.raises(ZeroDivisionError), project.op("Fail"):
        codes.add(project, "Fear")
        raise ZeroDivisionError
    assert project.back_up().path.exists()


def test_a_folder_that_cannot_be_made_is_said_calmly(project: Project) -> None:
    backup.folder_of(project.path).write_text("a file is in the way", encoding="utf-8")
    with pytest.raises(StorageFailed):
        project.back_up()
    codes.add(project, "Fear")


def test_a_closed_project_is_not_backed_up(project: Project) -> None:
    project.close()
    with pytest.raises(StorageFailed):
        project.back_up()


def _crash_while_writing(path: Path, folder: Path) -> None:
    """Leave the file as a crash in the middle of a large save leaves it: half overwritten, its journal beside it."""
    import sqlcipher3.dbapi2 as sqlcipher

    connection = sqlcipher.connect(str(path), isolation_level=None)
    connection.execute("PRAGMA cache_size = 1")
    connection.execute("PRAGMA cache_spill = 1")
    connection.execute("BEGIN")
    for table in ("code", "step", "activity"):
        connection.execute(f"DELETE FROM {table}")
    connection.execute("CREATE TABLE noise (content BLOB)")
    connection.executemany("INSERT INTO noise VALUES (zeroblob(4000))", [()] * 400)
    half = [path, path.with_name(f"{path.name}-journal")]
    copies = [shutil.copy(one, folder / f"{one.name}.crashed") for one in half]
    connection.execute("ROLLBACK")
    connection.close()
    for copied, one in zip(copies, half, strict=True):
        Path(copied).replace(one)


def test_encrypting_leaves_no_half_done_copy_that_anybody_can_read(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cipher, "KDF_ITERATIONS", 1000)
    codes.add(project, "Zwetschgendatschi")
    made, path = project.back_up().path, project.path
    project.close()
    for left in (made.with_suffix(".part"), made.with_suffix(".cleaning"), path.with_suffix(".restoring")):
        shutil.copy(made, left)
    rekey.encrypt(path, "copper lantern meadow")
    files = [each for each in path.parent.rglob("*") if each.is_file()]
    assert made in files and all(b"Zwetschgendatschi" not in each.read_bytes() for each in files)
