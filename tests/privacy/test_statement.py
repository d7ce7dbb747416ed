"""Each line of the statement fails, or isn't claimed, where what it is about isn't so."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert, update

from interviewcoder import settings
from interviewcoder.cases import attributes, cases
from interviewcoder.coding import codes, segments
from interviewcoder.errors import NotAllowed
from interviewcoder.privacy import (
    consent,
    decisions,
    key_file,
    openings,
    pseudonyms,
    readings,
    retention,
    session_files,
    sharing,
    withdrawal,
)
from interviewcoder.privacy import statement as statements
from interviewcoder.privacy.canary import canaries
from interviewcoder.privacy.statement import Finding, Status, labels, line_of
from interviewcoder.privacy.statement_checks import MACHINE
from interviewcoder.privacy.statement_checks_ends import ENDS
from interviewcoder.privacy.statement_checks_files import FILES
from interviewcoder.privacy.statement_checks_people import PEOPLE
from interviewcoder.privacy.statement_questions import QUESTIONS
from interviewcoder.privacy.statement_study import Study
from interviewcoder.project import backup, file
from interviewcoder.project.file import Project
from interviewcoder.project.schema import ActivityRow, MediaRow, SharingRow, SourceRow
from interviewcoder.reports import data_statement
from interviewcoder.sources import catalogue, correcting, importing
from interviewcoder.sources.text import Edit

CHECKS = {**MACHINE, **FILES, **PEOPLE, **ENDS}
SAID = "the anaesthetist whispered about the inspectorate every afternoon"
INTERVIEW = f"I: What happened?\nP07: We all heard how {SAID} in Kapuskasing.\nI: And then?\nP07: Nothing."


def look(project: Project, n: int) -> Finding:
    return CHECKS[n](Study(project.path, project))


def add_interview(project: Project, folder: Path) -> None:
    path = folder / "P07.txt"
    path.write_text(INTERVIEW, encoding="utf-8")
    importing.add_files(project, [path])
    path.unlink()


@pytest.fixture
def plain(project: Project, tmp_path: Path) -> Project:
    """A study with an interview that isn't encrypted."""
    add_interview(project, tmp_path)
    return project


@pytest.fixture
def secret(encrypted_project: Project, tmp_path: Path) -> Project:
    """The same, encrypted."""
    add_interview(encrypted_project, tmp_path)
    return encrypted_project


def with_recording(project: Project) -> int:
    """Tie a recording to a participant, and return the participant."""
    case = cases.add(project, "P07")
    values = {"name": "P07.wav", "container": "wav", "codec": "pcm", "size_bytes": 9, "duration_ms": 9, "sha256": "0"}
    with project.op("Attach recording") as session:
        media = session.scalar(insert(MediaRow).values(**values, added_at="2026-01-01").returning(MediaRow.id))
        source = session.query(SourceRow).one()
        source.media_id = media
    cases.tie_source(project, case.id, source_id=1)
    return case.id


# What a line is


def test_the_questions_are_those_of_an_ethics_board_in_order() -> None:
    assert [question.n for question in QUESTIONS] == list(range(1, 27))
    assert all(question.text.endswith("?") and question.check for question in QUESTIONS)


@pytest.mark.parametrize(
    ("found", "stands"),
    [("proved", "proved"), ("failed", "failed"), ("declared", "declared"), ("not verifiable", "declared")],
)
def test_a_declaration_answers_only_what_no_check_did(project: Project, found: Status, stands: Status) -> None:
    statements.declare(project, 8, "The disk is encrypted.", on=date(2026, 11, 20))
    finding = Finding(found, "So it is.", "a test")
    line = line_of(QUESTIONS[7], finding, datetime(2026, 11, 22, 23, 40), statements.declarations(project)[8])
    assert line.status == stands
    assert f"Declared by {project.coder.name}, 20 Nov 2026: “The disk is encrypted.”" in line.evidence
    assert line.evidence.endswith("Checked by: a test, 22 Nov 2026 23:40.")


def test_what_nobody_declared_is_said_to_be_open() -> None:
    line = line_of(QUESTIONS[9], Finding("not verifiable", "Two coders."), datetime(2026, 11, 22), None)
    assert (line.status, line.evidence) == ("not verifiable", "Two coders. Not declared yet by the researcher.")


def test_where_there_is_nothing_to_declare_nobody_is_asked_to() -> None:
    line = line_of(QUESTIONS[20], Finding("not verifiable", "Nobody.", asks=False), datetime(2026, 11, 22), None)
    assert (line.waits, line.evidence) == (False, "Nobody.")


def test_a_declaration_is_replaced_taken_back_and_undone(project: Project) -> None:
    statements.declare(project, 10, "Ada and her supervisor.")
    statements.declare(project, 10, "Ada alone.")
    assert statements.declarations(project)[10].answer == "Ada alone."
    statements.declare(project, 10, "  ")
    assert statements.declarations(project) == {}
    project.undo()
    assert statements.declarations(project)[10].answer == "Ada alone."
    with pytest.raises(NotAllowed, match="no question 27"):
        statements.declare(project, 27, "Yes.")


# Files


def test_an_encrypted_study_is_proved_to_hold_none_of_its_words(secret: Project) -> None:
    secret.back_up()
    assert len(canaries(secret).all) >= 5
    found = look(secret, 7)
    assert found.status == "proved", found.result
    assert "1 backup: none was found. A made-up passphrase was refused." in found.result


def test_a_study_that_is_not_encrypted_fails(plain: Project) -> None:
    found = look(plain, 7)
    assert found.status == "failed"
    assert "can be read by anybody" in found.result
    assert "none was found" not in found.result
    assert (look(plain, 25).status, look(plain, 23).status) == ("failed", "not verifiable")


def test_a_readable_copy_among_the_backups_fails(secret: Project, empty_project: Path) -> None:
    copy = secret.back_up().path
    copy.chmod(0o600)
    shutil.copyfile(empty_project, copy)
    found = look(secret, 7)
    assert (found.status, copy.name in found.result) == ("failed", True)


@pytest.mark.parametrize("name", ["P07 asked for it.icproj", "study 2026-01-01 10-00-00.part"])
def test_a_readable_file_of_another_name_among_the_backups_fails(
    secret: Project, empty_project: Path, name: str
) -> None:
    secret.back_up()
    shutil.copy(empty_project, backup.folder_of(secret.path) / name)
    found = look(secret, 7)
    assert found.status == "failed" and "a file of another name in their folder" in found.result
    assert "P07" not in found.result


def test_a_damaged_backup_fails(secret: Project) -> None:
    copy = secret.back_up().path
    content = bytearray(copy.read_bytes())
    content[100] ^= 1
    copy.write_bytes(content)
    assert look(secret, 23).status == "failed"
    copy.unlink()
    secret.back_up()
    assert look(secret, 23).status == "proved"


def test_a_flipped_byte_is_told_by_its_page(secret: Project) -> None:
    path = secret.path
    size = path.stat().st_size
    with path.open("r+b") as raw:
        raw.seek(size - 4096 + 50)
        byte = raw.read(1)
        raw.seek(-1, 1)
        raw.write(bytes([byte[0] ^ 1]))
    found = look(secret, 7)
    assert found.status == "failed"
    assert f"page {size // 4096}" in found.result


def test_words_that_leaked_into_the_settings_are_found_and_not_told(plain: Project) -> None:
    assert look(plain, 6).status == "proved"
    settings.folder().mkdir(parents=True, exist_ok=True)
    phrase = canaries(plain).phrases[0]
    (settings.folder() / "settings.toml").write_text(f'last = "{phrase}"', encoding="utf-8")
    found = look(plain, 6)
    assert (found.status, "settings.toml (1)" in found.result, phrase in found.result) == ("failed", True, False)


def test_words_that_another_program_kept_during_the_session_are_found(plain: Project, tmp_path: Path) -> None:
    before = session_files.snapshot(session_files.roots(None))
    history = Path.home() / ".local/share/clipboard-history"
    study = Study(plain.path, plain, before=before)
    assert (CHECKS[6](study).status, study.written) == ("proved", [])
    history.parent.mkdir(parents=True, exist_ok=True)
    history.write_text(f"copied: {canaries(plain).phrases[0]}", encoding="utf-8")
    found = CHECKS[6](Study(plain.path, plain, before=session_files.snapshot([])))
    assert (found.status, "clipboard-history (1)" in found.result) == ("failed", True)


def test_a_key_beside_the_project_fails(plain: Project) -> None:
    assert look(plain, 9).status == "not verifiable"
    (plain.path.parent / "study.ickey").write_bytes(b"x" * 4096)
    assert look(plain, 9).status == "failed"


def test_an_altered_log_fails_and_names_the_entry(plain: Project) -> None:
    openings.note_opening(plain)
    proved = look(plain, 11)
    assert proved.status == "proved"
    assert "1 opening and no exports" in proved.result
    with plain.quiet_write() as session:
        session.execute(update(ActivityRow).where(ActivityRow.id == 1).values(label="Nothing"))
    found = look(plain, 11)
    assert (found.status, "Entry 1 " in found.result) == ("failed", True)


def test_an_opening_is_noted_without_touching_undo(plain: Project) -> None:
    heard: list[object] = []
    plain.subscribe(heard.append)
    before = (plain.undo_label, plain.redo_label)
    openings.note_opening(plain)
    entry = plain.log()[-1]
    assert (entry.label, entry.kind, dict(entry.ids)) == ("Open project", "note", {})
    assert ((plain.undo_label, plain.redo_label), heard) == (before, [])


def test_a_synced_folder_fails(tmp_path: Path, empty_project: Path) -> None:
    path = tmp_path / "Dropbox (University)" / "study.icproj"
    path.parent.mkdir()
    shutil.copyfile(empty_project, path)
    with file.open_project(path) as opened:
        found = look(opened, 5)
    assert (found.status, "Dropbox" in found.result) == ("failed", True)


# People


def test_a_recording_of_somebody_who_said_no_fails(plain: Project) -> None:
    case = with_recording(plain)
    assert look(plain, 12).status == "not verifiable"
    for kind in consent.KINDS:
        consent.record(plain, case, kind, True)
    assert look(plain, 12).status == "declared"
    consent.record(plain, case, "audio", False)
    assert look(plain, 12).status == "failed"


def test_consent_is_told_in_words_with_its_days_and_without_zeros(plain: Project) -> None:
    case, other = with_recording(plain), cases.add(plain, "P08").id
    for asked, day in ((case, "2024-05-14"), (other, "2024-06-11")):
        consent.record(plain, asked, "audio", True, day)
        consent.record(plain, asked, "recontact", asked == case, day)
    consent.record(plain, case, "quotes", True)
    found = look(plain, 12)
    assert "2 participants. Audio recording: 2 yes (14 May to 11 Jun 2024); " in found.result
    assert "; being quoted: 1 yes (no date recorded), 1 not recorded; " in found.result
    assert "; being asked again: 1 yes (14 May 2024), 1 no (11 Jun 2024)." in found.result
    assert found.result.endswith(" Recordings are held only of participants who said yes to them.")
    consent.record(plain, case, "audio", None)
    assert "A recording is held of 1 participant whose answer to it isn’t recorded." in look(plain, 12).result


@pytest.mark.parametrize("n", [12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 24, 26])
def test_no_zero_is_told_of_a_young_study(plain: Project, n: int) -> None:
    cases.add(plain, "P07")
    result = data_statement.look_into(Study(plain.path, plain), n).result
    assert re.search(r"\b0\b", result) is None, result


def test_small_groups_are_listed(plain: Project) -> None:
    for number, (role, site) in enumerate([("nurse", "north"), ("nurse", "north"), ("physician", "north")]):
        case = cases.add(plain, f"P{number}")
        attributes.describe_case(plain, case.id, {"role": role, "site": site, "age": str(30 + number)})
    attributes.describe_case(plain, cases.add(plain, "P9").id, {"role": "nurse", "site": "south", "age": "40"})
    found = look(plain, 17)
    assert found.status == "not verifiable"
    assert (
        "One participant each: nurse at south; physician at north. 2 participants each: nurse at north." in found.result
    )
    assert "age" not in found.result


def test_a_ledger_that_differs_from_the_log_fails(plain: Project) -> None:
    written = sharing.WrittenFile("codebook.docx", 12, "ab" * 32)
    sharing.record(plain, written, what="codebook", terms=sharing.Terms(recipient="Dr. Lee"))
    assert look(plain, 24).status == "declared"
    with plain.quiet_write() as session:
        session.query(SharingRow).delete()
    assert look(plain, 24).status == "failed"


def test_a_transcript_is_de_identified_as_long_as_its_text_is_the_one_that_was_read(plain: Project) -> None:
    assert look(plain, 15).status == "not verifiable"
    place = segments.find_passage(plain, 1, "Kapuskasing")
    town = pseudonyms.add(plain, "place")
    decisions.decide(plain, [(1, place)], town.id, "hand")
    readings.mark_read(plain, 1)
    assert (look(plain, 15).status, look(plain, 16).status) == ("declared", "declared")
    assert "Passages replaced, by kind: place smaller than a province: 1." in look(plain, 16).result
    correcting.correct_text(plain, 1, [Edit(0, "", "Well, ")])
    assert look(plain, 15).status == "not verifiable"


def test_an_address_in_a_quote_or_in_a_text_that_counts_as_read_fails(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "P09.txt"
    path.write_text("P09: Write to sue.lee@example.org about it.", encoding="utf-8")
    (source,) = importing.add_files(project, [path])
    assert look(project, 16).status == "not verifiable"
    readings.mark_read(project, source.id)
    assert look(project, 16).status == "failed"
    fear = codes.add(project, "Fear")
    passage = segments.find_passage(project, source.id, "sue.lee@example.org about it")
    segments.code_passage(project, source.id, passage, fear.id)
    found = look(project, 18)
    assert (found.status, "sue.lee" in found.result) == ("failed", False)


def test_a_key_of_its_own_in_another_folder_is_proved(plain: Project, tmp_path: Path) -> None:
    place = tmp_path / "stick" / "study.ickey"
    place.parent.mkdir()
    key_file.create(plain, place, "four other words").close()
    assert CHECKS[9](Study(plain.path, plain, key_path=place)).status == "proved"


# Ends


def test_a_withdrawal_is_proved_until_something_of_theirs_is_back(plain: Project) -> None:
    case = with_recording(plain)
    uuid = plain.session.query(SourceRow.uuid).scalar()
    assert look(plain, 21).status == "not verifiable"
    assert not look(plain, 21).asks
    withdrawal.withdraw(plain, case)
    assert look(plain, 21).status == "proved", look(plain, 21).result
    with plain.op("Bring back") as session:
        session.add(SourceRow(uuid=uuid, name="P07", kind="transcript", position=1, added_at="2026-01-01"))
    assert look(plain, 21).status == "failed"


def test_what_is_overdue_fails(plain: Project) -> None:
    assert look(plain, 19).status == "not verifiable"
    retention.lay_down(plain, "audio", until="2999-01-01", then="destroy", note="As the protocol says.")
    told = "Recordings: until 1 Jan 2999, then to be destroyed (“As the protocol says”). Nothing is overdue."
    assert (look(plain, 19).status, look(plain, 19).result) == ("declared", told)
    retention.lay_down(plain, "transcripts", until="2020-01-01")
    found = look(plain, 19)
    assert (found.status, "Overdue: transcripts" in found.result) == ("failed", True)


def test_recordings_are_counted_and_nothing_is_claimed_of_them(plain: Project) -> None:
    with_recording(plain)
    assert look(plain, 20).status == "not verifiable"
    retention.lay_down(plain, "audio", until="2999-01-01", then="destroy")
    assert look(plain, 20).status == "declared"


def test_deadlines_are_complete_or_not_declared(plain: Project) -> None:
    first, second = cases.add(plain, "P07"), cases.add(plain, "P08")
    consent.set_deadline(plain, first.id, "2027-01-31")
    assert look(plain, 22).status == "not verifiable"
    consent.set_deadline(plain, second.id, "2027-02-28")
    assert look(plain, 22).status == "declared"


@pytest.fixture(autouse=True)
def own_temporary_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What other programs of the machine keep in its temporary folder is nobody's business here."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path_factory.mktemp("temporary")))
    yield


# What was tampered with


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE tombstone SET certificate = 'no JSON', subjects = 'none either'",
        "UPDATE declaration SET declared_on = 'never'",
        "UPDATE sharing SET manifest = 'no JSON', at = 'never'",
        "UPDATE source SET position = 'x', text = x'ff'",
        "DELETE FROM project",
    ],
)
def test_whatever_was_tampered_with_there_are_26_lines_and_one_of_them_fails(plain: Project, tampering: str) -> None:
    statements.declare(plain, 22, "Nobody else.")
    withdrawal.withdraw(plain, cases.add(plain, "P09").id)
    path = plain.path
    plain.raw_connection.execute(tampering)
    plain.raw_connection.commit()
    plain.session.expire_all()
    made = data_statement.gather(plain)
    assert [line.n for line in made.lines] == list(range(1, 27)) and not made.holds
    assert len(made.entries()) == 26 and made.file_name == path.name


def test_no_name_that_a_participant_or_interview_has_is_printed(plain: Project) -> None:
    assert labels(["P07", "Interview 3", "FG2", "nurse_4"]) == "P07, Interview 3, FG2, nurse_4"
    assert labels(["P07", "Anna Weber"]) == "P07, and 1 whose names aren’t said here"
    assert labels(["Anna Weber 2", "Weber"]) == "2, whose names aren’t said here"
    case_id = with_recording(plain)
    cases.rename(plain, case_id, "Anna Weber")
    consent.record(plain, case_id, "audio", False, "2026-01-05", "")
    for source in catalogue.listing(plain):
        catalogue.rename(plain, source.id, "Talk with Anna Weber")
    made = data_statement.gather(plain)
    assert {"failed"} == {line.status for line in made.lines if line.n == 12}
    assert "Weber" not in " ".join(str(each["evidence"]) for each in made.entries())
