"""Whose passages a code holds: the same answer wherever it is shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from interviewcoder.cases import cases
from interviewcoder.coding import codes, segments
from interviewcoder.coding.participants import participants_by_code, participants_of
from interviewcoder.project.file import Project
from interviewcoder.sources import importing
from interviewcoder.sources.catalogue import SourceView
from interviewcoder.sources.transcript import mark_interviewer, tie_speaker, transcript_of
from interviewcoder.sources.voices import Voices

GROUP = "I: Who was afraid?\nAna: I was afraid.\nI: And you?\nBo: I was not.\n"


@pytest.fixture
def group(project: Project, tmp_path: Path) -> SourceView:
    """An interview with two participants."""
    path = tmp_path / "Group.txt"
    path.write_text(GROUP, encoding="utf-8")
    return importing.add_files(project, [path])[0]


@pytest.fixture
def fear(project: Project) -> int:
    """The code of each test."""
    return codes.add(project, "Fear").id


def code(project: Project, source: SourceView, words: str, code_id: int) -> None:
    segments.code_passage(project, source.id, segments.find_passage(project, source.id, words), code_id)


def tie_both(project: Project, group: SourceView) -> None:
    """Make Ana P01 and Bo P02."""
    speakers = {speaker.label: speaker.id for speaker in transcript_of(project, group.id).speakers}
    for name, label in (("P01", "Ana"), ("P02", "Bo")):
        case = cases.add(project, name)
        cases.tie_source(project, case.id, group.id)
        tie_speaker(project, speakers[label], case.id)


def test_what_only_the_interviewer_says_is_no_participants(project: Project, group: SourceView, fear: int) -> None:
    tie_both(project, group)
    code(project, group, "Who was afraid?", fear)
    assert participants_of(project, fear) == 0


def test_of_a_group_those_who_speak_are_counted(project: Project, group: SourceView, fear: int) -> None:
    tie_both(project, group)
    code(project, group, "I was afraid.", fear)
    assert participants_of(project, fear) == 1
    code(project, group, "I was not.", fear)
    assert participants_of(project, fear) == 2


def test_a_question_with_its_answer_is_the_answerers(project: Project, group: SourceView, fear: int) -> None:
    tie_both(project, group)
    code(project, group, "I was not.", fear)
    code(project, group, "And you?\nI was not.", fear)
    assert participants_of(project, fear) == 1


def test_a_source_without_a_case_counts_as_one(project: Project, group: SourceView, fear: int) -> None:
    code(project, group, "I was afraid.", fear)
    code(project, group, "I was not.", fear)
    code(project, group, "And you?", fear)
    assert participants_of(project, fear) == 1


def test_every_code_is_counted_at_once(project: Project, group: SourceView, fear: int) -> None:
    tie_both(project, group)
    calm, asked = codes.add(project, "Calm").id, codes.add(project, "Asked").id
    codes.add(project, "Unused")
    code(project, group, "I was afraid.", fear)
    code(project, group, "I was not.", fear)
    code(project, group, "I was not.", calm)
    code(project, group, "And you?", asked)
    assert participants_by_code(project) == {fear: 2, calm: 1, asked: 0}


def test_voices_that_are_kept_are_believed_until_they_are_forgotten(
    project: Project, group: SourceView, fear: int
) -> None:
    code(project, group, "I was afraid.", fear)
    known: dict[int, Voices] = {}
    assert participants_of(project, fear, known=known) == 1
    mark_interviewer(project, transcript_of(project, group.id).speakers[1].id, True)
    assert participants_of(project, fear, known=known) == 1
    known.clear()
    assert participants_of(project, fear, known=known) == 0
