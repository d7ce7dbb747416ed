"""Review copies: what is in the file, what mustn't be, and what its reader may do with it."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, select

from interviewcoder.cases import attributes, cases
from interviewcoder.coding import blind, codes, memos, segments, versions
from interviewcoder.errors import (
    Cancelled,
    ExportFailed,
    InterviewCoderError,
    NameTaken,
    NotAllowed,
    ResidualIdentifiers,
)
from interviewcoder.privacy import consent, log_check, pseudonyms, retention, sharing, tombstones
from interviewcoder.privacy.residual import Residual
from interviewcoder.privacy.sharing import Terms
from interviewcoder.project import cipher, coders, lock, place, rekey
from interviewcoder.project.cipher import connect, derive_key
from interviewcoder.project.file import Project, open_project
from interviewcoder.project.review_guard import FIRST_OWN
from interviewcoder.project.rows import Row
from interviewcoder.project.salt import read_salt
from interviewcoder.project.schema import AdjudicationRow, ReviewCopyRow, SharingRow
from interviewcoder.reports import review_copy_file
from interviewcoder.review import comments, copy_rows, proposals, review_copy, signoff, verdicts
from interviewcoder.review.comments import About
from interviewcoder.sources import catalogue
from interviewcoder.sources.correcting import correct_text
from interviewcoder.sources.text import Edit, Span
from interviewcoder.sources.transcript import transcript_of
from tests.reports import canaried_study
from tests.reports.conftest import Study

SECRET = "nine calm harbours"
READER = "R. Lee"


@pytest.fixture(scope="module", autouse=True)
def quick_keys() -> Iterator[None]:
    """Keys of few rounds: what is shown here has nothing to do with how slowly a passphrase is tried."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cipher, "KDF_ITERATIONS", 1000)
        yield


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, empty_project: Path) -> Path:
    """The folder of a study that was coded by its first coder and by Ana, and of a review copy of it: made once."""
    folder = tmp_path_factory.mktemp("made")
    shutil.copy(empty_project, folder / "study.icproj")
    with open_project(folder / "study.icproj") as project:
        study = Study(project, folder)
        _fill(study)
        copied(study)
    return folder


def _fill(study: Study) -> None:
    project = study.project
    one = study.interview("P01", "I: What came?", "P01: I was afraid at night, and then it passed.")
    two = study.interview("P02", "I: And you?", "P02: The long nights were quiet.")
    study.participant("P01", one, role="nurse")
    study.participant("P02", two, site="North")
    fear, night = study.codes("Fear", "Night")
    study.code(one, "afraid at night", fear)
    me = project.coder.name
    project.work_as("Ana")
    both = study.code(one, "then it passed", fear)
    study.code(two, "long nights", night)
    comments.add(project, About.coding(both.id), text="Is this fear?")
    comments.add(project, About.code(night), text="Too broad?")
    memos.add(project, memos.About.coding(both.id), text="Ana's thought")
    project.work_as(me)


@pytest.fixture
def coded(made: Path, tmp_path: Path) -> Iterator[Study]:
    """The study of which no copy was made yet."""
    shutil.copy(made / "study.icproj", tmp_path)
    with open_project(tmp_path / "study.icproj") as project:
        with project.quiet_write() as session:
            session.execute(delete(ReviewCopyRow))
            session.execute(delete(SharingRow))
        yield Study(project, tmp_path)


@pytest.fixture
def copy(made: Path, tmp_path: Path) -> Iterator[Project]:
    """A copy of all of it, as its reader opens it."""
    shutil.copy(made / "copy.icproj", tmp_path)
    with opened(tmp_path / "copy.icproj") as project:
        yield project


def copied(study: Study, name: str = "copy", **how: Any) -> Path:
    """Make a review copy beside the project."""
    told: dict[str, Any] = {
        "path": study.project.path.with_name(f"{name}.icproj"),
        "passphrase": SECRET,
        "recipient": READER,
    } | how
    return review_copy_file.make(study.project, **told).path


@contextmanager
def opened(path: Path) -> Iterator[Project]:
    """The copy as its reader opens it."""
    with open_project(path, passphrase=SECRET) as copy:
        yield copy


def test_its_reader_is_no_possible_identifier_in_names_made_of_them(study: Study) -> None:
    path = study.project.path.with_name("study for Dr. Weiss.icproj")
    _fill(study)
    made = review_copy_file.make(study.project, path, passphrase=SECRET, recipient="Dr. Weiss")
    assert not any("the name of" in each for each in made.warnings)
    path = study.project.path.with_name("study with Dr. Weiss.icproj")
    made = review_copy_file.make(study.project, path, passphrase=SECRET, recipient=READER)
    assert any("“W••••” in the name of" in each for each in made.warnings)


def test_nothing_that_mustnt_go_out_is_in_the_file(study: Study, tmp_path: Path) -> None:
    chosen = canaried_study.fill(study, tmp_path)
    path = copied(study, sources=chosen)
    study.project.close()
    assert canaried_study.found_in(path, SECRET) == {"control"}
    # And it is looked for in a way that finds it: in the project itself is all but what was withdrawn or never there.
    everything = {*canaried_study.CANARIES, "control", "sound"}
    there = canaried_study.found_in(study.project.path, None)
    assert everything - there == {"withdrawn participant", "key", "name list"}
    # What was withdrawn from the project is no business of the copy, which never had it.
    shutil.copy(tombstones.beside(study.project.path), tombstones.beside(path))
    with opened(path) as copy:
        assert not tombstones.settle(copy)
        assert len(copy.log()) == 1


def test_its_reader_finds_the_study_as_it_was_handed_out(made: Path, copy: Project) -> None:
    with open_project(made / "study.icproj") as project:
        assert copy.encrypted
        assert copy.coder.name == READER
        assert [each.uuid for each in catalogue.listing(copy)] == [each.uuid for each in catalogue.listing(project)]
        assert [node.uuid for node in codes.tree(copy)] == [node.uuid for node in codes.tree(project)]
        ours, theirs = segments.listing(project), segments.listing(copy)
        assert [each.uuid for each in theirs] == [each.uuid for each in ours]
        assert [segments.quote(copy, each.id) for each in theirs] == [segments.quote(project, each.id) for each in ours]
        assert [node.references for node in codes.tree(copy)] == [2, 1]
        mark, known = review_copy.this_copy(copy), review_copy.handed_out(project)[0]
        assert mark is not None
        assert (mark.uuid, mark.recipient, mark.sources) == (known.uuid, READER, known.sources)
        assert mark.codebook_sha256 == versions.now_sha256(copy)
        assert [entry.label for entry in copy.log()] == [copy_rows.MADE]
        assert copy.undo_label is None
        check = log_check.check(copy)
        assert check.is_whole
        assert review_copy.this_copy(project) is None


def test_what_only_belongs_to_other_sources_stays_out(coded: Study) -> None:
    (first, _) = catalogue.listing(coded.project)
    with opened(copied(coded, sources=[first.id])) as copy:
        assert [source.name for source in catalogue.listing(copy)] == ["P01"]
        assert [case.name for case in cases.listing(copy)] == ["P01"]
        assert [each.name for each in attributes.listing(copy)] == ["role"]
        assert [node.name for node in codes.tree(copy)] == ["Fear", "Night"]
        assert len(segments.listing(copy)) == 2


def test_words_of_other_sources_in_the_codebook_are_said(coded: Study) -> None:
    (first, _) = catalogue.listing(coded.project)
    fear = codes.tree(coded.project)[0].id
    codes.describe(coded.project, fear, typical="“I was afraid at night, and then it passed.”")
    assert not any("Words of sources" in each for each in warnings_of(coded, "one", [first.id]))
    codes.describe(coded.project, fear, typical="“The LONG nights\nwere quiet”")
    assert not any("Words of sources" in each for each in warnings_of(coded, "both", None))
    assert warnings_of(coded, "again", [first.id])[-1] == (
        "Words of sources that aren't in it stand in its codebook, memos or comments: P02."
    )


def warnings_of(study: Study, name: str, sources: list[int] | None) -> tuple[str, ...]:
    path = study.project.path.with_name(f"{name}.icproj")
    return review_copy_file.make(study.project, path, passphrase=SECRET, recipient=READER, sources=sources).warnings


def test_a_blind_copy_holds_nothing_of_what_others_think_of_the_passages(coded: Study) -> None:
    with opened(copied(coded, blind=True)) as copy:
        assert segments.listing(copy) == []
        assert memos.listing(copy) == []
        assert [thread.first.text for thread in comments.listing(copy)] == ["Too broad?"]
        assert {node.name: node.references for node in codes.tree(copy)} == {"Fear": 0, "Night": 0}
        mark = review_copy.this_copy(copy)
        assert mark is not None
        assert mark.blind


def test_while_a_source_is_coded_blind_its_codings_stay_out_and_the_readers_own_stay_in(coded: Study) -> None:
    project = coded.project
    (first, second) = catalogue.listing(project)
    ana = next(coder.id for coder in coders.listing(project) if coder.name == "Ana")
    blind.begin(project, [first.id], [project.coder.id, ana])
    with opened(copied(coded, recipient="Ana")) as copy:
        assert [(each.source_id, each.coder_id) for each in segments.listing(copy)] == [
            (first.id, ana),
            (second.id, ana),
        ]
        assert copy.coder.id == ana
    with opened(copied(coded, "second")) as copy:
        assert [each.source_id for each in segments.listing(copy)] == [second.id]
    # Who takes no part sees all of it, and so does a reader who takes none.
    project.work_as("Zoe")
    with opened(copied(coded, "third")) as copy:
        assert len(segments.listing(copy)) == 3


def test_each_reader_has_their_own_copy_and_stays_the_same_coder(coded: Study) -> None:
    copied(coded)
    copied(coded, "second", recipient="B. Moss")
    copied(coded, "third", recipient=READER.upper())
    third, second, first = review_copy.handed_out(coded.project)
    assert [each.recipient for each in (first, second, third)] == [READER, "B. Moss", "R. LEE"]
    assert first.coder_uuid == third.coder_uuid != second.coder_uuid
    ana = next(coder for coder in coders.listing(coded.project) if coder.name == "Ana")
    assert review_copy.coder_uuid_for(coded.project, "ana") == ana.uuid
    assert len({first.uuid, second.uuid, third.uuid}) == 3


def test_the_ledger_and_the_log_say_what_went_to_whom(coded: Study) -> None:
    (first, _) = catalogue.listing(coded.project)
    path = copied(coded, sources=[first.id], terms=Terms(purpose="supervision"))
    (line,) = sharing.ledger(coded.project)
    assert (line.what, line.recipient, line.purpose, line.wording) == (
        "review copy",
        READER,
        "supervision",
        "de-identified",
    )
    assert (line.file.name, line.file.size_bytes) == (path.name, path.stat().st_size)
    assert line.manifest.sources == (first.uuid,)
    assert line.manifest.counts["codings"] == 2
    assert path.stat().st_mode & 0o777 == 0o600


def test_names_are_said_and_nothing_is_written_unless_somebody_answers(coded: Study) -> None:
    listed = Terms(listed=("afraid at night",))
    with pytest.raises(ResidualIdentifiers) as refused:
        copied(coded, terms=listed)
    (found,) = refused.value.found
    assert isinstance(found, Residual)
    assert found.where == "transcript “P01”, line 2"
    assert sorted(each.suffix for each in coded.project.path.parent.iterdir() if "copy" in each.name) == []
    assert sharing.ledger(coded.project) == []
    assert review_copy.handed_out(coded.project) == []
    copied(coded, terms=listed.letting_go("R. Roe", "it is nobody"))
    (line,) = sharing.ledger(coded.project)
    assert line.override is not None
    assert (line.override.name, line.override.residuals) == ("R. Roe", 1)


def test_the_scan_reads_what_is_packed_away(study: Study) -> None:
    study.interview("P01", "P01: Nothing.")
    versions.save(study.project, "First")
    (code,) = study.codes("Visit")
    codes.describe(study.project, code, definition="What Mr Tucketmere does")
    versions.save(study.project, "Second")
    codes.describe(study.project, code, definition="What he does")
    with pytest.raises(ResidualIdentifiers) as refused:
        copied(study, terms=Terms(listed=("Tucketmere",)))
    (found,) = refused.value.found
    assert isinstance(found, Residual)
    assert found.where == "version “Second” of the codebook, line 12"


def test_what_was_there_stays_whatever_it_is(coded: Study) -> None:
    fill_every_table(coded.project)
    with opened(copied(coded)) as copy:
        kinds = {mapper.local_table.key: mapper.class_ for mapper in Row.registry.mappers}  # type: ignore[attr-defined]
        # Coders are no part of what is recorded, and of the tally nobody writes.
        for name in kinds.keys() - copy_rows.NOT_FOR_OTHERS - {"coder", "tally"}:
            refuses_to_change(copy, kinds[name])
        assert copy.undo_label is None
        assert len(copy.log()) == 1


def test_what_is_owed_to_participants_is_not_settled_in_it(copy: Project) -> None:
    source, case = catalogue.listing(copy)[0].id, cases.listing(copy)[0].id
    settling: tuple[Callable[[], object], ...] = (
        lambda: consent.record(copy, case, "quotes", True),
        lambda: pseudonyms.mark_read(copy, source),
        lambda: pseudonyms.add(copy, "name"),
        lambda: pseudonyms.decide(copy, [(source, Span(0, 1))], None),
        lambda: retention.lay_down(copy, "audio", until="2030-01-01"),
    )
    for settle in settling:
        with pytest.raises(NotAllowed, match="owed to participants"):
            settle()
    assert copy.undo_label is None


def test_its_reader_decides_nothing_and_renames_nobody_but_themself(copy: Project) -> None:
    others = [coder for coder in coders.listing(copy) if coder.id != copy.coder.id]
    assert len(others) == 2
    for coder in others:
        with pytest.raises(NotAllowed, match="review copy"):
            coders.rename(copy, coder.id, "Somebody")
        with pytest.raises(NotAllowed, match="review copy"):
            coders.set_role(copy, coder.id, "consensus")
    for name in (others[0].name, "Somebody new"):
        with pytest.raises(NotAllowed, match=f"review copy of {READER}"):
            coders.work_as(copy, name)
    assert coders.work_as(copy, READER.lower()) == copy.coder
    assert coders.rename(copy, copy.coder.id, "Robin Lee").name == "Robin Lee"
    # A split adds codes alone, which nothing else would refuse.
    proposal = proposals.split(copy, codes.tree(copy)[0].id, ["Dread", "Worry"])
    for decide in (proposals.accept, proposals.reject):
        with pytest.raises(NotAllowed, match="decided on in the project itself"):
            decide(copy, proposal.id)
    assert [node.name for node in codes.tree(copy)] == ["Fear", "Night"]


def fill_every_table(project: Project) -> None:
    (one, *_), (first, *_) = segments.listing(project), catalogue.listing(project)
    memos.link(project, memos.add(project, text="On this").key, first.id, one.span)
    version = versions.save(project, "First")
    me = project.coder
    project.work_as("Ana")
    proposals.recode(project, one.id, codes.tree(project)[1].id)
    signoff.approve(project, version.id)
    verdicts.give(project, one.id, "agree")
    with project.op("Decide") as session:
        place = {"source_id": first.id, "start": 0, "end": 5, "code_id": one.code_id, "coder_id": me.id}
        session.add(AdjudicationRow(**place, coders="[]", outcome="none", decided_at=""))
    project.work_as(me.name)


def refuses_to_change(copy: Project, kind: type[Row]) -> None:
    """Try to change each column of a row, and to delete it."""
    table = kind.__table__
    for column in table.columns:
        if column.primary_key:
            continue
        with pytest.raises(NotAllowed, match="review copy"), copy.op("Change") as session:
            row = session.scalars(select(kind)).first()
            assert row is not None, kind
            value = getattr(row, column.key)
            setattr(row, column.key, f"{value}x" if isinstance(value, str) else b"x" if value is None else 77)
    with pytest.raises(NotAllowed, match="review copy"), copy.op("Delete") as session:
        session.delete(session.scalars(select(kind)).first())


def test_what_the_reader_adds_is_theirs_to_change_and_undo(copy: Project) -> None:
    (one, *_), (first, *_) = segments.listing(copy), catalogue.listing(copy)
    mine = codes.add(copy, "Relief")
    coding = segments.code_passage(copy, first.id, segments.find_passage(copy, first.id, "it passed"), mine.id)
    same = segments.code_passage(copy, first.id, one.span, one.code_id)
    assert min(mine.id, coding.id, same.id) >= FIRST_OWN
    segments.recode(copy, coding.id, one.code_id)
    segments.set_memo(copy, coding.id, "mine")
    codes.rename(copy, mine.id, "Letting go")
    verdicts.give(copy, one.id, "query")
    verdicts.give(copy, one.id, "agree", note="on second thought")
    thread = comments.add(copy, About.coding(one.id), text="Why?")
    comments.reply(copy, comments.listing(copy)[0].first.id, "Yes.")
    before = comments.listing(copy)
    comments.delete(copy, thread.id)
    copy.undo()
    assert comments.listing(copy) == before
    codes.delete(copy, mine.id)
    while copy.undo_label is not None:
        copy.undo()
    assert [node.name for node in codes.tree(copy)] == ["Fear", "Night"]
    while copy.redo_label is not None:
        copy.redo()
    assert segments.view(copy, coding.id).memo == "mine"
    assert log_check.check(copy).is_whole


def test_the_reader_can_change_no_word_of_a_transcript_and_no_code_of_others(copy: Project) -> None:
    (first, _), (fear, night) = catalogue.listing(copy), codes.tree(copy)
    (one, *_) = segments.listing(copy)
    text = transcript_of(copy, first.id).text
    for forbidden in (
        lambda: correct_text(copy, first.id, [Edit(text.index("afraid"), "afraid", "happy")]),
        lambda: codes.rename(copy, fear.id, "Dread"),
        lambda: codes.delete(copy, night.id),
        lambda: segments.remove(copy, one.id),
        lambda: segments.recode(copy, one.id, night.id),
        lambda: catalogue.delete(copy, first.id),
    ):
        with pytest.raises(NotAllowed, match="This is a review copy"):
            forbidden()
    assert transcript_of(copy, first.id).text == text
    assert len(copy.log()) == 1


def test_a_copy_stays_encrypted(made: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(made / "copy.icproj", tmp_path))
    with pytest.raises(NotAllowed, match="stays encrypted"):
        rekey.decrypt(path, SECRET)
    rekey.change_passphrase(path, SECRET, "ten loud rivers")
    with open_project(path, passphrase="ten loud rivers") as copy:
        assert review_copy.this_copy(copy) is not None


def test_no_copy_is_made_of_a_copy(copy: Project) -> None:
    with pytest.raises(NotAllowed, match="no further copies"):
        review_copy_file.make(copy, copy.path.with_name("more.icproj"), passphrase=SECRET, recipient="C. Hill")


def test_what_makes_no_sense_is_refused_in_words(coded: Study) -> None:
    folder = coded.project.path.parent
    taken = folder / "taken.icproj"
    taken.write_bytes(b"somebody's")
    tried: list[tuple[dict[str, Any], type[InterviewCoderError], str]] = [
        ({"passphrase": " "}, NotAllowed, "needs a passphrase"),
        ({"recipient": "  "}, NotAllowed, "Nobody is named"),
        ({"expires_on": date(2020, 1, 1)}, NotAllowed, "ended on 2020-01-01"),
        ({"sources": []}, NotAllowed, "no transcript"),
        ({"path": coded.project.path}, ExportFailed, "project's own"),
        ({"path": taken}, NameTaken, "there already"),
        ({"path": folder / "missing" / "copy.icproj"}, ExportFailed, "doesn't exist"),
        ({"path": folder / "copy.docx"}, ExportFailed, "no name of a review copy"),
    ]
    for how, error, words in tried:
        with pytest.raises(error, match=words):
            copied(coded, **how)
    assert taken.read_bytes() == b"somebody's"
    assert review_copy.handed_out(coded.project) == []


def test_the_projects_own_passphrase_is_no_passphrase_for_a_copy(encrypted_project: Project, passphrase: str) -> None:
    with pytest.raises(NotAllowed, match="passphrase of the project itself"):
        review_copy_file.make(
            encrypted_project, encrypted_project.path.with_name("c.icproj"), passphrase=passphrase, recipient=READER
        )


def test_a_copy_opens_on_its_last_day_and_not_after_it(coded: Study) -> None:
    today = date.today()
    path = copied(coded, expires_on=today)
    with opened(path) as copy:
        mark = review_copy.this_copy(copy)
        assert mark is not None
        assert mark.expires_on == today
    # The clock is the system's; the day is moved in the copy instead, as nobody does who has only the program.
    engine = connect(path, derive_key(SECRET, read_salt(path) or b""))
    with engine.begin() as connection:
        yesterday = (today - timedelta(days=1)).isoformat()
        connection.exec_driver_sql("UPDATE review_copy SET expires_on = ?", (yesterday,))
    engine.dispose()
    with pytest.raises(NotAllowed, match=f"could be opened until {yesterday}"):
        open_project(path, passphrase=SECRET)
    assert not lock.note_path(path).exists()
    with open_project(path, passphrase=SECRET, even_expired=True) as copy:
        assert review_copy.this_copy(copy) is not None


def test_stopping_leaves_nothing(coded: Study) -> None:
    before = sorted(coded.project.path.parent.iterdir())
    for stage, after in (("check", 0.0), ("write", 0.5)):

        def tell(now: str, share: float, stage: str = stage, after: float = after) -> None:
            if now == stage and share >= after:
                raise Cancelled("The export was stopped.")

        with pytest.raises(Cancelled):
            copied(coded, tell=tell)
        assert sorted(coded.project.path.parent.iterdir()) == before
    assert sharing.ledger(coded.project) == []
    assert review_copy.handed_out(coded.project) == []


def test_a_kill_leaves_no_copy_and_what_it_leaves_the_next_one_clears_away(coded: Study) -> None:
    path = coded.project.path.with_name("copy.icproj")

    def tell(now: str, share: float) -> None:
        if now == "write" and share > 0.5:
            os.kill(os.getpid(), signal.SIGKILL)

    child = os.fork()
    if child == 0:
        try:
            copied(coded, tell=tell)
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status)
    assert not path.exists()
    assert place.unfinished(path).exists()
    assert sharing.ledger(coded.project) == []
    copied(coded)
    assert path.exists()
    assert not place.unfinished(path).exists()
