"""What researchers wrote is searched like what participants said."""

from __future__ import annotations

from pathlib import Path

import pytest

from interviewcoder.analysis.find_notes import NoteHit, find_notes
from interviewcoder.analysis.find_query import Matcher, Query
from interviewcoder.cases import attributes, cases
from interviewcoder.coding import codes, memos, segments
from interviewcoder.coding.memos import About, MemoKey
from interviewcoder.project.file import Project
from interviewcoder.review import comments
from interviewcoder.sources import importing
from interviewcoder.sources.text import Span


@pytest.fixture
def study(project: Project, tmp_path: Path) -> Project:
    """One interview, with “ward” in all that was written about it, and never in what was said."""
    path = tmp_path / "P01 ward.txt"
    path.write_text("I: And?\nP01: I was afraid.", encoding="utf-8")
    with project.op("Make study"):
        (source,) = importing.add_files(project, [path])
        fear = codes.add(project, "Fear")
        codes.describe(project, fear.id, definition="Anything on the ward that frightens.")
        coding = segments.code_passage(project, source.id, Span(5, 17), fear.id)
        memos.change(project, MemoKey("segment", coding.id), text="The first Ward in the study.")
        memos.add(project, About.passage(source.id, Span(5, 9)), title="Ward 7", text="Ask about it.")
        comments.reply(project, comments.add(project, text="Is it one place?").id, "Which ward?")
        memos.add_journal_entry(project, title="Day 1", text="The ward was cold.")
        attributes.describe_case(project, cases.add(project, "P01").id, {"site": "ward B"})
    return project


def found(study: Project, words: str) -> list[NoteHit]:
    """All hits."""
    return [hit for some in find_notes(study, Matcher(Query(words))) for hit in some]


def test_everything_that_was_written_is_searched(study: Project) -> None:
    hits = found(study, "ward")
    assert {(hit.kind, hit.title, hit.field, hit.before, hit.words, hit.after) for hit in hits} == {
        ("coding", "Fear", "text", "The first ", "Ward", " in the study."),
        ("memo", "Ward 7", "title", "", "Ward", " 7"),
        ("journal", "Day 1", "text", "The ", "ward", " was cold."),
        ("code", "Fear", "definition", "Anything on the ", "ward", " that frightens."),
        ("case", "P01", "site", "", "ward", " B"),
        ("source", "P01 ward", "name", "P01 ", "ward", ""),
        ("comment", "Is it one place?", "text", "Which ", "ward", "?"),
    }


def test_a_note_about_a_passage_leads_to_it(study: Project) -> None:
    places = {hit.kind: hit.span for hit in found(study, "ward")}
    assert places["memo"] == Span(5, 9)
    assert places["coding"] == Span(5, 17)
    assert places["code"] is None


def test_a_code_is_found_by_its_name_once(study: Project) -> None:
    (hit,) = found(study, "fear")
    assert (hit.kind, hit.field) == ("code", "name")
