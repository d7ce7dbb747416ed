"""The key: a file of its own, with a passphrase of its own."""

from __future__ import annotations

import os
import shutil
import stat
import sys
from pathlib import Path

import pytest

from interviewcoder.cases import cases
from interviewcoder.errors import (
    InterviewCoderError,
    NameTaken,
    NotAllowed,
    NotAProject,
    NotFound,
    ProjectLocked,
    StorageFailed,
    WrongPassphrase,
)
from interviewcoder.privacy import key_file, pseudonyms
from interviewcoder.privacy.key_file import Entity, ListedName
from interviewcoder.privacy.key_learning import fill_from, names_to_find
from interviewcoder.project import file
from interviewcoder.project.file import Project
from interviewcoder.project.schema import SourceRow
from interviewcoder.sources.text import Span

PHRASE = "nine loud lakes"
TEXT = "Sunnybrook Hospital was fine. Sunnybrook was not. Amara Osei left. So did Dr. Osei."


@pytest.fixture
def study(project: Project) -> Project:
    """A study in which a hospital and a person are replaced."""
    with project.op("Add transcript") as session:
        session.add(
            SourceRow(name="P07", kind="transcript", position=0, text=TEXT, added_at="2026-01-01T00:00:00+00:00")
        )
    cases.add(project, "P07")
    hospital, person = pseudonyms.add(project, "organisation"), pseudonyms.add(project, "name")
    pseudonyms.decide(project, [(1, Span(0, 19)), (1, Span(30, 40))], hospital.id)
    pseudonyms.decide(project, [(1, Span(50, 60))], person.id)
    return project


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick" / "study.ickey"


def test_a_key_learns_what_the_pseudonyms_stand_for(study: Project, path: Path) -> None:
    with key_file.create(study, path, PHRASE) as key:
        learnt = fill_from(key, study)
    assert (learnt.pseudonyms, learnt.forms, learnt.participants, learnt.astray) == (2, 3, 1, ())
    with key_file.open_key(study, path, PHRASE) as key:
        assert [(e.replacement, e.canonical, e.variants) for e in key.entities()] == [
            ("[Hospital A]", "Sunnybrook Hospital", ("Sunnybrook Hospital", "Sunnybrook")),
            ("[Person A]", "Amara Osei", ("Amara Osei",)),
        ]
        assert [person.name_in_project for person in key.persons()] == ["P07"]
        again = fill_from(key, study)
    assert (again.pseudonyms, again.forms, again.participants) == (0, 0, 0)


def test_what_a_person_wrote_into_the_key_stays_when_it_learns_more(study: Project, path: Path) -> None:
    with key_file.create(study, path, PHRASE) as key:
        fill_from(key, study)
        (person,) = key.persons()
        hospital, someone = key.entities()
        key.put(
            Entity(
                someone.pseudonym_uuid, someone.replacement, "Dr. Amara B. Osei", ("Amara Osei", "Amma Rose"), "ICU"
            ),
            key_file.Person(person.participant_uuid, person.name_in_project, "Jane Doe", "jane@example.org"),
        )
        pseudonyms.decide(study, [(1, Span(78, 82))], 2)
        cases.rename(study, 1, "P07b")
        assert fill_from(key, study).forms == 1
        assert key.entities()[0] == hospital
        assert key.entities()[1] == Entity(
            someone.pseudonym_uuid, "[Person A]", "Dr. Amara B. Osei", ("Amara Osei", "Amma Rose", "Osei"), "ICU"
        )
        assert [(p.name_in_project, p.real_name, p.contact) for p in key.persons()] == [
            ("P07b", "Jane Doe", "jane@example.org")
        ]
        words = {name.words: (name.kind, name.pseudonym_id) for name in names_to_find(key, study)}
    assert words["Sunnybrook"] == ("organisation", 1)
    assert words["Amma Rose"] == ("name", 2)
    assert words["Jane Doe"] == ("name", None)


def test_a_merged_pseudonym_goes_with_its_forms_and_a_deleted_one_is_told(study: Project, path: Path) -> None:
    with key_file.create(study, path, PHRASE) as key:
        twice = pseudonyms.add(study, "name")
        pseudonyms.decide(study, [(1, Span(78, 82))], twice.id)
        fill_from(key, study)
        pseudonyms.merge(study, twice.id, 2)
        assert fill_from(key, study).astray == ()
        assert [(e.replacement, e.variants) for e in key.entities()][1:] == [("[Person A]", ("Amara Osei", "Osei"))]
        gone = key.entities()[0].pseudonym_uuid
        pseudonyms.delete(study, 1)
        cases.delete(study, 1)
        astray = fill_from(key, study).astray
        assert gone in astray and len(astray) == 2
        key.forget(*astray)
        assert [entity.replacement for entity in key.entities()] == ["[Person A]"] and key.persons() == []


def test_the_name_list_has_each_name_once(study: Project, path: Path) -> None:
    with key_file.create(study, path, PHRASE) as key:
        assert key.add_names([ListedName("Zoë  Müller"), ListedName("Toronto", "place"), ListedName(" ")]) == 2
        assert key.add_names([ListedName("zoe muller"), ListedName("Ann")]) == 1
        assert key.name_list() == [ListedName("Ann"), ListedName("Toronto", "place"), ListedName("zoe muller")]
        key.remove_names(["TORONTO"])
        assert [name.words for name in key.name_list()] == ["Ann", "zoe muller"]
        with pytest.raises(NotFound):
            key.add_names([ListedName("x", "shoe size")])


def test_no_name_stands_in_the_bytes_of_the_key(study: Project, path: Path) -> None:
    with key_file.create(study, path, PHRASE) as key:
        fill_from(key, study)
        key.add_names([ListedName("Amma Rose")])
        key.forget(*(entity.pseudonym_uuid for entity in key.entities()))
    held = path.read_bytes()
    assert not [word for word in (b"Sunnybrook", b"Osei", b"Amma", b"Hospital", b"SQLite") if word in held]
    assert [found.name for found in path.parent.iterdir()] == [path.name]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")
def test_the_key_is_for_its_owner_only(study: Project, path: Path) -> None:
    key_file.create(study, path, PHRASE).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_key_beside_the_project_is_warned_of(study: Project, path: Path) -> None:
    (warning,) = key_file.warnings(study, study.path.with_suffix(".ickey"))
    assert "same folder" in warning
    assert key_file.warnings(study, path) == []
    assert key_file.warnings(study, key_file.suggested_path(study)) == []


def test_the_key_has_another_passphrase_than_its_project(
    encrypted_project: Project, path: Path, passphrase: str
) -> None:
    for refused, words in ((passphrase, "passphrase of the project"), (" ", "needs a passphrase")):
        with pytest.raises(NotAllowed, match=words):
            key_file.create(encrypted_project, path, refused)
    assert not path.exists()
    key_file.create(encrypted_project, path, PHRASE).close()


def test_the_key_is_never_written_as_a_plain_list(study: Project, path: Path) -> None:
    with pytest.raises(NotAllowed, match="never written"):
        key_file.create(study, path.with_suffix(".csv"), PHRASE)


def test_a_file_that_is_there_is_never_written_over(study: Project, path: Path) -> None:
    path.write_text("something else")
    with pytest.raises(NameTaken, match="there already"):
        key_file.create(study, path, PHRASE)
    with pytest.raises(StorageFailed, match="doesn't exist"):
        key_file.create(study, path.parent / "none" / "a.ickey", PHRASE)
    assert path.read_text() == "something else"


def refusal(study: Project, path: Path, passphrase: str = PHRASE) -> InterviewCoderError:
    with pytest.raises(InterviewCoderError) as refused:
        key_file.open_key(study, path, passphrase).close()
    return refused.value


def test_what_is_no_key_of_this_study_is_refused_in_words(study: Project, path: Path, tmp_path: Path) -> None:
    key_file.create(study, path, PHRASE).close()
    assert isinstance(refusal(study, path, "wrong"), WrongPassphrase)
    assert isinstance(refusal(study, path, ""), WrongPassphrase)
    assert isinstance(refusal(study, path.with_name("none.ickey")), NotFound)
    assert isinstance(refusal(study, path.parent), NotFound)
    assert "isn't encrypted" in refusal(study, Path(shutil.copy(study.path, path.with_name("plain.ickey")))).message
    with file.create(tmp_path / "other.icproj", title="Night shifts", passphrase=None) as other:
        stranger = refusal(other, path)
    assert isinstance(stranger, NotAllowed) and "another study, “Study”" in stranger.message
    held = path.read_bytes()
    for cut in (held[:-100], b""):
        path.write_bytes(cut)
        assert isinstance(refusal(study, path), NotAProject)
    path.write_bytes(held[:5000] + b"?" + held[5001:])
    assert isinstance(refusal(study, path), NotAProject | WrongPassphrase)


def test_an_encrypted_project_is_no_key(encrypted_project: Project, path: Path, passphrase: str) -> None:
    encrypted_project.close()
    shutil.copy(encrypted_project.path, path)
    with file.open_project(encrypted_project.path, passphrase=passphrase) as project:
        assert isinstance(refusal(project, path, passphrase), NotAProject)


def test_a_key_is_open_in_one_place_at_a_time(study: Project, path: Path) -> None:
    with key_file.create(study, path, PHRASE):
        assert isinstance(refusal(study, path), ProjectLocked)
    key_file.open_key(study, path, PHRASE).close()


def test_what_was_written_is_there_although_the_process_is_killed(study: Project, path: Path) -> None:
    key = key_file.create(study, path, PHRASE)
    key.add_names([ListedName("Ann")])
    # What another process would find now: a copy of the bytes, as after a crash.
    copied = shutil.copy(path, path.with_name("copy.ickey"))
    key.close()
    with key_file.open_key(study, Path(copied), PHRASE) as opened:
        assert opened.name_list() == [ListedName("Ann")]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_key_on_a_medium_that_is_read_only_is_told(study: Project, path: Path) -> None:
    key_file.create(study, path, PHRASE).close()
    path.chmod(0o400)
    assert isinstance(refusal(study, path), StorageFailed)


def test_a_damaged_key_is_called_a_key(study: Project, path: Path) -> None:
    key_file.create(study, path, PHRASE).close()
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    with pytest.raises(NotAProject, match=f"{path.name}.*is damaged"):
        key_file.open_key(study, path, PHRASE)
