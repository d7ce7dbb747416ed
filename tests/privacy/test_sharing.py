"""The sharing ledger: what left the project, for whom, and who answers for it."""

from __future__ import annotations

import pytest

from interviewcoder.cases import cases
from interviewcoder.errors import NotAllowed
from interviewcoder.privacy import log_check, sharing
from interviewcoder.privacy.sharing import Manifest, Override, Terms, WrittenFile
from interviewcoder.project.file import Project, open_project

FILE = WrittenFile("codebook.docx", 1200, "ab" * 32)


def test_a_line_reads_back_as_it_was_written(project: Project) -> None:
    terms = Terms(" Prof. Tremblay ", "supervision", "original", "R. Roe", "agreed with her")
    manifest = Manifest(("s1", "s2"), ("c1",), {"quotes": 3}, "ff" * 32)
    sharing.record(project, FILE, what="codebook", terms=terms, manifest=manifest, residuals=2)
    (line,) = sharing.ledger(project)
    assert (line.what, line.file, line.coder) == ("codebook", FILE, project.coder.name)
    assert (line.recipient, line.purpose, line.wording) == ("Prof. Tremblay", "supervision", "original")
    assert line.manifest == manifest
    assert line.override == Override("R. Roe", "agreed with her", 2)


def test_a_line_is_no_step_to_be_undone_and_the_log_s_chain_holds(project: Project) -> None:
    cases.add(project, "P01")
    before = project.undo_label
    sharing.record(project, FILE, what="codebook")
    assert project.undo_label == before
    project.undo()
    assert len(sharing.ledger(project)) == 1
    assert log_check.check(project).is_whole
    assert [entry.kind for entry in project.log()] == ["do", "note", "undo"]


def test_the_log_notes_an_export_without_its_words(project: Project) -> None:
    sharing.record(project, FILE, what="codebook", terms=Terms(recipient="Canary"))
    rows = project.raw_connection.execute("SELECT * FROM activity").fetchall()
    assert rows and "Canary" not in str(rows) and "codebook.docx" not in str(rows)


def test_what_nobody_answers_for_has_no_line(project: Project) -> None:
    for terms in (Terms(wording="original"), Terms(in_spite=True, name="R. Roe"), Terms(in_spite=True, because="so")):
        with pytest.raises(NotAllowed):
            sharing.record(project, FILE, what="codebook", terms=terms)
    assert sharing.ledger(project) == []


def test_the_ledger_outlives_the_program(project: Project) -> None:
    sharing.record(project, FILE, what="codebook")
    path = project.path
    project.close()
    with open_project(path) as again:
        assert [line.file for line in sharing.ledger(again)] == [FILE]


def test_a_manifest_names_sources_and_who_is_tied_to_them_by_uuid(project: Project) -> None:
    one, other = cases.add(project, "P01"), cases.add(project, "P02")
    assert sharing.manifest_of(project).cases == (one.uuid, other.uuid)
    assert sharing.manifest_of(project, []).cases == ()
