"""Participants, and the sources and voices that are theirs."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import event

from interviewcoder.cases import attributes, cases
from interviewcoder.errors import NameTaken, NotFound
from interviewcoder.project import steps
from interviewcoder.project.file import Project
from interviewcoder.sources import catalogue, importing, transcript
from interviewcoder.sources.catalogue import SourceView


@pytest.fixture
def interview(project: Project, tmp_path: Path) -> SourceView:
    """A transcript of an interviewer and one participant."""
    path = tmp_path / "P01.txt"
    path.write_text("I: What happened?\nP01: I was afraid.\n", encoding="utf-8")
    return importing.add_files(project, [path])[0]


def _names(project: Project) -> list[str]:
    return [case.name for case in cases.listing(project)]


def test_participants_are_listed_as_they_were_added(project: Project) -> None:
    for name in ("P02", "P01", " P03 "):
        cases.add(project, name)
    assert _names(project) == ["P02", "P01", "P03"]
    assert cases.by_name(project, "p03").name == "P03"
    project.undo()
    assert _names(project) == ["P02", "P01"]


@pytest.mark.parametrize("name", ["", " \n", "p01", "P01 "])
def test_a_participant_needs_a_name_of_their_own(project: Project, name: str) -> None:
    cases.add(project, "P01")
    other = cases.add(project, "P02")
    with pytest.raises(NameTaken):
        cases.add(project, name)
    with pytest.raises(NameTaken):
        cases.rename(project, other.id, name)
    cases.rename(project, other.id, "p02")
    assert _names(project) == ["P01", "p02"]


def test_who_is_not_there_is_not_found(project: Project, interview: SourceView) -> None:
    case = cases.add(project, "P01")
    for act in (
        lambda: cases.by_name(project, "P99"),
        lambda: cases.rename(project, 99, "P99"),
        lambda: cases.delete(project, 99),
        lambda: cases.tie_source(project, 99, interview.id),
        lambda: cases.tie_source(project, case.id, 99),
        lambda: transcript.tie_speaker(project, 99, case.id),
    ):
        with pytest.raises(NotFound):
            act()


def test_a_source_is_tied_to_its_participant_with_the_one_voice_that_is_theirs(
    project: Project, interview: SourceView
) -> None:
    case = cases.add(project, "P01")
    cases.tie_source(project, case.id, interview.id)
    cases.tie_source(project, case.id, interview.id)
    assert cases.by_name(project, "P01").source_ids == (interview.id,)
    assert catalogue.by_name(project, "P01").case_ids == (case.id,)
    interviewer, participant = transcript.transcript_of(project, interview.id).speakers
    assert (interviewer.interviewer, interviewer.case_id) == (True, None)
    assert participant.case_id == case.id
    cases.untie_source(project, case.id, interview.id)
    assert cases.by_name(project, "P01").source_ids == ()
    assert [s.case_id for s in transcript.transcript_of(project, interview.id).speakers] == [None, None]


def test_a_deleted_participant_leaves_sources_and_comes_back_with_everything(
    project: Project, interview: SourceView
) -> None:
    case = cases.add(project, "P01")
    cases.tie_source(project, case.id, interview.id)
    attributes.describe_case(project, case.id, {"role": "nurse"})
    before = cases.listing(project)
    cases.delete(project, case.id)
    assert cases.listing(project) == []
    assert catalogue.by_name(project, "P01").case_ids == ()
    project.undo()
    assert cases.listing(project) == before
    assert transcript.transcript_of(project, interview.id).speakers[1].case_id == case.id


def test_listing_many_participants_takes_no_more_queries_than_few(project: Project) -> None:
    asked: list[str] = []

    def count() -> int:
        asked.clear()
        cases.listing(project)
        attributes.listing(project)
        catalogue.listing(project)
        return sum(statement.startswith("SELECT") for statement in asked)

    event.listen(project.session.get_bind(), "before_cursor_execute", lambda *context: asked.append(context[2]))
    few = count()
    with project.op("Add many"):
        for number in range(30):
            case = cases.add(project, f"P{number}")
            attributes.describe_case(project, case.id, {"role": "nurse", "site": str(number)})
    assert count() == few


def test_each_interview_without_a_participant_gets_one_in_one_step(project: Project, tmp_path: Path) -> None:
    paths = [tmp_path / f"{name}.txt" for name in ("GAS0001", "GAS0002", "GAS0003", "GAS0004")]
    for path in paths:
        path.write_text("I: What happened?\nS: I was afraid.\n", encoding="utf-8")
    first, second, third, fourth = importing.add_files(project, paths)
    ana, planned = cases.add(project, "gas0002"), cases.add(project, "GAS0003")
    cases.tie_source(project, ana.id, first.id)
    before = project.undo_label
    assert list(cases.without_participant(project).values()) == ["GAS0002", "GAS0003", "GAS0004"]
    # A name that is somebody else's has a number; who waits under it for an interview gets it.
    assert cases.add_for_each_source(project) == ["GAS0002 2", "GAS0003", "GAS0004"]
    assert [(case.name, case.source_ids) for case in cases.listing(project)] == [
        ("gas0002", (first.id,)),
        ("GAS0003", (third.id,)),
        ("GAS0002 2", (second.id,)),
        ("GAS0004", (fourth.id,)),
    ]
    voices = {speaker.label: speaker.case_id for speaker in transcript.transcript_of(project, third.id).speakers}
    assert voices == {"I": None, "S": planned.id}
    assert steps.page(project)[0].about == {"count": 3, "case": "GAS0002 2"}
    assert cases.add_for_each_source(project) == [] and cases.without_participant(project) == {}
    project.undo()
    assert project.undo_label == before and _names(project) == ["gas0002", "GAS0003"]
