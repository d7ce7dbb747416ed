"""Files are merged as they come: encrypted, old, of another study, with recordings; withdrawn people stay withdrawn."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import wave
from collections.abc import Iterator
from pathlib import Path

import pytest

from interviewcoder.cases import attributes, cases
from interviewcoder.coding import codes, memos
from interviewcoder.errors import NotAllowed, StorageFailed, WrongPassphrase
from interviewcoder.privacy import tombstones, withdrawal
from interviewcoder.project import backup, cipher, file, media
from interviewcoder.project.file import Project
from interviewcoder.review import merging_in, other_file
from interviewcoder.sources import catalogue, importing
from tests.review.two_copies import (
    add_interview,
    check_whole,
    code,
    codings,
    content,
    merge,
    only,
    open_copies,
    source_id,
    start,
)

Both = tuple[Project, Project]
_OLD_FILES = Path(__file__).parents[1] / "project/old_files"


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of the study, made once; two participants, of whom P07 is heard."""
    with start(tmp_path_factory.mktemp("study")) as project:
        add_interview(project, "P08", (("I", "And you?"), ("P08", "Nobody ever asked me about the lawsuits.")))
        for name in ("P07", "P08"):
            cases.tie_source(project, cases.add(project, name).id, source_id(project, name))
        return project.path


@pytest.fixture
def both(tmp_path: Path, study: Path) -> Iterator[Both]:
    """Our study, and a copy in which Ben works."""
    ours, theirs = open_copies(study, tmp_path)
    yield ours, theirs
    check_whole(ours)
    theirs.close()
    ours.close()


def _recording(folder: Path, seconds: int = 2) -> Path:
    path = folder / "P09.wav"
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(16_000)
        out.writeframes(os.urandom(32_000 * seconds))
    return path


def test_a_recording_comes_with_its_source_and_again_after_undo_and_redo(both: Both, tmp_path: Path) -> None:
    ours, theirs = both
    (made,) = importing.add_files(theirs, [_recording(tmp_path, 20)])
    theirs.close()
    with other_file.reading(theirs.path) as reading:
        merging_in.carry_out(ours, reading, merging_in.plan(ours, reading), {})
    ours.undo()
    assert catalogue.names(ours).keys() == {source_id(ours, "P07"), source_id(ours, "P08")}
    ours.redo()
    found = media.media_of_source(ours, source_id(ours, "P09"))
    assert found is not None
    with file.open_project(theirs.path) as again:
        there = media.media_of_source(again, made.id)
        assert there is not None and found.sha256 == there.sha256
        heard = media.read(ours, found.id, 0, found.size_bytes)
        assert heard == media.read(again, there.id, 0, there.size_bytes)


def test_an_encrypted_file_is_read_by_its_own_passphrase_and_stays_as_it_was(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cipher, "KDF_ITERATIONS", 1000)
    path = tmp_path / "other.icproj"
    with file.create(path, title="Other", passphrase="two slow boats") as other:
        code(other, add_interview(other), "told nobody", "Silence")
    before = path.read_bytes()
    with pytest.raises(WrongPassphrase):
        other_file.opened(path, passphrase="two fast boats")
    with other_file.reading(path, passphrase="two slow boats") as reading:
        merge(project, reading)
    assert [(words, name) for _, words, name in codings(project)] == [("told nobody", "Silence")]
    assert path.read_bytes() == before
    assert sorted(each.name for each in tmp_path.iterdir() if "other" in each.name) == ["other.icproj"]


def test_a_file_of_an_older_version_comes_into_a_new_study(project: Project, tmp_path: Path) -> None:
    path = Path(shutil.copy(_OLD_FILES / "version_1.icproj", tmp_path / "old.icproj"))
    before = path.read_bytes()
    with other_file.reading(path, passphrase="old friend") as reading:
        names = set(catalogue.names(reading).values())
        merge(project, reading)
        assert merging_in.plan(project, reading).items == ()
    assert set(catalogue.names(project).values()) == names
    assert path.read_bytes() == before
    check_whole(project)


def test_two_studies_that_did_not_begin_as_one_share_what_is_the_same(project: Project, tmp_path: Path) -> None:
    ours, other = project, file.create(tmp_path / "other.icproj", title="Other", passphrase=None, coder="Ben")
    for each in (ours, other):
        add_interview(each, "Interview" if each is other else "P07")
        code(each, source_id(each, "Interview" if each is other else "P07"), "told nobody", "Silence")
    add_interview(other, "P08", (("I", "And you?"),))
    for each, source in ((ours, "P07"), (other, "P08")):
        cases.tie_source(each, cases.add(each, "P01").id, source_id(each, source))
    with other:
        planned = merging_in.plan(ours, other)
        assert planned.base == "none" and not planned.same_project
        merging_in.carry_out(ours, other, planned, {})
        assert merging_in.plan(ours, other).items == ()
    assert sorted(catalogue.names(ours).values()) == ["P07", "P08"]
    assert [each.name for each in codes.tree(ours)] == ["Silence"]
    assert {coder for coder, _, _ in codings(ours)} == {ours.coder.name, "Ben"}
    # Somebody else's P01: no interview of theirs is one of ours.
    assert sorted(cases.names(ours).values()) == ["P01", "P01 (2)"]
    check_whole(ours)


def test_who_was_withdrawn_here_doesnt_come_back_with_what_was_done_there(both: Both) -> None:
    ours, theirs = both
    code(theirs, source_id(theirs, "P07"), "wrote it all down", "Evidence")
    memos.add(theirs, memos.About("source", source_id(theirs, "P07")), title="P07", text="wrote it all down, he said")
    code(theirs, source_id(theirs, "P08"), "Nobody ever asked me", "Silence")
    withdrawal.withdraw(ours, cases.by_name(ours, "P07").id)
    merge(ours, theirs)
    assert list(catalogue.names(ours).values()) == ["P08"]
    assert list(cases.names(ours).values()) == ["P08"]
    assert codings(ours) == [("Ben", "Nobody ever asked me", "Silence")]
    told = "".join(str(row) for rows in content(ours).values() for row in rows)
    assert "wrote it all down" not in told
    assert merging_in.plan(ours, theirs).items == ()


def test_who_was_withdrawn_there_is_withdrawn_here_whatever_is_decided(both: Both) -> None:
    ours, theirs = both
    ours.back_up()
    code(ours, source_id(ours, "P07"), "wrote it all down", "Evidence")
    withdrawal.withdraw(theirs, cases.by_name(theirs, "P07").id)
    code(theirs, source_id(theirs, "P08"), "Nobody ever asked me", "Silence")
    planned = merging_in.plan(ours, theirs)
    assert only(planned, "withdrawal").fixed
    merging_in.carry_out(ours, theirs, planned, {item.key: "reject" for item in planned.items})
    assert list(catalogue.names(ours).values()) == ["P08"]
    assert not tombstones.reapply(ours)
    assert b"wrote it all down" not in ours.path.read_bytes()
    copies = backup.backups(ours.path)
    assert copies and all(b"lawsuits, honestly" not in each.path.read_bytes() for each in copies)


def test_names_of_people_and_sources_that_are_taken_get_a_number(both: Both) -> None:
    ours, theirs = both
    add_interview(ours, "P09", (("P09", "One thing."),))
    add_interview(theirs, "p09", (("P09", "Another thing."),))
    attributes.describe_case(ours, cases.by_name(ours, "P07").id, {"role": "nurse"})
    attributes.describe_case(theirs, cases.by_name(theirs, "P07").id, {"Role": "head nurse"})
    planned = merging_in.plan(ours, theirs)
    assert {item.kind for item in planned.conflicts} == {"source", "case"}
    merging_in.carry_out(ours, theirs, planned, {only(planned, "case").key: "theirs"})
    assert sorted(catalogue.names(ours).values()) == ["P07", "P08", "P09", "p09 (2)"]
    assert [each.name for each in attributes.listing(ours)] == ["role"]
    (described,) = [each for each in cases.listing(ours) if each.name == "P07"]
    assert list(described.values.values()) == ["head nurse"]


def test_a_project_isnt_merged_into_itself_nor_into_a_copy(both: Both) -> None:
    with pytest.raises(NotAllowed):
        merging_in.plan(both[0], both[0])


def test_a_merge_that_is_killed_has_not_happened(tmp_path: Path, study: Path) -> None:
    outcomes = set()
    for moment in (3, 25, 5000):
        folder = tmp_path / str(moment)
        folder.mkdir()
        ours, theirs = open_copies(study, folder)
        importing.add_files(theirs, [_recording(folder)])
        code(theirs, source_id(theirs, "P08"), "Nobody ever asked me", "New")
        before = content(ours)
        ours.close()
        theirs.close()
        child = os.fork()
        if child == 0:
            _merge_and_be_killed(ours.path, theirs.path, moment)
        assert os.waitpid(child, 0)[1] == signal.SIGKILL
        with file.open_project(ours.path) as again:
            check_whole(again)
            happened = content(again) != before
            outcomes.add(happened)
            if happened:
                assert ("Ben", "Nobody ever asked me", "New") in codings(again)
            chunks = again.raw_connection.execute("SELECT count(*) FROM media_chunk").fetchone()[0]
            assert (chunks > 0) == happened, "a recording without a row was left"
    assert False in outcomes


def _merge_and_be_killed(ours: Path, theirs: Path, moment: int) -> None:
    """Merge, and be killed after so many times a hundred of SQLite's operations, or else when it is done."""
    try:
        project = file.open_project(ours)
        with other_file.reading(theirs) as reading:
            planned = merging_in.plan(project, reading)
            left = iter(range(moment))
            project.raw_connection.set_progress_handler(
                lambda: os.kill(os.getpid(), signal.SIGKILL) if next(left, None) is None else 0, 100
            )
            merging_in.carry_out(project, reading, planned, {})
    finally:
        os.kill(os.getpid(), signal.SIGKILL)


def test_a_full_disk_leaves_the_study_as_it_was(both: Both, tmp_path: Path) -> None:
    ours, theirs = both
    importing.add_files(theirs, [_recording(tmp_path, 120)])
    disk = tmp_path / "disk"
    disk.mkdir()
    try:
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(disk)], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no disk of a test's own can be mounted here (that takes root)")
    try:
        (disk / "study.icproj").write_bytes(b"".join(ours.blocks()))
        with file.open_project(disk / "study.icproj") as there:
            before = content(there)
            with pytest.raises(StorageFailed):
                merge(there, theirs)
            assert content(there) == before
            codes.add(there, "Still working")
            check_whole(there)
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)
