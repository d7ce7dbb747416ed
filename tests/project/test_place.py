"""Where a project's file is made, and who may read it."""

from __future__ import annotations

import stat
import sys
import unicodedata
from pathlib import Path

import pytest

from interviewcoder.errors import NameTaken, NotAllowed, StorageFailed
from interviewcoder.project import file
from interviewcoder.project.file import Project


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_only_its_owner_reads_a_project_and_its_backups(project: Project) -> None:
    backup = project.back_up()
    assert [stat.S_IMODE(path.stat().st_mode) for path in (project.path, backup.path)] == [0o600, 0o600]


@pytest.mark.parametrize(
    "name", ["n" * 300 + ".icproj", "missing/study.icproj", "~nobody-of-this-name/study.icproj", "circle/study.icproj"]
)
def test_a_place_where_no_project_can_be_made_is_said_to_be_none(tmp_path: Path, name: str) -> None:
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    with pytest.raises(StorageFailed):
        file.create(Path(name) if name.startswith("~") else tmp_path / name, title="", passphrase=None)
    assert [path.name for path in tmp_path.iterdir()] == ["circle"]


def test_a_folder_is_no_name_for_a_project(tmp_path: Path) -> None:
    with pytest.raises(NameTaken, match="is a folder"):
        file.create(tmp_path, title="", passphrase=None)


def test_a_passphrase_of_spaces_is_none(tmp_path: Path) -> None:
    with pytest.raises(NotAllowed):
        file.create(tmp_path / "study.icproj", title="", passphrase="   ")
    assert list(tmp_path.iterdir()) == []


def test_an_accent_opens_the_project_however_the_keyboard_writes_it(tmp_path: Path) -> None:
    path = tmp_path / "study.icproj"
    file.create(path, title="", passphrase=unicodedata.normalize("NFD", "pässwörd")).close()
    file.open_project(path, passphrase=unicodedata.normalize("NFC", "pässwörd")).close()
