"""The passages of a code, read a screen at a time."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from sqlalchemy import insert

from interviewcoder.cases import cases
from interviewcoder.coding import codes, segments
from interviewcoder.coding.code_passages import CodePassages, source_names
from interviewcoder.project.file import Project
from interviewcoder.project.schema import SegmentRow
from interviewcoder.sources import importing
from interviewcoder.sources.catalogue import SourceView
from interviewcoder.sources.text import Span

SPOKEN = "I: How did it start?\nP: I was afraid of lawsuits. Nobody asked us. We were proud of the team.\n"


@pytest.fixture
def interviews(project: Project, tmp_path: Path) -> list[SourceView]:
    """Two transcripts of the same words; the first is P01's."""
    for name in ("One", "Two"):
        (tmp_path / f"{name}.txt").write_text(SPOKEN, encoding="utf-8")
    added = importing.add_files(project, [tmp_path / "One.txt", tmp_path / "Two.txt"])
    cases.tie_source(project, cases.add(project, "P01").id, added[0].id)
    return added


def coded(project: Project, source: SourceView, code_id: int, words: str) -> Span:
    span = segments.find_passage(project, source.id, words)
    segments.code_passage(project, source.id, span, code_id)
    return span


def test_passages_come_with_what_is_around_them_and_who_says_them(
    project: Project, interviews: list[SourceView]
) -> None:
    code = codes.add(project, "Code").id
    span = coded(project, interviews[0], code, "Nobody asked us")
    coded(project, interviews[1], code, "afraid of lawsuits")
    found = CodePassages(project, code)
    assert len(found) == 2
    first, second = found.page(0, 10, around=20)
    assert (first.source, first.speaker, first.span) == ("One", "P01", span)
    assert (first.before, first.words, first.after) == ("…of lawsuits. ", "Nobody asked us", ". We were proud of…")
    assert (second.source, second.speaker, second.words) == ("Two", "P", "afraid of lawsuits")


def test_what_stands_at_the_end_of_a_text_has_nothing_around_it(project: Project, interviews: list[SourceView]) -> None:
    code = codes.add(project, "Code").id
    coded(project, interviews[0], code, "How did")
    coded(project, interviews[0], code, "of the team.")
    first, last = CodePassages(project, code).page(0, 2)
    assert (first.before, last.after) == ("", "")


def test_pages_go_on_over_sources_and_one_source_can_be_read_alone(
    project: Project, interviews: list[SourceView]
) -> None:
    code, other = codes.add(project, "Code").id, codes.add(project, "Other").id
    for source in interviews:
        for words in ("afraid", "Nobody", "proud"):
            coded(project, source, code, words)
        coded(project, source, other, "team")
    found = CodePassages(project, code)
    assert [passage.words for passage in found.page(1, 4)] == ["Nobody", "proud", "afraid", "Nobody"]
    assert [passage.words for passage in found.page(5, 4)] == ["proud"]
    assert found.page(6, 4) == []
    assert [(share.name, share.codings) for share in found.sources] == [("One", 3), ("Two", 3)]
    alone = CodePassages(project, code, interviews[1].id)
    assert [passage.source for passage in alone.page(0, 9)] == ["Two"] * 3
    assert len(alone.sources) == 2


def test_marks_and_memo_are_told(project: Project, interviews: list[SourceView]) -> None:
    code = codes.add(project, "Code").id
    coded(project, interviews[0], code, "afraid")
    (segment,) = segments.of_code(project, code)
    segments.mark_exemplar(project, segment.id)
    segments.mark_negative(project, segment.id)
    segments.set_level(project, segment.id, "latent")
    segments.set_memo(project, segment.id, "Look again")
    (passage,) = CodePassages(project, code).page(0, 1)
    assert (passage.exemplar, passage.negative, passage.level, passage.memo) == (True, True, "latent", "Look again")
    assert passage.coder == project.coder.name


def test_sources_are_named_in_their_order(project: Project, interviews: list[SourceView]) -> None:
    assert list(source_names(project).values()) == ["One", "Two"]


def test_a_screen_of_thirty_thousand_passages_is_read_in_a_moment(
    project: Project, interviews: list[SourceView]
) -> None:
    code = codes.add(project, "Code").id
    same = {"source_id": interviews[0].id, "code_id": code, "coder_id": project.coder.id, "created_at": "2026"}
    with project.op("Import") as session:
        rows = [{**same, "start": number % 60, "end": 61 + number % 7} for number in range(30_000)]
        session.execute(insert(SegmentRow), rows)
    begun = time.process_time()
    found = CodePassages(project, code)
    assert len(found) == 30_000
    assert len(found.page(0, 40)) == 40
    assert time.process_time() - begun < 0.1
    assert len(found.page(29_990, 40)) == 10
