"""A participant who withdraws is nowhere any more, and everybody else is as they were."""

from __future__ import annotations

import runpy
import shutil
from collections.abc import Iterator
from json import dumps, loads
from pathlib import Path
from unicodedata import normalize

import pytest
from sqlalchemy import select

from interviewcoder.cases import attributes, cases
from interviewcoder.coding import codes, memos, segments, versions
from interviewcoder.errors import NotFound, NothingToUndo
from interviewcoder.privacy import certificate, consent, rows_that_stay, sharing, tombstones, withdrawal
from interviewcoder.privacy.belongings import Subjects
from interviewcoder.privacy.phrases import REMOVED, Phrases, without
from interviewcoder.project import activity, backup, file, media
from interviewcoder.project.file import Project
from interviewcoder.project.rows import Row
from interviewcoder.project.schema import (
    AdjudicationRow,
    MediaRow,
    ProjectRow,
    SpeakerRow,
    TombstoneRow,
    TranscriptRow,
)
from interviewcoder.review import comments, proposals, signoff, verdicts
from interviewcoder.sources import catalogue, importing
from interviewcoder.sources.transcript import transcript_of

_study = runpy.run_path(str(Path(__file__).with_name("withdrawn_study.py")))
CANARY, SAID, OTHER = _study["CANARY"], _study["SAID"], _study["OTHER"]
PASSPHRASE = "seven quiet rivers"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The study in a plain file, with a backup of it."""
    path = tmp_path_factory.mktemp("made") / "study.icproj"
    project: Project = _study["make"](path)
    with project:
        project.back_up()
    return path


@pytest.fixture
def study(made: Path, tmp_path: Path) -> Iterator[Project]:
    """The study opened, in a folder of the test's own."""
    shutil.copy(made, tmp_path)
    shutil.copytree(backup.folder_of(made), backup.folder_of(tmp_path / made.name))
    with file.open_project(tmp_path / made.name) as project:
        yield project


def p1(project: Project) -> int:
    case_id: int = _study["case_of"](project)
    return case_id


def hits(folder: Path) -> list[str]:
    """The files below a folder in whose bytes the canary stands, in any case, forwards or backwards."""
    words = [CANARY.encode(), CANARY.lower().encode(), CANARY.upper().encode(), CANARY[::-1].encode()]
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [str(path.relative_to(folder)) for path in files if any(word in path.read_bytes() for word in words)]


def decrypted(project: Project, out: Path) -> Path:
    """All that an encrypted project holds, page by page, in a plain file."""
    project.session.rollback()
    run = project.raw_connection.execute
    run("ATTACH ? AS plain KEY ''", (str(out),))
    run("SELECT sqlcipher_export('plain')")
    run("DETACH plain")
    return out


def test_what_is_theirs_is_listed_before_anything_is_removed(study: Project) -> None:
    found = withdrawal.inventory(study, p1(study))
    assert [(each.name, each.whole, each.passages, each.others) for each in found.sources] == [
        (f"Talk {CANARY}", True, 4, ()),
        ("Group", False, 2, ("P2",)),
    ]
    assert found.counts == {
        "recordings": 2,
        "recording_bytes": found.counts["recording_bytes"],
        "recording_ms": 2000,
        "sources": 1,
        "passages_in_shared_sources": 2,
        "words": found.counts["words"],
        "codings": 3,
        "memos": 3,
        "memo_links": 1,
        "comments": 5,
        "verdicts": 1,
        "proposals": 1,
        "adjudications": 1,
        "findings": 0,
        "attributes": 2,
        "consents": 1,
        "identifiers": 1,
        "pseudonyms": 1,
        "drafts_and_searches": 3,
        "tasks": 1,
        "history_steps": found.counts["history_steps"],
    }
    assert found.counts["recording_bytes"] == 2 * (16_000 + 44)
    assert {each.key.split(":")[0] + " " + each.field for each in found.mentions} == {
        "code typical",
        "code memo",
        "code name",
        "code provenance_note",
        "codebook version note",
        "codebook version content",
        "memo text",
        "comment text",
        "verdict note",
        "proposal reason",
        "proposal decision_note",
        "approval note",
        "decision reason",
    }
    assert [(each.file_name, each.recipient) for each in found.exports] == [(f"Talk {CANARY}.docx", "Dr. Lee")]
    assert [each.why_not for each in found.backups] == [""]
    assert catalogue.by_name(study, f"Talk {CANARY}").has_text


def test_nothing_of_theirs_is_left_in_any_byte_of_the_file_or_its_backups(study: Project) -> None:
    folder = study.path.parent
    assert len(hits(folder)) == 2, "the canary isn't where it should be found"
    done = withdrawal.withdraw(study, p1(study))
    assert hits(folder) == []
    assert [each.outcome for each in done.backups] == ["cleaned"]
    study.close()
    assert hits(folder) == []


def test_nothing_of_theirs_is_left_in_what_an_encrypted_project_holds(tmp_path: Path) -> None:
    folder = tmp_path / "encrypted"
    folder.mkdir()
    with _study["make"](folder / "study.icproj", PASSPHRASE) as project:
        shutil.rmtree(folder / "material")
        project.back_up()
        assert hits(folder) == [] and hits_in(decrypted(project, tmp_path / "before.db"))
        withdrawal.withdraw(project, p1(project))
        assert not hits_in(decrypted(project, tmp_path / "after.db"))
        (kept,) = backup.backups(project.path)
    shutil.copy(kept.path, folder / "old.icproj")
    with file.open_project(folder / "old.icproj", passphrase=PASSPHRASE) as old:
        assert not hits_in(decrypted(old, tmp_path / "backup.db"))


def hits_in(path: Path) -> bool:
    return CANARY.encode() in path.read_bytes() or CANARY.lower().encode() in path.read_bytes()


def test_everybody_else_is_as_they_were(study: Project) -> None:
    two = catalogue.by_name(study, "Talk two")
    codings = [(each.uuid, each.span) for each in segments.in_source(study, two.id)]
    before = rows_that_stay.hashes(study.session)
    done = withdrawal.withdraw(study, p1(study))
    after = rows_that_stay.hashes(study.session)
    same = {key for key in before.keys() & after.keys() if before[key] == after[key]}
    assert {("source", (two.id,)), ("participant", (cases.by_name(study, "P2").id,))} <= same
    assert {("segment", (each.id,)) for each in segments.in_source(study, two.id)} <= same
    assert done.others_rows == 20 and len(done.others_sha256) == 64
    assert [(each.uuid, each.span) for each in segments.in_source(study, two.id)] == codings
    assert transcript_of(study, two.id).text == f"What stays with you?\n{OTHER}."
    assert (done.recordings_left, done.recordings_whole) == (1, 1)
    assert media.media_of_source(study, two.id) is not None


def test_what_reviewers_said_of_others_stays_without_their_name(study: Project) -> None:
    withdrawal.withdraw(study, p1(study))
    other = segments.in_source(study, catalogue.by_name(study, "Talk two").id)[0]
    threads = comments.listing(study)
    assert [(each.about.kind, each.first.text) for each in threads] == [
        ("coding", "Fine"),
        ("code", f"“{REMOVED}” again"),
    ]
    (verdict,) = verdicts.listing(study)
    assert (verdict.segment_id, verdict.note) == (other.id, f"Not {REMOVED}’s night?")
    assert {each.reason for each in proposals.listing(study)} == {f"{REMOVED} hopes", f"Only {REMOVED}"}
    assert [each.note for each in signoff.listing(study)] == [f"Thanks to {REMOVED}"]
    assert [row.reason for row in study.session.scalars(select(AdjudicationRow))] == [f"As {REMOVED} said"]


def test_in_an_interview_with_others_their_words_go_and_those_of_others_stay(study: Project) -> None:
    withdrawal.withdraw(study, p1(study))
    group = catalogue.by_name(study, "Group")
    read = transcript_of(study, group.id)
    assert read.text == f"And together?\n{REMOVED}\n{OTHER}.\n{REMOVED}\nYes, that is so."
    assert [segments.quote(study, each.id) for each in segments.in_source(study, group.id)] == [OTHER]
    assert [speaker.label for speaker in read.speakers] == ["I", REMOVED, "B"]
    (stone,) = study.session.scalars(select(TombstoneRow.subjects))
    voices = set(study.session.scalars(select(SpeakerRow.uuid)))
    assert voices.isdisjoint(Subjects.from_json(stone).speakers)
    assert media.media_of_source(study, group.id) is None


def test_texts_of_the_study_lose_their_words_unless_somebody_decides_otherwise(study: Project) -> None:
    found = withdrawal.inventory(study, p1(study))
    by_field = {each.field: each for each in found.mentions if each.kind == "code"}
    choices = withdrawal.Choices(
        kept=[each.key for each in found.mentions if each.kind == "memo"],
        reworded={by_field["typical"].key: "Somebody thinks of it at night."},
    )
    done = withdrawal.withdraw(study, p1(study), choices)
    night = codes.by_name(study, "Night")
    assert (night.typical, night.memo) == ("Somebody thinks of it at night.", f"See {REMOVED}.")
    (journal,) = (each for each in memos.listing(study) if each.key.stands_alone)
    assert journal.text == f"P1 {CANARY} said: {SAID.upper()}! And P2 agreed."
    assert (done.texts_kept, len(done.versions)) == (1, 1)
    (version,) = versions.listing(study)
    assert (version.sha256, version.note) == (done.versions[0].sha256_after, f"After {REMOVED}")
    assert version.sha256 != done.versions[0].sha256_before and version.codes == 2


def test_one_word_that_a_voice_is_called_is_listed_and_stays(project: Project, tmp_path: Path) -> None:
    (tmp_path / "Talk 7.txt").write_text(
        "I: And then?\nNurse: I went home.\nI: Why?\nNurse: It was late.\n", encoding="utf-8"
    )
    (source,) = importing.add_files(project, [tmp_path / "Talk 7.txt"])
    case = cases.add(project, "P7")
    cases.tie_source(project, case.id, source.id)
    code = codes.add(project, "Nurse in charge")
    codes.describe(project, code.id, definition="As in Talk 7: P7, but not P70.")
    found = withdrawal.inventory(project, case.id).mentions
    assert [(each.field, each.words, each.short) for each in found] == [
        ("name", ("Nurse",), True),
        ("definition", ("Talk 7", "P7"), False),
    ]
    withdrawal.withdraw(project, case.id)
    (left,) = codes.tree(project)
    assert (left.name, left.definition) == ("Nurse in charge", f"As in {REMOVED}: {REMOVED}, but not P70.")


def test_a_withdrawal_leaves_nothing_to_undo_and_the_log_whole(study: Project) -> None:
    withdrawal.withdraw(study, p1(study))
    with pytest.raises(NothingToUndo):
        study.undo()
    assert activity.first_broken(study.session) is None
    assert study.log()[-1].label == "Withdraw participant"


def test_a_certificate_tells_what_was_done_without_a_name(study: Project) -> None:
    done = withdrawal.withdraw(study, p1(study))
    (stored,) = certificate.listing(study)
    assert stored == done and stored.sha256 == done.sha256
    assert (done.participant, stored.participant) == (f"P1 {CANARY}", "")
    assert CANARY not in done.to_json()
    assert done.removed["codings"] == 3 and len(done.recordings) == 2 and done.finished
    assert [(each.file_name, each.recipient) for each in done.exports] == [(f"{REMOVED}.docx", "Dr. Lee")]
    assert (done.export_names, stored.export_names) == ((f"Talk {CANARY}.docx",), ())
    assert [line.file.name for line in sharing.ledger(study)] == [f"{REMOVED}.docx"]


def test_an_old_backup_that_is_put_back_by_hand_loses_them_again(study: Project, made: Path) -> None:
    withdrawal.withdraw(study, p1(study))
    path = study.path
    study.close()
    shutil.copy(made, path)
    with file.open_project(path) as old:
        done = tombstones.reapply(old)
        assert done.withdrawals == 1 and "removed again" in done.sentence
        with pytest.raises(NotFound):
            p1(old)
        assert not tombstones.reapply(old)
    assert hits(path.parent) == []


def test_a_backup_that_knows_them_by_its_history_alone_is_cleaned_too(study: Project) -> None:
    before = withdrawal.inventory(study, p1(study)).counts
    catalogue.delete(study, catalogue.by_name(study, f"Talk {CANARY}").id)
    cases.delete(study, p1(study))
    study.back_up()
    study.undo()
    study.undo()
    assert {**withdrawal.inventory(study, p1(study)).counts, "history_steps": 0} == {**before, "history_steps": 0}
    done = withdrawal.withdraw(study, p1(study))
    assert [each.outcome for each in done.backups] == ["cleaned", "cleaned"]
    assert hits(study.path.parent) == []


def test_a_copy_kept_elsewhere_under_another_name_loses_them_too(study: Project, made: Path, tmp_path: Path) -> None:
    withdrawal.withdraw(study, p1(study))
    (tmp_path / "elsewhere").mkdir()
    shutil.copy(made, tmp_path / "elsewhere" / "copy.icproj")
    with file.open_project(tmp_path / "elsewhere" / "copy.icproj") as old:
        assert tombstones.reapply(old).withdrawals == 1
    assert hits(tmp_path / "elsewhere") == []


def test_nobody_has_something_removed_by_writing_tombstones(study: Project) -> None:

    path = study.path
    withdrawal.withdraw(study, p1(study))
    kept = loads(tombstones.beside(path).read_text(encoding="utf-8"))
    two = cases.by_name(study, "P2")
    forged = {**kept["tombstones"][0], "uuid": "0" * 36, "subjects": dumps({"participant": two.uuid})}
    tombstones.beside(path).write_text(dumps({**kept, "tombstones": [forged]}), encoding="utf-8")
    assert not tombstones.reapply(study)
    assert cases.by_name(study, "P2") == two


def test_a_backup_with_another_passphrase_is_deleted_or_left_as_the_person_says(study: Project, made: Path) -> None:
    folder = backup.folder_of(study.path)
    strange = folder / "study 2026-01-01 10-00-00.icproj"
    file.create(strange, title="Study", passphrase=PASSPHRASE).close()
    states = withdrawal.inventory(study, p1(study)).backups
    assert ["another passphrase" in each.why_not for each in states] == [False, True]
    first = withdrawal.destroy_audio(study, case_id=p1(study), leave_backups=True)
    assert [each.outcome for each in first.backups] == ["cleaned", "left"] and strange.exists()
    done = withdrawal.withdraw(study, p1(study))
    assert [each.outcome for each in done.backups] == ["cleaned", "deleted"] and not strange.exists()


def test_their_name_goes_from_wherever_else_it_was_written(study: Project) -> None:
    name, two, talk = f"P1 {CANARY}", cases.by_name(study, "P2"), catalogue.by_name(study, "Talk two")
    cases.add(study, f"Sister of {name}")
    attributes.describe_case(study, two.id, {f"knows {name}": "yes", "friend": name})
    consent.record(study, two.id, "audio", True, "2026-01-05", f"{name} was there")
    with study.op("Write") as session:
        session.scalars(select(ProjectRow)).one().title = f"{name} and others"
        recording = session.get_one(MediaRow, talk.media_id)
        recording.name, recording.parts = f"with {name}.wav", dumps([{"name": f"{name} 1.wav"}])
        session.scalars(select(SpeakerRow).where(SpeakerRow.label == "B")).all()[0].label = f"B, not {name}"
        session.get_one(TranscriptRow, talk.id).conventions = dumps({"rules": f"{name} wrote them"})
    found = withdrawal.inventory(study, p1(study))
    kinds = {"study", "participant", "attribute", "consent", "recording", "voice"}
    assert kinds <= {each.kind for each in found.mentions}
    withdrawal.withdraw(study, p1(study))
    assert hits(study.path.parent) == []
    assert {case.name for case in cases.listing(study)} == {"P2", f"Sister of {REMOVED}"}


def test_accents_and_apostrophes_are_the_same_however_they_are_encoded() -> None:
    theirs = Phrases(["Zoë O'Brien"], ["I don't know whether the café was open then"])
    quoted = "“I don’t know whether the café was open”"
    for text in ("Zoë O’Brien", "ZOË O'BRIENS", "Zoë O’Brien’s"):
        for written in (normalize("NFC", f"So {text} said."), normalize("NFD", f"So {text} said.")):
            assert "bri" not in without(written, theirs.found_in(written)).casefold()
    for written in (normalize("NFC", quoted), normalize("NFD", quoted)):
        assert without(written, theirs.found_in(written)) == f"“{REMOVED}”"


def test_a_name_that_was_replaced_in_their_words_is_shown_and_stays_unless_somebody_says_so(study: Project) -> None:
    memo = memos.add(study, title="Doubt", text=f"Is it {CANARY}?")
    (found,) = (each for each in withdrawal.inventory(study, p1(study)).mentions if each.where == "Doubt")
    assert (found.words, found.short, found.suggested) == ((CANARY,), True, f"Is it {REMOVED}?")
    withdrawal.withdraw(study, p1(study), withdrawal.Choices(reworded={found.key: found.suggested}))
    assert next(each.text for each in memos.listing(study) if each.key == memo.key) == f"Is it {REMOVED}?"


def test_what_a_crash_left_half_done_goes_and_a_renamed_backup_is_cleaned_too(study: Project) -> None:
    folder = backup.folder_of(study.path)
    (made,) = backup.backups(study.path)
    for name in ("study 2026-01-01 10-00-00.part", f"{made.path.name}.renewed", "before merging.icproj"):
        shutil.copy(made.path, folder / name)
    with file.create(folder / "another study.icproj", title="Another", passphrase=None) as other:
        codes.add(other, "Mine")
    strange = folder / "strange.icproj"
    file.create(strange, title="Study", passphrase=PASSPHRASE).close()
    done = withdrawal.withdraw(study, p1(study))
    assert hits(study.path.parent) == []
    assert {each.name: each.outcome for each in done.backups} == {
        made.path.name: "cleaned",
        "before merging.icproj": "cleaned",
        "strange.icproj": "left",
    }
    with file.open_project(folder / "another study.icproj") as other:
        assert other.undo() is not None, "the history of another study is gone"


def test_recordings_are_destroyed_alone_and_their_transcripts_stay(study: Project, made: Path) -> None:
    chunks = "SELECT count(*) FROM media_chunk"
    texts = [transcript_of(study, source.id).text for source in catalogue.listing(study)]
    sound = {source.name: media.media_of_source(study, source.id) for source in catalogue.listing(study)}
    done = withdrawal.destroy_audio(study)
    assert {each.sha256 for each in done.recordings} == {each.sha256 for each in sound.values() if each}
    assert study.raw_connection.execute(chunks).fetchone() == (0,)
    assert [transcript_of(study, source.id).text for source in catalogue.listing(study)] == texts
    (kept,) = backup.backups(study.path)
    assert kept.size_bytes < made.stat().st_size
    with pytest.raises(NotFound):
        withdrawal.destroy_audio(study)
    path = study.path
    study.close()
    shutil.copy(made, path)
    with file.open_project(path) as old:
        assert tombstones.reapply(old).recordings == 1
        assert old.raw_connection.execute(chunks).fetchone() == (0,)


def test_who_is_tied_to_an_interview_of_many_without_a_voice_is_told_so(study: Project) -> None:
    three = cases.add(study, "P3")
    cases.tie_source(study, three.id, catalogue.by_name(study, "Group").id)
    (source,) = withdrawal.inventory(study, three.id).unplaced
    assert (source.name, source.words) == ("Group", 0)
    whole = withdrawal.inventory(study, three.id, also_whole=[source.id])
    assert whole.unplaced == () and whole.counts["sources"] == 1


def test_every_table_of_the_project_is_looked_at_by_a_withdrawal() -> None:
    removed = {"media", "media_chunk", "sound", "source", "words", "speaker", "turn", "transcript", "finding", "task"}
    removed |= {"task_block", "segment", "memo", "memo_link", "participant", "case_source", "case_value", "consent"}
    removed |= {"identifier", "deidentification", "pseudonym", "preference", "step"}
    removed |= {"comment", "verdict", "proposal", "adjudication", "blind"}
    searched = {"code", "codebook_version", "sharing", "retention", "declaration", "project", "attribute"}
    searched |= {"approval", "review_copy", "merge"}
    without_words_of_anybody = {"coder", "tally", "stale_source", "activity", "tombstone"}
    assert removed | searched | without_words_of_anybody == set(Row.metadata.tables), (
        "a table is new: see “Withdrawal” in docs/architecture.md"
    )
