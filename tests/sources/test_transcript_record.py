"""What is written down about a transcript: by whom, when, under which rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from interviewcoder.errors import NotAllowed, NotFound
from interviewcoder.project.file import Project
from interviewcoder.sources.conventions import DRESING_PEHL_SIMPLE
from interviewcoder.sources.hearing import Hearing
from interviewcoder.sources.importing import add_files
from interviewcoder.sources.transcript_record import TranscriptRecord, describe, record_of


@pytest.fixture
def source_id(project: Project, tmp_path: Path) -> int:
    """A typed transcript."""
    path = tmp_path / "P07.txt"
    path.write_text("I: Why?\nP07: Because.", encoding="utf-8")
    return add_files(project, [path])[0].id


def test_what_is_told_is_read_back_and_the_rest_stays(project: Project, source_id: int) -> None:
    hearing = Hearing(model="small", glossary=("Gérin-Lajoie",))
    describe(project, source_id, origin="Whisper small", hearing=hearing, conventions=DRESING_PEHL_SIMPLE)
    describe(project, source_id, recorded_on=" 2026-03-14 ", verifier="A.  Tremblay")
    assert record_of(project, source_id) == TranscriptRecord(
        "Whisper small", hearing, DRESING_PEHL_SIMPLE, "2026-03-14", "A. Tremblay"
    )


def test_a_description_is_one_step_that_can_be_undone(project: Project, source_id: int) -> None:
    before = record_of(project, source_id)
    describe(project, source_id, recorded_on="2026-03-14", verifier="A. Tremblay")
    assert record_of(project, source_id) != before
    project.undo()
    assert record_of(project, source_id) == before


def test_what_is_no_date_is_refused(project: Project, source_id: int) -> None:
    with pytest.raises(NotAllowed, match="“last spring” is no date"):
        describe(project, source_id, recorded_on="last spring")
    describe(project, source_id, recorded_on="2026-03-14")
    describe(project, source_id, recorded_on="")
    assert record_of(project, source_id).recorded_on == ""


def test_a_source_that_is_gone_is_not_described(project: Project) -> None:
    with pytest.raises(NotFound):
        describe(project, 404, verifier="A. Tremblay")
    assert record_of(project, 404) == TranscriptRecord()
