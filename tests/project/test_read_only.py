"""A project that somebody else has open, or that can't be written, is looked at as it was last saved."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from interviewcoder.coding import codes, segments
from interviewcoder.errors import NotAllowed, NotAProject, ProjectLocked, StorageFailed, WrongPassphrase
from interviewcoder.project import file, journal, lock, media, preferences, read_only, recovery, saved_state
from interviewcoder.project.cipher import derive_key
from interviewcoder.project.file import Project
from interviewcoder.project.salt import read_salt
from interviewcoder.sources import importing
from interviewcoder.sources.text import Span
from tests.project.others import Others, write_note

_OLD_FILES = Path(__file__).with_name("old_files")


@pytest.fixture(scope="module")
def others() -> Iterator[Others]:
    """Other processes, ready to open projects."""
    started = Others()
    yield started
    started.end()


def _names(project: Project) -> list[str]:
    return [code.name for code in codes.tree(project)]


def _closed(project: Project) -> Path:
    project.close()
    return project.path


def _files(folder: Path) -> dict[str, tuple[int, int]]:
    return {each.name: (each.stat().st_size, each.stat().st_mtime_ns) for each in folder.iterdir()}


def test_what_another_process_has_saved_is_seen_and_its_lock_holds(project: Project, others: Others) -> None:
    codes.add(project, "Fear")
    path = _closed(project)
    with others.holding(path) as holder:
        assert holder.does("code Hope") == "done"
        before = _files(path.parent)
        with read_only.open_read_only(path) as view:
            assert _names(view) == ["Fear", "Hope"]
            assert view.holder is not None
            assert view.holder.process == holder.process
            # The holder saves on while somebody looks, and nobody else gets in.
            assert holder.does("code Trust") == "done"
            with pytest.raises(ProjectLocked):
                file.open_project(path)
            assert _names(view) == ["Fear", "Hope"]
            with view.again() as newer:
                assert _names(newer) == ["Fear", "Hope", "Trust"]
        assert set(_files(path.parent)) == set(before)
        assert holder.does("code After") == "done"
    with file.open_project(path) as opened:
        assert _names(opened) == ["Fear", "Hope", "Trust", "After"]


def test_looking_leaves_no_trace(encrypted_project: Project, passphrase: str) -> None:
    codes.add(encrypted_project, "Fear")
    path = _closed(encrypted_project)
    before = _files(path.parent)
    with read_only.open_read_only(path, passphrase=passphrase) as view:
        assert _names(view) == ["Fear"]
        assert view.encrypted
        assert view.has_passphrase(passphrase)
        assert b"".join(view.blocks()) == path.read_bytes()
    assert _files(path.parent) == before


def test_a_reader_never_sees_half_a_save(project: Project, others: Others) -> None:
    path = _closed(project)
    seen = set()
    with others.holding(path) as holder:
        holder.begin("busy")
        for _ in range(4):
            with read_only.open_read_only(path) as view:
                names = _names(view)
                seen.add(len(names))
            assert [each.replace("Left", "Right") for each in names[::2]] == names[1::2]
        assert holder.answer() == "done"
    assert len(seen) > 1


def test_a_killed_holder_s_last_saved_state_is_read_and_then_worked_in(project: Project, others: Others) -> None:
    path = _closed(project)
    with others.holding(path) as holder:
        assert holder.does("code Fear") == "done"
        holder.kill()
        assert lock.note_path(path).exists()
        with read_only.open_read_only(path) as view:
            assert (view.holder, _names(view)) == (None, ["Fear"])
            with view.open_to_work() as opened:
                codes.add(opened, "Hope")
    assert not lock.note_path(path).exists()


def test_a_save_that_was_cut_off_is_not_read(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved_state, "_PAUSE_S", 0.0)
    path = _closed(project)
    journal.of(path).write_bytes(bytes.fromhex("d9d505f920a163d7") + bytes(504))
    with pytest.raises(StorageFailed, match="cut off"):
        read_only.open_read_only(path)
    # What stays beside an open project between two saves says nothing of the kind.
    journal.of(path).write_bytes(bytes(512))
    read_only.open_read_only(path).close()


def test_what_another_machine_has_open_is_seen_with_its_name(project: Project) -> None:
    codes.add(project, "Fear")
    path = _closed(project)
    write_note(path, host="elsewhere")
    with read_only.open_read_only(path) as view:
        assert view.holder is not None
        assert str(view.holder).startswith("ada on elsewhere")
        with pytest.raises(NotAllowed, match="ada on elsewhere"):
            codes.add(view, "Hope")
    assert lock.holder_of(path) is not None


def test_nothing_can_be_changed_in_a_view(project: Project, tmp_path: Path) -> None:
    codes.add(project, "Fear")
    path = _closed(project)
    with read_only.open_read_only(path) as view:
        for attempt in (lambda: codes.add(view, "Hope"), view.undo, view.redo, view.back_up, lambda: view.go_to(None)):
            with pytest.raises(NotAllowed, match="read-only view"):
                attempt()
        assert _names(view) == ["Fear"]
        recording = tmp_path / "P01.wav"
        recording.write_bytes(bytes(4096))
        with pytest.raises(NotAllowed):
            media.store_audio(view, recording)


def test_how_somebody_leaves_a_view_is_kept_in_memory_alone(project: Project) -> None:
    path = _closed(project)
    before = path.read_bytes()
    with read_only.open_read_only(path) as view:
        preferences.keep(view, "window.layout", "{}")
        view.work_as("Ada")
        assert preferences.preference(view, "window.layout") == "{}"
    assert path.read_bytes() == before


def test_recordings_are_not_in_a_view(project: Project) -> None:
    with project.quiet_write() as session:
        session.connection().exec_driver_sql("INSERT INTO media_chunk VALUES ('a', 0, x'00')")
    path = _closed(project)
    with read_only.open_read_only(path) as view:
        assert view.raw_connection.execute("SELECT count(*) FROM media_chunk").fetchone() == (0,)


def test_codings_and_words_are_found_in_a_view(project: Project, tmp_path: Path) -> None:
    from interviewcoder.analysis import word_index

    typed = tmp_path / "P01.txt"
    typed.write_text("I: What?\nP: Fear of lawsuits, mostly.", encoding="utf-8")
    (source,) = importing.add_files(project, [typed])
    segments.code_with_name(project, source.id, Span(0, 8), "Fear")
    path = _closed(project)
    with read_only.open_read_only(path) as view:
        assert [each.code_name for each in segments.in_source(view, source.id)] == ["Fear"]
        word_index.bring_up_to_date(view, budget_s=5)
        found = view.raw_connection.execute("SELECT rowid FROM word_index WHERE word_index MATCH 'lawsuits'").fetchall()
        assert found == [(source.id,)]


def test_an_encrypted_project_asks_for_its_passphrase(encrypted_project: Project, passphrase: str) -> None:
    path = _closed(encrypted_project)
    with pytest.raises(WrongPassphrase, match="needs its passphrase"):
        read_only.open_read_only(path)
    with pytest.raises(WrongPassphrase, match="doesn't open"):
        read_only.open_with(path, "wrong")
    salt = read_salt(path)
    assert salt is not None
    code = recovery.code_of(derive_key(passphrase, salt))
    with read_only.open_with(path, code) as view, view.again() as newer, newer.open_to_work() as opened:
        assert opened.encrypted


def test_a_view_s_key_is_gone_when_it_is_closed(encrypted_project: Project, passphrase: str) -> None:
    path = _closed(encrypted_project)
    salt = read_salt(path)
    assert salt is not None
    key = derive_key(passphrase, salt)
    view = read_only.open_read_only(path, key=key)
    view.close()
    view.close()
    assert not any(key.raw)


@pytest.mark.parametrize("version", [1, 4])
def test_a_file_of_an_earlier_version_is_read_and_stays_as_it_is(version: int, tmp_path: Path) -> None:
    path = tmp_path / "old.icproj"
    shutil.copy(_OLD_FILES / f"version_{version}.icproj", path)
    before = path.read_bytes()
    with read_only.open_read_only(path, passphrase="old friend") as view:
        seen = _names(view)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]
    with file.open_project(path, passphrase="old friend") as opened:
        assert seen == _names(opened)


def test_a_project_that_is_open_here_is_not_read_a_second_time(project: Project) -> None:
    with pytest.raises(ProjectLocked):
        read_only.open_read_only(project.path)


def test_what_is_no_project_is_no_view(tmp_path: Path) -> None:
    path = tmp_path / "a b#?%.icproj"
    with pytest.raises(NotAProject):
        read_only.open_read_only(path)
    path.write_bytes(b"SQLite format 3\0" + bytes(8176))
    with pytest.raises(NotAProject):
        read_only.open_read_only(path)


def test_a_name_with_any_signs_is_read(project: Project) -> None:
    path = _closed(project).rename(project.path.with_name("a b#?%41&ü.icproj"))
    with read_only.open_read_only(path) as view:
        assert view.title == "Study"


def test_a_view_says_when_it_was_saved(project: Project) -> None:
    path = _closed(project)
    moment = datetime(2026, 1, 2, 14, 30)
    os.utime(path, (moment.timestamp(), moment.timestamp()))
    with read_only.open_read_only(path) as view:
        assert view.saved_at == moment
        assert view.stamp == saved_state.stamp_of(path)


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_a_file_that_may_not_be_written_is_read_where_it_is(project: Project) -> None:
    codes.add(project, "Fear")
    path = _closed(project)
    path.chmod(stat.S_IRUSR)
    with read_only.open_read_only(path) as view:
        assert _names(view) == ["Fear"]
    assert list(path.parent.glob(".~lock*")) == []
