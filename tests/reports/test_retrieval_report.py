"""Passages in files: the question at the top, every word as it stands in the source."""

from __future__ import annotations

import csv
import zipfile
from pathlib import Path

import docx
import pytest

from interviewcoder.analysis.expressions import Filters, OfCode, Query
from interviewcoder.coding import segments
from interviewcoder.errors import ExportFailed
from interviewcoder.reports import docx_styles
from interviewcoder.reports.export_gate import NO_CONSENT_RECORDED
from interviewcoder.reports.retrieval_report import COLUMNS, write_passages, write_table
from tests.reports.conftest import Study


@pytest.fixture
def coded(study: Study) -> tuple[Study, int]:
    """An interview with a passage whose words are hard on every format."""
    source = study.interview(
        "P07", "P07: I was =afraid of “lawsuits”, honestly", "and 😀 tired.", "P07: Later it helped."
    )
    study.participant("P07", source, role="nurse")
    (code,) = study.codes("Fear")
    segment = study.code(source, "=afraid of “lawsuits”, honestly", code, exemplar=True)
    study.code(source, "it helped", code)
    with study.project.op("Note") as session:
        from interviewcoder.project.schema import SegmentRow

        row = session.get(SegmentRow, segment.id)
        assert row is not None
        row.memo = "Strong."
    return study, code


def test_a_table_has_the_question_then_a_row_for_each_passage(coded: tuple[Study, int], tmp_path: Path) -> None:
    study, code = coded
    receipt = write_passages(study.project, Query(OfCode(code)), tmp_path / "fear.csv", "csv")
    with (tmp_path / "fear.csv").open(encoding="utf-8-sig", newline="") as file:
        question, empty, header, first, second = csv.reader(file)
    assert (question, empty) == (["Question", "“Fear”"], [])
    assert header == [name for name, _ in COLUMNS] and receipt.passages == 2
    told = dict(zip(header, first, strict=True))
    # As a formula a spreadsheet would carry it out.
    assert told["Passage"] == "'=afraid of “lawsuits”, honestly"
    assert (told["Participant"], told["Role"], told["Codes"], told["Memo"]) == ("P07", "nurse", "Fear", "Strong.")
    assert dict(zip(header, second, strict=True))["Passage"] == "it helped"


def test_a_document_quotes_each_passage_to_the_character(coded: tuple[Study, int], tmp_path: Path) -> None:
    study, code = coded
    path = tmp_path / "fear.docx"
    write_passages(study.project, Query(OfCode(code), Filters(speaks="participants")), path, "docx")
    document = docx.Document(str(path))
    quoted = [
        run.text
        for paragraph in document.paragraphs
        for run in paragraph.runs
        if run.style.name == docx_styles.QUOTED_WORDS
    ]
    expected = [segments.quote(study.project, each.id) for each in segments.of_code(study.project, code)]
    assert quoted == expected
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "“Fear”; participants speak" in text and "2 passages in 1 source, 1 participant" in text
    assert "(P07, nurse)" in text and "Fear · exemplar" in text and "Strong." in text


def test_a_workbook_has_the_question_on_its_first_sheet(coded: tuple[Study, int], tmp_path: Path) -> None:
    study, code = coded
    path = tmp_path / "fear.xlsx"
    receipt = write_passages(study.project, Query(OfCode(code)), path, "xlsx")
    with zipfile.ZipFile(path) as parts:
        book = parts.read("xl/workbook.xml").decode()
        words = parts.read("xl/sharedStrings.xml").decode()
    assert receipt.passages == 2 and receipt.warnings == (NO_CONSENT_RECORDED,)
    assert book.index('name="Question"') < book.index('name="Passages"')
    assert "“Fear”" in words and "=afraid of “lawsuits”, honestly" in words


def test_the_same_passages_give_the_same_document(coded: tuple[Study, int], tmp_path: Path) -> None:
    study, code = coded
    for name in ("one.docx", "two.docx"):
        write_passages(study.project, Query(OfCode(code)), tmp_path / name, "docx")
    assert (tmp_path / "one.docx").read_bytes() == (tmp_path / "two.docx").read_bytes()


def test_the_projects_own_file_is_never_written_over(coded: tuple[Study, int]) -> None:
    study, code = coded
    with pytest.raises(ExportFailed, match="project's own file"):
        write_passages(study.project, Query(OfCode(code)), study.project.path, "csv")
    with pytest.raises(ExportFailed, match="project's own file"):
        write_table(study.project, [["Code"]], study.project.path)
