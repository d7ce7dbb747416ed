"""Memos as a document: what is in it, in which order, and what stays out."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from interviewcoder.cases import cases
from interviewcoder.coding import codes, memos, segments
from interviewcoder.coding.memos import About
from interviewcoder.errors import ExportFailed
from interviewcoder.project.file import Project
from interviewcoder.reports import memos as report
from interviewcoder.sources import importing
from interviewcoder.sources.text import Span


@pytest.fixture
def written(project: Project, tmp_path: Path) -> Project:
    """A study with a memo on everything, two of them private."""
    path = tmp_path / "P01.txt"
    path.write_text("I: What happened?\nP: Was I afraid of the lawsuits? Every day.\n", encoding="utf-8")
    source = importing.add_files(project, [path])[0]
    project.work_as("Ada")
    coding = segments.code_with_name(project, source.id, Span(15, 27), "Fear")
    codes.describe(project, coding.code_id, memo="Too broad?")
    on = memos.add(
        project, About.passage(source.id, Span(28, 43)), title="Lawsuits", text="First.\nSecond.\n\n# Third."
    )
    memos.link(project, on.key, source.id, Span(0, 14))
    memos.add(project, About.case(cases.add(project, "P01").id), title="Tired")
    memos.add(project, title="Where to")
    secret = memos.add(project, title="Secret")
    memos.set_private(project, secret.key)
    memos.add_journal_entry(project, text="I was nervous.")
    return project


def test_markdown_follows_the_study_and_leaves_private_memos_out(written: Project, tmp_path: Path) -> None:
    path = tmp_path / "memos.md"
    receipt = report.write_memos(written, path)
    text = path.read_text(encoding="utf-8")
    assert (receipt.memos, receipt.left_out) == (4, 2)
    assert "Secret" not in text and "nervous" not in text
    assert "*Private memos are left out: 2.*" in text
    headings = [line for line in text.splitlines() if line.startswith("#")]
    assert headings == [
        "# Memos: Study",
        "## The project",
        "### Where to",
        "## P01",
        "### Lawsuits",
        "## Participants",
        "### Tired",
        "## Codes",
        "### Too broad?",
    ]
    assert "> of the lawsuits\n" in text and "First.  \nSecond.\n\n\\# Third." in text
    assert "Points to:\n\n- “What happened?” (P01)\n" in text
    assert "*a passage · Ada · " in text


def test_private_memos_are_printed_where_they_are_asked_for_and_the_document_says_so(
    written: Project, tmp_path: Path
) -> None:
    path = tmp_path / "memos.docx"
    assert report.count_private(written) == 2
    receipt = report.write_memos(written, path, private=True)
    assert (receipt.memos, receipt.left_out) == (6, 0)
    document = docx.Document(str(path))
    texts = [(str(p.style.name) if p.style else "", p.text) for p in document.paragraphs]
    assert ("Heading 1", "Journal") in texts and ("Heading 2", "I was nervous.") in texts
    assert ("Quote", "“of the lawsuits”") in texts and ("Normal", "First.\nSecond.") in texts
    assert any(style == "Note" and "holds private memos" in text for style, text in texts)
    assert any(text.endswith("· private") for _, text in texts)
    before = path.read_bytes()
    report.write_memos(written, path, private=True)
    assert path.read_bytes() == before


def test_a_study_without_memos_gives_a_document_that_says_so(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "memos.md"
    assert report.write_memos(project, path).memos == 0
    assert report.NO_MEMOS in path.read_text(encoding="utf-8")


def test_other_endings_and_the_project_itself_are_refused(written: Project, tmp_path: Path) -> None:
    with pytest.raises(ExportFailed):
        report.write_memos(written, tmp_path / "memos.pdf")
    with pytest.raises(ExportFailed):
        report.write_memos(written, written.path)
