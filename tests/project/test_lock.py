"""Who has a project open, and who is kept out."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from interviewcoder.coding import codes
from interviewcoder.errors import NotAProject, ProjectLocked, WrongPassphrase
from interviewcoder.project import file, lock
from interviewcoder.project.file import Project

_HOLD = """
import sys
from pathlib import Path
from interviewcoder.project import file
with file.open_project(Path(sys.argv[1])):
    print("open", flush=True)
    sys.stdin.read()
"""
_TRY = """
import sys
from pathlib import Path
from interviewcoder.errors import ProjectLocked
from interviewcoder.project import file
try:
    file.open_project(Path(sys.argv[1]))
except ProjectLocked as error:
    print(error.holder)
"""


def _note(path: Path, **fields: object) -> None:
    known = {"user": "ada", "host": socket.gethostname(), "process": 1, "since": "2026-01-01 10:00"}
    lock.note_path(path).write_text(json.dumps({**known, **fields}), encoding="utf-8")


def _closed(project: Project) -> Path:
    project.close()
    return project.path


def _ended_process() -> int:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    return ended.pid


def test_a_note_beside_an_open_project_says_who_has_it(project: Project) -> None:
    holder = lock.holder_of(project.path)
    assert holder is not None
    assert (holder.process, holder.host) == (os.getpid(), socket.gethostname())
    project.close()
    assert lock.holder_of(project.path) is None


def test_a_project_opens_once_in_a_process(project: Project) -> None:
    with pytest.raises(ProjectLocked) as refused:
        file.open_project(project.path)
    assert str(os.getpid()) not in refused.value.message
    assert refused.value.holder
    codes.add(project, "Fear")


def test_a_link_to_an_open_project_is_that_project(project: Project, tmp_path: Path) -> None:
    link = tmp_path / "link.icproj"
    link.symlink_to(project.path)
    with pytest.raises(ProjectLocked):
        file.open_project(link)
    assert not file.needs_passphrase(link)


def test_a_refused_opening_leaves_the_holder_its_lock(project: Project) -> None:
    with pytest.raises(ProjectLocked):
        file.open_project(project.path)
    tried = subprocess.run([sys.executable, "-c", _TRY, str(project.path)], capture_output=True, text=True, check=True)
    assert tried.stdout.strip() == str(lock.holder_of(project.path))


def test_making_a_backup_keeps_the_lock(project: Project) -> None:
    codes.add(project, "Fear")
    project.back_up()
    tried = subprocess.run([sys.executable, "-c", _TRY, str(project.path)], capture_output=True, text=True, check=True)
    assert tried.stdout.strip()


@pytest.mark.skipif(sys.platform != "linux", reason="locks of descriptors are Linux's")
def test_a_dialog_that_looks_into_the_file_lets_nobody_else_in(project: Project) -> None:
    # As dialogs to choose files do, to draw an icon; SQLite's lock is gone then.
    project.path.read_bytes()
    tried = subprocess.run([sys.executable, "-c", _TRY, str(project.path)], capture_output=True, text=True, check=True)
    assert tried.stdout.strip() == str(lock.holder_of(project.path))
    path = _closed(project)
    file.open_project(path).close()


def test_another_process_is_told_who_has_the_project_and_gets_in_afterwards(project: Project) -> None:
    path = _closed(project)
    command = [sys.executable, "-c", _HOLD, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holding:
        assert holding.stdout is not None
        assert holding.stdout.readline() == "open\n"
        note = lock.holder_of(path)
        with pytest.raises(ProjectLocked) as refused:
            file.open_project(path)
        assert note is not None
        assert note.process == holding.pid
        assert refused.value.holder == str(note)
        assert not refused.value.may_take_over
        assert lock.holder_of(path) == note
        holding.communicate()
    with file.open_project(path) as again:
        codes.add(again, "Fear")


def test_the_note_of_a_process_that_is_gone_keeps_nobody_out(project: Project) -> None:
    path = _closed(project)
    _note(path, process=_ended_process())
    with file.open_project(path):
        holder = lock.holder_of(path)
    assert holder is not None
    assert holder.process == os.getpid()


def test_a_living_process_that_no_longer_has_the_project_keeps_nobody_out(project: Project) -> None:
    path = _closed(project)
    _note(path, process=os.getppid())
    file.open_project(path).close()


def test_the_note_of_another_machine_asks_before_it_is_passed_over(project: Project) -> None:
    path = _closed(project)
    _note(path, host="elsewhere")
    with pytest.raises(ProjectLocked) as refused:
        file.open_project(path)
    assert refused.value.may_take_over
    assert "ada on elsewhere" in refused.value.message
    with file.open_project(path, take_over=True):
        holder = lock.holder_of(path)
    assert holder is not None
    assert holder.is_here
    assert not lock.note_path(path).exists()


def test_closing_leaves_the_note_of_who_took_the_project_over(project: Project) -> None:
    _note(project.path, host="elsewhere")
    project.close()
    assert lock.holder_of(project.path) is not None


@pytest.mark.parametrize(
    "torn", ["", "{", "[]", '{"user": "ada"}', '{"user": 1, "host": 2, "process": "x", "since": 0}']
)
def test_a_torn_note_keeps_nobody_out(project: Project, torn: str) -> None:
    path = _closed(project)
    lock.note_path(path).write_text(torn, encoding="utf-8")
    file.open_project(path).close()
    assert not lock.note_path(path).exists()


def test_a_failed_opening_leaves_no_note_and_no_lock(encrypted_project: Project, passphrase: str) -> None:
    path = _closed(encrypted_project)
    with pytest.raises(WrongPassphrase) as kept:
        file.open_project(path, passphrase="wrong")
    assert not lock.note_path(path).exists()
    # The window still holds the error when the person tries again.
    file.open_project(path, passphrase=passphrase).close()
    assert isinstance(kept.value, WrongPassphrase)


def test_a_project_that_was_closed_is_not_opened_again_by_reading_it(project: Project) -> None:
    path = _closed(project)
    with pytest.raises(RuntimeError, match="closed"):
        codes.tree(project)
    assert not lock.note_path(path).exists()
    file.open_project(path).close()


def test_closing_survives_a_disk_that_is_gone(project: Project) -> None:
    lock.note_path(project.path).unlink()
    project.path.rename(project.path.with_name("elsewhere.icproj"))
    project.path.parent.rename(project.path.parent.with_name("gone"))
    project.close()
    with pytest.raises(NotAProject):
        file.open_project(project.path)


def test_who_has_an_encrypted_project_is_said_before_its_passphrase_is_asked_for(encrypted_project: Project) -> None:
    command = [sys.executable, "-c", _TRY, str(encrypted_project.path)]
    tried = subprocess.run(command, capture_output=True, text=True, check=True)
    holder = lock.holder_of(encrypted_project.path)
    assert tried.stdout.strip() == str(holder)
    encrypted_project.close()
    with pytest.raises(WrongPassphrase, match="needs its passphrase"):
        file.open_project(encrypted_project.path)
