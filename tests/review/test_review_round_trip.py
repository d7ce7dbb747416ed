"""A supervisor's review comes back, once and in its place, though the owner went on working meanwhile."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update

from interviewcoder.coding import codes, segments, versions
from interviewcoder.errors import NotAllowed
from interviewcoder.privacy import decisions, pseudonyms
from interviewcoder.project import cipher
from interviewcoder.project.file import Project, open_project
from interviewcoder.project.schema import ReviewCopyRow, SourceRow, TombstoneRow
from interviewcoder.reports import review_copy_file
from interviewcoder.review import comments, merging_in, other_file, proposals, signoff, verdicts
from interviewcoder.review.comments import About
from tests.review.two_copies import check_whole, code, codings, correct, only, source_id, span_of, start

SECRET = "nine calm harbours"
READER = "Sam"


@pytest.fixture(scope="module", autouse=True)
def quick_keys() -> Iterator[None]:
    """Keys of few rounds: what is shown here has nothing to do with how slowly a passphrase is tried."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cipher, "KDF_ITERATIONS", 1000)
        yield


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, quick_keys: None) -> Path:
    """The folder of the owner's study, with a pseudonym and a saved codebook, and of a copy for Sam: made once."""
    folder = tmp_path_factory.mktemp("made")
    with start(folder) as project:
        _replace(project, "the hospital", "[Hospital A]")
        versions.save(project, "First")
        review_copy_file.make(project, folder / "for Sam.icproj", passphrase=SECRET, recipient=READER)
    return folder


@pytest.fixture
def ours(made: Path, tmp_path: Path) -> Iterator[Project]:
    """The owner's study, from which a copy was handed out."""
    shutil.copytree(made, tmp_path / "ours")
    with open_project(tmp_path / "ours/study.icproj") as project:
        yield project
        check_whole(project)


def _replace(project: Project, words: str, by: str) -> None:
    pseudonym = pseudonyms.add(project, "place", by)
    source = source_id(project)
    decisions.decide(project, [(source, span_of(project, source, words))], pseudonym.id)


def _handed_out(ours: Project) -> Path:
    return ours.path.with_name("for Sam.icproj")


def _review(path: Path) -> None:
    """Ten comments, two proposals, a verdict, a coding, a code and an approval."""
    with open_project(path, passphrase=SECRET) as copy:
        assert copy.coder.name == READER
        source, (first, second) = source_id(copy), segments.listing(copy)
        fear, silence = (codes.find_or_add(copy, name).id for name in ("Fear", "Silence"))
        (version,) = versions.listing(copy)
        for words in ("came to mind", "wrote it all down", "at [Hospital A]", "what did you do"):
            comments.add(copy, About.passage(source, span_of(copy, source, words)), text=f"About: {words}")
        thread = comments.add(copy, About.coding(first.id), text="Is this fear?")
        comments.reply(copy, thread.first.id, "Or is it anger?")
        comments.add(copy, About("code", fear), text="Define it more narrowly.")
        comments.add(copy, About("version", version.id), text="Nearly there.")
        comments.add(copy, About.source(source), text="A strong interview.")
        comments.add(copy, text="Good work so far.")
        proposals.rename(copy, silence, "Keeping silent", reason="It is something they do.")
        proposals.merge(copy, codes.find_or_add(copy, "Lawsuits").id, fear, reason="Too close.")
        verdicts.give(copy, second.id, "agree")
        code(copy, source, "told nobody at [Hospital A]", "Isolation")
        codes.describe(copy, codes.find_or_add(copy, "Isolation").id, brief="Being alone with it")
        signoff.approve(copy, version.id, note="Go on.")


def test_a_review_comes_back_once_though_the_owner_went_on(ours: Project) -> None:
    path = _handed_out(ours)
    _review(path)
    before = path.read_bytes()
    correct(ours, source_id(ours), "What came", "Please tell me what came")
    correct(ours, source_id(ours), "wrote it all down", "noted everything")
    correct(ours, source_id(ours), "And then what did you do?", "And?")
    _replace(ours, "lawsuits", "[Matter B]")
    codes.describe(ours, codes.add(ours, "Isolation").id, brief="Nobody to talk to")
    with other_file.reading(path, passphrase=SECRET) as theirs:
        planned = merging_in.plan(ours, theirs)
        assert (planned.base, planned.review_copy, planned.recipient) == ("copy", True, READER)
        (conflict,) = planned.conflicts
        assert [(f.name, f.ours, f.theirs) for f in conflict.fields] == [
            ("brief", "Nobody to talk to", "Being alone with it")
        ]
        (unplaced,) = planned.unplaced
        assert unplaced.detail == "About: what did you do"
        placed = {item.detail: (item.quote, item.placement) for item in planned.items if item.kind == "comment"}
        assert placed["About: came to mind"] == ("came to mind", "exact")
        assert placed["About: wrote it all down"] == ("noted everything", "changed")
        assert placed["About: at [Hospital A]"] == ("at the hospital", "exact")
        merging_in.carry_out(ours, theirs, planned, {})
        assert merging_in.plan(ours, theirs).items == ()
    assert path.read_bytes() == before
    _check_arrived(ours)


def _check_arrived(ours: Project) -> None:
    threads = comments.listing(ours)
    assert sum(1 + len(each.answers) for each in threads) == 10
    lost = next(each for each in threads if each.first.text == "About: what did you do")
    assert "what did you do" in lost.was_about
    assert {each.state for each in proposals.listing(ours)} == {"open"} and len(proposals.listing(ours)) == 2
    assert [(each.verdict, each.coder) for each in verdicts.listing(ours)] == [("agree", READER)]
    assert (READER, "told nobody at the hospital", "Isolation") in codings(ours)
    state = signoff.state(ours)
    assert state.kind == "void" and state.last is not None
    (version,) = versions.listing(ours)
    assert (state.last.version, state.last.sha256, state.last.coder) == ("First", version.sha256, READER)


def test_an_approval_comes_after_the_copys_last_day_and_holds_while_the_codebook_is_what_it_was(ours: Project) -> None:
    path = _handed_out(ours)
    with open_project(path, passphrase=SECRET) as copy:
        signoff.approve(copy, versions.listing(copy)[0].id)
        with copy.quiet_write() as session:
            session.execute(update(ReviewCopyRow).values(expires_on="2020-01-31"))
    with pytest.raises(NotAllowed):
        open_project(path, passphrase=SECRET)
    with other_file.reading(path, passphrase=SECRET) as theirs:
        merging_in.carry_out(ours, theirs, merging_in.plan(ours, theirs), {})
    assert signoff.state(ours).kind == "approved"


def test_a_second_return_brings_only_what_is_new(ours: Project) -> None:
    path = _handed_out(ours)
    _review(path)
    with other_file.reading(path, passphrase=SECRET) as theirs:
        merging_in.carry_out(ours, theirs, merging_in.plan(ours, theirs), {})
    with open_project(path, passphrase=SECRET) as copy:
        verdicts.give(copy, segments.listing(copy)[0].id, "query", note="Why here?")
        mine = next(each.first for each in comments.listing(copy) if each.first.text == "Good work so far.")
        comments.change(copy, mine.id, "Very good work.")
    with other_file.reading(path, passphrase=SECRET) as theirs:
        planned = merging_in.plan(ours, theirs)
        assert {(item.kind, item.action) for item in planned.items} == {("verdict", "add"), ("comment", "change")}
        assert [(f.ours, f.theirs) for f in only(planned, "comment").fields] == [
            ("Good work so far.", "Very good work.")
        ]
        merging_in.carry_out(ours, theirs, planned, {})
    assert sum(1 + len(each.answers) for each in comments.listing(ours)) == 10


def test_what_somebody_removes_from_their_copy_stays_in_the_study(ours: Project) -> None:
    path = _handed_out(ours)
    with open_project(path, passphrase=SECRET) as copy, copy.quiet_write() as session:
        values = {"kind": "withdrawal", "at": "2026-01-01", "coder_uuid": copy.coder.uuid, "certificate": "{}"}
        uuid = session.scalars(select(SourceRow.uuid)).one()
        session.execute(insert(TombstoneRow).values(subjects=json.dumps({"sources": [uuid]}), **values))
    with other_file.reading(path, passphrase=SECRET) as theirs:
        assert merging_in.plan(ours, theirs).items == ()


def test_what_is_said_of_a_coding_that_is_gone_is_kept_as_an_open_comment(ours: Project) -> None:
    path = _handed_out(ours)
    with open_project(path, passphrase=SECRET) as copy:
        fear = next(each for each in segments.listing(copy) if each.code_name == "Fear")
        verdicts.give(copy, fear.id, "query", note="Is it?")
    segments.remove(ours, next(each.id for each in segments.listing(ours) if each.code_name == "Fear"))
    with other_file.reading(path, passphrase=SECRET) as theirs:
        planned = merging_in.plan(ours, theirs)
        assert [item.kind for item in planned.unplaced] == ["verdict"]
        receipt = merging_in.carry_out(ours, theirs, planned, {})
        assert receipt.unplaced == 1
        assert merging_in.plan(ours, theirs).items == ()
    (thread,) = comments.listing(ours)
    assert "Is it?" in thread.first.text and "afraid of lawsuits" in thread.was_about
    assert not thread.resolved_at
