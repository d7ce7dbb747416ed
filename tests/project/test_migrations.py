"""Files of earlier versions open; files of later ones are left alone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from interviewcoder.coding import codes, segments
from interviewcoder.errors import NotAProject, ProjectTooNew, StorageFailed
from interviewcoder.project import backup, file, lock, migrations
from interviewcoder.project.file import Project
from interviewcoder.project.rows import Row
from interviewcoder.project.schema import SCHEMA_VERSION
from interviewcoder.sources import catalogue

_OLD_FILES = Path(__file__).with_name("old_files")
_PASSPHRASE = "old friend"


def _copy_of(version: int, folder: Path) -> Path:
    return Path(shutil.copy(_OLD_FILES / f"version_{version}.icproj", folder / "study.icproj"))


def test_there_is_a_step_and_a_file_for_each_earlier_version() -> None:
    earlier = list(range(1, SCHEMA_VERSION))
    assert sorted(migrations.STEPS) == earlier
    assert [version for version in earlier if not (_OLD_FILES / f"version_{version}.icproj").is_file()] == []


@pytest.mark.parametrize("version", range(1, SCHEMA_VERSION))
def test_an_old_file_opens_with_all_that_is_in_it(version: int, tmp_path: Path) -> None:
    with file.open_project(_copy_of(version, tmp_path), passphrase=_PASSPHRASE) as project:
        assert catalogue.listing(project)
        for coding in segments.listing(project):
            assert segments.quote(project, coding.id)
        while project.undo_label:
            project.undo()
        while project.redo_label:
            project.redo()
        codes.add(project, "new in an old file")


@pytest.mark.parametrize("version", range(1, SCHEMA_VERSION))
def test_an_old_file_gets_the_tables_of_a_new_one(version: int, tmp_path: Path) -> None:
    with file.create(tmp_path / "new.icproj", title="", passphrase=None) as new:
        expected = _columns(new)
    with file.open_project(_copy_of(version, tmp_path), passphrase=_PASSPHRASE) as old:
        assert _columns(old) == expected


@pytest.mark.parametrize("version", range(1, SCHEMA_VERSION))
def test_a_backup_is_made_before_a_file_is_changed(version: int, tmp_path: Path) -> None:
    path = _copy_of(version, tmp_path)
    before = path.read_bytes()
    file.open_project(path, passphrase=_PASSPHRASE).close()
    (kept,) = backup.backups(path)
    assert kept.path.read_bytes() == before
    file.open_project(path, passphrase=_PASSPHRASE).close()
    assert len(backup.backups(path)) == 1


def test_a_file_whose_backup_cannot_be_made_is_left_as_it_is(tmp_path: Path) -> None:
    path = _copy_of(1, tmp_path)
    before = path.read_bytes()
    backup.folder_of(path).write_text("in the way", encoding="utf-8")
    with pytest.raises(StorageFailed):
        file.open_project(path, passphrase=_PASSPHRASE)
    assert path.read_bytes() == before
    assert not lock.note_path(path).exists()


@pytest.mark.parametrize("passphrase", [None, "seven quiet rivers"])
def test_a_newer_file_is_refused_and_left_alone_byte_for_byte(tmp_path: Path, passphrase: str | None) -> None:
    path = tmp_path / "newer.icproj"
    with file.create(path, title="Study", passphrase=passphrase) as project, project.quiet_write() as session:
        session.connection().exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    before, folder = path.read_bytes(), sorted(tmp_path.iterdir())
    with pytest.raises(ProjectTooNew) as refused:
        file.open_project(path, passphrase=passphrase)
    assert "newer version" in refused.value.message
    assert path.read_bytes() == before
    assert sorted(tmp_path.iterdir()) == folder


@pytest.mark.parametrize("version", [0, 1, SCHEMA_VERSION, 75])
def test_another_programs_database_is_no_project_and_left_alone(tmp_path: Path, version: int) -> None:
    import sqlcipher3.dbapi2 as sqlcipher

    path = tmp_path / "places.icproj"
    connection = sqlcipher.connect(str(path))
    connection.execute("CREATE TABLE bookmarks (url TEXT)")
    connection.execute(f"PRAGMA user_version = {version}")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(NotAProject):
        file.open_project(path)
    assert path.read_bytes() == before
    assert sorted(tmp_path.iterdir()) == [path]


def _columns(project: Project) -> dict[str, set[tuple[object, ...]]]:
    """Name, type, NOT NULL and key of each column of each table."""
    read = project.raw_connection.execute
    found: dict[str, set[tuple[object, ...]]] = {}
    for name in Row.metadata.tables:
        rows = read(f"PRAGMA table_info({name})").fetchall()
        found[name] = {(row[1], str(row[2]).replace("VARCHAR", "TEXT"), row[3], row[5]) for row in rows}
    return found
