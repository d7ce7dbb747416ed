"""An open project whose file or note is another's by now isn't written any more."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest

from interviewcoder.coding import codes
from interviewcoder.errors import ProjectLocked, StorageFailed
from interviewcoder.project import file, hold, lock
from interviewcoder.project.file import Project
from interviewcoder.project.hold import Hold, State
from tests.project.others import write_note


@pytest.fixture
def held(project: Project, monkeypatch: pytest.MonkeyPatch) -> Hold:
    """The hold of an open project with one code in it; it looks before each save."""
    monkeypatch.setattr(hold, "_EVERY_S", 0.0)
    codes.add(project, "Fear")
    assert project.hold is not None
    return project.hold


def _names(project: Project) -> list[str]:
    return [code.name for code in codes.tree(project)]


def test_a_project_nobody_else_touched_is_ours(held: Hold) -> None:
    assert held.look().state is State.OURS


def test_nothing_is_saved_once_another_machine_has_opened_the_project(project: Project, held: Hold) -> None:
    write_note(project.path, host="elsewhere")
    with pytest.raises(ProjectLocked, match="ada on elsewhere"):
        codes.add(project, "Hope")
    for attempt in (project.undo, lambda: project.work_as("Bob")):
        with pytest.raises(ProjectLocked):
            attempt()
    assert held.look().state is State.TAKEN
    assert _names(project) == ["Fear"]
    # The other one closed it again: a person may go on here.
    lock.note_path(project.path).unlink()
    codes.add(project, "Hope")
    assert _names(project) == ["Fear", "Hope"]


def test_whoever_knows_that_it_is_closed_there_goes_on_here(project: Project, held: Hold) -> None:
    write_note(project.path, host="elsewhere")
    assert held.look().state is State.TAKEN
    assert held.go_on().is_ours
    codes.add(project, "Hope")
    holder = lock.holder_of(project.path)
    assert holder is not None
    assert holder.is_us


def test_a_note_that_was_passed_over_and_is_synchronised_back_stops_nobody(project: Project, tmp_path: Path) -> None:
    project.close()
    write_note(project.path, host="elsewhere")
    with file.open_project(project.path, take_over=True) as opened:
        write_note(project.path, host="elsewhere")
        assert opened.hold is not None
        assert opened.hold.look().is_ours
        write_note(project.path, host="elsewhere", since="2026-01-01 11:00")
        assert opened.hold.look().state is State.TAKEN


def test_the_note_of_a_dead_process_of_this_machine_stops_nobody(project: Project, held: Hold) -> None:
    write_note(project.path, process=2**22 + 1)
    assert held.look().is_ours


def test_a_note_that_was_tidied_away_is_written_again(project: Project, held: Hold) -> None:
    lock.note_path(project.path).unlink()
    assert held.look().is_ours
    holder = lock.holder_of(project.path)
    assert holder is not None
    assert holder.is_us


def test_a_file_that_was_put_in_the_place_of_ours_is_not_written_over(project: Project, held: Hold) -> None:
    other = project.path.with_name("other")
    shutil.copy(project.path, other)
    other.replace(project.path)
    before = project.path.read_bytes()
    with pytest.raises(StorageFailed, match="in the place"):
        codes.add(project, "Hope")
    project.close()
    assert project.path.read_bytes() == before


def test_a_file_that_was_renamed_says_where_it_is_now(project: Project, held: Hold) -> None:
    there = project.path.rename(project.path.with_name("renamed.icproj"))
    with pytest.raises(StorageFailed, match="moved or renamed"):
        codes.add(project, "Hope")
    standing = held.look()
    assert (standing.state, standing.now_at) == (State.MOVED, there)
    project.close()
    with file.open_project(there) as opened:
        assert _names(opened) == ["Fear"]


def test_a_file_that_was_deleted_can_still_be_kept(project: Project, held: Hold) -> None:
    project.path.unlink()
    with pytest.raises(StorageFailed, match="deleted"):
        codes.add(project, "Hope")
    assert held.look().state is State.DELETED
    assert b"".join(project.blocks()).startswith(b"SQLite format 3")


def test_a_stick_that_was_pulled_out_is_said_calmly_and_comes_back(project: Project, held: Hold) -> None:
    folder = project.path.parent
    away = folder.rename(folder.with_name(f"{folder.name} away"))
    assert held.look().state in (State.GONE, State.MOVED)
    with pytest.raises(StorageFailed):
        codes.add(project, "Hope")
    away.rename(folder)
    codes.add(project, "Hope")
    assert _names(project) == ["Fear", "Hope"]


def test_looking_costs_a_save_next_to_nothing(project: Project) -> None:
    assert project.hold is not None
    began = time.perf_counter()
    for _ in range(200):
        project.hold.look()
    assert time.perf_counter() - began < 1.0
