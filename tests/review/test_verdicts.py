"""Reviewers agree with codings or query them, and see what is left to be reviewed."""

from __future__ import annotations

from pathlib import Path

import pytest

from interviewcoder.coding import codes, merging, segments
from interviewcoder.coding.segments import SegmentView
from interviewcoder.errors import NotAllowed, NotFound
from interviewcoder.project.file import Project
from interviewcoder.review import comments, verdicts
from interviewcoder.review.verdicts import AGREE, QUERY, Progress
from interviewcoder.sources import importing
from interviewcoder.sources.text import Span


@pytest.fixture
def coded(project: Project, tmp_path: Path) -> list[SegmentView]:
    """Codings in two interviews by one coder; at work is a supervisor."""
    found = []
    with project.op("Make study"):
        for name in ("P01", "P02"):
            path = tmp_path / f"{name}.txt"
            path.write_text("P: I was afraid of the lawsuits, every day.\n", encoding="utf-8")
            (source,) = importing.add_files(project, [path])
            found += [segments.code_with_name(project, source.id, span, "Fear") for span in (Span(6, 12), Span(13, 28))]
    project.work_as("Dr. Lee")
    return found


def notes(project: Project) -> list[tuple[str, str, str]]:
    return [(each.about.kind, each.was_about, each.first.text) for each in comments.listing(project)]


def test_the_last_verdict_of_a_reviewer_holds(project: Project, coded: list[SegmentView]) -> None:
    first = verdicts.give(project, coded[0].id, QUERY, note="Not worry?")
    again = verdicts.give(project, coded[0].id, AGREE)
    assert (again.id, again.verdict, again.note, again.is_own) == (first.id, AGREE, "Not worry?", True)
    project.work_as("Anna")
    verdicts.give(project, coded[0].id, QUERY)
    by_coding = verdicts.in_source(project, coded[0].source_id)
    assert {id_: [(each.coder, each.verdict) for each in found] for id_, found in by_coding.items()} == {
        coded[0].id: [("Dr. Lee", AGREE), ("Anna", QUERY)]
    }
    assert [each.coder for each in verdicts.listing(project, verdict=QUERY)] == ["Anna"]
    verdicts.take_back(project, coded[0].id)
    with pytest.raises(NotFound):
        verdicts.take_back(project, coded[0].id)
    project.undo()
    assert len(verdicts.in_source(project, coded[0].source_id)[coded[0].id]) == 2


def test_one_s_own_codings_are_not_reviewed(project: Project, coded: list[SegmentView]) -> None:
    own = segments.code_with_name(project, coded[0].source_id, Span(4, 12), "Fear")
    with pytest.raises(NotAllowed, match="your own"):
        verdicts.give(project, own.id, AGREE)
    with pytest.raises(NotAllowed, match="no verdict"):
        verdicts.give(project, coded[0].id, "maybe")
    assert verdicts.progress(project) == Progress(4, 0, 0)


def test_what_is_left_to_review_comes_one_after_the_other(project: Project, coded: list[SegmentView]) -> None:
    one, two, three, four = (each.id for each in coded)
    assert verdicts.next_to_review(project) == one
    assert verdicts.next_to_review(project, after=one) == two
    verdicts.give(project, three, AGREE)
    assert verdicts.next_to_review(project, after=two) == four
    verdicts.give(project, four, QUERY)
    assert verdicts.next_to_review(project, after=three) == one
    assert verdicts.progress(project) == Progress(4, 1, 1)
    assert verdicts.progress(project, coded[3].source_id).left == 0
    assert verdicts.next_to_review(project, source_ids=[coded[3].source_id]) is None
    for id_ in (one, two):
        verdicts.give(project, id_, AGREE)
    assert verdicts.next_to_review(project, after=one) is None


def test_a_verdict_goes_with_its_coding_and_its_note_stays(project: Project, coded: list[SegmentView]) -> None:
    verdicts.give(project, coded[0].id, QUERY, note="Not worry?")
    verdicts.give(project, coded[1].id, AGREE)
    for coding in coded[:2]:
        segments.remove(project, coding.id)
    assert verdicts.listing(project) == []
    assert notes(project) == [("passage", "Queried: the coding “Fear”", "Not worry?")]
    assert comments.listing(project)[0].first.coder == "Dr. Lee"
    project.undo(), project.undo()
    assert [each.note for each in verdicts.listing(project)] == ["Not worry?", ""]
    assert notes(project) == []


def test_a_coding_that_gets_another_code_is_to_be_reviewed_again(project: Project, coded: list[SegmentView]) -> None:
    worry = codes.add(project, "Worry")
    verdicts.give(project, coded[0].id, QUERY, note="Not worry?")
    segments.recode(project, coded[0].id, coded[0].code_id)
    assert len(verdicts.listing(project)) == 1
    segments.recode(project, coded[0].id, worry.id)
    assert verdicts.listing(project) == []
    assert notes(project) == [("coding", "Queried: the coding “Fear”", "Not worry?")]


def test_verdicts_on_codings_that_become_one_are_one(project: Project, coded: list[SegmentView]) -> None:
    lee = project.coder.name
    project.work_as(coded[0].coder)
    twin = segments.code_with_name(project, coded[0].source_id, coded[0].span, "Dread")
    lone = segments.code_with_name(project, coded[1].source_id, coded[1].span, "Dread")
    project.work_as(lee)
    verdicts.give(project, coded[0].id, AGREE, note="Yes")
    verdicts.give(project, twin.id, QUERY, note="And fear?")
    verdicts.give(project, lone.id, AGREE, note="Also")
    merging.merge(project, [twin.code_id], coded[0].code_id)
    found = [(each.segment_id, each.verdict, each.note) for each in verdicts.listing(project)]
    assert found == [(coded[0].id, QUERY, "Yes\n\nAnd fear?"), (coded[1].id, AGREE, "Also")]
