"""Copies that synchronising programs make of a project are recognised, compared, and set aside."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from interviewcoder.coding import codes
from interviewcoder.errors import ProjectLocked
from interviewcoder.project import backup, conflict_copies, file, lock, read_only
from interviewcoder.project.conflict_copies import Kinship, Part
from interviewcoder.project.file import Project
from tests.project.others import write_note

_CERTAIN = {
    "study (Ada's conflicted copy 2026-11-23).icproj": "Dropbox",
    "study (Anna’s MacBook Pro's conflicted copy 2026-11-23 (1)).icproj": "Dropbox",
    "study (In Konflikt stehende Kopie von Büro 2026-11-23).icproj": "Dropbox",
    "study (PC-Büros in Konflikt stehende Kopie 2026-11-23).icproj": "Dropbox",
    "study (Copie en conflit de Zoé 2026-11-23).icproj": "Dropbox",
    "study (Copia en conflicto de PC2 2026-11-23).icproj": "Dropbox",
    "study (Copia in conflitto di MBP-di-Marco.local 2026-11-23).icproj": "Dropbox",
    "study (Cópia em conflito de PC-01 2026-11-23).icproj": "Dropbox",
    "study (PC の競合コピー 2026-11-23).icproj": "Dropbox",
    "study (конфликтующая копия с компьютера 2026-11-23).icproj": "Dropbox",
    "study (Case Conflict).icproj": "Dropbox",
    "study (conflicted copy 2026-11-23 101530).icproj": "Nextcloud or ownCloud",
    "study (conflicted copy Ada 2026-11-23 101530).icproj": "Nextcloud or ownCloud",
    "study_conflict-20261123-101530.icproj": "Nextcloud or ownCloud",
    "study_conflict-ada-20261123-101530.icproj": "Nextcloud or ownCloud",
    "study.sync-conflict-20261123-101530-ABCDEF7.icproj": "Syncthing",
    "study (SFConflict ada@uni.example 2026-11-23-10-15-30).icproj": "Seafile",
    "study_Ada-PC_Nov-23-1015-2026_Conflict.icproj": "Synology Drive",
    "study_Ada-PC_Nov-23-1015-2026_CaseConflict_1.icproj": "Synology Drive",
    "study [Conflict].icproj": "Google Drive",
    "study_conf(1).icproj": "Google Drive",
    "study(Conflict_ada (Web browser)_2026-11-23-10-15-30).icproj": "FileCloud",
    "study [conflicted].icproj": "pCloud",
    "study.Conflict.icproj": "Resilio Sync",
    "study (Conflicted copy - Ada).icproj": "",
    "study (conflict 2026).icproj": "",
    "STUDY (CONFLICTED COPY).ICPROJ": "",
}
_PERHAPS = {
    "study (1).icproj": "Google Drive",
    "study 2.icproj": "iCloud Drive",
    "study-DESKTOP-AB12CD3.icproj": "OneDrive",
    "study-DESKTOP-AB12CD3-2.icproj": "OneDrive",
    "study-Annas-MacBook-Pro.icproj": "OneDrive",
}
_OTHERS = (
    "study.icproj",
    "study-old.icproj",
    "study 2024 pilot.icproj",
    "study – notes on conflict.icproj",
    "other (conflicted copy 2026-11-23 101530).icproj",
    "study (conflicted copy 2026-11-23 101530).docx",
    "study-backups",
)


def _copy(project: Project, name: str) -> Path:
    """A byte copy beside a project, as a synchronising program makes one."""
    made = project.path.with_name(name)
    with made.open("wb") as out:
        for block in project.blocks():
            out.write(block)
    return made


def test_copies_are_recognised_by_the_names_that_programs_give_them(tmp_path: Path) -> None:
    for name in (*_CERTAIN, *_PERHAPS, *_OTHERS):
        (tmp_path / name).touch()
    found = conflict_copies.find(tmp_path / "study.icproj")
    assert {each.path.name: each.program for each in found if each.certain} == _CERTAIN
    assert {each.path.name: each.program for each in found if not each.certain} == _PERHAPS
    assert {each.part for each in found} == {Part.PROJECT}


def test_journals_and_notes_that_were_copied_along_are_recognised_too(tmp_path: Path) -> None:
    names = {
        "study (Ada's conflicted copy 2026-11-23).icproj-journal": Part.JOURNAL,
        "study.icproj-journal (conflicted copy 2026-11-23 101530)": Part.JOURNAL,
        "study.sync-conflict-20261123-101530-ABCDEF7.icproj-journal": Part.JOURNAL,
        ".~lock.study (Ada's conflicted copy 2026-11-23).icproj#": Part.NOTE,
        ".~lock.study.sync-conflict-20261123-101530-ABCDEF7.icproj#": Part.NOTE,
    }
    for name in (*names, "study.icproj", "study.icproj-journal", ".~lock.study.icproj#"):
        (tmp_path / name).touch()
    found = conflict_copies.find(tmp_path / "study.icproj")
    assert {each.path.name: each.part for each in found} == names


def test_a_copy_is_of_this_project_by_its_uuid_and_says_how_much_is_only_in_it(
    encrypted_project: Project, passphrase: str
) -> None:
    project = encrypted_project
    codes.add(project, "Fear")
    copy = _copy(project, "encrypted (Ada's conflicted copy 2026-11-23).icproj")
    (found,) = conflict_copies.find(project.path)
    assert conflict_copies.examine(project, found).only_there == 0
    with file.open_project(copy, passphrase=passphrase) as theirs:
        codes.add(theirs, "Hope")
        codes.add(theirs, "Trust")
    codes.add(project, "Anger")
    before = copy.read_bytes()
    examined = conflict_copies.examine(project, found)
    assert (examined.kinship, examined.only_there, examined.is_offered) == (Kinship.SAME, 2, True)
    assert copy.read_bytes() == before
    # Looking let go of nothing: the project is written on, and its own view compares as well.
    codes.add(project, "Joy")
    project.close()
    with read_only.open_read_only(project.path, passphrase=passphrase) as view:
        assert conflict_copies.examine(view, found).only_there == 2


def test_a_name_that_anybody_could_give_counts_only_with_the_uuid(project: Project, tmp_path: Path) -> None:
    _copy(project, "study (1).icproj")
    file.create(tmp_path / "study 2.icproj", title="Another", passphrase=None).close()
    (tmp_path / "study (3).icproj").write_bytes(b"no project")
    examined = {e.copy.path.name: e for e in (conflict_copies.examine(project, c) for c in _found(project))}
    assert {name: each.kinship for name, each in examined.items()} == {
        "study (1).icproj": Kinship.SAME,
        "study 2.icproj": Kinship.OTHER,
        "study (3).icproj": Kinship.UNKNOWN,
    }
    assert [name for name, each in examined.items() if each.is_offered] == ["study (1).icproj"]


def test_a_copy_with_another_passphrase_is_offered_by_its_name(project: Project, tmp_path: Path) -> None:
    with file.create(tmp_path / "other.icproj", title="Other", passphrase="another one") as other:
        shutil.copy(other.path, tmp_path / "study (Ada's conflicted copy 2026-11-23).icproj")
    (found,) = _found(project)
    examined = conflict_copies.examine(project, found)
    assert (examined.kinship, examined.is_offered) == (Kinship.UNKNOWN, True)


def test_a_copy_that_was_merged_is_set_aside_among_the_backups(project: Project) -> None:
    copy = _copy(project, "study [Conflict].icproj")
    kept = conflict_copies.set_aside(project.path, copy)
    assert (kept.parent, kept.exists(), copy.exists()) == (backup.folder_of(project.path), True, False)
    again = conflict_copies.set_aside(project.path, _copy(project, "study [Conflict].icproj"))
    assert again.name == "study [Conflict] (2).icproj"
    assert kept.exists()
    assert _found(project) == []


def test_a_copy_that_somebody_has_open_stays_where_it_is(project: Project) -> None:
    copy = _copy(project, "study [Conflict].icproj")
    write_note(copy, host="elsewhere")
    with pytest.raises(ProjectLocked):
        conflict_copies.set_aside(project.path, copy)
    assert copy.exists()


def test_work_in_a_file_that_was_replaced_is_kept_as_a_copy_that_is_found_again(project: Project) -> None:
    codes.add(project, "Fear")
    theirs = _copy(project, "theirs")
    codes.add(project, "Hope")
    theirs.replace(project.path)
    assert project.hold is not None
    kept = conflict_copies.keep_beside(project, who="bob")
    project.close()
    with file.open_project(project.path) as replaced:
        assert [code.name for code in codes.tree(replaced)] == ["Fear"]
        (found,) = _found(replaced)
        assert (found.path, found.certain) == (kept, True)
        assert conflict_copies.examine(replaced, found).only_there == 1
    assert not lock.note_path(project.path).exists()
    with read_only.open_read_only(kept) as view:
        assert [code.name for code in codes.tree(view)] == ["Fear", "Hope"]


def _found(project: Project) -> list[conflict_copies.ConflictCopy]:
    return conflict_copies.find(project.path)
