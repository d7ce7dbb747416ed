"""The study's sources."""

from __future__ import annotations

from pathlib import Path

import pytest

from interviewcoder.cases import cases
from interviewcoder.coding import segments
from interviewcoder.errors import NameTaken, NotFound
from interviewcoder.project.file import Project
from interviewcoder.sources import catalogue, importing, transcript
from interviewcoder.sources.catalogue import SourceView
from interviewcoder.sources.text import Span


@pytest.fixture
def interviews(project: Project, tmp_path: Path) -> list[SourceView]:
    """Three transcripts."""
    paths = [tmp_path / f"P0{number}.txt" for number in (2, 1, 3)]
    for path in paths:
        path.write_text("I: What happened?\nP: I was äfraid.\n", encoding="utf-8")
    return importing.add_files(project, paths)


def test_sources_are_listed_as_they_were_added(project: Project, interviews: list[SourceView]) -> None:
    assert catalogue.listing(project) == interviews
    assert [source.name for source in interviews] == ["P02", "P01", "P03"]
    text = "What happened?\nI was äfraid."
    assert [source.text_bytes for source in interviews] == [len(text.encode())] * 3
    assert catalogue.characters(project, interviews[0].id) == len(text)


def test_a_source_counts_its_codings_and_knows_its_participants(project: Project, interviews: list[SourceView]) -> None:
    for start in (0, 5):
        segments.code_with_name(project, interviews[1].id, Span(start, 14), "Fear")
    case = cases.add(project, "P01")
    cases.tie_source(project, case.id, interviews[1].id)
    now = catalogue.listing(project)
    assert catalogue.codings_in(project, [source.id for source in now[:2]]) == {now[0].id: 0, now[1].id: 2}
    assert catalogue.by_id(project, now[1].id) == now[1] and catalogue.by_id(project, 99) is None
    both = [segment.id for segment in segments.in_source(project, now[1].id)]
    assert catalogue.sources_of_codings(project, both) == {now[1].id}
    assert catalogue.sources_of_codings(project, [*both, 99]) is None  # one that is gone may have been anywhere
    assert list(catalogue.names(project).values()) == ["P02", "P01", "P03"]
    assert [source.case_ids for source in now] == [(), (case.id,), ()]


def test_a_source_is_renamed_to_a_name_of_its_own(project: Project, interviews: list[SourceView]) -> None:
    with pytest.raises(NameTaken, match="P01"):
        catalogue.rename(project, interviews[0].id, " P01 ")
    with pytest.raises(NameTaken):
        catalogue.rename(project, interviews[0].id, " \n")
    catalogue.rename(project, interviews[0].id, "p01")
    assert catalogue.by_name(project, "p01").id == interviews[0].id
    assert catalogue.by_name(project, "P01").id == interviews[1].id
    assert catalogue.by_name(project, " p03 ").id == interviews[2].id


def test_a_missing_source_is_answered_with_those_there_are(project: Project, interviews: list[SourceView]) -> None:
    with pytest.raises(NotFound) as refused:
        catalogue.by_name(project, "P04")
    assert all(source.name in refused.value.hint for source in interviews)
    for act in (catalogue.delete, lambda project, i: catalogue.rename(project, i, "P05")):
        with pytest.raises(NotFound):
            act(project, 99)


def test_a_deleted_source_comes_back_with_all_that_was_on_it(project: Project, interviews: list[SourceView]) -> None:
    source = interviews[1]
    coding = segments.code_with_name(project, source.id, Span(0, 14), "Fear")
    case = cases.add(project, "P01")
    cases.tie_source(project, case.id, source.id)
    before = (catalogue.listing(project), transcript.transcript_of(project, source.id), cases.listing(project))
    catalogue.delete(project, source.id)
    assert [left.name for left in catalogue.listing(project)] == ["P02", "P03"]
    assert segments.listing(project) == []
    assert cases.by_name(project, "P01").source_ids == ()
    project.undo()
    now = (catalogue.listing(project), transcript.transcript_of(project, source.id), cases.listing(project))
    assert now == before
    assert segments.listing(project) == [coding]
