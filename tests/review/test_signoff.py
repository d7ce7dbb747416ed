"""A codebook is approved as it is, to the letter: what changes it makes the approval void."""

from __future__ import annotations

from pathlib import Path

import pytest

from interviewcoder.coding import codes, segments, versions
from interviewcoder.errors import NotAllowed, NotAProject
from interviewcoder.privacy import pseudonyms
from interviewcoder.privacy.decisions import decide
from interviewcoder.privacy.outgoing import outgoing
from interviewcoder.project import file
from interviewcoder.project.file import Project
from interviewcoder.project.schema import CodebookVersionRow
from interviewcoder.reports import review_copy_file
from interviewcoder.review import signoff
from interviewcoder.sources import importing


def test_an_approval_is_void_as_soon_as_the_codebook_changes_and_says_what_did(project: Project) -> None:
    assert signoff.state(project).kind == "not asked"
    fear = codes.add(project, "Fear")
    assert signoff.version_of_now(project) is None
    version = versions.save(project, "First")
    assert signoff.version_of_now(project) == version
    project.work_as("Dr. Lee")
    signoff.approve(project, version.id, note="Good")
    approved = signoff.state(project)
    assert (approved.kind, approved.sha256, [each.coder for each in approved.holding]) == (
        "approved",
        version.sha256,
        ["Dr. Lee"],
    )
    codes.describe(project, fear.id, definition="Of anything")
    void = signoff.state(project)
    assert void.kind == "void" and void.last is not None and void.last.note == "Good" and not void.last.holds
    assert void.since is not None
    assert [change.redefined[0].field for change in void.since.changed] == ["definition"]
    project.undo()
    assert signoff.state(project) == approved


def test_the_last_word_of_each_reviewer_counts(project: Project) -> None:
    codes.add(project, "Fear")
    version = versions.save(project, "First")
    signoff.approve(project, version.id)
    project.work_as("Dr. Lee")
    with pytest.raises(NotAllowed, match="isn't said"):
        signoff.ask_for_changes(project, version.id, note=" ")
    signoff.ask_for_changes(project, version.id, note="Define it")
    asked = signoff.state(project)
    assert asked.kind == "changes" and {each.approved for each in asked.holding} == {True, False}
    mine = signoff.approve(project, version.id)
    assert signoff.state(project).kind == "approved"
    signoff.take_back(project, mine.id)
    assert signoff.state(project).kind == "changes"
    project.work_as("Anna")
    with pytest.raises(NotAllowed, match="somebody else"):
        signoff.take_back(project, signoff.listing(project)[0].id)


def test_an_approval_outlives_its_version(project: Project) -> None:
    codes.add(project, "Fear")
    version = versions.save(project, "First")
    signoff.approve(project, version.id)
    versions.delete(project, version.id)
    assert signoff.state(project).kind == "approved"
    assert [(each.version_id, each.version) for each in signoff.listing(project)] == [(None, "")]
    codes.add(project, "Hope")
    void = signoff.state(project)
    assert (void.kind, void.since) == ("void", None)
    project.undo(), project.undo()
    assert signoff.listing(project)[0].version == "First"


def test_a_damaged_version_is_not_approved(project: Project) -> None:
    codes.add(project, "Fear")
    version = versions.save(project, "First")
    with project.op("Damage") as session:
        session.get_one(CodebookVersionRow, version.id).content = b"none"
    with pytest.raises(NotAProject):
        signoff.approve(project, version.id)
    assert signoff.listing(project) == []


def test_an_approval_of_a_copy_without_names_is_known_for_what_it_approves_here(
    project: Project, tmp_path: Path
) -> None:
    path = tmp_path / "P01.txt"
    path.write_text("P: My name is Zanzibarella.\n", encoding="utf-8")
    (source,) = importing.add_files(project, [path])
    codes.add(project, "Fear of Zanzibarella")
    version = versions.save(project, "First")
    signoff.approve(project, version.id)
    name = pseudonyms.add(project, "name", "[Name A]")
    decide(project, [(source.id, segments.find_passage(project, source.id, "Zanzibarella"))], name.id)
    with outgoing(project) as copy:
        (theirs,) = versions.listing(copy)
        assert theirs.sha256 != version.sha256 and signoff.state(copy).kind == "approved"
    assert signoff.in_our_words(project, theirs.uuid, theirs.sha256) == (version.id, version.sha256)
    assert signoff.in_our_words(project, version.uuid, version.sha256) == (version.id, version.sha256)
    assert signoff.in_our_words(project, version.uuid, "0" * 64) is None
    assert signoff.in_our_words(project, "another", theirs.sha256) is None


def test_an_approval_given_in_a_review_copy_approves_the_version_here(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "P01.txt"
    path.write_text("P: My name is Zanzibarella.\n", encoding="utf-8")
    (source,) = importing.add_files(project, [path])
    fear = codes.add(project, "Fear of Zanzibarella")
    version = versions.save(project, "First")
    name = pseudonyms.add(project, "name", "[Name A]")
    decide(project, [(source.id, segments.find_passage(project, source.id, "Zanzibarella"))], name.id)
    out = tmp_path / "review.icproj"
    review_copy_file.make(project, out, passphrase="four quiet rivers", recipient="Dr. Lee")
    with file.open_project(out, passphrase="four quiet rivers") as copy:
        given = signoff.version_of_now(copy)
        assert given is not None and given.uuid == version.uuid
        copy.work_as("Dr. Lee")
        signoff.approve(copy, given.id)
        assert signoff.state(copy).kind == "approved"
    assert signoff.in_our_words(project, given.uuid, given.sha256) == (version.id, version.sha256)
    codes.rename(project, fear.id, "Fear")
    assert signoff.in_our_words(project, given.uuid, given.sha256) == (version.id, version.sha256)
