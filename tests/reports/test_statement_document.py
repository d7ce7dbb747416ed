"""The statement as a whole: 26 answers, as a document, a page, JSON; also of a project that doesn't open."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import docx
import pytest
from sqlalchemy import insert, update

from interviewcoder.cases import cases
from interviewcoder.errors import ExportFailed
from interviewcoder.privacy import consent, sharing
from interviewcoder.privacy.statement import Finding, Statement, Status, compose, declarations, declare
from interviewcoder.privacy.statement_questions import QUESTIONS
from interviewcoder.privacy.statement_study import Study
from interviewcoder.project.file import Project
from interviewcoder.project.schema import MediaRow, SourceRow, TranscriptRow
from interviewcoder.reports import audit_trail, data_statement, statement_document
from interviewcoder.sources import importing
from interviewcoder.sources.verification import verify_to
from interviewcoder.transcription import models

AT = datetime.fromisoformat("2026-11-22T23:40:00+00:00")


def statement(project: Project | None = None, **more: object) -> Statement:
    """A statement of made-up findings, of each status some."""
    statuses: tuple[Status, ...] = ("proved", "declared", "not verifiable", "failed")
    found = {
        question.n: (Finding(statuses[question.n % 4], f"Result <{question.n}> & more.", "a test", "few."), AT)
        for question in QUESTIONS
    }
    declared = declarations(project) if project is not None else {}
    told: dict[str, object] = {"coder": "Ada", "log": None} | more
    return Statement("Study <1>", "study.icproj", made_at=AT, lines=compose(found, declared), **told)  # type: ignore[arg-type]


def text_of(path: Path) -> str:
    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_a_document_holds_every_question_with_its_answer_and_how_to_check_it(project: Project, tmp_path: Path) -> None:
    declare(project, 2, "Our own words.")
    made = statement(project)
    statement_document.write(project, made, tmp_path / "s.docx")
    text = text_of(tmp_path / "s.docx")
    for line in made.lines:
        assert line.question.text in text
        assert line.question.check in text
        assert line.result in text
    assert "“Our own words.”" in text
    assert text.replace("\xa0", " ").count("Not verifiable") == made.counts["not verifiable"] + 1
    assert f"A check failed: see questions {', '.join(str(n) for n in (3, 7, 11, 15, 19))} and 23" in text


def test_the_same_statement_gives_the_same_bytes(project: Project) -> None:
    made = statement(project)
    first, second = (statement_document.as_bytes(made, statement_document.DOCX) for _ in range(2))
    assert first == second


def test_a_page_loads_nothing_and_escapes_what_it_says() -> None:
    page = statement_document.as_html(statement())
    assert "default-src 'none'" in page
    assert "Result &lt;1&gt; &amp; more." in page
    assert page.count("<article ") == 26
    assert "http" not in page.replace("http-equiv", "")


def test_json_is_an_array_of_26_objects_of_four_keys() -> None:
    entries = json.loads(statement_document.as_bytes(statement(), statement_document.JSON))
    assert [entry["n"] for entry in entries] == list(range(1, 27))
    assert {tuple(entry) for entry in entries} == {("n", "question", "status", "evidence")}
    assert {type(entry["evidence"]) for entry in entries} == {str}


def test_writing_it_is_noted_in_the_ledger(project: Project, tmp_path: Path) -> None:
    statement_document.write(project, statement(project), tmp_path / "s.html")
    (line,) = sharing.ledger(project)
    assert (line.what, line.file.name) == ("data handling statement", "s.html")
    assert line.file.size_bytes == (tmp_path / "s.html").stat().st_size


def test_another_ending_or_the_projects_own_file_is_refused(project: Project, tmp_path: Path) -> None:
    with pytest.raises(ExportFailed, match=r"isn’t written as “\.pdf”"):
        statement_document.write(project, statement(project), tmp_path / "s.pdf")
    with pytest.raises(ExportFailed):
        statement_document.write(project, statement(project), project.path)
    assert sharing.ledger(project) == []


def test_a_seal_that_is_gone_keeps_a_statement_from_holding() -> None:
    assert not statement(head_asked="ab" * 32, head_entry=0).holds
    page = statement_document.as_html(statement(head_asked="ab" * 32, head_entry=0))
    assert "NOT in the log" in page


def test_a_real_study_is_looked_into_line_by_line(encrypted_project: Project, tmp_path: Path) -> None:
    path = tmp_path / "P07.txt"
    path.write_text("I: And then?\nP07: The whole ward was talking about complaints to the college.")
    importing.add_files(encrypted_project, [path])
    gathering = data_statement.Gathering(Study(encrypted_project.path, encrypted_project))
    assert list(gathering.steps()) == list(range(1, 27))
    made = gathering.statement()
    status = {line.n: line.status for line in made.lines}
    assert {n: status[n] for n in (1, 2, 3, 4, 7, 11, 25)} == dict.fromkeys((1, 2, 3, 4, 7, 11, 25), "proved")
    assert [line.n for line in made.failed if line.n not in (6, 8)] == []
    assert all(line.at - made.made_at < timedelta(minutes=1) and line.result for line in made.lines)
    assert "complaints to the college" not in json.dumps(made.entries())


def test_a_changed_model_is_named(project: Project) -> None:
    folder = models.user_folder() / "whisper-small"
    folder.mkdir(parents=True)
    (folder / models.WEIGHTS).write_bytes(b"not the weights")
    found = data_statement.look_into(Study(project.path, project), 4)
    assert (found.status, str(folder / models.WEIGHTS) in found.result) == ("failed", True)


def test_transcribing_somebody_who_said_no_fails(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "P07.txt"
    path.write_text("P07: Yes.")
    (source,) = importing.add_files(project, [path])
    case = cases.add(project, "P07")
    cases.tie_source(project, case.id, source.id)
    with project.quiet_write() as session:
        session.execute(update(TranscriptRow).values(origin="Whisper base"))
    study = Study(project.path, project)
    assert data_statement.look_into(study, 13).status == "not verifiable"
    consent.record(project, case.id, "transcription", True)
    assert data_statement.look_into(study, 13).status == "declared"
    consent.record(project, case.id, "transcription", False)
    assert data_statement.look_into(study, 13).status == "failed"


def test_a_transcript_nobody_has_listened_to_is_said_to_be_unchecked(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "P07.txt"
    path.write_text("P07: Yes.")
    (source,) = importing.add_files(project, [path])
    values = {"name": "P07.wav", "container": "wav", "codec": "pcm", "size_bytes": 9, "duration_ms": 9, "sha256": "0"}
    with project.op("Attach recording") as session:
        media = session.scalar(insert(MediaRow).values(**values, added_at="2026-01-01").returning(MediaRow.id))
        session.query(SourceRow).one().media_id = media
    found = data_statement.look_into(Study(project.path, project), 26)
    assert (found.status, found.result) == ("not verifiable", "Not checked against the recording yet: P07.")
    verify_to(project, source.id, 9)
    found = data_statement.look_into(Study(project.path, project), 26)
    assert found.result.startswith("Checked by ear against the recording: P07: ") and "yet" not in found.result


def test_the_audit_trail_tells_who_did_what_without_a_word_of_the_study(project: Project, tmp_path: Path) -> None:
    cases.add(project, "Nurse Adeyemi")
    project.undo()
    for suffix in (".csv", ".json", ".docx"):
        assert audit_trail.write(project, tmp_path / f"trail{suffix}").is_whole
    told = json.loads((tmp_path / "trail.json").read_text(encoding="utf-8"))
    assert [(each["kind"], each["what"]) for each in told["entries"][:3]] == [
        ("did", "Add participant"),
        ("took back", "Add participant"),
        ("noted", "Export"),
    ]
    assert told["entries"][-1]["hash"] == told["head"]
    everything = text_of(tmp_path / "trail.docx") + (tmp_path / "trail.csv").read_text(encoding="utf-8-sig")
    assert "Add participant" in everything
    assert "Adeyemi" not in everything + json.dumps(told)
    assert project.session.query(SourceRow).count() == 0
